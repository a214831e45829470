/*
 * Prices, fees, and whether a provider takes a request. Source: 0g-da-chain-compute 3.1, point 3, and 6.3.
 */

/** Base units for one token of text, by direction. */
export interface Price {
  readonly input: bigint;
  readonly output: bigint;
}

/** Tokens of one request to a model. */
export interface Work {
  readonly inputTokens: number;
  readonly outputTokens: number;
}

/** Output tokens that admission sets aside for, at the output price. */
export const RESERVE_TOKENS = 1_000_000n;

/**
 * Base units for one token of text: a list price of 1 for a million is 10^-6 tokens, or 10^12 base units, for one.
 * @param listed tokens for a million tokens of text; six decimals count
 * @throws RangeError below 0
 */
export function unitPrice(listed: number): bigint {
  if (!(listed >= 0)) throw new RangeError(`price, expected 0 or more, got ${listed}`);
  return BigInt(Math.round(listed * 1e6)) * 1_000_000n;
}

/** Base units for a request. */
export function feeOf(price: Price, { inputTokens, outputTokens }: Work): bigint {
  return BigInt(inputTokens) * price.input + BigInt(outputTokens) * price.output;
}

/** Base units that admission sets aside for a request. */
export function reserveOf(price: Price): bigint {
  return price.output * RESERVE_TOKENS;
}

/** What a user has and owes at a provider, base units. */
export interface Standing {
  /** Not claimed by refunds. */
  readonly spendable: bigint;
  /** For responses: to be settled, and still to be verified. */
  readonly owed: bigint;
  /** Set aside for requests that are not answered yet. */
  readonly reserved: bigint;
}

/** Whether what is left covers the reserve of one more request. */
export function admits({ spendable, owed, reserved }: Standing, reserve: bigint): boolean {
  return spendable - owed - reserved >= reserve;
}
