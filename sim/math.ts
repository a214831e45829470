/**
 * Portable mathematics: the same bits on every CPU, engine and version.
 *
 * The language leaves `Math.log` and its siblings to the implementation, so a run that used them
 * would not be reproducible. Everything here is built from `+ - * /`, `Math.sqrt`, `Math.floor`
 * and bit views, which IEEE 754 and ECMAScript fix to the last bit. Each function states its
 * error bound; test/sim/vectors/math.json holds both the true values and our bits.
 */

export { binomialCdf, regularizedBeta, studentTCdf, studentTQuantile } from './math/beta.ts';
export { exp, expm1, log, log1p, log2, pow } from './math/exponential.ts';
export { gammaQuantile, lnGamma, regularizedGammaP, regularizedGammaQ } from './math/gamma.ts';
export { erf, erfc, normalCdf, normalQuantile } from './math/normal.ts';
export { cos, sin } from './math/trigonometric.ts';
