import { UNIT } from './fixed-point.ts';

/*
 * A pool that many accounts own by shares, and whose rewards they split. A slash lowers what a share
 * is worth; it changes no account. Rewards use the accumulated reward per share, in 1e18 fixed point,
 * and what does not divide stays pending. Source: 0g-restaking-contracts, Rewarder
 * (token-economics 4).
 *
 * Exact at every moment, in 1e-18 of a base unit:
 *   unpaid * 1e18 = pending + sum over holdings of (credit + shares * (rewardPerShare - mark)).
 */

export interface Holding {
  shares: bigint;
  /** The pool's reward per share when `credit` was last brought up to date. */
  mark: bigint;
  /** Reward owed up to `mark`, in 1e-18 of a base unit. */
  credit: bigint;
}

/** Amounts in base units of the pool's asset. */
export interface SharePool {
  tokens: bigint;
  shares: bigint;
  readonly holdings: Map<string, Holding>;
  /** Reward of one share since the start, in 1e-18 of a base unit. */
  rewardPerShare: bigint;
  /** Reward that no share has yet, in 1e-18 of a base unit. */
  pending: bigint;
  /** Rewards received and not paid out, in base units of the reward. */
  unpaid: bigint;
}

export function createSharePool(): SharePool {
  return {
    tokens: 0n,
    shares: 0n,
    holdings: new Map(),
    rewardPerShare: 0n,
    pending: 0n,
    unpaid: 0n,
  };
}

/**
 * Adds `amount` of an account. The first deposit gets one share a unit, a later one its worth in
 * shares, rounded down, so that no deposit takes from those before it.
 * @returns the new shares
 * @throws RangeError for an amount not above 0, a pool slashed to nothing, or an amount below one share
 */
export function deposit(pool: SharePool, account: string, amount: bigint): bigint {
  if (amount <= 0n) throw new RangeError(`deposit, expected more than 0, got ${amount}`);
  if (pool.shares > 0n && pool.tokens === 0n) {
    throw new RangeError(
      `deposit, expected a pool that is worth something, got ${amount} for one slashed to 0`,
    );
  }
  const shares = pool.shares === 0n ? amount : (amount * pool.shares) / pool.tokens;
  if (shares === 0n) throw new RangeError(`deposit, expected one share or more, got ${amount}`);
  const holding = settled(pool, account) ?? { shares: 0n, mark: pool.rewardPerShare, credit: 0n };
  holding.shares += shares;
  pool.holdings.set(account, holding);
  pool.shares += shares;
  pool.tokens += amount;
  return shares;
}

/**
 * Takes shares of an account out, at their worth rounded down; the last share takes all that is left.
 * @returns base units taken out
 * @throws RangeError unless the account has that many shares
 */
export function withdraw(pool: SharePool, account: string, shares: bigint): bigint {
  const holding = settled(pool, account);
  const owned = holding?.shares ?? 0n;
  if (holding === undefined || shares <= 0n || shares > owned) {
    throw new RangeError(`shares of "${account}", expected 1 to ${owned}, got ${shares}`);
  }
  const amount = (shares * pool.tokens) / pool.shares;
  holding.shares -= shares;
  pool.shares -= shares;
  pool.tokens -= amount;
  return amount;
}

/** Shares of an account; 0 for one that the pool does not know. */
export function sharesOf(pool: SharePool, account: string): bigint {
  return pool.holdings.get(account)?.shares ?? 0n;
}

/** What the shares of an account are worth, in base units, rounded down. */
export function worthOf(pool: SharePool, account: string): bigint {
  const shares = sharesOf(pool, account);
  return shares === 0n ? 0n : (shares * pool.tokens) / pool.shares;
}

/**
 * Splits a reward over all shares. Without shares it waits for the next reward.
 * @throws RangeError for a negative amount
 */
export function addReward(pool: SharePool, amount: bigint): void {
  if (amount < 0n) throw new RangeError(`reward, expected 0 or more, got ${amount}`);
  pool.unpaid += amount;
  pool.pending += amount * UNIT;
  if (pool.shares === 0n) return;
  const perShare = pool.pending / pool.shares;
  pool.rewardPerShare += perShare;
  pool.pending -= perShare * pool.shares;
}

/**
 * Takes out the whole base units that an account is owed. The fraction stays with the account, or
 * goes back to the pool when the account has no share left.
 */
export function takeReward(pool: SharePool, account: string): bigint {
  const holding = settled(pool, account);
  if (holding === undefined) return 0n;
  const amount = holding.credit / UNIT;
  holding.credit -= amount * UNIT;
  pool.unpaid -= amount;
  if (holding.shares === 0n) {
    pool.pending += holding.credit;
    pool.holdings.delete(account);
  }
  return amount;
}

/**
 * Destroys part of the pool; each account loses in proportion to its shares.
 * @throws RangeError unless the pool has that much
 */
export function cutPool(pool: SharePool, amount: bigint): void {
  if (amount < 0n || amount > pool.tokens) {
    throw new RangeError(`cut, expected 0 to ${pool.tokens}, got ${amount}`);
  }
  pool.tokens -= amount;
}

/** The holding of an account, with its credit up to date. */
function settled(pool: SharePool, account: string): Holding | undefined {
  const holding = pool.holdings.get(account);
  if (holding === undefined) return undefined;
  holding.credit += holding.shares * (pool.rewardPerShare - holding.mark);
  holding.mark = pool.rewardPerShare;
  return holding;
}
