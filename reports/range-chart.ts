/** Quantiles of named things: names down the side, one marker for each quantile on a line. */
import * as Plot from '@observablehq/plot';
import { lineStyle } from './palette.ts';
import { axisOptions, markers, scaleOptions } from './panel.ts';
import type { Range } from './ranges.ts';
import { type Scale, withoutOverlap } from './scales.ts';
import { plotSvg, textWidth } from './svg.ts';
import { truncate } from './text.ts';

const TOP = 10;
const BOTTOM = 46;
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
  const { ranges, quantiles, values, width } = drawing;
  const rows = drawing.rowNames.map((name, at) => ({ at, label: truncate(name, LONGEST_NAME) }));
  const left = Math.max(40, ...rows.map(({ label }) => textWidth(label) + 14));
  const right = Math.max(24, textWidth(values.ticks.at(-1)?.label ?? '') / 2);
  const ticks = withoutOverlap(values, width - left - right, (label) => textWidth(label) + 10);
  const clamped = (value: number): number => Math.max(value, values.low);
  const lines = ranges.map(({ row, values: found }) => {
    const ends = Object.values(found).map(clamped);
    return { row, from: Math.min(...ends), to: Math.max(...ends) };
  });
  return plotSvg(
    {
      width,
      height: TOP + BOTTOM + rows.length * ROW_HEIGHT,
      marginLeft: left,
      marginRight: right,
      marginTop: TOP,
      marginBottom: BOTTOM,
      x: scaleOptions(values),
      y: { type: 'linear', domain: [rows.length - 0.5, -0.5] },
      marks: [
        Plot.gridX({ ticks: ticks.map(({ at }) => at), strokeOpacity: 0.18 }),
        Plot.gridY({ ticks: rows.map(({ at }) => at), strokeOpacity: 0.1 }),
        Plot.axisX({
          ...axisOptions(ticks, drawing.valuesLabel),
          labelAnchor: 'center',
          labelOffset: 40,
        }),
        Plot.axisY({ ...axisOptions(rows, ''), label: null, tickSize: 0 }),
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
    },
    drawing.description,
  );
}
