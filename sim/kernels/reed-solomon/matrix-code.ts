import { checkCounts, dataLength, type ErasureCode, presentShards } from './erasure-code.ts';
import { type GaloisField, galoisField } from './galois-field.ts';

/** Bytes of a shard worked on at a time, so that four rows of sums stay in the first-level cache. */
const STRIP = 4096;

/** Coefficients of linear combinations: `rows[i][j]` multiplies input j in output i. */
type Matrix = readonly Uint8Array[];

/**
 * Reed-Solomon code by a matrix over GF(2^8), polynomial 0x11d, for at most 256 shards. The identity
 * stands over a Cauchy matrix: parity row i has 1 / ((data + i) xor j) for data shard j. Same bytes as
 * ISA-L's `gf_gen_cauchy1_matrix` and klauspost/reedsolomon's Cauchy option.
 * @throws RangeError for counts below 1 or more than 256 shards
 */
export function matrixCode(data: number, parity: number): ErasureCode {
  checkCounts(data, parity, 256);
  const field = galoisField(8);
  const generator = Array.from({ length: data + parity }, (_, row) =>
    Uint8Array.from({ length: data }, (_, j) =>
      row < data ? Number(row === j) : field.inv(row ^ j),
    ),
  );
  const parityTables = combinationTables(field, generator.slice(data));
  const code: ErasureCode = {
    data,
    parity,
    encode: (shards) => combine(parityTables, parity, shards, dataLength(code, shards)),
    reconstruct(shards) {
      const { places } = presentShards(code, shards);
      const chosen = places.slice(0, data);
      const inputs = chosen.map((place) => shards[place] as Uint8Array);
      const missing: number[] = [];
      shards.forEach((shard, place) => {
        if (shard === undefined) missing.push(place);
      });
      const back = invert(
        field,
        chosen.map((place) => generator[place]),
      );
      const rows = missing.map((place) => timesMatrix(field, generator[place], back));
      const tables = combinationTables(field, rows);
      const rebuilt = combine(tables, rows.length, inputs, inputs[0].length);
      const all = [...shards] as Uint8Array[];
      missing.forEach((place, i) => {
        all[place] = rebuilt[i];
      });
      return all;
    },
  };
  return code;
}

/**
 * For each group of four outputs and each input, the four products of every byte packed into one
 * 32-bit word: one look-up an input byte.
 */
function combinationTables(field: GaloisField, rows: Matrix): Int32Array[][] {
  const groups: Int32Array[][] = [];
  for (let first = 0; first < rows.length; first += 4) {
    const group = rows.slice(first, first + 4);
    groups.push(
      Array.from(rows[0], (_, j) => {
        const table = new Int32Array(256);
        group.forEach((row, i) => {
          for (let byte = 0; byte < 256; byte++) table[byte] |= field.mul(row[j], byte) << (8 * i);
        });
        return table;
      }),
    );
  }
  return groups;
}

function combine(
  groups: readonly (readonly Int32Array[])[],
  outputs: number,
  inputs: readonly Uint8Array[],
  length: number,
): Uint8Array[] {
  const results = Array.from({ length: outputs }, () => new Uint8Array(length));
  const sums = new Int32Array(Math.min(STRIP, length));
  for (let from = 0; from < length; from += STRIP) {
    const size = Math.min(STRIP, length - from);
    groups.forEach((tables, g) => {
      sums.fill(0);
      inputs.forEach((input, j) => {
        addProducts(sums, tables[j], input, from, size);
      });
      for (let i = 0; i < 4 && 4 * g + i < outputs; i++) {
        const result = results[4 * g + i];
        for (let at = 0; at < size; at++) result[from + at] = sums[at] >>> (8 * i);
      }
    });
  }
  return results;
}

function addProducts(
  sums: Int32Array,
  table: Int32Array,
  input: Uint8Array,
  from: number,
  size: number,
): void {
  for (let at = 0; at < size; at++) sums[at] ^= table[input[from + at]];
}

/** Inverse by Gauss and Jordan; rows of a Cauchy code are independent, so a pivot is always found. */
function invert(field: GaloisField, matrix: Matrix): Uint8Array[] {
  const n = matrix.length;
  const left = matrix.map((row) => row.slice());
  const right = left.map((_, i) => Uint8Array.from({ length: n }, (_, j) => Number(i === j)));
  for (let column = 0; column < n; column++) {
    let pivot = column;
    while (left[pivot][column] === 0) pivot++;
    for (const side of [left, right]) {
      const row = side[pivot];
      side[pivot] = side[column];
      side[column] = row;
    }
    const scale = field.inv(left[column][column]);
    for (const side of [left, right]) {
      side[column] = side[column].map((value) => field.mul(value, scale));
    }
    for (let row = 0; row < n; row++) {
      const factor = left[row][column];
      if (row === column || factor === 0) continue;
      for (const side of [left, right]) {
        const source = side[column];
        const target = side[row];
        for (let j = 0; j < n; j++) target[j] ^= field.mul(factor, source[j]);
      }
    }
  }
  return right;
}

function timesMatrix(field: GaloisField, row: Uint8Array, matrix: Matrix): Uint8Array {
  const product = new Uint8Array(matrix.length);
  row.forEach((factor, i) => {
    if (factor === 0) return;
    for (let j = 0; j < product.length; j++) product[j] ^= field.mul(factor, matrix[i][j]);
  });
  return product;
}
