/** Sampled series as figures: x is the series' own axis, the sweep makes lines and panels. */
import type { Series, Summary } from '../scenarios/results.ts';
import { layOutLines, varying } from './dimensions.ts';
import { type Line, matches, type Point, panelCombinations } from './figures.ts';
import { valueText } from './text.ts';
import { type DisplayUnit, displayUnit, isShare } from './units.ts';

/** Points that one curve, and all curves of a report together, may take: keeps the file small. */
const MOST_POINTS = 1500;
const REPORT_POINTS = 14_000;
const FEWEST_POINTS = 40;

export interface CurveFigure {
  readonly title: string;
  /** `time` for seconds; empty when the unit says no more than itself. */
  readonly xName: string;
  readonly xUnit: DisplayUnit;
  readonly unit: DisplayUnit;
  readonly lineName: string;
  readonly lineNames: readonly string[];
  readonly panels: readonly { readonly name: string; readonly lines: readonly Line[] }[];
}

/** One figure for each name among the series. */
export function curveFigures(summary: Summary, series: readonly Series[]): CurveFigure[] {
  const share = Math.floor(REPORT_POINTS / Math.max(1, series.length));
  const most = Math.min(MOST_POINTS, Math.max(FEWEST_POINTS, share));
  const names = [...new Set(series.map(({ name }) => name))];
  return names
    .map((name) =>
      curveFigure(
        summary,
        name,
        series.filter((each) => each.name === name),
        most,
      ),
    )
    .filter((figure) => figure.panels.length > 0);
}

function curveFigure(
  summary: Summary,
  title: string,
  series: readonly Series[],
  most: number,
): CurveFigure {
  const used = new Set(series.map(({ cell }) => cell));
  const { lines, panels } = layOutLines(varying(summary.cells.filter((_, at) => used.has(at))));
  const curves = series.map(({ cell, points }) => ({
    at: Object.fromEntries(
      Object.entries(summary.cells[cell]?.set ?? {}).map(([path, value]) => [
        path,
        valueText(value),
      ]),
    ),
    points: thin(points, most),
  }));
  const lineNames = lines?.values ?? [title];
  const drawn = panelCombinations(panels).map(({ name, at }) => ({
    name,
    lines: lineNames.flatMap((line, style) =>
      curves
        .filter(
          (curve) => matches(curve.at, at) && (!lines || (curve.at[lines.name] ?? '') === line),
        )
        .filter(({ points }) => points.length > 0)
        .map((curve): Line => ({ name: line, style, points: curve.points.map(asPoint) })),
    ),
  }));
  const { xUnit = '1', yUnit = '1' } = series[0] ?? {};
  const largest = (axis: 0 | 1): number =>
    curves.reduce(
      (most, { points }) =>
        points.reduce((top, point) => Math.max(top, Math.abs(point[axis])), most),
      0,
    );
  return {
    title,
    xName: xUnit === 's' ? 'time' : '',
    xUnit: displayUnit(largest(0), xUnit),
    unit: displayUnit(largest(1), yUnit, yUnit === '1' && isShare(title)),
    lineName: lines?.name ?? '',
    lineNames,
    panels: drawn.filter((panel) => panel.lines.length > 0),
  };
}

function asPoint([x, y]: readonly [number, number]): Point {
  return { x, mean: y, low: y, high: y, n: 0, companion: null };
}

/**
 * At most `most` points that keep the look of the curve: the lowest and the highest point of each of
 * `most / 2` equal groups, in their order, so that no spike is lost. Points that are no numbers are left out.
 */
export function thin(
  points: readonly (readonly [number, number])[],
  most: number,
): (readonly [number, number])[] {
  const finite = points.filter(([x, y]) => Number.isFinite(x) && Number.isFinite(y));
  if (finite.length <= most) return finite;
  const bins = Math.floor(most / 2);
  const kept: (readonly [number, number])[] = [];
  for (let bin = 0; bin < bins; bin++) {
    const start = Math.floor((bin * finite.length) / bins);
    const end = Math.floor(((bin + 1) * finite.length) / bins);
    let lowest = start;
    let highest = start;
    for (let at = start + 1; at < end; at++) {
      if (finite[at]![1] < finite[lowest]![1]) lowest = at;
      if (finite[at]![1] >= finite[highest]![1]) highest = at;
    }
    for (const at of new Set([Math.min(lowest, highest), Math.max(lowest, highest)])) {
      kept.push(finite[at]!);
    }
  }
  return kept;
}
