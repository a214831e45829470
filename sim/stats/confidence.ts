import { studentTQuantile } from '../math.ts';
import { type Moments, moments } from './moments.ts';
import { carriesQuantile, quantileIntervalRanks, quantileRank } from './quantile.ts';
import { checkLevel, isRefusal, type Refusal } from './refusal.ts';

export interface Interval {
  readonly low: number;
  readonly high: number;
  readonly level: number;
}

export interface MeanInterval extends Interval {
  readonly n: number;
  readonly mean: number;
  readonly variance: number;
  readonly halfWidth: number;
}

export interface QuantileInterval extends Interval {
  readonly n: number;
  readonly q: number;
  readonly value: number;
  /** Chance of enclosing the true quantile, at least `level`. */
  readonly coverage: number;
}

/** Student t interval of the mean from the moments of n independent values. */
export function meanIntervalOf(
  { n, mean, variance }: Moments,
  level = 0.95,
): MeanInterval | Refusal {
  checkLevel(level);
  if (n < 2) return { refused: `an interval of the mean needs 2 values, found ${n}` };
  if (!Number.isFinite(variance)) {
    return { refused: `an interval of the mean needs finite values, found variance ${variance}` };
  }
  const halfWidth = studentTQuantile((1 + level) / 2, n - 1) * Math.sqrt(variance / n);
  return { n, mean, variance, halfWidth, low: mean - halfWidth, high: mean + halfWidth, level };
}

/**
 * Student t interval of the mean of independent values, one per replication. Values inside one run
 * are correlated: use `batchMeans` for them.
 */
export function meanInterval(values: readonly number[], level = 0.95): MeanInterval | Refusal {
  return meanIntervalOf(moments(values), level);
}

/** The q-quantile by nearest rank, or a refusal if the sample cannot carry it. */
export function sampleQuantile(
  values: readonly number[],
  q: number,
): { readonly value: number } | Refusal {
  const n = values.length;
  if (!carriesQuantile(n, q)) {
    return { refused: `quantile ${q} needs a value expected on either side, found ${n} values` };
  }
  return { value: ascending(values)[quantileRank(n, q) - 1] };
}

/** Distribution-free interval of the q-quantile of independent values, from order statistics. */
export function quantileInterval(
  values: readonly number[],
  q: number,
  level = 0.95,
): QuantileInterval | Refusal {
  const n = values.length;
  const ranks = quantileIntervalRanks(n, q, level);
  if (isRefusal(ranks)) return ranks;
  const sorted = ascending(values);
  return {
    n,
    q,
    value: sorted[quantileRank(n, q) - 1],
    low: sorted[ranks.low - 1],
    high: sorted[ranks.high - 1],
    level,
    coverage: ranks.coverage,
  };
}

function ascending(values: readonly number[]): number[] {
  if (values.some(Number.isNaN)) throw new RangeError('values, expected numbers, found NaN');
  return values.toSorted((a, b) => a - b);
}
