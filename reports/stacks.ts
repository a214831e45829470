/** Series `x.y[key]` that are marked as parts of a whole, arranged to lie on top of each other. */
import type { Series, Summary } from '../scenarios/results.ts';
import { type CellPanels, cellPanels } from './cell-panels.ts';
import { looksOf, thin } from './curves.ts';
import { splitBreakdown } from './selection.ts';

/** Places on the x axis that one panel shows. */
const MOST_PLACES = 300;

/** What all parts are at one place, in the order of the figure's keys. */
export interface StackRow {
  readonly x: number;
  readonly parts: readonly number[];
}

export interface StackFigure extends Omit<CellPanels, 'panels'> {
  /** `x.y` */
  readonly title: string;
  readonly xUnit: string;
  readonly yUnit: string;
  /** From the bottom to the top. */
  readonly keys: readonly string[];
  readonly panels: readonly { readonly name: string; readonly rows: readonly StackRow[] }[];
}

/**
 * A figure for each base name of marked series. Parts that differ in unit or places, or are negative
 * somewhere, do not lie on top of each other and are left to be drawn as curves.
 * @returns the figures, and the series that are in none.
 */
export function stackFigures(
  summary: Summary,
  series: readonly Series[],
): { stacks: StackFigure[]; rest: Series[] } {
  const groups = new Map<string, Series[]>();
  for (const each of series) {
    const [base, key] = splitBreakdown(each.name);
    if (each.stack && key !== null) groups.set(base, [...(groups.get(base) ?? []), each]);
  }
  const fitting = [...groups].filter(([, members]) => stackable(members));
  const used = new Set(fitting.flatMap(([, members]) => members));
  return {
    stacks: fitting.map(([title, members]) => stackFigure(summary, title, members)),
    rest: series.filter((each) => !used.has(each)),
  };
}

function stackable(members: readonly Series[]): boolean {
  const [{ xUnit, yUnit }] = members as [Series];
  const places = new Map<number, string>();
  return members.every((each) => {
    const own = JSON.stringify(each.points.map(([x]) => x));
    const first = places.get(each.cell) ?? own;
    places.set(each.cell, first);
    const sound = each.points.every(([x, y]) => Number.isFinite(x) && y >= 0 && Number.isFinite(y));
    return sound && own === first && each.xUnit === xUnit && each.yUnit === yUnit;
  });
}

function stackFigure(summary: Summary, title: string, members: readonly Series[]): StackFigure {
  const keys = [...new Set(members.map(({ name }) => splitBreakdown(name)[1]!))];
  const { panels, ...shown } = cellPanels(summary, looksOf(members));
  const { xUnit, yUnit } = members[0]!;
  return {
    title,
    xUnit,
    yUnit,
    keys,
    panels: panels
      .map(({ name, cell }) => {
        const own = members.filter((each) => each.cell === cell);
        return {
          name,
          rows: rowsOf(keys.map((key) => own.find((each) => each.name === `${title}[${key}]`))),
        };
      })
      .filter(({ rows }) => rows.length > 0),
    ...shown,
  };
}

/** A key that a cell lacks is nothing there; of many places those where the whole is extreme. */
function rowsOf(members: readonly (Series | undefined)[]): StackRow[] {
  const places = members.find((each) => each !== undefined)?.points ?? [];
  const rows = places.map(([x], at) => ({
    x,
    parts: members.map((each) => each?.points[at]?.[1] ?? 0),
  }));
  const whole = rows.map(
    ({ x, parts }) => [x, parts.reduce((sum, part) => sum + part, 0)] as const,
  );
  const kept = new Set(thin(whole, MOST_PLACES).map(([x]) => x));
  return rows.filter(({ x }) => kept.has(x));
}
