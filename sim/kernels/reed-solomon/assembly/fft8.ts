import { lookUp } from './look-up';

/*
 * Butterflies over GF(2^8) on rows, each a value or a coefficient of many transforms side by side. In the
 * form of fft16.ts they serve GF(2^16) too, where the constant is of the subfield: it multiplies both bytes
 * of an element alike. A constant is given by the address of its 32 bytes of products: with 0 to 15, then
 * with those times 16. Rows are multiples of 32 bytes.
 */

/** y += x: the butterfly of constant 0. */
export function add(x: usize, y: usize, length: usize): void {
  for (const end = x + length; x < end; x += 32, y += 32) {
    v128.store(y, v128.xor(v128.load(y), v128.load(x)));
    v128.store(y, v128.xor(v128.load(y, 16), v128.load(x, 16)), 16);
  }
}

/** x = t x. */
export function scale(x: usize, length: usize, t: usize): void {
  const half = i8x16.splat(15);
  const low = v128.load(t);
  const high = v128.load(t, 16);
  for (const end = x + length; x < end; x += 16)
    v128.store(x, times(v128.load(x), low, high, half));
}

/** y += x, then x += t y. */
export function inversePair(x: usize, y: usize, length: usize, t: usize): void {
  const half = i8x16.splat(15);
  const low = v128.load(t);
  const high = v128.load(t, 16);
  for (const end = x + length; x < end; x += 32, y += 32) {
    const x0 = v128.load(x);
    const x1 = v128.load(x, 16);
    const y0 = v128.xor(v128.load(y), x0);
    const y1 = v128.xor(v128.load(y, 16), x1);
    v128.store(y, y0);
    v128.store(y, y1, 16);
    v128.store(x, v128.xor(x0, times(y0, low, high, half)));
    v128.store(x, v128.xor(x1, times(y1, low, high, half)), 16);
  }
}

/** x += t y, then y += x. */
export function forwardPair(x: usize, y: usize, length: usize, t: usize): void {
  const half = i8x16.splat(15);
  const low = v128.load(t);
  const high = v128.load(t, 16);
  for (const end = x + length; x < end; x += 32, y += 32) {
    const y0 = v128.load(y);
    const y1 = v128.load(y, 16);
    const x0 = v128.xor(v128.load(x), times(y0, low, high, half));
    const x1 = v128.xor(v128.load(x, 16), times(y1, low, high, half));
    v128.store(x, x0);
    v128.store(x, x1, 16);
    v128.store(y, v128.xor(y0, x0));
    v128.store(y, v128.xor(y1, x1), 16);
  }
}

/*
 * Two layers in one pass over four rows a, b, c, d, a `step` apart. The upper layer pairs a with c and b
 * with d by t; the lower one pairs a with b by u = 2 t and c with d by u + 2, whose products lie 64 B on.
 */

export function inverseFour(a: usize, step: usize, t: usize, u: usize): void {
  const half = i8x16.splat(15);
  const tLow = v128.load(t);
  const tHigh = v128.load(t, 16);
  const uLow = v128.load(u);
  const uHigh = v128.load(u, 16);
  const vLow = v128.load(u, 64);
  const vHigh = v128.load(u, 80);
  let b = a + step;
  let c = b + step;
  let d = c + step;
  for (const end = b; a < end; a += 16, b += 16, c += 16, d += 16) {
    let a0 = v128.load(a);
    const b0 = v128.xor(v128.load(b), a0);
    a0 = v128.xor(a0, times(b0, uLow, uHigh, half));
    let c0 = v128.load(c);
    let d0 = v128.xor(v128.load(d), c0);
    c0 = v128.xor(c0, times(d0, vLow, vHigh, half));
    c0 = v128.xor(c0, a0);
    d0 = v128.xor(d0, b0);
    v128.store(c, c0);
    v128.store(d, d0);
    v128.store(a, v128.xor(a0, times(c0, tLow, tHigh, half)));
    v128.store(b, v128.xor(b0, times(d0, tLow, tHigh, half)));
  }
}

export function forwardFour(a: usize, step: usize, t: usize, u: usize): void {
  const half = i8x16.splat(15);
  const tLow = v128.load(t);
  const tHigh = v128.load(t, 16);
  const uLow = v128.load(u);
  const uHigh = v128.load(u, 16);
  const vLow = v128.load(u, 64);
  const vHigh = v128.load(u, 80);
  let b = a + step;
  let c = b + step;
  let d = c + step;
  for (const end = b; a < end; a += 16, b += 16, c += 16, d += 16) {
    let c0 = v128.load(c);
    let d0 = v128.load(d);
    let a0 = v128.xor(v128.load(a), times(c0, tLow, tHigh, half));
    const b0 = v128.xor(v128.load(b), times(d0, tLow, tHigh, half));
    c0 = v128.xor(c0, a0);
    d0 = v128.xor(d0, b0);
    a0 = v128.xor(a0, times(b0, uLow, uHigh, half));
    c0 = v128.xor(c0, times(d0, vLow, vHigh, half));
    v128.store(a, a0);
    v128.store(b, v128.xor(b0, a0));
    v128.store(c, c0);
    v128.store(d, v128.xor(d0, c0));
  }
}

/** With t = u = 0, and v for what is added to u. */
export function inverseFourAtZero(a: usize, step: usize, v: usize): void {
  const half = i8x16.splat(15);
  const vLow = v128.load(v);
  const vHigh = v128.load(v, 16);
  let b = a + step;
  let c = b + step;
  let d = c + step;
  for (const end = b; a < end; a += 16, b += 16, c += 16, d += 16) {
    const a0 = v128.load(a);
    const b0 = v128.xor(v128.load(b), a0);
    const c0 = v128.load(c);
    const d0 = v128.xor(v128.load(d), c0);
    v128.store(b, b0);
    v128.store(c, v128.xor(v128.xor(c0, a0), times(d0, vLow, vHigh, half)));
    v128.store(d, v128.xor(d0, b0));
  }
}

/** With t = u = 0, and v for what is added to u. */
export function forwardFourAtZero(a: usize, step: usize, v: usize): void {
  const half = i8x16.splat(15);
  const vLow = v128.load(v);
  const vHigh = v128.load(v, 16);
  let b = a + step;
  let c = b + step;
  let d = c + step;
  for (const end = b; a < end; a += 16, b += 16, c += 16, d += 16) {
    const a0 = v128.load(a);
    const b0 = v128.load(b);
    const d0 = v128.xor(v128.load(d), b0);
    const sum = v128.xor(v128.load(c), a0);
    const c0 = v128.xor(sum, times(d0, vLow, vHigh, half));
    v128.store(b, v128.xor(b0, a0));
    v128.store(c, c0);
    v128.store(d, v128.xor(d0, c0));
  }
}

/** Products of bytes; `half` is 15 everywhere. */
export function times(bytes: v128, low: v128, high: v128, half: v128): v128 {
  return v128.xor(
    lookUp(low, v128.and(bytes, half)),
    lookUp(high, v128.and(i64x2.shr_u(bytes, 4), half)),
  );
}
