/** What a metric of a line stands for in the results of a sweep point. */
import type { MetricTerm } from './expression.ts';
import type { Cell, Metric } from './results.ts';

export interface Measured {
  readonly value: number;
  /** Base SI unit; empty for a bare number, null when a product has no name of its own. */
  readonly unit: string | null;
  /** Why the value makes no sense, or null. */
  readonly clash: string | null;
}

/** A metric by its full name, or by its name and a statistic: `da.delay.p99[holder]`. */
export function metricValue(
  { name, breakdown, statistic }: MetricTerm,
  cell: Cell,
): Measured | null {
  const metric = (wanted: string): Metric | undefined =>
    Object.hasOwn(cell.metrics, wanted) ? cell.metrics[wanted] : undefined;
  const full = name + breakdown + (statistic === '' ? '' : `.${statistic}`);
  const direct = metric(full);
  if (direct !== undefined) return measured(direct, 'mean');
  if (statistic !== '') return measured(metric(name + breakdown), statistic);
  for (let dot = name.lastIndexOf('.'); dot > 0; dot = name.lastIndexOf('.', dot - 1)) {
    const found = metric(name.slice(0, dot) + breakdown);
    if (found !== undefined) return measured(found, name.slice(dot + 1));
  }
  return null;
}

function measured(metric: Metric | undefined, statistic: string): Measured | null {
  if (metric === undefined) return null;
  const { unit, mean, low, high, n } = metric;
  const own: Record<string, number> = { ...metric.quantiles, mean, low, high, n };
  if (!Object.hasOwn(own, statistic)) return null;
  return { value: own[statistic]!, unit: statistic === 'n' ? '' : unit, clash: null };
}
