import type { Simulation } from '../../sim/engine/simulation.ts';
import type { MessageNetwork } from '../../sim/network/messages.ts';
import type { Tick } from '../../sim/time.ts';
import type { QuorumRound } from '../chain/quorum-round.ts';
import type { DaValues } from './parameters.ts';

/** A piece of data that its publisher wants to be available. */
export interface Blob {
  readonly id: number;
  readonly publisher: number;
  readonly bytes: number;
  readonly publishedAt: Tick;
}

/** What a layer gets to work with, and whom it tells. */
export interface LayerContext {
  readonly simulation: Simulation;
  readonly network: MessageNetwork;
  readonly consensus: QuorumRound;
  readonly values: DaValues;
  /** Link of each node, bytes per second. */
  readonly up: number;
  readonly down: number;
  /** Payload of one blob. */
  readonly blobBytes: number;
  /** Nodes whose word makes a blob available. */
  readonly quorum: number;
  /** A quorum can vouch for the blob. */
  available(blob: Blob): void;
  /** The blob is final in the consensus lane. */
  confirmed(blob: Blob): void;
  /** Everything that the layer sends for the blob has arrived. */
  complete(blob: Blob): void;
}

/** Bytes that a role sends and receives for one payload byte, since the last reset. */
export interface RoleBytes {
  readonly egress: number;
  readonly ingress: number;
}

/** A bound on throughput that follows from the design and the links alone. */
export interface Ceiling {
  /** The resource that sets it. */
  readonly name: string;
  /** Payload bytes per second. */
  readonly rate: number;
}

/** A resource and the share of the time it was busy. */
export interface ResourceUse {
  readonly name: string;
  readonly utilisation: number;
}

/** What was measured between the end of the warm-up and the end of the run. */
export interface Window {
  readonly seconds: number;
  /** Payload bytes made available; blobs under way count for the share of them that was delivered. */
  readonly payload: number;
}

export interface RunningLayer {
  publish(blob: Blob): void;
  /** Blobs in flight, over all publishers, that keep links busy for `seconds`. */
  pipeline(blobBytes: number, seconds: number): number;
  /** The warm-up ends now. */
  resetStatistics(): void;
  /** Payload bytes delivered since then, where deliveries are counted one by one; see `Window`. */
  delivered?(): number;
  /** Roles beside `validator`, which is the mean node: what a publisher or leader does as such. */
  roles(): Readonly<Record<string, RoleBytes>>;
  ceilings(window: Window): readonly Ceiling[];
  /** Resources beside the mean up and down links of the validators. */
  resources(window: Window): readonly ResourceUse[];
}

/** A way to make data available. One file each, listed in `layers.ts`. */
export interface AvailabilityLayer {
  readonly name: string;
  readonly about: string;
  build(context: LayerContext): RunningLayer;
}
