/** Which parameters decide an outcome: the results of a design as rows of bars, dots and intervals. */
import type { Interval, Sensitivity, SensitivityEntry, Summary } from '../scenarios/results.ts';
import { valueText } from './text.ts';

/** Rows that a picture has; the data table has all. */
const MOST_ROWS = 20;
/** Two marks of a row stand so far above and below its middle, in heights of a row. */
const APART = 0.2;

type Method = Sensitivity['method'];

/** Lengths are in base units; `style` 0 and 1 tell two kinds of marks apart. */
export interface SensitivityRow {
  readonly row: number;
  readonly bars: readonly {
    readonly from: number;
    readonly to: number;
    readonly style: 0 | 1;
    readonly shift: number;
    /** Written at the end. */
    readonly label: string;
  }[];
  readonly whiskers: readonly {
    readonly low: number;
    readonly high: number;
    readonly shift: number;
  }[];
  readonly dots: readonly { readonly at: number; readonly style: 0 | 1; readonly shift: number }[];
}

export interface SensitivityPanel {
  /** `network.bandwidth = 1 Gbps`; empty when there is one panel. */
  readonly name: string;
  /** The metric with every parameter at its own value, where the design has it. */
  readonly base: number | null;
  readonly rows: readonly SensitivityRow[];
}

export interface SensitivityFigure {
  readonly method: Method;
  readonly metric: string;
  /** Unit of the lengths: the metric's own, or `1` for indices and correlations. */
  readonly unit: string;
  /** Paths, the most decisive first; the same in every panel. */
  readonly rowNames: readonly string[];
  /** Paths that have no row. */
  readonly left: number;
  readonly panels: readonly SensitivityPanel[];
  readonly found: readonly Sensitivity[];
}

/** One figure for each metric and method, with a panel for each cell of the grid beside the design. */
export function sensitivityFigures({ sensitivity = [] }: Summary): SensitivityFigure[] {
  const groups = new Map<string, Sensitivity[]>();
  for (const each of sensitivity) {
    const key = JSON.stringify([each.method, each.metric]);
    groups.set(key, [...(groups.get(key) ?? []), each]);
  }
  return [...groups.values()].map(figureOf);
}

function figureOf(found: readonly Sensitivity[]): SensitivityFigure {
  const { method, metric, unit } = found[0]!;
  const sizes = new Map<string, number>();
  for (const { entries, base } of found) {
    for (const entry of entries) {
      const size = sizeOf(method, entry, base);
      sizes.set(entry.path, Math.max(size, sizes.get(entry.path) ?? 0));
    }
  }
  const paths = [...sizes].toSorted(([, a], [, b]) => b - a).map(([path]) => path);
  const rowNames = paths.slice(0, MOST_ROWS);
  return {
    method,
    metric,
    unit: method === 'one-at-a-time' || method === 'morris' ? unit : '1',
    rowNames,
    left: paths.length - rowNames.length,
    panels: found.map(({ set, base, entries }) => ({
      name: cellName(set),
      base: base ?? null,
      rows: entries
        .filter(({ path }) => rowNames.includes(path))
        .map((entry) => ({ row: rowNames.indexOf(entry.path), ...marksOf(method, entry, base) })),
    })),
    found,
  };
}

export function cellName(set: Readonly<Record<string, unknown>>): string {
  return Object.entries(set)
    .map(([path, value]) => `${path} = ${valueText(value)}`)
    .join(', ');
}

/** What the rows are sorted by: the swing, the mean size of effects, the share or the correlation. */
export function sizeOf(method: Method, entry: SensitivityEntry, base?: number): number {
  const { low, high, muStar, first, total, rank } = entry;
  if (method === 'one-at-a-time') {
    const values = [low, high, base].filter((value) => value !== undefined);
    return values.length > 1 ? Math.max(...values) - Math.min(...values) : 0;
  }
  if (method === 'morris') return muStar ?? 0;
  if (method === 'saltelli') return (total ?? first)?.value ?? 0;
  return Math.abs(rank ?? 0);
}

function marksOf(
  method: Method,
  entry: SensitivityEntry,
  base: number | undefined,
): Omit<SensitivityRow, 'row'> {
  const nothing = { bars: [], whiskers: [], dots: [] };
  const { low, high, muStar, sigma, first, total, rank } = entry;
  if (method === 'one-at-a-time') {
    const start = base ?? low;
    const ends = [
      { to: low, style: 0, shift: -APART, label: valueText(entry.from) },
      { to: high, style: 1, shift: APART, label: valueText(entry.to) },
    ] as const;
    return {
      ...nothing,
      bars: ends.flatMap(({ to, ...rest }) =>
        to === undefined || start === undefined ? [] : [{ from: start, to, ...rest }],
      ),
    };
  }
  if (method === 'saltelli') {
    const indices = [
      { found: first, style: 0, shift: -APART },
      { found: total, style: 1, shift: APART },
    ] as const;
    const known = indices.flatMap(({ found, ...rest }) => (found ? [{ found, ...rest }] : []));
    return {
      bars: [],
      whiskers: known.map(({ found, shift }) => ({ ...ends(found), shift })),
      dots: known.map(({ found, style, shift }) => ({ at: found.value, style, shift })),
    };
  }
  const length = method === 'morris' ? muStar : rank;
  if (length === undefined) return nothing;
  return {
    ...nothing,
    bars: [{ from: 0, to: length, style: 0, shift: 0, label: '' }],
    whiskers:
      method === 'morris' && sigma !== undefined
        ? [{ low: length, high: length + sigma, shift: 0 }]
        : [],
  };
}

function ends({ low, high }: Interval): { low: number; high: number } {
  return { low, high };
}
