/** Breakdowns as shaded tables: numbers to read, shades to compare, absent where not defined. */
import type { Breakdown, Matrix } from './breakdowns.ts';
import { htmlTable, type TableColumn } from './html-table.ts';
import { html, type Markup, nothing } from './markup.ts';
import { plural } from './phrases.ts';
import { fraction, type Scale, valueScale } from './scales.ts';
import { HEAT_LEVELS } from './style.ts';
import { formatValue } from './units.ts';

/** With more keys than this the keys stand down the side. */
const MOST_ACROSS = 14;
/** Values that span more than this factor are shaded by their logarithm; shares never are. */
const LOG_FROM = 10;
/** Values below this part of the largest have the lightest shade. */
const FAINTEST = 1e-4;
const ABSENT = '–';

/** The last combination of the other swept paths in full, the others folded away. */
export function breakdownHtml(breakdown: Breakdown): Markup {
  const { base, matrices, left } = breakdown;
  const values = matrices.flatMap(({ rows }) => rows.flatMap((row) => row.values));
  const known = values.filter((value) => value !== null);
  if (known.length === 0) return nothing;
  const scale = shadeScale(known, breakdown.percent);
  const draw = (matrix: Matrix) => matrixHtml(breakdown, matrix, scale);
  const others = matrices.slice(0, -1);
  const manner = scale.log
    ? 'by the logarithm of their value, down to 1/10000 of the largest'
    : 'by value';
  const absent = values.includes(null) ? ` ${ABSENT} means not defined.` : '';
  const more = left > 0 ? ` ${plural(left, 'more key')} in metrics.csv.` : '';
  const folded = html`<details><summary>${`${base} elsewhere (${plural(others.length, 'table')})`}</summary>${others.map(draw)}</details>`;
  return html`<section class="breakdown"><h3>${base}</h3>
${draw(matrices.at(-1)!)}
<p class="note">Means; cells are shaded ${manner}.${absent}${more} metrics.csv has the intervals.</p>
${others.length > 0 ? folded : nothing}
</section>\n`;
}

function matrixHtml(breakdown: Breakdown, { name, rows }: Matrix, scale: Scale): Markup {
  const { base, keys, rowName, unit, percent } = breakdown;
  const caption = name === '' ? base : `${base} with ${name}`;
  const heads = rows.map((row) => row.name);
  const cells = rows.map(({ values }) =>
    values.map((value) =>
      value === null
        ? ABSENT
        : html`<span class="heat-${heatLevel(scale, value)}">${formatValue(value, unit, percent)}</span>`,
    ),
  );
  const across = keys.length <= MOST_ACROSS;
  const columns: TableColumn[] = [
    { head: across ? rowName : `${base}[key]`, align: 'left' },
    ...(across ? keys : heads).map((head): TableColumn => ({ head, align: 'right' })),
  ];
  const body = across
    ? cells.map((row, index) => [heads[index]!, ...row])
    : keys.map((key, at) => [key, ...cells.map((row) => row[at]!)]);
  return htmlTable(caption, columns, body);
}

function shadeScale(values: readonly number[], percent: boolean): Scale {
  const logFrom = percent ? Number.POSITIVE_INFINITY : LOG_FROM;
  const scale = valueScale(values, [], { logFrom, zeros: true });
  return scale.log ? { ...scale, low: Math.max(scale.low, scale.high * FAINTEST) } : scale;
}

/** 0 for the least value (and zero) to the darkest for the largest. */
export function heatLevel(scale: Scale, value: number): number {
  const place = fraction(scale, Math.max(value, scale.low));
  return Math.max(0, Math.min(HEAT_LEVELS - 1, Math.floor(place * HEAT_LEVELS)));
}
