/** The cells of a sweep as tables: what heads a row, the wanted metrics, the labels beside them. */
import type { Cell, Summary } from '../scenarios/results.ts';
import { headingPaths } from './identity.ts';
import { metricText } from './phrases.ts';
import { chosenMetrics, labelNames, sweptPaths } from './selection.ts';
import { displayWidth, valueText } from './text.ts';

/** What fits on the page side by side. A wider table is cut into one for each room of the names, or more. */
const MOST_CHARACTERS = 150;
const LONGEST_LINE = 22;
const GAP = 2;

export interface CellColumn {
  readonly head: string;
  readonly kind: 'swept' | 'metric' | 'label';
  readonly right: boolean;
  /** One text for each cell. */
  readonly texts: readonly string[];
}

export interface CellTable {
  /** What is in it: the first segment of the names, such as `da`; empty when there is one table. */
  readonly room: string;
  readonly columns: readonly CellColumn[];
}

/**
 * Tables with one row for each cell. A list of points is headed by what tells its points apart; what
 * else they set is {@link pointTable}. A label that only repeats the heading is left out.
 */
export function cellTables(summary: Summary, highlights: readonly string[]): CellTable[] {
  const { cells } = summary;
  const heads = headingPaths(cells).map((path) => sweptColumn(cells, path));
  const columns = [
    ...chosenMetrics(summary, highlights).map((name) => metricColumn(cells, name)),
    ...labelColumns(summary),
  ];
  const whole: CellTable = { room: '', columns: [...heads, ...columns] };
  if (widthOf(whole) <= MOST_CHARACTERS) return [whole];
  return [...new Set(columns.map(roomOf))].flatMap((room) => {
    const own = columns.filter((column) => roomOf(column) === room);
    const table: CellTable = { room, columns: [...heads, ...own] };
    if (widthOf(table) <= MOST_CHARACTERS) return [table];
    const labels = own.filter(({ kind }) => kind === 'label');
    const metrics = own.filter(({ kind }) => kind === 'metric');
    if (labels.length === 0 || metrics.length < 2) return cut(room, heads, own);
    return [
      ...cut(`${room}, measures`, heads, metrics),
      ...cut(`${room}, labels`, [...heads, metrics[0]!], labels),
    ];
  });
}

/** Tables with as many columns as fit beside the heads, at least one. */
function cut(
  room: string,
  heads: readonly CellColumn[],
  columns: readonly CellColumn[],
): CellTable[] {
  const parts: CellColumn[][] = [];
  for (const column of columns) {
    const last = parts.at(-1);
    const wider = { room, columns: [...heads, ...(last ?? []), column] };
    if (last && widthOf(wider) <= MOST_CHARACTERS) last.push(column);
    else parts.push([column]);
  }
  return parts.map((part, index) => ({
    room: parts.length === 1 ? room : `${room}, ${index + 1} of ${parts.length}`,
    columns: [...heads, ...part],
  }));
}

/** Characters that a table takes in a row; long texts wrap, heads do so between their parts. */
function widthOf({ columns }: CellTable): number {
  const widths = columns.map(({ head, texts }) => {
    const parts = head.split(/[._[]/).map(displayWidth);
    const lengths = texts.map((text) => Math.min(displayWidth(text), LONGEST_LINE));
    return Math.max(...parts, ...lengths) + GAP;
  });
  return widths.reduce((sum, width) => sum + width, 0);
}

/** What the points of a list set besides their heading and their labels; null for a grid. */
export function pointTable(summary: Summary): CellTable | null {
  const { cells } = summary;
  const heading = headingPaths(cells);
  const labels = labelNames(summary).map((name) => textsOf(labelColumn(cells, name)));
  const rest = sweptPaths(cells)
    .filter((path) => !heading.includes(path))
    .map((path) => sweptColumn(cells, path))
    .filter((column) => !labels.includes(textsOf(column)));
  if (rest.length === 0) return null;
  return { room: '', columns: [...heading.map((path) => sweptColumn(cells, path)), ...rest] };
}

/** The labels of the cells, without those that repeat what heads the row. */
export function labelColumns(summary: Summary): CellColumn[] {
  const { cells } = summary;
  const heads = headingPaths(cells).map((path) => textsOf(sweptColumn(cells, path)));
  return labelNames(summary)
    .map((name) => labelColumn(cells, name))
    .filter((column) => !heads.includes(textsOf(column)));
}

export function sweptColumn(cells: readonly Cell[], path: string): CellColumn {
  const texts = cells.map(({ set }) => valueText(set[path]));
  const right = cells.every(({ set }) => typeof set[path] === 'number');
  return { head: path, kind: 'swept', right, texts };
}

export function metricColumn(cells: readonly Cell[], name: string): CellColumn {
  const texts = cells.map(({ metrics }) => metricText(name, metrics[name]));
  return { head: name, kind: 'metric', right: true, texts };
}

function labelColumn(cells: readonly Cell[], name: string): CellColumn {
  const texts = cells.map(({ labels }) => labels[name] ?? '');
  return { head: name, kind: 'label', right: false, texts };
}

function roomOf({ head }: CellColumn): string {
  return head.split('.')[0]!;
}

function textsOf({ texts }: CellColumn): string {
  return JSON.stringify(texts);
}
