/** The normal distribution and the error function. */

import { tail, twoProduct } from './double.ts';
import { expPair, log } from './exponential.ts';

const TWO_OVER_SQRT_PI = 1.1283791670955126;
const SQRT_PI = 1.772453850905516;
const SQRT_HALF = Math.SQRT1_2;

/** e^(-x^2), with the rounding error of the square carried along. */
function gaussian(x: number): number {
  const square = twoProduct(x, x);
  return square > 745 ? 0 : expPair(-square, -tail[0]);
}

/** erf x = 2/sqrt(pi) e^(-x^2) sum x^(2n+1) 2^n / (2n+1)!!: all terms positive, so no cancellation. */
function erfSeries(x: number): number {
  const step = 2 * x * x;
  let term = x;
  let sum = x;
  for (let odd = 3; term > sum * 1e-17; odd += 2) {
    term *= step / odd;
    sum += term;
  }
  return TWO_OVER_SQRT_PI * gaussian(x) * sum;
}

/** erfc x for x >= 2 by its continued fraction, evaluated from a depth that is ample at x = 2. */
function erfcFraction(x: number): number {
  const depth = x > 6 ? 20 : 80;
  let f = x;
  for (let n = depth; n >= 1; n--) f = x + n / 2 / f;
  return gaussian(x) / (SQRT_PI * f);
}

/** Error function; relative error below 1e-15. */
export function erf(x: number): number {
  if (x === 0 || Number.isNaN(x)) return x;
  const size = Math.abs(x);
  const value = size < 2 ? erfSeries(size) : size > 6 ? 1 : 1 - erfcFraction(size);
  return x < 0 ? -value : value;
}

/** Complementary error function 1 - erf x; relative error below 1e-13 in the upper tail. */
export function erfc(x: number): number {
  if (x < 2) return 1 - erf(x);
  return x > 28 ? 0 : Number.isNaN(x) ? x : erfcFraction(x);
}

/** P(Z <= z) for a standard normal Z; relative error below 2e-13 in the lower tail. */
export function normalCdf(z: number): number {
  return erfc(-z * SQRT_HALF) / 2;
}

/** Coefficients of AS 241, by rising power: numerator and denominator of each of its three ranges. */
const CENTRE_TOP = [
  3.3871328727963665, 133.14166789178438, 1971.5909503065513, 13731.69376550946, 45921.95393154987,
  67265.7709270087, 33430.57558358813, 2509.0809287301227,
];
const CENTRE_BOTTOM = [
  1, 42.31333070160091, 687.1870074920579, 5394.196021424751, 21213.794301586597, 39307.89580009271,
  28729.085735721943, 5226.495278852854,
];
const TAIL_TOP = [
  1.4234371107496835, 4.630337846156546, 5.769497221460691, 3.6478483247632045, 1.2704582524523684,
  0.2417807251774506, 0.022723844989269184, 0.0007745450142783414,
];
const TAIL_BOTTOM = [
  1, 2.053191626637759, 1.6763848301838038, 0.6897673349851, 0.14810397642748008,
  0.015198666563616457, 0.0005475938084995345, 1.0507500716444169e-9,
];
const FAR_TOP = [
  6.657904643501103, 5.463784911164114, 1.7848265399172913, 0.29656057182850487,
  0.026532189526576124, 0.0012426609473880784, 2.7115555687434876e-5, 2.0103343992922881e-7,
];
const FAR_BOTTOM = [
  1, 0.599832206555888, 0.1369298809227358, 0.014875361290850615, 0.0007868691311456133,
  1.8463183175100548e-5, 1.421511758316446e-7, 2.0442631033899397e-15,
];

function ratio(top: readonly number[], bottom: readonly number[], r: number): number {
  let above = top[7];
  let below = bottom[7];
  for (let power = 6; power >= 0; power--) {
    above = above * r + top[power];
    below = below * r + bottom[power];
  }
  return above / below;
}

/**
 * Standard normal quantile, relative error below 1e-15: algorithm AS 241 (PPND16) of Wichura,
 * Applied Statistics 37 (1988) 477-484. One uniform in, one normal out, so paired runs stay in step.
 * @param p probability in [0, 1]; the ends give infinities, anything else NaN
 */
export function normalQuantile(p: number): number {
  const q = p - 0.5;
  if (Math.abs(q) <= 0.425) return q * ratio(CENTRE_TOP, CENTRE_BOTTOM, 0.180625 - q * q);
  if (!(p >= 0 && p <= 1)) return NaN;
  const nearest = q < 0 ? p : 1 - p;
  if (nearest === 0) return q < 0 ? -Infinity : Infinity;
  const s = Math.sqrt(-log(nearest));
  const value = s <= 5 ? ratio(TAIL_TOP, TAIL_BOTTOM, s - 1.6) : ratio(FAR_TOP, FAR_BOTTOM, s - 5);
  return q < 0 ? -value : value;
}
