/** How soon watchers come by, in closed form: every `period`, each visits a target with chance `share`. */
import { binomialCdf, pow } from '../../sim/math.ts';

export interface Visits {
  readonly operators: number;
  /** Chance that an operator is up, for longer than what is asked here. */
  readonly up: number;
  /** Chance that a wake visits a given target: targets sampled over all. */
  readonly share: number;
  /** Seconds between wakes, whose phase is uniform. */
  readonly period: number;
}

/** Chance that an operator visits within `seconds`: wakes are geometric trials, the last one in part. */
function visitedBy({ up, share, period }: Visits, seconds: number): number {
  const wakes = Math.floor(seconds / period);
  const phase = seconds / period - wakes;
  return up * (1 - pow(1 - share, wakes) * (1 - share * phase));
}

/**
 * Mean seconds until `distinct` operators have visited, or `limit` if that is sooner: the integral of the
 * chance that fewer have, by Simpson's rule on even parts of a period. One operator that is always up takes
 * the mean of a geometric law less half a period: period (1 / share - 1 / 2).
 * @throws RangeError for more operators than there are
 */
export function meanVisits(visits: Visits, distinct: number, limit: number): number {
  const { operators, share, period } = visits;
  if (distinct > operators) {
    throw new RangeError(`visitors, expected at most ${operators}, got ${distinct}`);
  }
  const missing = (seconds: number): number =>
    binomialCdf(distinct - 1, operators, visitedBy(visits, seconds));
  const parts = Math.max(8, Math.ceil((16 * operators * share) / distinct));
  let sum = 0;
  let left = 1;
  for (let i = 0; left > 1e-12 && (i * period) / parts < limit; i++) {
    const from = (i * period) / parts;
    const step = Math.min(period / parts, limit - from);
    const right = missing(from + step);
    sum += ((left + 4 * missing(from + step / 2) + right) * step) / 6;
    left = right;
  }
  return sum;
}

/** Chance that at least `distinct` operators have visited a target within a window of `seconds`. */
export function coverage(visits: Visits, distinct: number, seconds: number): number {
  return 1 - binomialCdf(distinct - 1, visits.operators, visitedBy(visits, seconds));
}
