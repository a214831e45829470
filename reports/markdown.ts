/** A result as GitHub Markdown, for job summaries and pull requests. */
import type { Summary } from '../scenarios/results.ts';
import { breakdowns } from './breakdowns.ts';
import { type CellColumn, cellTables, pointTable } from './cell-tables.ts';
import {
  cellNames,
  extremesSentence,
  foundText,
  sizeSentence,
  verdictSentence,
} from './phrases.ts';
import { sweptPaths } from './selection.ts';
import { singleCellTable } from './single-cell.ts';
import { escapeMarkdown } from './text.ts';
import { formatValue } from './units.ts';

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
  parts.push(...breakdownTables(summary, highlights));
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
  const names = cellNames(summary.cells);
  const rows = summary.expectations.map((line) => {
    const where = names[line.cell] ?? String(line.cell);
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
  const tables = cellTables(summary, highlights).map(({ columns }) => columnsTable(columns));
  const points = pointTable(summary);
  return [
    ...tables,
    ...(points ? ['What each point sets:', columnsTable(points.columns)] : []),
  ].join('\n\n');
}

function columnsTable(columns: readonly CellColumn[]): string {
  const rows = columns[0]!.texts.map((_, index) => columns.map(({ texts }) => texts[index]!));
  const right = columns.filter((column) => column.kind === 'metric').map(({ head }) => head);
  return table(
    columns.map(({ head }) => head),
    rows,
    right,
  );
}

/** The breakdowns that the highlights ask for, with the last values of what else is swept. */
function breakdownTables(summary: Summary, highlights: readonly string[]): string[] {
  return breakdowns(summary, highlights)
    .filter(({ highlighted }) => highlighted)
    .flatMap(({ base, keys, rowName, unit, percent, matrices }) => {
      const { name, rows } = matrices.at(-1)!;
      const texts = rows.map((row) => [
        row.name,
        ...row.values.map((value) => (value === null ? '–' : formatValue(value, unit, percent))),
      ]);
      const title = name === '' ? base : `${base} with ${name}`;
      return [`${escapeMarkdown(title)}:`, table([rowName, ...keys], texts, keys)];
    });
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
