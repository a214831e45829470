/** Values of named things: names down the side, a bar with a marker and its interval for each. */
import * as Plot from '@observablehq/plot';
import type { Line, Point } from './figures.ts';
import { significant } from './numbers.ts';
import { lineStyle } from './palette.ts';
import {
  axisOptions,
  markers,
  type PanelDrawing,
  scaleOptions,
  shortName,
  strokes,
} from './panel.ts';
import { withoutOverlap } from './scales.ts';
import { FONT_SIZE, plotSvg, textWidth } from './svg.ts';
import { truncate } from './text.ts';

const TOP = 10;
const BOTTOM = 46;
const LINE_HEIGHT = 17;
const ROW_GAP = 12;
const LONGEST_NAME = 28;

/** Each category is one row; with several lines each has its own level within the row. */
export function drawDots(drawing: PanelDrawing): string {
  const { across, values, lines, width } = drawing;
  const rows = across.ticks.map((tick) => ({ ...tick, label: truncate(tick.label, LONGEST_NAME) }));
  const levels = [...new Set(lines.map(({ style }) => style))].sort((a, b) => a - b);
  const rowHeight = levels.length * LINE_HEIGHT + ROW_GAP;
  const names = lines.flatMap((line) =>
    line.points.map((p) => textWidth(beside(line, p, drawing))),
  );
  const left = Math.max(40, ...rows.map(({ label }) => textWidth(label) + 14));
  const right = Math.max(16, ...names) + 16;
  const inner = Math.max(60, width - left - right);
  const ticks = withoutOverlap(values, inner, (label) => textWidth(label) + 10);
  return plotSvg(
    {
      width,
      height: TOP + BOTTOM + rows.length * rowHeight,
      marginLeft: left,
      marginRight: right,
      marginTop: TOP,
      marginBottom: BOTTOM,
      x: scaleOptions(values),
      y: { type: 'linear', domain: [rows.length - 0.5, -0.5] },
      marks: [
        Plot.gridX({ ticks: ticks.map(({ at }) => at), strokeOpacity: 0.18 }),
        Plot.axisX({
          ...axisOptions(ticks, drawing.valuesLabel),
          labelAnchor: 'center',
          labelOffset: 40,
        }),
        Plot.axisY({ ...axisOptions(rows, ''), label: null, tickSize: 0 }),
        Plot.ruleX([values.log || values.low > 0 ? values.low : 0], { strokeOpacity: 0.6 }),
        ...lines.flatMap((line) => {
          const level = levels.indexOf(line.style);
          const shift = ((level - (levels.length - 1) / 2) * LINE_HEIGHT) / rowHeight;
          return lineMarks(line, shift, drawing);
        }),
      ],
    },
    drawing.description,
  );
}

function lineMarks(line: Line, shift: number, drawing: PanelDrawing): Plot.Markish[] {
  const { values } = drawing;
  const style = lineStyle(line.style);
  const within = (value: number): number => Math.min(Math.max(value, values.low), values.high);
  const start = values.log ? values.low : 0;
  const points = line.points.map((point) => ({ ...point, row: point.x + shift }));
  const measured = points.filter((point) => point.high > point.low);
  const bounded = points.filter((point) => point.companion !== null);
  return [
    // The length of a bar means something only from zero; on a logarithmic axis it is but a guide.
    Plot.ruleY(points, {
      y: 'row',
      x1: start,
      x2: (point: Point) => within(point.mean),
      stroke: style.colour,
      ...(values.log ? { strokeOpacity: 0.5 } : { strokeOpacity: 0.3, strokeWidth: 7 }),
    }),
    strokes(
      bounded.map(({ companion, row }) => [within(companion!), row]),
      'upright',
      style.colour,
      { half: 8, width: 2 },
    ),
    Plot.ruleY(measured, {
      y: 'row',
      x1: (point: Point) => within(point.low),
      x2: (point: Point) => within(point.high),
      stroke: style.colour,
      strokeWidth: 1.4,
    }),
    strokes(
      measured.flatMap(({ low, high, row }) => [
        [within(low), row],
        [within(high), row],
      ]),
      'upright',
      style.colour,
    ),
    markers(
      points.map(({ mean, row }) => [within(mean), row]),
      style,
    ),
    Plot.text(points, {
      x: (point: Point) =>
        Math.max(point.mean, within(point.high), point.companion ?? start, start),
      y: 'row',
      text: (point: Point) => beside(line, point, drawing),
      dx: 9,
      textAnchor: 'start',
      fill: style.colour,
      fontSize: FONT_SIZE,
      fontWeight: 600,
    }),
  ];
}

/** What is written beside a marker: the line's name where there are several, else the value. */
function beside(line: Line, point: Point, drawing: PanelDrawing): string {
  const { direct, written = significant } = drawing;
  return direct ? shortName(line) : written(point.mean);
}
