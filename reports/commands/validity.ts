import { readFileSync, realpathSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import type { Loaded } from '../../scenarios/bundle.ts';
import { loadScenario } from '../../scenarios/load.ts';
import { libraryNames } from '../../scenarios/node-files.ts';
import { InputError } from '../../scenarios/problem.ts';
import { ResultError } from '../result-error.ts';
import {
  renderValidity,
  replaceValidity,
  VALIDITY_BEGIN,
  VALIDITY_END,
  type ValidityInput,
  validityRows,
} from '../validity.ts';
import { type ExecuteOptions, execute, Interrupted } from './execute.ts';
import { ExitCode, type Io } from './io.ts';

export interface ValidityOptions extends Pick<ExecuteOptions, 'workers' | 'quiet'> {
  /** Scenario files or library names; empty means the whole library. */
  readonly scenarios: readonly string[];
  /** Markdown file whose table is replaced. */
  readonly write?: string;
}

/**
 * `npm run validity`: runs every scenario that has targets and prints published values beside simulated
 * ones. A missed value is shown and is no failure of the command.
 * @throws InputError or ResultError for a wrong scenario or file
 */
export async function validityCommand(options: ValidityOptions, io: Io): Promise<number> {
  const { write } = options;
  if (write !== undefined) replaced(write, '');
  const given = options.scenarios.length > 0 ? options.scenarios : libraryNames();
  const all = given
    .map((name) => loadScenario(name))
    .filter(({ resolved }) => resolved.targets.length > 0);
  const inputs: ValidityInput[] = [];
  for (const loaded of all) {
    try {
      inputs.push(await measure(loaded, options, io));
    } catch (error) {
      if (error instanceof Interrupted) return ExitCode.interrupted;
      throw error;
    }
  }
  const table = renderValidity(validityRows(inputs));
  io.out(table);
  if (write !== undefined) writeFileSync(write, replaced(write, table));
  return ExitCode.done;
}

async function measure(loaded: Loaded, options: ExecuteOptions, io: Io): Promise<ValidityInput> {
  const { summary } = await execute(loaded, io, options);
  const { name, targets } = loaded.resolved;
  return { scenario: name, targets, cells: summary.cells };
}

function replaced(file: string, table: string): string {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    throw new ResultError(file, 'a text file', (error as Error).message);
  }
  const changed = replaceValidity(text, table);
  if (changed !== null) return changed;
  const marks = `${VALIDITY_BEGIN} and ${VALIDITY_END}`;
  throw new ResultError(file, `the lines ${marks}, once and in this order`, 'none or others');
}

function readOptions(args: readonly string[]): ValidityOptions {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      write: { type: 'string' },
      workers: { type: 'string' },
      quiet: { type: 'boolean', default: false },
    },
  });
  const workers = values.workers === undefined ? undefined : Number(values.workers);
  if (workers !== undefined && !(Number.isInteger(workers) && workers >= 0)) {
    throw new ResultError('--workers', 'a whole number', `"${values.workers}"`);
  }
  return {
    scenarios: positionals,
    quiet: values.quiet,
    ...(workers === undefined ? {} : { workers }),
    ...(values.write === undefined ? {} : { write: values.write }),
  };
}

async function main(): Promise<void> {
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
  try {
    process.exitCode = await validityCommand(readOptions(process.argv.slice(2)), io);
  } catch (error) {
    const wrongFlag = error instanceof TypeError && 'code' in error;
    if (!(error instanceof InputError || error instanceof ResultError || wrongFlag)) throw error;
    io.err(`${error.message}\n`);
    process.exitCode = ExitCode.badInput;
  }
}

const started = process.argv[1];
if (started !== undefined && realpathSync(started) === fileURLToPath(import.meta.url)) await main();
