import { halfPower, ONE } from './half-power.ts';
import { YEAR_SECONDS } from './price.ts';

/*
 * How the fees of a full pricing chunk become claimable, and what a proof takes of them: 0g-storage 6, from
 * ChunkLinearReward.sol, ChunkDecayReward.sol and Reward.sol. Amounts are wei, times whole seconds.
 */

/** `linear` is deployed; `decay` is the alternative that the contracts hold. */
export type ReleaseLaw =
  | { readonly law: 'linear'; readonly seconds: number }
  | { readonly law: 'decay' };

/** Decay of 0.04 a year of 372 days. */
const DECAY_HUNDREDTHS = 4n;
/** log2(e) in units of 2^-64, rounded down. */
const LOG2_E = 0x1_7154_7652_b82f_e177n;
const EXPONENT_NUMERATOR = DECAY_HUNDREDTHS * LOG2_E;
const EXPONENT_DENOMINATOR = 100n * BigInt(YEAR_SECONDS);

/**
 * Wei of `total` that a linear pool has released so far: total x min(1, elapsed / seconds), rounded down.
 * @param elapsed seconds since the pricing chunk was full, 0 or more
 * @param seconds of the whole release
 */
export function linearReleased(total: bigint, elapsed: number, seconds: number): bigint {
  if (elapsed >= seconds) return total;
  return (total * BigInt(elapsed)) / BigInt(seconds);
}

/**
 * Wei that a decaying pool releases after `elapsed` seconds: locked x (1 - exp(-0.04 elapsed / year)).
 * Readings, as the facts are silent: exp is 2^-(elapsed x 0.04 x log2(e) / year), exponent and power in
 * 64.64 and rounded down; the released amount is rounded down.
 * @param locked wei not yet released when `elapsed` starts to count
 */
export function decayReleased(locked: bigint, elapsed: number): bigint {
  const exponent = (BigInt(elapsed) * EXPONENT_NUMERATOR) / EXPONENT_DENOMINATOR;
  return (locked * (ONE - halfPower(exponent))) >> 64n;
}

/** Wei that a proof takes of what is claimable: half, rounded down. */
export function payoutOf(claimable: bigint): bigint {
  return claimable >> 1n;
}
