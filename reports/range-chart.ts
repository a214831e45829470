/** Quantiles of named things: names down the side, one marker for each quantile on a line. */
import * as Plot from '@observablehq/plot';
import { lineStyle } from './palette.ts';
import { markers } from './panel.ts';
import type { Range } from './ranges.ts';
import { drawRows } from './row-chart.ts';
import type { Scale } from './scales.ts';
import { textWidth } from './svg.ts';
import { truncate } from './text.ts';

const ROW_HEIGHT = 20;
const LONGEST_NAME = 28;
/** Quantiles often lie close together. */
const RADIUS = 3.5;

export interface RangeDrawing {
  readonly description: string;
  readonly ranges: readonly Range[];
  readonly rowNames: readonly string[];
  readonly quantiles: readonly string[];
  /** In the unit of the ranges. */
  readonly values: Scale;
  readonly valuesLabel: string;
  /** Pixels. */
  readonly width: number;
}

/** Every panel of a figure has all rows, so that panels stand level; a row may be empty. */
export function drawRanges(drawing: RangeDrawing): string {
  const { ranges, quantiles, values } = drawing;
  const rowNames = drawing.rowNames.map((name) => truncate(name, LONGEST_NAME));
  const clamped = (value: number): number => Math.max(value, values.low);
  const lines = ranges.map(({ row, values: found }) => {
    const ends = Object.values(found).map(clamped);
    return { row, from: Math.min(...ends), to: Math.max(...ends) };
  });
  return drawRows(
    {
      description: drawing.description,
      rowNames,
      rowHeight: ROW_HEIGHT,
      values,
      valuesLabel: drawing.valuesLabel,
      width: drawing.width,
      right: Math.max(24, textWidth(values.ticks.at(-1)?.label ?? '') / 2),
    },
    [
      Plot.gridY({ ticks: rowNames.map((_, row) => row), strokeOpacity: 0.1 }),
      Plot.ruleY(lines, { y: 'row', x1: 'from', x2: 'to', strokeWidth: 3, strokeOpacity: 0.5 }),
      // The last quantiles first: where markers meet, the median lies on top.
      ...quantiles
        .map((name, index) =>
          markers(
            ranges
              .filter(({ values: found }) => found[name] !== undefined)
              .map(({ row, values: found }) => [clamped(found[name]!), row]),
            lineStyle(index),
            0,
            RADIUS,
          ),
        )
        .reverse(),
    ],
  );
}
