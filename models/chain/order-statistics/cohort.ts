import type { TransactionRun } from '../running.ts';

/** Transactions that travel together. */
export interface Cohort extends TransactionRun {
  readonly bytes: number;
  readonly gas: number;
  readonly stage: Uint8Array;
  /** When the head of an edge has read the copy of its peer, ticks; infinite as long as none came. */
  readonly readBack: Float64Array;
  /** When each node began to hold it. */
  readonly heldAt: Float64Array;
  /** Bytes on the wire. */
  readonly wire: number;
  /** Nodes that have executed it. */
  executed: number;
  /** No node needs it any more: its arrays serve another cohort. */
  closed: boolean;
}

/** What a node did with a cohort. */
export const Stage = { Unknown: 0, Coming: 1, Held: 2, Committed: 3 } as const;

/** What a proposer takes into a block. */
export interface Reaped {
  readonly cohorts: readonly number[];
  readonly batches: readonly TransactionRun[];
  readonly transactions: number;
  readonly bytes: number;
  readonly gas: number;
}
