/** Base units of one token. */
export const TOKEN = 1_000_000_000_000_000_000n;
/** Base units of 10^-9 token. */
export const GWEI = 1_000_000_000n;
/** A rate of 1 in fixed point. */
export const ONE = 1_000_000_000_000_000_000n;

/** Years that rules are named after, in seconds. */
export const YEAR_365 = 31_536_000;
/** 365.2425 days, the mean year of the Gregorian calendar. */
export const YEAR_GREGORIAN = 31_556_952;
/** 365.25 days. */
export const YEAR_JULIAN = 31_557_600;

/**
 * A rate as written in decimals, in 10^-18: 0.05 becomes 5 * 10^16 although no double is 0.05. Digits beyond
 * the fifteenth decimal are rounded.
 * @throws RangeError unless the rate is -9 to 9
 */
export function fixed(rate: number): bigint {
  if (!(rate >= -9 && rate <= 9)) throw new RangeError(`rate, expected -9 to 9, got ${rate}`);
  return BigInt(Math.round(rate * 1e15)) * 1000n;
}

/** Product of two rates in fixed point, to the nearest 10^-18, halves up; neither may be negative. */
export function fixedTimes(a: bigint, b: bigint): bigint {
  return (a * b + ONE / 2n) / ONE;
}

/** Base units of a number of tokens, rounded down to what the double holds. */
export function fromTokens(tokens: number): bigint {
  return times(TOKEN, tokens);
}

/** Base units as a float of tokens, for rates and prices. */
export function toTokens(amount: bigint): number {
  return Number(amount) / 1e18;
}

/** A power of two by which every double from 10^-30 to 10^12 becomes a whole number. */
const BINARY = 152;
const BINARY_ONE = 1n << BigInt(BINARY);

/**
 * `amount` times a double, which is taken exactly, rounded down.
 * @throws RangeError for a factor below 0 or above 10^12
 */
export function times(amount: bigint, factor: number): bigint {
  if (!(factor >= 0 && factor <= 1e12)) {
    throw new RangeError(`factor, expected 0 to 1e12, got ${factor}`);
  }
  const whole = Math.floor(factor);
  const rest = factor - whole;
  // The rest is below 1, so 2^152 times it is a double; BigInt takes it without loss.
  const scaled = BigInt(Math.floor(rest * Number(BINARY_ONE)));
  return amount * BigInt(whole) + ((amount * scaled) >> BigInt(BINARY));
}

/** Greatest whole number whose square is at most `value`. @throws RangeError for a value below 0 */
export function squareRoot(value: bigint): bigint {
  if (value < 0n) throw new RangeError(`square, expected 0 or more, got ${value}`);
  if (value < 2n) return value;
  let root = 1n << BigInt(Math.ceil(value.toString(2).length / 2));
  for (;;) {
    const next = (root + value / root) >> 1n;
    if (next >= root) return root;
    root = next;
  }
}
