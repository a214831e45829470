/**
 * `metrics.csv` and `series.csv`: long form, base SI units, numbers in their shortest form that
 * reads back to the same bits. Text that a spreadsheet would run as a formula gets a quote before it.
 */
import { stringify } from 'csv-stringify/sync';
import type { Series, Summary } from '../scenarios/results.ts';
import { parseCsv } from './csv-reader.ts';
import { labelNames, metricNames, sweptPaths } from './selection.ts';
import { valueText } from './text.ts';

type Field = string | number;

const FIXED = ['cell', 'metric', 'unit', 'mean', 'low', 'high', 'n', 'label'];
const SERIES_HEADER = ['cell', 'name', 'x_unit', 'y_unit', 'x', 'y'];

function write(rows: readonly (readonly Field[])[]): string {
  return stringify(
    rows.map((row) => [...row]),
    { escape_formulas: true, quoted_match: /[\r\n\t]|^\s|\s$/, record_delimiter: '\n' },
  );
}

/**
 * One row per cell and metric: `cell` (from 0), one column for each swept path, `metric`, `unit`,
 * `mean`, `low`, `high`, `n`, one column for each quantile that occurs, `label`. A label is a row
 * with unit `label`, its text in the last column and no numbers. A swept path that is named like a
 * fixed column or a quantile appears as `set.<path>`.
 */
export function metricsCsv(summary: Summary): string {
  const paths = sweptPaths(summary.cells);
  const quantiles = quantileNames(summary);
  const taken = new Set([...FIXED, ...quantiles]);
  const rows: Field[][] = [
    [
      'cell',
      ...paths.map((path) => (taken.has(path) ? `set.${path}` : path)),
      'metric',
      'unit',
      'mean',
      'low',
      'high',
      'n',
      ...quantiles,
      'label',
    ],
  ];
  const metrics = metricNames(summary);
  const labels = labelNames(summary);
  for (const [index, cell] of summary.cells.entries()) {
    const set = paths.map((path) => field(cell.set[path]));
    for (const name of metrics) {
      const metric = cell.metrics[name];
      if (!metric) continue;
      const { unit, mean, low, high, n } = metric;
      const inner = quantiles.map((quantile) => number(metric.quantiles?.[quantile]));
      const numbers = [mean, low, high].map(number);
      rows.push([index, ...set, name, unit, ...numbers, n, ...inner, '']);
    }
    for (const name of labels) {
      const label = cell.labels[name];
      if (label === undefined) continue;
      const empty = ['', '', '', '', ...quantiles.map(() => '')];
      rows.push([index, ...set, name, 'label', ...empty, label]);
    }
  }
  return write(rows);
}

/** All quantiles that occur, by their share: p5 < p50 < p99 < p99.9. */
export function quantileNames(summary: Summary): string[] {
  const names = new Set<string>();
  for (const cell of summary.cells) {
    for (const metric of Object.values(cell.metrics)) {
      for (const name of Object.keys(metric.quantiles ?? {})) names.add(name);
    }
  }
  return sortQuantiles([...names]);
}

/** Distinct names of quantiles by their share. */
export function sortQuantiles(names: readonly string[]): string[] {
  const share = (name: string): number => Number(name.replace(/^p/, ''));
  return [...new Set(names)].sort((a, b) => share(a) - share(b) || (a < b ? -1 : 1));
}

/** One row per point: `cell, name, x_unit, y_unit, x, y`. */
export function seriesCsv(series: readonly Series[]): string {
  const rows: Field[][] = [SERIES_HEADER];
  for (const { cell, name, xUnit, yUnit, points } of series) {
    for (const [x, y] of points) rows.push([cell, name, xUnit, yUnit, number(x), number(y)]);
  }
  return write(rows);
}

/**
 * Reads `series.csv` back; the points of a curve keep their order.
 * @throws {SyntaxError} naming the line, what was expected and what was found.
 */
export function readSeriesCsv(text: string): Series[] {
  const [header, ...rows] = parseCsv(text);
  if (header?.fields.join() !== SERIES_HEADER.join()) {
    throw new SyntaxError(
      `line 1: expected the columns ${SERIES_HEADER.join()}, found ${header?.fields.join() ?? 'nothing'}`,
    );
  }
  const curves = new Map<string, Series & { points: [number, number][] }>();
  for (const { line, fields } of rows) {
    if (fields.length !== SERIES_HEADER.length) {
      throw new SyntaxError(
        `line ${line}: expected ${SERIES_HEADER.length} columns, found ${fields.length}`,
      );
    }
    const [cell, name, xUnit, yUnit] = fields.slice(0, 4).map(unescapeFormula) as [
      string,
      string,
      string,
      string,
    ];
    const index = Number(cell);
    if (!/^\d+$/.test(cell) || !Number.isSafeInteger(index)) {
      throw new SyntaxError(`line ${line}: expected a cell number from 0, found "${cell}"`);
    }
    const point: [number, number] = [numeral(fields[4]!, line), numeral(fields[5]!, line)];
    const key = JSON.stringify([cell, name, xUnit, yUnit]);
    const curve = curves.get(key);
    if (curve) curve.points.push(point);
    else curves.set(key, { cell: index, name, xUnit, yUnit, points: [point] });
  }
  return [...curves.values()];
}

function numeral(text: string, line: number): number {
  if (text === '') return Number.NaN;
  const value = Number(text);
  if (Number.isNaN(value))
    throw new SyntaxError(`line ${line}: expected a number, found "${text}"`);
  return value;
}

/** Takes back the quote that `escape_formulas` puts before text. */
function unescapeFormula(text: string): string {
  return /^'[=+\-@\t\r\uff1d\uff0b\uff0d\uff20]/.test(text) ? text.slice(1) : text;
}

/** Not-a-number has no spelling in CSV that every reader knows; the field stays empty. */
function number(value: number | undefined): Field {
  return value === undefined || Number.isNaN(value) ? '' : value;
}

function field(value: unknown): Field {
  return typeof value === 'number' ? number(value) : valueText(value);
}
