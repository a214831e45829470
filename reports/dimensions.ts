/** Which swept path becomes the x axis, which the lines, and which the small multiples. */
import type { Cell } from '../scenarios/results.ts';
import { identifyingPaths } from './identity.ts';
import { readAxis } from './quantity.ts';
import { valueText } from './text.ts';

const MANY_NUMBERS = 4;

/** One thing that varies: a swept path, or the keys of a breakdown. */
export interface Dimension {
  readonly name: string;
  /** Distinct values as text, in order: by size when they are numbers, else as they first appear. */
  readonly values: readonly string[];
  /** The same values in base units, or null for names. */
  readonly numbers: readonly number[] | null;
}

export interface Layout {
  /** Null only when nothing varies. */
  readonly x: Dimension | null;
  readonly lines: Dimension | null;
  readonly panels: readonly Dimension[];
}

function dimension(name: string, raw: readonly unknown[]): Dimension {
  const distinct = new Map(raw.map((value) => [valueText(value), value]));
  const values = [...distinct.keys()];
  const numbers = readAxis([...distinct.values()]);
  if (!numbers || new Set(numbers).size < numbers.length) return { name, values, numbers: null };
  const order = values.map((_, index) => index).sort((a, b) => numbers[a]! - numbers[b]!);
  return {
    name,
    values: order.map((index) => values[index]!),
    numbers: order.map((index) => numbers[index]!),
  };
}

/** The swept paths that take more than one value, without those that follow from others. */
export function varying(cells: readonly Cell[]): Dimension[] {
  return identifyingPaths(cells).map((path) =>
    dimension(
      path,
      cells.map((cell) => cell.set[path]),
    ),
  );
}

/** Whether a dimension has numbers enough to be read as a line. */
export function isLong({ numbers }: Dimension): boolean {
  return numbers !== null && numbers.length >= MANY_NUMBERS;
}

/** A dimension of names, such as the keys of a breakdown. */
export function named(name: string, values: readonly string[]): Dimension {
  return { name, values: [...new Set(values)], numbers: null };
}

/** The first of the longest; dimensions with fewer values lose. */
function longest(dimensions: readonly Dimension[]): Dimension | null {
  let best: Dimension | null = null;
  for (const each of dimensions) {
    if (best === null || each.values.length > best.values.length) best = each;
  }
  return best;
}

/**
 * x is the numeric dimension with most values (without one: the names with most values); the lines
 * are the names with most values, else the longest of the rest; what remains makes panels.
 * @param wanted the dimension on x, where it is not to be chosen.
 */
export function layOut(dimensions: readonly Dimension[], wanted?: Dimension): Layout {
  const numeric = dimensions.filter(({ numbers }) => numbers);
  const x = wanted ?? longest(numeric) ?? longest(dimensions);
  const rest = dimensions.filter((each) => each !== x);
  const lines = linesOf(rest);
  return { x, lines, panels: rest.filter((each) => each !== lines) };
}

/**
 * Without an x axis of its own: curves over time, whose axis is taken, and rows of a table. Every
 * dimension goes to lines (or rows) and panels.
 */
export function layOutLines(dimensions: readonly Dimension[]): Layout {
  const lines = linesOf(dimensions);
  return { x: null, lines, panels: dimensions.filter((each) => each !== lines) };
}

function linesOf(dimensions: readonly Dimension[]): Dimension | null {
  return longest(dimensions.filter(({ numbers }) => !numbers)) ?? longest(dimensions);
}
