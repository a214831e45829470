/**
 * The gamma function and the gamma distribution.
 *
 * Densities follow Loader, "Fast and accurate computation of binomial probabilities" (2000):
 * Stirling's error and the deviance are computed directly, so nothing cancels for large shapes.
 */
import { exp, log } from './exponential.ts';
import { normalQuantile } from './normal.ts';

const HALF_LOG_TWO_PI = 0.9189385332046728;
const SQRT_TWO_PI = 2.5066282746310007;
const MAX_TERMS = 1_000_000;

/** Stirling's series of ln Gamma(x) - ((x - 1/2) ln x - x + ln(2 pi)/2), for x >= 15. */
function stirlingSeries(x: number): number {
  const z = 1 / (x * x);
  return (
    (1 / 12 +
      z *
        (-1 / 360 +
          z *
            (1 / 1260 +
              z *
                (-1 / 1680 +
                  z * (1 / 1188 + z * (-691 / 360360 + z * (1 / 156 - (z * 3617) / 122400))))))) /
    x
  );
}

/** ln Gamma(x) for x > 0; absolute error below 1e-14 up to 15, relative below 1e-15 beyond. */
export function lnGamma(x: number): number {
  if (!(x > 0)) return x === 0 ? Infinity : NaN;
  if (x === Infinity) return x;
  let product = 1;
  let y = x;
  while (y < 15) {
    product *= y;
    y += 1;
  }
  const value = (y - 0.5) * log(y) - y + HALF_LOG_TWO_PI + stirlingSeries(y);
  return product === 1 ? value : value - log(product);
}

/** ln Gamma(n + 1) - ((n + 1/2) ln n - n + ln(2 pi)/2), for n > 0. */
export function stirlingError(n: number): number {
  if (n >= 15) return stirlingSeries(n);
  return lnGamma(n + 1) - ((n + 0.5) * log(n) - n + HALF_LOG_TWO_PI);
}

/** Deviance x ln(x/m) + m - x >= 0 without cancellation near x = m; x, m > 0. */
export function deviance(x: number, m: number): number {
  const u = (m - x) / x;
  if (u < -0.3 || u > 0.4) return x * log(x / m) + m - x;
  // x (u - ln(1 + u)), where ln(1 + u) = 2 atanh(s), s = u / (2 + u), and u - 2 s = u s.
  const s = u / (2 + u);
  const z = s * s;
  let power = z;
  let sum = 0;
  for (let odd = 3; power > 1e-19 * z; odd += 2) {
    sum += power / odd;
    power *= z;
  }
  return x * s * (u - 2 * sum);
}

/** x^a e^-x / Gamma(a + 1). */
function gammaPrefix(a: number, x: number): number {
  if (a < 1) return exp(a * log(x) - x - lnGamma(a + 1));
  return exp(-stirlingError(a) - deviance(a, x)) / (SQRT_TWO_PI * Math.sqrt(a));
}

/** P(a, x) = prefix * sum x^n / ((a+1)...(a+n)), for x < a + 1. */
function lowerSeries(a: number, x: number): number {
  let term = 1;
  let sum = 1;
  for (let n = 1; n < MAX_TERMS && term > sum * 1e-17; n++) {
    term *= x / (a + n);
    sum += term;
  }
  return gammaPrefix(a, x) * sum;
}

/** Q(a, x) by the modified Lentz continued fraction, for x >= a + 1. */
function upperFraction(a: number, x: number): number {
  const tiny = 1e-300;
  let b = x + 1 - a;
  let c = 1 / tiny;
  let d = 1 / b;
  let h = d;
  for (let n = 1; n < MAX_TERMS; n++) {
    const an = n * (a - n);
    b += 2;
    d = an * d + b;
    d = 1 / (d === 0 ? tiny : d);
    c = b + an / c;
    if (c === 0) c = tiny;
    const factor = c * d;
    h *= factor;
    if (Math.abs(factor - 1) < 2e-16) break;
  }
  return gammaPrefix(a, x) * a * h;
}

/**
 * P(a, x), the distribution function of a gamma variable of shape a and scale 1, for a > 0;
 * relative error near 1e-14 up to a = 1e4. Takes about 6 sqrt(a) terms near x = a.
 */
export function regularizedGammaP(a: number, x: number): number {
  if (!(a > 0) || Number.isNaN(x)) return NaN;
  if (x <= 0) return 0;
  if (x === Infinity) return 1;
  return x < a + 1 ? lowerSeries(a, x) : 1 - upperFraction(a, x);
}

/** 1 - P(a, x), accurate in the upper tail. */
export function regularizedGammaQ(a: number, x: number): number {
  if (!(a > 0) || Number.isNaN(x)) return NaN;
  if (x <= 0) return 1;
  if (x === Infinity) return 0;
  return x < a + 1 ? 1 - lowerSeries(a, x) : upperFraction(a, x);
}

/** First guess: Wilson and Hilferty, or the leading term of the series where that fails. */
function gammaGuess(a: number, p: number): number {
  const c = 1 / (9 * a);
  const root = 1 - c + normalQuantile(p) * Math.sqrt(c);
  const wilson = root > 0 ? a * root * root * root : 0;
  if (a >= 0.5 && wilson > 0.02 * a) return wilson;
  const leading = exp((log(p) + lnGamma(a + 1)) / a);
  return leading < 0.5 * (a + 1) || wilson === 0 ? leading : wilson;
}

/**
 * x with P(shape, x) = p: the gamma quantile of scale 1, relative error near 1e-13.
 * Inversion by Halley steps inside a shrinking bracket; one uniform in, one value out.
 * @param shape > 0, otherwise NaN
 * @param p probability in [0, 1], otherwise NaN
 */
export function gammaQuantile(shape: number, p: number): number {
  if (!(shape > 0 && shape < Infinity && p >= 0 && p <= 1)) return NaN;
  if (p === 0) return 0;
  if (p === 1) return Infinity;
  let low = 0;
  let high = Infinity;
  let x = gammaGuess(shape, p);
  for (let step = 0; step < 200; step++) {
    if (x === 0) return 0;
    // Compared in the smaller tail, where the difference keeps its digits.
    const error = p <= 0.5 ? regularizedGammaP(shape, x) - p : 1 - p - regularizedGammaQ(shape, x);
    if (error === 0) return x;
    if (error < 0) low = x;
    else high = x;
    const density = (gammaPrefix(shape, x) * shape) / x;
    const newton = error / density;
    const bend = (newton * ((shape - 1) / x - 1)) / 2;
    let next = x - newton / (1 - Math.max(-0.5, Math.min(0.5, bend)));
    // Halley's error after a step is about the cube of the step.
    if (Math.abs(next - x) <= 1e-6 * x) return next;
    if (!(next > low && next < high)) next = high === Infinity ? 2 * x : (low + high) / 2;
    x = next;
  }
  return x;
}
