/** What a grid of cells answers at a glance: how far each wanted metric goes, and what moves it most. */
import type { Summary } from '../scenarios/results.ts';
import { effects } from './effects.ts';
import { htmlTable, type TableColumn } from './html-table.ts';
import { html, type Markup, nothing } from './markup.ts';
import { chosenMetrics } from './selection.ts';
import { formatValue, isShare } from './units.ts';

/** Metrics that fit on a first screen. */
const MOST_METRICS = 9;
/** Values of a path that are written one by one; of more only those with the least and the largest mean. */
const MOST_LEVELS = 4;

export interface Answer {
  readonly metric: string;
  /** `0.025 to 1`, or the one value that all cells have. */
  readonly found: string;
  /** `all 24`, or `12 of 24`. */
  readonly where: string;
  /** The path whose values differ most, averaged over the others; empty when there is none. */
  readonly path: string;
  /** `none: 1; drawn: 0.03` */
  readonly levels: string;
}

/** One for each of the first wanted metrics, in their order. */
export function answers(summary: Summary, highlights: readonly string[]): Answer[] {
  return chosenMetrics(summary, highlights, MOST_METRICS)
    .slice(0, MOST_METRICS)
    .map((name) => answer(summary, name));
}

function answer({ cells }: Summary, metric: string): Answer {
  const known = cells.flatMap(({ metrics }) => {
    const found = metrics[metric];
    return found && Number.isFinite(found.mean) ? [found] : [];
  });
  const unit = known[0]?.unit ?? '1';
  const percent = unit === '1' && isShare(metric);
  const written = (value: number): string => formatValue(value, unit, percent);
  const means = known.map(({ mean }) => mean);
  const [low, high] = [written(Math.min(...means)), written(Math.max(...means))];
  const where = `${known.length === cells.length ? 'all' : `${known.length} of`} ${cells.length}`;
  const [most] = effects(cells, metric);
  const same = low === high;
  const found = means.length === 0 ? 'absent' : same ? low : `${low} to ${high}`;
  if (same || !most) return { metric, found, where, path: '', levels: '' };
  const { dimension, levels } = most;
  const named = dimension.values.map((value, index) => ({ value, mean: levels[index]! }));
  const shown =
    named.length <= MOST_LEVELS
      ? named
      : [...named]
          .sort((a, b) => a.mean - b.mean)
          .filter((_, at, all) => at % (all.length - 1) === 0);
  return {
    metric,
    found,
    where,
    path: dimension.name,
    levels: shown.map(({ value, mean }) => `${value}: ${written(mean)}`).join('; '),
  };
}

/** Nothing for a single cell, which has no differences to tell. */
export function answersHtml(summary: Summary, highlights: readonly string[]): Markup {
  if (summary.cells.length < 2) return nothing;
  const rows = answers(summary, highlights);
  if (rows.length === 0) return nothing;
  const columns = ['measure', 'found', 'cells', 'most moved by', 'mean for each of its values'].map(
    (head): TableColumn => ({ head, align: 'left' }),
  );
  const table = htmlTable(
    'Means over replications: their range over the cells, and the swept path that moves them most',
    columns,
    rows.map(({ metric, found, where, path, levels }) => [
      metric,
      found,
      unbroken(where),
      html`${path.split(', ').map(unbroken)}`,
      levels,
    ]),
  );
  return html`<section><h2>Answers</h2>${table}</section>`;
}

function unbroken(text: string): Markup {
  return html`<span class="unbroken">${text}</span> `;
}
