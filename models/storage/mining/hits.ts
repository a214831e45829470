/*
 * When a miner finds a proof. One interface, two fidelities: `exposure.ts` draws from the law that the hashes
 * follow, `search.ts` hashes. Attempts of a miner in one subtask window are numbered from 1.
 */

/** What a proof is worth to the contract. */
export interface Find {
  /** Sector of the flow where the proven load chunk starts. */
  readonly position: number;
  /** Quality of the proof as a share of the target it was mined for: 0 (excellent) to 1. */
  readonly quality: number;
}

/** How hard it is for one miner at one time. */
export interface Odds {
  readonly target: bigint;
  /** Rate of the geometric law: -ln(1 - chance of an attempt). */
  readonly hazard: number;
  /** Share of its range that the miner holds, 0 to 1. */
  readonly available: number;
}

export interface HitSource {
  /** A miner begins a window of the epoch. */
  begin(miner: number, epoch: number, subtask: number): void;
  /** First hit among the attempts after `from` up to `to`, or 0. What it looks at is not used up. */
  first(miner: number, from: number, to: number, odds: Odds): number;
  /** The attempts after `from` up to `to` had no hit. */
  pass(miner: number, from: number, to: number, odds: Odds): void;
  /** Takes the hit that `first` has found. */
  take(miner: number, attempt: number, odds: Odds): Find;
}
