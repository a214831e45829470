import type { Tick } from '../../../sim/time.ts';

/**
 * Transactions that entered the chain at one node in one short window and travel together; each keeps
 * its own time of creation.
 */
export interface Batch {
  readonly id: number;
  readonly entry: number;
  readonly transactions: number;
  readonly bytes: number;
  readonly gas: number;
  /** Creation of the first one, and the time from one to the next, ticks. */
  readonly createdAt: number;
  readonly spacing: number;
  /** Of a single transaction beside the load. */
  readonly submission?: number;
  /** What each node did with it. */
  readonly stage: Uint8Array;
  /** When a copy over an edge was read at its end, ticks; infinite as long as none was. */
  readAt: Float64Array;
}

export const Stage = { Unknown: 0, Coming: 1, Held: 2, Committed: 3 } as const;

/** When transaction number `i` of a batch was created. */
export function createdAt(batch: Batch, i: number): Tick {
  return Math.round(batch.createdAt + i * batch.spacing) as Tick;
}
