import { stringify } from 'csv-stringify/sync';
import {
  addMonths,
  DAY_SECONDS,
  dateOf,
  dayNumber,
  formatDate,
} from '../../models/token/calendar.ts';
import type { TokenValues } from '../../models/token/economy/parameters.ts';
import { scheduleFor } from '../../models/token/economy/plan.ts';
import { wholeTokens } from '../../models/token/unlocks/amounts.ts';
import { CapTableProblem, parseCapTable } from '../../models/token/unlocks/cap-table.ts';
import type { Community, Knowledge, Reading } from '../../models/token/unlocks/presets/preset.ts';
import { ZEROG_TGE } from '../../models/token/unlocks/presets/zerog.ts';
import {
  presetNamed,
  presetNames,
  presetSchedule,
  settledChoice,
} from '../../models/token/unlocks/presets.ts';
import { ScheduleProblem } from '../../models/token/unlocks/problem.ts';
import {
  availableAt,
  circulatingAt,
  monthMark,
  releasedAt,
  type Schedule,
  scheduleEnd,
} from '../../models/token/unlocks/schedule.ts';
import { loadScenario } from '../../scenarios/load.ts';
import { didYouMean, nearest } from '../../scenarios/nearest.ts';
import { nodeFiles } from '../../scenarios/node-files.ts';
import { InputError, oneOf, problem, quote } from '../../scenarios/problem.ts';
import { displayWidth, visible } from '../text.ts';
import { UsageError } from './flags.ts';
import { ExitCode, type Io } from './io.ts';

export interface TokenScheduleOptions {
  /** Name of a published schedule; or `file`. */
  readonly preset?: string;
  /** Cap table in CSV, or a scenario with a section `token`. */
  readonly file?: string;
  readonly reading?: Reading;
  readonly community?: Community;
  readonly by: 'day' | 'month';
  /** Last month of the table; by default the end of the schedule. */
  readonly months?: number;
  readonly csv?: boolean;
  readonly json: boolean;
}

/** What is shown, whatever the form. */
interface Shown {
  readonly name: string;
  readonly about: string;
  readonly reading: Reading | null;
  readonly community: Community | null;
  readonly knowledge: readonly Knowledge[];
  readonly schedule: Schedule;
}

/** Whole tokens at the start of a day or at a month since the token event. */
interface Row {
  readonly index: number;
  readonly date: string;
  readonly released: readonly number[];
  readonly circulating: number;
  readonly available: number;
}

const ROUNDING = 'whole tokens, rounded down';

/**
 * `droptower token schedule`: the exact release of every bucket, without a simulation. Cumulative whole
 * tokens, rounded down; a sum is rounded once, so that it can exceed the sum of its columns.
 * @throws UsageError for a preset, a reading or a combination of flags that does not exist; InputError
 * for a wrong file, with line and column
 */
export function tokenScheduleCommand(options: TokenScheduleOptions, io: Io): number {
  if (options.csv === true && options.json) {
    throw new UsageError('token schedule: expected one of --csv and --json, found both');
  }
  const shown = options.file === undefined ? ofPreset(options) : ofFile(options.file, options);
  const rows = tableRows(shown.schedule, options);
  if (options.json) io.out(jsonText(shown, rows, options.by));
  else if (options.csv === true) io.out(csvText(shown.schedule, rows, options.by));
  else io.out(plainText(shown, rows, options.by));
  return ExitCode.done;
}

function ofPreset({ preset, reading, community }: TokenScheduleOptions): Shown {
  if (preset === undefined) {
    throw new UsageError(`token schedule: expected ${oneOf(presetNames)} or --file, found nothing`);
  }
  if (!presetNames.includes(preset)) {
    const near = didYouMean(nearest(preset, presetNames));
    const hint = near === undefined ? '' : `; ${near}`;
    throw new UsageError(
      `token schedule: expected ${oneOf(presetNames)}, found ${quote(preset)}${hint}`,
    );
  }
  try {
    const choice = { reading: reading ?? null, community: community ?? null };
    const known = presetNamed(preset);
    const settled = settledChoice(known, choice);
    return {
      ...known,
      reading: settled.reading,
      community: known.hasCommunity ? settled.community : null,
      schedule: presetSchedule(preset, choice),
    };
  } catch (error) {
    if (!(error instanceof ScheduleProblem)) throw error;
    throw new UsageError(`--${error.path}: expected ${error.expected}, found ${error.found}`);
  }
}

function ofFile(file: string, { preset, reading, community }: TokenScheduleOptions): Shown {
  for (const [flag, value] of Object.entries({
    preset,
    '--reading': reading,
    '--community': community,
  })) {
    if (value === undefined) continue;
    throw new UsageError(
      `token schedule: expected no ${flag} beside --file, found ${quote(value)}`,
    );
  }
  if (/\.ya?ml$/.test(file)) return ofScenario(file);
  const text = textOf(file);
  try {
    return {
      name: file,
      about: 'cap table',
      ...{ reading: null, community: null, knowledge: [] },
      schedule: parseCapTable(text, ZEROG_TGE),
    };
  } catch (error) {
    if (!(error instanceof ScheduleProblem)) throw error;
    const cell = error instanceof CapTableProblem ? error : { line: null, column: null };
    const place = { file, line: cell.line, column: cell.column };
    const path = error.path.replace(/^line \d+, /, '');
    throw new InputError([problem(place, path, error.expected, error.found)]);
  }
}

/** The schedule of a scenario, without what it sweeps. */
function ofScenario(file: string): Shown {
  const { resolved, attachments } = loadScenario(file, ['sweep=null', 'expect=null']);
  const place = { file, line: null, column: null };
  const values = resolved.points[0].components.token as TokenValues | undefined;
  if (values === undefined) {
    throw new InputError([problem(place, 'token', 'a section "token"', 'none')]);
  }
  try {
    return {
      name: resolved.name,
      about: `schedule of ${file}`,
      ...{ reading: null, community: null, knowledge: [] },
      schedule: scheduleFor(values, attachments),
    };
  } catch (error) {
    if (!(error instanceof ScheduleProblem)) throw error;
    const path = `token.schedule.${error.path}`;
    throw new InputError([problem(place, path, error.expected, error.found)]);
  }
}

function textOf(file: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(nodeFiles.read(file));
  } catch (error) {
    const found = error instanceof Error ? error.message : String(error);
    const place = { file, line: null, column: null };
    throw new InputError([problem(place, '', 'a cap table in CSV that can be read', found)]);
  }
}

function tableRows(schedule: Schedule, { by, months }: TokenScheduleOptions): Row[] {
  const { conventions, buckets } = schedule;
  const secondOf = (index: number): number =>
    by === 'day' ? index * DAY_SECONDS : monthMark(conventions, index);
  const end = months === undefined ? scheduleEnd(buckets) : monthMark(conventions, months);
  const tgeDay = dayNumber(conventions.tge);
  const rows: Row[] = [];
  for (let index = 0; ; index++) {
    const second = secondOf(index);
    const isCalendarMonth = by === 'month' && conventions.month === 'calendar';
    rows.push({
      index,
      date: formatDate(
        isCalendarMonth
          ? addMonths(conventions.tge, index)
          : dateOf(tgeDay + Math.floor(second / DAY_SECONDS)),
      ),
      released: buckets.map((bucket) => tokens(releasedAt(bucket, second))),
      circulating: tokens(circulatingAt(buckets, second)),
      available: tokens(availableAt(buckets, second)),
    });
    if (second >= end) return rows;
  }
}

/** Exact: a schedule holds at most 2^53 - 1 whole tokens. */
function tokens(units: bigint): number {
  return Number(wholeTokens(units));
}

/** Column heads and rows; what waits for governance has a column where there is any. */
function table({ buckets }: Schedule, rows: readonly Row[], by: 'day' | 'month') {
  const governed = buckets.some((bucket) => bucket.governed);
  return {
    head: [by, ...buckets.map(({ id }) => id), 'circulating', ...(governed ? ['available'] : [])],
    body: rows.map(({ index, released, circulating, available }) => [
      index,
      ...released,
      circulating,
      ...(governed ? [available] : []),
    ]),
  };
}

function csvText(schedule: Schedule, rows: readonly Row[], by: 'day' | 'month'): string {
  const { head, body } = table(schedule, rows, by);
  return stringify([head, ...body], { escape_formulas: true, record_delimiter: '\n' });
}

function jsonText(shown: Shown, rows: readonly Row[], by: 'day' | 'month'): string {
  const { name, about, reading, community, knowledge, schedule } = shown;
  const { buckets, conventions } = schedule;
  const document = {
    schedule: name,
    about,
    reading,
    community,
    tge: formatDate(conventions.tge),
    month: conventions.month,
    by,
    unit: 'tokens',
    rounding: 'floor',
    total: tokens(schedule.total),
    buckets: buckets.map(({ id, amount, holderClass, governed }) => ({
      id,
      amount: tokens(amount),
      holderClass,
      governed,
    })),
    rows: rows.map(({ index, date, released, circulating, available }) => ({
      [by]: index,
      date,
      released: Object.fromEntries(released.map((amount, at) => [buckets[at].id, amount])),
      circulating,
      available,
    })),
    knowledge,
  };
  return `${JSON.stringify(document, null, 2)}\n`;
}

function plainText(shown: Shown, rows: readonly Row[], by: 'day' | 'month'): string {
  const { about, reading, community, knowledge, schedule } = shown;
  const { tge, month } = schedule.conventions;
  const choices = [
    ...(reading === null ? [] : [`reading ${reading}`]),
    ...(community === null ? [] : [`community remainder ${community}`]),
  ];
  const { head, body } = table(schedule, rows, by);
  const texts = [head, ...body].map((row) => row.map((field) => visible(String(field))));
  const widths = head.map((_, column) =>
    Math.max(...texts.map((row) => displayWidth(row[column]))),
  );
  const pad = (text: string, width: number): string =>
    ' '.repeat(Math.max(0, width - displayWidth(text))) + text;
  return [
    visible(`${shown.name}: ${[about, ...choices].join('; ')}`),
    `TGE ${formatDate(tge)}, months ${month}; cumulative, ${ROUNDING}`,
    '',
    ...texts.map((row) => row.map((text, column) => pad(text, widths[column])).join('  ')),
    ...(knowledge.length === 0 ? [] : ['']),
    ...knowledge.map(({ of, status, about: what, source }) =>
      visible(`${of} [${status}]: ${what}${source === '' ? '' : ` (${source})`}`),
    ),
    '',
  ].join('\n');
}
