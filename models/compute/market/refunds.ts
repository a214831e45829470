import { days, hours, type Tick } from '../../../sim/time.ts';
import {
  accountOf,
  type Books,
  checkAmount,
  ledgerOf,
  type ServiceKind,
  type SubAccount,
  spendable,
} from './books.ts';
import { assertCustody } from './laws.ts';

/*
 * A user takes money back from a provider: ask, wait, take. Until then a settlement may use it, the newest
 * refund first, so that a user cannot outrun a bill. Source: 0g-da-chain-compute 3.1, point 7.
 */

/** The lock time is set by the owner of the contract, within these. */
export const LOCK_LEAST = hours(1);
export const LOCK_MOST = days(7);
/** Refunds of one sub-account that may be open. */
export const REFUNDS_MOST = 5;

/** @throws RangeError outside 1 hour to 7 days */
export function checkLockTime(lockTime: Tick): void {
  if (!(lockTime >= LOCK_LEAST && lockTime <= LOCK_MOST))
    throw new RangeError(
      `lock time, expected ${LOCK_LEAST} to ${LOCK_MOST} ticks, got ${lockTime}`,
    );
}

/**
 * The user asks for money back.
 * @throws RangeError for a sixth open refund, or more than is not yet asked back
 */
export function requestRefund(
  books: Books,
  user: number,
  kind: ServiceKind,
  provider: number,
  amount: bigint,
  now: Tick,
): void {
  const account = accountOf(books, user, kind, provider);
  checkAmount('refund', amount);
  if (account.refunds.length >= REFUNDS_MOST)
    throw new RangeError(`refunds, expected fewer than ${REFUNDS_MOST} open, got one more`);
  const most = spendable(account);
  if (amount > most) throw new RangeError(`refund, expected at most ${most}, got ${amount}`);
  account.refunds.push({ amount, at: now });
}

/**
 * Moves refunds whose lock is over back to the ledger.
 * @returns their sum
 * @throws RangeError for a lock time outside 1 hour to 7 days
 */
export function takeRefunds(
  books: Books,
  user: number,
  kind: ServiceKind,
  provider: number,
  now: Tick,
  lockTime: Tick,
): bigint {
  checkLockTime(lockTime);
  const account = accountOf(books, user, kind, provider);
  let sum = 0n;
  account.refunds = account.refunds.filter(({ amount, at }) => {
    if (now - at < lockTime) return true;
    sum += amount;
    return false;
  });
  account.balance -= sum;
  ledgerOf(books, user).free += sum;
  books.sums.held -= sum;
  books.sums.free += sum;
  assertCustody(books);
  return sum;
}

/**
 * Cancels refunds, newest first, until `fee` is spendable or none is left; the last one that is touched keeps
 * what is not needed.
 */
export function cancelRefunds(account: SubAccount, fee: bigint): void {
  let missing = fee - spendable(account);
  while (missing > 0n && account.refunds.length > 0) {
    const newest = account.refunds[account.refunds.length - 1];
    if (newest.amount > missing) {
      newest.amount -= missing;
      return;
    }
    missing -= newest.amount;
    account.refunds.pop();
  }
}
