/** Grids of two swept paths as HTML: heading, shades with their values, panels, and the data as a table. */
import type { Summary } from '../scenarios/results.ts';
import { leftOutSentence } from './cell-panels.ts';
import { areaSwatch, captionHtml, figureSection, panelsHtml, swatchKey } from './figure-parts.ts';
import { drawHeat, HEAT_COLOUR, heatOpacity } from './heat-chart.ts';
import type { HeatFigure } from './heat-maps.ts';
import { htmlTable, type TableColumn } from './html-table.ts';
import type { Markup } from './markup.ts';
import { significant } from './numbers.ts';
import { type Scale, valueScale } from './scales.ts';
import { displayUnit, formatValue, isShare } from './units.ts';

/** Values that span more than this factor are shaded by their logarithm. */
const LOG_FROM = 30;

export function heatFigureHtml(figure: HeatFigure, summary: Summary): Markup {
  const { title, base, columns, rows, panels } = figure;
  const values = panels.flatMap(({ cells }) => cells.map(({ value }) => value));
  const shades = shadesOf(values, base);
  const percent = base === '1' && isShare(title);
  const largest = Math.max(...values.map(Math.abs));
  const unit = displayUnit(largest, base, percent);
  const written = (value: number): string =>
    shades.log ? formatValue(value, base, percent) : significant(value / unit.size);
  const heading = `${title} by ${rows.name} and ${columns.name}`;
  const falling = shades.high <= 0;
  const manner = shades.log ? ' by the logarithm of the value' : '';
  const note = leftOutSentence(figure, 'metrics.csv');
  return figureSection({
    heading,
    key: swatchKey(
      falling ? 'darker is less' : 'darker is more',
      keyValues(shades).map((value) => [
        areaSwatch(HEAT_COLOUR, [heatOpacity(shades, value)]),
        formatValue(value, base, percent),
      ]),
    ),
    pictures: panelsHtml(panels, ({ name, cells }, width) =>
      drawHeat({
        description: `Grid of ${title}: ${rows.name} down, ${columns.name} across${name === '' ? '' : `, for ${name}`}. The data follow as a table.`,
        cells,
        columnNames: columns.values,
        rowNames: rows.values,
        columnLabel: `${columns.name} (down: ${rows.name})`,
        shades,
        written,
        width,
      }),
    ),
    caption: captionHtml(
      figure.counts,
      `; means${unit.name === '' || shades.log ? '' : ` in ${unit.name}`}, shaded${manner}.${note === '' ? '' : ` ${note}`}`,
      summary,
    ),
    table: heatTable(figure, heading, (value) => formatValue(value, base, percent)),
  });
}

/**
 * Shades tell the values apart, so they start at the least one and not at zero. Shares and
 * probabilities compare by difference, other numbers that span decades by ratio.
 */
function shadesOf(values: readonly number[], unit: string): Scale {
  const low = Math.min(...values);
  const high = Math.max(...values);
  const share = unit === '1' && high <= 1;
  const log = !share && valueScale(values, [], { logFrom: LOG_FROM }).log;
  return { log, low, high, ticks: [] };
}

/** The least value, the shade halfway and the largest value. */
function keyValues({ log, low, high }: Scale): number[] {
  return [low, log ? Math.sqrt(low * high) : (low + high) / 2, high];
}

function heatTable(
  { columns, rows, panels }: HeatFigure,
  caption: string,
  written: (value: number) => string,
): Markup {
  const withPanels = panels.some(({ name }) => name !== '');
  const heads: TableColumn[] = [
    ...(withPanels ? [{ head: 'panel', align: 'left' } as const] : []),
    { head: rows.name, align: 'left' },
    ...columns.values.map(
      (value): TableColumn => ({ head: `${columns.name} = ${value}`, align: 'right' }),
    ),
  ];
  const body = panels.flatMap(({ name, cells }) =>
    rows.values.map((row, index) => [
      ...(withPanels ? [name] : []),
      row,
      ...columns.values.map((_, column) => {
        const found = cells.find((cell) => cell.row === index && cell.column === column);
        return found ? written(found.value) : '';
      }),
    ]),
  );
  return htmlTable(caption, heads, body, withPanels ? 2 : 1);
}
