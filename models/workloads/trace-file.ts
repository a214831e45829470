import { dayNumber, parseDate } from '../token/calendar.ts';
import { type Cell, readCells } from '../token/unlocks/csv.ts';
import { ScheduleProblem } from '../token/unlocks/problem.ts';
import type { InferenceRequest } from './inference.ts';

/** What is wrong with a trace, and where. */
export class TraceProblem extends RangeError {
  override readonly name = 'TraceProblem';
  /** File, line and column of the first character, from 1: `./a.csv, line 3, column 12 (ContextTokens)`. */
  readonly place: string;
  readonly expected: string;
  readonly found: string;

  constructor(place: string, expected: string, found: string) {
    super(`${place}, expected ${expected}, got ${found}`);
    this.place = place;
    this.expected = expected;
    this.found = found;
  }
}

/** Columns by their names in letters only: those of Azure, and those in which time counts from a start. */
const COLUMNS = {
  time: ['timestamp', 'seconds', 'ts', 'tseconds', 'time'],
  input: ['contexttokens'],
  output: ['generatedtokens'],
} as const;
type Column = keyof typeof COLUMNS;
const NAMES: Readonly<Record<Column, string>> = {
  time: 'TIMESTAMP',
  input: 'ContextTokens',
  output: 'GeneratedTokens',
};

/** More tokens than any context holds. */
const MOST_TOKENS = 1_000_000_000;

/** What simulated time holds: 28.5 years. */
const MOST_SECONDS = 9e8;

/** Whole seconds since some start, and the rest; apart, so that dates keep their digits. */
interface Instant {
  readonly dated: boolean;
  readonly whole: number;
  readonly part: number;
}

const COUNTED = /^(\d{1,15})(\.\d*)?$/;
const DATED = /^([\d-]{10})[ T]([01]\d|2[0-3]):([0-5]\d):([0-5]\d)(\.\d*)?(?:Z|\+00:00)?$/;

/** Null for a text that is no instant, such as a day that does not exist. */
function parseInstant(text: string): Instant | null {
  const counted = COUNTED.exec(text);
  if (counted !== null) {
    return { dated: false, whole: Number(counted[1]), part: fraction(counted[2]) };
  }
  const found = DATED.exec(text);
  const date = found === null ? null : parseDate(found[1]);
  if (found === null || date === null) return null;
  const [hour, minute, second] = found.slice(2, 5).map(Number);
  const hours = dayNumber(date) * 24 + hour;
  return { dated: true, whole: (hours * 60 + minute) * 60 + second, part: fraction(found[5]) };
}

function fraction(digits: string | undefined): number {
  return digits === undefined ? 0 : Number(`0${digits}`);
}

function quote(text: string): string {
  return text === '' ? 'nothing' : JSON.stringify(text);
}

/** A text of cells, and what can be said against one of them. */
class TraceReader {
  private readonly file: string;
  private readonly header: readonly Cell[];
  readonly rows: readonly (readonly Cell[])[];

  constructor(text: string, file: string) {
    this.file = file;
    let cells: readonly (readonly Cell[])[];
    try {
      cells = readCells(text);
    } catch (error) {
      if (!(error instanceof ScheduleProblem)) throw error;
      throw new TraceProblem(`${file}, ${error.path}`, error.expected, error.found);
    }
    if (cells.length === 0) {
      this.refuse({ text: '', line: 1, column: 1 }, 'a line of column names', 'nothing');
    }
    this.header = cells[0];
    this.rows = cells.slice(1);
    if (this.rows.length === 0) {
      this.refuse({ text: '', line: this.header[0].line + 1, column: 1 }, 'a request', 'nothing');
    }
  }

  refuse({ line, column }: Cell, expected: string, found: string, name?: string): never {
    const place = `${this.file}, line ${line}, column ${column}`;
    throw new TraceProblem(name === undefined ? place : `${place} (${name})`, expected, found);
  }

  /** Where the column stands in each row. */
  place(column: Column): number {
    const names: readonly string[] = COLUMNS[column];
    const letters = (text: string) => text.toLowerCase().replaceAll(/[^a-z]/g, '');
    const matches = this.header.filter(({ text }) => names.includes(letters(text)));
    if (matches.length > 1) {
      this.refuse(matches[1], `one column ${NAMES[column]}`, `${quote(matches[1].text)} too`);
    }
    if (matches.length === 0) {
      const found = this.header.map(({ text }) => quote(text)).join(', ');
      this.refuse(this.header[0], `a column ${NAMES[column]}`, found);
    }
    return this.header.indexOf(matches[0]);
  }

  checkLength(row: readonly Cell[]): void {
    const { length } = this.header;
    if (row.length === length) return;
    this.refuse(row[Math.min(row.length - 1, length)], `${length} cells`, `${row.length}`);
  }

  tokens(cell: Cell, column: Column, least: number): number {
    const count = /^\d+$/.test(cell.text) ? Number(cell.text) : Number.NaN;
    if (count >= least && count <= MOST_TOKENS) return count;
    const expected = `a whole number from ${least} to ${MOST_TOKENS}`;
    return this.refuse(cell, expected, quote(cell.text), NAMES[column]);
  }

  /** Seconds from the first instant to that of the cell. */
  since(first: Cell, cell: Cell): number {
    const [from, to] = [this.instant(first), this.instant(cell)];
    const at = to.whole - from.whole + (to.part - from.part);
    if (to.dated === from.dated && at <= MOST_SECONDS) return at;
    const expected = `a time like that of the first request, at most 28 years later`;
    return this.refuse(cell, expected, quote(cell.text), NAMES.time);
  }

  private instant(cell: Cell): Instant {
    const expected = 'seconds, or a date and time in UTC such as 2023-11-16 18:15:46.68';
    return parseInstant(cell.text) ?? this.refuse(cell, expected, quote(cell.text), NAMES.time);
  }
}

/**
 * Reads a trace of inference requests in CSV: a line of column names (of any order and case, with or without
 * underscores; others are ignored), then one request a line in the order of time. Times are seconds, or dates
 * with a time in UTC, and count from the first request.
 * @param file its name, for messages
 * @throws TraceProblem with file, line and column, what was expected and what was found
 */
export function parseTrace(text: string, file: string): InferenceRequest[] {
  const reader = new TraceReader(text, file);
  const places = {
    ...{ time: reader.place('time'), input: reader.place('input') },
    output: reader.place('output'),
  };
  let last = 0;
  return reader.rows.map((row) => {
    reader.checkLength(row);
    const time = row[places.time];
    const at = reader.since(reader.rows[0][places.time], time);
    if (at < last) {
      const expected = 'a time not before that of the request above';
      reader.refuse(time, expected, quote(time.text), NAMES.time);
    }
    last = at;
    const input = reader.tokens(row[places.input], 'input', 1);
    return { at, input, output: reader.tokens(row[places.output], 'output', 0) };
  });
}
