/** Sampled series as figures: x is the series' own axis, the sweep makes lines and panels. */
import type { Series, Summary } from '../scenarios/results.ts';
import { type CellPanels, cellPanels, tellingCells } from './cell-panels.ts';
import { layOutLines } from './dimensions.ts';
import { type Line, matches, type Point, panelCombinations } from './figures.ts';
import { splitBreakdown } from './selection.ts';
import { type DisplayUnit, displayUnit, isShare } from './units.ts';

/** Points that one curve, and all curves of a report together, may take: keeps the file small. */
const MOST_POINTS = 1500;
const REPORT_POINTS = 14_000;
const FEWEST_POINTS = 40;

export interface CurveFigure extends Omit<CellPanels, 'panels'> {
  readonly title: string;
  /** `time` for seconds; empty when the unit says no more than itself. */
  readonly xName: string;
  readonly xUnit: DisplayUnit;
  readonly unit: DisplayUnit;
  readonly lineName: string;
  readonly lineNames: readonly string[];
  readonly panels: readonly { readonly name: string; readonly lines: readonly Line[] }[];
}

/**
 * One figure for each name among the series; the keys of a breakdown are lines of one
 * figure, and such figures come first.
 */
export function curveFigures(summary: Summary, series: readonly Series[]): CurveFigure[] {
  const share = Math.floor(REPORT_POINTS / Math.max(1, series.length));
  const most = Math.min(MOST_POINTS, Math.max(FEWEST_POINTS, share));
  const groups = new Map<string, Series[]>();
  for (const each of series) {
    const [base] = splitBreakdown(each.name);
    groups.set(base, [...(groups.get(base) ?? []), each]);
  }
  const keys = (members: readonly Series[]) => new Set(members.map(({ name }) => name)).size;
  const several = [...groups].filter(([, members]) => keys(members) > 1);
  const single = [...groups].filter(([, members]) => keys(members) === 1);
  return [
    ...several.map(([base, members]) => keyedFigure(summary, base, members, most)),
    ...single.map(([, members]) => curveFigure(summary, members[0]!.name, members, most)),
  ].filter((figure) => figure.panels.length > 0);
}

/** The curves of all keys as lines, one panel for each cell. */
function keyedFigure(
  summary: Summary,
  title: string,
  series: readonly Series[],
  most: number,
): CurveFigure {
  const lineNames = [...new Set(series.map(({ name }) => splitBreakdown(name)[1] ?? name))];
  const { panels, ...shown } = cellPanels(summary, looksOf(series));
  const drawn = panels.map(({ name, cell }) => ({
    name,
    lines: lineNames.flatMap((line, style) =>
      series
        .filter(
          (each) => each.cell === cell && (splitBreakdown(each.name)[1] ?? each.name) === line,
        )
        .map(({ points }): Line => ({ name: line, style, points: thin(points, most).map(asPoint) }))
        .filter(({ points }) => points.length > 0),
    ),
  }));
  const panelsDrawn = drawn.filter(({ lines }) => lines.length > 0);
  return {
    title,
    ...unitsOf(title, series),
    lineName: `${title}[key]`,
    lineNames,
    panels: panelsDrawn,
    ...shown,
  };
}

/** What each cell draws, as a text. */
export function looksOf(series: readonly Series[]): Map<number, string> {
  const looks = new Map<number, string>();
  for (const { cell, name, points } of series) {
    looks.set(cell, `${looks.get(cell) ?? ''}${name}${JSON.stringify(points)}`);
  }
  return looks;
}

function unitsOf(title: string, series: readonly Series[]) {
  const { xUnit = '1', yUnit = '1' } = series[0] ?? {};
  const largest = (axis: 0 | 1): number =>
    series.reduce(
      (most, { points }) =>
        points.reduce(
          (top, point) =>
            Number.isFinite(point[axis]) ? Math.max(top, Math.abs(point[axis])) : top,
          most,
        ),
      0,
    );
  return {
    xName: xUnit === 's' ? 'time' : '',
    xUnit: displayUnit(largest(0), xUnit),
    unit: displayUnit(largest(1), yUnit, yUnit === '1' && isShare(title)),
  };
}

function curveFigure(
  summary: Summary,
  title: string,
  series: readonly Series[],
  most: number,
): CurveFigure {
  const { dimensions, same, places } = tellingCells(summary, looksOf(series));
  const { lines, panels } = layOutLines(dimensions);
  const curves = places.flatMap(({ cell, at }) =>
    series
      .filter((each) => each.cell === cell)
      .map(({ points }) => ({ at, points: thin(points, most) })),
  );
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
  return {
    title,
    ...unitsOf(title, series),
    lineName: lines?.name ?? '',
    lineNames,
    panels: drawn.filter((panel) => panel.lines.length > 0),
    same,
    fixed: {},
    left: 0,
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

/** At most `most` of a list, at equal distances, the first and the last among them. */
export function evenly<T>(list: readonly T[], most: number): readonly T[] {
  if (list.length <= most) return list;
  return Array.from(
    { length: most },
    (_, index) => list[Math.round((index * (list.length - 1)) / (most - 1))]!,
  );
}
