/** A result as GitHub Markdown, for job summaries and pull requests. */
import type { Summary } from '../scenarios/results.ts';
import {
  cellName,
  extremesSentence,
  foundText,
  metricText,
  sizeSentence,
  verdictSentence,
} from './phrases.ts';
import { chosenMetrics, labelNames, sweptPaths } from './selection.ts';
import { singleCellTable } from './single-cell.ts';
import { escapeMarkdown, valueText } from './text.ts';

/** Metrics listed for a run without sweep. */
const MOST_ROWS = 60;

export interface MarkdownOptions {
  /** Metrics to show besides those named in `expect:` lines; a base name means its breakdown. */
  highlights?: readonly string[];
}

/** Verdicts with sign and word, then one table row per cell. All foreign text is escaped. */
export function renderMarkdown(summary: Summary, options: MarkdownOptions = {}): string {
  const highlights = options.highlights ?? [];
  const failed = summary.expectations.some((line) => !line.pass);
  const parts = [`## ${failed ? '❌' : '✅'} ${escapeMarkdown(summary.scenario.name)}`];
  if (summary.scenario.question) parts.push(escapeMarkdown(summary.scenario.question));
  parts.push(`**${escapeMarkdown(verdictSentence(summary.expectations))}**`);
  if (summary.expectations.length > 0) parts.push(expectationTable(summary));
  if (summary.cells.length > 0) parts.push(cellTable(summary, highlights));
  const extremes = extremesSentence(summary, highlights);
  if (extremes !== null) parts.push(escapeMarkdown(extremes));
  parts.push(
    escapeMarkdown(
      `${sizeSentence(summary)} ± is the 95 % interval of the mean. droptower ${summary.droptower}, ` +
        `seed ${summary.seed}, scenario ${summary.scenario.hash}, certificate ${summary.certificate}.`,
    ),
  );
  return parts.join('\n\n') + '\n';
}

function expectationTable(summary: Summary): string {
  const swept = sweptPaths(summary.cells).length > 0;
  const head = ['verdict', 'expectation', 'found', ...(swept ? ['cell'] : [])];
  const rows = summary.expectations.map((line) => {
    const cell = summary.cells[line.cell];
    const where = cell ? cellName(cell) : String(line.cell);
    return [
      line.pass ? '✅ holds' : '❌ fails',
      line.text,
      foundText(line, summary),
      ...(swept ? [where] : []),
    ];
  });
  return table(head, rows, []);
}

function cellTable(summary: Summary, highlights: readonly string[]): string {
  if (summary.cells.length === 1) {
    const { head, rows } = singleCellTable(summary, highlights, MOST_ROWS);
    return table(head, rows, head.slice(1));
  }
  const paths = sweptPaths(summary.cells);
  const metrics = chosenMetrics(summary, highlights);
  const labels = labelNames(summary);
  const rows = summary.cells.map((cell) => [
    ...paths.map((path) => valueText(cell.set[path])),
    ...metrics.map((name) => metricText(name, cell.metrics[name])),
    ...labels.map((name) => cell.labels[name] ?? ''),
  ]);
  return table([...paths, ...metrics, ...labels], rows, metrics);
}

function table(
  head: readonly string[],
  rows: readonly (readonly string[])[],
  right: readonly string[],
): string {
  const line = (fields: readonly string[]): string =>
    `| ${fields.map(escapeMarkdown).join(' | ')} |`;
  const rule = `| ${head.map((name) => (right.includes(name) ? '---:' : '---')).join(' | ')} |`;
  return [line(head), rule, ...rows.map(line)].join('\n');
}
