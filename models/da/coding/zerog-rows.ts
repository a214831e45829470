import { COSETS, ELEMENT_BYTES, ELEMENT_DATA_BYTES } from '../zerog/geometry.ts';
import {
  coefficientsFromRoots,
  interpolationWeights,
  inverse,
  MODULUS,
  power,
  powers,
  rootOfUnity,
  valuesAtRoots,
} from './bn254-scalars.ts';

/*
 * 0G's code on real bytes (chain sheet 1.1): the n = rows x columns elements of a padded blob are the
 * values of one polynomial F of degree below n on the n-th roots of unity, and the encoded matrix adds
 * its values on two more cosets of them.
 *
 * The sheet leaves two conventions open, chosen here: coset s is s times shifted by a root of unity of
 * order 4n, and element j of row r stands at the (r + rows * j)-th point of its coset. A row then is a
 * coset of the columns-th roots of unity, the set of points under one node of a binary evaluation tree.
 * Which rows recover does not depend on either; the bytes of parity rows do.
 *
 * With F(x) = sum of x^c G_c(x^columns), each G_c of degree below `rows`, a row gives every G_c at one
 * point, and no two rows at the same one: any `rows` rows give all G_c, and fewer determine none of them.
 */

/** Shape of the data; both counts are powers of two. The protocol's is 1024 x 1024. */
export interface RowShape {
  readonly rows: number;
  readonly columns: number;
}

/** Bytes of data that a shape holds: 31 an element. */
export function dataBytes({ rows, columns }: RowShape): number {
  return rows * columns * ELEMENT_DATA_BYTES;
}

/**
 * The encoded matrix: `3 * rows` rows of `columns` elements of 32 bytes, little-endian. The first
 * `rows` are the data itself, each 31 bytes with a zero byte behind.
 * @throws RangeError for counts that are no powers of two, or data of another size than `dataBytes`
 */
export function encodeRows(shape: RowShape, data: Uint8Array): Uint8Array[] {
  checkShape(shape);
  const { rows, columns } = shape;
  if (data.length !== dataBytes(shape))
    throw new RangeError(`data, expected ${dataBytes(shape)} B, got ${data.length} B`);
  const n = rows * columns;
  const shift = rootOfUnity(4 * n);
  const root = power(shift, 4n);
  const values = new Array<bigint>(n);
  for (let r = 0; r < rows; r++) {
    for (let j = 0; j < columns; j++) {
      const from = (r * columns + j) * ELEMENT_DATA_BYTES;
      values[r + rows * j] = readElement(data, from, ELEMENT_DATA_BYTES);
    }
  }
  const coefficients = coefficientsFromRoots(values, root);
  const matrix: Uint8Array[] = [];
  for (let coset = 0; coset < COSETS; coset++) {
    const shifts = powers(power(shift, BigInt(coset)), n);
    const shifted = coefficients.map((coefficient, i) => (coefficient * shifts[i]) % MODULUS);
    const onCoset = coset === 0 ? values : valuesAtRoots(shifted, root);
    for (let r = 0; r < rows; r++)
      matrix.push(writeRow(Array.from({ length: columns }, (_, j) => onCoset[r + rows * j])));
  }
  return matrix;
}

/**
 * The data from any `rows` of the encoded rows; rows beyond that are not looked at. A row is believed,
 * so check it against a commitment first.
 * @param encoded `3 * rows` entries, undefined where missing
 * @throws RangeError "rows, expected at least K, got X"; or for rows that no data encodes to
 */
export function recoverData(
  shape: RowShape,
  encoded: readonly (Uint8Array | undefined)[],
): Uint8Array {
  checkShape(shape);
  const { rows, columns } = shape;
  if (encoded.length !== COSETS * rows)
    throw new RangeError(`places of rows, expected ${COSETS * rows}, got ${encoded.length}`);
  const present = encoded.flatMap((row, place) => (row === undefined ? [] : [place]));
  if (present.length < rows)
    throw new RangeError(`rows, expected at least ${rows}, got ${present.length}`);

  const matrix = encoded.slice(0, rows).map((row) => row && readRow(row, columns));
  const missing = matrix.flatMap((row, place) => (row === undefined ? [place] : []));
  if (missing.length > 0) {
    const chosen = present.slice(0, rows);
    const root = rootOfUnity(columns);
    const parts = chosen.map((place) =>
      partsOfRow(readRow(encoded[place] as Uint8Array, columns), firstPoint(shape, place), root),
    );
    const partPoint = (place: number) => power(firstPoint(shape, place), BigInt(columns));
    const weights = interpolationWeights(chosen.map(partPoint), missing.map(partPoint));
    missing.forEach((place, i) => {
      const shifts = powers(firstPoint(shape, place), columns);
      const coefficients = shifts.map((shift, c) => {
        let part = 0n;
        parts.forEach((known, row) => {
          part += weights[i][row] * known[c];
        });
        return ((part % MODULUS) * shift) % MODULUS;
      });
      matrix[place] = valuesAtRoots(coefficients, root);
    });
  }

  const data = new Uint8Array(dataBytes(shape));
  matrix.forEach((row, r) => {
    (row as bigint[]).forEach((value, j) => {
      const from = (r * columns + j) * ELEMENT_DATA_BYTES;
      if (value >> BigInt(8 * ELEMENT_DATA_BYTES))
        throw new RangeError(`element ${j} of row ${r}, expected below 2^248, got ${value}`);
      writeElement(data, from, ELEMENT_DATA_BYTES, value);
    });
  });
  return data;
}

/** Point of the first element of an encoded row. */
function firstPoint({ rows, columns }: RowShape, place: number): bigint {
  const shift = rootOfUnity(4 * rows * columns);
  return power(shift, BigInt(Math.floor(place / rows) + 4 * (place % rows)));
}

/** The G_c of the head of this file at the point of a row, for every c. */
function partsOfRow(values: readonly bigint[], first: bigint, root: bigint): bigint[] {
  const shifts = powers(inverse(first), values.length);
  return coefficientsFromRoots(values, root).map((value, c) => (value * shifts[c]) % MODULUS);
}

function checkShape(shape: RowShape): void {
  for (const name of ['rows', 'columns'] as const) {
    const count = shape[name];
    if (!(Number.isInteger(count) && count >= 1) || (count & (count - 1)) !== 0)
      throw new RangeError(`${name}, expected a power of two, got ${count}`);
  }
}

function readRow(row: Uint8Array, columns: number): bigint[] {
  if (row.length !== columns * ELEMENT_BYTES)
    throw new RangeError(`row, expected ${columns * ELEMENT_BYTES} B, got ${row.length} B`);
  return Array.from({ length: columns }, (_, j) => {
    const value = readElement(row, j * ELEMENT_BYTES, ELEMENT_BYTES);
    if (value >= MODULUS)
      throw new RangeError(`element ${j} of a row, expected below the modulus, got ${value}`);
    return value;
  });
}

function writeRow(values: readonly bigint[]): Uint8Array {
  const row = new Uint8Array(values.length * ELEMENT_BYTES);
  values.forEach((value, j) => {
    writeElement(row, j * ELEMENT_BYTES, ELEMENT_BYTES, value);
  });
  return row;
}

function readElement(bytes: Uint8Array, from: number, size: number): bigint {
  let value = 0n;
  for (let i = size - 1; i >= 0; i--) value = (value << 8n) | BigInt(bytes[from + i]);
  return value;
}

function writeElement(bytes: Uint8Array, from: number, size: number, value: bigint): void {
  let left = value;
  for (let i = 0; i < size; i++, left >>= 8n) bytes[from + i] = Number(left & 255n);
}
