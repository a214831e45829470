import { meanInterval } from './confidence.ts';
import { checkLevel, isRefusal } from './refusal.ts';

export interface PrecisionPlan {
  /** Largest half-width of each metric's interval, relative to its mean: 0.05 for 5 %. */
  readonly targets: Readonly<Record<string, number>>;
  /** Replications after which the run stops, precise or not. */
  readonly max: number;
  /** Replications before the first check; 10 unless given. */
  readonly min?: number;
  readonly level?: number;
}

export interface MetricPrecision {
  readonly mean: number;
  /** Half-width over |mean|; 0 for a constant, Infinity if the mean is 0 or unknown. */
  readonly relativeHalfWidth: number;
  readonly target: number;
  readonly met: boolean;
}

export interface PrecisionVerdict {
  readonly stop: boolean;
  readonly reason: 'precise' | 'maximum' | 'more needed';
  /** Replications the verdict rests on and, after a stop, the only ones to report. */
  readonly replications: number;
  /** Replications to have before the next check; equal to `replications` after a stop. */
  readonly next: number;
  readonly metrics: Readonly<Record<string, MetricPrecision>>;
}

/**
 * Replication counts at which precision is checked: min times 1, 1.5, 2, 3, 4, 6, 8, 12, … up to
 * max, which is always the last. Few checks keep the chance of a lucky early stop small.
 */
export function checkpoints(max: number, min = 10): number[] {
  if (!(Number.isSafeInteger(min) && min >= 2)) {
    throw new RangeError(`least replications, expected a whole number >= 2, found ${min}`);
  }
  if (!(Number.isSafeInteger(max) && max >= min)) {
    throw new RangeError(`most replications, expected a whole number >= ${min}, found ${max}`);
  }
  const counts: number[] = [];
  for (let base = min; base < max; base *= 2) {
    counts.push(base);
    const between = Math.ceil(base * 1.5);
    if (between < max && between < base * 2) counts.push(between);
  }
  counts.push(max);
  return counts;
}

/**
 * Whether the replications so far are precise enough. Checks are made in order at fixed counts and
 * use only the replications before each, so the verdict does not depend on how far the workers
 * happened to be: with more results in hand the same stop is found.
 * @param samples for each target metric its values by replication index, without gaps
 * @throws RangeError if a target is not positive or has no sample
 */
export function judgePrecision(
  samples: Readonly<Record<string, readonly number[]>>,
  plan: PrecisionPlan,
): PrecisionVerdict {
  const { targets, max, min, level = 0.95 } = plan;
  checkLevel(level);
  const names = Object.keys(targets).sort();
  if (names.length === 0) throw new RangeError('precision targets, expected at least one, found 0');
  let done = Infinity;
  for (const name of names) {
    if (!(targets[name] > 0)) {
      throw new RangeError(`precision target of ${name}, expected above 0, found ${targets[name]}`);
    }
    if (!Object.hasOwn(samples, name)) {
      const found = Object.keys(samples).sort().join(', ') || 'none';
      throw new RangeError(`metric of a precision target, expected ${name}, found ${found}`);
    }
    done = Math.min(done, samples[name].length);
  }
  let last: { replications: number; metrics: Record<string, MetricPrecision> } = {
    replications: 0,
    metrics: {},
  };
  for (const count of checkpoints(max, min)) {
    if (count > done) {
      return { stop: false, reason: 'more needed', ...last, next: count };
    }
    const metrics: Record<string, MetricPrecision> = {};
    for (const name of names) {
      metrics[name] = metricPrecision(samples[name].slice(0, count), targets[name], level);
    }
    last = { replications: count, metrics };
    if (names.every((name) => metrics[name].met)) {
      return { stop: true, reason: 'precise', ...last, next: count };
    }
  }
  return { stop: true, reason: 'maximum', ...last, next: max };
}

function metricPrecision(values: number[], target: number, level: number): MetricPrecision {
  const interval = meanInterval(values, level);
  if (isRefusal(interval)) {
    return { mean: NaN, relativeHalfWidth: Infinity, target, met: false };
  }
  const { mean, halfWidth } = interval;
  const relativeHalfWidth = halfWidth === 0 ? 0 : halfWidth / Math.abs(mean);
  return { mean, relativeHalfWidth, target, met: relativeHalfWidth <= target };
}
