import type { Simulation } from '../../sim/engine/simulation.ts';
import type { MessageNetwork } from '../../sim/network/messages.ts';
import type { NodeGroup } from '../../sim/network/section.ts';
import type { Tick } from '../../sim/time.ts';
import type { ChainLane } from '../chain/lane.ts';
import type { QuorumRound } from '../chain/quorum-round.ts';
import type { Experiment } from '../component.ts';
import type { DaValues } from './parameters.ts';
import type { Processors } from './processors.ts';
import type { LayerSettings, Settings } from './settings.ts';

/** A piece of data that its publisher wants to be available. */
export interface Blob {
  readonly id: number;
  /** Counts up; a layer takes it modulo its publishers, see `LayerContext.publisher`. */
  readonly publisher: number;
  readonly bytes: number;
  readonly publishedAt: Tick;
}

/** What a layer gets to work with, and whom it tells. */
export interface LayerContext {
  /** For layers with a section of their own. */
  readonly experiment: Experiment;
  readonly simulation: Simulation;
  /** Validators are nodes 0 to `validators - 1`; the layer's stations follow in their order. */
  readonly network: MessageNetwork;
  readonly validators: number;
  /** Nodes of each kind of station that the layer asked for. */
  readonly stations: Readonly<Record<string, readonly number[]>>;
  readonly consensus: QuorumRound;
  /** Chain that carries the transactions of layers that need one; without it they run their own. */
  readonly chain?: ChainLane;
  readonly values: DaValues;
  readonly settings: Settings;
  /** Link of a validator, bytes per second. */
  readonly up: number;
  readonly down: number;
  /** Mean one-way delay between two validators, seconds. */
  readonly delay: number;
  /** Payload of one blob. */
  readonly blobBytes: number;
  /** Keep the layer as busy as it gets. */
  readonly saturate: boolean;
  /** Share of the stake by validator; they sum to 1. */
  readonly stake: readonly number[];
  /** Equal validators that must vouch: the smallest count above the quorum. */
  readonly quorum: number;
  /** A validator that receives and never answers, signs or votes. */
  silent(validator: number): boolean;
  /** Work on the processors of a node. */
  readonly processors: Processors;
  /** A quorum can vouch for the blob. */
  available(blob: Blob): void;
  /** The blob is final in the consensus lane. */
  confirmed(blob: Blob): void;
  /** The blob will never be final: its publisher has given it up. */
  abandoned(blob: Blob): void;
  /** Everything that the layer sends for the blob has arrived. */
  complete(blob: Blob): void;
  /** For layers that feed themselves: the warm-up ends now; enough has been measured. */
  measure(): void;
  measured(): void;
}

/** Bytes that a role sends and receives for one payload byte, since the last reset. */
export interface RoleBytes {
  readonly egress: number;
  readonly ingress?: number;
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
  /**
   * Keeps itself busy with data of its own, for layers whose clock is the block; calls `measure` and
   * `measured`. Without it, `pipeline` blobs are kept in flight.
   */
  saturate?(): void;
  /** The warm-up ends now. */
  resetStatistics(): void;
  /** Payload bytes delivered since then, where deliveries are counted one by one; see `Window`. */
  delivered?(): number;
  /** What a publisher or leader does as such, beside the mean node of each kind. */
  roles(): Readonly<Record<string, RoleBytes>>;
  ceilings(window: Window): readonly Ceiling[];
  /** Limits that were found by trial instead of in closed form. */
  found?(): readonly Ceiling[];
  /** Every resource that can be the bottleneck; `linkUse` gives the links of the mean validator. */
  resources(window: Window): readonly ResourceUse[];
  /** @throws Error that names an invariant of the protocol which does not hold */
  assert?(window: Window): void;
  /** Metrics of its own. */
  report?(value: (name: string, unit: string, value: number) => void): void;
}

/** A way to make data available. One file each, listed in `layers.ts`. */
export interface AvailabilityLayer {
  readonly name: string;
  readonly about: string;
  readonly settings: LayerSettings;
  /** Largest payload of a blob, where the protocol does not split larger ones. */
  readonly mostBytes?: number;
  /** Machines beside the validators, such as clients, dispersers and relays. */
  stations?(
    settings: Settings,
    link: { up: number; down: number; nodes: number },
    experiment: Experiment,
  ): NodeGroup[];
  build(context: LayerContext): RunningLayer;
  /** US dollars for one MB (10^6 B) of payload in blobs of a size; absent where nothing is published. */
  cost?(settings: Settings, blobBytes: number): number;
}

/** Utilisation of the links of the mean validator in the measured window. */
export function linkUse(context: LayerContext, { seconds }: Window): ResourceUse[] {
  const { accounting } = context.network;
  let [sent, received] = [0, 0];
  for (let node = 0; node < context.validators; node++) {
    sent += accounting.sent[node];
    received += accounting.received[node];
  }
  const each = context.validators * seconds;
  return [
    { name: 'validator uplink', utilisation: sent / each / context.up },
    { name: 'validator downlink', utilisation: received / each / context.down },
  ];
}
