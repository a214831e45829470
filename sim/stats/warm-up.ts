import type { Refusal } from './refusal.ts';

export interface WarmUp {
  /** Observations to drop from the front. */
  readonly cut: number;
  readonly method: 'MSER' | 'fixed';
  /** Mean of what is kept. */
  readonly mean: number;
  /** The MSER statistic at the cut: squared standard error of the mean of the kept batches. */
  readonly statistic: number | null;
}

export interface WarmUpOptions {
  /** Observations to a batch; 5 gives MSER-5. */
  readonly batchSize?: number;
  /** Drop exactly this many observations instead of searching. */
  readonly fixed?: number;
}

const MIN_BATCHES = 10;
/** The last few cuts are not tried: the spread of a handful of batches is small by accident. */
const KEPT_BATCHES = 5;

/**
 * Where the initial transient of one run ends, by MSER-5: of all cuts, the one that makes the
 * standard error of the remaining batch means least (White, Cobb and Spratt, "A comparison of five
 * steady-state truncation heuristics for simulation", Winter Simulation Conference 2000).
 *
 * Refused if the best cut lies past half the run, which means that the run is too short for its
 * transient.
 * @param values observations of one run in order; sample a signal at equal intervals first
 * @throws RangeError if an option or a value is out of range
 */
export function warmUp(values: readonly number[], options: WarmUpOptions = {}): WarmUp | Refusal {
  const { batchSize = 5, fixed } = options;
  checkWhole('batch size', batchSize, 1);
  const bad = values.findIndex((value) => !Number.isFinite(value));
  if (bad >= 0) {
    throw new RangeError(`observation ${bad}, expected a finite number, found ${values[bad]}`);
  }
  if (fixed !== undefined) return fixedCut(values, fixed);
  const batches = Math.floor(values.length / batchSize);
  if (batches < MIN_BATCHES) {
    const least = MIN_BATCHES * batchSize;
    return { refused: `warm-up detection needs ${least} values, found ${values.length}` };
  }
  const best = bestCut(meansOfBatches(values, batchSize, batches));
  if (best.batch > batches / 2) {
    return {
      refused: `warm-up takes ${best.batch} of ${batches} batches, past half the run: run longer`,
    };
  }
  const cut = best.batch * batchSize;
  return { cut, method: 'MSER', mean: meanFrom(values, cut), statistic: best.statistic };
}

function fixedCut(values: readonly number[], cut: number): WarmUp | Refusal {
  checkWhole('fixed warm-up', cut, 0);
  if (cut >= values.length) {
    return { refused: `a fixed warm-up of ${cut} leaves nothing of ${values.length} values` };
  }
  return { cut, method: 'fixed', mean: meanFrom(values, cut), statistic: null };
}

function meansOfBatches(values: readonly number[], size: number, batches: number): Float64Array {
  const means = new Float64Array(batches);
  for (let batch = 0; batch < batches; batch++) {
    let sum = 0;
    for (let i = 0; i < size; i++) sum += values[batch * size + i];
    means[batch] = sum / size;
  }
  return means;
}

/** Runs from the end to the front, so that each cut costs one Welford step; ties go to the front. */
function bestCut(means: Float64Array): { batch: number; statistic: number } {
  let batch = 0;
  let statistic = Infinity;
  let mean = 0;
  let squares = 0;
  for (let start = means.length - 1; start >= 0; start--) {
    const kept = means.length - start;
    const step = means[start] - mean;
    mean += step / kept;
    squares += step * (means[start] - mean);
    const candidate = squares / (kept * kept);
    if (kept >= KEPT_BATCHES && candidate <= statistic) {
      statistic = candidate;
      batch = start;
    }
  }
  return { batch, statistic };
}

function meanFrom(values: readonly number[], cut: number): number {
  let mean = 0;
  for (let i = cut; i < values.length; i++) mean += (values[i] - mean) / (i - cut + 1);
  return mean;
}

function checkWhole(name: string, value: number, least: number): void {
  if (!(Number.isSafeInteger(value) && value >= least)) {
    throw new RangeError(`${name}, expected a whole number >= ${least}, found ${value}`);
  }
}
