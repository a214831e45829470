/** A result as a terminal page: expectations first, then one row per cell, then plain sentences. */
import type { Summary } from '../scenarios/results.ts';
import { type CellColumn, labelColumns, metricColumn, sweptColumn } from './cell-tables.ts';
import type { Colours } from './colour.ts';
import { createColours } from './colour.ts';
import { headingPaths } from './identity.ts';
import {
  cellNames,
  extremesSentence,
  foundRange,
  foundText,
  plural,
  sizeSentence,
  verdictSentence,
} from './phrases.ts';
import type { Verdict } from './selection.ts';
import { orderMetrics, verdicts } from './selection.ts';
import { singleCellTable } from './single-cell.ts';
import { displayWidth, truncate, visible } from './text.ts';

export interface TableOptions {
  /** Whether to colour; see `wantsColour`. */
  colour?: boolean;
  /** Columns of the terminal; metrics that do not fit are counted, not shown. Default 100. */
  width?: number;
  /** Metrics to show first, after those named in `expect:` lines; a base name means its breakdown. */
  highlights?: readonly string[];
}

interface Column {
  readonly head: string;
  readonly rows: readonly string[];
  readonly right: boolean;
  readonly width: number;
}

const GAP = 2;
const WIDEST_TEXT = 32;
const FAILURES_SHOWN = 10;
/** Metrics listed for a run without sweep. */
const MOST_ROWS = 40;

/** The whole page, ending with a newline. Foreign text is shown with its control characters visible. */
export function renderTable(summary: Summary, options: TableOptions = {}): string {
  const colours = createColours(options.colour ?? false);
  const width = Math.max(40, options.width ?? 100);
  const lines = [colours.bold(visible(summary.scenario.name))];
  if (summary.scenario.question) lines.push(visible(summary.scenario.question));
  if (summary.expectations.length > 0) {
    lines.push('', ...expectationLines(summary, colours));
  }
  lines.push('', ...tableLines(summary, width, options.highlights ?? [], colours));
  lines.push('', ...closing(summary, options.highlights ?? [], colours));
  return lines.join('\n') + '\n';
}

function expectationLines(summary: Summary, colours: Colours): string[] {
  const groups = verdicts(summary.expectations);
  const widest = Math.max(...groups.map(({ text }) => displayWidth(visible(text))));
  return groups.flatMap((group) => {
    const text = visible(group.text);
    const dots = '.'.repeat(Math.min(60, widest) - Math.min(60, displayWidth(text)) + 3);
    const found = visible(foundRange(group.lines, summary));
    const head = `${sign(group, colours)} ${text} ${colours.dim(dots)} ${found}`;
    return [`${head}${counted(group)}`, ...failures(group, summary, colours)];
  });
}

function sign(group: Verdict, colours: Colours): string {
  return group.failed.length === 0 ? colours.green('✓') : colours.red('✗');
}

function counted({ lines, failed }: Verdict): string {
  if (lines.length === 1) return failed.length === 0 ? '' : '  failed';
  const cells = plural(lines.length, 'cell');
  return failed.length === 0 ? `  in ${cells}` : `  failed in ${failed.length} of ${cells}`;
}

function failures({ lines, failed }: Verdict, summary: Summary, colours: Colours): string[] {
  if (lines.length === 1 || failed.length === 0) return [];
  const names = cellNames(summary.cells);
  const shown = failed.slice(0, FAILURES_SHOWN).map((line) => {
    const where = visible(names[line.cell] ?? `cell ${line.cell}`);
    return `    ${colours.red('✗')} ${where}: ${visible(foundText(line, summary))}`;
  });
  const more = failed.length - shown.length;
  return more > 0 ? [...shown, `    … and ${more} more`] : shown;
}

function tableLines(
  summary: Summary,
  width: number,
  highlights: readonly string[],
  colours: Colours,
): string[] {
  const { cells } = summary;
  if (cells.length === 1) return singleCellLines(summary, width, highlights, colours);
  const show = ({ head, texts, right }: CellColumn): Column => column(head, texts, right);
  const swept = headingPaths(cells).map((path) => show(sweptColumn(cells, path)));
  const labels = labelColumns(summary).map(show);
  const names = orderMetrics(summary, highlights);
  const metrics = names.map((name) => show(metricColumn(cells, name)));
  const fitted = fitColumns(swept, metrics, labels, width);
  const rows = [
    colours.bold(row(fitted.columns, (each) => each.head)),
    ...cells.map((_, index) => row(fitted.columns, (each) => each.rows[index]!)),
  ];
  if (fitted.left > 0) {
    rows.push(colours.dim(`… and ${plural(fitted.left, 'column')} more in metrics.csv`));
  }
  return rows;
}

function singleCellLines(
  summary: Summary,
  width: number,
  highlights: readonly string[],
  colours: Colours,
): string[] {
  const { head, rows, left } = singleCellTable(summary, highlights, MOST_ROWS);
  const [where = ''] = cellNames(summary.cells);
  const columns = head.map((name, at) =>
    column(
      name,
      rows.map((each) => each[at]!),
      at > 0,
      60,
    ),
  );
  const [name, mean, ...quantiles] = columns as [Column, Column, ...Column[]];
  const shown = fitColumns([name, mean], quantiles, [], width).columns;
  return [
    ...(where === '' ? [] : [visible(where), '']),
    colours.bold(row(shown, (each) => each.head)),
    ...rows.map((_, index) => row(shown, (each) => each.rows[index]!)),
    ...(left === 0 ? [] : [colours.dim(`… and ${plural(left, 'metric')} more in metrics.csv`)]),
  ];
}

function column(
  head: string,
  rows: readonly string[],
  right: boolean,
  widest = WIDEST_TEXT,
): Column {
  const clean = (text: string): string => truncate(visible(text), widest);
  const texts = rows.map(clean);
  const title = truncate(visible(head), widest);
  return {
    head: title,
    rows: texts,
    right,
    width: Math.max(displayWidth(title), ...texts.map(displayWidth)),
  };
}

/** Swept columns and the first metric always; then a label, metrics in order, more labels while they fit. */
function fitColumns(swept: Column[], metrics: Column[], labels: Column[], width: number) {
  let used = [...swept, ...metrics.slice(0, 1)].reduce((sum, each) => sum + each.width + GAP, 0);
  const take = (columns: readonly Column[]): Column[] => {
    const taken: Column[] = [];
    for (const each of columns) {
      if (used + each.width > width) break;
      used += each.width + GAP;
      taken.push(each);
    }
    return taken;
  };
  const firstLabel = take(labels.slice(0, 1));
  const shownMetrics = [...metrics.slice(0, 1), ...take(metrics.slice(1))];
  const shown = [...swept, ...shownMetrics, ...firstLabel, ...take(labels.slice(1))];
  return { columns: shown, left: swept.length + metrics.length + labels.length - shown.length };
}

function row(columns: readonly Column[], text: (column: Column) => string): string {
  return columns
    .map((each) => {
      const shown = text(each);
      const padding = ' '.repeat(each.width - displayWidth(shown));
      return each.right ? padding + shown : shown + padding;
    })
    .join(' '.repeat(GAP))
    .trimEnd();
}

function closing(summary: Summary, highlights: readonly string[], colours: Colours): string[] {
  const extremes = extremesSentence(summary, highlights);
  const failed = summary.expectations.some((line) => !line.pass);
  const verdict = verdictSentence(summary.expectations);
  return [
    ...(extremes === null ? [] : [visible(extremes)]),
    `${sizeSentence(summary)} ± is the 95 % interval of the mean.`,
    `Seed ${visible(summary.seed)}, certificate ${visible(summary.certificate)}.`,
    failed ? colours.red(verdict) : verdict,
  ];
}
