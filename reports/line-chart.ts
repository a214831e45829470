/** Lines over a numeric axis: swept values with markers and intervals, or curves of many points. */
import * as Plot from '@observablehq/plot';
import type { Line, Point } from './figures.ts';
import { lineStyle } from './palette.ts';
import {
  axisOptions,
  edgeLabels,
  markers,
  openMarkers,
  type PanelDrawing,
  scaleOptions,
  shortName,
  strokes,
} from './panel.ts';
import { withoutOverlap } from './scales.ts';
import { plotSvg, textWidth } from './svg.ts';

/** Pixels. With many lines a picture is tall, so that they keep apart. */
const LOW = 280;
const TALL = 380;
const MANY_LINES = 6;
const TOP = 34;
const BOTTOM = 46;
const INSET = 18;
const BAND_OPACITY = 0.16;
/** Pixels by which the points of neighbouring lines stand apart, so that equal values do not hide each other. */
const DODGE = 8;
const MOST_DODGE = 30;

/**
 * @param kind `swept`: few points with markers, intervals and dashed companions; `curve`: many
 *   points, told apart by dashes.
 */
export function drawLines(drawing: PanelDrawing, kind: 'swept' | 'curve'): string {
  const { across, values, lines, width } = drawing;
  const least = lines.length > MANY_LINES ? TALL : LOW;
  const height = Math.round(Math.min(TALL, Math.max(least, width * 0.6)));
  const ends = lines.map((line) => ({
    text: shortName(line),
    value: Math.max(values.low, line.points.at(-1)!.mean),
    colour: lineStyle(line.style).colour,
  }));
  const names = drawing.direct ? ends.map(({ text }) => textWidth(text)) : [];
  const lastTick = textWidth(across.ticks.at(-1)?.label ?? '');
  const right = Math.max(lastTick / 2, Math.max(0, ...names) + 22);
  const left = Math.max(32, ...values.ticks.map(({ label }) => textWidth(label) + 14));
  const inner = width - left - right - 2 * INSET;
  const ticks = withoutOverlap(across, inner, (label) => textWidth(label) + 10);
  return plotSvg(
    {
      width,
      height,
      marginLeft: left,
      marginRight: right,
      marginTop: TOP,
      marginBottom: BOTTOM,
      insetLeft: INSET,
      insetRight: INSET,
      x: scaleOptions(across),
      y: scaleOptions(values),
      marks: [
        Plot.gridY({ ticks: values.ticks.map(({ at }) => at), strokeOpacity: 0.18 }),
        Plot.axisX({
          ...axisOptions(ticks, drawing.acrossLabel),
          labelAnchor: 'center',
          labelOffset: 40,
        }),
        Plot.axisY({ ...axisOptions(values.ticks, drawing.valuesLabel), labelAnchor: 'top' }),
        Plot.ruleY([values.low], { strokeOpacity: 0.6 }),
        ...(kind === 'swept' ? swept(drawing) : lines.map(curve)),
        ...(drawing.direct
          ? edgeLabels(ends, { across, values, inner: height - TOP - BOTTOM, dx: INSET + 4 })
          : []),
      ],
    },
    drawing.description,
  );
}

function dodge(index: number, count: number): number {
  const step = Math.min(DODGE, MOST_DODGE / count);
  return (index - (count - 1) / 2) * step;
}

/** Markers of all lines lie above the lines of all. */
function swept(drawing: PanelDrawing): Plot.Markish[] {
  const layers = drawing.lines.map((line, index) =>
    sweptLine(line, drawing, dodge(index, drawing.lines.length)),
  );
  return [...layers.flatMap(({ below }) => below), ...layers.flatMap(({ above }) => above)];
}

function sweptLine(line: Line, { values, ...drawing }: PanelDrawing, dx: number) {
  const banded = drawing.banded && line.points.length > 1;
  const style = lineStyle(line.style);
  const within = (value: number): number => Math.min(Math.max(value, values.low), values.high);
  const measured = line.points.filter((point) => point.high > point.low);
  const bounded = line.points.filter((point) => point.companion !== null);
  const band = Plot.areaY(line.points, {
    x: 'x',
    y1: (point: Point) => within(point.low),
    y2: (point: Point) => within(point.high),
    dx,
    fill: style.colour,
    fillOpacity: BAND_OPACITY,
  });
  const below = [
    ...(banded ? [band] : []),
    Plot.line(bounded, {
      x: 'x',
      y: (point: Point) => within(point.companion!),
      dx,
      stroke: style.colour,
      strokeWidth: 1.4,
      strokeDasharray: '6 4',
    }),
    openMarkers(
      bounded.map(({ x, companion }) => [x, within(companion!)]),
      style,
      dx,
    ),
    Plot.line(line.points, {
      x: 'x',
      y: (point: Point) => within(point.mean),
      dx,
      stroke: style.colour,
      strokeWidth: 1.8,
    }),
  ];
  const bars = [
    Plot.ruleX(measured, {
      x: 'x',
      y1: (point: Point) => within(point.low),
      y2: (point: Point) => within(point.high),
      dx,
      stroke: style.colour,
      strokeWidth: 1.4,
    }),
    strokes(
      measured.flatMap(({ x, low, high }) => [
        [x, within(low)],
        [x, within(high)],
      ]),
      'level',
      style.colour,
      { dx },
    ),
  ];
  const above = [
    ...(banded ? [] : bars),
    markers(
      line.points.map(({ x, mean }) => [x, within(mean)]),
      style,
      dx,
    ),
  ];
  return { below, above };
}

function curve(line: Line): Plot.Markish {
  const { colour, dash } = lineStyle(line.style);
  const dashes = dash === '' ? {} : { strokeDasharray: dash, strokeLinecap: 'butt' as const };
  return Plot.line(line.points, { x: 'x', y: 'mean', stroke: colour, strokeWidth: 1.6, ...dashes });
}
