import {
  equalBytes,
  merkleRoot,
  type TreeRule,
  verifyMerkleProof,
} from '../../../sim/kernels/merkle.ts';
import type { ErasureCode } from '../../../sim/kernels/reed-solomon/erasure-code.ts';
import {
  type Line,
  lineOf,
  otherAxis,
  proveCell,
  rootOf,
  type SquareRoots,
  sideOf,
  widthOf,
} from './square.ts';
import { extendLine } from './square-repair.ts';

/** Proof that a committed line is not the code's extension of its own cells. */
export interface ExtensionFraud {
  readonly line: Line;
  /** k cells of the line, each proven under the root of the line that crosses it. */
  readonly cells: readonly {
    readonly position: number;
    readonly bytes: Uint8Array;
    readonly path: readonly Uint8Array[];
  }[];
}

/** The first line, rows before columns, whose extension has another root than the committed one. */
export function wrongExtension(
  code: ErasureCode,
  cells: readonly Uint8Array[],
  roots: SquareRoots,
  rule: TreeRule,
): Line | undefined {
  for (const axis of ['row', 'column'] as const) {
    for (let index = 0; index < sideOf(cells); index++) {
      const line = { axis, index };
      const root = merkleRoot(extendLine(code, lineOf(cells, line)), rule);
      if (!equalBytes(root, rootOf(roots, line))) return line;
    }
  }
  return undefined;
}

/** The fraud proof of a line, from its first k cells. */
export function proveWrongExtension(
  code: ErasureCode,
  cells: readonly Uint8Array[],
  line: Line,
  rule: TreeRule,
): ExtensionFraud {
  const crossing = otherAxis(line.axis);
  return {
    line,
    cells: lineOf(cells, line)
      .slice(0, widthOf(code))
      .map((bytes, position) => ({
        position,
        bytes,
        path: proveCell(cells, { axis: crossing, index: position }, line.index, rule),
      })),
  };
}

/**
 * Whether a fraud proof holds: k different cells, each under its crossing root, whose extension does
 * not have the committed root. Never true of an honest square.
 */
export function verifyWrongExtension(
  code: ErasureCode,
  { line, cells }: ExtensionFraud,
  roots: SquareRoots,
  rule: TreeRule,
): boolean {
  const side = 2 * widthOf(code);
  const shards = new Array<Uint8Array | undefined>(side).fill(undefined);
  const axis = otherAxis(line.axis);
  for (const { position, bytes, path } of cells) {
    if (!(Number.isInteger(position) && position >= 0 && position < side)) return false;
    const root = rootOf(roots, { axis, index: position });
    if (!verifyMerkleProof(root, bytes, line.index, side, path, rule)) return false;
    shards[position] = bytes;
  }
  if (shards.filter((shard) => shard !== undefined).length < code.data) return false;
  return !equalBytes(merkleRoot(extendLine(code, shards), rule), rootOf(roots, line));
}
