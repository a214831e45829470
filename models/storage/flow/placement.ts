import { LOAD_SECTORS, SUBMISSION_LEVELS } from './spec.ts';
import { subtreeSectors } from './subtree.ts';

/** Where a submission lies in the flow; all in sectors. */
export interface Placement {
  /** Position of its first sector. */
  readonly start: number;
  /** Sectors left empty between the flow's end and `start`. */
  readonly skipped: number;
  /** Position after its last sector: the flow's new length. */
  readonly end: number;
}

/**
 * Places a submission: at the next multiple of its first subtree's size; if that is inside a segment
 * (1024 sectors) and the data would run over the segment's end, at the next segment. Source: 0g-storage 1
 * "Placement", `pad` and `insertNode` of FlowTreeLib.sol.
 * @param length sectors of the flow so far, at least 1: position 0 holds the identifier
 * @param heights of its nodes, strictly decreasing, at most 4 between first and last
 * @throws RangeError for another length or heights, or when the flow would pass 2^53 - 1 sectors
 */
export function placeSubmission(length: number, heights: readonly number[]): Placement {
  if (!(Number.isSafeInteger(length) && length >= 1))
    throw new RangeError(`flow length, expected at least 1 sector, got ${length}`);
  checkHeights(heights);
  const size = heights.reduce((sum, height) => sum + subtreeSectors(height), 0);
  const aligned = roundUp(length, subtreeSectors(heights[0]));
  const inSegment = aligned % LOAD_SECTORS;
  const crosses = inSegment !== 0 && inSegment + size > LOAD_SECTORS;
  const start = crosses ? roundUp(aligned, LOAD_SECTORS) : aligned;
  const end = start + size;
  if (end > Number.MAX_SAFE_INTEGER)
    throw new RangeError(`flow, expected at most 2^53 - 1 sectors, got ${end}`);
  return { start, skipped: start - length, end };
}

function checkHeights(heights: readonly number[]): void {
  const falling = heights.every((height, i) => i === 0 || height < heights[i - 1]);
  if (heights.length === 0 || !falling || heights[0] - heights.at(-1)! > SUBMISSION_LEVELS) {
    throw new RangeError(
      `heights, expected to fall strictly and by at most ${SUBMISSION_LEVELS}, got [${heights.join(', ')}]`,
    );
  }
}

function roundUp(value: number, multiple: number): number {
  return Math.ceil(value / multiple) * multiple;
}
