/**
 * Light clients of a grid whose columns are extended to twice their length (Avail).
 *
 * Source: avail-light `core/src/utils.rs` and `network/rpc.rs`, facts sheet da-layers 1.3, item 5.
 */
import { log2, pow } from '../../../sim/math.ts';

/** Most cells that a client samples for a block. */
const MOST_CELLS = 14;

/** Share of confidence, 0 to 1, after so many verified cells: 1 - 2^-c. */
export function confidence(cells: number): number {
  return 1 - pow(2, -cells);
}

/**
 * Cells to sample for a target of confidence: ceil(-log2(1 - q)), at most 14.
 * @param target q from 0 to 1
 * @throws RangeError outside that range
 */
export function cellsForConfidence(target: number): number {
  if (!(target >= 0 && target <= 1)) {
    throw new RangeError(`confidence, expected 0 to 1, got ${target}`);
  }
  return Math.max(0, Math.min(MOST_CELLS, Math.ceil(-log2(1 - target))));
}
