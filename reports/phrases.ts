/** The plain sentences that every kind of report shares. The text they return is not yet escaped. */
import type { Cell, Expectation, Metric, Summary } from '../scenarios/results.ts';
import { headingPaths } from './identity.ts';
import { significant } from './numbers.ts';
import { chosenMetrics, metricNames, metricOfExpectation, sweptPaths } from './selection.ts';
import { valueText } from './text.ts';
import { formatBoth, formatMetric, formatValue, isShare } from './units.ts';

/**
 * A name for each cell: `da.layer = celestia, network.nodes = 64`; empty for a run without sweep. In a
 * list of points only what tells the point from the others: `claim.name = 50 MB/s`.
 */
export function cellNames(cells: readonly Cell[]): string[] {
  const paths = headingPaths(cells);
  return cells.map(({ set }) =>
    paths
      .filter((path) => Object.hasOwn(set, path))
      .map((path) => `${path} = ${valueText(set[path])}`)
      .join(', '),
  );
}

export function metricText(name: string, metric: Metric | undefined): string {
  return metric ? formatMetric(metric, metric.unit === '1' && isShare(name)) : '';
}

/** What an expectation found, with the unit of the metric it names. */
export function foundText(line: Expectation, summary: Summary): string {
  if (line.found === null) return 'absent';
  if (typeof line.found === 'string') return line.found;
  // A share of a variance or a correlation has not the unit of its outcome.
  if (/\[by=[^\]]*\]\.(first|total|rank)\b/.test(line.text)) return significant(line.found, 4);
  const name = metricOfExpectation(line.text, metricNames(summary));
  const unit = name === null ? undefined : summary.cells[line.cell]?.metrics[name]?.unit;
  if (name === null || unit === undefined) return significant(line.found, 4);
  return formatValue(line.found, unit, isShare(name));
}

/** Lowest and highest of what was found over several cells: `3.1 MB/s to 12.5 MB/s`. */
export function foundRange(lines: readonly Expectation[], summary: Summary): string {
  const numbers = lines.filter((line) => typeof line.found === 'number');
  if (numbers.length !== lines.length || numbers.length === 0) {
    return [...new Set(lines.map((line) => foundText(line, summary)))].join(', ');
  }
  const sorted = numbers.toSorted((a, b) => (a.found as number) - (b.found as number));
  const low = foundText(sorted[0]!, summary);
  const high = foundText(sorted.at(-1)!, summary);
  return low === high ? low : `${low} to ${high}`;
}

export function plural(count: number, word: string): string {
  return `${count} ${word}${count === 1 ? '' : 's'}`;
}

/** `12 cells, 10 replications each.` */
export function sizeSentence(summary: Summary): string {
  const counts = summary.cells.map((cell) => cell.replications);
  const cells = plural(counts.length, 'cell');
  if (counts.length === 0) return 'No cells.';
  const least = Math.min(...counts);
  const most = Math.max(...counts);
  if (counts.length === 1) return `${cells}, ${plural(most, 'replication')}.`;
  return least === most
    ? `${cells}, ${plural(most, 'replication')} each.`
    : `${cells}, ${least} to ${most} replications each.`;
}

/** How the `expect:` lines came out, counting each line in each cell. */
export function verdictSentence(expectations: readonly Expectation[]): string {
  const failed = expectations.filter((line) => !line.pass).length;
  if (expectations.length === 0) return 'The scenario expects nothing in particular.';
  if (failed === 0) {
    return expectations.length === 1
      ? 'The expectation holds.'
      : `All ${expectations.length} expectations hold.`;
  }
  return `${failed} of ${plural(expectations.length, 'expectation')} failed.`;
}

/**
 * Where the first wanted metric is largest and by how much it exceeds the smallest; null when
 * there is nothing to compare.
 */
export function extremesSentence(summary: Summary, highlights: readonly string[]): string | null {
  const name = chosenMetrics(summary, highlights, 1)[0];
  if (name === undefined || sweptPaths(summary.cells).length === 0) return null;
  const names = cellNames(summary.cells);
  const found = summary.cells
    .map(({ metrics }, index) => ({ metric: metrics[name], cell: names[index]! }))
    .filter((each): each is { metric: Metric; cell: string } => each.metric !== undefined)
    .toSorted((a, b) => a.metric.mean - b.metric.mean);
  const least = found[0];
  const most = found.at(-1);
  if (!least || !most) return null;
  const { metric: low } = least;
  const { metric: high } = most;
  if (!(high.mean > low.mean)) return null;
  const percent = high.unit === '1' && isShare(name);
  const times = low.mean > 0 ? `; that is ${significant(high.mean / low.mean)} times as much` : '';
  return (
    `${name} is highest with ${most.cell}: ${formatBoth(high.mean, high.unit, percent)}, ` +
    `and lowest with ${least.cell}: ${formatBoth(low.mean, low.unit, percent)}${times}.`
  );
}
