import type { Argv } from 'yargs';
import {
  jsonFlag as json,
  oneOfWords,
  oneText,
  quietFlag as quiet,
  share,
  takesText,
  UsageError,
  wholeNumber,
} from '../reports/commands/flags.ts';
import type { Io } from '../reports/commands/io.ts';
import type { BenchOptions } from './bench.ts';
import { type SuiteName, suiteNames } from './report.ts';

const text = (flag: string, describe: string) =>
  ({ ...takesText, coerce: oneText(`--${flag}`), describe }) as const;
const seconds = (flag: string) => (given: unknown) => {
  const written = oneText(flag)(given);
  if (written === undefined) return undefined;
  const value = /^[0-9]+(\.[0-9]+)?$/.test(written) ? Number(written) : Number.NaN;
  if (Number.isFinite(value)) return value;
  throw new UsageError(`${flag}: expected seconds such as 0.005, found "${written}"`);
};

const options = {
  quick: { type: 'boolean', default: false, describe: 'fewer sizes and rounds: a look' },
  gate: { type: 'boolean', default: false, describe: 'fail when a gate is missed' },
  compare: text('compare', 'compare counters and certificates with what bench --json printed'),
  base: text('base', 'compare times with this built checkout, in turns'),
  threshold: {
    ...takesText,
    coerce: share('--threshold'),
    describe: 'slower beyond this share of the time of the base (default 0.1)',
  },
  'threshold-seconds': {
    ...takesText,
    coerce: seconds('--threshold-seconds'),
    describe: 'and beyond this many seconds of a slice of about 0.05 (default 0.002)',
  },
  rounds: {
    ...takesText,
    coerce: wholeNumber('--rounds', 7, 1000),
    describe: 'rounds with the base after which an unclear time stays so (default 21)',
  },
  markdown: text('markdown', 'write the outcome as Markdown'),
  junit: text('junit', 'write the verdicts as JUnit XML'),
  'github-benchmark': text('github-benchmark', 'write figures for github-action-benchmark'),
  bencher: text('bencher', 'write figures in the Bencher Metric Format'),
  history: text('history', 'append the figures to this file of JSON lines'),
  date: text('date', 'date of the line in the history'),
  json,
  quiet,
} as const;

/** Flags of `bench`, for the nearest name to one that does not exist. */
export const benchFlags: readonly string[] = [...Object.keys(options), 'out'];

const oneSuite = oneOfWords('suite', suiteNames);

/** What `droptower bench` takes. @param ended takes the exit code of `bench history` */
export function benchArguments(argv: Argv, io: Io, ended: (exit: number) => void) {
  return argv
    .positional('suite', {
      type: 'string',
      array: true,
      coerce: (given: readonly unknown[] | undefined) =>
        [...new Set(given)].flatMap((word) => oneSuite(word) ?? []),
      describe: `what to measure: ${suiteNames.join(', ')}; by default all but peers`,
    })
    .options(options)
    .example('$0 bench peers', 'the event queue beside SIM.JS, SimPy and ns-3')
    .example('$0 bench --compare base.json --base ../base', 'what a change did to work and time')
    .command(
      'history <file>',
      'draw a history of figures as one HTML page',
      (y) =>
        y
          .positional('file', { type: 'string', demandOption: true, describe: 'JSON lines' })
          .options({ out: { ...text('out', 'the page to write'), demandOption: true } }),
      async (args) => {
        const { historyCommand } = await import('./history-page.ts');
        ended(historyCommand(args.file, args.out ?? '', io));
      },
    );
}

/** What was asked, with the defaults. */
export function benchRequest(given: {
  readonly suite?: readonly SuiteName[];
  readonly quick: boolean;
  readonly gate: boolean;
  readonly json: boolean;
  readonly quiet: boolean;
  readonly compare?: string;
  readonly base?: string;
  readonly threshold?: number;
  readonly thresholdSeconds?: number;
  readonly rounds?: number;
  readonly markdown?: string;
  readonly junit?: string;
  readonly githubBenchmark?: string;
  readonly bencher?: string;
  readonly history?: string;
  readonly date?: string;
}): BenchOptions {
  const { suite = [], threshold = 0.1, thresholdSeconds = 0.002, rounds = 21 } = given;
  return {
    ...given,
    suites: suite,
    limits: { relative: threshold, absolute: thresholdSeconds },
    roundsMax: rounds,
    outputs: given,
  };
}
