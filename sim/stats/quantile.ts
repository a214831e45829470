import { binomialCdf } from '../math.ts';
import { checkLevel, type Refusal } from './refusal.ts';

/** q * n, snapped to a whole number where only rounding keeps it from being one (0.07 * 100). */
function position(n: number, q: number): number {
  if (!(q > 0 && q < 1)) throw new RangeError(`quantile, expected between 0 and 1, found ${q}`);
  const exact = q * n;
  const whole = Math.round(exact);
  return Math.abs(exact - whole) <= 1e-12 * n ? whole : exact;
}

/** Rank, counted from 1, of the q-quantile of n values: the least k with k/n >= q (nearest rank). */
export function quantileRank(n: number, q: number): number {
  return Math.max(1, Math.ceil(position(n, q)));
}

/**
 * Whether n values can carry their q-quantile: at least one must be expected on either side,
 * so p99 needs 100. With fewer the quantile is only another name for the extreme value.
 */
export function carriesQuantile(n: number, q: number): boolean {
  const below = position(n, q);
  return below >= 1 && n - below >= 1;
}

export interface QuantileRanks {
  /** Ranks, counted from 1, of the two order statistics that enclose the quantile. */
  readonly low: number;
  readonly high: number;
  /** Chance that they do, at least the level asked for. */
  readonly coverage: number;
}

/** Least k in [0, n] with P(Binomial(n, q) <= k) >= p. */
function binomialQuantile(n: number, q: number, p: number): number {
  let low = 0;
  let high = n;
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (binomialCdf(middle, n, q) >= p) high = middle;
    else low = middle + 1;
  }
  return low;
}

/**
 * Ranks of a distribution-free interval of the q-quantile from n independent values: the number of
 * values below the quantile is Binomial(n, q), with at most (1 - level)/2 left out on each side
 * (David and Nagaraja, Order Statistics, section 7.1).
 */
export function quantileIntervalRanks(n: number, q: number, level = 0.95): QuantileRanks | Refusal {
  checkLevel(level);
  if (!carriesQuantile(n, q)) {
    return { refused: `quantile ${q} needs a value expected on either side, found ${n} values` };
  }
  const outside = (1 - level) / 2;
  // Largest rank with P(fewer than `low` values below) <= outside; least with the same above.
  const low = binomialQuantile(n, q, outside * (1 + 1e-12));
  const high = binomialQuantile(n, q, 1 - outside) + 1;
  if (low < 1 || high > n) {
    return { refused: `no pair of ranks among ${n} values encloses quantile ${q} at ${level}` };
  }
  const coverage = binomialCdf(high - 1, n, q) - binomialCdf(low - 1, n, q);
  return { low, high, coverage };
}
