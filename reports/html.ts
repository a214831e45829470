/** `report.html`: one file that opens offline, with verdicts, figures, tables and assumptions. */
import type { Expectation, Summary } from '../scenarios/results.ts';
import { breakdownHtml } from './breakdown-html.ts';
import { breakdowns } from './breakdowns.ts';
import { type CellTable, cellTables, pointTable } from './cell-tables.ts';
import { curveFigureHtml } from './curve-html.ts';
import { curveFigures } from './curves.ts';
import { sweepFigureHtml } from './figure-html.ts';
import { sweepFigures } from './figures.ts';
import { htmlTable, type TableColumn } from './html-table.ts';
import type { Assumption, ReportInput } from './input.ts';
import { html, type Markup, nothing } from './markup.ts';
import { page } from './page.ts';
import {
  cellNames,
  extremesSentence,
  foundRange,
  foundText,
  plural,
  sizeSentence,
  verdictSentence,
} from './phrases.ts';
import { rangeFigureHtml } from './range-html.ts';
import { rangeFigures } from './ranges.ts';
import { chosenMetrics, metricNames, sweptPaths, verdicts } from './selection.ts';
import { singleCellTable } from './single-cell.ts';
import { valueText } from './text.ts';

/** Rows of the table of a run without sweep. */
const MOST_METRICS = 200;
/** Up to so many verdicts are listed one by one; more are gathered by line. */
const FEW_VERDICTS = 12;
/** Breakdowns shown as tables. */
const MOST_BREAKDOWNS = 8;

/**
 * The whole page as text. It holds no script and asks for nothing; all foreign text in it is escaped.
 * Equal input gives equal bytes.
 */
export function renderReport(input: ReportInput): string {
  const body = html`${head(input)}
<main>
${sections(input)}
</main>
${FOOTER}`;
  return page(`${input.summary.scenario.name} · droptower`, body);
}

/** Several results on one page, in their order. */
export function renderReports(inputs: readonly ReportInput[]): string {
  const articles = inputs.map(
    (input) => html`<article>
${head(input)}
${sections(input)}
</article>
`,
  );
  const body = html`<main>
${articles}</main>
${FOOTER}`;
  return page(`${inputs.map(({ summary }) => summary.scenario.name).join(', ')} · droptower`, body);
}

const FOOTER = html`<footer>± and the bars in figures are the 95 % interval of the mean over replications. Values are rounded
for reading; metrics.csv and series.csv hold them in full, in base SI units.</footer>`;

function head(input: ReportInput): Markup {
  const { scenario } = input.summary;
  return html`<header>
<h1>${scenario.name}</h1>
${scenario.question ? html`<p class="question">${scenario.question}</p>` : nothing}
${verdict(input)}
</header>`;
}

function sections(input: ReportInput): Markup {
  // A list of points is read as a table first, a grid as a picture.
  const points = pointTable(input.summary) !== null;
  return html`${expectations(input.summary)}
${points ? [cells(input), figures(input)] : figures(input)}
${parts(input)}
${points ? nothing : cells(input)}
${assumptions(input.assumptions)}
${provenance(input)}`;
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
  const names = cellNames(summary.cells);
  const rows = lines.map((line) => {
    const where = names[line.cell] ?? `cell ${line.cell}`;
    return [word(line.pass), line.text, foundText(line, summary), ...(swept ? [where] : [])];
  });
  return htmlTable(caption, columns, rows);
}

function figures({ summary, series, highlights, companions }: ReportInput): Markup {
  const sweep = sweepFigures(summary, highlights, companions).map((figure) =>
    sweepFigureHtml(figure, summary),
  );
  const ranges = rangeFigures(summary, highlights).map((figure) =>
    rangeFigureHtml(figure, summary),
  );
  const curves = curveFigures(summary, series).map(curveFigureHtml);
  if (sweep.length + ranges.length + curves.length === 0) return nothing;
  return html`<section><h2>Figures</h2>${sweep}${ranges}${curves}</section>`;
}

function parts({ summary, highlights }: ReportInput): Markup {
  const all = breakdowns(summary, highlights);
  if (all.length === 0) return nothing;
  const shown = all.slice(0, MOST_BREAKDOWNS);
  const left = all.length - shown.length;
  const note =
    left > 0
      ? html`<p class="note">${plural(left, 'more breakdown')} in metrics.csv.</p>`
      : nothing;
  return html`<section><h2>Breakdowns</h2>${shown.map(breakdownHtml)}${note}</section>`;
}

function cells({ summary, highlights }: ReportInput): Markup {
  if (summary.cells.length === 1) return singleCell(summary, highlights);
  const tables = cellTables(summary, highlights).map((table) =>
    cellTableHtml(summary, table, 'Mean ± 95 % interval in each cell'),
  );
  const points = pointTable(summary);
  const set = points ? cellTableHtml(summary, points, 'What each point sets') : nothing;
  const left = metricNames(summary).length - chosenMetrics(summary, highlights).length;
  return html`<section><h2>Cells</h2>${tables}${leftOut(left)}${set}</section>`;
}

function cellTableHtml(summary: Summary, { room, columns }: CellTable, title: string): Markup {
  const uneven = new Set(summary.cells.map((cell) => cell.replications)).size > 1;
  const heads: TableColumn[] = [
    { head: 'cell', align: 'right' },
    ...columns.map(({ head, right }): TableColumn => ({ head, align: right ? 'right' : 'left' })),
    ...(uneven ? [{ head: 'replications', align: 'right' } as const] : []),
  ];
  const rows = summary.cells.map(({ replications }, index) => [
    String(index),
    ...columns.map(({ texts }) => texts[index]!),
    ...(uneven ? [String(replications)] : []),
  ]);
  const caption = room === '' ? title : `${title}: ${room}`;
  return htmlTable(caption, heads, rows, 1 + columns.filter(({ kind }) => kind === 'swept').length);
}

function singleCell(summary: Summary, highlights: readonly string[]): Markup {
  const { head, rows, left } = singleCellTable(summary, highlights, MOST_METRICS);
  const columns = head.map(
    (name, at): TableColumn => ({ head: name, align: at ? 'right' : 'left' }),
  );
  const [where = ''] = cellNames(summary.cells);
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
