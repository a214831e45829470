/** A run without sweep reads best downwards: one row for each metric, then the labels. */
import type { Summary } from '../scenarios/results.ts';
import { quantileNames } from './csv.ts';
import { metricText } from './phrases.ts';
import { orderMetrics } from './selection.ts';
import { formatValue, isShare } from './units.ts';

export interface SingleCellTable {
  readonly head: readonly string[];
  /** Name first, then mean with interval (or the label's text), then one field for each quantile. */
  readonly rows: readonly (readonly string[])[];
  /** Metrics that were left out. */
  readonly left: number;
}

/** @param most metrics to show; expected and highlighted ones come first. */
export function singleCellTable(
  summary: Summary,
  highlights: readonly string[],
  most: number,
): SingleCellTable {
  const cell = summary.cells[0]!;
  const quantiles = quantileNames({ ...summary, cells: [cell] });
  const names = orderMetrics(summary, highlights).filter((name) => cell.metrics[name]);
  const metrics = names.slice(0, most).map((name) => {
    const metric = cell.metrics[name]!;
    const percent = metric.unit === '1' && isShare(name);
    const inner = quantiles.map((quantile) => {
      const value = metric.quantiles?.[quantile];
      return value === undefined ? '' : formatValue(value, metric.unit, percent);
    });
    return [name, metricText(name, metric), ...inner];
  });
  const labels = Object.entries(cell.labels).map(([name, label]) => [
    name,
    label,
    ...quantiles.map(() => ''),
  ]);
  return {
    head: ['metric', 'mean', ...quantiles],
    rows: [...metrics, ...labels],
    left: names.length - metrics.length,
  };
}
