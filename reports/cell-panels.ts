/** One panel for each cell: which cells are drawn when there are more of them than fit. */
import type { Summary } from '../scenarios/results.ts';
import { type Dimension, varying } from './dimensions.ts';
import { matches, panelCombinations } from './figures.ts';
import { plural } from './phrases.ts';
import { valueText } from './text.ts';

/** Panels of one figure. */
export const MOST_PANELS = 12;

export interface ChosenPanels {
  /** What still varies between the panels. */
  readonly dimensions: readonly Dimension[];
  /** Path → the one value that is drawn. */
  readonly fixed: Readonly<Record<string, string>>;
}

/**
 * Keeps dimensions whole and fixes others at their first value, until the panels fit: those with fewest
 * values go first, the last of equals. A single dimension stays as it is.
 */
export function choosePanels(dimensions: readonly Dimension[], most = MOST_PANELS): ChosenPanels {
  const fixed: Record<string, string> = {};
  let left = [...dimensions];
  const count = (): number => left.reduce((product, { values }) => product * values.length, 1);
  while (count() > most && left.length > 1) {
    const fewest = Math.min(...left.map(({ values }) => values.length));
    const chosen = left.findLast(({ values }) => values.length === fewest)!;
    fixed[chosen.name] = chosen.values[0]!;
    left = left.filter((each) => each !== chosen);
  }
  return { dimensions: left, fixed };
}

export interface CellPanels {
  readonly panels: readonly { readonly name: string; readonly cell: number }[];
  readonly fixed: Readonly<Record<string, string>>;
  /** Paths that change nothing of what is drawn. */
  readonly same: readonly string[];
  /** Cells that have no panel, though one would look different. */
  readonly left: number;
}

interface Place {
  readonly cell: number;
  readonly at: Readonly<Record<string, string>>;
}

export interface Telling {
  /** What varies and shows in the picture. */
  readonly dimensions: readonly Dimension[];
  /** Paths that vary and change nothing of what is drawn. */
  readonly same: readonly string[];
  /** Cells that look different, and where they are. */
  readonly places: readonly Place[];
}

/**
 * Which of the swept paths a picture shows at all.
 * @param drawn what is drawn of a cell, by its index, as a text that is equal for equal pictures; cells
 *   that are not in it draw nothing.
 */
export function tellingCells(summary: Summary, drawn: ReadonlyMap<number, string>): Telling {
  const cells = [...drawn.keys()].sort((a, b) => a - b);
  const dimensions = varying(cells.flatMap((cell) => summary.cells[cell] ?? []));
  const all = cells.map((cell) => ({
    cell,
    at: Object.fromEntries(
      dimensions.map(({ name }) => [name, valueText(summary.cells[cell]?.set[name])]),
    ),
  }));
  const same = dimensions.filter((dimension) => changesNothing(dimension, all, drawn));
  const first = Object.fromEntries(same.map(({ name, values }) => [name, values[0]!]));
  return {
    dimensions: dimensions.filter((dimension) => !same.includes(dimension)),
    same: same.map(({ name }) => name),
    places: all.filter(({ at }) => matches(at, first)),
  };
}

/** @param drawn as in {@link tellingCells}. */
export function cellPanels(summary: Summary, drawn: ReadonlyMap<number, string>): CellPanels {
  const { dimensions, same, places } = tellingCells(summary, drawn);
  const { dimensions: shown, fixed } = choosePanels(dimensions);
  const panels = panelCombinations(shown)
    .flatMap(({ name, at }) =>
      places
        .filter((place) => matches(place.at, { ...at, ...fixed }))
        .map(({ cell }) => ({ name, cell })),
    )
    .slice(0, MOST_PANELS);
  return { panels, fixed, same, left: places.length - panels.length };
}

/** Whether cells that differ in this dimension alone look the same, and there are no gaps. */
function changesNothing(
  { name, values }: Dimension,
  places: readonly Place[],
  drawn: ReadonlyMap<number, string>,
): boolean {
  const looks = new Map<string, string>();
  for (const { cell, at } of places) {
    const others = JSON.stringify({ ...at, [name]: '' });
    const look = looks.get(others) ?? drawn.get(cell)!;
    if (look !== drawn.get(cell)) return false;
    looks.set(others, look);
  }
  return looks.size * values.length === places.length;
}

/** Which cells a figure stands for besides those it draws; empty when it draws all. */
export function leftOutSentence(
  { fixed, same, left }: Omit<CellPanels, 'panels'>,
  file: 'series.csv' | 'metrics.csv',
): string {
  const sentences: string[] = [];
  if (same.length > 0) sentences.push(`The same for every ${same.join(' and ')}.`);
  const where = Object.entries(fixed)
    .map(([path, value]) => `${path} = ${value}`)
    .join(', ');
  if (where !== '') sentences.push(`Drawn with ${where}.`);
  if (left > 0) sentences.push(`${plural(left, 'other cell')}: see ${file}.`);
  return sentences.join(' ');
}
