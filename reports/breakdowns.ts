/** Breakdowns `x.y[key]` as matrices: what is swept down the side, the keys across. */
import type { Summary } from '../scenarios/results.ts';
import { layOutLines, varying } from './dimensions.ts';
import { matches, panelCombinations, unitOf } from './figures.ts';
import { metricNames, splitBreakdown } from './selection.ts';
import { valueText } from './text.ts';
import { isShare } from './units.ts';

/** Keys that a matrix shows; metrics.csv has all. */
const MOST_KEYS = 30;

export interface Matrix {
  /** `network.nodes = 180, network.bandwidth = 1 Gbps`; empty when there is one matrix. */
  readonly name: string;
  readonly rows: readonly {
    readonly name: string;
    /** Mean in base units for each key; null where it is not defined. */
    readonly values: readonly (number | null)[];
  }[];
}

export interface Breakdown {
  /** `x.y` */
  readonly base: string;
  readonly unit: string;
  readonly percent: boolean;
  /** Whether the highlights name the breakdown or one of its keys. */
  readonly highlighted: boolean;
  readonly keys: readonly string[];
  /** Keys that are not shown. */
  readonly left: number;
  readonly rowName: string;
  /** One for each combination of what is swept besides the rows; never empty. */
  readonly matrices: readonly Matrix[];
}

/**
 * All breakdowns of a sweep that have two keys or more, the highlighted ones first. Rows are the swept
 * names, or the longest of the swept paths when all are numbers.
 */
export function breakdowns(summary: Summary, highlights: readonly string[]): Breakdown[] {
  const { lines: rows, panels } = layOutLines(varying(summary.cells));
  if (!rows) return [];
  const highlighted = new Set(highlights.map((name) => splitBreakdown(name)[0]));
  const found = new Map<string, string[]>();
  for (const metric of metricNames(summary)) {
    const [base, key] = splitBreakdown(metric);
    if (key !== null) found.set(base, [...(found.get(base) ?? []), key]);
  }
  const places = summary.cells.map(({ set, metrics }) => ({
    at: Object.fromEntries(Object.entries(set).map(([path, value]) => [path, valueText(value)])),
    metrics,
  }));
  const combinations = panelCombinations(panels);
  const all = [...found]
    .filter(([, keys]) => keys.length > 1)
    .map(([base, every]): Breakdown => {
      const keys = every.slice(0, MOST_KEYS);
      const unit = unitOf(summary, `${base}[${keys[0]}]`);
      const matrices = combinations.map(({ name, at }) => ({
        name,
        rows: places
          .filter((place) => matches(place.at, at))
          .map(({ at: own, metrics }) => ({
            name: own[rows.name] ?? '',
            values: keys.map((key) => finite(metrics[`${base}[${key}]`]?.mean)),
          })),
      }));
      return {
        base,
        unit,
        percent: unit === '1' && isShare(base),
        highlighted: highlighted.has(base),
        keys,
        left: every.length - keys.length,
        rowName: rows.name,
        matrices: matrices.filter((matrix) => matrix.rows.length > 0),
      };
    });
  return all.toSorted((a, b) => Number(b.highlighted) - Number(a.highlighted));
}

function finite(value: number | undefined): number | null {
  return value !== undefined && Number.isFinite(value) ? value : null;
}
