import { describe, expect, it } from 'vitest';
import { submissionHeights } from '../../../../models/storage/flow/padding.ts';
import { placeSubmission } from '../../../../models/storage/flow/placement.ts';
import { stream } from '../../../sim/kernels/shards.ts';

/** [what, length, heights, start, skipped, end]; all in sectors. */
const VECTORS: [string, number, number[], number, number, number][] = [
  ['one sector after the identifier', 1, [0], 1, 0, 2],
  ['two sectors at an even place', 1, [1], 2, 1, 4],
  ['three sectors by the first of two nodes', 1, [1, 0], 2, 1, 5],
  ['a place that fits already', 8, [3], 8, 0, 16],
  ['the next multiple of 8', 9, [3], 16, 7, 24],
  // 1008 + 16 = 1024: up to the end of the segment, and not over it.
  ['the end of a segment', 1000, [4], 1008, 8, 1024],
  // Aligned to 1008; 1008 + 16 + 2 = 1026 > 1024, so the next segment.
  ['two sectors too many for a segment', 1000, [4, 1], 1024, 24, 1042],
  // Aligned to 992; 992 + 32 + 16 + 8 + 4 = 1052 > 1024.
  ['four nodes over the end of a segment', 992, [5, 4, 3, 2], 1024, 32, 1084],
  ['the last sector of a segment', 1023, [0], 1023, 0, 1024],
  ['the first sector of the next', 1024, [0], 1024, 0, 1025],
  // Half a segment is at 512; 512 + 512 + 256 crosses.
  ['three quarters of a segment after a half', 512, [9, 8], 1024, 512, 1792],
  // On a boundary already: data of more than a segment may run over its end.
  ['a segment and an eighth from a boundary', 1, [10, 7], 1024, 1023, 2176],
  ['two segments and a half after one', 1025, [11, 9], 2048, 1023, 4608],
  // 4 GiB (2^24 sectors) after 1 GiB and a bit: next multiple of 2^24.
  ['4 GiB', 4_194_305, [24], 16_777_216, 12_582_911, 33_554_432],
  // Past 32 bits: 2^33 is the next multiple of 2^32 after 2^32 + 1.
  ['1 TiB', 4_294_967_297, [32], 8_589_934_592, 4_294_967_295, 12_884_901_888],
];

describe('placement', () => {
  it.each(VECTORS)('%s', (_what, length, heights, start, skipped, end) => {
    expect(placeSubmission(length, heights)).toEqual({ start, skipped, end });
  });

  it('takes the first place that fits, never overlaps, keeps small files in one segment', () => {
    const draw = stream('placement');
    let length = 1;
    for (let file = 0; file < 3000; file++) {
      const heights = submissionHeights(1 + Math.floor(2 ** draw.between(0, 13)));
      const size = heights.reduce((sum, height) => sum + 2 ** height, 0);
      const { start, skipped, end } = placeSubmission(length, heights);
      const what = `seed placement, file ${file}, length ${length}, heights ${heights}`;
      // The rule word by word: aligned to the first node; on a segment boundary, or inside one segment.
      const fits = (at: number) =>
        at % 2 ** heights[0] === 0 &&
        (at % 1024 === 0 || Math.floor(at / 1024) === Math.floor((at + size - 1) / 1024));
      let first = length;
      while (!fits(first)) first++;
      expect([start, skipped, end], what).toEqual([first, first - length, first + size]);
      let at = start;
      for (const height of heights) {
        expect(at % 2 ** height, what).toBe(0);
        at += 2 ** height;
      }
      length = end;
    }
  });

  it('refuses what no submission can be', () => {
    expect(() => placeSubmission(0, [0])).toThrow('flow length, expected at least 1 sector, got 0');
    expect(() => placeSubmission(1.5, [0])).toThrow(RangeError);
    expect(() => placeSubmission(1, [])).toThrow(/heights, expected to fall strictly/);
    expect(() => placeSubmission(1, [3, 3])).toThrow(/got \[3, 3\]/);
    expect(() => placeSubmission(1, [3, 4])).toThrow(/got \[3, 4\]/);
    // Four levels between first and last are the most.
    expect(placeSubmission(1, [5, 1])).toEqual({ start: 32, skipped: 31, end: 66 });
    expect(() => placeSubmission(1, [6, 1])).toThrow(/by at most 4, got \[6, 1\]/);
    expect(() => placeSubmission(1, [53])).toThrow('height, expected 0 to 52, got 53');
    expect(() => placeSubmission(2 ** 52 + 1, [52])).toThrow(/at most 2\^53 - 1 sectors/);
  });
});
