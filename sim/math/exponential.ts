/**
 * Exponentials and logarithms, each within 0.6 ulp of the true value (`log` within 0.8).
 *
 * Method (as in fdlibm, with plain Taylor and atanh series in place of minimax polynomials):
 * reduce by multiples of ln 2 held in two parts, sum a short series on the small rest, carry the
 * rounding errors of the leading terms in a tail. NaN, infinities, zeros and overflow follow
 * ECMAScript.
 */
import { exponent, fastTwoSum, mantissa, scale, tail, twoProduct, twoSum } from './double.ts';

/** ln 2 = LN2_HEAD + LN2_TAIL; the head has 32 bits, so that k * LN2_HEAD is exact for |k| < 2^21. */
const LN2_HEAD = 0.6931471803691238;
const LN2_TAIL = 1.9082149292705877e-10;
const LOG2E_HEAD = Math.LOG2E;
const LOG2E_TAIL = 2.0355273740931033e-17;
const EXP_OVERFLOW = 709.782712893384;
const EXP_UNDERFLOW = -745.1332191019412;
const TWO_M26 = 1.4901161193847656e-8;
const TWO_M54 = 5.551115123125783e-17;
const TWO_M65 = 2.710505431213761e-20;
const TWO_65 = 3.6893488147419103e19;
/** 1/3 and 1/5 less their nearest doubles. */
const THIRD_TAIL = 1.850371707708594e-17;
const FIFTH_TAIL = -1.1102230246251566e-17;

/**
 * e^r - 1 - r for |r| <= 0.52, to about 2^-53 of itself.
 * The series stops at r^15/15!, whose successor is below 2^-58 of the sum.
 */
function expTail(r: number): number {
  return (
    r *
    r *
    (1 / 2 +
      r *
        (1 / 6 +
          r *
            (1 / 24 +
              r *
                (1 / 120 +
                  r *
                    (1 / 720 +
                      r *
                        (1 / 5040 +
                          r *
                            (1 / 40320 +
                              r *
                                (1 / 362880 +
                                  r *
                                    (1 / 3628800 +
                                      r *
                                        (1 / 39916800 +
                                          r *
                                            (1 / 479001600 +
                                              r *
                                                (1 / 6227020800 +
                                                  r *
                                                    (1 / 87178291200 +
                                                      r / 1307674368000)))))))))))))
  );
}

/** e^(head + tail) for EXP_UNDERFLOW <= head <= EXP_OVERFLOW and |tail| <= ulp(head). */
export function expPair(head: number, low: number): number {
  const k = Math.floor(head * LOG2E_HEAD + 0.5);
  const a = head - k * LN2_HEAD;
  const b = low - k * LN2_TAIL;
  const r = a + b;
  const rest = a - r + b;
  const sum = 1 + r;
  const lost = r - (sum - 1);
  return scale(sum + (lost + (expTail(r) + rest * sum)), k);
}

/** e^x. */
export function exp(x: number): number {
  if (Number.isNaN(x)) return x;
  if (x > EXP_OVERFLOW) return Infinity;
  if (x < EXP_UNDERFLOW) return 0;
  return expPair(x, 0);
}

/** e^x - 1 without cancellation near 0. */
export function expm1(x: number): number {
  if (Number.isNaN(x) || x === Infinity) return x;
  if (x > EXP_OVERFLOW) return Infinity;
  if (x < -40) return -1;
  if (x > -TWO_M54 && x < TWO_M54) return x;
  if (x > -0.35 && x < 0.35) return x + expTail(x);
  const k = Math.floor(x * LOG2E_HEAD + 0.5);
  const a = x - k * LN2_HEAD;
  const b = -k * LN2_TAIL;
  const r = a + b;
  const rest = a - r + b;
  // e^x - 1 = 2^k ((1 - 2^-k) + (e^r - 1)); beyond k = 53 the 2^-k is rounding noise of the sum.
  const one = 1 - scale(1, k > 1000 ? -1000 : -k);
  const sum = one + r;
  const lost = r - (sum - one);
  return scale(sum + (lost + (expTail(r) + rest * (1 + r))), k);
}

/**
 * ln m as a pair with a relative error near 2^-68, for m in [sqrt(1/2), sqrt(2)).
 * ln m = 2 atanh(s), s = (m - 1)/(m + 1); the first terms of the series are summed as pairs.
 */
function logMantissa(m: number): number {
  const f = m - 1;
  if (f === 0) {
    tail[0] = 0;
    return 0;
  }
  const d = twoSum(m, 1);
  const dTail = tail[0];
  const s = f / d;
  const back = twoProduct(s, d);
  const sTail = (f - back - tail[0] - s * dTail) / d;
  const z = twoProduct(s, s);
  const zTail = tail[0] + 2 * s * sTail;
  const seventh =
    1 / 7 +
    z *
      (1 / 9 +
        z *
          (1 / 11 +
            z * (1 / 13 + z * (1 / 15 + z * (1 / 17 + z * (1 / 19 + z * (1 / 21 + z / 23)))))));
  const fifth = fastTwoSum(1 / 5, z * seventh);
  const fifthTail = tail[0] + FIFTH_TAIL;
  const product = twoProduct(z, fifth);
  const productTail = tail[0] + (z * fifthTail + zTail * fifth);
  const third = fastTwoSum(1 / 3, product);
  const thirdTail = tail[0] + (THIRD_TAIL + productTail);
  const w = twoProduct(z, third);
  const wTail = tail[0] + (z * thirdTail + zTail * third);
  const v = twoProduct(s, w);
  const vTail = tail[0] + (s * wTail + sTail * w);
  const sum = fastTwoSum(s, v);
  const sumTail = tail[0] + (sTail + vTail);
  return fastTwoSum(2 * sum, 2 * sumTail);
}

/** ln x as a pair, for positive finite x. */
function logPair(x: number): number {
  const m = mantissa(x);
  const k = exponent[0];
  const l = logMantissa(m);
  if (k === 0) return l;
  const lTail = tail[0];
  const head = fastTwoSum(k * LN2_HEAD, l);
  const low = tail[0] + lTail;
  const sum = twoSum(head, k * LN2_TAIL);
  return fastTwoSum(sum, tail[0] + low);
}

/**
 * Natural logarithm, within 0.8 ulp. The hot one of the family, so it takes the short way:
 * ln(1 + f) = f - f^2/2 + s (f^2/2 + R), R = 2 atanh(s)/s - 2, s = f/(2 + f).
 */
export function log(x: number): number {
  if (!(x > 0)) return x === 0 ? -Infinity : NaN;
  if (x === Infinity) return x;
  const f = mantissa(x) - 1;
  const k = exponent[0];
  const s = f / (2 + f);
  const z = s * s;
  const zz = z * z;
  // Odd and even terms apart: two short chains instead of one long one.
  const odd = z * (2 / 3 + zz * (2 / 7 + zz * (2 / 11 + zz * (2 / 15 + (zz * 2) / 19))));
  const even = zz * (2 / 5 + zz * (2 / 9 + zz * (2 / 13 + zz * (2 / 17 + (zz * 2) / 21))));
  const half = 0.5 * f * f;
  return k * LN2_HEAD - (half - (s * (half + (odd + even)) + k * LN2_TAIL) - f);
}

/** Logarithm to base 2; exact for powers of two. */
export function log2(x: number): number {
  if (!(x > 0)) return x === 0 ? -Infinity : NaN;
  if (x === Infinity) return x;
  const m = mantissa(x);
  const k = exponent[0];
  const l = logMantissa(m);
  const lTail = tail[0];
  const head = twoProduct(l, LOG2E_HEAD);
  const low = tail[0] + (l * LOG2E_TAIL + lTail * LOG2E_HEAD);
  const sum = twoSum(k, head);
  return sum + (tail[0] + low);
}

/** ln(1 + x) without cancellation near 0. */
export function log1p(x: number): number {
  if (!(x > -1)) return x === -1 ? -Infinity : NaN;
  if (x === Infinity) return x;
  if (x > -TWO_M54 && x < TWO_M54) return x;
  if (x > -TWO_M26 && x < TWO_M26) return x - x * x * (0.5 - x / 3);
  const u = twoSum(1, x);
  const lost = tail[0];
  const head = logPair(u);
  return head + (tail[0] + lost / u);
}

/** Whether y is an odd integer; `%` of doubles is exact by the language. */
function isOdd(y: number): boolean {
  const rest = y % 2;
  return rest === 1 || rest === -1;
}

/** x^y with the special cases of the `**` operator; exact results are returned exactly. */
export function pow(x: number, y: number): number {
  if (y === 0) return 1;
  if (Number.isNaN(x) || Number.isNaN(y)) return NaN;
  const size = Math.abs(x);
  if (y === Infinity || y === -Infinity) {
    if (size === 1) return NaN;
    return size > 1 === y > 0 ? Infinity : 0;
  }
  if (size === 0 || size === Infinity) {
    const value = (size === 0) === y > 0 ? 0 : Infinity;
    return isOdd(y) && (x < 0 || 1 / x < 0) ? -value : value;
  }
  if (x < 0) {
    if (Math.floor(y) !== y) return NaN;
    return isOdd(y) ? -powPositive(size, y) : powPositive(size, y);
  }
  return powPositive(size, y);
}

function powPositive(x: number, y: number): number {
  if (x === 1) return 1;
  // |ln x| lies between 2^-54 and 745, so exponents out of this range have decided the result.
  if (y > TWO_65 || y < -TWO_65) return x > 1 === y > 0 ? Infinity : 0;
  if (y > -TWO_M65 && y < TWO_M65) return 1;
  const l = logPair(x);
  const lTail = tail[0];
  const product = twoProduct(l, y);
  const productTail = tail[0] + lTail * y;
  if (product > EXP_OVERFLOW + 1) return Infinity;
  if (product < EXP_UNDERFLOW - 1) return 0;
  const head = fastTwoSum(product, productTail);
  return expPair(head, tail[0]);
}
