/** Sampled curves as HTML: heading, key, panels side by side, and a sample of the data as a table. */
import { leftOutSentence } from './cell-panels.ts';
import { type CurveFigure, evenly } from './curves.ts';
import {
  axisLabel,
  describedLines,
  figureSection,
  keyHtml,
  MOST_DIRECT_LABELS,
  panelsHtml,
  scaled,
  withUnit,
} from './figure-parts.ts';
import type { Panel } from './figures.ts';
import { htmlTable } from './html-table.ts';
import { drawLines } from './line-chart.ts';
import { html, type Markup, nothing } from './markup.ts';
import { significant } from './numbers.ts';
import { rangeScale, valueScale } from './scales.ts';
import { truncate, visible } from './text.ts';

/** Rows that all curves of one figure share in its data table. */
const CURVE_ROWS = 144;

export function curveFigureHtml(figure: CurveFigure): Markup {
  const { title, unit } = figure;
  const panels = figure.panels.map((panel) => scaled(panel, figure.xUnit.size, unit.size));
  const points = panels.flatMap(({ lines }) => lines.flatMap((line) => line.points));
  const values = valueScale([...bounds(points.map(({ mean }) => mean))], []);
  const acrossLabel = curveAxis(figure);
  const drawing = {
    across: rangeScale(points.map(({ x }) => x)),
    acrossLabel,
    values,
    valuesLabel: axisLabel(withUnit(title, unit), values.log),
    direct: figure.lineNames.length > 1 && figure.lineNames.length <= MOST_DIRECT_LABELS,
    banded: false,
  };
  const note = leftOutSentence(figure, 'series.csv');
  return figureSection({
    heading: title,
    key: keyHtml(figure.lineName, figure.lineNames, 'curve', null, false),
    pictures: panelsHtml(panels, (panel, width) =>
      drawLines({ ...drawing, ...describedLines(title, panel, acrossLabel), width }, 'curve'),
    ),
    caption: note === '' ? nothing : html`<p class="note">${note}</p>`,
    table: curveTable(figure, panels),
  });
}

function curveAxis({ xName, xUnit }: CurveFigure): string {
  return xName === '' ? xUnit.name : withUnit(xName, xUnit);
}

/** Smallest and largest, without spreading a long list into arguments. */
function bounds(values: readonly number[]): [number, number] {
  const { low, high } = rangeScale(values);
  return values.length > 0 && values.every((value) => value === low) ? [low, low] : [low, high];
}

/** A sample of each curve; all points are in series.csv. */
function curveTable(figure: CurveFigure, panels: readonly Panel[]): Markup {
  const curves = panels.flatMap(({ name, lines }) => lines.map((line) => ({ name, line })));
  const each = Math.max(3, Math.floor(CURVE_ROWS / Math.max(1, curves.length)));
  const rows = curves.flatMap(({ name, line }) =>
    evenly(line.points, each).map(({ x, mean }) => [
      [name, figure.lineNames.length > 1 ? line.name : '']
        .filter((text) => text !== '')
        .join(', ') || figure.title,
      significant(x, 4),
      significant(mean, 4),
    ]),
  );
  return htmlTable(
    `${visible(truncate(figure.title, 80))}: a sample of each curve; series.csv has all points`,
    [
      { head: 'curve', align: 'left' },
      { head: curveAxis(figure) || 'x', align: 'right' },
      { head: withUnit(figure.title, figure.unit), align: 'right' },
    ],
    rows,
  );
}
