/** What holders may take of what is released: delay, uptime, and penalties for coming early. */
import { DAY_SECONDS } from '../calendar.ts';
import { add, type Fraction, fraction, multiply, NONE, portion, subtract } from './fraction.ts';
import { type Bucket, releasedAt } from './schedule.ts';

/**
 * Base units that may have been claimed by the start of a day since the token event, cumulative:
 * floor(released * uptime), by the delay later.
 */
export function claimable(bucket: Bucket, day: number): bigint {
  const { delay, uptime } = bucket.claim;
  return portion(releasedAt(bucket, day * DAY_SECONDS - delay), uptime);
}

/** Share that a claim on a day loses: linear between the points of the curve, constant outside. */
export function penaltyShare({ claim: { penalty } }: Bucket, day: number): Fraction {
  const second = day * DAY_SECONDS;
  const next = penalty.findIndex(({ at }) => at > second);
  if (penalty.length === 0) return NONE;
  if (next === 0) return penalty[0].share;
  if (next < 0) return penalty[penalty.length - 1].share;
  const [low, high] = [penalty[next - 1], penalty[next]];
  const way = fraction(BigInt(second - low.at), BigInt(high.at - low.at));
  return add(low.share, multiply(way, subtract(high.share, low.share)));
}

export interface Claimed {
  /** Base units that reach the holder. */
  readonly paid: bigint;
  /** Base units lost, rounded down; they stay in the bucket's custody until somebody moves them. */
  readonly penalty: bigint;
}

/**
 * A claim on a day since the token event.
 * @param before base units claimed until then, penalties included
 * @throws RangeError before the start of the bucket, and for more than may be claimed
 */
export function claim(bucket: Bucket, day: number, amount: bigint, before: bigint): Claimed {
  if (day * DAY_SECONDS < bucket.start) {
    const start = Math.ceil(bucket.start / DAY_SECONDS);
    throw new RangeError(`claim of ${bucket.id}, expected day ${start} or later, got day ${day}`);
  }
  const most = claimable(bucket, day) - before;
  if (amount <= 0n || amount > most) {
    throw new RangeError(`claim of ${bucket.id}, expected 1 to ${most} base units, got ${amount}`);
  }
  const penalty = portion(amount, penaltyShare(bucket, day));
  return { paid: amount - penalty, penalty };
}
