/*
 * How few hold how much, over any breakdown of nodes or stake: by provider, region, key host, validator.
 * Weights are whole numbers, so that a share of exactly a third is exactly a third.
 */

/** Owner to weight. */
export type Breakdown = ReadonlyMap<string, bigint>;

/**
 * Adds weights by owner.
 * @param owners owner of every item, as the provider of every node
 * @param weights weight of every item, 0 or more; null counts items
 * @throws RangeError for a weight below 0 or another number of weights than owners
 */
export function breakdown(
  owners: readonly string[],
  weights: readonly bigint[] | null = null,
): Breakdown {
  if (weights !== null && weights.length !== owners.length) {
    throw new RangeError(`weights, expected ${owners.length} of them, got ${weights.length}`);
  }
  const sums = new Map<string, bigint>();
  for (const [i, owner] of owners.entries()) {
    const weight = weights === null ? 1n : weights[i];
    if (weight < 0n) throw new RangeError(`weight, expected 0 or more, got ${weight}`);
    sums.set(owner, (sums.get(owner) ?? 0n) + weight);
  }
  return sums;
}

/** Sum of all weights. @throws RangeError when nothing weighs anything, because shares of nothing are not defined */
export function totalOf(owners: Breakdown): bigint {
  let total = 0n;
  for (const weight of owners.values()) total += weight;
  if (!(total > 0n)) throw new RangeError(`breakdown, expected a positive sum, got ${total}`);
  return total;
}

function largestFirst(owners: Breakdown): bigint[] {
  return [...owners.values()].sort((a, b) => (a === b ? 0 : a < b ? 1 : -1));
}

/**
 * Herfindahl-Hirschman index: the sum of squared shares, from 1/n for n equal owners to 1.
 * @throws RangeError for a breakdown without weight
 */
export function herfindahl(owners: Breakdown): number {
  const total = totalOf(owners);
  let squares = 0n;
  for (const weight of owners.values()) squares += weight * weight;
  return Number(squares) / Number(total * total);
}

/**
 * Gini coefficient of the weights of the owners listed, 0 when all are equal, (n - 1)/n when one of n has
 * all: sum (2i - n - 1) w_i / (n sum w), smallest first, i from 1.
 * @throws RangeError for a breakdown without weight
 */
export function gini(owners: Breakdown): number {
  const total = totalOf(owners);
  const n = owners.size;
  let spread = 0n;
  for (const [i, weight] of largestFirst(owners).entries())
    spread += BigInt(n - 1 - 2 * i) * weight;
  return Number(spread) / Number(BigInt(n) * total);
}

/** A share that must be reached, or when `strict` exceeded. */
export interface Threshold {
  readonly numerator: bigint;
  readonly denominator: bigint;
  readonly strict: boolean;
}

/**
 * Enough to halt: a commit needs more than 2/3 of the power, so 1/3 that is silent prevents it.
 * Source: CometBFT consensus specification.
 */
export const HALT: Threshold = { numerator: 1n, denominator: 3n, strict: false };

/** Enough to decide alone: more than 2/3. Source: CometBFT consensus specification. */
export const CAPTURE: Threshold = { numerator: 2n, denominator: 3n, strict: true };

/** Whether a weight out of a total reaches the threshold, or when it is strict exceeds it; exactly. */
export function passes(
  weight: bigint,
  total: bigint,
  { numerator, denominator, strict }: Threshold,
): boolean {
  const [held, needed] = [weight * denominator, total * numerator];
  return strict ? held > needed : held >= needed;
}

/**
 * Nakamoto coefficient: the smallest number of owners who together pass the threshold.
 * @throws RangeError for a breakdown without weight, or a threshold that all owners together do not pass
 */
export function nakamoto(owners: Breakdown, threshold: Threshold): number {
  const total = totalOf(owners);
  let held = 0n;
  for (const [i, weight] of largestFirst(owners).entries()) {
    held += weight;
    if (passes(held, total, threshold)) return i + 1;
  }
  const { numerator, denominator } = threshold;
  throw new RangeError(`threshold, expected a share below 1, got ${numerator}/${denominator}`);
}

/**
 * Probability that an outage of one random owner takes away enough to pass the threshold.
 * @param rateOf relative rate of outages of an owner; without it every owner is as likely to fail
 * @throws RangeError for a breakdown without weight, or rates below 0 or all 0
 */
export function haltProbability(
  owners: Breakdown,
  threshold: Threshold = HALT,
  rateOf: (owner: string) => number = () => 1,
): number {
  const total = totalOf(owners);
  let fatal = 0;
  let all = 0;
  for (const [owner, weight] of owners) {
    const rate = rateOf(owner);
    if (!(rate >= 0)) throw new RangeError(`rate of "${owner}", expected 0 or more, got ${rate}`);
    all += rate;
    if (passes(weight, total, threshold)) fatal += rate;
  }
  if (!(all > 0)) throw new RangeError(`rates, expected a positive sum, got ${all}`);
  return fatal / all;
}
