/**
 * Rows that a holder checks so that a word far from every codeword does not pass (Celestia Fibre).
 *
 * A code of rate ρ decodes uniquely within (1 - ρ)/2 of its length. A word farther than that has more than
 * this share of wrong rows, so each random row passes with a chance of at most (1 + ρ)/2.
 * Source: celestia-app `fibre/protocol_params.go`, facts sheet da-layers 1.3, item 7.
 */
import { log, log2 } from '../../../sim/math.ts';

function checkRate(rate: number): void {
  if (!(rate > 0 && rate < 1)) throw new RangeError(`rate, expected 0 to 1, got ${rate}`);
}

/**
 * Rows for a security of λ bits: ceil(λ / (1 - log2(1 + ρ))).
 * @param bits λ, above 0
 * @param rate ρ, strictly between 0 and 1
 */
export function rowsForUniqueDecoding(bits: number, rate: number): number {
  checkRate(rate);
  if (!(bits > 0)) throw new RangeError(`bits, expected more than 0, got ${bits}`);
  return Math.ceil(bits / (1 - log2(1 + rate)));
}

/** Fewest wrong rows beyond the radius of unique decoding, floor((T - K) / 2) + 1. */
export function rowsBeyondRadius(total: number, data: number): number {
  if (!(data >= 1 && data <= total)) {
    throw new RangeError(`data rows, expected 1 to ${total}, got ${data}`);
  }
  return Math.floor((total - data) / 2) + 1;
}

/** ln of the bound ((1 + ρ)/2)^s on the chance that s random rows of such a word all pass. */
export function lnUniqueDecodingBound(rate: number, rows: number): number {
  checkRate(rate);
  return rows * log((1 + rate) / 2);
}
