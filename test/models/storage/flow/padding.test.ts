import { describe, expect, it } from 'vitest';
import { paddedSectors, submissionHeights } from '../../../../models/storage/flow/padding.ts';
import { stream } from '../../../sim/kernels/shards.ts';

/** [sectors, padded, heights]; P is the next power of two, g = max(1, P/16) the granule. */
const VECTORS: [number, number, number[]][] = [
  [1, 1, [0]],
  [2, 2, [1]],
  [3, 3, [1, 0]], // P 4, g 1; 3 = 2 + 1
  [15, 15, [3, 2, 1, 0]], // P 16, g 1; 15 = 8 + 4 + 2 + 1
  [16, 16, [4]],
  [17, 18, [4, 1]], // P 32, g 2; ceil(17/2) = 9; 18 = 16 + 2
  [27, 28, [4, 3, 2]], // P 32, g 2; ceil(27/2) = 14; 28 = 16 + 8 + 4
  [29, 30, [4, 3, 2, 1]], // P 32, g 2; ceil(29/2) = 15; 30 = 16 + 8 + 4 + 2
  [31, 32, [5]], // P 32, g 2; ceil(31/2) = 16
  [33, 36, [5, 2]], // P 64, g 4; ceil(33/4) = 9; 36 = 32 + 4
  [100, 104, [6, 5, 3]], // P 128, g 8; ceil(100/8) = 13; 104 = 64 + 32 + 8
  [1000, 1024, [10]], // P 1024, g 64; ceil(1000/64) = 16
  [1025, 1152, [10, 7]], // P 2048, g 128; ceil(1025/128) = 9; 1152 = 1024 + 128
  [1153, 1280, [10, 8]], // g 128; ceil(1153/128) = 10; 1280 = 1024 + 256
  [1920, 1920, [10, 9, 8, 7]], // g 128; 15 of them; 1920 = 1024 + 512 + 256 + 128
  [1921, 2048, [11]], // g 128; ceil(1921/128) = 16
  // 1,000,000 B: ceil(1000000/256) = 3907; P 4096, g 256; ceil(3907/256) = 16.
  [3907, 4096, [12]],
  // 4 GiB and a sector: P 2^25, g 2^21; 2^24 + 1 needs 9 of them; 2^24 + 2^21.
  [16_777_217, 18_874_368, [24, 21]],
  // Past 32 bits: P 2^33, g 2^29; 5e9 / 2^29 = 9.31, so 10 of them; 2^32 + 2^30.
  [5_000_000_000, 5_368_709_120, [32, 30]],
];

describe('padding', () => {
  it.each(VECTORS)('%i sectors become %i', (sectors, padded, heights) => {
    expect(paddedSectors(sectors)).toBe(padded);
    expect(submissionHeights(sectors)).toEqual(heights);
  });

  it('adds at most an eighth, and heights fall and sum up, for any size', () => {
    const draw = stream('padding');
    const some = Array.from({ length: 3000 }, () => 1 + Math.floor(2 ** draw.between(0, 50)));
    for (const sectors of [...Array(2100).keys()].map((n) => n + 1).concat(some)) {
      const what = `seed padding, ${sectors} sectors`;
      const padded = paddedSectors(sectors);
      const heights = submissionHeights(sectors);
      expect(padded, what).toBeGreaterThanOrEqual(sectors);
      expect(padded - sectors, what).toBeLessThanOrEqual(sectors / 8);
      expect(paddedSectors(padded), what).toBe(padded);
      expect(
        heights.reduce((sum, height) => sum + 2 ** height, 0),
        what,
      ).toBe(padded);
      expect(heights, what).toEqual([...new Set(heights)].sort((a, b) => b - a));
      // Of 8 to 16 granules at most the four bits of 15 are set.
      expect(heights.length, what).toBeLessThanOrEqual(4);
      expect(heights[0] - heights.at(-1)!, what).toBeLessThanOrEqual(3);
    }
  });

  it.each([0, -1, 1.5, Number.NaN, 2 ** 52 + 1])('refuses %d sectors', (sectors) => {
    expect(() => paddedSectors(sectors)).toThrow(/sectors, expected 1 to 4503599627370496, got/);
    expect(() => submissionHeights(sectors)).toThrow(RangeError);
  });
});
