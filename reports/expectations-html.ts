/** The `expect:` lines of a scenario and how they came out. */
import type { Expectation, Summary } from '../scenarios/results.ts';
import { htmlTable, type TableColumn } from './html-table.ts';
import { html, type Markup, nothing } from './markup.ts';
import { cellNames, foundRange, foundText } from './phrases.ts';
import { sweptPaths, verdicts } from './selection.ts';

/** Up to so many verdicts are listed one by one; more are gathered by line. */
const FEW_VERDICTS = 12;

/** Verdicts one by one when they are few; else gathered by line, and folded away where all hold. */
export function expectationsHtml(summary: Summary): Markup {
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
  const gathered = verdicts(lines).length;
  const table = verdictTable(summary);
  const shown =
    failed.length === 0 && gathered > FEW_VERDICTS
      ? html`<details class="verdicts"><summary>${gathered} lines, which all hold</summary>${table}</details>`
      : table;
  return html`<section><h2>Expectations</h2>${shown}${failures}
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
