/** Rows of bars, intervals and dots: a tornado, elementary effects, indices or correlations. */
import * as Plot from '@observablehq/plot';
import { lineStyle } from './palette.ts';
import { axisOptions, markers, scaleOptions, strokes } from './panel.ts';
import { type Scale, withoutOverlap } from './scales.ts';
import type { SensitivityRow } from './sensitivities.ts';
import { FONT_SIZE, plotSvg, textWidth } from './svg.ts';
import { displayWidth, truncate, visible } from './text.ts';

const TOP = 10;
const BOTTOM = 46;
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
  const { rows, values, width, origin } = drawing;
  const names = drawing.rowNames.map((name, at) => ({ at, label: ending(name) }));
  const bars = rows.flatMap(({ row, bars: own }) =>
    own.map((bar) => ({ ...bar, y: row + bar.shift })),
  );
  const whiskers = rows.flatMap(({ row, whiskers: own }) =>
    own.map((each) => ({ ...each, y: row + each.shift })),
  );
  const dots = rows.flatMap(({ row, dots: own }) =>
    own.map((dot) => ({ ...dot, y: row + dot.shift })),
  );
  const labels = bars.filter(({ label }) => label !== '');
  const room = Math.max(0, ...labels.map(({ label }) => textWidth(short(label)) + 12));
  const left = Math.max(40, ...names.map(({ label }) => textWidth(label) + 24));
  const right = Math.max(16, textWidth(values.ticks.at(-1)?.label ?? '') / 2);
  const inner = width - left - right - 2 * room;
  const ticks = withoutOverlap(values, inner, (label) => textWidth(label) + 10);
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
  return plotSvg(
    {
      width,
      height: TOP + BOTTOM + names.length * ROW_HEIGHT,
      marginLeft: left,
      marginRight: right,
      marginTop: TOP,
      marginBottom: BOTTOM,
      insetLeft: room,
      insetRight: room,
      x: scaleOptions(values),
      y: { type: 'linear', domain: [names.length - 0.5, -0.5] },
      marks: [
        Plot.gridX({ ticks: ticks.map(({ at }) => at), strokeOpacity: 0.18 }),
        Plot.axisX({
          ...axisOptions(ticks, drawing.valuesLabel),
          labelAnchor: 'center',
          labelOffset: 40,
        }),
        Plot.axisY({ ...axisOptions(names, ''), label: null, tickSize: 0 }),
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
        Plot.ruleY(whiskers, { y: 'y', x1: 'low', x2: 'high', strokeWidth: 1.4 }),
        strokes(
          whiskers.flatMap(({ low, high, y }) => [
            [low, y],
            [high, y],
          ]),
          'upright',
          'currentColor',
        ),
        ...([0, 1] as const).map((style) =>
          markers(
            dots.filter((dot) => dot.style === style).map(({ at, y }) => [at, y]),
            lineStyle(style),
          ),
        ),
        writtenAt('left'),
        writtenAt('right'),
      ],
    },
    drawing.description,
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
