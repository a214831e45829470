/** Which metrics to show when there are many: those asked about first, then the highlighted ones. */
import type { Cell, Expectation, Summary } from '../scenarios/results.ts';

/** Names in the order in which they first appear in the cells. */
function firstSeen(cells: readonly Cell[], names: (cell: Cell) => string[]): string[] {
  return [...new Set(cells.flatMap(names))];
}

export function metricNames(summary: Summary): string[] {
  return firstSeen(summary.cells, (cell) => Object.keys(cell.metrics));
}

export function labelNames(summary: Summary): string[] {
  return firstSeen(summary.cells, (cell) => Object.keys(cell.labels));
}

export function sweptPaths(cells: readonly Cell[]): string[] {
  return firstSeen([...cells], (cell) => Object.keys(cell.set));
}

/** `da.egress[leader]` → `['da.egress', 'leader']`; a name without breakdown has key null. */
export function splitBreakdown(metric: string): [base: string, key: string | null] {
  const found = /^(.*?)\[(.*)\]$/s.exec(metric);
  return found ? [found[1]!, found[2]!] : [metric, null];
}

/** The metrics meant by a name: itself, or all keys of a breakdown when the name is its base. */
export function resolveMetric(name: string, metrics: readonly string[]): string[] {
  if (metrics.includes(name)) return [name];
  return metrics.filter((metric) => {
    const [base, key] = splitBreakdown(metric);
    return key !== null && base === name;
  });
}

/** The longest metric name that an `expect:` line mentions, or null. */
export function metricOfExpectation(text: string, metrics: readonly string[]): string | null {
  let best: string | null = null;
  for (const metric of metrics) {
    if (mentions(text, metric) && (best === null || metric.length > best.length)) best = metric;
  }
  return best;
}

/**
 * A mention starts and ends at a name's border: `da.rate` is not mentioned by `da.rate_limit`, nor by
 * `da.rate[leader]`, but by `da.rate[da.layer=walrus]`, which asks about some cells.
 */
function mentions(text: string, name: string): boolean {
  for (let at = text.indexOf(name); at >= 0; at = text.indexOf(name, at + 1)) {
    const before = at === 0 ? '' : text[at - 1]!;
    const after = text.slice(at + name.length);
    if (!/[\w.]/.test(before) && !/^(\w|\[[^\]=]*\])/.test(after)) return true;
  }
  return false;
}

/**
 * All metrics, the most wanted first: named in `expect:` lines, then `highlights` (a base name stands
 * for its whole breakdown), then the rest in their own order.
 */
export function orderMetrics(summary: Summary, highlights: readonly string[] = []): string[] {
  const metrics = metricNames(summary);
  const expected = summary.expectations
    .map((line) => metricOfExpectation(line.text, metrics))
    .filter((name) => name !== null);
  const highlighted = highlights.flatMap((name) => resolveMetric(name, metrics));
  return [...new Set([...expected, ...highlighted, ...metrics])];
}

/**
 * The metrics a page shows in full: the expected and highlighted ones, or, when there are none, the
 * first `otherwise` of all.
 */
export function chosenMetrics(
  summary: Summary,
  highlights: readonly string[],
  otherwise = 8,
): string[] {
  const metrics = metricNames(summary);
  const ordered = orderMetrics(summary, highlights);
  const wanted = ordered.filter(
    (name) =>
      highlights.some((highlight) => resolveMetric(highlight, metrics).includes(name)) ||
      summary.expectations.some((line) => metricOfExpectation(line.text, metrics) === name),
  );
  return wanted.length > 0 ? wanted : ordered.slice(0, otherwise);
}

/** The same `expect:` line over all the cells it was judged in, in the order of first appearance. */
export interface Verdict {
  readonly text: string;
  readonly lines: readonly Expectation[];
  readonly failed: readonly Expectation[];
}

export function verdicts(expectations: readonly Expectation[]): Verdict[] {
  const grouped = new Map<string, Expectation[]>();
  for (const line of expectations) {
    const group = grouped.get(line.text);
    if (group) group.push(line);
    else grouped.set(line.text, [line]);
  }
  return [...grouped].map(([text, lines]) => ({
    text,
    lines,
    failed: lines.filter((line) => !line.pass),
  }));
}
