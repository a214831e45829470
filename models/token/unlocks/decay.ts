/** Emissions that decay: periods at a constant rate, each with a part of what the one before it releases. */
import type { Fraction } from './fraction.ts';
import { type Calendar, type Moment, plusMonths, resolve, type Span } from './moment.ts';
import { raised } from './power.ts';
import { ScheduleProblem } from './problem.ts';

/** Every period is a part of its bucket, and exact weights have as many digits as there are periods. */
const MOST_PERIODS = 1000;

export interface Decay {
  readonly share: Fraction;
  readonly from: Moment;
  readonly to: Moment;
  readonly every: Span;
  /** What a period releases of the one before it. */
  readonly keep: Fraction;
}

export interface Period {
  readonly from: Moment;
  /** Seconds since the token event. */
  readonly start: number;
  readonly end: number;
  /** Of the bucket; over one denominator, as lowest terms of long powers take long. */
  readonly share: Fraction;
}

/**
 * Periods with shares in proportion to 1, keep, keep^2, ... that sum to the share exactly; a last period that is
 * too short has its proportion.
 * @throws ScheduleProblem for more than 1,000 periods
 */
export function decayPeriods(decay: Decay, calendar: Calendar, path: string): Period[] {
  const { share, from, every, keep } = decay;
  const end = resolve(decay.to, calendar);
  const starts: { moment: Moment; second: number }[] = [];
  let next = { moment: from, second: resolve(from, calendar) };
  while (next.second < end) {
    if (starts.length === MOST_PERIODS) {
      throw new ScheduleProblem(`${path}.every`, `at most ${MOST_PERIODS} periods`, 'more');
    }
    starts.push(next);
    const k = starts.length;
    const later = plusMonths(from, k * every.months);
    const moment = { ...later, seconds: later.seconds + k * every.seconds };
    next = { moment, second: resolve(moment, calendar) };
  }
  const last = starts.length - 1;
  const full = BigInt(next.second - starts[last].second);
  // With keep = p / q all weights are whole: p^k q^(last - k), times the length of the last one.
  const weights = starts.map((_, k) => {
    const weight = raised(keep.numerator, k) * raised(keep.denominator, last - k);
    return weight * (k < last ? full : BigInt(end - starts[last].second));
  });
  const denominator = weights.reduce((all, weight) => all + weight, 0n) * share.denominator;
  return starts.map(({ moment, second }, k) => ({
    from: moment,
    start: second,
    end: k < last ? starts[k + 1].second : end,
    share: { numerator: weights[k] * share.numerator, denominator },
  }));
}
