#!/usr/bin/env node
import { realpathSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import yargs from 'yargs';
import { hideBin } from 'yargs/helpers';
import { calibrateFlags, calibrateModule } from './bench/calibrate/flags.ts';
import { benchArguments, benchFlags, benchRequest } from './bench/command.ts';
import {
  defined,
  jsonFlag as json,
  oneOfWords,
  oneText,
  quietFlag as quiet,
  share,
  takesText,
  threadFlags,
  traceOptions,
  UsageError,
  wholeNumber,
} from './reports/commands/flags.ts';
import { ExitCode, type Io } from './reports/commands/io.ts';
import { storageActions, storageCommands, storageFlags } from './reports/commands/storage.ts';
import { tokenActions, tokenCommands, tokenFlags } from './reports/commands/token.ts';
import { version } from './reports/commands/version.ts';
import { ResultError } from './reports/result-error.ts';
import { visibleLines } from './reports/text.ts';
import { engineNames } from './scenarios/engines.ts';
import { nearest } from './scenarios/nearest.ts';
import { InputError, quote } from './scenarios/problem.ts';

const list = { type: 'string', array: true, nargs: 1, default: [] as string[] } as const;
const set = { ...list, describe: 'change a value: path=value (repeatable)' } as const;
const engine = {
  ...takesText,
  coerce: oneOfWords('--engine', engineNames),
  describe: `event queue: ${engineNames.join(' or ')}`,
} as const;
const text = (name: string, describe: string) =>
  ({ ...takesText, coerce: oneText(`--${name}`), describe }) as const;
const count = (name: string, describe: string, least = 0) =>
  ({ ...takesText, coerce: wholeNumber(`--${name}`, least, 100_000), describe }) as const;
const place = (describe: string) => ({ type: 'string', demandOption: true, describe }) as const;

const runOptions = {
  set,
  seed: text('seed', 'root of all randomness'),
  replications: count('replications', 'independent runs of each point', 1),
  ...threadFlags,
  engine,
  out: text(
    'out',
    'write a result directory; with several scenarios one each, and report.html with all',
  ),
  json,
  quiet,
  junit: text('junit', 'write the verdicts as JUnit XML'),
  markdown: text('markdown', 'write the table as Markdown'),
  trace: text('trace', 'write a trace of one run (opens in Perfetto)'),
  'trace-point': count('trace-point', 'sweep point to trace'),
  'trace-replication': count('trace-replication', 'replication to trace'),
  'trace-component': { ...list, describe: 'keep entities that start with this (repeatable)' },
  'trace-from': text('trace-from', 'first instant to keep'),
  'trace-to': text('trace-to', 'last instant to keep'),
} as const;
const compareOptions = {
  'set-a': { ...set, describe: 'change a value of scenario A' },
  'set-b': { ...set, describe: 'change a value of scenario B' },
  tolerance: {
    ...takesText,
    coerce: share('--tolerance'),
    describe: 'fail beyond this share of the mean of A',
  },
  ...threadFlags,
  json,
  quiet,
} as const;
const breakEvenOptions = {
  vary: { ...text('vary', 'path of the parameter to search along'), demandOption: true },
  between: {
    type: 'string',
    nargs: 2,
    demandOption: true,
    describe: 'both ends of the search, with their units: --between 0.5 2',
  },
  until: {
    ...text('until', "line that flips, as in expect: 'token.price.low < 0.2'"),
    demandOption: true,
  },
  tolerance: {
    ...takesText,
    coerce: share('--tolerance'),
    describe: 'width of the bracket to end with, as a share (default 0.01)',
  },
  set,
  seed: runOptions.seed,
  replications: runOptions.replications,
  ...threadFlags,
  json,
  quiet,
} as const;
const verifyOptions = { ...threadFlags, engine, json, quiet } as const;
const explainOptions = { set, json } as const;

/** Flags by command, for the nearest name to one that does not exist. */
const FLAGS: Readonly<Record<string, readonly string[]>> = {
  run: Object.keys(runOptions),
  list: ['json'],
  explain: Object.keys(explainOptions),
  report: ['json'],
  compare: Object.keys(compareOptions),
  'break-even': Object.keys(breakEvenOptions),
  verify: Object.keys(verifyOptions),
  bench: benchFlags,
  calibrate: calibrateFlags,
  storage: storageFlags,
  token: tokenFlags,
};

/**
 * Runs a command line.
 * @param given the words after the name of the command
 * @param listen called by commands that can be interrupted in good order
 * @returns the exit code
 */
export async function main(
  given: readonly string[],
  io: Io,
  listen: () => void = () => {},
): Promise<number> {
  const words = given[0] === '--' ? given.slice(1) : given;
  try {
    const odd = words.find((word) =>
      /^--(json|quiet|quick|gate|force|relaxed-simd)=(?!(true|false)$)/.test(word),
    );
    if (odd !== undefined) throw new UsageError(`${quote(odd)}: expected no value`);
    checkBelow(words);
    return await perform(words, io, listen);
  } catch (error) {
    return explainFailure(error, io, words);
  }
}

/** Each command loads its own code: help and a wrong flag need no models, most commands no plots. */
async function perform(words: readonly string[], io: Io, listen: () => void): Promise<number> {
  let exit: number = ExitCode.done;
  const cli = yargs([...words])
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
          .options(runOptions)
          .example('$0 run da-dissemination --out results/da', 'the first answer, with a report')
          .example('$0 run my.yaml --set network.nodes=50 --json', 'a variant, for scripts'),
      async (args) => {
        const { runCommand } = await import('./reports/commands/run.ts');
        listen();
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
      async (args) => {
        const { listCommand } = await import('./reports/commands/list.ts');
        exit = listCommand(args, io);
      },
    )
    .command(
      'explain <scenario>',
      'every value of a scenario, with its source and status',
      (y) => y.positional('scenario', place('file or library name')).options(explainOptions),
      async (args) => {
        const { explainCommand } = await import('./reports/commands/explain.ts');
        exit = explainCommand(args, io);
      },
    )
    .command(
      'report <dir>',
      'make tables, CSV and HTML of a result again',
      (y) => y.positional('dir', place('result directory')).option('json', json),
      async (args) => {
        const { reportCommand } = await import('./reports/commands/report.ts');
        exit = reportCommand(args, io);
      },
    )
    .command(
      'compare <a> <b>',
      'paired difference of two results or scenarios, or of two traces',
      (y) =>
        y
          .positional('a', place('result, scenario or trace'))
          .positional('b', place('result, scenario or trace'))
          .options(compareOptions),
      async (args) => {
        const { compareCommand } = await import('./reports/commands/compare.ts');
        listen();
        const { a, b, setA, setB, json, quiet } = args;
        exit = await compareCommand({ ...defined(args), a, b, setA, setB, json, quiet }, io);
      },
    )
    .command(
      'break-even <scenario>',
      'the value of a parameter at which a line begins or ceases to hold',
      (y) => y.positional('scenario', place('file or library name')).options(breakEvenOptions),
      async (args) => {
        const { breakEvenCommand } = await import('./reports/commands/break-even.ts');
        listen();
        const { scenario, set, json, quiet } = args;
        const between = args.between as unknown as readonly string[];
        const [vary, until] = [args.vary ?? '', args.until ?? ''];
        const given = { scenario, set, between, vary, until, json, quiet };
        exit = await breakEvenCommand({ ...defined(args), ...given }, io);
      },
    )
    .command(
      'verify <dir>',
      'run a result again from its own bundle and check its certificate',
      (y) => y.positional('dir', place('result directory')).options(verifyOptions),
      async (args) => {
        const { verifyCommand } = await import('./reports/commands/verify.ts');
        listen();
        const { dir, json, quiet } = args;
        exit = await verifyCommand({ ...defined(args), dir, json, quiet }, io);
      },
    )
    .command(
      'bench [suite..]',
      'measure droptower, beside its peers and against a base',
      (y) =>
        benchArguments(y, io, (code) => {
          exit = code;
        }),
      async (args) => {
        const { benchCommand } = await import('./bench/bench.ts');
        listen();
        exit = await benchCommand(benchRequest(defined(args)), io);
      },
    )
    .command(
      calibrateModule(io, listen, (code) => {
        exit = code;
      }),
    )
    .command(
      'storage <command>',
      'exact 0G Storage on your own files: root, proof, check',
      (y) =>
        storageCommands(y, io, listen, (code) => {
          exit = code;
        }),
      () => {},
    )
    .command(
      'token <command>',
      'exact tables of token supply: schedule, inflation',
      (y) =>
        tokenCommands(y, io, (code) => {
          exit = code;
        }),
      () => {},
    )
    .version(version())
    .strict()
    .demandCommand(1, `a command is needed: ${Object.keys(FLAGS).join(', ')}`)
    .exitProcess(false)
    .showHelpOnFail(false)
    .fail((message, error) => {
      // yargs would go on with the command unless this throws.
      throw error ?? new UsageError(message);
    });
  await cli.parseAsync();
  return exit;
}

/** Commands that have further ones below them. */
const BELOW: Readonly<Record<string, readonly string[]>> = {
  storage: storageActions,
  token: tokenActions,
};

/** Refuses a command below another one that does not exist, which yargs would take for a name. */
function checkBelow([command, word = '']: readonly string[]): void {
  const actions = BELOW[command];
  if (actions === undefined || word === '--help' || actions.includes(word)) return;
  const expected = `${command}: expected one of ${actions.join(', ')}`;
  if (word === '') throw new UsageError(`${expected}, found nothing`);
  throw new UsageError(`${expected}, found ${quote(word)}${didYouMean(word, actions)}`);
}

/** What yargs says, in the words of the other messages, with the nearest name. */
function reworded(message: string, words: readonly string[]): string {
  const valueless = /^Not enough arguments following: (.*)$/.exec(message)?.[1];
  if (valueless !== undefined) return `--${valueless}: expected a value, found nothing`;
  const few = /^Not enough non-option arguments: got (\d+), need at least (\d+)$/.exec(message);
  const command = BELOW[words[0]] === undefined ? words[0] : words.slice(0, 2).join(' ');
  if (few !== null) return `${command}: expected ${few[2]} or more names, found ${few[1]}`;
  const unknown = /^Unknown (?:arguments?|commands?): (.*)$/s.exec(message)?.[1];
  if (unknown === undefined) return message;
  const name = unknown.split(',')[0].trim();
  const flags = FLAGS[words[0]];
  if (flags === undefined)
    return `unknown command ${quote(name)}${didYouMean(name, Object.keys(FLAGS))}`;
  if (
    !words.some((word) => word.replace(/^-+/, '').replace(/=.*$/s, '') === name && /^-/.test(word))
  ) {
    return `unexpected argument ${quote(name)}`;
  }
  return `unknown flag ${quote(`--${name}`)}${didYouMean(name, flags, '--')}`;
}

function didYouMean(name: string, names: readonly string[], prefix = ''): string {
  const near = nearest(name, names);
  return near === null ? '' : `; did you mean ${quote(prefix + near)}?`;
}

function explainFailure(error: unknown, io: Io, words: readonly string[]): number {
  if (error instanceof InputError || error instanceof ResultError) {
    io.err(`${visibleLines(error.message)}\n`);
    return ExitCode.badInput;
  }
  if (error instanceof UsageError || (error instanceof Error && error.name === 'YError')) {
    io.err(`droptower: ${visibleLines(reworded(error.message, words))}\nSee droptower --help.\n`);
    return ExitCode.badInput;
  }
  if (error instanceof Error && 'syscall' in error) {
    // The file system refused: no room, no right, too long a name.
    io.err(`droptower: ${visibleLines(error.message)}\n`);
    return ExitCode.badInput;
  }
  const what = error instanceof Error ? (error.stack ?? error.message) : String(error);
  io.err(`droptower: a defect in droptower: ${visibleLines(what)}\n`);
  return ExitCode.defect;
}

function start(): void {
  const interruption = new AbortController();
  const io: Io = {
    out: (text) => process.stdout.write(text),
    err: (text) => process.stderr.write(text),
    stdout: process.stdout,
    stderr: process.stderr,
    env: process.env,
    interrupted: interruption.signal,
  };
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      // A closed pipe (`droptower … | head`) is not an error.
      if (error.code === 'EPIPE') process.exit(ExitCode.done);
      if (stream === process.stdout) io.err(`droptower: stdout: ${error.message}\n`);
      process.exit(ExitCode.badInput);
    });
  }
  const words = hideBin(process.argv);
  process.on('uncaughtException', (error) => process.exit(explainFailure(error, io, words)));
  // The first Ctrl-C ends the command in good order; the second one kills it.
  const listen = () => {
    process.once('SIGINT', () => interruption.abort());
    process.once('SIGTERM', () => interruption.abort());
  };
  main(words, io, listen).then((exit) => {
    process.exitCode = exit;
  });
}

// npm starts this file through a link.
if (process.argv[1] !== undefined && isSame(process.argv[1], fileURLToPath(import.meta.url)))
  start();

function isSame(given: string, path: string): boolean {
  try {
    return realpathSync(given) === path;
  } catch {
    return false;
  }
}
