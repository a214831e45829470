import { seconds, type Tick, ZERO } from '../../../sim/time.ts';
import type { FileEntry } from './flow-log.ts';
import type { Listed } from './indexer.ts';
import type { StorageNode } from './node.ts';
import type { Shard } from './shards.ts';

/*
 * An upload and the ways in which it ends.
 */

/** Every upload that is not finalised fails for one of these. */
export const failureReasons = [
  /** The indexer did not answer. */
  'no-indexer',
  /** The listed nodes do not hold every segment as often as asked. */
  'no-cover',
  /** The transaction was in no block in time. */
  'submission-lost',
  /** A node did not answer. */
  'node-gone',
  /** A node did not see the entry in time. */
  'entry-unseen',
  /** A node had no room in memory, time after time. */
  'too-many-data',
  /** A node changed its shard under way. */
  'shard-moved',
  /** A node did not finalise in time. */
  'not-finalised',
  /** The whole took longer than the client waits. */
  'time-out',
] as const;
export type FailureReason = (typeof failureReasons)[number];

/** Why a step failed, and at which node. A client goes on without that node, or with its new shard. */
export interface Failure {
  readonly reason: FailureReason;
  readonly node?: StorageNode;
  readonly shard?: Shard;
}

export class Upload {
  readonly id: number;
  /** Number of the client. */
  readonly client: number;
  readonly fragments: readonly FileEntry[];
  readonly startedAt: Tick;
  state: 'pending' | 'finalised' | FailureReason = 'pending';
  endedAt: Tick | undefined;
  chosen: readonly Listed[] = [];
  /** Ticks until transactions were seen, segments sent, nodes done. */
  readonly parts = { commit: ZERO, transfer: ZERO, finalise: ZERO };

  constructor(id: number, client: number, fragments: readonly FileEntry[], now: Tick) {
    this.id = id;
    this.client = client;
    this.fragments = fragments;
    this.startedAt = now;
  }

  get bytes(): number {
    return this.fragments.reduce((sum, { bytes }) => sum + bytes, 0);
  }

  spend(part: keyof Upload['parts'], since: Tick, now: Tick): void {
    this.parts[part] = (this.parts[part] + now - since) as Tick;
  }

  end(state: 'finalised' | FailureReason, now: Tick): void {
    this.state = state;
    this.endedAt = now;
  }
}

/** The client polls nodes once a second (0g-storage 2.4, 2.7). */
export const POLL = seconds(1);
/** "Too many data": pause and number of tries (0g-storage 2.5). */
export const BUSY_PAUSE = seconds(10);
export const BUSY_TRIES = 12;
/** Waits for an entry to be seen, and for a file to be final, before the node counts as lost. Estimate. */
export const NODE_PATIENCE = seconds(600);
/** Files up to this size are sent while their transaction is under way (0g-storage 2). */
export const PARALLEL_BYTES = 2_097_152;
/** Fragments of one transaction (0g-storage 2). */
export const BATCH_FRAGMENTS = 10;
