/** `report.html`: one file that opens offline, with verdicts, figures, tables and assumptions. */
import type { Summary } from '../scenarios/results.ts';
import { answersHtml } from './answers.ts';
import { fanFigureHtml, stackFigureHtml } from './area-html.ts';
import { barsHtml } from './bar-html.ts';
import { breakdownHtml } from './breakdown-html.ts';
import { breakdowns } from './breakdowns.ts';
import { type CellTable, cellTables, pointTable } from './cell-tables.ts';
import { curveFigureHtml } from './curve-html.ts';
import { curveFigures } from './curves.ts';
import { isLong, varying } from './dimensions.ts';
import { expectationsHtml } from './expectations-html.ts';
import { fanFigures } from './fans.ts';
import { sweepFigureHtml } from './figure-html.ts';
import { sweepFigures } from './figures.ts';
import { heatFigureHtml } from './heat-html.ts';
import { heatFigures } from './heat-maps.ts';
import { htmlTable, type TableColumn } from './html-table.ts';
import type { Assumption, ReportInput } from './input.ts';
import { html, type Markup, nothing } from './markup.ts';
import { page } from './page.ts';
import { cellNames, extremesSentence, plural, sizeSentence, verdictSentence } from './phrases.ts';
import { rangeFigureHtml } from './range-html.ts';
import { rangeFigures } from './ranges.ts';
import { chosenMetrics, metricNames, resolveMetric } from './selection.ts';
import { sensitivityFigures } from './sensitivities.ts';
import { sensitivityFigureHtml } from './sensitivity-html.ts';
import { singleCellTable } from './single-cell.ts';
import { stackFigures } from './stacks.ts';
import { valueText } from './text.ts';

/** Rows of the table of a run without sweep. */
const MOST_METRICS = 200;
/** Curves shown; more are folded away. */
const MOST_CURVES = 6;
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

const FOOTER = html`<footer>± and the bars, bands or whiskers at means in figures are their 95 % interval over replications. Values are
rounded for reading; metrics.csv and series.csv hold them in full, in base SI units.</footer>`;

function head(input: ReportInput): Markup {
  const { scenario } = input.summary;
  return html`<header>
<h1>${scenario.name}</h1>
${scenario.question ? html`<p class="question">${scenario.question}</p>` : nothing}
${verdict(input)}
</header>`;
}

function sections(input: ReportInput): Markup {
  const { summary, highlights } = input;
  // A list of points is read as a table first, a grid as a picture.
  const points = pointTable(summary) !== null;
  if (isDesign(summary)) return designSections(input);
  return html`${points ? nothing : answersHtml(summary, highlights)}
${barsHtml(summary, highlights)}
${expectationsHtml(summary)}
${points ? [cells(input), figures(input)] : figures(input)}
${parts(input)}
${points ? nothing : cells(input)}
${assumptions(input.assumptions)}
${provenance(input)}`;
}

/** The points of a design are no axes: what they say together is shown, each of them is folded away. */
function designSections(input: ReportInput): Markup {
  const { summary } = input;
  const found = sensitivityFigures(summary).map((figure) => sensitivityFigureHtml(figure, summary));
  return html`<section><h2>What decides</h2>${found}</section>
${expectationsHtml(summary)}
<details><summary>${plural(summary.cells.length, 'point')} of the design</summary>${cells(input)}</details>
${assumptions(input.assumptions)}
${provenance(input)}`;
}

function isDesign({ sensitivity = [] }: Summary): boolean {
  return sensitivity.length > 0;
}

function verdict({ summary, highlights }: ReportInput): Markup {
  const failed = summary.expectations.some((line) => !line.pass);
  const sentence = verdictSentence(summary.expectations);
  const sign = summary.expectations.length === 0 ? '' : failed ? '✗ ' : '✓ ';
  // A grid has a table of such sentences.
  const grid = summary.cells.length > 1 && pointTable(summary) === null;
  const extremes = grid || isDesign(summary) ? null : extremesSentence(summary, highlights);
  const manner = summary.expectations.length === 0 ? 'note' : 'verdict';
  return html`<p class="${manner}">${sign}${sentence}</p>
<p>${sizeSentence(summary)} ${extremes ?? ''}</p>`;
}

function figures({ summary, series, highlights, companions }: ReportInput): Markup {
  const { fans, rest: unbanded } = fanFigures(summary, series);
  const { stacks, rest } = stackFigures(summary, unbanded);
  // What one path does is no news where the bands of all are drawn.
  const single = rest.filter(({ name }) => !fans.some(({ title }) => title === name));
  const curves = curveFigures(summary, single).map(curveFigureHtml);
  const grids = heatFigures(summary, highlights).map((figure) => heatFigureHtml(figure, summary));
  const swept =
    summary.cells.length === 1
      ? []
      : sweepFigures(summary, withHeadline(summary, highlights), companions);
  const sweeps = swept.map((figure) => sweepFigureHtml(figure, summary));
  const drawn = [
    // Lines over many numbers say more than a grid, a few names less.
    ...(varying(summary.cells).some(isLong) ? [sweeps, grids] : [grids, sweeps]).flat(),
    ...rangeFigures(summary, highlights).map((figure) => rangeFigureHtml(figure, summary)),
    ...fans.map(fanFigureHtml),
    ...stacks.map(stackFigureHtml),
    ...curves.slice(0, MOST_CURVES),
    folded(curves.slice(MOST_CURVES)),
  ];
  return drawn.every((each) => each === nothing)
    ? nothing
    : html`<section><h2>Figures</h2>${drawn}</section>`;
}

function folded(figures: readonly Markup[]): Markup {
  if (figures.length === 0) return nothing;
  const title = plural(figures.length, 'more curve');
  return html`<details><summary>${title}</summary>${figures}</details>`;
}

/** What the expectations ask about first has a figure, whether it is highlighted or not. */
function withHeadline(summary: Summary, highlights: readonly string[]): readonly string[] {
  const all = metricNames(summary);
  const [first] = chosenMetrics(summary, highlights, 0);
  const drawn = highlights.flatMap((name) => resolveMetric(name, all));
  return first === undefined || drawn.includes(first) ? highlights : [first, ...highlights];
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
