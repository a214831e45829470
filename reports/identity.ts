/** What tells the cells of a sweep apart: in a list of points most paths follow from one. */
import type { Cell } from '../scenarios/results.ts';
import { readAxis } from './quantity.ts';
import { sweptPaths } from './selection.ts';
import { valueText } from './text.ts';

/**
 * The varying paths that are needed to tell all cells apart; the others follow from them. In a grid
 * that is every path. In a list of points it is one path where there is such a one, by preference a
 * name, e.g. `claim.name`.
 */
export function identifyingPaths(cells: readonly Cell[]): string[] {
  const paths = sweptPaths(cells).filter((path) => distinct(cells, [path]) > 1);
  const tell = (some: readonly string[]): boolean => distinct(cells, some) === cells.length;
  if (!tell(paths)) return paths;
  const alone = paths.filter((path) => tell([path]));
  if (alone.length > 0) {
    const name = alone.find((path) => readAxis(cells.map((cell) => cell.set[path])) === null);
    return [name ?? alone[0]!];
  }
  return paths
    .toReversed()
    .reduce((kept: readonly string[], path) => {
      const rest = kept.filter((each) => each !== path);
      return tell(rest) ? rest : kept;
    }, paths)
    .slice();
}

/** The paths that head the row of a cell: the identifying ones of a list of points, else all. */
export function headingPaths(cells: readonly Cell[]): string[] {
  const all = sweptPaths(cells);
  const varying = all.filter((path) => distinct(cells, [path]) > 1);
  const identifying = identifyingPaths(cells);
  return identifying.length < varying.length ? identifying : all;
}

function distinct(cells: readonly Cell[], paths: readonly string[]): number {
  const places = cells.map(({ set }) => JSON.stringify(paths.map((path) => valueText(set[path]))));
  return new Set(places).size;
}
