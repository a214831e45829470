import { galoisField } from './galois-field.ts';
import type { Matrix, UncheckedKernels } from './kernels.ts';

/** Bytes of a shard worked on at a time, so that four rows of sums stay in the first-level cache. */
const STRIP = 4096;

/** Combinations without WebAssembly. */
export const plainCombination: UncheckedKernels['combination'] = (rows) => {
  const groups = combinationTables(rows);
  return (inputs, length) => combine(groups, rows.length, inputs, length);
};

/**
 * For each group of four outputs and each input, the four products of every byte packed into one
 * 32-bit word: one look-up an input byte.
 */
function combinationTables(rows: Matrix): Int32Array[][] {
  const { mul } = galoisField(8);
  const groups: Int32Array[][] = [];
  for (let first = 0; first < rows.length; first += 4) {
    const group = rows.slice(first, first + 4);
    groups.push(
      Array.from(rows[0], (_, j) => {
        const table = new Int32Array(256);
        group.forEach((row, i) => {
          for (let byte = 0; byte < 256; byte++) table[byte] |= mul(row[j], byte) << (8 * i);
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
