/** How a metric differs over a full grid: which swept path moves it most, averaged over the others. */
import type { Cell } from '../scenarios/results.ts';
import { type Dimension, named, varying } from './dimensions.ts';
import { valueText } from './text.ts';

export interface Effect {
  readonly dimension: Dimension;
  /** Mean of the metric for each value of the dimension, in base units. */
  readonly levels: readonly number[];
  /** Largest less smallest of them. */
  readonly swing: number;
}

/** The dimensions of a full grid, in which each value meets the same others, and where cells lie in it. */
export interface Grid {
  readonly dimensions: readonly Dimension[];
  /** The value of each dimension, by its name. */
  readonly at: (cell: Cell) => Readonly<Record<string, string>>;
}

/**
 * The grid that cells make; two paths that vary together count as one, `a, b` with values `1, 0`. Null
 * where there are gaps.
 */
export function gridOf(cells: readonly Cell[]): Grid | null {
  const single = varying(cells);
  const at = ({ set }: Cell) =>
    Object.fromEntries(single.map(({ name }) => [name, valueText(set[name])]));
  if (sizeOf(single) === cells.length) return { dimensions: single, at };
  for (const [index, a] of single.entries()) {
    for (const b of single.slice(index + 1)) {
      const name = `${a.name}, ${b.name}`;
      const joint = (cell: Cell): string => `${at(cell)[a.name]}, ${at(cell)[b.name]}`;
      const rest = single.filter((each) => each !== a && each !== b);
      const dimensions = [...rest, named(name, cells.map(joint))];
      if (rest.length > 0 && sizeOf(dimensions) === cells.length) {
        return { dimensions, at: (cell) => ({ ...at(cell), [name]: joint(cell) }) };
      }
    }
  }
  return null;
}

function sizeOf(dimensions: readonly Dimension[]): number {
  return dimensions.reduce((product, { values }) => product * values.length, 1);
}

/**
 * The effect of each path that varies among the cells that have the metric, the largest first; empty
 * unless these cells are a full grid.
 */
export function effects(cells: readonly Cell[], metric: string): Effect[] {
  const known = cells.filter((cell) => Number.isFinite(cell.metrics[metric]?.mean));
  const grid = gridOf(known);
  if (grid === null) return [];
  return grid.dimensions
    .map((dimension): Effect => {
      const levels = dimension.values.map((value) => {
        const own = known.filter((cell) => grid.at(cell)[dimension.name] === value);
        return own.reduce((sum, { metrics }) => sum + metrics[metric]!.mean, 0) / own.length;
      });
      return { dimension, levels, swing: Math.max(...levels) - Math.min(...levels) };
    })
    .toSorted((a, b) => b.swing - a.swing);
}
