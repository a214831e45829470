import { exp, log, normalCdf, normalQuantile } from '../../../sim/math.ts';

/*
 * Where a base fee comes to rest: it moves until a block uses its target on average, so at the fee f* with
 *
 *     demand * P(maximum fee >= f*) = 1
 *
 * unless that lies below the least base fee. Exact for many small transactions whose users try one block;
 * with few, the fee wanders about f*, and patient users wait for its dips.
 */

/** Users as the equilibrium sees them. */
export interface DemandCurve {
  /** Gas asked for per block, in multiples of the target. */
  readonly demand: number;
  /** Median of the most that users pay per gas, in any unit; fees are in the same. */
  readonly median: number;
  /** Standard deviation of its natural logarithm. */
  readonly sigma: number;
}

/** Gas per block of users who pay at least `fee`, in multiples of the target. */
export function demandAt({ demand, median, sigma }: DemandCurve, fee: number): number {
  if (fee <= 0) return demand;
  if (sigma === 0) return fee <= median ? demand : 0;
  return demand * normalCdf(log(median / fee) / sigma);
}

/**
 * The base fee at rest, at least `minimum`: median * exp(sigma * z) with z the normal quantile of
 * 1 - 1 / demand.
 */
export function restingBaseFee(curve: DemandCurve, minimum: number): number {
  const { demand, median, sigma } = curve;
  if (demand <= 1) return minimum;
  const fee = median * exp(sigma * normalQuantile(1 - 1 / demand));
  return fee > minimum ? fee : minimum;
}
