/** Rows of bars, intervals and dots: a tornado, elementary effects, indices or correlations. */
import * as Plot from '@observablehq/plot';
import { lineStyle } from './palette.ts';
import { markers } from './panel.ts';
import { drawRows, whiskerMarks } from './row-chart.ts';
import type { Scale } from './scales.ts';
import type { SensitivityRow } from './sensitivities.ts';
import { FONT_SIZE, textWidth } from './svg.ts';
import { displayWidth, truncate, visible } from './text.ts';

const ROW_HEIGHT = 34;
const LONGEST_NAME = 26;
const LONGEST_LABEL = 10;
/** Height of a bar in heights of a row. */
const THICK = 0.34;
/** The two kinds of bars differ in lightness too. */
const OPACITIES = [0.9, 0.4] as const;

export interface SensitivityDrawing {
  readonly description: string;
  /** Lengths in the unit to show. */
  readonly rows: readonly SensitivityRow[];
  readonly rowNames: readonly string[];
  readonly values: Scale;
  readonly valuesLabel: string;
  /** Where the bars start, in the unit to show. */
  readonly origin: number | null;
  /** Pixels. */
  readonly width: number;
}

export function barOpacity(style: 0 | 1): number {
  return OPACITIES[style];
}

export function drawSensitivity(drawing: SensitivityDrawing): string {
  const { rows, values, origin } = drawing;
  const bars = rows.flatMap(({ row, bars: own }) =>
    own.map((bar) => ({ ...bar, y: row + bar.shift })),
  );
  const whiskers = rows.flatMap(({ row, whiskers: own }) =>
    own.map(({ low, high, shift }) => ({ low, high, row: row + shift })),
  );
  const dots = rows.flatMap(({ row, dots: own }) =>
    own.map((dot) => ({ ...dot, y: row + dot.shift })),
  );
  const labels = bars.filter(({ label }) => label !== '');
  const room = Math.max(0, ...labels.map(({ label }) => textWidth(short(label)) + 12));
  const writtenAt = (side: 'left' | 'right') =>
    Plot.text(
      labels.filter(({ from, to }) => to < from === (side === 'left')),
      {
        x: 'to',
        y: 'y',
        text: ({ label }: { label: string }) => short(label),
        textAnchor: side === 'left' ? 'end' : 'start',
        dx: side === 'left' ? -4 : 4,
        fontSize: FONT_SIZE,
      },
    );
  return drawRows(
    {
      description: drawing.description,
      rowNames: drawing.rowNames.map(ending),
      rowHeight: ROW_HEIGHT,
      values,
      valuesLabel: drawing.valuesLabel,
      width: drawing.width,
      right: Math.max(16, textWidth(values.ticks.at(-1)?.label ?? '') / 2),
      inset: room,
    },
    [
      ...([0, 1] as const).map((style) =>
        Plot.rect(
          bars.filter((bar) => bar.style === style),
          {
            x1: 'from',
            x2: 'to',
            y1: ({ y }: { y: number }) => y - THICK / 2,
            y2: ({ y }: { y: number }) => y + THICK / 2,
            fill: lineStyle(style).colour,
            fillOpacity: barOpacity(style),
            stroke: lineStyle(style).colour,
            strokeWidth: 0.8,
          },
        ),
      ),
      ...(origin === null ? [] : [Plot.ruleX([origin], { strokeOpacity: 0.7 })]),
      ...whiskerMarks(whiskers, 'currentColor'),
      ...([0, 1] as const).map((style) =>
        markers(
          dots.filter((dot) => dot.style === style).map(({ at, y }) => [at, y]),
          lineStyle(style),
        ),
      ),
      writtenAt('left'),
      writtenAt('right'),
    ],
  );
}

function short(label: string): string {
  return truncate(visible(label), LONGEST_LABEL);
}

/** The end of a long path says more than its beginning. */
function ending(path: string): string {
  const text = visible(path);
  if (displayWidth(text) <= LONGEST_NAME) return text;
  return `…${[...text].slice(1 - LONGEST_NAME).join('')}`;
}
