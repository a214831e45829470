/**
 * A cap table in CSV: one bucket a line in street notation. See README.md for columns and settings.
 */
import { type MonthConvention, monthConventions } from '../calendar.ts';
import { type Cell, readCells } from './csv.ts';
import { parseSchedule } from './parse-schedule.ts';
import { quoted, ScheduleProblem } from './problem.ts';
import type { Schedule } from './schedule.ts';
import { type SliceConvention, sliceConventions } from './steps.ts';
import { type CliffSense, cliffSenses, type WrittenBucket } from './written.ts';

/** A wrong cell. */
export class CapTableProblem extends ScheduleProblem {
  readonly line: number;
  /** Column of its first character, from 1. */
  readonly column: number;

  constructor({ line, column }: Cell, heading: string, expected: string, found: string) {
    super(`line ${line}, column ${quoted(heading)}`, expected, found);
    this.line = line;
    this.column = column;
  }
}

/** Names of columns, in letters only; words for units are taken off first. */
const COLUMNS = {
  bucket: ['bucket', 'name', 'allocation', 'category', 'group'],
  holderClass: ['holderclass', 'class', 'holder', 'holders'],
  amount: [
    'amount',
    'tokens',
    'tokenamount',
    'size',
    'supply',
    'ofsupply',
    'oftotalsupply',
    'percent',
  ],
  tgeShare: [
    ...['tgeshare', 'tge', 'attge', 'tgeunlock', 'unlocktge', 'unlockattge', 'unlockedattge'],
    ...['initial', 'initialshare', 'initialunlock'],
  ],
  cliff: ['cliff', 'cliffperiod', 'lock', 'lockup', 'lockupperiod'],
  duration: [
    ...['duration', 'vesting', 'linearvesting', 'vest', 'vestingduration', 'vestingperiod'],
    ...['end', 'enddate', 'vestingend'],
  ],
  step: ['step', 'frequency', 'vestingfrequency', 'unlockfrequency', 'vestingtype'],
  sense: ['sense', 'cliffsense'],
  start: ['start', 'startdate', 'vestingstart'],
  note: ['note', 'notes', 'comment', 'comments', 'source'],
} as const;
type Column = keyof typeof COLUMNS;

interface Heading {
  readonly cell: Cell;
  readonly column: Column;
  /** What a bare number in the column is followed by: ` %`, ` months`; empty when nothing says so. */
  readonly unit: string;
}

/**
 * Reads a cap table, or nothing.
 * @param tge day of the token event, unless a line `# tge: 2026-01-31` says it
 * @throws ScheduleProblem; CapTableProblem with line and column for a wrong cell
 */
export function parseCapTable(text: string, tge: string): Schedule {
  const lines = readCells(text);
  const isComment = ([first]: readonly Cell[]): boolean => first.text.startsWith('#');
  const settings = readSettings(lines.filter(isComment));
  const [head, ...rows] = lines.filter((line) => !isComment(line));
  if (head === undefined) throw new ScheduleProblem('line 1', 'a line of column names', 'nothing');
  const headings = readHeadings(head);
  const buckets = new Map<string, { row: readonly Cell[]; written: WrittenBucket }>();
  const { total: setTotal, ...conventions } = settings;
  let total = setTotal ?? null;
  let totalCell: Cell | null = null;
  for (const row of rows) {
    if (row.length > headings.length) {
      const surplus = row[headings.length];
      throw new CapTableProblem(surplus, '', `${headings.length} cells`, `${row.length}`);
    }
    const { bucket: id, ...terms } = readRow(row, headings);
    const cell = cellOf(row, headings, 'bucket');
    if (id === undefined || buckets.has(id)) {
      const found = id === undefined ? 'nothing' : `${quoted(id)} again`;
      const expected = 'a name of its own; buckets of one holder share a `holder class`';
      throw new CapTableProblem(cell, 'bucket', expected, found);
    }
    if (/^total( supply)?$/i.test(id)) {
      total = terms.amount ?? null;
      totalCell = cellOf(row, headings, 'amount');
    } else {
      buckets.set(id, { row, written: asBucket(terms, row, headings) });
    }
  }
  const written = [...buckets].map(([id, bucket]) => [id, bucket.written] as const);
  try {
    return parseSchedule({ tge, ...conventions, total, buckets: Object.fromEntries(written) });
  } catch (error) {
    if (!(error instanceof ScheduleProblem)) throw error;
    if (error.path === 'total' && totalCell !== null) {
      throw new CapTableProblem(totalCell, 'amount', error.expected, error.found);
    }
    const at = [...buckets].find(([id]) => error.path.startsWith(`buckets.${id}.`));
    if (at === undefined) throw error;
    throw inCell(error, at[0], at[1].row, headings);
  }
}

/** A refusal of a bucket, at the cell that it comes from. */
function inCell(
  { path, expected, found }: ScheduleProblem,
  id: string,
  row: readonly Cell[],
  headings: readonly Heading[],
): CapTableProblem {
  const field = path.slice(`buckets.${id}.`.length).split('.')[0];
  const heading = headings.find(({ column }) => column === field);
  const cell = cellOf(row, headings, heading?.column ?? 'bucket');
  return new CapTableProblem(cell, heading?.cell.text ?? 'bucket', expected, found);
}

/** Lines `# tge: 2026-01-31`, `# total: 1bn`, `# month: 30d`, `# slice: start`, `# epoch: 5 days`. */
function readSettings(lines: readonly (readonly Cell[])[]) {
  const settings: {
    tge?: string;
    total?: string;
    month?: MonthConvention;
    slice?: SliceConvention;
    epoch?: string;
  } = {};
  for (const line of lines) {
    // A total with commas has cells of its own.
    const text = line.map((cell) => cell.text).join(',');
    const match = /^#\s*(\w+)\s*:\s*(.+?),*$/.exec(text);
    if (match === null) continue;
    const [, name, value] = match;
    const oneOf = <T extends string>(options: readonly T[]): T => {
      const found = options.find((option) => option === value);
      if (found !== undefined) return found;
      throw new CapTableProblem(line[0], name, options.join(', '), quoted(value));
    };
    if (name === 'tge' || name === 'epoch' || name === 'total') settings[name] = value;
    else if (name === 'month') settings.month = oneOf(monthConventions);
    else if (name === 'slice') settings.slice = oneOf(sliceConventions);
    else {
      const expected = 'one of the settings tge, total, month, slice, epoch';
      throw new CapTableProblem(line[0], name, expected, quoted(name));
    }
  }
  return settings;
}

function readHeadings(head: readonly Cell[]): Heading[] {
  const headings = head.map((cell): Heading => {
    const lower = cell.text.toLowerCase();
    const unit = /\b(day|week|mo|month|year)s?\b/.exec(lower.replaceAll('_', ' '))?.[1];
    const letters = lower.replace(/(?:\b|_)(?:days?|weeks?|mos?|months?|years?|in)(?=\b|_)/g, '');
    const percent = cell.text.includes('%') ? ' %' : '';
    const name = letters.replace(/[^a-z]/g, '');
    const named = (Object.keys(COLUMNS) as Column[]).find((each) =>
      (COLUMNS[each] as readonly string[]).includes(name),
    );
    // "Allocation" is a bucket, "Allocation %" and a bare "%" are how much of the supply.
    const column = percent !== '' && (named === 'bucket' || name === '') ? 'amount' : named;
    if (column === undefined) {
      const commas = /[;\t]/.test(cell.text) ? ', with commas between columns' : '';
      const expected = `one of ${Object.keys(COLUMNS).join(', ')}${commas}`;
      throw new CapTableProblem(cell, cell.text, expected, quoted(cell.text));
    }
    return { cell, column, unit: unit === undefined ? percent : ` ${unit}s` };
  });
  for (const [index, { cell, column }] of headings.entries()) {
    if (headings.findIndex((each) => each.column === column) < index) {
      throw new CapTableProblem(cell, cell.text, `one column ${quoted(column)}`, 'two');
    }
  }
  for (const column of ['bucket', 'amount'] as const) {
    if (!headings.some((each) => each.column === column)) {
      throw new CapTableProblem(head[0], column, `a column ${quoted(column)}`, 'none');
    }
  }
  return headings;
}

type Row = Partial<Record<Column, string>>;

/** Cells by column; empty ones, dashes, `n/a` and `none` are left out. */
function readRow(row: readonly Cell[], headings: readonly Heading[]): Row {
  const read: Row = {};
  headings.forEach(({ column, unit }, index) => {
    const text = row[index]?.text ?? '';
    if (/^(?:[-–—]?|n\/?a|none)$/i.test(text)) return;
    read[column] = unit !== '' && /^[\d.]+$/.test(text) ? `${text}${unit}` : text;
  });
  return read;
}

function asBucket(row: Row, cells: readonly Cell[], headings: readonly Heading[]): WrittenBucket {
  const { sense: word, note: _, ...terms } = row;
  const sense: CliffSense | undefined = cliffSenses.find(
    (each) => each.replace('-', '') === word?.toLowerCase().replace(/[- ]/g, ''),
  );
  if (word !== undefined && sense === undefined) {
    const cell = cellOf(cells, headings, 'sense');
    throw new CapTableProblem(cell, 'sense', cliffSenses.join(' or '), quoted(word));
  }
  return sense === undefined ? terms : { ...terms, sense };
}

/** The cell of a column, or the first one of the row where the row ends before it. */
function cellOf(row: readonly Cell[], headings: readonly Heading[], column: Column): Cell {
  return row[headings.findIndex((each) => each.column === column)] ?? row[0];
}
