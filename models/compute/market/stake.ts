import { type Books, type ServiceKind, serviceOf, TOKEN } from './books.ts';
import { assertCustody } from './laws.ts';

/*
 * Providers register with a stake, which comes back when they leave. Source: 0g-da-chain-compute 3.1, point 1.
 */

/** Least stake of a provider at its first registration. */
export const STAKE_LEAST = 100n * TOKEN;

/**
 * @param signer key born in the trusted environment; null for a service without one
 * @throws RangeError below 100 tokens, or for a provider that is registered
 */
export function register(
  books: Books,
  kind: ServiceKind,
  provider: number,
  stake: bigint,
  signer: number | null,
): void {
  if (books.services[kind].has(provider))
    throw new RangeError(`provider ${provider}, expected none registered, got one`);
  if (stake < STAKE_LEAST)
    throw new RangeError(`stake, expected ${STAKE_LEAST} or more, got ${stake}`);
  books.services[kind].set(provider, { stake, signer, signerAcknowledged: false });
  books.sums.stakeIn += stake;
  books.sums.staked += stake;
  assertCustody(books);
}

/**
 * Changes what a provider offers. Nothing can be added to the stake, and another signer has to be acknowledged
 * again.
 * @param value base units sent along
 * @throws RangeError for a provider that is not registered, or for any value
 */
export function updateService(
  books: Books,
  kind: ServiceKind,
  provider: number,
  signer: number | null,
  value: bigint,
): void {
  const service = serviceOf(books, kind, provider);
  if (value !== 0n) throw new RangeError(`update, expected no addition to the stake, got ${value}`);
  if (signer !== service.signer) service.signerAcknowledged = false;
  service.signer = signer;
}

/**
 * The signer of the service is found to be what it says, for all users.
 * @throws RangeError for a provider that is not registered, or that has no signer
 */
export function acknowledgeSigner(books: Books, kind: ServiceKind, provider: number): void {
  const service = serviceOf(books, kind, provider);
  if (service.signer === null)
    throw new RangeError(`provider ${provider}, expected a signer, got none`);
  service.signerAcknowledged = true;
}

/**
 * The provider leaves. Sub-accounts stay; their users take them back by refunds.
 * @returns the stake
 * @throws RangeError for a provider that is not registered
 */
export function removeService(books: Books, kind: ServiceKind, provider: number): bigint {
  const { stake } = serviceOf(books, kind, provider);
  books.services[kind].delete(provider);
  books.sums.staked -= stake;
  books.sums.stakeOut += stake;
  assertCustody(books);
  return stake;
}

/**
 * The provider was proven wrong in a dispute: it leaves without its stake. The contract of today has no such
 * call; optimistic verification needs a bond, and the stake is taken for it.
 * @returns the stake
 * @throws RangeError for a provider that is not registered
 */
export function slash(books: Books, kind: ServiceKind, provider: number): bigint {
  const { stake } = serviceOf(books, kind, provider);
  books.services[kind].delete(provider);
  books.sums.staked -= stake;
  books.sums.slashed += stake;
  assertCustody(books);
  return stake;
}
