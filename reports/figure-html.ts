/** A figure of the sweep as HTML: heading, key, panels side by side, caption, and its data as a table. */
import type { Summary } from '../scenarios/results.ts';
import { sortQuantiles } from './csv.ts';
import { isLong } from './dimensions.ts';
import { drawDots } from './dot-chart.ts';
import {
  axisLabel,
  captionHtml,
  describedLines,
  figureSection,
  keyHtml,
  MOST_DIRECT_LABELS,
  panelsHtml,
  scaled,
  withTickUnits,
  withUnit,
} from './figure-parts.ts';
import type { Figure, Panel, Point } from './figures.ts';
import { htmlTable, type TableColumn } from './html-table.ts';
import { drawLines } from './line-chart.ts';
import type { Markup } from './markup.ts';
import { significant } from './numbers.ts';
import type { PanelDrawing } from './panel.ts';
import { isCut, isPart, reachOf } from './reach.ts';
import { type Scale, sweptScale, valueScale } from './scales.ts';
import { type DisplayUnit, displayUnit, formatValue } from './units.ts';

/** Values that span more than this factor get a logarithmic axis; shares and probabilities show their zero for longer. */
const LOG_FROM = 10;
const MOST_BANDS = 6;

export function sweepFigureHtml(figure: Figure, summary: Summary): Markup {
  const { base, percent, title } = figure;
  const inBase = figure.panels.flatMap(pointsOf);
  const share = isPart(inBase, base, percent);
  const { log } = scaleOf(inBase, share);
  const unit = log ? middleUnit(inBase, figure) : figure.unit;
  const shown = figure.panels.map((panel) => scaled(panel, 1, unit.size));
  const panels = log ? figure.panels : shown;
  const scale = scaleOf(panels.flatMap(pointsOf), share, log ? 1 : 1 / unit.size);
  const names = figure.xKind === 'names';
  const across: Scale = names
    ? { log: false, low: 0, high: figure.xTicks.length - 1, ticks: figure.xTicks }
    : sweptScale(figure.xTicks);
  const acrossLabel = axisLabel(figure.xName, across.log);
  const drawing = {
    across,
    acrossLabel,
    values: log ? withTickUnits(scale, base, percent) : scale,
    valuesLabel: log ? axisLabel(title, log) : withUnit(title, unit),
    written: (value: number) => formatValue(log ? value : value * unit.size, base, percent),
    direct: figure.lineNames.length > 1 && figure.lineNames.length <= MOST_DIRECT_LABELS,
    banded: banded(figure),
  };
  const draw = names ? drawDots : (each: PanelDrawing) => drawLines(each, 'swept');
  return figureSection({
    heading: figure.heading,
    key: keyHtml(figure.lineName, figure.lineNames, 'swept', figure.companion, names),
    pictures: panelsHtml(panels, (panel, width) =>
      draw({ ...drawing, ...describedLines(title, panel, acrossLabel), width }),
    ),
    caption: captionHtml(
      inBase.map(({ n }) => n),
      captionText(figure, inBase, log, isCut(inBase, share)),
      summary,
    ),
    table: sweepTable(figure, shown, unit),
  });
}

/** Intervals of few lines over many numbers read best as bands. */
function banded({ x, lineNames }: Figure): boolean {
  return isLong(x) && lineNames.length <= MOST_BANDS;
}

function pointsOf({ lines }: Panel): readonly Point[] {
  return lines.flatMap(({ points }) => points);
}

function scaleOf(points: readonly Point[], share: boolean, full = 1): Scale {
  const values = points.flatMap(({ mean, companion }) =>
    companion === null ? [mean] : [mean, companion],
  );
  const [least, most] = reachOf(points, share, full);
  const ends = points.flatMap(({ low, high }) => [Math.max(low, least), Math.min(high, most)]);
  return valueScale(values, ends, { zeros: true, ...(share ? {} : { logFrom: LOG_FROM }) });
}

/** For numbers that span decades: the unit of the one halfway between their magnitudes. */
function middleUnit(points: readonly Point[], { base, percent }: Figure): DisplayUnit {
  const values = points.map(({ mean }) => mean).filter((mean) => mean > 0);
  return displayUnit(Math.sqrt(Math.min(...values) * Math.max(...values)), base, percent);
}

function captionText(figure: Figure, points: readonly Point[], log: boolean, cut: boolean): string {
  const measured = points.some(({ n }) => n > 1);
  const parts = [
    measured
      ? `; ${banded(figure) ? 'bands' : 'bars'} are the 95 % interval of the mean.`
      : '; no interval.',
  ];
  if (cut) parts.push('Intervals that reach beyond the axis are cut.');
  if (figure.companion !== null) {
    const shape = figure.xKind === 'names' ? 'Upright strokes' : 'Dashed, with open markers';
    parts.push(`${shape}: ${figure.companion}.`);
  }
  if (figure.xKind === 'numbers' && figure.lineNames.length > 1) {
    parts.push('Points of different lines stand slightly apart.');
  }
  if (log && points.some(({ mean, companion }) => mean === 0 || companion === 0)) {
    parts.push('Zeros stand at the foot of the logarithmic axis.');
  }
  return parts.join(' ');
}

/** Every value of a figure. @param panels its panels in `unit`. */
export function sweepTable(figure: Figure, panels: readonly Panel[], unit: DisplayUnit): Markup {
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
  return htmlTable(withUnit(figure.heading, unit), columns, rows, heads);
}

function optional(value: number | null | undefined): string {
  return value === null || value === undefined ? '' : significant(value, 4);
}
