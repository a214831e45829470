import { times } from './fft8';

/*
 * Butterflies over GF(2^16) by its subfield GF(2^8): an element is x0 + x1 w, where w is the one of label 256
 * and w^2 = w + v with v of label 128. Labels are Cantor coordinates; there the high byte is x1, and the low
 * byte is x0 + G(x1) for a linear map G. Rows hold 16 bytes x0, then their 16 bytes x1.
 *
 * (t0 + t1 w)(x0 + x1 w) = t0 x0 + v t1 x1 + ((t0 + t1)(x0 + x1) + t0 x0) w: three products of bytes.
 */

/** After the tables of the constants of the subfield, 32 B each: G of 0 to 15, and of those times 16. */
export const MAP: usize = 8192;

/** x = t x, for any label t. */
export function scaleWide(x: usize, length: usize, tables: usize, t: usize): void {
  const half = i8x16.splat(15);
  const t1 = t >> 8;
  const t0 = (t & 255) ^ mapped(tables, t1);
  const a = tables + 32 * t0;
  const b = tables + 32 * timesV(tables, t1);
  const c = tables + 32 * (t0 ^ t1);
  for (const end = x + length; x < end; x += 32) {
    const x0 = v128.load(x);
    const x1 = v128.load(x, 16);
    const p = times(x0, v128.load(a), v128.load(a, 16), half);
    const q = times(x1, v128.load(b), v128.load(b, 16), half);
    const r = times(v128.xor(x0, x1), v128.load(c), v128.load(c, 16), half);
    v128.store(x, v128.xor(p, q));
    v128.store(x, v128.xor(p, r), 16);
  }
}

/** y += x, then x += t y. */
export function inverseWide(x: usize, y: usize, length: usize, tables: usize, t: usize): void {
  const half = i8x16.splat(15);
  const t1 = t >> 8;
  const t0 = (t & 255) ^ mapped(tables, t1);
  const a = tables + 32 * t0;
  const b = tables + 32 * timesV(tables, t1);
  const c = tables + 32 * (t0 ^ t1);
  const aLow = v128.load(a);
  const aHigh = v128.load(a, 16);
  const bLow = v128.load(b);
  const bHigh = v128.load(b, 16);
  const cLow = v128.load(c);
  const cHigh = v128.load(c, 16);
  for (const end = x + length; x < end; x += 32, y += 32) {
    const x0 = v128.load(x);
    const x1 = v128.load(x, 16);
    const y0 = v128.xor(v128.load(y), x0);
    const y1 = v128.xor(v128.load(y, 16), x1);
    v128.store(y, y0);
    v128.store(y, y1, 16);
    const p = times(y0, aLow, aHigh, half);
    const q = times(y1, bLow, bHigh, half);
    const r = times(v128.xor(y0, y1), cLow, cHigh, half);
    v128.store(x, v128.xor(v128.xor(x0, p), q));
    v128.store(x, v128.xor(v128.xor(x1, p), r), 16);
  }
}

/** x += t y, then y += x. */
export function forwardWide(x: usize, y: usize, length: usize, tables: usize, t: usize): void {
  const half = i8x16.splat(15);
  const t1 = t >> 8;
  const t0 = (t & 255) ^ mapped(tables, t1);
  const a = tables + 32 * t0;
  const b = tables + 32 * timesV(tables, t1);
  const c = tables + 32 * (t0 ^ t1);
  const aLow = v128.load(a);
  const aHigh = v128.load(a, 16);
  const bLow = v128.load(b);
  const bHigh = v128.load(b, 16);
  const cLow = v128.load(c);
  const cHigh = v128.load(c, 16);
  for (const end = x + length; x < end; x += 32, y += 32) {
    const y0 = v128.load(y);
    const y1 = v128.load(y, 16);
    const p = times(y0, aLow, aHigh, half);
    const q = times(y1, bLow, bHigh, half);
    const r = times(v128.xor(y0, y1), cLow, cHigh, half);
    const x0 = v128.xor(v128.xor(v128.load(x), p), q);
    const x1 = v128.xor(v128.xor(v128.load(x, 16), p), r);
    v128.store(x, x0);
    v128.store(x, x1, 16);
    v128.store(y, v128.xor(y0, x0));
    v128.store(y, v128.xor(y1, x1), 16);
  }
}

/** G of a byte. */
function mapped(tables: usize, byte: usize): usize {
  return load<u8>(tables + MAP + (byte & 15)) ^ load<u8>(tables + MAP + 16 + (byte >> 4));
}

/** v times a byte: v is 8 times 16, and the second 16 products of a constant are with those. */
function timesV(tables: usize, byte: usize): usize {
  return load<u8>(tables + 32 * byte + 24);
}
