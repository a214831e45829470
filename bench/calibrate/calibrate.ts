import { accessSync, constants, existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { basename, dirname, extname } from 'node:path';
import { Interrupted, reportInterruption } from '../../reports/commands/execute.ts';
import { UsageError } from '../../reports/commands/flags.ts';
import { ExitCode, type Io } from '../../reports/commands/io.ts';
import { InputError, problem } from '../../scenarios/problem.ts';
import type { Percentiles } from '../../sim/hardware/quantiles.ts';
import { TICKS_PER_SECOND } from '../../sim/time.ts';
import type { StorageFigures } from './figures.ts';
import { fioFigures } from './fio.ts';
import { type FioReport, readFioReport } from './fio-report.ts';
import { type Machine, thisMachine } from './machine.ts';
import { type Calibration, calibrate, FULL, jobNote, QUICK, workNote } from './measure.ts';
import { type ProfileText, profileText } from './profile-text.ts';

export interface CalibrateOptions {
  readonly out?: string;
  readonly dir?: string;
  readonly quick: boolean;
  readonly fromFio?: string;
  readonly force: boolean;
  readonly json: boolean;
  readonly quiet: boolean;
}

const MAX_REPORT_BYTES = 64_000_000;
/** (best - worst) / median of a rate that is no property of the machine alone. */
const RESTLESS = 0.5;

/**
 * `droptower calibrate`: writes a section `hardware` for scenarios, of this machine or from a report of fio.
 * @throws InputError and UsageError for a wrong input
 */
export async function calibrateCommand(
  options: CalibrateOptions,
  io: Io,
  machine: Machine = thisMachine(),
): Promise<number> {
  if (options.fromFio !== undefined) return fromFio(options, options.fromFio, machine, io);
  const out = options.out ?? 'this-machine.yaml';
  checkOut(out, options.force);
  let found: Calibration;
  try {
    const plan = options.quick ? QUICK : FULL;
    found = await calibrate(options.dir ?? '.', plan, machine, io, options.quiet);
  } catch (error) {
    if (error instanceof Interrupted) return reportInterruption(io);
    throw error;
  }
  const { processor, storage, disk, works } = found;
  const size = options.quick ? '; a quick look' : '';
  const { name, head } = headOf(out, machine, `Measured by droptower ${machine.version}${size}`);
  write(out, options.force, { name, file: `./${basename(out)}`, head, storage, processor });
  if (!disk.direct) {
    io.err('droptower: no direct I/O in that folder: the page cache answered, not the device\n');
  }
  for (const { name, refused } of works) {
    if (refused !== null) io.err(`droptower: ${name}: not measured, ${refused}\n`);
  }
  const restless = [...works, ...disk.jobs].filter(({ rate }) => (rate?.spread ?? 0) > RESTLESS);
  if (restless.length > 0) {
    const names = restless.map(({ name }) => name).join('; ');
    io.err(`droptower: rates that moved by more than half, as on a busy machine: ${names}\n`);
  }
  io.out(options.json ? jsonText(out, found) : table(out, found));
  return ExitCode.done;
}

function fromFio(options: CalibrateOptions, report: string, machine: Machine, io: Io): number {
  if (options.quick || options.dir !== undefined) {
    throw new UsageError('--from-fio: expected neither --quick nor --dir beside it');
  }
  const stem = basename(report, extname(report));
  const out = options.out ?? `${stem}.yaml`;
  checkOut(out, options.force);
  const read = readFioReport(readReport(report), report);
  const { figures, notes } = fioFigures(read, report);
  const made = `Made by droptower ${machine.version} from ${basename(report)} of ${read.version}`;
  const { name, head } = headOf(out, machine, made);
  const storage = { figures, notes: [...ranAt(read), ...notes] };
  write(out, options.force, { name, file: `./${basename(out)}`, head, storage, processor: null });
  const buffered = read.jobs.filter(({ direct }) => !direct).map(({ name }) => name);
  if (buffered.length > 0) {
    io.err(
      `droptower: jobs without direct=1, which the page cache may have answered: ${buffered.join(', ')}\n`,
    );
  }
  io.out(
    options.json
      ? `${JSON.stringify({ file: out, fio: read.version, figures: inSeconds(figures) }, null, 2)}\n`
      : `${notes.join('\n')}\n\nwritten: ${out}\n`,
  );
  return ExitCode.done;
}

function ranAt({ timestamp }: FioReport): string[] {
  return timestamp === null ? [] : [`fio ran at ${new Date(timestamp * 1000).toISOString()}`];
}

/** Refuses before anything is measured what would be refused after it. */
function checkOut(out: string, force: boolean): void {
  if (existsSync(out) && !force) {
    throw wrong(
      out,
      'a file that does not exist yet',
      'one that does',
      'overwrite it with --force',
    );
  }
  try {
    accessSync(dirname(out), constants.W_OK);
  } catch (error) {
    throw wrong(out, 'a folder that can be written to', (error as Error).message);
  }
}

/** What scenarios call the machine, and the first lines of its file. */
function headOf(out: string, machine: Machine, made: string): { name: string; head: string[] } {
  // Names in a scenario are free, but not every character may stand in one.
  const name = basename(out, extname(out)).replace(/[^A-Za-z0-9_-]+/g, '-');
  return {
    name: name === '' ? 'this-machine' : name,
    head: [`Hardware profile. ${made}, ${machine.runtime}, at ${machine.date}.`],
  };
}

function write(out: string, force: boolean, profile: ProfileText): void {
  writeFileSync(out, profileText(profile), { flag: force ? 'w' : 'wx' });
}

function readReport(file: string): string {
  let bytes: Uint8Array;
  try {
    const { size } = statSync(file);
    if (size > MAX_REPORT_BYTES) throw new RangeError(`${size} bytes`);
    bytes = readFileSync(file);
  } catch (error) {
    const expected = `a file of at most ${MAX_REPORT_BYTES / 1e6} MB`;
    throw wrong(file, expected, error instanceof Error ? error.message : String(error));
  }
  return new TextDecoder().decode(bytes);
}

function table(out: string, { works, disk }: Calibration): string {
  const rows = [
    ...disk.jobs.map((job) => [job.name, jobNote(job)]),
    ...works.map((work) => [work.name, workNote(work)]),
  ];
  const width = Math.max(...rows.map(([name]) => name.length));
  const lines = rows.map(([name, note]) => `${name.padEnd(width)}  ${note}`);
  return `${lines.join('\n')}\n\nwritten: ${out}\n`;
}

/** Rates a second, in bytes or calls; latencies in seconds. */
function jsonText(out: string, { works, disk }: Calibration): string {
  const document = {
    file: out,
    direct: disk.direct,
    figures: inSeconds(disk.figures),
    disk: disk.jobs.map(({ name, block, depth, rate, micros }) => {
      return { name, block, depth, requests: micros.length, rate };
    }),
    works,
  };
  return `${JSON.stringify(document, null, 2)}\n`;
}

function inSeconds({ read, write, ...others }: StorageFigures): object {
  const seconds = (of: Percentiles) =>
    Object.fromEntries(Object.entries(of).map(([name, ticks]) => [name, ticks / TICKS_PER_SECOND]));
  return { read: seconds(read), write: write === null ? null : seconds(write), ...others };
}

function wrong(file: string, expected: string, found: string, hint?: string): InputError {
  return new InputError([problem({ file, line: null, column: null }, '', expected, found, hint)]);
}
