/** `expect:` lines: read against the sweep of a scenario, judged against its results. */
import {
  type Comparison,
  type FilterText,
  type MetricTerm,
  parseComparison,
  SyntaxProblem,
  type Term,
} from './expression.ts';
import { didYouMean, nearestPath } from './nearest.ts';
import type { SweptValue } from './points.ts';
import { oneOf, type Place, type Problem, problem, quote } from './problem.ts';
import type { Cell, Expectation, Metric } from './results.ts';
import { byCodeUnit } from './schema.ts';
import { describeNode, type ScalarNode, type TreeNode } from './tree.ts';

/** A filter with every way in which the sweep writes its value. */
export interface Filter {
  readonly path: string;
  readonly written: readonly unknown[];
}

export interface ExpectLine {
  readonly text: string;
  readonly comparison: Comparison;
  /** Filters of each metric of the comparison, in the same order. */
  readonly filters: readonly (readonly Filter[])[];
}

/** What filters are resolved against. */
export interface SweptPaths {
  readonly paths: readonly string[];
  /** The swept values that a filter text means, or an empty list. */
  find(path: string, text: string): readonly SweptValue[];
  /** Texts of the values of a path, for messages. */
  texts(path: string): readonly string[];
}

/** Reads the `expect` list; every error points into the line. */
export function readExpectations(
  node: TreeNode | undefined,
  swept: SweptPaths,
  problems: Problem[],
): ExpectLine[] {
  if (node?.kind !== 'list') return [];
  return node.items.flatMap((item, index) => {
    const path = `expect.${index}`;
    if (item.kind !== 'scalar' || typeof item.value !== 'string') {
      const hint = 'put the line in quotes';
      const expected = 'a line such as `da.throughput > 10 MB/s`';
      problems.push(problem(item.at, path, expected, describeNode(item), hint));
      return [];
    }
    try {
      const comparison = parseComparison(item.value);
      const before = problems.length;
      const filters = comparison.metrics.map((metric) =>
        metric.filters.map((filter) => readFilter(filter, item, path, swept, problems)),
      );
      return problems.length > before ? [] : [{ text: item.value, comparison, filters }];
    } catch (error) {
      if (!(error instanceof SyntaxProblem)) throw error;
      const { at, expected, found, hint } = error;
      problems.push(problem(placeIn(item, at), path, expected, found, hint));
      return [];
    }
  });
}

function placeIn(node: ScalarNode, offset: number): Place {
  if (node.offset === null || node.at.column === null) return node.at;
  return { ...node.at, column: node.at.column + node.offset + offset };
}

function readFilter(
  filter: FilterText,
  node: ScalarNode,
  path: string,
  swept: SweptPaths,
  problems: Problem[],
): Filter {
  const place = placeIn(node, filter.at);
  if (!swept.paths.includes(filter.path)) {
    const near = didYouMean(nearestPath(filter.path, swept.paths));
    const expected =
      swept.paths.length === 0
        ? 'no filter: nothing is swept'
        : `a swept path: ${oneOf(swept.paths)}`;
    problems.push(problem(place, path, expected, quote(filter.path), near));
    return { path: filter.path, written: [] };
  }
  const values = swept.find(filter.path, filter.value);
  if (values.length === 0) {
    const expected = `a swept value of ${filter.path}: ${oneOf(swept.texts(filter.path))}`;
    problems.push(problem(place, path, expected, quote(filter.value)));
  }
  return { path: filter.path, written: values.map((value) => value.written) };
}

/**
 * Judges every line in every sweep point it speaks of.
 *
 * A metric without filter is taken from the point at hand; one with a filter from the point that
 * differs from it only in the filtered paths. A line is judged once for each set of points it reads
 * and belongs to the point of its first metric. `cells` are in point order. Values are in base SI; a
 * metric stands for its mean unless a statistic is named. A line that finds no point fails.
 */
export function judge(lines: readonly ExpectLine[], cells: readonly Cell[]): Expectation[] {
  const byKey = new Map(cells.map((cell, index) => [setKey(cell.set), index]));
  return lines.flatMap((line) => {
    const judged = new Set<string>();
    const results: Expectation[] = [];
    cells.forEach((cell, index) => {
      const places = line.filters.map((filters) => findCell(cell, index, filters, byKey));
      const key = places.join(' ');
      if (places.includes(null) || judged.has(key)) return;
      judged.add(key);
      const read = new Map(line.comparison.metrics.map((m, i) => [m, cells[places[i]!]!]));
      results.push({ text: line.text, cell: places[0]!, ...judgeLine(line.comparison, read) });
    });
    return results.length > 0 ? results : [{ text: line.text, cell: 0, found: null, pass: false }];
  });
}

function setKey(set: Readonly<Record<string, unknown>>): string {
  const entries = Object.entries(set).map(([path, value]) => `${path}=${JSON.stringify(value)}`);
  return entries.toSorted(byCodeUnit).join('\n');
}

function findCell(
  cell: Cell,
  index: number,
  filters: readonly Filter[],
  byKey: ReadonlyMap<string, number>,
): number | null {
  if (filters.length === 0) return index;
  let sets: Record<string, unknown>[] = [cell.set];
  for (const { path, written } of filters) {
    sets = sets.flatMap((set) => written.map((value) => ({ ...set, [path]: value })));
  }
  for (const set of sets) {
    const found = byKey.get(setKey(set));
    if (found !== undefined) return found;
  }
  return null;
}

type Cells = ReadonlyMap<MetricTerm, Cell>;
type Outcome = Pick<Expectation, 'found' | 'pass'>;

function judgeLine(comparison: Comparison, cells: Cells): Outcome {
  const { op, left, right } = comparison;
  if (left.kind === 'text' || right.kind === 'text') {
    const metric = (left.kind === 'text' ? right : left) as MetricTerm;
    const wanted = (left.kind === 'text' ? left : (right as { value: string })).value;
    const found = labelOf(metric, cells.get(metric)!);
    return { found, pass: found !== null && (found === wanted) === (op === '==') };
  }
  const [a, b] = [evaluate(left, cells), evaluate(right, cells)];
  if (a === null || b === null) return { found: null, pass: false };
  const clash = a.clash ?? b.clash ?? unitClash(a, b);
  if (clash !== null) return { found: clash, pass: false };
  const found = hasMetric(left) ? a.value : b.value;
  if (!Number.isFinite(a.value) || !Number.isFinite(b.value)) return { found: null, pass: false };
  return { found, pass: compare(op, a.value, b.value) };
}

function compare(op: Comparison['op'], a: number, b: number): boolean {
  switch (op) {
    case '>':
      return a > b;
    case '>=':
      return a >= b;
    case '<':
      return a < b;
    case '<=':
      return a <= b;
    case '==':
      return a === b;
    default:
      return a !== b;
  }
}

interface Measured {
  readonly value: number;
  /** Base SI unit; empty for a bare number, null when a product has no name of its own. */
  readonly unit: string | null;
  /** Why the value makes no sense, or null. */
  readonly clash: string | null;
}

function evaluate(term: Term, cells: Cells): Measured | null {
  switch (term.kind) {
    case 'number':
      return { value: term.value, unit: term.unit, clash: null };
    case 'text':
      return null;
    case 'metric':
      return metricValue(term, cells.get(term)!);
    case 'negative': {
      const of = evaluate(term.of, cells);
      return of === null ? null : { ...of, value: -of.value };
    }
    default: {
      const left = evaluate(term.left, cells);
      const right = evaluate(term.right, cells);
      return left === null || right === null ? null : combine(term.op, left, right);
    }
  }
}

function combine(op: string, a: Measured, b: Measured): Measured {
  const earlier = a.clash ?? b.clash;
  if (op === '+' || op === '-') {
    const value = op === '+' ? a.value + b.value : a.value - b.value;
    return { value, unit: a.unit === '' ? b.unit : a.unit, clash: earlier ?? unitClash(a, b) };
  }
  if (op === '*') {
    const unit = isPlain(a.unit) ? b.unit : isPlain(b.unit) ? a.unit : null;
    return { value: a.value * b.value, unit, clash: earlier };
  }
  const unit = isPlain(b.unit) ? a.unit : a.unit === b.unit && a.unit !== null ? '1' : null;
  return { value: a.value / b.value, unit, clash: earlier };
}

function isPlain(unit: string | null): boolean {
  return unit === '' || unit === '1';
}

const NEEDS_UNIT = ['s', 'B', 'B/s'];

/** Seconds are not bytes, and 10 is neither; zero is zero in every unit. */
function unitClash(a: Measured, b: Measured): string | null {
  if (a.unit === null || b.unit === null || a.unit === b.unit) return null;
  if (a.unit === '' || b.unit === '') {
    const [bare, other] = a.unit === '' ? [a, b] : [b, a];
    if (bare.value === 0 || !NEEDS_UNIT.includes(other.unit!)) return null;
    return `${other.unit} cannot be compared with a number without unit`;
  }
  return `${a.unit} cannot be compared with ${b.unit}`;
}

function hasMetric(term: Term): boolean {
  if (term.kind === 'binary') return hasMetric(term.left) || hasMetric(term.right);
  return term.kind === 'negative' ? hasMetric(term.of) : term.kind === 'metric';
}

function labelOf({ name, breakdown, statistic }: MetricTerm, cell: Cell): string | null {
  const full = name + breakdown + (statistic === '' ? '' : `.${statistic}`);
  return Object.hasOwn(cell.labels, full) ? cell.labels[full]! : null;
}

/** A metric by its full name, or by its name and a statistic: `da.delay.p99[holder]`. */
function metricValue({ name, breakdown, statistic }: MetricTerm, cell: Cell): Measured | null {
  const metric = (wanted: string): Metric | undefined =>
    Object.hasOwn(cell.metrics, wanted) ? cell.metrics[wanted] : undefined;
  const full = name + breakdown + (statistic === '' ? '' : `.${statistic}`);
  const direct = metric(full);
  if (direct !== undefined) return measured(direct, 'mean');
  if (statistic !== '') return measured(metric(name + breakdown), statistic);
  for (let dot = name.lastIndexOf('.'); dot > 0; dot = name.lastIndexOf('.', dot - 1)) {
    const found = metric(name.slice(0, dot) + breakdown);
    if (found !== undefined) return measured(found, name.slice(dot + 1));
  }
  return null;
}

function measured(metric: Metric | undefined, statistic: string): Measured | null {
  if (metric === undefined) return null;
  const { unit, mean, low, high, n } = metric;
  const own: Record<string, number> = { ...metric.quantiles, mean, low, high, n };
  if (!Object.hasOwn(own, statistic)) return null;
  return { value: own[statistic]!, unit: statistic === 'n' ? '' : unit, clash: null };
}
