import type { Simulation } from '../../../sim/engine/simulation.ts';
import type { Tick } from '../../../sim/time.ts';
import type { Commitments } from './commitments.ts';
import type { Indexer } from './indexer.ts';
import type { Ledger } from './ledger.ts';
import type { UploadsValues } from './parameters.ts';
import type { Method, Patience, Rpc } from './rpc.ts';

/** Kinds of calls between clients, nodes and the indexer. */
export interface Methods {
  readonly query: Method;
  readonly upload: Method;
  readonly read: Method;
}

/** What clients share. */
export interface Fabric {
  readonly simulation: Simulation;
  readonly values: UploadsValues;
  readonly rpc: Rpc;
  readonly methods: Methods;
  readonly patience: Patience;
  readonly commitments: Commitments;
  readonly indexer: Indexer;
  readonly ledger: Ledger;
  readonly counts: Counts;
  /** Bytes were received, for faults that wait for them. */
  readonly progress: (during: 'upload' | 'read', bytes: number) => void;
}

/** What happened so far. */
export class Counts {
  /** Bytes of segments that nodes acknowledged to clients, without proofs. */
  uploaded = 0;
  /** Bytes that peers fetched from each other. */
  synced = 0;
  /** "Too many data" answers. */
  refused = 0;
  /** Times that a client chose nodes anew. */
  reselections = 0;
  /** Segments that readers refused for their proof. */
  rejected = 0;
  /** Ticks that clients spent sending segments, and with how many it happened at the same time. */
  transferTicks = 0;
  activeTicks = 0;
  private active = 0;
  private since = 0;

  /** A client begins, or ends, to send segments. */
  transfers(by: 1 | -1, now: Tick): void {
    if (this.active > 0) this.activeTicks += now - this.since;
    this.transferTicks += this.active * (now - this.since);
    this.since = now;
    this.active += by;
  }
}
