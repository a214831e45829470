/** What a chart needs to draw one panel, and the marks that all kinds of chart share. */
import * as Plot from '@observablehq/plot';
import type { Line } from './figures.ts';
import type { LineStyle } from './palette.ts';
import { fraction, type Scale, spread, type Tick } from './scales.ts';
import { FONT_SIZE } from './svg.ts';
import { truncate, visible } from './text.ts';

export interface PanelDrawing {
  /** Says in one sentence what the picture shows, for those who cannot see it. */
  readonly description: string;
  readonly lines: readonly Line[];
  /** The swept number, the curve's own axis, or the categories 0, 1, 2…; in the unit to show. */
  readonly across: Scale;
  readonly acrossLabel: string;
  /** The measured value, in the unit to show. */
  readonly values: Scale;
  readonly valuesLabel: string;
  /** A value with its unit, as written beside a marker; charts over numbers write none. */
  readonly written?: (value: number) => string;
  /** Write the name of each line at its end. */
  readonly direct: boolean;
  /** Draw intervals over a numeric axis as a band along the line, not as a bar at each point. */
  readonly banded: boolean;
  /** Pixels. */
  readonly width: number;
}

const LONGEST_LABEL = 24;

/** A line's name as written beside it. */
export function shortName(line: Line): string {
  return truncate(visible(line.name), LONGEST_LABEL);
}

export function axisOptions(ticks: readonly Tick[], label: string): Plot.AxisXOptions {
  const texts = new Map(ticks.map((tick) => [tick.at, visible(tick.label)]));
  return {
    ticks: ticks.map(({ at }) => at),
    tickFormat: (at: number) => texts.get(at) ?? '',
    label: visible(label),
    labelArrow: 'none',
    fontSize: FONT_SIZE,
    tickSize: 4,
  };
}

export function scaleOptions({ log, low, high }: Scale): Plot.ScaleOptions {
  return { type: log ? 'log' : 'linear', domain: [low, high] };
}

const LABEL_GAP = 14;

/**
 * Names at the right edge, level with their values but moved apart where they would overlap.
 * @param frame `inner` is the height in pixels of the scale `values`, `dx` how far right of it they start.
 */
export function edgeLabels(
  labels: readonly { readonly text: string; readonly value: number; readonly colour: string }[],
  { across, values, inner, dx }: { across: Scale; values: Scale; inner: number; dx: number },
): Plot.Markish[] {
  const pixels = labels.map(({ value }) => (1 - fraction(values, value)) * inner);
  const moved = spread(pixels, LABEL_GAP, 0, inner);
  return labels.map(({ text, value, colour }, index) =>
    Plot.text([[across.high, value]], {
      text: () => text,
      dx,
      dy: moved[index]! - pixels[index]!,
      textAnchor: 'start',
      fill: colour,
      fontSize: FONT_SIZE,
      fontWeight: 600,
    }),
  );
}

type Place = readonly [x: number, y: number];

/** A line's markers: filled ones get an edge in the page's colour, so that neighbours stay apart. */
export function markers(
  places: readonly Place[],
  style: LineStyle,
  dx = 0,
  radius = 4.5,
): Plot.Markish {
  const paint = style.stroked
    ? { stroke: style.colour, strokeWidth: 2, fill: 'none' }
    : { fill: style.colour, stroke: 'var(--surface)', strokeWidth: 1 };
  return Plot.dot([...places], { symbol: style.marker, r: radius, dx, ...paint });
}

/** A small open marker of the same shape: stands for the companion of what the full marker shows. */
export function openMarkers(places: readonly Place[], style: LineStyle, dx = 0): Plot.Markish {
  const paint = { stroke: style.colour, strokeWidth: 1.2, fill: 'var(--surface)' };
  return Plot.dot([...places], { symbol: style.marker, r: 3, dx, ...paint });
}

/** Short strokes, e.g. at the ends of an interval: level across a bar that stands, upright on one that lies. */
export function strokes(
  places: readonly Place[],
  direction: 'level' | 'upright',
  colour: string,
  { half = 4, width = 1.5, dx = 0 } = {},
): Plot.Markish {
  const draw = (context: {
    moveTo(x: number, y: number): void;
    lineTo(x: number, y: number): void;
  }) => {
    if (direction === 'level') {
      context.moveTo(-half, 0);
      context.lineTo(half, 0);
    } else {
      context.moveTo(0, -half);
      context.lineTo(0, half);
    }
  };
  return Plot.dot([...places], { symbol: { draw }, stroke: colour, strokeWidth: width, dx });
}
