#!/usr/bin/env node
import yargs from 'yargs';
import { hideBin } from 'yargs/helpers';
import { runBench } from './bench/bench.ts';
import { compareCommand } from './reports/commands/compare.ts';
import { explainCommand } from './reports/commands/explain.ts';
import { traceOptions, UsageError } from './reports/commands/flags.ts';
import { ExitCode, type Io } from './reports/commands/io.ts';
import { listCommand } from './reports/commands/list.ts';
import { reportCommand } from './reports/commands/report.ts';
import { runCommand } from './reports/commands/run.ts';
import { verifyCommand } from './reports/commands/verify.ts';
import { version } from './reports/commands/version.ts';
import { ResultError } from './reports/result-error.ts';
import { visible } from './reports/text.ts';
import { engineNames } from './scenarios/engines.ts';
import { nearest } from './scenarios/nearest.ts';
import { InputError } from './scenarios/problem.ts';

// A closed pipe (`droptower … | head`) is not an error.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(ExitCode.done);
  throw error;
});

const interruption = new AbortController();
process.once('SIGINT', () => interruption.abort());
process.once('SIGTERM', () => interruption.abort());

const io: Io = {
  out: (text) => process.stdout.write(text),
  err: (text) => process.stderr.write(text),
  stdout: process.stdout,
  stderr: process.stderr,
  env: process.env,
  interrupted: interruption.signal,
};

let exit: number = ExitCode.done;
const json = { type: 'boolean', default: false, describe: 'print one JSON document' } as const;
const quiet = { type: 'boolean', default: false, describe: 'no progress on stderr' } as const;
const set = {
  type: 'string',
  array: true,
  nargs: 1,
  default: [] as string[],
  describe: 'change a value: path=value (repeatable)',
} as const;
const workers = { type: 'number', describe: 'worker threads; 0 stays in this thread' } as const;
const engine = { choices: engineNames, describe: 'event queue' } as const;

const cli = yargs(hideBin(process.argv))
  .scriptName('droptower')
  .usage(
    '$0 <command>\n\nA deterministic simulator of the 0G stack and of the systems it competes with.',
  )
  .command(
    'run <scenario..>',
    'run scenario files or library names',
    (y) =>
      y
        .positional('scenario', { type: 'string', array: true, demandOption: true })
        .option('set', set)
        .option('seed', { type: 'string', describe: 'root of all randomness' })
        .option('replications', { type: 'number', describe: 'independent runs of each point' })
        .option('workers', workers)
        .option('engine', engine)
        .option('out', { type: 'string', describe: 'write a result directory' })
        .option('json', json)
        .option('quiet', quiet)
        .option('junit', { type: 'string', describe: 'write the verdicts as JUnit XML' })
        .option('markdown', { type: 'string', describe: 'write the table as Markdown' })
        .option('trace', {
          type: 'string',
          describe: 'write a trace of one run (opens in Perfetto)',
        })
        .option('trace-point', { type: 'number', default: 0, describe: 'sweep point to trace' })
        .option('trace-replication', {
          type: 'number',
          default: 0,
          describe: 'replication to trace',
        })
        .option('trace-component', {
          type: 'string',
          array: true,
          nargs: 1,
          default: [] as string[],
          describe: 'keep entities that start with this (repeatable)',
        })
        .option('trace-from', { type: 'string', default: '0 s', describe: 'first instant to keep' })
        .option('trace-to', { type: 'string', describe: 'last instant to keep' })
        .example('$0 run da-dissemination --out results/da', 'the first answer, with a report')
        .example('$0 run my.yaml --set network.nodes=50 --json', 'a variant, for scripts'),
    async (args) => {
      const { trace: file, ...rest } = args;
      exit = await runCommand(
        {
          ...defined(rest),
          scenarios: args.scenario,
          set: args.set,
          json: args.json,
          quiet: args.quiet,
          ...(file === undefined ? {} : { trace: traceOptions(file, args) }),
        },
        io,
      );
    },
  )
  .command(
    'list',
    'the library of scenarios, one line each',
    (y) => y.option('json', json),
    (args) => {
      exit = listCommand(args, io);
    },
  )
  .command(
    'explain <scenario>',
    'every value of a scenario, with its source and status',
    (y) =>
      y
        .positional('scenario', { type: 'string', demandOption: true })
        .option('set', set)
        .option('json', json),
    (args) => {
      exit = explainCommand(args, io);
    },
  )
  .command(
    'report <dir>',
    'make tables, CSV and HTML of a result again',
    (y) => y.positional('dir', { type: 'string', demandOption: true }).option('json', json),
    (args) => {
      exit = reportCommand(args, io);
    },
  )
  .command(
    'compare <a> <b>',
    'paired difference of two results or scenarios, or of two traces',
    (y) =>
      y
        .positional('a', {
          type: 'string',
          demandOption: true,
          describe: 'result, scenario or trace',
        })
        .positional('b', {
          type: 'string',
          demandOption: true,
          describe: 'result, scenario or trace',
        })
        .option('set-a', { ...set, describe: 'change a value of scenario A' })
        .option('set-b', { ...set, describe: 'change a value of scenario B' })
        .option('tolerance', {
          type: 'number',
          describe: 'fail beyond this share of the mean of A',
        })
        .option('workers', workers)
        .option('json', json)
        .option('quiet', quiet),
    async (args) => {
      exit = await compareCommand(
        {
          ...defined(args),
          a: args.a,
          b: args.b,
          setA: args.setA,
          setB: args.setB,
          json: args.json,
          quiet: args.quiet,
        },
        io,
      );
    },
  )
  .command(
    'verify <dir>',
    'run a result again from its own bundle and check its certificate',
    (y) =>
      y
        .positional('dir', { type: 'string', demandOption: true })
        .option('workers', workers)
        .option('engine', engine)
        .option('json', json)
        .option('quiet', quiet),
    async (args) => {
      exit = await verifyCommand(
        { ...defined(args), dir: args.dir, json: args.json, quiet: args.quiet },
        io,
      );
    },
  )
  .command(
    'bench [suite]',
    'measure droptower beside its peers',
    (y) =>
      y
        .positional('suite', { choices: ['kernel'] as const, default: 'kernel' as const })
        .option('quick', { type: 'boolean', default: false, describe: 'toy sizes' })
        .option('json', json),
    async (args) => {
      exit = await runBench({
        suite: args.suite,
        json: args.json,
        quick: args.quick,
        out: io.out,
        err: io.err,
      });
    },
  )
  .version(version())
  .strict()
  .demandCommand(1, 'a command is needed')
  .recommendCommands()
  .exitProcess(false)
  .showHelpOnFail(false)
  .fail((message, error) => {
    // yargs would go on with the command unless this throws.
    throw error ?? new UsageError(message);
  });

/** Options that were given: yargs hands over `undefined` for the others. */
function defined<T extends object>(args: T): { [K in keyof T]-?: Exclude<T[K], undefined> } {
  return Object.fromEntries(
    Object.entries(args).filter(([, value]) => value !== undefined),
  ) as never;
}

function explainFailure(error: unknown): number {
  if (error instanceof InputError || error instanceof ResultError) {
    io.err(`${error.message}\n`);
    return ExitCode.badInput;
  }
  if (error instanceof UsageError || (error instanceof Error && error.name === 'YError')) {
    io.err(`droptower: ${withNearest(error.message)}\nSee droptower --help.\n`);
    return ExitCode.badInput;
  }
  io.err(
    `droptower: a defect: ${error instanceof Error ? (error.stack ?? error.message) : error}\n`,
  );
  return ExitCode.defect;
}

const FLAGS = [
  'set',
  'seed',
  'replications',
  'workers',
  'engine',
  'out',
  'json',
  'quiet',
  'junit',
  'markdown',
  'trace',
  'trace-point',
  'trace-replication',
  'trace-component',
  'trace-from',
  'trace-to',
  'set-a',
  'set-b',
  'tolerance',
  'quick',
  'help',
  'version',
];

function withNearest(message: string): string {
  const text = visible(message);
  const unknown = /^Unknown arguments?: (.*)$/.exec(message)?.[1];
  if (unknown === undefined) return text;
  const near = nearest(unknown.split(',')[0].trim(), FLAGS);
  return near === null ? text : `${text}; did you mean --${near}?`;
}

try {
  await cli.parseAsync();
} catch (error) {
  exit = explainFailure(error);
}
process.exitCode = exit;
