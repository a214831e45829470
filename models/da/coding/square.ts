import { merkleRoot, merkleTree, type TreeRule } from '../../../sim/kernels/merkle.ts';
import type { ErasureCode } from '../../../sim/kernels/reed-solomon/erasure-code.ts';

export type Axis = 'row' | 'column';

/** One row or column of an extended square. */
export interface Line {
  readonly axis: Axis;
  readonly index: number;
}

/** What a producer commits to: a Merkle root for each line and one over all of those. */
export interface SquareRoots {
  readonly rows: readonly Uint8Array[];
  readonly columns: readonly Uint8Array[];
  /** Over the row roots, then the column roots. */
  readonly data: Uint8Array;
}

export const otherAxis = (axis: Axis): Axis => (axis === 'row' ? 'column' : 'row');

/** Place of cell `position` of a line in a square that is `side` cells wide, stored row by row. */
export function cellAt({ axis, index }: Line, position: number, side: number): number {
  return axis === 'row' ? index * side + position : position * side + index;
}

/** The cells of one line. */
export function lineOf<T>(cells: readonly T[], line: Line): T[] {
  const side = sideOf(cells);
  return Array.from({ length: side }, (_, position) => cells[cellAt(line, position, side)]);
}

/** @throws RangeError unless the cells fill a square */
export function sideOf(cells: { readonly length: number }): number {
  const side = Math.round(Math.sqrt(cells.length));
  if (side * side !== cells.length)
    throw new RangeError(`cells, expected a square number, got ${cells.length}`);
  return side;
}

/**
 * Extends k x k cells to 2k x 2k: the rows first, then every column, by which the lower right quarter
 * is the same as from columns first. Source: Al-Bassam, Sonnino and Buterin, "Fraud and data
 * availability proofs" (2018), section 5.2.
 * @param cells row by row
 * @param code k data shards and k parity shards
 * @returns 4 k^2 cells, row by row
 * @throws RangeError for another number of cells than the code takes
 */
export function extendSquare(code: ErasureCode, cells: readonly Uint8Array[]): Uint8Array[] {
  const k = widthOf(code);
  if (cells.length !== k * k) throw new RangeError(`cells, expected ${k * k}, got ${cells.length}`);
  const side = 2 * k;
  const square = new Array<Uint8Array>(side * side);
  const extend = (line: Line) => {
    const data: Uint8Array[] = [];
    for (let i = 0; i < k; i++) data.push(square[cellAt(line, i, side)]);
    code.encode(data).forEach((shard, i) => {
      square[cellAt(line, k + i, side)] = shard;
    });
  };
  cells.forEach((cell, i) => {
    square[Math.floor(i / k) * side + (i % k)] = cell;
  });
  for (let index = 0; index < k; index++) extend({ axis: 'row', index });
  for (let index = 0; index < side; index++) extend({ axis: 'column', index });
  return square;
}

/** Roots of a square as it is, whether its lines are codewords or not. */
export function commitSquare(cells: readonly Uint8Array[], rule: TreeRule): SquareRoots {
  const roots = (axis: Axis) =>
    Array.from({ length: sideOf(cells) }, (_, index) =>
      merkleRoot(lineOf(cells, { axis, index }), rule),
    );
  const rows = roots('row');
  const columns = roots('column');
  return { rows, columns, data: merkleRoot([...rows, ...columns], rule) };
}

/** Siblings that prove one cell under the root of the given line. */
export function proveCell(
  cells: readonly Uint8Array[],
  line: Line,
  position: number,
  rule: TreeRule,
): Uint8Array[] {
  return merkleTree(lineOf(cells, line), rule).proof(position);
}

export function rootOf(roots: SquareRoots, { axis, index }: Line): Uint8Array {
  return (axis === 'row' ? roots.rows : roots.columns)[index];
}

/** @throws RangeError unless the code doubles a line */
export function widthOf(code: ErasureCode): number {
  if (code.parity !== code.data)
    throw new RangeError(`parity shards, expected ${code.data}, got ${code.parity}`);
  return code.data;
}
