/** The frame that charts with names down the side share: rows, their names, the axis of values below. */
import * as Plot from '@observablehq/plot';
import { axisOptions, scaleOptions, strokes } from './panel.ts';
import { type Scale, withoutOverlap } from './scales.ts';
import { plotSvg, textWidth } from './svg.ts';

const TOP = 10;
const BOTTOM = 46;
const NARROWEST = 60;

export interface RowFrame {
  /** Says in one sentence what the picture shows, for those who cannot see it. */
  readonly description: string;
  /** From top to bottom, as long as they may be written. */
  readonly rowNames: readonly string[];
  /** Pixels, as all sizes here. */
  readonly rowHeight: number;
  /** In the unit to show. */
  readonly values: Scale;
  readonly valuesLabel: string;
  readonly width: number;
  /** Room at the right of the axis. */
  readonly right: number;
  /** Room within either end of the axis. Default 0. */
  readonly inset?: number;
}

/** @param marks drawn over the grid; row number r lies at y = r. */
export function drawRows(frame: RowFrame, marks: readonly Plot.Markish[]): string {
  const { rowNames, rowHeight, values, width, right, inset = 0 } = frame;
  const rows = rowNames.map((label, at) => ({ at, label }));
  const left = Math.max(40, ...rowNames.map((name) => textWidth(name) + 20));
  const inner = Math.max(NARROWEST, width - left - right - 2 * inset);
  const ticks = withoutOverlap(values, inner, (label) => textWidth(label) + 10);
  return plotSvg(
    {
      width,
      height: TOP + BOTTOM + rows.length * rowHeight,
      marginLeft: left,
      marginRight: right,
      marginTop: TOP,
      marginBottom: BOTTOM,
      insetLeft: inset,
      insetRight: inset,
      x: scaleOptions(values),
      y: { type: 'linear', domain: [rows.length - 0.5, -0.5] },
      marks: [
        Plot.gridX({ ticks: ticks.map(({ at }) => at), strokeOpacity: 0.18 }),
        Plot.axisX({
          ...axisOptions(ticks, frame.valuesLabel),
          labelAnchor: 'center',
          labelOffset: 40,
        }),
        Plot.axisY({ ...axisOptions(rows, ''), label: null, tickSize: 0 }),
        ...marks,
      ],
    },
    frame.description,
  );
}

export interface Whisker {
  readonly low: number;
  readonly high: number;
  /** As far down as row number `row`, which need not be whole. */
  readonly row: number;
}

/** Intervals along the rows, with a stroke at either end. */
export function whiskerMarks(whiskers: readonly Whisker[], colour: string): Plot.Markish[] {
  return [
    Plot.ruleY(whiskers, { y: 'row', x1: 'low', x2: 'high', stroke: colour, strokeWidth: 1.4 }),
    strokes(
      whiskers.flatMap(({ low, high, row }) => [
        [low, row],
        [high, row],
      ]),
      'upright',
      colour,
    ),
  ];
}
