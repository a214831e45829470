/*
 * Money of the DA entrance: fees of blobs in, rewards of samples out (chain sheet 1.5). Amounts are base units.
 * Signing earns nothing. Readings, as the sheet is silent: the service fee is taken when a blob is announced, and
 * base rewards come from a reserve that somebody filled, as far as it lasts.
 */

/** A response earns one part in so many of the active pool. */
export const REWARD_DIVISOR = 1_200_000n;
/** Basis points of 1. */
const BASIS_POINTS = 10_000n;

export interface RewardPool {
  /** Epoch whose fees are `pending`. */
  epoch: number;
  /** Fees of the running epoch. */
  pending: bigint;
  /** What responses are paid from. */
  active: bigint;
  /** What base rewards are paid from. */
  reserve: bigint;
  /** Totals since the start. */
  received: bigint;
  paid: bigint;
  serviceFees: bigint;
}

export function createRewardPool(): RewardPool {
  return {
    epoch: 0,
    pending: 0n,
    active: 0n,
    reserve: 0n,
    received: 0n,
    paid: 0n,
    serviceFees: 0n,
  };
}

/**
 * Takes the fees of a submission, less the service fee, which is rounded down.
 * @param serviceFeeRate basis points, a whole number from 0 to 10,000; 0 is published
 * @returns the service fee, which leaves the pool
 * @throws RangeError for fees below 0 or a rate above 1
 */
export function collectFees(pool: RewardPool, fees: bigint, serviceFeeRate: number): bigint {
  checkAmount('fees', fees);
  if (!(Number.isInteger(serviceFeeRate) && serviceFeeRate >= 0 && serviceFeeRate <= 10_000)) {
    throw new RangeError(
      `service fee rate, expected 0 to 10000 basis points, got ${serviceFeeRate}`,
    );
  }
  const service = (fees * BigInt(serviceFeeRate)) / BASIS_POINTS;
  pool.received += fees;
  pool.serviceFees += service;
  pool.pending += fees - service;
  return service;
}

/** Adds to the reserve of base rewards. @throws RangeError for an amount below 0 */
export function fundReserve(pool: RewardPool, amount: bigint): void {
  checkAmount('reserve', amount);
  pool.received += amount;
  pool.reserve += amount;
}

/**
 * Starts a later epoch: fees of the epoch before move to the pool.
 * @throws RangeError for an epoch that is not later, or money that went missing
 */
export function startEpoch(pool: RewardPool, epoch: number): void {
  if (!(Number.isSafeInteger(epoch) && epoch > pool.epoch)) {
    throw new RangeError(`epoch, expected one after ${pool.epoch}, got ${epoch}`);
  }
  pool.epoch = epoch;
  pool.active += pool.pending;
  pool.pending = 0n;
  checkConserved(pool);
}

/**
 * Pays one response: a part of the pool, rounded down, and the base reward.
 * @param baseReward base units; 0 is published
 * @returns what the payee gets
 * @throws RangeError for a base reward below 0
 */
export function payResponse(pool: RewardPool, baseReward: bigint): bigint {
  checkAmount('base reward', baseReward);
  const part = pool.active / REWARD_DIVISOR;
  const base = baseReward < pool.reserve ? baseReward : pool.reserve;
  pool.active -= part;
  pool.reserve -= base;
  pool.paid += part + base;
  return part + base;
}

/**
 * received = paid + service fees + active + pending + reserve, and no part is below 0.
 * @throws RangeError when it is not so
 */
export function checkConserved(pool: RewardPool): void {
  const { received, paid, serviceFees, active, pending, reserve } = pool;
  const parts = [paid, serviceFees, active, pending, reserve];
  const sum = parts.reduce((total, part) => total + part, 0n);
  if (sum !== received || parts.some((part) => part < 0n)) {
    throw new RangeError(`reward pool, expected parts that sum to ${received}, got ${parts}`);
  }
}

function checkAmount(what: string, amount: bigint): void {
  if (amount < 0n) throw new RangeError(`${what}, expected 0 or more, got ${amount}`);
}
