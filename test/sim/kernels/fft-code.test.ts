import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { chosenKernels, plainKernels } from '../../../sim/kernels/reed-solomon/chosen-kernels.ts';
import { fftCode } from '../../../sim/kernels/reed-solomon/fft-code.ts';
import { CANTOR_BASES } from '../../../sim/kernels/reed-solomon/galois-field.ts';
import { splitSymbols } from '../../../sim/kernels/reed-solomon/symbols.ts';
import {
  bitsOf,
  codeword,
  only,
  randomShards,
  sameShards,
  slowInverse,
  slowProduct,
  stream,
} from './shards.ts';

/** The field element with these Cantor coordinates, and back. */
function coordinates(bits: 8 | 16) {
  const basis: readonly number[] = CANTOR_BASES[bits];
  const element = (label: number) =>
    basis.reduce((sum, vector, i) => ((label >> i) & 1 ? sum ^ vector : sum), 0);
  const labels = new Map<number, number>();
  for (let label = 0; label < 1 << bits; label++) labels.set(element(label), label);
  return { element, label: (value: number) => labels.get(value) as number };
}

/** Value at a point of the polynomial through values at points, by Lagrange's formula. */
function lagrange(points: number[], values: number[], at: number, bits: 8 | 16): number {
  let sum = 0;
  points.forEach((point, i) => {
    let term = values[i];
    points.forEach((other, j) => {
      if (i === j) return;
      term = slowProduct(term, at ^ other, bits);
      term = slowProduct(term, slowInverse(point ^ other, bits), bits);
    });
    sum ^= term;
  });
  return sum;
}

/** Data shard i stands at point k + i, parity shard i at point i below k and at point k + i else. */
function expectedParity(k: number, symbols: number[], parity: number, bits: 8 | 16): number {
  const { element, label } = coordinates(bits);
  const points = symbols.map((_, i) => element(k + i));
  const at = element(parity < k ? parity : k + parity);
  return label(lagrange(points, symbols.map(element), at, bits));
}

describe('FFT code', () => {
  it.each([
    [512, 64, 'd9bc66cdc905bc3cf9713f1588638990e4ba2c93f2e2cfe4c2dc51c30a9f09a4'],
    [1024, 128, '89d9f6e10f402801d25addddea73d2efc3bfc6170bd113461883f229525b5435'],
  ])(
    '%i + %i B: same parity as the Rust crate reed-solomon-simd, a Leopard code',
    (k, length, digest) => {
      // The digests were made once with that crate as WASM in the npm package @typeberry/native 0.5.1.
      let state = 1;
      const next = () => {
        state = (Math.imul(state, 1103515245) + 12345) >>> 0;
        return state >>> 16;
      };
      const data = Array.from({ length: k }, () => Uint8Array.from({ length }, next));
      for (const kernels of [chosenKernels(), plainKernels]) {
        const hash = createHash('sha256');
        for (const shard of fftCode(k, k, splitSymbols, kernels).encode(data)) hash.update(shard);
        expect(hash.digest('hex')).toBe(digest);
      }
    },
  );

  it.each([
    [1, 3],
    [2, 2],
    [4, 4],
    [4, 11],
    [8, 3],
  ])('%i + %i in GF(2^8): parity lies on the polynomial of the data', (k, m) => {
    const length = 7;
    const data = randomShards(stream(`fft-${k}-${m}`), k, length);
    fftCode(k, m)
      .encode(data)
      .forEach((shard, i) => {
        for (let at = 0; at < length; at++) {
          const symbols = data.map((each) => each[at]);
          expect(shard[at], `parity ${i} byte ${at}`).toBe(expectedParity(k, symbols, i, 8));
        }
      });
  });

  it('2 + 300 in GF(2^16): parity lies on the polynomial of the data', () => {
    const data = randomShards(stream('fft-2-300'), 2, 128);
    const parity = fftCode(2, 300).encode(data);
    // Symbol s of a 64-byte block has its low byte at s and its high byte at 32 + s.
    const symbol = (shard: Uint8Array, low: number) => shard[low] + 256 * shard[low + 32];
    for (const i of [0, 1, 2, 255, 299]) {
      for (const low of [0, 31, 64, 77]) {
        const symbols = data.map((each) => symbol(each, low));
        const expected = expectedParity(2, symbols, i, 16);
        expect(symbol(parity[i], low), `parity ${i} byte ${low}`).toBe(expected);
      }
    }
  });

  it.each([
    [1, 1, 1],
    [2, 3, 5],
    [4, 4, 6],
    [4, 6, 257],
    [8, 2, 3],
  ])('%i + %i: every set of shards gives all back or is refused', (data, parity, length) => {
    const code = fftCode(data, parity);
    const all = codeword(code, stream(`fft-sets-${data}-${parity}`), length);
    for (let mask = 0; mask < 1 << (data + parity); mask++) {
      const kept = bitsOf(mask);
      if (kept.length < data) {
        expect(() => code.reconstruct(only(all, kept))).toThrow(
          new RangeError(`shards, expected at least ${data}, got ${kept.length}`),
        );
      } else {
        expect(sameShards(code.reconstruct(only(all, kept)), all), `kept ${kept}`).toBe(true);
      }
    }
  });

  it.each([
    [64, 64, 9, 'fft-random-8'],
    [128, 128, 5, 'fft-random-8-full'],
    [128, 200, 64, 'fft-random-16'],
  ])('%i + %i: 1,000 random sets of shards give all back', (data, parity, length, seed) => {
    const code = fftCode(data, parity);
    const draws = stream(seed);
    const all = codeword(code, draws, length);
    for (let round = 0; round < 1000; round++) {
      // Exactly k shards every other time, else some more.
      const count = data + (round % 2 === 0 ? 0 : draws.below(parity + 1));
      const kept = draws.sample(count, data + parity);
      const back = code.reconstruct(only(all, kept));
      if (!sameShards(back, all)) expect.fail(`seed ${seed}, round ${round}, ${count} shards kept`);
    }
  });

  it('1024 + 2048: the later parity alone gives the data back', () => {
    const code = fftCode(1024, 2048);
    const all = codeword(code, stream('fft-later'), 64);
    const kept = Array.from({ length: 1024 }, (_, i) => 2048 + i);
    expect(code.reconstruct(only(all, kept))).toEqual(all);
  });

  it('leaves its input as it was', () => {
    const code = fftCode(4, 4);
    const all = codeword(code, stream('fft-input'), 9);
    const copies = all.map((shard) => shard.slice());
    code.reconstruct(only(all, [1, 3, 4, 6]));
    expect(all).toEqual(copies);
  });

  it('refuses wrong counts and lengths', () => {
    expect(() => fftCode(3, 3)).toThrow(
      new RangeError('data shards, expected a power of two, got 3'),
    );
    expect(() => fftCode(65_536, 1)).toThrow(
      new RangeError('data and parity shards, expected at most 65536, got 65537'),
    );
    const wide = fftCode(256, 1);
    expect(() => wide.encode(Array.from({ length: 256 }, () => new Uint8Array(32)))).toThrow(
      new RangeError('shard length, expected a multiple of 64 B, got 32 B'),
    );
    expect(() => fftCode(2, 2).encode([])).toThrow(
      new RangeError('data shards, expected 2, got 0'),
    );
  });
});
