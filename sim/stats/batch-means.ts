import { type MeanInterval, meanInterval } from './confidence.ts';
import { isRefusal, type Refusal } from './refusal.ts';

export interface BatchMeans extends MeanInterval {
  readonly batches: number;
  readonly batchSize: number;
  /** Observations left out at the front so that the batches are equal. */
  readonly dropped: number;
  /** Lag-1 autocorrelation of the batch means; near -1/batches when they are independent. */
  readonly lag1: number;
  /** Whether `lag1` is too high for independent batches, so that the interval is too narrow. */
  readonly correlated: boolean;
}

const MIN_BATCHES = 10;
/** One-sided 5 % point of the normal distribution. */
const NORMAL_95 = 1.6448536269514722;

/** Lag-1 autocorrelation of a series; 0 for a constant one. */
export function lag1Autocorrelation(values: readonly number[]): number {
  let mean = 0;
  for (let i = 0; i < values.length; i++) mean += (values[i] - mean) / (i + 1);
  let squares = 0;
  let products = 0;
  for (let i = 0; i < values.length; i++) {
    const deviation = values[i] - mean;
    squares += deviation * deviation;
    if (i > 0) products += deviation * (values[i - 1] - mean);
  }
  return squares === 0 ? 0 : products / squares;
}

/**
 * Interval of the steady-state mean from one long run: t interval over the means of contiguous
 * batches (Law, Simulation Modeling and Analysis, section 9.5.3). Twenty batches by default, as
 * more than 30 add little (Schmeiser, Operations Research 30, 1982).
 *
 * `correlated` compares the lag-1 autocorrelation of the batch means with the one-sided 5 % point
 * of independent ones, 1.645 / sqrt(batches).
 * @param values observations in order, warm-up already removed
 * @throws RangeError unless batches is a whole number of at least 10
 */
export function batchMeans(
  values: readonly number[],
  batches = 20,
  level = 0.95,
): BatchMeans | Refusal {
  if (!(Number.isSafeInteger(batches) && batches >= MIN_BATCHES)) {
    throw new RangeError(`batches, expected a whole number >= ${MIN_BATCHES}, found ${batches}`);
  }
  const batchSize = Math.floor(values.length / batches);
  if (batchSize < 2) {
    return { refused: `${batches} batches need ${2 * batches} values, found ${values.length}` };
  }
  const dropped = values.length - batches * batchSize;
  const means: number[] = [];
  for (let start = dropped; start < values.length; start += batchSize) {
    let sum = 0;
    for (let i = start; i < start + batchSize; i++) sum += values[i];
    means.push(sum / batchSize);
  }
  const interval = meanInterval(means, level);
  if (isRefusal(interval)) return interval;
  const lag1 = lag1Autocorrelation(means);
  const correlated = lag1 > NORMAL_95 / Math.sqrt(batches);
  return { ...interval, batches, batchSize, dropped, lag1, correlated };
}
