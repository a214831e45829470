import { pow } from '../../sim/math.ts';

/*
 * A tenancy is broken into, and the privileged keys that it hosts are no longer secret. What they reach is gone
 * as fast as the contract lets it go; validators, whose machines go on, notice nothing.
 * Source: 0g-da-chain-compute 5.1.
 */

/** Ways to keep one leaked key from emptying a contract. */
export const defences = ['none', 'multisig', 'timelock', 'rateLimit', 'tee'] as const;

export type Defence = (typeof defences)[number];

/** Keys that together may empty a contract: any `threshold` of one key for each tenancy listed. */
export interface Signers {
  readonly keyHosts: readonly string[];
  readonly threshold: number;
}

/** Spans in any one unit of time. */
export interface DefenceTerms {
  readonly signers: Signers;
  readonly multisig: Signers;
  /** A withdrawal waits so long in public, and can be cancelled. */
  readonly timelock: number;
  /** Part of the balance of the start that may leave at once, and again after each `ratePeriod`. */
  readonly rateLimit: number;
  readonly ratePeriod: number;
}

/**
 * Whether whoever has the secrets of these tenancies may sign for a contract.
 * @throws RangeError for a threshold that is no whole number from 1 to the number of keys
 */
export function controls(leaked: ReadonlySet<string>, { keyHosts, threshold }: Signers): boolean {
  if (!(Number.isInteger(threshold) && threshold >= 1 && threshold <= keyHosts.length)) {
    throw new RangeError(`threshold, expected 1 to ${keyHosts.length} keys, got ${threshold}`);
  }
  return keyHosts.filter((host) => leaked.has(host)).length >= threshold;
}

/** One call of the attacker. */
export interface Withdrawal {
  /** Since the leak. */
  readonly after: number;
  /** Part of the balance of the start. */
  readonly part: number;
}

/**
 * Withdrawals of an attacker who begins at the leak and takes all that the contract allows until its keys are
 * replaced; at that instant it is too late.
 * @param leaked tenancies whose secrets are out; those of an enclave are not, unless `teeBroken`
 * @param rotatedAfter from the leak to new keys, in the unit of the terms
 */
export function withdrawals(
  defence: Defence,
  terms: DefenceTerms,
  leaked: ReadonlySet<string>,
  rotatedAfter: number,
  teeBroken: boolean,
): Withdrawal[] {
  const signers = defence === 'multisig' ? terms.multisig : terms.signers;
  if (!controls(leaked, signers)) return [];
  if (defence === 'tee' && !teeBroken) return [];
  const first = defence === 'timelock' ? terms.timelock : 0;
  if (first >= rotatedAfter) return [];
  if (defence !== 'rateLimit') return [{ after: first, part: 1 }];
  const calls: Withdrawal[] = [];
  let left = 1;
  for (let after = 0; after < rotatedAfter && left > 0; after += terms.ratePeriod) {
    // What is left of a balance that the limit divides is 0 but for the noise of floats.
    const part = left > terms.rateLimit + 1e-12 ? terms.rateLimit : left;
    calls.push({ after, part });
    left = part === left ? 0 : left - part;
  }
  return calls;
}

/** A part of an amount in whole units, rounded down; all of it for 1. */
export function partOf(amount: bigint, part: number): bigint {
  const STEPS = 1e12;
  return (amount * BigInt(Math.round(part * STEPS))) / BigInt(STEPS);
}

/** Sum of what withdrawals take of a balance. */
export function lossOf(balance: bigint, calls: readonly Withdrawal[]): bigint {
  return calls.reduce((sum, { part }) => sum + partOf(balance, part), 0n);
}

/** What remains of a shock that halves every `halfLife`; 0 before it. */
export function shockLeft(since: number, halfLife: number): number {
  return since < 0 ? 0 : pow(0.5, since / halfLife);
}

/** Part of stolen funds that has passed bridges and mixers, `since` the withdrawal. */
export function laundered(since: number, start: number, halfLife: number): number {
  return since < start ? 0 : 1 - pow(0.5, (since - start) / halfLife);
}
