import { equalBytes, merkleRoot, type TreeRule } from '../../../sim/kernels/merkle.ts';
import type { ErasureCode } from '../../../sim/kernels/reed-solomon/erasure-code.ts';
import {
  type Axis,
  cellAt,
  type Line,
  lineOf,
  rootOf,
  type SquareRoots,
  sideOf,
  widthOf,
} from './square.ts';

export type SquareRepair =
  | { readonly outcome: 'repaired'; readonly cells: readonly Uint8Array[] }
  /** Places of the cells that no line can give back. */
  | { readonly outcome: 'stuck'; readonly missing: readonly number[] }
  /** A line whose cells, extended, have another root than the one committed to. */
  | { readonly outcome: 'wrong extension'; readonly line: Line };

/**
 * Repairs an extended square from the cells at hand: all rows with at least k cells, then all such
 * columns, and again until nothing changes. Every line is extended anew from k of its cells and
 * checked against its root, complete ones too.
 * @param cells row by row, undefined where withheld; each was verified against its row's root
 * @throws RangeError for another number of cells than the code's square has
 */
export function repairSquare(
  code: ErasureCode,
  cells: readonly (Uint8Array | undefined)[],
  roots: SquareRoots,
  rule: TreeRule,
): SquareRepair {
  const side = checkedSide(cells, widthOf(code));
  const known = [...cells];
  const wrong = forSolvableLines(
    side,
    (line) => lineOf(known, line).filter((cell) => cell !== undefined).length >= code.data,
    (line) => {
      const full = extendLine(code, lineOf(known, line));
      if (!equalBytes(merkleRoot(full, rule), rootOf(roots, line))) return false;
      full.forEach((cell, position) => {
        known[cellAt(line, position, side)] ??= cell;
      });
      return true;
    },
  );
  if (wrong !== undefined) return { outcome: 'wrong extension', line: wrong };
  const missing = known.flatMap((cell, place) => (cell === undefined ? [place] : []));
  return missing.length > 0
    ? { outcome: 'stuck', missing }
    : { outcome: 'repaired', cells: known as Uint8Array[] };
}

/**
 * The codeword through the first k cells at hand.
 * @throws RangeError with fewer than k cells
 */
export function extendLine(
  code: ErasureCode,
  cells: readonly (Uint8Array | undefined)[],
): Uint8Array[] {
  let left = code.data;
  return code.reconstruct(cells.map((cell) => (cell && left-- > 0 ? cell : undefined)));
}

/**
 * The cells left missing by `repairSquare` of an honest square, by counting alone.
 * @param mask one byte a cell, row by row: 1 at hand, 0 withheld
 * @param k cells of a line that give the whole line
 * @returns the mask at the fixed point; all ones if the square can be repaired
 * @throws RangeError unless the mask has 4 k^2 cells
 */
export function repairMask(mask: Uint8Array, k: number): Uint8Array {
  const side = checkedSide(mask, k);
  const known = mask.slice();
  const counts = { row: new Int32Array(side), column: new Int32Array(side) };
  const count = (place: number) => {
    counts.row[Math.floor(place / side)]++;
    counts.column[place % side]++;
  };
  known.forEach((present, place) => {
    if (present === 1) count(place);
  });
  forSolvableLines(
    side,
    ({ axis, index }) => counts[axis][index] >= k,
    (line) => {
      for (let position = 0; position < side; position++) {
        const place = cellAt(line, position, side);
        if (known[place] === 1) continue;
        known[place] = 1;
        count(place);
      }
      return true;
    },
  );
  return known;
}

/** Whether the cells at hand give the whole square; see `repairMask`. */
export function repairable(mask: Uint8Array, k: number): boolean {
  return repairMask(mask, k).every((present) => present === 1);
}

/** Solves each line once, when it is solvable; gives the first line that `solve` refuses. */
function forSolvableLines(
  side: number,
  solvable: (line: Line) => boolean,
  solve: (line: Line) => boolean,
): Line | undefined {
  const open = (['row', 'column'] as const).map((axis: Axis) => ({
    axis,
    left: Array.from({ length: side }, (_, index): Line => ({ axis, index })),
  }));
  for (let progress = true; progress; ) {
    progress = false;
    for (const lines of open) {
      const unsolved: Line[] = [];
      for (const line of lines.left) {
        if (!solvable(line)) unsolved.push(line);
        else if (!solve(line)) return line;
      }
      progress ||= unsolved.length < lines.left.length;
      lines.left = unsolved;
    }
  }
  return undefined;
}

function checkedSide(cells: { readonly length: number }, k: number): number {
  if (cells.length !== 4 * k * k)
    throw new RangeError(`cells, expected ${4 * k * k}, got ${cells.length}`);
  return sideOf(cells);
}
