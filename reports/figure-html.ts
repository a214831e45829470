/** Figures as HTML: heading, key, panels side by side, and the same data as a table. */
import * as Plot from '@observablehq/plot';
import { sortQuantiles } from './csv.ts';
import type { CurveFigure } from './curves.ts';
import { drawDots } from './dot-chart.ts';
import type { Figure, Line, Panel } from './figures.ts';
import { htmlTable, type TableColumn } from './html-table.ts';
import { drawLines } from './line-chart.ts';
import { html, type Markup, nothing, trusted } from './markup.ts';
import { significant } from './numbers.ts';
import { lineStyle } from './palette.ts';
import { markers, type PanelDrawing } from './panel.ts';
import { rangeScale, type Scale, sweptScale, valueScale } from './scales.ts';
import { plotSvg } from './svg.ts';
import { truncate, visible } from './text.ts';
import type { DisplayUnit } from './units.ts';

const MOST_PANELS = 12;
const MOST_DIRECT_LABELS = 12;
const WIDE = 600;
const NARROW = 440;
/** Rows that all curves of one figure share in its data table. */
const CURVE_ROWS = 240;

export function sweepFigureHtml(figure: Figure): Markup {
  const panels = figure.panels.map((panel) => scaled(panel, 1, figure.unit.size));
  const points = panels.flatMap(({ lines }) => lines.flatMap((line) => line.points));
  const values = valueScale(
    points.flatMap(({ mean, companion }) => (companion === null ? [mean] : [mean, companion])),
    points.flatMap(({ low, high }) => [low, high]),
  );
  const names = figure.xKind === 'names';
  const across: Scale = names
    ? { log: false, low: 0, high: figure.xTicks.length - 1, ticks: figure.xTicks }
    : sweptScale(figure.xTicks);
  const draw = names ? drawDots : (drawing: PanelDrawing) => drawLines(drawing, 'swept');
  const drawing = {
    across,
    acrossLabel: axisLabel(figure.xName, across.log),
    values,
    valuesLabel: axisLabel(withUnit(figure.title, figure.unit), values.log),
    direct: figure.lineNames.length > 1 && figure.lineNames.length <= MOST_DIRECT_LABELS,
  };
  const key = keyHtml(figure.lineName, figure.lineNames, 'swept', figure.companion, names);
  const pictures = panelsHtml(figure.title, panels, drawing, draw);
  return section(figure.title, key, pictures, sweepTable(figure, panels));
}

export function curveFigureHtml(figure: CurveFigure): Markup {
  const panels = figure.panels.map((panel) => scaled(panel, figure.xUnit.size, figure.unit.size));
  const points = panels.flatMap(({ lines }) => lines.flatMap((line) => line.points));
  const values = valueScale([...bounds(points.map(({ mean }) => mean))], []);
  const across = rangeScale(points.map(({ x }) => x));
  const drawing = {
    across,
    acrossLabel: curveAxis(figure),
    values,
    valuesLabel: axisLabel(withUnit(figure.title, figure.unit), values.log),
    direct: figure.lineNames.length > 1 && figure.lineNames.length <= MOST_DIRECT_LABELS,
  };
  const key = keyHtml(figure.lineName, figure.lineNames, 'curve', null, false);
  const pictures = panelsHtml(figure.title, panels, drawing, (each) => drawLines(each, 'curve'));
  return section(figure.title, key, pictures, curveTable(figure, panels));
}

function curveAxis({ xName, xUnit }: CurveFigure): string {
  return xName === '' ? xUnit.name : withUnit(xName, xUnit);
}

function section(title: string, key: Markup, pictures: Markup, table: Markup): Markup {
  return html`<section class="figure"><h3>${title}</h3>
${key}
<div class="panels" role="region" aria-label="${`Figures of ${title}`}" tabindex="0">${pictures}</div>
<details><summary>Data of ${title}</summary>${table}</details>
</section>\n`;
}

function scaled(panel: Panel, xSize: number, size: number): Panel {
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

/** Smallest and largest, without spreading a long list into arguments. */
function bounds(values: readonly number[]): [number, number] {
  const { low, high } = rangeScale(values);
  return values.length > 0 && values.every((value) => value === low) ? [low, low] : [low, high];
}

function axisLabel(name: string, log: boolean): string {
  return log ? `${name}, log scale` : name;
}

function withUnit(name: string, unit: DisplayUnit): string {
  return unit.name === '' ? name : `${name} (${unit.name})`;
}

type Shared = Omit<PanelDrawing, 'description' | 'lines' | 'width'>;

function panelsHtml(
  title: string,
  panels: readonly Panel[],
  shared: Shared,
  draw: (drawing: PanelDrawing) => string,
): Markup {
  const width = panels.length === 1 ? WIDE : NARROW;
  const shown = panels.slice(0, MOST_PANELS).map((panel) => {
    const description = describe(title, panel, shared);
    const picture = trusted(draw({ ...shared, lines: panel.lines, description, width }));
    const name = panel.name === '' ? nothing : html`<figcaption>${panel.name}</figcaption>`;
    return html`<figure>${name}${picture}</figure>\n`;
  });
  const left = panels.length - shown.length;
  const note =
    left > 0 ? html`<p class="note">${left} more panels are not drawn; see the data.</p>` : nothing;
  return html`${shown}${note}`;
}

function describe(title: string, panel: Panel, shared: Shared): string {
  const where = panel.name === '' ? '' : ` for ${panel.name}`;
  const lines = panel.lines.length > 1 ? `, ${panel.lines.length} lines` : '';
  return `Chart of ${title} over ${shared.acrossLabel}${where}${lines}. The data follow as a table.`;
}

function keyHtml(
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

const SWATCH = { width: 34, height: 14, margin: 0, axis: null } as const;
const ACROSS = { x: { domain: [0, 34] }, y: { domain: [0, 14] } };

function swatch(index: number, kind: 'swept' | 'curve'): Markup {
  const style = lineStyle(index);
  const dash = kind === 'curve' && style.dash !== '' ? { strokeDasharray: style.dash } : {};
  const line = Plot.line(
    [
      [1, 7],
      [33, 7],
    ],
    { stroke: style.colour, strokeWidth: 1.8, ...dash },
  );
  const marks = kind === 'swept' ? [line, markers([[17, 7]], style)] : [line];
  return trusted(plotSvg({ ...SWATCH, ...ACROSS, marks }, null));
}

function companionSwatch(upright: boolean): Markup {
  const mark = upright
    ? Plot.ruleX([17], { y1: 0, y2: 14, strokeWidth: 2 })
    : Plot.ruleY([7], { x1: 1, x2: 33, strokeWidth: 1.4, strokeDasharray: '6 4' });
  return trusted(plotSvg({ ...SWATCH, ...ACROSS, marks: [mark] }, null));
}

function sweepTable(figure: Figure, panels: readonly Panel[]): Markup {
  const withPanels = panels.some(({ name }) => name !== '');
  const several = figure.lineNames.length > 1;
  const labels = new Map(figure.xTicks.map(({ at, label }) => [at, label]));
  const quantiles = sortQuantiles(
    panels.flatMap(({ lines }) =>
      lines.flatMap(({ points }) => points.flatMap((point) => Object.keys(point.quantiles ?? {}))),
    ),
  );
  const columns: TableColumn[] = [
    ...(withPanels ? [{ head: 'panel', align: 'left' } as const] : []),
    ...(several ? [{ head: figure.lineName, align: 'left' } as const] : []),
    { head: figure.xName, align: figure.xKind === 'names' ? 'left' : 'right' },
    ...['mean', 'low', 'high', 'n', ...quantiles].map(
      (head) => ({ head, align: 'right' }) as const,
    ),
    ...(figure.companion === null ? [] : [{ head: figure.companion, align: 'right' } as const]),
  ];
  const rows = panels.flatMap(({ name, lines }) =>
    lines.flatMap((line) =>
      line.points.map((point) => [
        ...(withPanels ? [name] : []),
        ...(several ? [line.name] : []),
        labels.get(point.x) ?? '',
        ...[point.mean, point.low, point.high].map((value) => significant(value, 4)),
        String(point.n),
        ...quantiles.map((name) => optional(point.quantiles?.[name])),
        ...(figure.companion === null ? [] : [optional(point.companion)]),
      ]),
    ),
  );
  const heads = (withPanels ? 1 : 0) + (several ? 1 : 0) + 1;
  return htmlTable(withUnit(figure.title, figure.unit), columns, rows, heads);
}

function optional(value: number | null | undefined): string {
  return value === null || value === undefined ? '' : significant(value, 4);
}

/** A sample of each curve; all points are in series.csv. */
function curveTable(figure: CurveFigure, panels: readonly Panel[]): Markup {
  const curves = panels.flatMap(({ name, lines }) => lines.map((line) => ({ name, line })));
  const each = Math.max(3, Math.floor(CURVE_ROWS / Math.max(1, curves.length)));
  const rows = curves.flatMap(({ name, line }) =>
    sample(line, each).map(({ x, mean }) => [
      [name, figure.lineNames.length > 1 ? line.name : '']
        .filter((text) => text !== '')
        .join(', ') || figure.title,
      significant(x, 4),
      significant(mean, 4),
    ]),
  );
  return htmlTable(
    `${visible(truncate(figure.title, 80))}: a sample of each curve; series.csv has all points`,
    [
      { head: 'curve', align: 'left' },
      { head: curveAxis(figure) || 'x', align: 'right' },
      { head: withUnit(figure.title, figure.unit), align: 'right' },
    ],
    rows,
  );
}

function sample(line: Line, most: number): readonly Line['points'][number][] {
  const { points } = line;
  if (points.length <= most) return points;
  return Array.from(
    { length: most },
    (_, index) => points[Math.round((index * (points.length - 1)) / (most - 1))]!,
  );
}
