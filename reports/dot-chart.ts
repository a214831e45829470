/** Values of named things: names down the side, a bar with a marker and its interval for each. */
import * as Plot from '@observablehq/plot';
import type { Line, Point } from './figures.ts';
import { significant } from './numbers.ts';
import { lineStyle } from './palette.ts';
import { markers, type PanelDrawing, shortName, strokes } from './panel.ts';
import { drawRows, whiskerMarks } from './row-chart.ts';
import { FONT_SIZE, textWidth } from './svg.ts';
import { truncate } from './text.ts';

const LINE_HEIGHT = 17;
const ROW_GAP = 12;
const LONGEST_NAME = 28;

/** Each category is one row; with several lines each has its own level within the row. */
export function drawDots(drawing: PanelDrawing): string {
  const { across, values, lines } = drawing;
  const levels = [...new Set(lines.map(({ style }) => style))].sort((a, b) => a - b);
  const rowHeight = levels.length * LINE_HEIGHT + ROW_GAP;
  const names = lines.flatMap((line) =>
    line.points.map((p) => textWidth(beside(line, p, drawing))),
  );
  return drawRows(
    {
      description: drawing.description,
      rowNames: across.ticks.map(({ label }) => truncate(label, LONGEST_NAME)),
      rowHeight,
      values,
      valuesLabel: drawing.valuesLabel,
      width: drawing.width,
      right: Math.max(16, ...names) + 16,
    },
    [
      Plot.ruleX([values.log || values.low > 0 ? values.low : 0], { strokeOpacity: 0.6 }),
      ...lines.flatMap((line) => {
        const level = levels.indexOf(line.style);
        const shift = ((level - (levels.length - 1) / 2) * LINE_HEIGHT) / rowHeight;
        return lineMarks(line, shift, drawing);
      }),
    ],
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
    ...whiskerMarks(
      measured.map(({ low, high, row }) => ({ low: within(low), high: within(high), row })),
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
