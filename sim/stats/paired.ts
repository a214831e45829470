import { studentTCdf } from '../math.ts';
import { type MeanInterval, meanInterval } from './confidence.ts';
import { exactSum, moments } from './moments.ts';
import { isRefusal, type Refusal } from './refusal.ts';

export interface PairedComparison {
  /** Interval of the mean of b - a. */
  readonly difference: MeanInterval;
  readonly meanA: number;
  readonly meanB: number;
  /** Chance of so large a difference if there were none (two-sided paired t test). */
  readonly pValue: number;
  /** Correlation the common random numbers gained; null if a side is constant. */
  readonly correlation: number | null;
  /**
   * Variance of the difference over that of independent runs: below 1 the pairing helped, and
   * independent runs would need 1/ratio as many replications. Null if both sides are constant.
   */
  readonly varianceRatio: number | null;
}

/**
 * Compares two variants run on common random numbers.
 * @param a values by replication index; `b[i]` used the same streams as `a[i]`
 * @throws RangeError if the lengths differ
 */
export function comparePairs(
  a: readonly number[],
  b: readonly number[],
  level = 0.95,
): PairedComparison | Refusal {
  if (a.length !== b.length) {
    throw new RangeError(`paired samples, expected equal lengths, found ${a.length}, ${b.length}`);
  }
  const difference = meanInterval(
    b.map((value, i) => value - a[i]),
    level,
  );
  if (isRefusal(difference)) return difference;
  const { n, mean, variance } = difference;
  const sideA = moments(a);
  const sideB = moments(b);
  const products = a.map((value, i) => (value - sideA.mean) * (b[i] - sideB.mean));
  const covariance = exactSum(products) / (n - 1);
  const spread = Math.sqrt(sideA.variance) * Math.sqrt(sideB.variance);
  const independent = sideA.variance + sideB.variance;
  return {
    difference,
    meanA: sideA.mean,
    meanB: sideB.mean,
    pValue: mean === 0 ? 1 : 2 * studentTCdf(-Math.abs(mean) / Math.sqrt(variance / n), n - 1),
    correlation: spread === 0 ? null : Math.max(-1, Math.min(1, covariance / spread)),
    varianceRatio: independent === 0 ? null : variance / independent,
  };
}

/**
 * p-values adjusted for judging several metrics at once, in the given order: each may be compared
 * with the error rate of the whole family (Holm, Scandinavian Journal of Statistics 6, 1979).
 */
export function holm(pValues: readonly number[]): number[] {
  const bad = pValues.findIndex((p) => !(p >= 0 && p <= 1));
  if (bad >= 0) throw new RangeError(`p-value, expected 0 to 1, found ${pValues[bad]}`);
  const order = pValues.map((_, i) => i).sort((i, j) => pValues[i] - pValues[j] || i - j);
  const adjusted = new Array<number>(pValues.length).fill(1);
  let floor = 0;
  order.forEach((index, place) => {
    floor = Math.max(floor, Math.min(1, (pValues.length - place) * pValues[index]));
    adjusted[index] = floor;
  });
  return adjusted;
}
