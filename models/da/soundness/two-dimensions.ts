/**
 * Sampling of a two-dimensional code (Celestia): k x k shares become 2k x 2k, any k of a line's 2k rebuild
 * the line. Source: fraud-proof paper of Al-Bassam and others, facts sheet da-layers 1.3, items 3 and 4.
 */
import { log } from '../../../sim/math.ts';
import { lnMiss } from './hypergeometric.ts';

function checkWidth(width: number): void {
  if (!(Number.isInteger(width) && width >= 1 && width <= 1_000_000)) {
    throw new RangeError(`width, expected a whole number 1 to 1000000, got ${width}`);
  }
}

/** Shares of the extended square, 4k^2. @param width k */
export function squareShares(width: number): number {
  checkWidth(width);
  return 4 * width * width;
}

/**
 * Fewest shares whose loss cannot be repaired: k + 1 rows crossed with k + 1 columns, whose lines keep
 * k - 1 each. @param width k
 */
export function squareWithheld(width: number): number {
  checkWidth(width);
  return (width + 1) * (width + 1);
}

/** ln of the chance that one light node with distinct samples meets none of the fewest withheld shares. */
export function lnSquareFooled(width: number, samples: number): number {
  return lnMiss(squareShares(width), squareWithheld(width), samples);
}

/** The limit of the same chance for large squares, (3/4)^s, from above. */
export function lnSquareLoose(samples: number): number {
  return samples * log(3 / 4);
}

/**
 * Distinct shares that repair the square wherever they lie, k(3k - 2): one share fewer is missing than
 * the fewest that block. @param width k
 */
export function sufficientShares(width: number): number {
  checkWidth(width);
  return width * (3 * width - 2);
}

/**
 * Light nodes after which the union of their samples is expected to hold `sufficientShares`: a coupon
 * collector who stops there, (N/s) ln(N / (N - D)) with N = 4k^2 and D = k(3k - 2).
 *
 * It treats the samples of a node as independent; that they are distinct lowers the number by less than
 * one node.
 * @param samples s, above 0
 */
export function lightNodesSufficient(width: number, samples: number): number {
  if (!(samples > 0)) throw new RangeError(`samples, expected more than 0, got ${samples}`);
  const shares = squareShares(width);
  return (shares / samples) * log(shares / (shares - sufficientShares(width)));
}
