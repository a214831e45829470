/** What decides an outcome as HTML: heading, key, a panel for each cell, how to read it, and the data. */
import type { Interval, Sensitivity, SensitivityEntry, Summary } from '../scenarios/results.ts';
import {
  areaSwatch,
  figureSection,
  panelsHtml,
  swatch,
  swatchKey,
  withUnit,
} from './figure-parts.ts';
import { htmlTable, type TableColumn } from './html-table.ts';
import { html, type Markup, nothing } from './markup.ts';
import { significant } from './numbers.ts';
import { lineStyle } from './palette.ts';
import { plural } from './phrases.ts';
import { rangeScale, type Scale } from './scales.ts';
import { cellName, type SensitivityFigure, type SensitivityRow, sizeOf } from './sensitivities.ts';
import { barOpacity, drawSensitivity } from './sensitivity-chart.ts';
import { valueText } from './text.ts';
import { displayUnit, formatValue, isShare } from './units.ts';

type Method = Sensitivity['method'];

/** What a method found, the name of its axis, and how to read its picture. */
const WORDS: Readonly<Record<Method, { heading: string; axis: string; note: string }>> = {
  'one-at-a-time': {
    heading: 'one parameter at a time',
    axis: '',
    note: 'Each bar goes from the base to what one end of a range gives, the others at their own values.',
  },
  morris: {
    heading: 'elementary effects',
    axis: 'mean size of effects',
    note: 'Bars: mean size of the effects over the range (mu*); whiskers: their spread (sigma), which is large where effects depend on the other parameters.',
  },
  saltelli: {
    heading: 'shares of the variance',
    axis: 'share of the variance',
    note: 'First order: what the parameter alone explains; total: with all it does together with others. Bars are intervals.',
  },
  latin: {
    heading: 'rank correlation',
    axis: 'rank correlation',
    note: 'At 1 the outcome always grows with the parameter, at -1 it always falls.',
  },
  sobol: {
    heading: 'rank correlation',
    axis: 'rank correlation',
    note: 'At 1 the outcome always grows with the parameter, at -1 it always falls.',
  },
};
/** Part of the range that stays free on either side. */
const MARGIN = 0.04;

export function sensitivityFigureHtml(figure: SensitivityFigure, summary: Summary): Markup {
  const { method, metric, rowNames, left } = figure;
  const { heading: what, axis, note } = WORDS[method];
  const lengths = figure.panels.flatMap(({ base, rows }) => [base ?? 0, ...rows.flatMap(reach)]);
  const percent = figure.unit === '1' && isShare(metric);
  const unit = displayUnit(Math.max(0, ...lengths.map(Math.abs)), figure.unit, percent);
  const panels = figure.panels.map(({ name, base, rows }) => ({
    name,
    base: base === null ? null : base / unit.size,
    rows: rows.map((row) => inUnit(row, unit.size)),
  }));
  const values = scaleOf(
    method,
    panels.flatMap(({ base, rows }) => [...(base === null ? [] : [base]), ...rows.flatMap(reach)]),
  );
  const heading = `${metric}: ${what}`;
  const bases = new Set(figure.panels.flatMap(({ base }) => base ?? []));
  const [only] = bases;
  const base =
    bases.size === 1 && only !== undefined
      ? ` The base is ${formatValue(only, figure.unit, percent)}.`
      : '';
  const more = left > 0 ? ` ${plural(left, 'more parameter')} in the data.` : '';
  return figureSection({
    heading,
    key: keyOf(figure),
    pictures: panelsHtml(panels, ({ name, base, rows }, width) =>
      drawSensitivity({
        description: `Chart of ${heading}${name === '' ? '' : ` for ${name}`}, ${plural(rowNames.length, 'row')}, the most decisive first. The data follow as a table.`,
        rows,
        rowNames,
        values,
        valuesLabel: withUnit(axis === '' ? metric : axis, unit),
        origin: method === 'one-at-a-time' ? base : 0,
        width,
      }),
    ),
    caption: html`<p class="note">${note}${base}${more} Seed ${summary.seed}.</p>`,
    table: tableOf(figure, heading),
  });
}

/** Every place that a row reaches. */
function reach({ bars, whiskers, dots }: SensitivityRow): number[] {
  return [
    ...bars.flatMap(({ from, to }) => [from, to]),
    ...whiskers.flatMap(({ low, high }) => [low, high]),
    ...dots.map(({ at }) => at),
  ];
}

function inUnit({ row, bars, whiskers, dots }: SensitivityRow, size: number): SensitivityRow {
  return {
    row,
    bars: bars.map((bar) => ({ ...bar, from: bar.from / size, to: bar.to / size })),
    whiskers: whiskers.map((each) => ({ ...each, low: each.low / size, high: each.high / size })),
    dots: dots.map((dot) => ({ ...dot, at: dot.at / size })),
  };
}

/** Correlations and shares have axes of their own; other lengths take what they need. */
function scaleOf(method: Method, values: readonly number[]): Scale {
  if (method === 'latin' || method === 'sobol') return rangeScale([-1, 1]);
  const ends = { 'one-at-a-time': [], morris: [0], saltelli: [0, 1] }[method];
  const { low, high } = rangeScale([...values, ...ends]);
  const margin = MARGIN * (high - low);
  return rangeScale([low === 0 ? 0 : low - margin, high + margin]);
}

function keyOf({ method, panels }: SensitivityFigure): Markup {
  const bar = (style: 0 | 1): Markup => areaSwatch(lineStyle(style).colour, [barOpacity(style)]);
  if (method === 'one-at-a-time') {
    const based = panels.some(({ base }) => base !== null);
    return swatchKey(based ? 'parameter, with its value at the end of the bar' : 'parameter', [
      [bar(0), 'at the start of its range'],
      [bar(1), 'at the end of its range'],
    ]);
  }
  if (method !== 'saltelli') return nothing;
  return swatchKey('', [
    [swatch(0, 'marker'), 'first order'],
    [swatch(1, 'marker'), 'total'],
  ]);
}

function tableOf(figure: SensitivityFigure, caption: string): Markup {
  const { method, metric, found } = figure;
  const percent = figure.unit === '1' && isShare(metric);
  const value = (number: number | undefined): string =>
    number === undefined ? '' : formatValue(number, figure.unit, percent);
  const plain = (number: number | undefined): string =>
    number === undefined ? '' : significant(number);
  const interval = (each: Interval | undefined): string =>
    each === undefined ? '' : `${plain(each.value)} (${plain(each.low)} to ${plain(each.high)})`;
  const numbers: Record<Method, [string, (entry: SensitivityEntry) => string][]> = {
    'one-at-a-time': [
      ['outcome at its start', ({ low }) => value(low)],
      ['outcome at its end', ({ high }) => value(high)],
    ],
    morris: [
      ['mu*', ({ muStar }) => value(muStar)],
      ['sigma', ({ sigma }) => value(sigma)],
      ['mu', ({ mu }) => value(mu)],
    ],
    saltelli: [
      ['first order', ({ first }) => interval(first)],
      ['total', ({ total }) => interval(total)],
    ],
    latin: [['rank correlation', ({ rank }) => plain(rank)]],
    sobol: [['rank correlation', ({ rank }) => plain(rank)]],
  };
  const withPanels = found.length > 1;
  const columns: TableColumn[] = [
    ...(withPanels ? [{ head: 'cell', align: 'left' } as const] : []),
    { head: 'parameter', align: 'left' },
    ...['from', 'to', ...numbers[method].map(([head]) => head)].map(
      (head): TableColumn => ({ head, align: 'right' }),
    ),
  ];
  const rows = found.flatMap(({ set, base, entries }) =>
    [...entries]
      .sort((a, b) => sizeOf(method, b, base) - sizeOf(method, a, base))
      .map((entry) => [
        ...(withPanels ? [cellName(set)] : []),
        entry.path,
        valueText(entry.from),
        valueText(entry.to),
        ...numbers[method].map(([, text]) => text(entry)),
      ]),
  );
  return htmlTable(caption, columns, rows, withPanels ? 2 : 1);
}
