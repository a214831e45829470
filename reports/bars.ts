/** Breakdowns of a run without sweep, arranged as bars without drawing. */
import type { Summary } from '../scenarios/results.ts';
import { type Figure, type Line, type Point, sweepFigures } from './figures.ts';
import { splitBreakdown } from './selection.ts';

/** Bars of a picture; its data table has all keys. */
const MOST_BARS = 12;

/**
 * For a summary with one cell: a figure for each highlighted breakdown `x.y[key]` with two keys or
 * more, in the order of the highlights, which may name the breakdown or one of its keys. Its one line
 * has the keys as points, the largest mean first. A breakdown of zeros only has no figure.
 */
export function barFigures(summary: Summary, highlights: readonly string[]): Figure[] {
  if (summary.cells.length !== 1) return [];
  const bases = new Set(highlights.map((name) => splitBreakdown(name)[0]));
  return sweepFigures(summary, [...bases], {})
    .filter((figure) => pointsOf(figure).some(({ mean }) => mean !== 0))
    .map(sorted);
}

function sorted(figure: Figure): Figure {
  const names = new Map(figure.xTicks.map(({ at, label }) => [at, label]));
  const points = pointsOf(figure).toSorted((a, b) => b.mean - a.mean);
  const line: Line = {
    name: figure.title,
    style: 0,
    points: points.map((point, x) => ({ ...point, x })),
  };
  return {
    ...figure,
    xTicks: points.map(({ x }, at) => ({ at, label: names.get(x) ?? '' })),
    panels: [{ name: '', lines: [line] }],
  };
}

export function pointsOf({ panels }: Figure): readonly Point[] {
  return panels.flatMap(({ lines }) => lines.flatMap(({ points }) => points));
}

/** The points that have a bar: all of a few; of many the largest, without zeros. */
export function drawnPoints(points: readonly Point[]): readonly Point[] {
  if (points.length <= MOST_BARS) return points;
  return points.filter(({ mean }) => mean !== 0).slice(0, MOST_BARS);
}
