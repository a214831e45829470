import type { Findings } from '../models/measures.ts';
import { meanInterval } from '../sim/stats/confidence.ts';
import { Histogram } from '../sim/stats/histogram.ts';
import { moments } from '../sim/stats/moments.ts';
import { isRefusal } from '../sim/stats/refusal.ts';
import type { Cell, Metric } from './results.ts';

const QUANTILES: readonly (readonly [string, number])[] = [
  ['p50', 0.5],
  ['p90', 0.9],
  ['p95', 0.95],
  ['p99', 0.99],
  ['p999', 0.999],
];

/**
 * Reduces the replications of one sweep point, given in order of their index. Means carry a 95 %
 * t-interval over replications; quantiles come from all observations merged and are absent where the
 * sample cannot carry them.
 */
export function aggregate(
  set: Readonly<Record<string, unknown>>,
  replications: readonly Findings[],
): Cell {
  const metrics: Record<string, Metric> = {};
  for (const name of namesOf(replications, 'values')) {
    const found = replications.flatMap((r) => (name in r.values ? [r.values[name]] : []));
    const values = found.map(({ value }) => value).filter(Number.isFinite);
    if (values.length > 0) metrics[name] = { unit: found[0].unit, ...interval(values) };
  }
  for (const name of namesOf(replications, 'observations')) {
    const found = replications.flatMap((r) =>
      name in r.observations ? [r.observations[name]] : [],
    );
    const { unit, scale } = found[0];
    const parts = found.map(({ state }) => Histogram.fromJSON(state));
    const merged = new Histogram(parts[0].bits);
    for (const part of parts) merged.merge(part);
    const quantiles: Record<string, number> = {};
    for (const [label, q] of QUANTILES) {
      const value = merged.quantile(q);
      if (value !== null) quantiles[label] = value * scale;
    }
    metrics[name] = { unit, ...interval(parts.map((part) => part.mean * scale)), quantiles };
  }
  return {
    set,
    replications: replications.length,
    metrics: Object.fromEntries(Object.entries(metrics).sort(([a], [b]) => (a < b ? -1 : 1))),
    labels: mergedLabels(replications),
  };
}

function interval(values: readonly number[]): Omit<Metric, 'unit'> {
  const { mean } = moments(values);
  const bounds = meanInterval(values);
  return isRefusal(bounds)
    ? { mean, low: mean, high: mean, n: values.length }
    : { mean, low: bounds.low, high: bounds.high, n: values.length };
}

function namesOf(replications: readonly Findings[], part: 'values' | 'observations'): string[] {
  return [...new Set(replications.flatMap((r) => Object.keys(r[part])))].sort();
}

/** A label that differs between replications shows the most common text and how common it is. */
function mergedLabels(replications: readonly Findings[]): Record<string, string> {
  const merged: Record<string, string> = {};
  const names = [...new Set(replications.flatMap((r) => Object.keys(r.labels)))].sort();
  for (const name of names) {
    const counts = new Map<string, number>();
    for (const { labels } of replications) {
      if (name in labels) counts.set(labels[name], (counts.get(labels[name]) ?? 0) + 1);
    }
    const [[text, count]] = [...counts].sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1));
    merged[name] =
      count === replications.length ? text : `${text} (${count} of ${replications.length})`;
  }
  return merged;
}
