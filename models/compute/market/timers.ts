import { hours, minutes, seconds, type Tick } from '../../../sim/time.ts';
import { type Price, RESERVE_TOKENS } from './admission.ts';
import { ITEMS_MOST } from './settlement.ts';

/*
 * When a provider's broker settles, and with whom. Source: 0g-da-chain-compute 3.1, point 6.
 */

/** How often it looks for users at risk, and how often it settles with all. */
export const CHECK_EVERY = minutes(5);
export const SETTLE_EVERY = minutes(10);
/** Refund locks are taken to end this much early. */
export const SAFETY_BUFFER = seconds(60);
/** Transactions of one run. */
export const ROUNDS_MOST = 10;
/** A user who could not pay all is left alone for this long. */
export const PARTIAL_SKIP = hours(1);
/** A request that has brought no output for this long is dropped. */
export const DROP_AFTER = hours(1);

/** What the broker knows of a user who owes. */
export interface Debtor {
  readonly user: number;
  /** Base units. */
  readonly owed: bigint;
  /** When the oldest unpaid fee arose. */
  readonly since: Tick;
  /** When the oldest open refund was asked for; null without one. */
  readonly refundAt: Tick | null;
  /** Left alone until then. */
  readonly skipUntil: Tick;
}

/** Base units that a user may owe before a check settles: a million tokens in and out. */
export function riskThreshold({ input, output }: Price): bigint {
  return (input + output) * RESERVE_TOKENS;
}

/**
 * Whether a check settles with a user now: too much is owed, or a refund could leave before the next check, with
 * the buffer. That "about to end" reaches to the next check is our reading; less would miss locks between two.
 */
export function isAtRisk(debtor: Debtor, price: Price, now: Tick, lockTime: Tick): boolean {
  if (debtor.owed > riskThreshold(price)) return true;
  if (debtor.refundAt === null) return false;
  return debtor.refundAt + lockTime < now + CHECK_EVERY + SAFETY_BUFFER;
}

/**
 * The transactions of one run: those who have waited longest first, 50 users each, 10 at most; the others wait
 * for the next run.
 * @param isForced settles with all and not only with users at risk
 */
export function settlementRun<D extends Debtor>(
  debtors: readonly D[],
  price: Price,
  now: Tick,
  lockTime: Tick,
  isForced: boolean,
): D[][] {
  const due = debtors
    .filter(({ owed, skipUntil }) => owed > 0n && skipUntil <= now)
    .filter((debtor) => isForced || isAtRisk(debtor, price, now, lockTime))
    .sort((a, b) => a.since - b.since || a.user - b.user);
  const rounds: D[][] = [];
  for (let at = 0; at < due.length && rounds.length < ROUNDS_MOST; at += ITEMS_MOST)
    rounds.push(due.slice(at, at + ITEMS_MOST));
  return rounds;
}

/** Whether a request that began then and has no output is dropped. */
export function isStale(begunAt: Tick, now: Tick): boolean {
  return now - begunAt > DROP_AFTER;
}
