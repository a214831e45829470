/** What to draw, without drawing: the cells of a sweep arranged as axes, lines and panels. */
import type { Cell, Summary } from '../scenarios/results.ts';
import { type Dimension, layOut, named, varying } from './dimensions.ts';
import { chosenMetrics, metricNames, resolveMetric, splitBreakdown } from './selection.ts';
import { valueText } from './text.ts';
import { type DisplayUnit, displayUnit, isShare } from './units.ts';

export interface Point {
  /** Base units on a numeric axis, else the index of the category. */
  readonly x: number;
  readonly mean: number;
  readonly low: number;
  readonly high: number;
  /** Replications; 0 for a point of a curve, which has no interval. */
  readonly n: number;
  /** The companion metric of this cell, e.g. a closed-form ceiling; null when there is none. */
  readonly companion: number | null;
  /** Quantiles of the observations, shown in the data table. */
  readonly quantiles?: Readonly<Record<string, number>>;
}

export interface Line {
  readonly name: string;
  /** Position among all lines of the figure; decides colour and marker, equal in every panel. */
  readonly style: number;
  readonly points: readonly Point[];
}

export interface Panel {
  /** `network.bandwidth = 1 Gbps`; empty when there is one panel. */
  readonly name: string;
  readonly lines: readonly Line[];
}

export interface Figure {
  /** The metric, or the base name of a breakdown. */
  readonly title: string;
  /** The title, with the x axis where there is a figure for each of several. */
  readonly heading: string;
  /** The dimension on the x axis, and its name. */
  readonly x: Dimension;
  readonly xName: string;
  /** Categories: their names. Numeric swept values: each value and how the scenario wrote it. */
  readonly xTicks: readonly { readonly at: number; readonly label: string }[];
  readonly xKind: 'numbers' | 'names';
  /** Name of the dimension that the lines stand for; empty for a single line. */
  readonly lineName: string;
  readonly lineNames: readonly string[];
  /** Unit of the values as they are here; `unit` is the one to show them in. */
  readonly base: string;
  readonly percent: boolean;
  readonly unit: DisplayUnit;
  readonly companion: string | null;
  readonly panels: readonly Panel[];
}

/** A metric of a cell at its place on every dimension. */
interface Placed {
  readonly at: Readonly<Record<string, string>>;
  readonly point: Omit<Point, 'x'>;
}

/**
 * One figure for each highlighted metric, and for a metric with a companion one for each numeric swept
 * path; a base name with a breakdown makes one figure in which the keys are one more dimension. A
 * metric that does not vary over anything makes no figure, nor one that is drawn as a companion.
 * @param companions metric name → the metric that bounds it, drawn as a dashed line.
 */
export function sweepFigures(
  summary: Summary,
  highlights: readonly string[],
  companions: Readonly<Record<string, string>>,
): Figure[] {
  const all = metricNames(summary);
  const subjects = highlights.filter((name) => resolveMetric(name, all).length > 0);
  const names = subjects.length > 0 ? subjects : chosenMetrics(summary, [], 6);
  const drawnBeside = new Set(names.map((name) => companions[name]));
  const swept = varying(summary.cells);
  const numeric = swept.filter(({ numbers }) => numbers);
  return [...new Set(names)]
    .filter((name) => !drawnBeside.has(name))
    .flatMap((name) => {
      const metrics = resolveMetric(name, all);
      const companion = companions[name] ?? null;
      const axes = companion !== null && numeric.length > 1 ? numeric : [undefined];
      return axes.map((x) => sweepFigure(summary, name, metrics, companion, swept, x));
    })
    .filter((figure) => figure !== null);
}

/** @param wanted the dimension on x, for one of several figures of a metric. */
function sweepFigure(
  summary: Summary,
  title: string,
  metrics: readonly string[],
  companion: string | null,
  swept: readonly Dimension[],
  wanted: Dimension | undefined,
): Figure | null {
  const dimensions = [...swept];
  const keyName = `${title}[key]`;
  if (metrics.length > 1) {
    dimensions.push(
      named(
        keyName,
        metrics.map((name) => splitBreakdown(name)[1] ?? name),
      ),
    );
  }
  const { x, lines, panels } = layOut(dimensions, wanted);
  if (!x) return null;
  const placed = metrics.flatMap((metric) =>
    summary.cells.flatMap((cell) => place(cell, metric, companion, keyName)),
  );
  if (placed.length === 0) return null;
  const largest = Math.max(
    ...placed.map(({ point }) => Math.max(Math.abs(point.mean), point.companion ?? 0)),
  );
  const base = unitOf(summary, metrics[0]!);
  const percent = base === '1' && isShare(title);
  return {
    title,
    heading: wanted ? `${title} over ${x.name}` : title,
    x,
    xName: x.name,
    xTicks: x.values.map((label, index) => ({ at: x.numbers?.[index] ?? index, label })),
    xKind: x.numbers ? 'numbers' : 'names',
    lineName: lines?.name ?? '',
    lineNames: lines?.values ?? [title],
    base,
    percent,
    unit: displayUnit(largest, base, percent),
    companion: placed.some(({ point }) => point.companion !== null) ? companion : null,
    panels: panelCombinations(panels)
      .map(({ name, at }) => ({
        name,
        lines: linesOf(placed, at, x, lines, title),
      }))
      .filter((panel) => panel.lines.length > 0),
  };
}

/** The base unit of a metric, from the first cell that has it. */
export function unitOf(summary: Summary, metric: string): string {
  return summary.cells.find((cell) => cell.metrics[metric])?.metrics[metric]?.unit ?? '1';
}

function place(cell: Cell, metric: string, companion: string | null, keyName: string): Placed[] {
  const found = cell.metrics[metric];
  if (!found || !Number.isFinite(found.mean)) return [];
  const [, key] = splitBreakdown(metric);
  const bound = companion === null ? undefined : cell.metrics[companion]?.mean;
  const at = Object.fromEntries(
    Object.entries(cell.set).map(([path, value]) => [path, valueText(value)]),
  );
  return [
    {
      at: { ...at, [keyName]: key ?? metric },
      point: {
        mean: found.mean,
        low: found.low,
        high: found.high,
        n: found.n,
        ...(found.quantiles ? { quantiles: found.quantiles } : {}),
        companion: bound !== undefined && Number.isFinite(bound) ? bound : null,
      },
    },
  ];
}

/** All combinations of the panels' values, the last dimension fastest; one empty one without panels. */
export function panelCombinations(
  dimensions: readonly Dimension[],
): { name: string; at: Record<string, string> }[] {
  let combinations: Record<string, string>[] = [{}];
  for (const { name, values } of dimensions) {
    combinations = combinations.flatMap((at) => values.map((value) => ({ ...at, [name]: value })));
  }
  return combinations.map((at) => ({
    at,
    name: Object.entries(at)
      .map(([name, value]) => `${name} = ${value}`)
      .join(', '),
  }));
}

function linesOf(
  placed: readonly Placed[],
  panel: Readonly<Record<string, string>>,
  x: Dimension,
  lines: Dimension | null,
  title: string,
): Line[] {
  const here = placed.filter(({ at }) => matches(at, panel));
  return (lines?.values ?? [title])
    .map((name, style): Line => {
      const own = lines ? here.filter(({ at }) => (at[lines.name] ?? '') === name) : here;
      const points = own.map(({ at, point }): Point => {
        const index = x.values.indexOf(at[x.name] ?? '');
        return { x: x.numbers?.[index] ?? index, ...point };
      });
      return { name, style, points: points.sort((a, b) => a.x - b.x) };
    })
    .filter((line) => line.points.length > 0);
}

/** Whether a place lies in a panel; a path absent from a cell counts as empty text. */
export function matches(
  at: Readonly<Record<string, string>>,
  panel: Readonly<Record<string, string>>,
): boolean {
  return Object.entries(panel).every(([name, value]) => (at[name] ?? '') === value);
}
