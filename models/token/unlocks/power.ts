/** The elapsed share to a power: the curve of a Sablier segment. */
import { pow } from '../../../sim/math.ts';
import type { Ratio } from './steps.ts';

/** Doubles carry 53 bits. */
const SCALE = 9_007_199_254_740_992;
const ONE = BigInt(SCALE);

/** Exponents between these keep the curve rising from second to second; see {@link powered}. */
export const LEAST_EXPONENT = 0.001;
export const MOST_EXPONENT = 1000;

/**
 * `share`^`exponent` for a share from 0 to 1; 0^0 is 1, as a segment with exponent 0 is a step at its
 * start.
 *
 * Whole exponents are exact. Others go through `pow` and are rounded down to a multiple of 2^-53, so
 * that the result is within (1 + exponent) * 2^-51 of the true value. It never falls: two shares are
 * whole seconds of at most 2^34 apart in 2^-34 of themselves or more, and their powers in about
 * `exponent` times as much; `pow` errs by 0.6 ulp and the share by 1.5 ulp times the exponent, for both
 * together less than (1 + exponent) * 2^-50, which is smaller for every exponent from 0.001 on. Rounding
 * down keeps the order.
 */
export function powered(share: Ratio, exponent: number): Ratio {
  if (exponent === 1) return share;
  if (Number.isInteger(exponent)) {
    return {
      numerator: raised(share.numerator, exponent),
      denominator: raised(share.denominator, exponent),
    };
  }
  const value = pow(Number(share.numerator) / Number(share.denominator), exponent);
  return { numerator: BigInt(Math.floor(value * SCALE)), denominator: ONE };
}

/** `base`^`exponent` for a whole exponent of 0 or more. */
export function raised(base: bigint, exponent: number): bigint {
  let result = 1n;
  for (let left = exponent, square = base; left > 0; left = Math.floor(left / 2)) {
    if (left % 2 === 1) result *= square;
    square *= square;
  }
  return result;
}
