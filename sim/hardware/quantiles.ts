import { log, pow } from '../math.ts';
import type { MixtureComponent, MixtureLaw } from './storage-profile.ts';

/** Latencies of requests of 4 KiB, one in flight at a time, by the share of requests that are faster; ticks. */
export interface Percentiles {
  readonly p1: number;
  readonly p10: number;
  readonly p50: number;
  readonly p90: number;
  readonly p99: number;
  readonly p999: number;
  readonly p9999: number;
}

/**
 * The value at a level: between two known ones its logarithm grows linearly.
 * @param levels ascending from 0 to 1
 * @param values positive, ascending, one for each level
 * @param level 0 to 1
 */
export function quantile(
  levels: readonly number[],
  values: readonly number[],
  level: number,
): number {
  let above = 1;
  while (above < levels.length - 1 && level >= levels[above]) above++;
  const [from, to] = [levels[above - 1], levels[above]];
  const [low, high] = [values[above - 1], values[above]];
  return low * pow(high / low, (level - from) / (to - from));
}

/** The expectation of `quantile` at a uniform level: each piece has (high - low) / ln(high / low). */
export function meanOfQuantiles(levels: readonly number[], values: readonly number[]): number {
  let sum = 0;
  for (let i = 1; i < levels.length; i++) {
    const [low, high] = [values[i - 1], values[i]];
    const mean = high > low ? (high - low) / log(high / low) : low;
    sum += (levels[i] - levels[i - 1]) * mean;
  }
  return sum;
}

type Quantiles = Extract<MixtureComponent, { law: 'quantiles' }>;
type QuantilesLaw = Omit<MixtureLaw, 'components'> & { readonly components: readonly Quantiles[] };

/** Shares of requests beyond p99 and beyond p99.9. */
const SECOND = 0.009;
const TAIL = 0.001;

/**
 * The law that has these percentiles: a body up to p99, a second part up to p99.9 and a tail, in the order
 * in which writes disturb the parts of a law. The hundredth of requests below p1 takes p1, the
 * ten-thousandth above p99.99 takes p99.99.
 * @param rate bytes per second of what is beyond 4 KiB
 */
export function measuredLaw(of: Percentiles, rate: number): QuantilesLaw {
  const body = 1 - SECOND - TAIL;
  return {
    model: 'mixture',
    rate,
    components: [
      {
        law: 'quantiles',
        weight: body,
        levels: [0, 0.01 / body, 0.1 / body, 0.5 / body, 0.9 / body, 1],
        values: [of.p1, of.p1, of.p10, of.p50, of.p90, of.p99],
      },
      { law: 'quantiles', weight: SECOND, levels: [0, 1], values: [of.p99, of.p999] },
      {
        law: 'quantiles',
        weight: TAIL,
        levels: [0, 0.9, 1],
        values: [of.p999, of.p9999, of.p9999],
      },
    ],
  };
}

/** Mean of a request of 4 KiB, ticks. */
export function lawMean({ components }: QuantilesLaw): number {
  return components.reduce(
    (sum, { weight, levels, values }) => sum + weight * meanOfQuantiles(levels, values),
    0,
  );
}

/** The law with every time shorter by `ticks`, but no time below a tenth of the shortest. */
export function without(ticks: number, law: QuantilesLaw): QuantilesLaw {
  const shift = Math.min(ticks, 0.9 * law.components[0].values[0]);
  return {
    ...law,
    components: law.components.map((part) => ({
      ...part,
      values: part.values.map((value) => value - shift),
    })),
  };
}
