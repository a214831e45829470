/** A metric over two swept paths as a grid of cells, arranged without drawing. */
import type { Summary } from '../scenarios/results.ts';
import { type CellPanels, choosePanels, tellingCells } from './cell-panels.ts';
import type { Dimension } from './dimensions.ts';
import { type Effect, effects, gridOf } from './effects.ts';
import { matches, panelCombinations, unitOf } from './figures.ts';
import { chosenMetrics } from './selection.ts';

/** Metrics that get a grid. */
const MOST_METRICS = 3;
/** Two of two values are no picture. */
const LEAST_CELLS = 6;
/** Figures must fit into the cells. */
const MOST_COLUMNS = 12;
const MOST_ROWS = 24;

export interface HeatCell {
  readonly column: number;
  readonly row: number;
  /** Mean, in base units. */
  readonly value: number;
}

export interface HeatFigure extends Omit<CellPanels, 'panels'> {
  readonly title: string;
  /** Unit of the values. */
  readonly base: string;
  readonly columns: Dimension;
  readonly rows: Dimension;
  readonly panels: readonly { readonly name: string; readonly cells: readonly HeatCell[] }[];
  /** Replications of the cells. */
  readonly counts: readonly number[];
}

/**
 * A figure for each of the first metrics that differ over two paths of a full grid, one of them with at
 * least three values. The two paths are those that move the metric most; the others make panels.
 */
export function heatFigures(summary: Summary, highlights: readonly string[]): HeatFigure[] {
  return chosenMetrics(summary, highlights, MOST_METRICS)
    .flatMap((title) => heatFigure(summary, title) ?? [])
    .slice(0, MOST_METRICS);
}

function heatFigure(summary: Summary, title: string): HeatFigure | null {
  const found = effects(summary.cells, title);
  const axes = chooseAxes(found);
  if (axes === null) return null;
  const { columns, rows } = axes;
  const means = summary.cells.flatMap(({ metrics }, cell): [number, number][] => {
    const mean = metrics[title]?.mean;
    return mean !== undefined && Number.isFinite(mean) ? [[cell, mean]] : [];
  });
  const grid = gridOf(means.map(([cell]) => summary.cells[cell]!));
  const telling = tellingCells(summary, new Map(means.map(([cell, mean]) => [cell, String(mean)])));
  const rest = found
    .map(({ dimension }) => dimension)
    .filter((each) => each !== columns && each !== rows);
  const same = rest.filter(({ name }) => telling.same.includes(name));
  const first = Object.fromEntries(same.map(({ name, values }) => [name, values[0]!]));
  const { dimensions, fixed } = choosePanels(rest.filter((each) => !same.includes(each)));
  const places = means.flatMap(([cell, value]) => {
    const at = grid!.at(summary.cells[cell]!);
    const column = columns.values.indexOf(at[columns.name] ?? '');
    const row = rows.values.indexOf(at[rows.name] ?? '');
    return matches(at, first) ? [{ at, cell: { column, row, value } }] : [];
  });
  const panels = panelCombinations(dimensions).map(({ name, at }) => ({
    name,
    cells: places.filter((each) => matches(each.at, { ...at, ...fixed })).map(({ cell }) => cell),
  }));
  const values = panels.flatMap(({ cells }) => cells.map(({ value }) => value));
  if (Math.min(...values) === Math.max(...values)) return null;
  return {
    title,
    base: unitOf(summary, title),
    columns,
    rows,
    panels,
    fixed,
    same: same.map(({ name }) => name),
    left: places.length - values.length,
    counts: means.map(([cell]) => summary.cells[cell]!.metrics[title]!.n),
  };
}

/** The two paths that move the metric most among those that make a grid which can be read. */
function chooseAxes(found: readonly Effect[]): { columns: Dimension; rows: Dimension } | null {
  let best: { columns: Dimension; rows: Dimension; swing: number } | null = null;
  for (const [index, a] of found.entries()) {
    for (const b of found.slice(index + 1)) {
      const [columns, rows] = orient(a.dimension, b.dimension);
      const fits = columns.values.length <= MOST_COLUMNS && rows.values.length <= MOST_ROWS;
      if (!fits || columns.values.length * rows.values.length < LEAST_CELLS) continue;
      const swing = a.swing + b.swing;
      if (best === null || swing > best.swing) best = { columns, rows, swing };
    }
  }
  return best;
}

/** Numbers go across before names, then the longer before the shorter. */
function orient(a: Dimension, b: Dimension): [columns: Dimension, rows: Dimension] {
  const rank = ({ numbers, values }: Dimension): number => (numbers ? 1000 : 0) + values.length;
  return rank(b) > rank(a) ? [b, a] : [a, b];
}
