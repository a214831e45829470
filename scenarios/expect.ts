/** `expect:` lines: read against the sweep of a scenario, judged against its results. */

import type { Plan } from './design.ts';
import {
  type Comparison,
  type FilterText,
  type MetricTerm,
  parseComparison,
  SyntaxProblem,
  type Term,
} from './expression.ts';
import { type Measured, metricValue } from './metric-value.ts';
import { didYouMean, nearestPath } from './nearest.ts';
import type { SweptValue } from './points.ts';
import { oneOf, type Place, type Problem, problem, quote } from './problem.ts';
import type { Cell, Expectation, Sensitivity } from './results.ts';
import { BY, STATISTICS, sensitivityCell, setKey, setWithout } from './sensitivity-terms.ts';
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
  /** What sensitivity there will be; null without a design, or with one that is wrong. */
  readonly design: Pick<Plan, 'method' | 'factors'> | null;
  /** Whether the sweep could be read; if not, nothing is known of a design. */
  readonly isSound: boolean;
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
        metric.filters.map((filter) =>
          filter.path === BY && (swept.design !== null || !swept.isSound)
            ? readFactor(filter, metric, item, path, swept.design, problems)
            : readFilter(filter, item, path, swept, problems),
        ),
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

/** `[by=path].statistic`: what the design says of a path. */
function readFactor(
  filter: FilterText,
  { statistic }: MetricTerm,
  node: ScalarNode,
  path: string,
  design: SweptPaths['design'],
  problems: Problem[],
): Filter {
  const factor: Filter = { path: BY, written: [filter.value] };
  if (design === null) return factor;
  const { method, factors } = design;
  const place = placeIn(node, filter.at);
  const varied = factors.map((factor) => factor.path);
  if (!varied.includes(filter.value)) {
    const near = didYouMean(nearestPath(filter.value, varied));
    const expected = `a path of the design: ${oneOf(varied)}`;
    problems.push(problem(place, path, expected, quote(filter.value), near));
  } else if (!STATISTICS[method].includes(statistic)) {
    const expected = `a statistic of ${method} after the bracket: ${oneOf(STATISTICS[method])}`;
    problems.push(problem(place, path, expected, statistic === '' ? 'none' : quote(statistic)));
  }
  return factor;
}

/** What a design found: the paths that it varies, and how much they decide. */
export interface Designed {
  readonly varied: readonly string[];
  readonly sensitivity: readonly Sensitivity[];
}

/**
 * Judges every line in every sweep point it speaks of.
 *
 * A metric without filter is taken from the point at hand; one with a filter from the point that
 * differs from it only in the filtered paths. A line is judged once for each set of points it reads
 * and belongs to the point of its first metric. `cells` are in point order. Values are in base SI; a
 * metric stands for its mean unless a statistic is named. A metric with `by` stands for what the design
 * says of that path, which belongs to the first point of the design. A line that finds no point fails.
 */
export function judge(
  lines: readonly ExpectLine[],
  cells: readonly Cell[],
  { varied, sensitivity }: Designed = { varied: [], sensitivity: [] },
): Expectation[] {
  const byKey = new Map(cells.map((cell, index) => [setKey(cell.set), index]));
  const outerKey = (cell: Cell): string => setKey(setWithout(cell.set, varied));
  // The first of equal keys stays: entries of a map made from the end overwrite later ones.
  const starts = new Map(cells.map((cell, i): [string, number] => [outerKey(cell), i]).reverse());
  return lines.flatMap((line) => {
    const judged = new Set<string>();
    const results: Expectation[] = [];
    cells.forEach((cell, index) => {
      const places = line.filters.map((filters) => {
        const own = filters.filter(({ path }) => path !== BY);
        const place = findCell(cell, index, own, byKey);
        return place === null || own.length === filters.length
          ? place
          : starts.get(outerKey(cells[place]!))!;
      });
      const key = places.join(' ');
      if (places.includes(null) || judged.has(key)) return;
      judged.add(key);
      const read = new Map(
        line.comparison.metrics.map((metric, i) => {
          const at = cells[places[i]!]!;
          const by = line.filters[i]!.find(({ path }) => path === BY);
          if (by === undefined) return [metric, at];
          return [metric, sensitivityCell(metric, String(by.written[0]), at, sensitivity)];
        }),
      );
      results.push({ text: line.text, cell: places[0]!, ...judgeLine(line.comparison, read) });
    });
    return results.length > 0 ? results : [{ text: line.text, cell: 0, found: null, pass: false }];
  });
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
