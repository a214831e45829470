/** The incomplete beta function and the two distributions read from it: binomial and Student t. */
import { exp, log, log1p } from './exponential.ts';
import { deviance, lnGamma, stirlingError } from './gamma.ts';
import { normalQuantile } from './normal.ts';

const TWO_PI = 6.283185307179586;
const MAX_TERMS = 1_000_000;

/**
 * x^a y^b / (a B(a, b)) for x + y = 1: Loader's form of the binomial density of a successes in
 * a + b trials, which keeps its digits for large a and b.
 */
function betaPrefix(a: number, b: number, x: number, y: number): number {
  const n = a + b;
  const error = stirlingError(n) - stirlingError(a) - stirlingError(b);
  const density = exp(error - deviance(a, n * x) - deviance(b, n * y));
  return density * Math.sqrt(b / (TWO_PI * a * n));
}

/**
 * a times the continued fraction of DiDonato and Morris, "Significant digit computation of the
 * incomplete beta function ratios" (ACM TOMS 18, 1992), by the modified Lentz method. Unlike the
 * shorter classical fraction it does not cancel near the mode.
 */
function betaFraction(a: number, b: number, x: number, y: number): number {
  const lean = a * y - b * x + 1;
  let f = (a * lean) / (a + 1);
  let c = f;
  let d = 0;
  for (let m = 1; m < MAX_TERMS; m++) {
    const mid = a + 2 * m;
    const shared = (m * (b - m) * x) / (mid - 1);
    const numerator = ((a + m - 1) * (a + b + m - 1) * x * shared) / (mid - 1);
    const denominator = m + shared + ((a + m) * (lean + m * (2 - x))) / (mid + 1);
    d = 1 / (denominator + numerator * d);
    c = denominator + numerator / c;
    const factor = c * d;
    f *= factor;
    if (Math.abs(factor - 1) < 2e-16) break;
  }
  return a / f;
}

/**
 * I_x(a, b) for a, b > 0 and x in [0, 1], otherwise NaN; relative error below 1e-12.
 * @param y 1 - x, where the caller knows it more exactly
 */
export function regularizedBeta(a: number, b: number, x: number, y = 1 - x): number {
  if (!(a > 0 && b > 0 && x >= 0 && y >= 0)) return NaN;
  if (x === 0) return 0;
  if (y === 0) return 1;
  if (a * y >= b * x) return betaPrefix(a, b, x, y) * betaFraction(a, b, x, y);
  return 1 - betaPrefix(b, a, y, x) * betaFraction(b, a, y, x);
}

/** P(X <= k) for X binomial with n trials of chance p. */
export function binomialCdf(k: number, n: number, p: number): number {
  if (!(n >= 0 && p >= 0 && p <= 1) || Number.isNaN(k)) return NaN;
  const whole = Math.floor(k);
  if (whole < 0) return 0;
  if (whole >= n) return 1;
  return regularizedBeta(n - whole, whole + 1, 1 - p, p);
}

/** P(T <= t) for Student's t with df > 0 degrees of freedom. */
export function studentTCdf(t: number, df: number): number {
  if (!(df > 0) || Number.isNaN(t)) return NaN;
  const upper = upperT(Math.abs(t), df);
  return t < 0 ? upper : 1 - upper;
}

/** P(T > t) for t >= 0. */
function upperT(t: number, df: number): number {
  if (t === Infinity) return 0;
  if (t === 0) return 0.5;
  const rest = df / t;
  const sum = rest + t;
  return regularizedBeta(df / 2, 0.5, rest / sum, t / sum) / 2;
}

/**
 * Quantile of Student's t, relative error near 1e-13 down to tails of 1e-100; df = Infinity
 * gives the normal quantile.
 * @param p probability in [0, 1], otherwise NaN
 * @param df degrees of freedom >= 1, otherwise NaN
 */
export function studentTQuantile(p: number, df: number): number {
  if (!(df >= 1 && p >= 0 && p <= 1)) return NaN;
  if (p === 0.5) return 0;
  if (p < 0.5) return -upperTQuantile(p, df);
  return upperTQuantile(1 - p, df);
}

/** t with P(T > t) = q, for q < 1/2: Newton steps on ln P from the normal quantile, in a bracket. */
function upperTQuantile(q: number, df: number): number {
  if (q === 0) return Infinity;
  const normal = -normalQuantile(q);
  if (df === Infinity) return normal;
  const lnDensity0 =
    lnGamma((df + 1) / 2) - lnGamma(df / 2) - log(df) / 2 - 0.5723649429247001; /* ln(pi)/2 */
  let low = 0;
  let high = Infinity;
  let t = normal;
  for (let step = 0; step < 400; step++) {
    const excess = upperT(t, df);
    if (excess === q) return t;
    if (excess > q) low = t;
    else high = t;
    const density = exp(lnDensity0 - ((df + 1) / 2) * log1p((t * t) / df));
    let next = t + (excess * log(excess / q)) / density;
    // Newton's error after a step is about the square of the step.
    if (Math.abs(next - t) <= 1e-8 * t) return next;
    if (!(next > low && next < high)) next = high === Infinity ? 2 * t : (low + high) / 2;
    t = next;
  }
  return t;
}
