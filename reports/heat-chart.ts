/** A grid of shaded cells with the figures written in them. */
import * as Plot from '@observablehq/plot';
import type { HeatCell } from './heat-maps.ts';
import { axisOptions } from './panel.ts';
import { fraction, type Scale } from './scales.ts';
import { FONT_SIZE, plotSvg, textWidth } from './svg.ts';
import { truncate, visible } from './text.ts';

const TOP = 8;
const BOTTOM = 46;
const ROW_HEIGHT = 34;
const LONGEST_NAME = 20;
/** The darkest shade leaves dark text on it a contrast of 4.5 to 1, in both colour schemes. */
const FAINTEST = 0.03;
const DARKEST = 0.42;
/** One hue from light to dark: the order is the same for every eye and on grey paper. */
export const HEAT_COLOUR = 'var(--line-0)';

export interface HeatDrawing {
  readonly description: string;
  readonly cells: readonly HeatCell[];
  readonly columnNames: readonly string[];
  readonly rowNames: readonly string[];
  readonly columnLabel: string;
  /** In the unit of the cells. */
  readonly shades: Scale;
  readonly written: (value: number) => string;
  /** Pixels. */
  readonly width: number;
}

/** How dark a value is: the darker the larger, or the further below zero when none is above it. */
export function heatOpacity(shades: Scale, value: number): number {
  const rising = Math.max(0, Math.min(1, fraction(shades, Math.max(value, shades.low))));
  const place = shades.high <= 0 ? 1 - rising : rising;
  return Number((FAINTEST + (DARKEST - FAINTEST) * place).toFixed(3));
}

export function drawHeat(drawing: HeatDrawing): string {
  const { cells, shades, width, written } = drawing;
  const rows = drawing.rowNames.map((name, at) => ({ at, label: truncate(name, LONGEST_NAME) }));
  const left = Math.max(40, ...rows.map(({ label }) => textWidth(label) + 24));
  const right = 8;
  const each = (width - left - right) / drawing.columnNames.length;
  const longest = Math.max(4, Math.floor(each / textWidth('n')));
  const columns = drawing.columnNames.map((name, at) => ({ at, label: truncate(name, longest) }));
  return plotSvg(
    {
      width,
      height: TOP + BOTTOM + rows.length * ROW_HEIGHT,
      marginLeft: left,
      marginRight: right,
      marginTop: TOP,
      marginBottom: BOTTOM,
      x: { type: 'linear', domain: [-0.5, columns.length - 0.5] },
      y: { type: 'linear', domain: [rows.length - 0.5, -0.5] },
      marks: [
        Plot.rect(cells, {
          x1: ({ column }: HeatCell) => column - 0.5,
          x2: ({ column }: HeatCell) => column + 0.5,
          y1: ({ row }: HeatCell) => row - 0.5,
          y2: ({ row }: HeatCell) => row + 0.5,
          fill: HEAT_COLOUR,
          fillOpacity: (cell: HeatCell) => heatOpacity(shades, cell.value),
          inset: 1,
        }),
        Plot.text(cells, {
          x: 'column',
          y: 'row',
          text: ({ value }: HeatCell) => truncate(visible(written(value)), longest),
          fontSize: FONT_SIZE,
        }),
        Plot.axisX({
          ...axisOptions(columns, drawing.columnLabel),
          labelAnchor: 'center',
          labelOffset: 40,
          tickSize: 0,
        }),
        Plot.axisY({ ...axisOptions(rows, ''), label: null, tickSize: 0 }),
      ],
    },
    drawing.description,
  );
}
