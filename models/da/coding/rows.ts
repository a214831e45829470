import type { ErasureCode } from '../../../sim/kernels/reed-solomon/erasure-code.ts';

/*
 * One-dimensional code by rows, dispersed by columns, as in Ethereum's PeerDAS: every blob is a row of
 * cells that is extended to twice its length; a column is one cell of every blob. The code here works
 * on bytes in a binary field where the protocol works on BLS12-381 scalars: which cells give a row
 * back is the same, the parity bytes are not.
 */

/** Source: facts sheet da-layers 2.5, EIP-7594. */
export const peerDasRow = { cells: 64, extended: 128, cellBytes: 2048 } as const;

/**
 * Extends each blob: one row of `data + parity` cells a blob.
 * @param code shards are cells
 * @throws RangeError unless every blob splits into the code's data cells
 */
export function extendRows(code: ErasureCode, blobs: readonly Uint8Array[]): Uint8Array[][] {
  return blobs.map((blob) => {
    if (blob.length === 0 || blob.length % code.data !== 0)
      throw new RangeError(
        `blob, expected a positive multiple of ${code.data} B, got ${blob.length} B`,
      );
    const cellBytes = blob.length / code.data;
    const cells = Array.from({ length: code.data }, (_, i) =>
      blob.slice(i * cellBytes, (i + 1) * cellBytes),
    );
    return [...cells, ...code.encode(cells)];
  });
}

/** Column `index` of extended rows: one cell of every blob. */
export function columnOf(rows: readonly (readonly Uint8Array[])[], index: number): Uint8Array[] {
  return rows.map((row) => row[index]);
}

/**
 * All blobs from whole columns.
 * @param columns undefined where not held
 * @throws RangeError "shards, expected at least K, got X" with fewer than K columns
 */
export function blobsFromColumns(
  code: ErasureCode,
  columns: readonly (readonly Uint8Array[] | undefined)[],
): Uint8Array[] {
  const blobs = columns.find((column) => column !== undefined)?.length ?? 0;
  const held = columns.filter((column) => column !== undefined).length;
  if (held < code.data) throw new RangeError(`shards, expected at least ${code.data}, got ${held}`);
  return Array.from({ length: blobs }, (_, blob) =>
    blobOf(code, code.reconstruct(columns.map((column) => column?.[blob]))),
  );
}

/**
 * Blobs from single cells, each row for itself; undefined for a row with too few.
 * @param rows cells of each blob, undefined where not held
 */
export function blobsFromCells(
  code: ErasureCode,
  rows: readonly (readonly (Uint8Array | undefined)[])[],
): (Uint8Array | undefined)[] {
  return rows.map((row) => {
    const held = row.filter((cell) => cell !== undefined).length;
    return held < code.data ? undefined : blobOf(code, code.reconstruct(row));
  });
}

/**
 * Which rows `blobsFromCells` gives back, by counting alone.
 * @param mask one byte a cell, row by row: 1 held, 0 not
 * @param cells cells of an extended row
 * @param needed cells that give the row back
 * @throws RangeError unless the mask has whole rows
 */
export function rebuildableRows(mask: Uint8Array, cells: number, needed: number): boolean[] {
  if (mask.length % cells !== 0)
    throw new RangeError(`mask, expected a multiple of ${cells} cells, got ${mask.length}`);
  return Array.from({ length: mask.length / cells }, (_, row) => {
    let held = 0;
    for (let i = row * cells; i < (row + 1) * cells; i++) held += mask[i];
    return held >= needed;
  });
}

function blobOf(code: ErasureCode, row: readonly Uint8Array[]): Uint8Array {
  const cellBytes = row[0].length;
  const blob = new Uint8Array(code.data * cellBytes);
  for (let i = 0; i < code.data; i++) blob.set(row[i], i * cellBytes);
  return blob;
}
