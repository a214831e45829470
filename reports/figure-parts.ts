/** What all figures of the page share: heading, panels side by side, keys, captions, labels of axes. */
import * as Plot from '@observablehq/plot';
import type { Summary } from '../scenarios/results.ts';
import { MOST_PANELS } from './cell-panels.ts';
import type { Panel } from './figures.ts';
import { html, type Markup, nothing, trusted } from './markup.ts';
import { lineStyle } from './palette.ts';
import { markers, openMarkers } from './panel.ts';
import { plural } from './phrases.ts';
import type { Scale } from './scales.ts';
import { plotSvg } from './svg.ts';
import { type DisplayUnit, formatTick } from './units.ts';

/** Up to so many lines have their name at their end. */
export const MOST_DIRECT_LABELS = 14;
const WIDE = 600;
const NARROW = 440;
const COMPACT = 360;

export interface FigureParts {
  readonly heading: string;
  readonly key: Markup;
  readonly pictures: Markup;
  readonly caption: Markup;
  readonly table: Markup;
  /** Three small panels side by side instead of two. */
  readonly compact?: boolean;
}

export function figureSection(parts: FigureParts): Markup {
  const { heading, key, pictures, caption, table, compact = false } = parts;
  return html`<section class="figure"><h3>${heading}</h3>
${key}
<div class="${compact ? 'panels compact' : 'panels'}" role="region" aria-label="${`Figures of ${heading}`}" tabindex="0">${pictures}</div>
${caption}
<details><summary>Data of ${heading}</summary>${table}</details>
</section>\n`;
}

/**
 * @param draw the picture of a panel at a width in pixels, as SVG text.
 * @param compact as in {@link FigureParts}.
 */
export function panelsHtml<P extends { readonly name: string }>(
  panels: readonly P[],
  draw: (panel: P, width: number) => string,
  compact = false,
): Markup {
  const width = panels.length === 1 ? WIDE : compact ? COMPACT : NARROW;
  const shown = panels.slice(0, MOST_PANELS).map((panel) => {
    const name = panel.name === '' ? nothing : html`<figcaption>${panel.name}</figcaption>`;
    return html`<figure>${name}${trusted(draw(panel, width))}</figure>\n`;
  });
  const left = panels.length - shown.length;
  const note =
    left > 0 ? html`<p class="note">${left} more panels are not drawn; see the data.</p>` : nothing;
  return html`${shown}${note}`;
}

/** What a reader of the picture alone must know: how often it was measured, and with which seed. */
export function captionHtml(counts: readonly number[], rest: string, summary: Summary): Markup {
  const known = counts.filter((count) => count > 0);
  if (known.length === 0) return nothing;
  const least = Math.min(...known);
  const most = Math.max(...known);
  const size =
    least === most ? plural(most, 'replication') : `${least} to ${plural(most, 'replication')}`;
  return html`<p class="note">${size}${rest} Seed ${summary.seed}.</p>`;
}

/** The lines of a panel and one sentence on them, for those who cannot see the picture. */
export function describedLines(title: string, { name, lines }: Panel, across: string) {
  const where = name === '' ? '' : ` for ${name}`;
  const several = lines.length > 1 ? `, ${lines.length} lines` : '';
  const chart = `Chart of ${title} over ${across}${where}${several}.`;
  return { lines, description: `${chart} The data follow as a table.` };
}

/** Values of a panel in the units to show. */
export function scaled(panel: Panel, xSize: number, size: number): Panel {
  const lines = panel.lines.map((line) => ({
    ...line,
    points: line.points.map(({ x, mean, low, high, n, companion, quantiles = {} }) => ({
      x: x / xSize,
      mean: mean / size,
      low: low / size,
      high: high / size,
      n,
      companion: companion === null ? null : companion / size,
      quantiles: Object.fromEntries(
        Object.entries(quantiles).map(([name, value]) => [name, value / size]),
      ),
    })),
  }));
  return { ...panel, lines };
}

export function axisLabel(name: string, log: boolean): string {
  return log ? `${name}, log scale` : name;
}

export function withUnit(name: string, unit: DisplayUnit): string {
  return unit.name === '' ? name : `${name} (${unit.name})`;
}

/** A logarithmic axis in base units, each tick with the unit that it reads best in: `100 kB/s`, `1 GB/s`. */
export function withTickUnits(scale: Scale, unit: string, percent: boolean): Scale {
  const ticks = scale.ticks.map(({ at }) => ({ at, label: formatTick(at, unit, percent) }));
  return { ...scale, ticks };
}

export function keyHtml(
  name: string,
  lines: readonly string[],
  kind: 'swept' | 'curve',
  companion: string | null,
  names: boolean,
): Markup {
  const entries = lines.map((line, index) => html`<li>${swatch(index, kind)} ${line}</li>`);
  if (lines.length < 2) entries.length = 0;
  if (companion !== null) {
    const shape = names ? 'upright stroke' : 'dashed line';
    entries.push(html`<li>${companionSwatch(names)} ${shape}: ${companion}</li>`);
  }
  if (entries.length === 0) return nothing;
  const title = lines.length > 1 ? html`<li class="key-name">${name}:</li>` : nothing;
  return html`<ul class="key">${title}${entries}</ul>`;
}

/** An area of the key: `opacities` lie on top of each other. */
export function areaSwatch(colour: string, opacities: readonly number[]): Markup {
  const marks = opacities.map((fillOpacity) =>
    Plot.rect([{ x1: 1, x2: 33, y1: 1, y2: 13 }], {
      x1: 'x1',
      x2: 'x2',
      y1: 'y1',
      y2: 'y2',
      fill: colour,
      fillOpacity,
    }),
  );
  return trusted(plotSvg({ ...SWATCH, ...ACROSS, marks }, null));
}

/** A key whose entries are pictures with names, after what they have in common. */
export function swatchKey(name: string, entries: readonly (readonly [Markup, string])[]): Markup {
  const items = entries.map(([picture, text]) => html`<li>${picture} ${text}</li>`);
  const title = name === '' ? nothing : html`<li class="key-name">${name}:</li>`;
  return html`<ul class="key">${title}${items}</ul>`;
}

const SWATCH = { width: 34, height: 14, margin: 0, axis: null } as const;
const ACROSS = { x: { domain: [0, 34] }, y: { domain: [0, 14] } };

/** A line of the key; `marker` stands alone, `swept` on its line, a `curve` has no marker. */
export function swatch(index: number, kind: 'swept' | 'curve' | 'marker'): Markup {
  const style = lineStyle(index);
  const dash = kind === 'curve' && style.dash !== '' ? { strokeDasharray: style.dash } : {};
  const line = Plot.line(
    [
      [1, 7],
      [33, 7],
    ],
    { stroke: style.colour, strokeWidth: 1.8, ...dash },
  );
  const marker = markers([[17, 7]], style);
  const marks = { swept: [line, marker], curve: [line], marker: [marker] }[kind];
  return trusted(plotSvg({ ...SWATCH, ...ACROSS, marks }, null));
}

function companionSwatch(upright: boolean): Markup {
  const plain = { colour: 'currentColor', marker: 'circle', stroked: false, dash: '' } as const;
  const marks = upright
    ? [Plot.ruleX([17], { y1: 0, y2: 14, strokeWidth: 2 })]
    : [
        Plot.ruleY([7], { x1: 1, x2: 33, strokeWidth: 1.4, strokeDasharray: '6 4' }),
        openMarkers([[17, 7]], plain),
      ];
  return trusted(plotSvg({ ...SWATCH, ...ACROSS, marks }, null));
}
