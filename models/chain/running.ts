import type { Tick } from '../../sim/time.ts';

/** Transactions that were created evenly spaced; times in ticks. */
export interface TransactionRun {
  readonly transactions: number;
  readonly createdAt: number;
  readonly spacing: number;
  /** Number under which a single transaction was submitted; absent for the load. */
  readonly submission?: number;
}

/** A transaction of its own, beside the load. */
export interface SingleTransaction {
  readonly bytes: number;
  readonly gas: number;
  /** Comes back in the `TransactionRun` of its block. */
  readonly submission: number;
}

/** A height as the first node decided it. */
export interface CommittedHeight {
  readonly height: number;
  /** Round in which it was decided. */
  readonly round: number;
  readonly proposer: number;
  readonly batches: readonly TransactionRun[];
  readonly transactions: number;
  readonly bytes: number;
  readonly gas: number;
  readonly createdAt: Tick;
  readonly decidedAt: Tick;
  /** The block's time stamp. */
  readonly time: Tick;
}

/** A chain under way, at either fidelity. */
export interface RunningChain {
  readonly offered: number;
  readonly accepted: number;
  /** Highest round that a node entered. */
  readonly roundMax: number;
  start(): void;
  /**
   * Enters a transaction at a node now.
   * @returns whether the mempool of the node took it
   */
  submit(entry: number, transaction: SingleTransaction): boolean;
  /** Transactions in the mempools now, mean over the nodes. */
  mempool(): number;
  /**
   * Mean share of the time until now that the processors of the nodes were busy; where transactions have
   * processors of their own, of the busier kind.
   */
  processorUse(): number;
  /** As `processorUse`, of their uplinks. */
  uplinkUse(): number;
}
