import type { Simulation } from '../../../sim/engine/simulation.ts';
import type { Latency } from '../../../sim/network/latency.ts';
import type { Tick } from '../../../sim/time.ts';
import type { Misbehaviour } from '../consensus/message-level.ts';
import type { Peers } from '../consensus/peers.ts';
import type { ProposerRotation } from '../proposer.ts';
import type { ChainSettings } from '../settings.ts';

/** Evenly spaced transactions. */
export interface SampledTraffic {
  /** Transactions per second over all entries. */
  readonly rate: number;
  readonly duration: Tick;
  /** Transactions of one window enter together, at its end. */
  readonly window: Tick;
  readonly transactionBytes: number;
  readonly transactionGas: number;
  /** Most transactions that travel together. */
  readonly batchMax: number;
  /** Nodes at which transactions enter, in turn. */
  readonly entries: readonly number[];
}

/** Transactions of a block that entered together; creation of the first one and the time from one to the next, ticks. */
export interface SampledBatch {
  readonly transactions: number;
  readonly createdAt: number;
  readonly spacing: number;
}

/** A block that some node was the first to decide. */
export interface SampledCommit {
  readonly height: number;
  readonly round: number;
  readonly proposer: number;
  readonly transactions: number;
  readonly batches: readonly SampledBatch[];
  readonly bytes: number;
  readonly gas: number;
  readonly createdAt: Tick;
  readonly decidedAt: Tick;
  /** Time stamp: median of the precommits for the block before, or clock of the proposer. */
  readonly time: Tick;
}

export interface SampledChainOptions {
  readonly simulation: Simulation;
  readonly settings: ChainSettings;
  readonly peers: Peers;
  readonly latency: Latency;
  /** Bytes per second by node. */
  readonly up: readonly number[];
  readonly down: readonly number[];
  /** Bulk that the sockets of a node hold, ticks of work. */
  readonly sockets: readonly number[];
  /** By validator; validators are the first nodes. */
  readonly powers: readonly number[];
  readonly rotation: ProposerRotation;
  readonly misbehaviour: Misbehaviour;
  readonly traffic: SampledTraffic;
  /** Is a node up at that time? Asked for the present only. */
  readonly alive: (node: number, time: Tick) => boolean;
  readonly onCommit: (commit: SampledCommit) => void;
}
