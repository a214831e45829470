import type { BenchReport, Timing } from './report.ts';

/*
 * Sources: the README of benchmark-action/github-action-benchmark (customSmallerIsBetter), and the Bencher
 * Metric Format of bencher.dev (built-in measure `throughput`; any other slug is a measure of one's own).
 */

const TIMES = {
  'B/s': 'ns/B',
  'events/s': 'ns/event',
  'runs/s': 'ns/run',
  'jobs/s': 'ns/job',
} as const;

interface GithubFigure {
  readonly name: string;
  readonly unit: string;
  readonly value: number;
  readonly range?: string;
}

/** Smaller is better in all: rates are written as time for an event or a byte, counters as they are. */
export function githubBenchmark({ timings, work }: BenchReport): GithubFigure[] {
  const timed = timings.flatMap(({ suite, group, contender, unit, rate }): GithubFigure[] => {
    if (rate === undefined) return [];
    const name = `${suite}: ${group}, ${contender}`;
    const inverse = (value: number) => 1e9 / value;
    const worst = Math.min(...rate.rounds);
    return [
      {
        name,
        unit: TIMES[unit],
        value: inverse(rate.median),
        range: `± ${((inverse(worst) - inverse(rate.best)) / 2).toPrecision(3)}`,
      },
    ];
  });
  const counted = work.flatMap(({ suite, body, counters }) =>
    Object.entries(counters).map(([counter, value]) => ({
      name: `${suite}: ${body}, ${counter}`,
      unit: 'count',
      value,
    })),
  );
  return [...timed, ...counted];
}

interface BencherMeasure {
  readonly value: number;
  readonly lower_value?: number;
  readonly upper_value?: number;
}

/** Rates as throughput with the worst and the best round as bounds, counters by their names. */
export function bencherMetrics({
  timings,
  work,
}: BenchReport): Record<string, Record<string, BencherMeasure>> {
  const metrics: Record<string, Record<string, BencherMeasure>> = {};
  for (const { suite, group, contender, rate } of timings) {
    if (rate === undefined) continue;
    metrics[`${suite}: ${group}, ${contender}`] = { throughput: throughput(rate) };
  }
  for (const { suite, body, counters } of work) {
    metrics[`${suite}: ${body}`] = Object.fromEntries(
      Object.entries(counters).map(([name, value]) => [name.replaceAll(' ', '-'), { value }]),
    );
  }
  return metrics;
}

function throughput({ median, best, rounds }: NonNullable<Timing['rate']>): BencherMeasure {
  return { value: median, lower_value: Math.min(...rounds), upper_value: best };
}
