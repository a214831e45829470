/** Base units of one whole token, and the scale of rewards per share and of collateral weights. */
export const UNIT = 1_000_000_000_000_000_000n;

/** A rate of 1: rates are whole numbers of billionths. */
export const RATE_ONE = 1_000_000_000n;

/**
 * A fraction as a rate, to the nearest billionth.
 * @throws RangeError unless the fraction is 0 to 1
 */
export function rate(fraction: number): bigint {
  if (!(fraction >= 0 && fraction <= 1)) {
    throw new RangeError(`rate, expected 0 to 1, got ${fraction}`);
  }
  return BigInt(Math.round(fraction * 1e9));
}

/**
 * Whole tokens in base units.
 * @throws RangeError unless `count` is a whole number of 0 or more
 */
export function tokens(count: number): bigint {
  if (!(Number.isSafeInteger(count) && count >= 0)) {
    throw new RangeError(`tokens, expected a whole number of 0 or more, got ${count}`);
  }
  return BigInt(count) * UNIT;
}
