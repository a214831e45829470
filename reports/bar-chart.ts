/** Values of the keys of a breakdown: a bar from zero for each, its interval, and its value beside it. */
import * as Plot from '@observablehq/plot';
import { lineStyle } from './palette.ts';
import { drawRows, whiskerMarks } from './row-chart.ts';
import type { Scale } from './scales.ts';
import { FONT_SIZE, textWidth } from './svg.ts';
import { truncate } from './text.ts';

const ROW_HEIGHT = 21;
const LONGEST_NAME = 28;
/** Height of a bar in heights of a row. */
const THICK = 0.6;
/** Light enough for the part of a whisker that lies on the bar. */
const OPACITY = 0.45;

export interface Bar {
  readonly name: string;
  /** In the unit to show; the interval as far as it is drawn. */
  readonly mean: number;
  readonly low: number;
  readonly high: number;
  /** The value with its unit. */
  readonly written: string;
}

export interface BarDrawing {
  readonly description: string;
  /** From top to bottom. */
  readonly bars: readonly Bar[];
  /** Linear, since the length of a bar means something only from zero. */
  readonly values: Scale;
  readonly valuesLabel: string;
  /** Pixels. */
  readonly width: number;
}

export function drawBars(drawing: BarDrawing): string {
  const { values } = drawing;
  const { colour } = lineStyle(0);
  const bars = drawing.bars.map((bar, row) => ({ ...bar, row }));
  return drawRows(
    {
      description: drawing.description,
      rowNames: bars.map(({ name }) => truncate(name, LONGEST_NAME)),
      rowHeight: ROW_HEIGHT,
      values,
      valuesLabel: drawing.valuesLabel,
      width: drawing.width,
      right: Math.max(16, ...bars.map(({ written }) => textWidth(written))) + 12,
    },
    [
      Plot.rect(bars, {
        x1: 0,
        x2: 'mean',
        y1: ({ row }: { row: number }) => row - THICK / 2,
        y2: ({ row }: { row: number }) => row + THICK / 2,
        fill: colour,
        fillOpacity: OPACITY,
        stroke: colour,
        strokeWidth: 0.8,
      }),
      Plot.ruleX([0], { strokeOpacity: 0.7 }),
      ...whiskerMarks(
        bars.filter(({ low, high }) => high > low),
        'currentColor',
      ),
      Plot.text(bars, {
        x: ({ mean, high }: Bar) => Math.max(mean, high, 0),
        y: 'row',
        text: 'written',
        dx: 8,
        textAnchor: 'start',
        fontSize: FONT_SIZE,
      }),
    ],
  );
}
