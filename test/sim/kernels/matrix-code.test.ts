import { describe, expect, it } from 'vitest';
import { plainKernels } from '../../../sim/kernels/reed-solomon/chosen-kernels.ts';
import { matrixCode } from '../../../sim/kernels/reed-solomon/matrix-code.ts';
import {
  bitsOf,
  bytesOf,
  codeword,
  hex,
  only,
  randomShards,
  sameShards,
  slowInverse,
  slowProduct,
  stream,
} from './shards.ts';

describe('matrix code', () => {
  it('encodes 5 + 5 and 10 + 4 as ISA-L 2.30 does with gf_gen_cauchy1_matrix', () => {
    const data = ['0001', '0405', '0203', '0607', '0809'].map(bytesOf);
    expect(matrixCode(5, 5).encode(data).map(hex)).toEqual([
      '6140',
      'ad03',
      'da0e',
      '6b23',
      '6eb1',
    ]);
    const rising = Array.from({ length: 10 }, (_, i) =>
      Uint8Array.from({ length: 8 }, (_, j) => (i * 16 + j) * 7),
    );
    expect(matrixCode(10, 4).encode(rising).map(hex)).toEqual([
      '5cf809f706906183',
      '78dc2d5cad1eef28',
      'aaef207bb4ef203d',
      'cb8e4117d8c60951',
    ]);
  });

  it('has the parity that its Cauchy coefficients give, also beyond one strip', () => {
    const [k, m, length] = [7, 6, 4096 + 37];
    const data = randomShards(stream('cauchy'), k, length);
    const parity = matrixCode(k, m).encode(data);
    const plain = matrixCode(k, m, plainKernels).encode(data);
    expect(sameShards(parity, plain)).toBe(true);
    for (const at of [0, 1, 4095, 4096, length - 1]) {
      parity.forEach((shard, i) => {
        let sum = 0;
        for (let j = 0; j < k; j++) sum ^= slowProduct(slowInverse((k + i) ^ j, 8), data[j][at], 8);
        expect(shard[at], `parity ${i} byte ${at}`).toBe(sum);
      });
    }
  });

  it.each([
    [1, 1],
    [3, 3],
    [2, 6],
    [6, 2],
    [5, 4],
  ])('%i + %i: every set of shards gives all back or is refused', (data, parity) => {
    const codes = [matrixCode(data, parity), matrixCode(data, parity, plainKernels)];
    const all = codeword(codes[0], stream(`matrix-${data}-${parity}`), 5);
    for (let mask = 0; mask < 1 << (data + parity); mask++) {
      const kept = bitsOf(mask);
      if (kept.length < data) {
        expect(() => codes[0].reconstruct(only(all, kept))).toThrow(
          new RangeError(`shards, expected at least ${data}, got ${kept.length}`),
        );
      } else {
        for (const code of codes)
          expect(sameShards(code.reconstruct(only(all, kept)), all), `kept ${kept}`).toBe(true);
      }
    }
  });

  it('gives 128 + 128 back from random halves', () => {
    const code = matrixCode(128, 128);
    const draws = stream('matrix-large');
    const all = codeword(code, draws, 3);
    for (let round = 0; round < 5; round++) {
      const kept = draws.sample(128, 256);
      expect(code.reconstruct(only(all, kept)), `round ${round}`).toEqual(all);
    }
  });

  it('leaves its input as it was', () => {
    const code = matrixCode(3, 2);
    const all = codeword(code, stream('matrix-input'), 9);
    const copies = all.map((shard) => shard.slice());
    const shards = only(all, [1, 2, 4]);
    code.reconstruct(shards);
    expect(all).toEqual(copies);
    expect(shards[0]).toBeUndefined();
  });

  it('refuses wrong counts and lengths', () => {
    expect(() => matrixCode(0, 1)).toThrow(
      new RangeError('data shards, expected a whole number from 1, got 0'),
    );
    expect(() => matrixCode(3, 1.5)).toThrow(
      new RangeError('parity shards, expected a whole number from 1, got 1.5'),
    );
    expect(() => matrixCode(200, 57)).toThrow(
      new RangeError('data and parity shards, expected at most 256, got 257'),
    );
    const code = matrixCode(2, 1);
    expect(() => code.encode([bytesOf('00')])).toThrow(
      new RangeError('data shards, expected 2, got 1'),
    );
    expect(() => code.encode([bytesOf('00'), bytesOf('0000')])).toThrow(
      new RangeError('shard length, expected 1 B, got 2 B'),
    );
    expect(() => code.reconstruct([bytesOf('00'), bytesOf('00')])).toThrow(
      new RangeError('places of shards, expected 3, got 2'),
    );
  });
});
