import type { GaloisField } from './galois-field.ts';

/*
 * The additive FFT of Lin, Chung and Han (FOCS 2014) in Cantor coordinates, where the basis
 * polynomials are normalised by themselves and the twiddle factor of the block that begins at point j
 * on layer i is j >> i. Rows of `words` are points or coefficients; each word holds several
 * independent transforms, see symbols.ts. This is the way without WebAssembly; assembly/transform.ts is the other.
 */

/** Entries of one multiplication table: products of the low byte of a half word, then of the high. */
const TABLE = 512;

export interface AdditiveFft {
  /** Values at points `offset` to `offset + rows - 1` become coefficients, in place. */
  inverse(words: Int32Array, rows: number, width: number, offset: number): void;
  /** Coefficients become values at points `offset` to `offset + rows - 1`, in place. */
  forward(words: Int32Array, rows: number, width: number, offset: number): void;
}

/** @param points transforms reach points below this power of two */
export function additiveFft(field: GaloisField, points: number): AdditiveFft {
  // A block begins at an even point of its layer, so only even twiddles occur.
  const tables = multiplicationTables(
    field,
    Array.from({ length: Math.max(1, points / 2) }, (_, i) => 2 * i),
  );
  return {
    inverse(words, rows, width, offset) {
      for (let layer = 0; 1 << layer < rows; layer++) {
        const half = 1 << layer;
        for (let block = 0; block < rows; block += 2 * half) {
          const twiddle = (offset + block) >> layer;
          const distance = half * width;
          const from = block * width;
          if (twiddle === 0) addLower(words, from, distance);
          else inverseButterflies(words, from, distance, tables, (twiddle >> 1) * TABLE);
        }
      }
    },
    forward(words, rows, width, offset) {
      for (let layer = 30 - Math.clz32(rows); layer >= 0; layer--) {
        const half = 1 << layer;
        for (let block = 0; block < rows; block += 2 * half) {
          const twiddle = (offset + block) >> layer;
          const distance = half * width;
          const from = block * width;
          if (twiddle === 0) addLower(words, from, distance);
          else forwardButterflies(words, from, distance, tables, (twiddle >> 1) * TABLE);
        }
      }
    },
  };
}

/** Tables that multiply words by constants, one after another; see `scale`. */
export function multiplicationTables(
  field: GaloisField,
  constants: readonly number[],
): Uint16Array {
  const tables = new Uint16Array(constants.length * TABLE);
  constants.forEach((constant, i) => {
    for (let bit = 0; bit < 16; bit++) {
      const product =
        field.bits === 16
          ? field.mul(constant, 1 << bit)
          : field.mul(constant, 1 << (bit % 8)) << (bit - (bit % 8));
      const start = i * TABLE + (bit < 8 ? 0 : 256);
      const step = 1 << (bit % 8);
      for (let at = 0; at < step; at++) tables[start + step + at] = tables[start + at] ^ product;
    }
  });
  return tables;
}

/** Multiplies `width` words from `at` on by constant number `i` of `tables`. */
export function scale(
  words: Int32Array,
  at: number,
  width: number,
  tables: Uint16Array,
  i: number,
): void {
  const low = i * TABLE;
  const high = low + 256;
  for (let w = at; w < at + width; w++) {
    const v = words[w];
    words[w] =
      tables[low + (v & 255)] ^
      tables[high + ((v >>> 8) & 255)] ^
      ((tables[low + ((v >>> 16) & 255)] ^ tables[high + (v >>> 24)]) << 16);
  }
}

/**
 * Formal derivative of coefficients in place: coefficient j becomes the sum of those at j + 2^b for
 * every bit b that j lacks, because each linearised polynomial of a Cantor basis has derivative 1.
 */
export function differentiate(words: Int32Array, rows: number, width: number): void {
  for (let i = 1; i < rows; i++) {
    const step = i & -i;
    const distance = step * width;
    const end = i * width;
    for (let w = end - distance; w < end; w++) words[w] ^= words[w + distance];
  }
}

/** The butterfly of twiddle 0, both ways: y += x. */
function addLower(words: Int32Array, from: number, distance: number): void {
  const end = from + distance;
  for (let x = from, y = end; x < end; x++, y++) words[y] ^= words[x];
}

/** x += t y, then y += x. */
function forwardButterflies(
  words: Int32Array,
  from: number,
  distance: number,
  tables: Uint16Array,
  low: number,
): void {
  const high = low + 256;
  const end = from + distance;
  for (let x = from, y = end; x < end; x++, y++) {
    const v = words[y];
    const sum =
      words[x] ^
      tables[low + (v & 255)] ^
      tables[high + ((v >>> 8) & 255)] ^
      ((tables[low + ((v >>> 16) & 255)] ^ tables[high + (v >>> 24)]) << 16);
    words[x] = sum;
    words[y] = v ^ sum;
  }
}

/** y += x, then x += t y. */
function inverseButterflies(
  words: Int32Array,
  from: number,
  distance: number,
  tables: Uint16Array,
  low: number,
): void {
  const high = low + 256;
  const end = from + distance;
  for (let x = from, y = end; x < end; x++, y++) {
    const v = words[y] ^ words[x];
    words[y] = v;
    words[x] ^=
      tables[low + (v & 255)] ^
      tables[high + ((v >>> 8) & 255)] ^
      ((tables[low + ((v >>> 16) & 255)] ^ tables[high + (v >>> 24)]) << 16);
  }
}
