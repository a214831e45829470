/** Distributions of observations: the quantiles of a metric in each cell, arranged without drawing. */
import type { Summary } from '../scenarios/results.ts';
import { sortQuantiles } from './csv.ts';
import { layOutLines, varying } from './dimensions.ts';
import { matches, panelCombinations, unitOf } from './figures.ts';
import { metricNames, resolveMetric } from './selection.ts';
import { valueText } from './text.ts';

/** The quantiles of one cell, in base units. */
export interface Range {
  readonly row: number;
  readonly values: Readonly<Record<string, number>>;
  /** Replications behind it. */
  readonly n: number;
}

export interface RangePanel {
  /** `network.bandwidth = 1 Gbps`; empty when there is one panel. */
  readonly name: string;
  readonly ranges: readonly Range[];
}

export interface RangeFigure {
  readonly title: string;
  /** Name of the dimension whose values are the rows. */
  readonly rowName: string;
  readonly rowNames: readonly string[];
  /** In order of their share: `p50`, `p90`, `p99`. */
  readonly quantiles: readonly string[];
  /** Unit of the values. */
  readonly base: string;
  readonly panels: readonly RangePanel[];
}

/**
 * One figure for each highlighted metric that has two quantiles or more somewhere; rows are the names
 * that are swept, or the longest of the swept paths when all are numbers.
 */
export function rangeFigures(summary: Summary, highlights: readonly string[]): RangeFigure[] {
  const all = metricNames(summary);
  const names = new Set(highlights.flatMap((name) => resolveMetric(name, all)));
  const { lines: rows, panels } = layOutLines(varying(summary.cells));
  if (!rows) return [];
  return [...names].flatMap((title): RangeFigure[] => {
    const placed = summary.cells.flatMap(({ set, metrics }) => {
      const metric = metrics[title];
      if (!metric?.quantiles) return [];
      const values = Object.fromEntries(
        Object.entries(metric.quantiles).filter(([, value]) => Number.isFinite(value)),
      );
      const at = Object.fromEntries(
        Object.entries(set).map(([path, value]) => [path, valueText(value)]),
      );
      const row = rows.values.indexOf(at[rows.name] ?? '');
      return [{ at, range: { row, values, n: metric.n } }];
    });
    if (!placed.some(({ range }) => Object.keys(range.values).length > 1)) return [];
    const figure: RangeFigure = {
      title,
      rowName: rows.name,
      rowNames: rows.values,
      quantiles: sortQuantiles(placed.flatMap(({ range }) => Object.keys(range.values))),
      base: unitOf(summary, title),
      panels: panelCombinations(panels)
        .map(({ name, at }) => ({
          name,
          ranges: placed.filter((each) => matches(each.at, at)).map(({ range }) => range),
        }))
        .filter(({ ranges }) => ranges.length > 0),
    };
    return [figure];
  });
}
