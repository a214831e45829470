/*
 * Exact exchange at a price of the week: base units of 10^-18 token against micro-dollars, both whole. What does
 * not divide stays with those who hold it.
 */

const BASE = 1_000_000_000_000_000_000n;
/** Micro-dollars in parts of 10^-18 dollar. */
const MICRO = 1_000_000_000_000n;

/** A price in whole parts of 10^-18 dollar. */
export class Rate {
  private readonly price: bigint;

  /** @param price USD per token @throws RangeError unless it is above 0 and finite */
  constructor(price: number) {
    if (!(price > 0 && Number.isFinite(price))) {
      throw new RangeError(`price, expected above 0, got ${price}`);
    }
    // A float has 53 bits: dollars and billionths apart keep all of them.
    const whole = Math.floor(price);
    const parts = BigInt(whole) * BASE + BigInt(Math.round((price - whole) * 1e18));
    this.price = parts > 0n ? parts : 1n;
  }

  /** Micro-dollars for base units, rounded down. */
  usd(tokens: bigint): bigint {
    return (tokens * this.price) / (BASE * MICRO);
  }

  /** Base units for micro-dollars, rounded down. */
  tokens(usd: bigint): bigint {
    return (usd * BASE * MICRO) / this.price;
  }
}

/** Micro-dollars of a figure in USD. */
export function toMicro(usd: number): bigint {
  return BigInt(Math.round(usd * 1e6));
}

export function fromMicro(usd: bigint): number {
  return Number(usd) / 1e6;
}

/** A part of an amount, to a billionth, rounded down. */
export function partOf(amount: bigint, part: number): bigint {
  return (amount * BigInt(Math.round(part * 1e9))) / 1_000_000_000n;
}
