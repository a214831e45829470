/** `report.html`: one file that opens offline, with verdicts, figures, tables and assumptions. */
import type { Expectation, Summary } from '../scenarios/results.ts';
import { curveFigures } from './curves.ts';
import { curveFigureHtml, sweepFigureHtml } from './figure-html.ts';
import { sweepFigures } from './figures.ts';
import { htmlTable, type TableColumn } from './html-table.ts';
import type { Assumption, ReportInput } from './input.ts';
import { html, type Markup, nothing } from './markup.ts';
import { page } from './page.ts';
import {
  cellName,
  extremesSentence,
  foundRange,
  foundText,
  metricText,
  plural,
  sizeSentence,
  verdictSentence,
} from './phrases.ts';
import { chosenMetrics, labelNames, metricNames, sweptPaths, verdicts } from './selection.ts';
import { singleCellTable } from './single-cell.ts';
import { valueText } from './text.ts';

/** Rows of the table of a run without sweep. */
const MOST_METRICS = 200;
/** Up to so many verdicts are listed one by one; more are gathered by line. */
const FEW_VERDICTS = 12;

/**
 * The whole page as text. It holds no script and asks for nothing; all foreign text in it is escaped.
 * Equal input gives equal bytes.
 */
export function renderReport(input: ReportInput): string {
  const { summary } = input;
  const body = html`<header>
<h1>${summary.scenario.name}</h1>
${summary.scenario.question ? html`<p class="question">${summary.scenario.question}</p>` : nothing}
${verdict(input)}
</header>
<main>
${expectations(summary)}
${figures(input)}
${cells(input)}
${assumptions(input.assumptions)}
${provenance(input)}
</main>
<footer>± and the bars in figures are the 95 % interval of the mean over replications. Values are rounded
for reading; metrics.csv and series.csv hold them in full, in base SI units.</footer>`;
  return page(`${summary.scenario.name} · droptower`, body);
}

function verdict({ summary, highlights }: ReportInput): Markup {
  const failed = summary.expectations.some((line) => !line.pass);
  const sentence = verdictSentence(summary.expectations);
  const sign = summary.expectations.length === 0 ? '' : failed ? '✗ ' : '✓ ';
  const extremes = extremesSentence(summary, highlights);
  const manner = summary.expectations.length === 0 ? 'note' : 'verdict';
  return html`<p class="${manner}">${sign}${sentence}</p>
<p>${sizeSentence(summary)} ${extremes ?? ''}</p>`;
}

function expectations(summary: Summary): Markup {
  const { expectations: lines } = summary;
  if (lines.length === 0) return nothing;
  const all = (caption: string) => expectationTable(summary, lines, caption);
  const title = 'What the scenario expects, judged in each cell';
  if (lines.length <= FEW_VERDICTS) {
    return html`<section><h2>Expectations</h2>${all(title)}</section>`;
  }
  const failed = lines.filter((line) => !line.pass);
  const failures =
    failed.length === 0 || failed.length === lines.length
      ? nothing
      : expectationTable(summary, failed, 'Where expectations fail');
  return html`<section><h2>Expectations</h2>${verdictTable(summary)}${failures}
<details><summary>Every verdict</summary>${all(title)}</details></section>`;
}

function word(pass: boolean): Markup {
  return pass ? html`<span class="good">✓ holds</span>` : html`<span class="bad">✗ fails</span>`;
}

/** One row for each `expect:` line over all its cells. */
function verdictTable(summary: Summary): Markup {
  const columns: TableColumn[] = ['verdict', 'expectation', 'found', 'cells'].map((head) => ({
    head,
    align: 'left',
  }));
  const rows = verdicts(summary.expectations).map(({ text, lines, failed }) => [
    word(failed.length === 0),
    text,
    foundRange(lines, summary),
    failed.length === 0 ? `all ${lines.length}` : `fails in ${failed.length} of ${lines.length}`,
  ]);
  return htmlTable('What the scenario expects', columns, rows);
}

function expectationTable(
  summary: Summary,
  lines: readonly Expectation[],
  caption: string,
): Markup {
  const swept = sweptPaths(summary.cells).length > 0;
  const columns: TableColumn[] = ['verdict', 'expectation', 'found', 'cell']
    .slice(0, swept ? 4 : 3)
    .map((head) => ({ head, align: head === 'found' ? 'right' : 'left' }));
  const rows = lines.map((line) => {
    const cell = summary.cells[line.cell];
    const where = cell ? cellName(cell) : `cell ${line.cell}`;
    return [word(line.pass), line.text, foundText(line, summary), ...(swept ? [where] : [])];
  });
  return htmlTable(caption, columns, rows);
}

function figures({ summary, series, highlights, companions }: ReportInput): Markup {
  const sweep = sweepFigures(summary, highlights, companions).map(sweepFigureHtml);
  const curves = curveFigures(summary, series).map(curveFigureHtml);
  if (sweep.length + curves.length === 0) return nothing;
  return html`<section><h2>Figures</h2>${sweep}${curves}</section>`;
}

function cells({ summary, highlights }: ReportInput): Markup {
  if (summary.cells.length === 1) return singleCell(summary, highlights);
  const paths = sweptPaths(summary.cells);
  const metrics = chosenMetrics(summary, highlights);
  const labels = labelNames(summary);
  const numeric = (path: string): boolean =>
    summary.cells.every((cell) => typeof cell.set[path] === 'number');
  const uneven = new Set(summary.cells.map((cell) => cell.replications)).size > 1;
  const columns: TableColumn[] = [
    { head: 'cell', align: 'right' },
    ...paths.map((head): TableColumn => ({ head, align: numeric(head) ? 'right' : 'left' })),
    ...metrics.map((head): TableColumn => ({ head, align: 'right' })),
    ...labels.map((head): TableColumn => ({ head, align: 'left' })),
    ...(uneven ? [{ head: 'replications', align: 'right' } as const] : []),
  ];
  const rows = summary.cells.map((cell, index) => [
    String(index),
    ...paths.map((path) => valueText(cell.set[path])),
    ...metrics.map((name) => metricText(name, cell.metrics[name])),
    ...labels.map((name) => cell.labels[name] ?? ''),
    ...(uneven ? [String(cell.replications)] : []),
  ]);
  const left = metricNames(summary).length - metrics.length;
  const table = htmlTable('Mean ± 95 % interval in each cell', columns, rows, 1 + paths.length);
  return html`<section><h2>Cells</h2>${table}${leftOut(left)}</section>`;
}

function singleCell(summary: Summary, highlights: readonly string[]): Markup {
  const { head, rows, left } = singleCellTable(summary, highlights, MOST_METRICS);
  const columns = head.map(
    (name, at): TableColumn => ({ head: name, align: at ? 'right' : 'left' }),
  );
  const where = cellName(summary.cells[0]!);
  const caption = `Mean ± 95 % interval${where === '' ? '' : ` with ${where}`}`;
  const table = htmlTable(caption, columns, rows);
  return html`<section><h2>Results</h2>${table}${leftOut(left)}</section>`;
}

function leftOut(metrics: number): Markup {
  if (metrics === 0) return nothing;
  return html`<p class="note">${plural(metrics, 'more metric')} in metrics.csv.</p>`;
}

function assumptions(rows: readonly Assumption[]): Markup {
  if (rows.length === 0) return nothing;
  const estimates = rows.filter(({ status }) => status === 'estimate').length;
  const columns = ['path', 'value', 'status', 'source', 'what it is'].map(
    (head): TableColumn => ({ head, align: 'left' }),
  );
  const table = htmlTable(
    'Every parameter of the run and where its value comes from',
    columns,
    rows.map(({ path, value, status, source, about }) => [
      path,
      valueText(value),
      status === 'estimate' ? html`<strong class="estimate">estimate</strong>` : status,
      source ?? '',
      about,
    ]),
  );
  const sentence =
    estimates === 0
      ? 'No value is an estimate.'
      : `${estimates} of ${plural(rows.length, 'value')} ${estimates === 1 ? 'is an estimate' : 'are estimates'}: no published source is known.`;
  return html`<section><h2>Assumptions</h2><p>${sentence}</p>${table}</section>`;
}

function provenance({ summary, manifest }: ReportInput): Markup {
  const facts: [string, string][] = [
    ['run again with', manifest.command],
    ['certificate', summary.certificate],
    ['seed', summary.seed],
    ['scenario hash', summary.scenario.hash],
    ['droptower', manifest.droptower],
    ['commit', manifest.commit ?? 'unknown'],
    ['runtime', manifest.runtime],
    ['tick', `${manifest.tickSeconds} s`],
  ];
  return html`<section><h2>How to get this result again</h2>
<dl class="facts">${facts.map(([name, value]) => html`<dt>${name}</dt><dd>${value}</dd>`)}</dl>
<details><summary>The scenario</summary><pre>${manifest.scenario.text}</pre></details></section>`;
}
