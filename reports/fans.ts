/** Series of quantiles that belong together, `x.y.p5`, `x.y.p50`, `x.y.p95`, arranged as nested bands. */
import type { Series, Summary } from '../scenarios/results.ts';
import { type CellPanels, cellPanels } from './cell-panels.ts';
import { looksOf, thin } from './curves.ts';

/** Places on the x axis that one panel shows. */
const MOST_PLACES = 300;

/** What all quantiles of a cell are at one place, in the order of the figure's quantiles. */
export interface FanRow {
  readonly x: number;
  readonly values: readonly number[];
}

export interface FanFigure extends Omit<CellPanels, 'panels'> {
  /** `x.y` */
  readonly title: string;
  readonly xUnit: string;
  readonly yUnit: string;
  /** `p5`, `p50`, `p95`: by their share. */
  readonly quantiles: readonly string[];
  /** Positions of the quantiles that bound each band, the widest band first. */
  readonly bands: readonly (readonly [low: number, high: number])[];
  /** Position of the median, or null. */
  readonly median: number | null;
  readonly panels: readonly { readonly name: string; readonly rows: readonly FanRow[] }[];
}

/** `x.y.p5` → `['x.y', 5]`; null for a name that ends otherwise. */
export function splitQuantile(name: string): readonly [base: string, share: number] | null {
  const found = /^(.+)\.p(\d+(?:\.\d+)?)$/s.exec(name);
  const share = Number(found?.[2]);
  return found && share <= 100 ? [found[1]!, share] : null;
}

/**
 * A figure for each base name with two quantiles that are as far from the median, such as p5 and p95.
 * @returns the figures, and the series that are in none.
 */
export function fanFigures(
  summary: Summary,
  series: readonly Series[],
): { fans: FanFigure[]; rest: Series[] } {
  const groups = new Map<string, { share: number; series: Series }[]>();
  for (const each of series) {
    const split = splitQuantile(each.name);
    if (split === null) continue;
    const [base, share] = split;
    groups.set(base, [...(groups.get(base) ?? []), { share, series: each }]);
  }
  const used = new Set<Series>();
  const fans = [...groups].flatMap(([title, members]): FanFigure[] => {
    const shares = bandShares(members.map(({ share }) => share));
    if (shares.length < 2) return [];
    const drawn = members.filter(({ share }) => shares.includes(share));
    for (const each of drawn) used.add(each.series);
    return [fanFigure(summary, title, shares, drawn)];
  });
  return { fans, rest: series.filter((each) => !used.has(each)) };
}

/** The shares that have a partner on the other side of the median, and the median beside them. */
function bandShares(all: readonly number[]): number[] {
  const shares = [...new Set(all)].sort((a, b) => a - b);
  const paired = shares.filter(
    (share) => share !== 50 && shares.some((other) => mirror(share, other)),
  );
  return paired.length === 0
    ? []
    : shares.filter((share) => share === 50 || paired.includes(share));
}

function mirror(a: number, b: number): boolean {
  return Math.abs(a + b - 100) < 1e-9;
}

function fanFigure(
  summary: Summary,
  title: string,
  shares: readonly number[],
  members: readonly { share: number; series: Series }[],
): FanFigure {
  const { panels, ...shown } = cellPanels(summary, looksOf(members.map(({ series }) => series)));
  const { xUnit, yUnit } = members[0]!.series;
  const median = shares.indexOf(50);
  return {
    title,
    xUnit,
    yUnit,
    quantiles: shares.map((share) => `p${share}`),
    bands: shares.flatMap((share, low): [number, number][] => {
      const high = shares.findIndex((other) => mirror(share, other));
      return low < high ? [[low, high]] : [];
    }),
    median: median < 0 ? null : median,
    panels: panels
      .map(({ name, cell }) => ({
        name,
        rows: rowsOf(
          shares.map((share) =>
            members.find((each) => each.share === share && each.series.cell === cell),
          ),
        ),
      }))
      .filter(({ rows }) => rows.length > 0),
    ...shown,
  };
}

/** Places at which all quantiles are known; of many, those where the outer ones are extreme. */
function rowsOf(members: readonly ({ readonly series: Series } | undefined)[]): FanRow[] {
  const [first, ...others] = members.map((member) => new Map(member?.series.points ?? []));
  const rows = [...(first ?? [])]
    .map(([x, value]) => ({
      x,
      values: [value, ...others.map((other) => other.get(x) ?? Number.NaN)],
    }))
    .filter(({ x, values }) => Number.isFinite(x) && values.every(Number.isFinite));
  const last = members.length - 1;
  const kept = new Set(
    [0, last].flatMap((at) =>
      thin(
        rows.map(({ x, values }) => [x, values[at]!]),
        MOST_PLACES / 2,
      ).map(([x]) => x),
    ),
  );
  return rows.filter(({ x }) => kept.has(x));
}
