import {
  accountOf,
  type Books,
  checkAmount,
  ledgerOf,
  type ServiceKind,
  serviceOf,
  TOKEN,
} from './books.ts';
import { assertCustody } from './laws.ts';

/*
 * Ledgers of users and their sub-accounts at providers. Source: 0g-da-chain-compute 3.1, points 1 and 2. An
 * operation that is refused has changed nothing.
 */

/** Least amount that opens a ledger. */
export const LEDGER_LEAST = 3n * TOKEN;
/** Least amount that moves to a sub-account. */
export const TRANSFER_LEAST = TOKEN;
/** Providers of one kind of service at which one user may have sub-accounts. */
export const PROVIDERS_MOST = 50;
/** Providers of one batch call. */
export const BATCH_MOST = 20;

export interface Move {
  readonly provider: number;
  /** Base units. */
  readonly amount: bigint;
}

/** @throws RangeError below 3 tokens, or for a user who has a ledger */
export function openLedger(books: Books, user: number, amount: bigint): void {
  if (books.ledgers.has(user)) throw new RangeError(`user ${user}, expected no ledger, got one`);
  if (amount < LEDGER_LEAST)
    throw new RangeError(`ledger, expected ${LEDGER_LEAST} or more to open it, got ${amount}`);
  const accounts = { inference: new Map(), 'fine-tuning': new Map() };
  books.ledgers.set(user, { free: 0n, accounts });
  deposit(books, user, amount);
}

/** Adds to a ledger. @throws RangeError without a ledger, or for no amount */
export function deposit(books: Books, user: number, amount: bigint): void {
  const ledger = ledgerOf(books, user);
  checkAmount('deposit', amount);
  ledger.free += amount;
  books.sums.free += amount;
  books.sums.deposited += amount;
  assertCustody(books);
}

/** Takes out of a ledger what is free there. @throws RangeError for more than that */
export function withdraw(books: Books, user: number, amount: bigint): void {
  const ledger = ledgerOf(books, user);
  checkAmount('withdrawal', amount);
  if (amount > ledger.free)
    throw new RangeError(`withdrawal, expected at most ${ledger.free}, got ${amount}`);
  ledger.free -= amount;
  books.sums.free -= amount;
  books.sums.withdrawn += amount;
  assertCustody(books);
}

/**
 * Moves from a ledger to sub-accounts, which open with the first move; all or nothing.
 * @throws RangeError for more than 20 moves, a move below 1 token, more than is free, a provider that is not
 * registered, or a sub-account beyond the 50th
 */
export function fund(books: Books, user: number, kind: ServiceKind, moves: readonly Move[]): void {
  const ledger = ledgerOf(books, user);
  if (moves.length > BATCH_MOST)
    throw new RangeError(`moves, expected at most ${BATCH_MOST} in a call, got ${moves.length}`);
  let sum = 0n;
  const providers = new Set(ledger.accounts[kind].keys());
  for (const { provider, amount } of moves) {
    serviceOf(books, kind, provider);
    if (amount < TRANSFER_LEAST)
      throw new RangeError(`move, expected ${TRANSFER_LEAST} or more, got ${amount}`);
    sum += amount;
    providers.add(provider);
  }
  if (providers.size > PROVIDERS_MOST)
    throw new RangeError(
      `sub-accounts, expected at most ${PROVIDERS_MOST} of ${kind}, got ${providers.size}`,
    );
  if (sum > ledger.free) throw new RangeError(`moves, expected at most ${ledger.free}, got ${sum}`);
  for (const { provider, amount } of moves) {
    const account = ledger.accounts[kind].get(provider);
    if (account !== undefined) account.balance += amount;
    else {
      const opened = { balance: amount, nonce: 0, signer: null, refunds: [] };
      ledger.accounts[kind].set(provider, opened);
    }
  }
  ledger.free -= sum;
  books.sums.free -= sum;
  books.sums.held += sum;
  assertCustody(books);
}

/**
 * The user trusts the signer that the provider has now; one that comes later needs a new acknowledgement.
 * @throws RangeError without a sub-account, or when the provider has no signer
 */
export function acknowledge(books: Books, user: number, kind: ServiceKind, provider: number): void {
  const { signer } = serviceOf(books, kind, provider);
  const account = accountOf(books, user, kind, provider);
  if (signer === null) throw new RangeError(`provider ${provider}, expected a signer, got none`);
  account.signer = signer;
}
