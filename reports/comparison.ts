import type { Samples } from '../scenarios/experiment.ts';
import type { Summary } from '../scenarios/results.ts';
import { comparePairs, holm } from '../sim/stats/paired.ts';
import { isRefusal } from '../sim/stats/refusal.ts';
import { significant } from './numbers.ts';
import { visible } from './text.ts';
import { formatValue } from './units.ts';

export interface ComparisonRow {
  readonly set: string;
  readonly metric: string;
  readonly unit: string;
  readonly meanA: number;
  readonly meanB: number;
  /** B minus A with its 95 % interval; null when there is only one pair. */
  readonly difference: number;
  readonly low: number | null;
  readonly high: number | null;
  /** Correlation that the common random numbers gained. */
  readonly correlation: number | null;
  /** Holm-corrected over all rows. */
  readonly pValue: number | null;
  readonly verdict: 'equal' | 'no difference shown' | 'different' | 'beyond tolerance';
}

export interface Comparison {
  readonly rows: readonly ComparisonRow[];
  /** Cells and metrics that only one side has. */
  readonly unmatched: readonly string[];
}

interface Side {
  readonly summary: Summary;
  readonly samples: readonly Samples[];
}

/** Pairs replications by index in cells that set the same values (or in order, when no cell matches). */
export function compareSamples(a: Side, b: Side, tolerance?: number): Comparison {
  const key = (set: Readonly<Record<string, unknown>>) =>
    Object.keys(set)
      .sort()
      .map((path) => `${path}=${String(set[path])}`)
      .join(', ');
  const keysB = b.summary.cells.map((cell) => key(cell.set));
  const rows: ComparisonRow[] = [];
  const unmatched: string[] = [];
  a.summary.cells.forEach((cell, i) => {
    const name = key(cell.set);
    const j = keysB.indexOf(name);
    if (j < 0) {
      unmatched.push(name);
      return;
    }
    for (const [metric, { unit }] of Object.entries(cell.metrics)) {
      const left = a.samples[i]?.[metric];
      const right = b.samples[j]?.[metric];
      if (left === undefined || right === undefined) unmatched.push(`${name} ${metric}`.trim());
      else rows.push(pairRow(name, metric, unit, left, right));
    }
  });
  return { rows: judged(rows, tolerance), unmatched };
}

function pairRow(
  set: string,
  metric: string,
  unit: string,
  left: readonly (number | null)[],
  right: readonly (number | null)[],
): ComparisonRow {
  const pairs = left.flatMap((x, i) => {
    const y = right[i];
    return x === null || y === null || y === undefined ? [] : [[x, y] as const];
  });
  const a = pairs.map(([x]) => x);
  const b = pairs.map(([, y]) => y);
  const mean = (values: readonly number[]) => values.reduce((s, v) => s + v, 0) / values.length;
  const equal = pairs.every(([x, y]) => x === y);
  const base = { set, metric, unit, meanA: mean(a), meanB: mean(b), difference: mean(b) - mean(a) };
  const compared = comparePairs(b, a);
  if (equal || isRefusal(compared)) {
    const verdict = equal ? ('equal' as const) : ('no difference shown' as const);
    return { ...base, low: null, high: null, correlation: null, pValue: null, verdict };
  }
  const { difference, correlation, pValue } = compared;
  return {
    ...base,
    low: difference.low,
    high: difference.high,
    correlation,
    pValue,
    verdict: 'no difference shown',
  };
}

function judged(rows: readonly ComparisonRow[], tolerance: number | undefined): ComparisonRow[] {
  const tested = rows.filter((row) => row.pValue !== null);
  const corrected = holm(tested.map((row) => row.pValue as number));
  return rows.map((row) => {
    const at = tested.indexOf(row);
    if (at < 0) return row;
    const pValue = corrected[at];
    const beyond =
      tolerance !== undefined && Math.abs(row.difference) > tolerance * Math.abs(row.meanA);
    const verdict =
      pValue >= 0.05 ? 'no difference shown' : beyond ? 'beyond tolerance' : 'different';
    return { ...row, pValue, verdict };
  });
}

/** A table for the terminal and a closing sentence. */
export function renderComparison({ rows, unmatched }: Comparison): string {
  const lines: string[] = [];
  let set: string | undefined;
  for (const row of rows) {
    if (row.set !== set) {
      set = row.set;
      lines.push('', visible(set === '' ? 'all' : set));
    }
    const change = row.meanA === 0 ? '' : ` (${percent(row.difference / Math.abs(row.meanA))})`;
    const interval =
      row.low === null || row.high === null
        ? ''
        : ` [${formatValue(row.low, row.unit)}, ${formatValue(row.high, row.unit)}]`;
    lines.push(
      `  ${visible(row.metric)}: ${formatValue(row.meanA, row.unit)} -> ${formatValue(row.meanB, row.unit)}${change}${interval} ${row.verdict}`,
    );
  }
  for (const name of unmatched) lines.push(`  only on one side: ${visible(name)}`);
  const moved = rows.filter(
    ({ verdict }) => verdict === 'different' || verdict === 'beyond tolerance',
  );
  lines.push(
    '',
    `${moved.length} of ${rows.length} metrics differ (paired, 95 %, Holm-corrected).`,
  );
  return `${lines.slice(1).join('\n')}\n`;
}

function percent(share: number): string {
  return `${share < 0 ? '−' : '+'}${significant(Math.abs(share) * 100, 2)} %`;
}
