import { cpus } from 'node:os';
import { UsageError } from '../reports/commands/flags.ts';
import { ExitCode, type Io } from '../reports/commands/io.ts';
import { commit, runtime, version } from '../reports/commands/version.ts';
import { bodiesOf, countWork } from './bodies.ts';
import { codingContenders, SHAPES } from './coding.ts';
import { benchCompare } from './compare.ts';
import { writeOutputs } from './files.ts';
import { judgeGates } from './gates.ts';
import { HASH_SIZES, hashContenders } from './hash.ts';
import { HELPED, helpedContenders } from './helped.ts';
import { benchKernel, FULL, type KernelReport, QUICK } from './kernel.ts';
import { protocolContenders } from './protocol.ts';
import type { BenchReport, SuiteName, Timing } from './report.ts';
import { FULL_ROUNDS, inRounds, QUICK_ROUNDS } from './rounds.ts';
import { busyMachine } from './stopwatch.ts';
import { reportText } from './table.ts';
import type { Limits } from './verdict.ts';

export interface BenchOptions {
  /** None: all but peers, or what the baseline has. */
  readonly suites: readonly SuiteName[];
  readonly quick: boolean;
  readonly gate: boolean;
  readonly json: boolean;
  readonly quiet: boolean;
  readonly compare?: string;
  readonly base?: string;
  readonly limits: Limits;
  readonly roundsMax: number;
  readonly outputs: Outputs;
}

/** Files to write. */
export interface Outputs {
  readonly markdown?: string;
  readonly junit?: string;
  readonly githubBenchmark?: string;
  readonly bencher?: string;
  readonly history?: string;
  readonly date?: string;
}

const BY_DEFAULT: readonly SuiteName[] = ['kernel', 'hash', 'coding', 'protocol'];

/** `droptower bench`: measures suites, or compares with a baseline and a base. @returns the exit code */
export async function benchCommand(options: BenchOptions, io: Io): Promise<number> {
  const progress = options.quiet ? () => {} : (text: string) => io.err(`${text}\n`);
  const { outputs } = options;
  if ((outputs.history === undefined) !== (outputs.date === undefined))
    throw new UsageError('--history: expected --date with it, and the other way round');
  if (options.compare !== undefined || options.base !== undefined) {
    for (const [flag, given] of Object.entries({
      '--github-benchmark': outputs.githubBenchmark,
      '--bencher': outputs.bencher,
      '--history': outputs.history,
    })) {
      if (given !== undefined)
        throw new UsageError(`${flag}: expected a measurement, found a comparison`);
    }
    return benchCompare(options, progress, io);
  }
  const report = await measure(options, progress);
  writeOutputs(report, outputs);
  io.out(options.json ? `${JSON.stringify(report, undefined, 2)}\n` : reportText(report));
  const missed = report.gates.some(({ verdict }) => verdict === 'missed');
  return options.gate && missed ? ExitCode.failed : ExitCode.done;
}

async function measure(
  { suites: given, quick }: BenchOptions,
  progress: (text: string) => void,
): Promise<BenchReport> {
  const suites = given.length === 0 ? BY_DEFAULT : given;
  const work = await countWork(bodiesOf(suites), progress);
  const timings: Timing[] = [];
  const ratios: BenchReport['ratios'][number][] = [];
  for (const suite of suites) {
    const plan = quick ? QUICK_ROUNDS : FULL_ROUNDS;
    if (suite === 'kernel' || suite === 'peers') {
      const hold = { ...(quick ? QUICK : FULL), peers: suite === 'peers' };
      const kernel = benchKernel(hold, progress);
      timings.push(...kernelTimings(suite, kernel));
      ratios.push(...kernel.ratios);
    } else {
      const contenders =
        suite === 'hash'
          ? await hashContenders(HASH_SIZES)
          : suite === 'coding'
            ? [...codingContenders(SHAPES, true), ...helpedContenders(HELPED)]
            : await protocolContenders();
      timings.push(...(await inRounds(suite, contenders, plan, progress)));
    }
  }
  return {
    droptower: version(),
    commit: commit(),
    runtime: runtime(),
    processor: cpus()[0]?.model.trim() ?? 'unknown',
    quick,
    suites,
    work,
    timings,
    ratios,
    gates: judgeGates(timings, suites, busyMachine()),
  };
}

function kernelTimings(suite: SuiteName, { rows }: KernelReport): Timing[] {
  return rows.map(({ pending, contender, rate, skipped, result }) => ({
    suite,
    group: `hold model, ${pending} pending`,
    contender,
    unit: 'events/s',
    ...(rate !== undefined && { rate }),
    ...(skipped !== undefined && { skipped }),
    ...(result !== undefined && { result }),
  }));
}
