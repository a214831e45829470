import type { Experiment } from '../../component.ts';

/*
 * The seam between the slow clock of the economy and the fast one of the network: once a week a short span of
 * the network is simulated under the conditions of that week and stands for all of it.
 */

/** What the network meets in a week. */
export interface Conditions {
  /** From 0 on. */
  readonly week: number;
  /** Number of the path, whose chances are its own. */
  readonly path: number;
  /** Tasks asked for, per second. */
  readonly demand: number;
  /** Providers of compute that are open for business, of all GPUs. */
  readonly providers: number;
  /** Those by the id of their GPU; they sum to `providers`. */
  readonly fleet: Readonly<Record<string, number>>;
  readonly storageNodes: number;
}

/** What a window finds, scaled to the whole network. */
export interface WindowOutcome {
  /** Tasks per second that were answered. */
  readonly served: number;
  /** Tasks per second that nobody took. */
  readonly refused: number;
  /** Mean seconds from asking to the last token, of tasks that were served; 0 without any. */
  readonly latency: number;
  readonly latencyP95: number;
  /** Busy share, 0 to 1, by lane: `compute`, and others that the window simulates. */
  readonly utilisation: Readonly<Record<string, number>>;
  /** Tasks per second that one provider can do at most, by the id of its GPU. */
  readonly capacity: Readonly<Record<string, number>>;
  /** Gas that the tasks cost on the chain, per second. */
  readonly gasPerSecond: number;
  /** Bytes that the tasks store, per second. */
  readonly bytesPerSecond: number;
}

/** A law of the network. Equal conditions in equal experiments give equal outcomes. */
export interface SampledWindow {
  sample(experiment: Experiment, conditions: Conditions): WindowOutcome;
}
