/** Bands and stacks over time as HTML: heading, key, small multiples with shared axes, a sample of the data. */
import { type AreaDrawing, BAND_OPACITY, drawFan, drawStack, stackOpacity } from './area-chart.ts';
import { type CellPanels, leftOutSentence } from './cell-panels.ts';
import { evenly } from './curves.ts';
import type { FanFigure } from './fans.ts';
import {
  areaSwatch,
  axisLabel,
  figureSection,
  panelsHtml,
  swatch,
  swatchKey,
  withUnit,
} from './figure-parts.ts';
import { htmlTable, type TableColumn } from './html-table.ts';
import { html, type Markup, nothing } from './markup.ts';
import { significant } from './numbers.ts';
import { lineStyle } from './palette.ts';
import { rangeScale, valueScale } from './scales.ts';
import type { StackFigure } from './stacks.ts';
import { type DisplayUnit, displayUnit, isShare } from './units.ts';

/** Few panels may be large. */
const FEW_PANELS = 2;
/** Rows that all panels of one figure share in its data table. */
const TABLE_ROWS = 144;
/** Quantiles that span more than this factor get a logarithmic axis. */
const LOG_FROM = 50;

/** One panel in the units to show: places, the numbers there, and how far they reach. */
interface AreaPanel<Row> {
  readonly name: string;
  readonly rows: readonly Row[];
}

export function fanFigureHtml(figure: FanFigure): Markup {
  const { title, quantiles, bands, median } = figure;
  const all = figure.panels.flatMap(({ rows }) => rows);
  const units = unitsOf(
    figure,
    all.map(({ x }) => x),
    all.flatMap(({ values }) => values),
  );
  const panels = figure.panels.map(({ name, rows }) => ({
    name,
    rows: rows.map(({ x, values }) => ({
      x: x / units.x.size,
      values: values.map((value) => value / units.y.size),
    })),
  }));
  const shown = panels.flatMap(({ rows }) => rows);
  const values = valueScale(extent(shown.flatMap((row) => row.values)), [], {
    logFrom: LOG_FROM,
    zeros: true,
  });
  const drawing = {
    across: rangeScale(shown.map(({ x }) => x)),
    acrossLabel: acrossLabel(units),
    values,
    valuesLabel: axisLabel(withUnit(title, units.y), values.log),
  };
  const { colour } = lineStyle(0);
  const keys = bands.map(([low, high], index): [Markup, string] => [
    areaSwatch(colour, new Array(index + 1).fill(BAND_OPACITY)),
    `${quantiles[low]} to ${quantiles[high]}`,
  ]);
  if (median !== null) keys.push([swatch(0, 'curve'), 'median']);
  const what = `bands of quantiles${median === null ? '' : ' around the median'}`;
  return areaFigure(figure, panels, drawing, {
    heading: `${title}: ${what}`,
    key: swatchKey('', keys),
    draw: (frame, rows) => drawFan(frame, figure, rows),
    columns: quantiles,
    numbers: (row) => row.values,
    unit: units.y,
  });
}

export function stackFigureHtml(figure: StackFigure): Markup {
  const { title, keys } = figure;
  const all = figure.panels.flatMap(({ rows }) => rows);
  const sum = (parts: readonly number[]): number => parts.reduce((total, part) => total + part, 0);
  const units = unitsOf(
    figure,
    all.map(({ x }) => x),
    all.map(({ parts }) => sum(parts)),
  );
  const panels = figure.panels.map(({ name, rows }) => ({
    name,
    rows: rows.map(({ x, parts }) => ({
      x: x / units.x.size,
      parts: parts.map((part) => part / units.y.size),
    })),
  }));
  const shown = panels.flatMap(({ rows }) => rows);
  const drawing = {
    across: rangeScale(shown.map(({ x }) => x)),
    acrossLabel: acrossLabel(units),
    // Lengths in a stack mean something from zero only.
    values: valueScale([0, ...extent(shown.map(({ parts }) => sum(parts)))], []),
    valuesLabel: withUnit(title, units.y),
  };
  return areaFigure(figure, panels, drawing, {
    heading: `${title}: parts of the whole`,
    key: swatchKey(
      'from the bottom',
      keys.map((key, index) => [areaSwatch(lineStyle(index).colour, [stackOpacity(index)]), key]),
    ),
    draw: (frame, rows) => drawStack(frame, keys, rows),
    columns: keys,
    numbers: (row) => row.parts,
    unit: units.y,
  });
}

interface AreaParts<Row> {
  readonly heading: string;
  readonly key: Markup;
  readonly draw: (frame: AreaDrawing, rows: readonly Row[]) => string;
  readonly columns: readonly string[];
  readonly numbers: (row: Row) => readonly number[];
  readonly unit: DisplayUnit;
}

function areaFigure<Row extends { readonly x: number }>(
  shown: Omit<CellPanels, 'panels'>,
  panels: readonly AreaPanel<Row>[],
  drawing: Omit<AreaDrawing, 'description' | 'width'>,
  { heading, key, draw, columns, numbers, unit }: AreaParts<Row>,
): Markup {
  const compact = panels.length > FEW_PANELS;
  const note = leftOutSentence(shown, 'series.csv');
  const pictures = panelsHtml(
    panels,
    ({ name, rows }, width) => {
      const where = name === '' ? '' : ` for ${name}`;
      const description = `Chart of ${heading} over ${drawing.acrossLabel}${where}. The data follow as a table.`;
      return draw({ ...drawing, description, width }, rows);
    },
    compact,
  );
  const heads: TableColumn[] = [
    { head: 'panel', align: 'left' },
    ...[drawing.acrossLabel, ...columns].map((head): TableColumn => ({ head, align: 'right' })),
  ];
  const each = Math.max(3, Math.floor(TABLE_ROWS / Math.max(1, panels.length)));
  const rows = panels.flatMap((panel) =>
    evenly(panel.rows, each).map((row) => [
      panel.name,
      significant(row.x, 4),
      ...numbers(row).map((value) => significant(value, 4)),
    ]),
  );
  const some = panels[0]?.name === '' ? 1 : 0;
  return figureSection({
    heading,
    key,
    pictures,
    caption: note === '' ? nothing : html`<p class="note">${note}</p>`,
    table: htmlTable(
      `${withUnit(heading, unit)}: a sample; series.csv has all points`,
      heads.slice(some),
      rows.map((row) => row.slice(some)),
      2 - some,
    ),
    compact,
  });
}

/** The units in which both axes read best. */
function unitsOf(
  { title, xUnit, yUnit }: Pick<FanFigure, 'title' | 'xUnit' | 'yUnit'>,
  places: readonly number[],
  values: readonly number[],
): { readonly x: DisplayUnit; readonly xName: string; readonly y: DisplayUnit } {
  const largest = (numbers: readonly number[]): number =>
    Math.max(...extent(numbers).map(Math.abs));
  return {
    x: displayUnit(largest(places), xUnit),
    xName: xUnit === 's' ? 'time' : '',
    y: displayUnit(largest(values), yUnit, yUnit === '1' && isShare(title)),
  };
}

function acrossLabel({ x, xName }: { x: DisplayUnit; xName: string }): string {
  return xName === '' ? x.name || 'x' : withUnit(xName, x);
}

/** Smallest and largest, without spreading a long list into arguments; the least positive one too. */
function extent(values: readonly number[]): number[] {
  let [low, high, positive] = [
    Number.POSITIVE_INFINITY,
    Number.NEGATIVE_INFINITY,
    Number.POSITIVE_INFINITY,
  ];
  for (const value of values) {
    if (value < low) low = value;
    if (value > high) high = value;
    if (value > 0 && value < positive) positive = value;
  }
  return [low, high, ...(Number.isFinite(positive) ? [positive] : [])];
}
