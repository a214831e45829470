import { availableParallelism, loadavg } from 'node:os';
import { performance } from 'node:perf_hooks';

/** Several timings of one thing, as events per second. */
export interface Rate {
  readonly best: number;
  readonly median: number;
  /** (best - worst) / median. */
  readonly spread: number;
  /** In the order of the rounds. */
  readonly rounds: readonly number[];
}

/** Timings below this say more about the scheduler of the machine than about the code. */
export const SECONDS_MIN = 0.02;

export function seconds(body: () => void): number {
  const start = performance.now();
  body();
  return (performance.now() - start) / 1000;
}

/** The smallest step of the clock that was seen, in seconds. */
export function clockGrain(): number {
  let grain = Number.POSITIVE_INFINITY;
  for (let i = 0; i < 200; i++) {
    const start = performance.now();
    let now = start;
    while (now === start) now = performance.now();
    grain = Math.min(grain, now - start);
  }
  return grain / 1000;
}

/** Why a timing cannot be reported; undefined when it can. */
export function unresolved(elapsed: number, grain: number): string | undefined {
  if (!(elapsed > 0)) return 'the clock did not move';
  if (elapsed < 1000 * grain) return `${elapsed} s is below 1000 steps of the clock (${grain} s)`;
  if (elapsed < SECONDS_MIN) return `${elapsed.toFixed(4)} s is too short, ${SECONDS_MIN} s needed`;
  return undefined;
}

/**
 * Why a second thread had no core of its own during the last minute; undefined when it had.
 * @param load threads that ran or waited for a core, one of them this one
 */
export function busyMachine(
  load = loadavg()[0],
  cores = availableParallelism(),
): string | undefined {
  if (cores < 2) return 'one core, two needed';
  // The half is for garbage collection and compilers beside the thread that measures.
  if (load > cores - 0.5) return `load of ${load.toFixed(1)} on ${cores} cores, an idle one needed`;
  return undefined;
}

export function medianOf(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const at = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[at] : (sorted[at - 1] + sorted[at]) / 2;
}

/** @throws RangeError without rates */
export function summarise(rates: readonly number[]): Rate {
  if (rates.length === 0) throw new RangeError('rates, expected at least one');
  const sorted = [...rates].sort((a, b) => b - a);
  const median = medianOf(rates);
  const best = sorted[0];
  return {
    best,
    median,
    spread: (best - sorted[sorted.length - 1]) / median,
    rounds: rates,
  };
}
