/** Breakdowns of a run without sweep as HTML: pictures side by side, each with caption and data. */
import type { Summary } from '../scenarios/results.ts';
import { drawBars } from './bar-chart.ts';
import { barFigures, drawnPoints, pointsOf } from './bars.ts';
import { sweepTable } from './figure-html.ts';
import { captionHtml, figureSection, panelsHtml, scaled, withUnit } from './figure-parts.ts';
import type { Figure } from './figures.ts';
import { html, type Markup, nothing } from './markup.ts';
import { plural } from './phrases.ts';
import { isCut, isPart, reachOf } from './reach.ts';
import { valueScale } from './scales.ts';
import { formatValue } from './units.ts';

/** Nothing for a sweep, which has pictures of its own. */
export function barsHtml(summary: Summary, highlights: readonly string[]): Markup {
  const figures = barFigures(summary, highlights);
  if (figures.length === 0) return nothing;
  return html`<section><h2>Breakdowns</h2><div class="bars">
${figures.map((figure) => barFigureHtml(figure, summary))}</div></section>`;
}

function barFigureHtml(figure: Figure, summary: Summary): Markup {
  const { title, unit, base, percent } = figure;
  const all = pointsOf(figure);
  const drawn = drawnPoints(all);
  const share = isPart(all, base, percent);
  const [least, most] = reachOf(drawn, share, 1);
  const bars = drawn.map(({ x, mean, low, high }) => ({
    name: figure.xTicks[x]!.label,
    mean: mean / unit.size,
    low: Math.max(low, least) / unit.size,
    high: Math.min(high, most) / unit.size,
    written: formatValue(mean, base, percent),
  }));
  const drawing = {
    description: `Bar chart of ${title}, ${plural(bars.length, 'bar')}, the longest first. The data follow as a table.`,
    bars,
    values: valueScale(
      bars.map(({ mean }) => mean),
      bars.flatMap(({ low, high }) => [low, high]),
      { logFrom: Number.POSITIVE_INFINITY },
    ),
    valuesLabel: withUnit(title, unit),
  };
  return figureSection({
    heading: figure.heading,
    key: nothing,
    pictures: panelsHtml([{ name: '' }], (_, width) => drawBars({ ...drawing, width })),
    caption: captionHtml(
      drawn.map(({ n }) => n),
      captionText(all.length - drawn.length, drawn, isCut(drawn, share)),
      summary,
    ),
    table: sweepTable(
      figure,
      figure.panels.map((panel) => scaled(panel, 1, unit.size)),
      unit,
    ),
  });
}

function captionText(
  left: number,
  points: readonly { readonly n: number }[],
  cut: boolean,
): string {
  const measured = points.some(({ n }) => n > 1);
  return [
    measured ? '; whiskers are the 95 % interval of the mean.' : '; no interval.',
    ...(cut ? ['Intervals that reach beyond the axis are cut.'] : []),
    ...(left > 0 ? [`${plural(left, 'more key')} in the data.`] : []),
  ].join(' ');
}
