import { type BaseFeeRules, effectiveTip, type FeeOffer, nextBaseFee } from './base-fee.ts';
import { type Before, heapify, takeFirst } from './heap.ts';

/*
 * Which pending transactions a block takes, and who gets the fees. Left out: replacement of a pending
 * transaction, the order of one sender's nonces, refunds for cleared storage, local preferences.
 */

export interface PendingTransaction extends FeeOffer {
  /** Gas that it takes when executed. */
  readonly gasUsed: number;
  /** Gas that its sender pays for in advance and that must fit the rest of a block. */
  readonly gasLimit: number;
}

export interface FeeMarketRules extends BaseFeeRules {
  /** Transactions that wait at most. */
  readonly poolCap: number;
}

/** A market between two blocks. */
export interface FeeMarket<T extends PendingTransaction> {
  readonly rules: FeeMarketRules;
  /** Of the next block, wei per gas. */
  readonly baseFee: bigint;
  /** In order of arrival. */
  readonly pending: readonly T[];
}

/** What of a pool goes into a block. */
export interface Selection<T> {
  /** In the order of the block. */
  readonly included: readonly T[];
  /** The rest, in order of arrival. */
  readonly left: readonly T[];
  readonly gasUsed: number;
}

/** A block and where its fees go, wei: paid in advance = burnt + tips + refunds. */
export interface FeeBlock<T extends PendingTransaction> {
  readonly included: readonly T[];
  /** Dropped because the pool was full, cheapest first. */
  readonly evicted: readonly T[];
  readonly gasUsed: number;
  /** Of this block, wei per gas. */
  readonly baseFee: bigint;
  readonly burnt: bigint;
  /** To the proposer. */
  readonly tips: bigint;
  /** Back to the senders: gas not used, and fees above base fee and tip. */
  readonly refunds: bigint;
  /** The market after the block. */
  readonly market: FeeMarket<T>;
}

/** No transaction takes less: a block with less room is full. */
const LEAST_GAS = 21_000;

/**
 * Highest tip at this base fee first, of equal tips the earlier arrival: a total order of the positions in
 * the pool.
 */
function dearestFirst(pool: readonly FeeOffer[], baseFee: bigint): Before {
  const tips = new Array<bigint>(pool.length);
  // Floats compare faster than bigints, and rounding keeps their order: only equal floats need a second look.
  const rounded = new Float64Array(pool.length);
  for (let i = 0; i < pool.length; i++) {
    tips[i] = effectiveTip(pool[i], baseFee);
    rounded[i] = Number(tips[i]);
  }
  return (a, b) => {
    if (rounded[a] !== rounded[b]) return rounded[a] > rounded[b];
    return tips[a] === tips[b] ? a < b : tips[a] > tips[b];
  };
}

/** Takes from `pool` what goes into a block and marks it in `gone`, which also marks what may not. */
function fill<T extends PendingTransaction>(
  pool: readonly T[],
  gone: Uint8Array,
  before: Before,
  baseFee: bigint,
  blockGasLimit: number,
): Selection<T> {
  const able: number[] = [];
  for (let i = 0; i < pool.length; i++) {
    if (gone[i] === 0 && pool[i].maxFeePerGas >= baseFee) able.push(i);
  }
  heapify(able, before);
  const included: T[] = [];
  let gasUsed = 0;
  while (able.length > 0 && blockGasLimit - gasUsed >= LEAST_GAS) {
    const i = takeFirst(able, before);
    const transaction = pool[i];
    if (transaction.gasLimit > blockGasLimit - gasUsed) continue;
    gasUsed += transaction.gasUsed;
    included.push(transaction);
    gone[i] = 1;
  }
  return { included, left: pool.filter((_, i) => gone[i] === 0), gasUsed };
}

/**
 * Fills a block: by effective tip, ties by arrival, leaving aside those that cannot pay the base fee and
 * those whose gas limit does not fit what is left of the block. O(n + k log n) for n pending of which k are
 * looked at.
 * @param pool in order of arrival
 * @param baseFee wei per gas
 */
export function buildBlock<T extends PendingTransaction>(
  pool: readonly T[],
  baseFee: bigint,
  blockGasLimit: number,
): Selection<T> {
  const before = dearestFirst(pool, baseFee);
  return fill(pool, new Uint8Array(pool.length), before, baseFee, blockGasLimit);
}

/** Drops the cheapest, of equal tips the latest arrival, until the pool fits its cap; marks them in `gone`. */
function evict<T>(pool: readonly T[], gone: Uint8Array, dearer: Before, cap: number): T[] {
  if (pool.length <= cap) return [];
  const cheaper: Before = (a, b) => dearer(b, a);
  const positions = pool.map((_, i) => i);
  heapify(positions, cheaper);
  const evicted: T[] = [];
  while (positions.length > cap) {
    const i = takeFirst(positions, cheaper);
    gone[i] = 1;
    evicted.push(pool[i]);
  }
  return evicted;
}

function refuse(what: string, expected: string, got: number | bigint): never {
  throw new RangeError(`transaction ${what}, expected ${expected}, got ${got}`);
}

function admit(transaction: PendingTransaction, blockGasLimit: number): void {
  const { gasUsed, gasLimit, maxFeePerGas, maxPriorityFeePerGas } = transaction;
  if (!(Number.isSafeInteger(gasUsed) && gasUsed >= LEAST_GAS)) {
    refuse('gas used', `a whole number from ${LEAST_GAS}`, gasUsed);
  }
  if (!(Number.isSafeInteger(gasLimit) && gasLimit >= gasUsed && gasLimit <= blockGasLimit)) {
    refuse('gas limit', `gas used ${gasUsed} to the block's limit ${blockGasLimit}`, gasLimit);
  }
  if (maxPriorityFeePerGas < 0n) refuse('maxPriorityFeePerGas', 'at least 0', maxPriorityFeePerGas);
  if (maxFeePerGas < maxPriorityFeePerGas) {
    refuse('maxFeePerGas', `at least maxPriorityFeePerGas ${maxPriorityFeePerGas}`, maxFeePerGas);
  }
}

/**
 * One block further: lets arrivals into the pool, drops the cheapest beyond its cap, builds the block, and
 * moves the base fee. The market given is not changed.
 * @param arrivals in order of arrival, later than all that are pending
 * @param blockGasLimit gas that this block can hold
 * @throws RangeError for an arrival that no block of this limit could hold, or that EIP-1559 forbids
 */
export function advance<T extends PendingTransaction>(
  market: FeeMarket<T>,
  arrivals: readonly T[],
  blockGasLimit: number,
): FeeBlock<T> {
  const { rules, baseFee } = market;
  for (const arrival of arrivals) admit(arrival, blockGasLimit);
  const pool = [...market.pending, ...arrivals];
  const gone = new Uint8Array(pool.length);
  const before = dearestFirst(pool, baseFee);
  const evicted = evict(pool, gone, before, rules.poolCap);
  const { included, left, gasUsed } = fill(pool, gone, before, baseFee, blockGasLimit);
  let tips = 0n;
  let refunds = 0n;
  for (const transaction of included) {
    const used = BigInt(transaction.gasUsed);
    const unused = BigInt(transaction.gasLimit) - used;
    const tip = effectiveTip(transaction, baseFee);
    tips += used * tip;
    refunds += unused * transaction.maxFeePerGas;
    refunds += used * (transaction.maxFeePerGas - baseFee - tip);
  }
  const next = nextBaseFee({ baseFee, gasUsed, gasLimit: blockGasLimit }, rules);
  return {
    included,
    evicted,
    gasUsed,
    baseFee,
    burnt: BigInt(gasUsed) * baseFee,
    tips,
    refunds,
    market: { rules, baseFee: next, pending: left },
  };
}
