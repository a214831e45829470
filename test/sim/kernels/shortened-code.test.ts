import { describe, expect, it } from 'vitest';
import { fftCode } from '../../../sim/kernels/reed-solomon/fft-code.ts';
import { matrixCode } from '../../../sim/kernels/reed-solomon/matrix-code.ts';
import { shortenedCode } from '../../../sim/kernels/reed-solomon/shortened-code.ts';
import { pairSymbols } from '../../../sim/kernels/reed-solomon/symbols.ts';
import { bitsOf, codeword, only, randomShards, sameShards, stream } from './shards.ts';

describe('a shortened code', () => {
  it('has the parity of the whole one over zeros', () => {
    const whole = fftCode(8, 5);
    const data = randomShards(stream('short-parity'), 5, 12);
    const zeros = Array.from({ length: 3 }, () => new Uint8Array(12));
    expect(shortenedCode(whole, 5).encode(data)).toEqual(whole.encode([...data, ...zeros]));
  });

  it.each([
    ['FFT', fftCode(4, 4)],
    ['matrix', matrixCode(5, 4)],
  ] as const)('%s, 3 + 4: every 3 of 7 give all back, every 2 are refused', (_, whole) => {
    const code = shortenedCode(whole, 3);
    expect([code.data, code.parity]).toEqual([3, 4]);
    const shards = codeword(code, stream('short-sets'), 10);
    for (let mask = 0; mask < 128; mask++) {
      const places = bitsOf(mask);
      if (places.length >= 3) {
        expect(code.reconstruct(only(shards, places)), `places ${places}`).toEqual(shards);
      } else if (places.length === 2) {
        expect(() => code.reconstruct(only(shards, places))).toThrow('expected at least 3, got 2');
      }
    }
  });

  it('refuses other counts', () => {
    const whole = fftCode(4, 4);
    for (const data of [0, 5, 1.5])
      expect(() => shortenedCode(whole, data)).toThrow(`expected 1 to 4, got ${data}`);
    const code = shortenedCode(whole, 3);
    expect(() => code.encode(randomShards(stream('s'), 4, 2))).toThrow('expected 3, got 4');
  });
});

describe('symbols of two bytes', () => {
  /** 32 elements of Leopard's block, low bytes first, as pairs. */
  const paired = (block: Uint8Array) =>
    Uint8Array.from({ length: 64 }, (_, i) => block[i % 2 === 0 ? i / 2 : 32 + (i - 1) / 2]);

  it('code the same elements as blocks of 64 bytes', () => {
    const [split, pairs] = [fftCode(128, 200), fftCode(128, 200, pairSymbols)];
    const data = randomShards(stream('pairs'), 128, 64);
    const parity = split.encode(data).map(paired);
    expect(sameShards(pairs.encode(data.map(paired)), parity)).toBe(true);
  });

  it.each([2, 6, 258])('rebuild shards of %i bytes', (bytes) => {
    const seed = `pairs ${bytes}`;
    const draws = stream(seed);
    const code = shortenedCode(fftCode(128, 200, pairSymbols), 100);
    const shards = codeword(code, draws, bytes);
    const places = draws.sample(100, 300);
    expect(sameShards(code.reconstruct(only(shards, places)), shards), seed).toBe(true);
    expect(() => code.encode(randomShards(draws, 100, 3))).toThrow('a multiple of 2 B, got 3 B');
  });
});
