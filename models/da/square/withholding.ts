import type { Stream } from '../../../sim/random.ts';

/** Which segments a builder keeps back, as the names of `withheld`. */
export const withholdingNames = ['random', 'corner', 'diagonal', 'rows'] as const;
export type Withholding = (typeof withholdingNames)[number];

/**
 * Marks the segments that are never published, row by row.
 *
 * - `random`: that share of all segments, to the nearest segment.
 * - `corner`: the smallest square that no repair gets into, (k+1) x (k+1) of 2k x 2k; the share is not used.
 * - `diagonal`: that share of the cyclic diagonals, so that every line misses the same number.
 * - `rows`: that share of the rows, drawn at random.
 *
 * @param size side of the extended square, 2k
 * @param share 0 to 1
 * @returns 1 for a segment that is kept back
 */
export function withheld(
  kind: Withholding,
  size: number,
  share: number,
  stream: Stream,
): Uint8Array {
  const mask = new Uint8Array(size * size);
  const lines = Math.round(share * size);
  if (kind === 'corner') {
    const side = size / 2 + 1;
    for (let row = 0; row < side; row++) mask.fill(1, row * size, row * size + side);
  } else if (kind === 'diagonal') {
    for (let row = 0; row < size; row++) {
      for (let d = 0; d < lines; d++) mask[row * size + ((row + d) % size)] = 1;
    }
  } else if (kind === 'rows') {
    for (const row of stream.sample(lines, size)) mask.fill(1, row * size, (row + 1) * size);
  } else {
    const kept = Math.round(share * mask.length);
    for (const segment of stream.sample(kept, mask.length)) mask[segment] = 1;
  }
  return mask;
}
