/** Tables with a caption and scoped headers, in a box that scrolls when they are wide. */
import { html, type Markup } from './markup.ts';

export interface TableColumn {
  readonly head: string;
  /** Numbers stand right, text left. */
  readonly align: 'left' | 'right';
}

/** A head up to so many characters stays in one line; a longer text may not be squeezed too narrow. */
const LONG = 20;

/**
 * @param rows one list of cells for each row; the first `rowHeads` cells of a row are its headers.
 */
export function htmlTable(
  caption: string,
  columns: readonly TableColumn[],
  rows: readonly (readonly (string | Markup)[])[],
  rowHeads = 1,
): Markup {
  const long = (cell: string | Markup) =>
    typeof cell === 'string' && cell.length > LONG ? html` class="long"` : '';
  const short = (cell: string | Markup) =>
    typeof cell === 'string' && cell.length <= LONG ? html` class="short"` : '';
  const side = (index: number) => (columns[index]?.align === 'right' ? html` class="number"` : '');
  return html`<div class="scroll" role="region" aria-label="${caption}" tabindex="0"><table>
<caption>${caption}</caption>
<thead><tr>${columns.map(({ head }, index) => html`<th scope="col"${side(index)}>${breakable(head)}</th>`)}</tr></thead>
<tbody>${rows.map(
    (row) =>
      html`<tr>${row.map((cell, index) =>
        index < rowHeads
          ? html`<th scope="row"${side(index) || short(cell)}>${cell}</th>`
          : html`<td${side(index) || long(cell)}>${cell}</td>`,
      )}</tr>\n`,
  )}</tbody>
</table></div>`;
}

/** Lets a long dotted name go on in the next line after a dot or an underscore. */
function breakable(name: string): Markup[] {
  return name.split(/(?<=[._[])/).map((part) => html`${part}<wbr>`);
}
