/** Distributions as HTML: heading, key of the quantiles, panels, caption, and the data as a table. */
import type { Summary } from '../scenarios/results.ts';
import {
  axisLabel,
  captionHtml,
  figureSection,
  panelsHtml,
  swatch,
  withTickUnits,
  withUnit,
} from './figure-parts.ts';
import { htmlTable, type TableColumn } from './html-table.ts';
import { html, type Markup } from './markup.ts';
import { significant } from './numbers.ts';
import { drawRanges } from './range-chart.ts';
import type { RangeFigure, RangePanel } from './ranges.ts';
import { valueScale } from './scales.ts';
import { displayUnit } from './units.ts';

/** Quantiles that span more than this factor get a logarithmic axis. */
const LOG_FROM = 10;

export function rangeFigureHtml(figure: RangeFigure, summary: Summary): Markup {
  const { title, base, quantiles, rowNames } = figure;
  const heading = `${title}: ${quantiles.join(', ')}`;
  const ranges = figure.panels.flatMap((panel) => panel.ranges);
  const found = ranges.flatMap(({ values }) => Object.values(values));
  const size = (value: number, most: number): number => Math.max(most, Math.abs(value));
  const unit = displayUnit(
    found.reduce((most, value) => size(value, most), 0),
    base,
  );
  const options = { logFrom: LOG_FROM, zeros: true };
  const { log } = valueScale(found, [], options);
  const shown = figure.panels.map((panel) => inUnit(panel, unit.size));
  const panels = log ? figure.panels : shown;
  const scale = valueScale(
    panels.flatMap((panel) => panel.ranges.flatMap(({ values }) => Object.values(values))),
    [],
    options,
  );
  const drawing = {
    rowNames,
    quantiles,
    values: log ? withTickUnits(scale, base, false) : scale,
    valuesLabel: log ? axisLabel(title, log) : withUnit(title, unit),
  };
  const missing = ranges.some(({ values }) => Object.keys(values).length < quantiles.length);
  return figureSection({
    heading,
    key: html`<ul class="key">${quantiles.map((name, index) => html`<li>${swatch(index, 'marker')} ${name}</li>`)}</ul>`,
    pictures: panelsHtml(panels, (panel, width) => {
      const where = panel.name === '' ? '' : ` for ${panel.name}`;
      const description = `Chart of quantiles of ${title} by ${figure.rowName}${where}, ${rowNames.length} rows. The data follow as a table.`;
      return drawRanges({ ...drawing, ranges: panel.ranges, description, width });
    }),
    caption: captionHtml(
      ranges.map(({ n }) => n),
      `; quantiles of the observations of all of them together.${missing ? ' A quantile that the sample cannot carry is absent.' : ''}`,
      summary,
    ),
    table: rangeTable(figure, shown, withUnit(heading, unit)),
  });
}

function inUnit(panel: RangePanel, size: number): RangePanel {
  const ranges = panel.ranges.map(({ row, values, n }) => ({
    row,
    n,
    values: Object.fromEntries(Object.entries(values).map(([name, value]) => [name, value / size])),
  }));
  return { name: panel.name, ranges };
}

function rangeTable(figure: RangeFigure, panels: readonly RangePanel[], caption: string): Markup {
  const withPanels = panels.some(({ name }) => name !== '');
  const columns: TableColumn[] = [
    ...(withPanels ? [{ head: 'panel', align: 'left' } as const] : []),
    { head: figure.rowName, align: 'left' },
    ...figure.quantiles.map((head): TableColumn => ({ head, align: 'right' })),
  ];
  const rows = panels.flatMap(({ name, ranges }) =>
    ranges.map(({ row, values }) => [
      ...(withPanels ? [name] : []),
      figure.rowNames[row] ?? '',
      ...figure.quantiles.map((quantile) =>
        values[quantile] === undefined ? '' : significant(values[quantile], 4),
      ),
    ]),
  );
  return htmlTable(caption, columns, rows, withPanels ? 2 : 1);
}
