/** What decides each outcome of a design, as tables for the terminal, the most decisive path first. */
import type { Interval, Sensitivity, SensitivityEntry } from '../scenarios/results.ts';
import { createColours } from './colour.ts';
import { significant } from './numbers.ts';
import { cellName, sizeOf } from './sensitivities.ts';
import { displayWidth, visible } from './text.ts';
import { formatValue, isShare } from './units.ts';

type Method = Sensitivity['method'];
type Show = (value: number | undefined) => string;

interface Column {
  readonly head: string;
  readonly text: (entry: SensitivityEntry, show: Show) => string;
}

const COLUMNS: Readonly<Record<Method, readonly Column[]>> = {
  'one-at-a-time': [
    { head: 'at the start', text: ({ low }, show) => show(low) },
    { head: 'at the end', text: ({ high }, show) => show(high) },
  ],
  morris: [
    { head: 'mu*', text: ({ muStar }, show) => show(muStar) },
    { head: 'mu', text: ({ mu }, show) => show(mu) },
    { head: 'sigma', text: ({ sigma }, show) => show(sigma) },
  ],
  saltelli: [
    { head: 'first', text: ({ first }) => interval(first) },
    { head: 'total', text: ({ total }) => interval(total) },
  ],
  latin: [{ head: 'rank correlation', text: ({ rank }) => plain(rank) }],
  sobol: [{ head: 'rank correlation', text: ({ rank }) => plain(rank) }],
};

const MEANINGS: Readonly<Record<Method, string>> = {
  'one-at-a-time': 'one at a time, the others as they are',
  morris: 'change over the range: mean size, mean, deviation over the places of the others',
  saltelli: 'share of the variance: alone, and with all it acts together with; 95 % intervals',
  latin: 'rank correlation over a Latin hypercube',
  sobol: 'rank correlation over a Sobol sequence',
};

/** One table for each outcome and point that the design was run at; empty without a design. */
export function renderSensitivity(
  sensitivity: readonly Sensitivity[],
  options: { readonly colour: boolean },
): string {
  const colours = createColours(options.colour);
  return sensitivity
    .map(({ method, metric, unit, set, base, entries }) => {
      const percent = unit === '1' && isShare(metric);
      const show: Show = (value) => (value === undefined ? '' : formatValue(value, unit, percent));
      const columns = COLUMNS[method];
      const rows = entries
        .toSorted((a, b) => sizeOf(method, b, base) - sizeOf(method, a, base))
        .map((entry) => [
          visible(entry.path),
          visible(`${entry.from} to ${entry.to}`),
          ...columns.map(({ text }) => text(entry, show)),
        ]);
      const where = Object.keys(set).length === 0 ? '' : ` with ${visible(cellName(set))}`;
      const from = base === undefined ? '' : `, from ${show(base)}`;
      const head = ['path', 'range', ...columns.map((column) => column.head)];
      const [first, ...rest] = aligned([head, ...rows]);
      return [
        `What decides ${visible(metric)}${where} (${MEANINGS[method]}${from})`,
        colours.bold(first!),
        ...rest,
        '',
      ].join('\n');
    })
    .map((table) => `\n${table}`)
    .join('');
}

function plain(value: number | undefined): string {
  return value === undefined ? '' : significant(value, 2);
}

function interval(found: Interval | undefined): string {
  if (found === undefined) return '';
  const { value, low, high } = found;
  return `${value.toFixed(2)} [${low.toFixed(2)}, ${high.toFixed(2)}]`;
}

/** Columns of equal width: the first two to the left, numbers to the right. */
function aligned(rows: readonly (readonly string[])[]): string[] {
  const widths = rows[0]!.map((_, i) => Math.max(...rows.map((row) => displayWidth(row[i]!))));
  return rows.map((row) =>
    row
      .map((text, i) => {
        const padding = ' '.repeat(widths[i]! - displayWidth(text));
        return i < 2 ? text + padding : padding + text;
      })
      .join('  ')
      .trimEnd(),
  );
}
