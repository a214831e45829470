/** Areas over a numeric axis: nested bands around a median, or parts on top of each other. */
import * as Plot from '@observablehq/plot';
import type { FanFigure, FanRow } from './fans.ts';
import { lineStyle } from './palette.ts';
import { axisOptions, edgeLabels, scaleOptions } from './panel.ts';
import { type Scale, withoutOverlap } from './scales.ts';
import type { StackRow } from './stacks.ts';
import { plotSvg, textWidth } from './svg.ts';
import { truncate, visible } from './text.ts';

const TOP = 30;
const BOTTOM = 44;
/** Height for each pixel of width. */
const SHAPE = 0.62;
/** Bands lie on top of each other: the inner ones are darker. */
export const BAND_OPACITY = 0.2;
const LONGEST_LABEL = 14;
/** Neighbours differ in lightness too, so that a grey print keeps them apart. */
const STACK_OPACITIES = [0.9, 0.45];
/** How much wider bold text is. */
const BOLD = 1.2;
/** Parts thinner than this share of the picture have their name in the key only. */
const THIN = 0.01;

export interface AreaDrawing {
  readonly description: string;
  readonly across: Scale;
  readonly acrossLabel: string;
  /** In the unit of the rows. */
  readonly values: Scale;
  readonly valuesLabel: string;
  /** Pixels. */
  readonly width: number;
}

export function stackOpacity(index: number): number {
  return STACK_OPACITIES[index % STACK_OPACITIES.length]!;
}

export function drawFan(
  drawing: AreaDrawing,
  { bands, median }: Pick<FanFigure, 'bands' | 'median'>,
  rows: readonly FanRow[],
): string {
  const { colour } = lineStyle(0);
  const at = (quantile: number) => (row: FanRow) =>
    Math.max(drawing.values.low, row.values[quantile]!);
  const areas = bands.map(([low, high]) =>
    Plot.areaY(rows, {
      x: 'x',
      y1: at(low),
      y2: at(high),
      fill: colour,
      fillOpacity: BAND_OPACITY,
      stroke: colour,
      strokeWidth: 0.6,
      strokeOpacity: 0.7,
    }),
  );
  const line =
    median === null
      ? []
      : [Plot.line(rows, { x: 'x', y: at(median), stroke: colour, strokeWidth: 2.2 })];
  return frame(drawing, [...areas, ...line], 0);
}

/** @param keys names of the parts, from the bottom to the top. */
export function drawStack(
  drawing: AreaDrawing,
  keys: readonly string[],
  rows: readonly StackRow[],
): string {
  const { values } = drawing;
  const sums = rows.map(({ x, parts }) => {
    const tops: number[] = [];
    for (const part of parts) tops.push((tops.at(-1) ?? 0) + part);
    return { x, tops };
  });
  const below = (row: { tops: number[] }, index: number): number => row.tops[index - 1] ?? 0;
  const areas = keys.map((_, index) =>
    Plot.areaY(sums, {
      x: 'x',
      y1: (row: { tops: number[] }) => below(row, index),
      y2: (row: { tops: number[] }) => row.tops[index],
      fill: lineStyle(index).colour,
      fillOpacity: stackOpacity(index),
      stroke: 'var(--surface)',
      strokeWidth: 0.5,
    }),
  );
  const last = sums.at(-1)!;
  const labels = keys
    .map((key, index) => ({
      text: truncate(visible(key), LONGEST_LABEL),
      colour: lineStyle(index).colour,
      value: (below(last, index) + last.tops[index]!) / 2,
      size: last.tops[index]! - below(last, index),
    }))
    .filter(({ size }) => size >= THIN * (values.high - values.low));
  const room = Math.max(0, ...labels.map(({ text }) => BOLD * textWidth(text))) + 12;
  const inner = heightOf(drawing.width) - TOP - BOTTOM;
  const frameOf = { across: drawing.across, values, inner, dx: 6 };
  return frame(drawing, [...areas, ...edgeLabels(labels, frameOf)], room);
}

function heightOf(width: number): number {
  return Math.round(width * SHAPE);
}

/** @param room pixels that the marks need right of the axis. */
function frame(drawing: AreaDrawing, marks: readonly Plot.Markish[], room: number): string {
  const { across, values, width } = drawing;
  const left = Math.max(32, ...values.ticks.map(({ label }) => textWidth(label) + 14));
  const right = Math.max(12, room, textWidth(across.ticks.at(-1)?.label ?? '') / 2);
  const ticks = withoutOverlap(across, width - left - right, (label) => textWidth(label) + 10);
  return plotSvg(
    {
      width,
      height: heightOf(width),
      marginLeft: left,
      marginRight: right,
      marginTop: TOP,
      marginBottom: BOTTOM,
      x: scaleOptions(across),
      y: scaleOptions(values),
      marks: [
        Plot.gridY({ ticks: values.ticks.map(({ at }) => at), strokeOpacity: 0.18 }),
        ...marks,
        Plot.axisX({
          ...axisOptions(ticks, drawing.acrossLabel),
          labelAnchor: 'center',
          labelOffset: 38,
        }),
        Plot.axisY({ ...axisOptions(values.ticks, drawing.valuesLabel), labelAnchor: 'top' }),
        Plot.ruleY([values.low], { strokeOpacity: 0.6 }),
      ],
    },
    drawing.description,
  );
}
