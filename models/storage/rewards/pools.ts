import { PRICING_SECTORS } from '../flow/spec.ts';
import { checkConserved, type PoolTotals } from './conservation.ts';
import { BASIS_POINTS, checkAmount, checkCount } from './price.ts';
import { decayReleased, linearReleased, payoutOf, type ReleaseLaw } from './release.ts';

/*
 * The reward pools, one for each pricing chunk of the flow: 0g-storage 6, from ChunkRewardBase.sol. Amounts
 * are wei, times whole seconds that never run backwards. Escrow is instant: what is paid has left.
 */

export type { PoolTotals } from './conservation.ts';

export interface PoolOptions {
  readonly release: ReleaseLaw;
  /** Sectors of a pricing chunk; 8 GiB unless given. */
  readonly pricingSectors?: number;
  /** Basis points of every payment that go to the treasury, 0 to 10,000; 0 is published. */
  readonly serviceFeeRate?: number;
  /** Wei for a proof in a chunk that still releases, as far as donations last; 0 is published. */
  readonly baseReward?: bigint;
}

export interface ChunkSnapshot {
  readonly locked: bigint;
  readonly claimable: bigint;
  /** Without base rewards. */
  readonly paid: bigint;
  /** Second in which the chunk was full and its release began; null before. */
  readonly startedAt: number | null;
}

interface Pool {
  /** locked + claimable + paid. */
  total: bigint;
  locked: bigint;
  claimable: bigint;
  paid: bigint;
  startedAt: number | null;
  /** Second up to which `locked` has been released. */
  releasedAt: number;
}

export class RewardPools {
  private readonly release: ReleaseLaw;
  private readonly pricingSectors: number;
  private readonly serviceFeeRate: bigint;
  private readonly baseReward: bigint;
  private readonly pools: Pool[] = [];
  /** Pools before this one are full. */
  private full = 0;
  /** Sectors of the flow so far. */
  private end = 0;
  private latest = 0;
  private readonly sums: { -readonly [K in keyof PoolTotals]: bigint } = {
    fees: 0n,
    bonus: 0n,
    paid: 0n,
    claimable: 0n,
    locked: 0n,
    treasury: 0n,
    donated: 0n,
    basePaid: 0n,
    basePool: 0n,
  };

  /** @throws RangeError for sizes or times that are not whole and positive, or amounts below 0 */
  constructor(options: PoolOptions) {
    const { release, pricingSectors = PRICING_SECTORS, serviceFeeRate = 0 } = options;
    if (release.law === 'linear') checkPositive('release seconds', release.seconds);
    checkPositive('pricing sectors', pricingSectors);
    if (!(Number.isInteger(serviceFeeRate) && serviceFeeRate >= 0 && serviceFeeRate <= 10_000)) {
      throw new RangeError(
        `service fee rate, expected 0 to 10000 basis points, got ${serviceFeeRate}`,
      );
    }
    this.release = release;
    this.pricingSectors = pricingSectors;
    this.serviceFeeRate = BigInt(serviceFeeRate);
    this.baseReward = options.baseReward ?? 0n;
    checkAmount('base reward', this.baseReward);
  }

  /** Pricing chunks that the flow has entered. */
  get chunks(): number {
    return this.pools.length;
  }

  /** The sums as they are now. */
  get totals(): PoolTotals {
    return { ...this.sums };
  }

  /**
   * Spreads what was paid for sectors of the flow evenly over them, the service fee (rounded down) first.
   * The flow then ends behind these sectors, so whatever lies before them counts as filled, and the pools of
   * pricing chunks that it has passed start to release. Aligning sectors are one call with their share of
   * the base fee, or the gap before the upload, which fills chunks alike and carries no fee.
   * Reading, as the facts are silent: wei that do not divide by the sectors go to the last chunk touched.
   * @param start first sector, at or after the end of the flow
   * @param sectors none leaves the flow as it is
   * @param fee wei of the base fee
   * @param at second
   * @param bonus wei above the base fee; the service fee is taken of it too
   * @throws RangeError for sectors that the flow holds already, money without sectors, amounts below 0, or
   *   a second before the latest one
   */
  fill(start: number, sectors: number, fee: bigint, at: number, bonus = 0n): void {
    checkCount('sectors', sectors);
    checkAmount('fee', fee);
    checkAmount('bonus', bonus);
    if (!(Number.isSafeInteger(start + sectors) && start >= this.end)) {
      throw new RangeError(`start, expected a sector from ${this.end} on, got ${start}`);
    }
    const sent = fee + bonus;
    if (sectors === 0 && sent !== 0n) {
      throw new RangeError(`sectors, expected at least 1 for ${sent} wei, got 0`);
    }
    this.advance(at);
    if (sectors === 0) return;
    const service = (sent * this.serviceFeeRate) / BASIS_POINTS;
    this.sums.fees += fee;
    this.sums.bonus += bonus;
    this.sums.treasury += service;
    this.sums.locked += sent - service;
    this.spread(start, start + sectors, sent - service);
    this.end = start + sectors;
    while ((this.full + 1) * this.pricingSectors <= this.end) {
      const pool = this.pools[this.full++];
      pool.startedAt = at;
      pool.releasedAt = at;
    }
  }

  /** Adds wei to what base rewards are paid from. @throws RangeError for an amount below 0 */
  donate(amount: bigint): void {
    checkAmount('donation', amount);
    this.sums.donated += amount;
    this.sums.basePool += amount;
  }

  /**
   * Pays an accepted proof that lands in a pricing chunk: what was released since the last one becomes
   * claimable, and half of all that is claimable is paid, with the base reward while the chunk is inside its
   * release period. A chunk that is not full pays nothing, base reward included (a reading).
   * @param pricingChunk number of the chunk: first sector / pricing sectors, rounded down
   * @param at second
   * @returns wei, base reward included
   * @throws RangeError for a chunk that the flow has not entered, or a second before the latest one
   */
  pay(pricingChunk: number, at: number): bigint {
    const pool = this.poolOf(pricingChunk);
    this.advance(at);
    if (pool.startedAt === null) return 0n;
    const { sums } = this;
    if (pool.locked !== 0n && at !== pool.releasedAt) {
      const released = this.newlyReleased(pool, pool.startedAt, at);
      pool.locked -= released;
      pool.claimable += released;
      sums.locked -= released;
      sums.claimable += released;
      pool.releasedAt = at;
    }
    const payout = payoutOf(pool.claimable);
    pool.claimable -= payout;
    pool.paid += payout;
    sums.claimable -= payout;
    sums.paid += payout;
    return payout + this.payBase(pool.startedAt, at);
  }

  /**
   * The first pricing chunk that is still rewarded; nodes may prune all before it. A linear pool is rewarded
   * until its release is over, a decaying one forever.
   * @param at second
   */
  firstRewardable(at: number): number {
    let low = 0;
    let high = this.full;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.isReleasing(this.pools[middle].startedAt!, at)) high = middle;
      else low = middle + 1;
    }
    return low;
  }

  /** @throws RangeError for a chunk that the flow has not entered */
  chunk(pricingChunk: number): ChunkSnapshot {
    const { locked, claimable, paid, startedAt } = this.poolOf(pricingChunk);
    return { locked, claimable, paid, startedAt };
  }

  /**
   * Compares the running sums with the sums over all chunks, and both with what came in.
   * @throws RangeError with the figures when a wei is missing or too many
   */
  assertConserved(): void {
    checkConserved(this.sums, this.pools);
  }

  private spread(start: number, end: number, amount: bigint): void {
    const size = this.pricingSectors;
    const last = Math.floor((end - 1) / size);
    while (this.pools.length <= last) {
      this.pools.push({
        total: 0n,
        locked: 0n,
        claimable: 0n,
        paid: 0n,
        startedAt: null,
        releasedAt: 0,
      });
    }
    const perSector = amount / BigInt(end - start);
    let rest = amount;
    let from = start;
    for (let index = Math.floor(start / size); index < last; index++) {
      const to = (index + 1) * size;
      const share = perSector * BigInt(to - from);
      this.lock(index, share);
      rest -= share;
      from = to;
    }
    this.lock(last, rest);
  }

  private lock(index: number, amount: bigint): void {
    const pool = this.pools[index];
    pool.total += amount;
    pool.locked += amount;
  }

  private newlyReleased(pool: Pool, startedAt: number, at: number): bigint {
    if (this.release.law === 'decay') return decayReleased(pool.locked, at - pool.releasedAt);
    const before = pool.total - pool.locked;
    return linearReleased(pool.total, at - startedAt, this.release.seconds) - before;
  }

  private isReleasing(startedAt: number, at: number): boolean {
    return this.release.law === 'decay' || at - startedAt < this.release.seconds;
  }

  private payBase(startedAt: number, at: number): bigint {
    const { sums } = this;
    if (this.baseReward === 0n || !this.isReleasing(startedAt, at)) return 0n;
    const base = this.baseReward < sums.basePool ? this.baseReward : sums.basePool;
    sums.basePool -= base;
    sums.basePaid += base;
    return base;
  }

  private poolOf(pricingChunk: number): Pool {
    const pool = this.pools[pricingChunk];
    if (pool === undefined) {
      throw new RangeError(
        `pricing chunk, expected 0 to ${this.pools.length - 1}, got ${pricingChunk}`,
      );
    }
    return pool;
  }

  private advance(at: number): void {
    if (!(Number.isSafeInteger(at) && at >= this.latest)) {
      throw new RangeError(`time, expected whole seconds from ${this.latest} on, got ${at}`);
    }
    this.latest = at;
  }
}

function checkPositive(what: string, value: number): void {
  if (!(Number.isSafeInteger(value) && value >= 1)) {
    throw new RangeError(`${what}, expected a whole number of 1 or more, got ${value}`);
  }
}
