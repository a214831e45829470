/*
 * A constant-product pool in exact integers: tokens in base units of 10^-18, dollars in micro-dollars. Virtual
 * reserves beside the real ones concentrate the liquidity on a range of prices. Source: token-economics 13.3.
 */

/** Millionths in one. */
const MILLION = 1_000_000n;

export interface Pool {
  readonly tokens: bigint;
  readonly usd: bigint;
  /** Added to the real reserves in the product; 0 without concentration. */
  readonly virtualTokens: bigint;
  readonly virtualUsd: bigint;
  /** Millionths of what is paid in; stays in the pool. */
  readonly fee: bigint;
}

export interface Swap {
  /** Base units or micro-dollars that leave the pool. */
  readonly out: bigint;
  readonly after: Pool;
}

/**
 * What a pool gives for an input, rounded down, so that the product never falls.
 * @param fee millionths of the input
 * @throws RangeError for an input below 0, an empty reserve, or a fee outside 0 to 999,999
 */
export function swapOut(input: bigint, reserveIn: bigint, reserveOut: bigint, fee: bigint): bigint {
  if (input < 0n) throw new RangeError(`swap, expected 0 or more, got ${input}`);
  if (reserveIn <= 0n || reserveOut <= 0n) {
    throw new RangeError(`reserves, expected above 0, got ${reserveIn} and ${reserveOut}`);
  }
  if (fee < 0n || fee >= MILLION) {
    throw new RangeError(`fee, expected 0 to 999999 millionths, got ${fee}`);
  }
  const kept = input * (MILLION - fee);
  return (kept * reserveOut) / (reserveIn * MILLION + kept);
}

/** Sells tokens to the pool. @throws RangeError as `swapOut`, or past the range of the liquidity */
export function sellTokens(pool: Pool, tokens: bigint): Swap {
  const out = swapOut(
    tokens,
    pool.tokens + pool.virtualTokens,
    pool.usd + pool.virtualUsd,
    pool.fee,
  );
  checkReserve('dollars', out, pool.usd);
  return { out, after: { ...pool, tokens: pool.tokens + tokens, usd: pool.usd - out } };
}

/** Buys tokens for dollars. @throws RangeError as `swapOut`, or past the range of the liquidity */
export function buyTokens(pool: Pool, usd: bigint): Swap {
  const out = swapOut(usd, pool.usd + pool.virtualUsd, pool.tokens + pool.virtualTokens, pool.fee);
  checkReserve('tokens', out, pool.tokens);
  return { out, after: { ...pool, tokens: pool.tokens - out, usd: pool.usd + usd } };
}

/** USD per token at the margin, without the fee. */
export function spotPrice(pool: Pool): number {
  const usd = Number(pool.usd + pool.virtualUsd) / 1e6;
  return usd / (Number(pool.tokens + pool.virtualTokens) / 1e18);
}

/** Micro-dollars to add beside tokens so that the price stays, rounded up. */
export function matchingUsd(pool: Pool, tokens: bigint): bigint {
  const reserve = pool.tokens + pool.virtualTokens;
  return (tokens * (pool.usd + pool.virtualUsd) + reserve - 1n) / reserve;
}

/**
 * The same reserves spread over a range of prices only: the liquidity L solves
 * (x + L / sqrt(high)) (y + L sqrt(low)) = L^2, and its two terms are the virtual reserves.
 * @param low USD per token where the pool has only tokens left
 * @param high USD per token where it has only dollars left
 * @throws RangeError unless 0 < low < high
 */
export function concentrated(pool: Pool, low: number, high: number): Pool {
  if (!(low > 0 && high > low)) {
    throw new RangeError(`range of prices, expected 0 < low < high, got ${low} and ${high}`);
  }
  const [x, y] = [Number(pool.tokens) / 1e18, Number(pool.usd) / 1e6];
  const [rootLow, rootHigh] = [Math.sqrt(low), Math.sqrt(high)];
  const a = 1 - rootLow / rootHigh;
  const b = x * rootLow + y / rootHigh;
  const liquidity = (b + Math.sqrt(b * b + 4 * a * x * y)) / (2 * a);
  return {
    ...pool,
    virtualTokens: BigInt(Math.round((liquidity / rootHigh) * 1e6)) * 1_000_000_000_000n,
    virtualUsd: BigInt(Math.round(liquidity * rootLow * 1e6)),
  };
}

function checkReserve(what: string, out: bigint, reserve: bigint): void {
  if (out > reserve) {
    throw new RangeError(`${what} of the pool, expected ${out} or more, got ${reserve}`);
  }
}
