/*
 * RedStuff, the two-dimensional code of Walrus, on real bytes. A blob is a matrix of symbols; coding its
 * columns makes more rows, one primary sliver for each shard, and coding its rows makes more columns, one
 * secondary sliver for each shard. Both codes are linear, so row i and column j agree where they cross,
 * and a lost sliver comes back from the symbols at which those of other shards cross it.
 * Source: da-layers 2.8.
 */
import { cutBytes, joinBytes } from '../../../sim/kernels/bytes.ts';
import type { ErasureCode } from '../../../sim/kernels/reed-solomon/erasure-code.ts';

/** The two codes; both make as many symbols as there are shards. */
export interface RedStuffCodes {
  /** Codes a column: the rows of the matrix are its data. */
  readonly column: ErasureCode;
  /** Codes a row: the columns of the matrix are its data. */
  readonly row: ErasureCode;
}

/** What every shard keeps of a blob, by number of shard. */
export interface Slivers {
  /** Rows of the matrix, coded downwards. */
  readonly primary: readonly Uint8Array[];
  /** Columns of the matrix, coded to the right. */
  readonly secondary: readonly Uint8Array[];
}

type Held = readonly (Uint8Array | undefined)[];

/** Cuts a sliver into as many symbols. */
function symbolsOf(sliver: Uint8Array, count: number): Uint8Array[] {
  if (sliver.length % count !== 0) {
    throw new RangeError(`sliver, expected a multiple of ${count} B, got ${sliver.length} B`);
  }
  return cutBytes(sliver, count);
}

const extended = (code: ErasureCode, data: readonly Uint8Array[]) => [
  ...data,
  ...code.encode(data),
];

/**
 * Slivers of every shard. The end of the last row is filled with zeros.
 * @param blob 1 B or more
 * @param granule bytes of which a symbol is a multiple
 */
export function encodeRedStuff(
  blob: Uint8Array,
  { column, row }: RedStuffCodes,
  granule = 1,
): Slivers {
  const [rows, columns] = [column.data, row.data];
  const matrix = cutBytes(blob, rows, columns * granule);
  const cells = matrix.map((line) => symbolsOf(line, columns));
  const upright = Array.from({ length: columns }, (_, j) =>
    joinBytes(cells.map((line) => line[j])),
  );
  return { primary: extended(column, matrix), secondary: extended(row, upright) };
}

/**
 * The blob from the primary slivers of any f + 1 shards.
 * @param primary sliver of every shard, undefined where missing
 * @param blobBytes length of the blob
 * @throws RangeError for fewer slivers
 */
export function decodePrimary(primary: Held, blobBytes: number, codes: RedStuffCodes): Uint8Array {
  const { column } = codes;
  return joinBytes(column.reconstruct(primary).slice(0, column.data)).slice(0, blobBytes);
}

/**
 * The secondary sliver of a shard from primary slivers of any f + 1 shards, of which each sends one
 * symbol.
 * @param primary sliver of every shard, undefined for those that do not answer
 * @throws RangeError for fewer slivers
 */
export function recoverSecondary(shard: number, primary: Held, codes: RedStuffCodes): Uint8Array {
  return fromCrossings(shard, primary, codes.row, codes.column);
}

/**
 * The primary sliver of a shard from secondary slivers of any 2 f + 1 shards, of which each sends one
 * symbol.
 * @param secondary sliver of every shard, undefined for those that do not answer
 * @throws RangeError for fewer slivers
 */
export function recoverPrimary(shard: number, secondary: Held, codes: RedStuffCodes): Uint8Array {
  return fromCrossings(shard, secondary, codes.column, codes.row);
}

/** @param across code of the slivers that cross the wanted one  @param along code of the wanted one */
function fromCrossings(
  shard: number,
  crossing: Held,
  across: ErasureCode,
  along: ErasureCode,
): Uint8Array {
  const symbols = crossing.map((sliver) =>
    sliver === undefined ? undefined : extended(across, symbolsOf(sliver, across.data))[shard],
  );
  return joinBytes(along.reconstruct(symbols).slice(0, along.data));
}
