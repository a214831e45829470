import { ENCODED_ROWS } from './geometry.ts';

/*
 * Rows that signed, as the certificate carries them: one bit a row, 384 bytes for 3072 (chain sheet 1.3).
 * Reading, as the sheet is silent: row r is bit r mod 8, the least significant first, of byte floor(r / 8).
 */

/**
 * The bitmap in which the bits of `rows` are set.
 * @param seats rows of the quorum
 * @throws RangeError for a row outside 0 to `seats - 1`
 */
export function bitmapOf(rows: Iterable<number>, seats = ENCODED_ROWS): Uint8Array {
  const bitmap = new Uint8Array(Math.ceil(seats / 8));
  for (const row of rows) {
    if (!(Number.isInteger(row) && row >= 0 && row < seats)) {
      throw new RangeError(`row, expected 0 to ${seats - 1}, got ${row}`);
    }
    bitmap[row >> 3] |= 1 << (row & 7);
  }
  return bitmap;
}

/**
 * Rows whose bits are set, ascending.
 * @throws RangeError for a bitmap of another length, or one with a bit beyond the last row
 */
export function rowsOf(bitmap: Uint8Array, seats = ENCODED_ROWS): number[] {
  checkLength(bitmap, seats);
  const rows: number[] = [];
  for (let row = 0; row < 8 * bitmap.length; row++) if (isSet(bitmap, row)) rows.push(row);
  const last = rows.at(-1) ?? 0;
  if (last >= seats) throw new RangeError(`row, expected 0 to ${seats - 1}, got ${last}`);
  return rows;
}

/** @throws RangeError for a bitmap of another number of rows */
export function checkLength(bitmap: Uint8Array, seats: number): void {
  const bytes = Math.ceil(seats / 8);
  if (bitmap.length !== bytes) {
    throw new RangeError(`bitmap, expected ${bytes} bytes for ${seats} rows, got ${bitmap.length}`);
  }
}

/** Whether the bit of a row is set. */
export function isSet(bitmap: Uint8Array, row: number): boolean {
  return (bitmap[row >> 3] & (1 << (row & 7))) !== 0;
}
