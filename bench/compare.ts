import { UsageError } from '../reports/commands/flags.ts';
import { ExitCode, type Io } from '../reports/commands/io.ts';
import { commit, version } from '../reports/commands/version.ts';
import { readBaseline } from './baseline.ts';
import type { BenchOptions } from './bench.ts';
import { bodiesOf, countWork } from './bodies.ts';
import { compareWork, type WorkChange } from './changes.ts';
import { comparisonText } from './comparison-text.ts';
import { writeComparison } from './files.ts';
import { measurePairs, type TimeVerdict } from './pairs.ts';
import { type SuiteName, suiteNames } from './report.ts';
import { notBuilt, ownDirectory } from './tree.ts';
import type { Limits } from './verdict.ts';

/** What `bench --compare --base` finds. */
export interface Comparison {
  readonly droptower: string;
  readonly commit: string | null;
  /** Commit of the baseline file. */
  readonly baseline: string | null;
  /** Empty without `--compare`. */
  readonly work: readonly WorkChange[];
  /** Empty without `--base`. */
  readonly times: readonly TimeVerdict[];
  readonly limits: Limits;
  readonly passed: boolean;
}

/**
 * Counters and certificates against a baseline file, exactly, and seconds against a build of the base, in
 * turns. @returns 1 when work grew or a body is slower
 */
export async function benchCompare(
  { suites: given, compare, base, limits, roundsMax, outputs, json }: BenchOptions,
  progress: (text: string) => void,
  io: Io,
): Promise<number> {
  const head = ownDirectory();
  for (const directory of base === undefined ? [] : [base, head]) {
    const why = notBuilt(directory);
    if (why !== undefined)
      throw new UsageError(`--base: expected built checkouts, found ${directory}: ${why}`);
  }
  const baseline = compare === undefined ? undefined : readBaseline(compare);
  const counted = baseline?.work.map(({ suite }) => suite) ?? suiteNames;
  const suites: readonly SuiteName[] = given.length > 0 ? given : [...new Set(counted)];
  const bodies = bodiesOf(suites);
  const work =
    baseline === undefined
      ? []
      : compareWork(
          baseline.work.filter(({ suite }) => suites.includes(suite)),
          await countWork(bodies, progress),
        );
  const interrupted = io.interrupted;
  const times =
    base === undefined
      ? []
      : await measurePairs(bodies, { base, head, limits, roundsMax, progress, interrupted });
  if (interrupted.aborted) return ExitCode.interrupted;
  const slower = times.some(({ verdict }) => verdict === 'slower');
  const comparison: Comparison = {
    droptower: version(),
    commit: commit(),
    baseline: baseline?.commit ?? null,
    work,
    times,
    limits,
    passed: !slower && work.every(({ pass }) => pass),
  };
  writeComparison(comparison, outputs);
  io.out(json ? `${JSON.stringify(comparison, undefined, 2)}\n` : comparisonText(comparison));
  return comparison.passed ? ExitCode.done : ExitCode.failed;
}
