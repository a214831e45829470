import { HEIGHT_MAX, subtreeSectors } from './subtree.ts';

/*
 * How a client pads a file so that few subtree roots describe it. Source: 0g-storage 1 "Submission",
 * core/flow of the client.
 */

/** Steps from an empty file to the next power of two; padding goes up to the next step. */
const GRANULES = 16;

/**
 * Sectors of a file after padding. A power of two stays; otherwise, with P the next power of two, the
 * number goes up to a multiple of max(1, P/16), which adds at most an eighth.
 * @param sectors sectors that hold data, 1 to 2^52
 * @throws RangeError for another number
 */
export function paddedSectors(sectors: number): number {
  const most = subtreeSectors(HEIGHT_MAX);
  if (!(Number.isInteger(sectors) && sectors >= 1 && sectors <= most))
    throw new RangeError(`sectors, expected 1 to ${most}, got ${sectors}`);
  let power = 1;
  while (power < sectors) power *= 2;
  const granule = Math.max(1, power / GRANULES);
  return Math.ceil(sectors / granule) * granule;
}

/**
 * Heights of the subtrees that make up a padded file, first sector first: the set bits of
 * `paddedSectors(sectors)` from high to low. Strictly decreasing.
 * @param sectors sectors that hold data, 1 to 2^52
 * @throws RangeError for another number
 */
export function submissionHeights(sectors: number): number[] {
  const heights: number[] = [];
  let rest = paddedSectors(sectors);
  for (let height = 0; rest > 0; height++) {
    if (rest % 2 === 1) heights.unshift(height);
    rest = Math.floor(rest / 2);
  }
  return heights;
}
