import { expm1, log1p } from '../../../sim/math.ts';
import { LOAD_SEALS, RANGE_SECTORS } from '../flow/spec.ts';

/** 2^256 as a float: qualities are uniform below it. */
const QUALITIES = 1.157920892373162e77;

/**
 * Factor by which a shard of a small flow makes the target smaller, 1 or more.
 * Source: 0g-storage 3.6; the contract's fixed-point form is in `pora/`.
 *
 * @param flow sectors
 */
export function shardPenalty(flow: number, shards: number): number {
  return Math.min(flow, RANGE_SECTORS) / Math.min(flow / shards, RANGE_SECTORS);
}

export interface AttemptOdds {
  readonly target: bigint;
  /** Sectors of the flow. */
  readonly flow: number;
  readonly shards: number;
  /** Share of the declared range that is there and sealed, 0 to 1. */
  readonly available: number;
}

/** Chance that one attempt of 64 tries has a hit. Source: 0g-storage 3.5 and 3.6. */
export function attemptChance({ target, flow, shards, available }: AttemptOdds): number {
  const one = Math.min(Number(target) / shardPenalty(flow, shards) / QUALITIES, 1);
  return available * -expm1(LOAD_SEALS * log1p(-one));
}

/** Rate of the geometric law of attempts up to a hit: -ln(1 - chance). */
export function hazardOf(chance: number): number {
  return chance >= 1 ? Number.POSITIVE_INFINITY : -log1p(-chance);
}
