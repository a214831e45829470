import { plus, type Tick } from '../../../sim/time.ts';
import { apportion } from '../../apportion.ts';

/*
 * Stake on its way out: it earns nothing, can be slashed, and is paid out after a delay.
 * 0G has such a delay (minWithdrawabilityDelay, in blocks); its value is not published.
 */

export interface UnbondingEntry {
  readonly account: string;
  /** Base units; a slash lowers it. */
  amount: bigint;
  readonly release: Tick;
}

export interface UnbondingQueue {
  readonly delay: Tick;
  /** Oldest first. */
  readonly entries: UnbondingEntry[];
  /** Base units of all entries. */
  total: bigint;
}

export function createUnbondingQueue(delay: Tick): UnbondingQueue {
  return { delay, entries: [], total: 0n };
}

/** Starts the delay of `amount` base units. Calls come in order of time. */
export function startUnbonding(
  queue: UnbondingQueue,
  account: string,
  amount: bigint,
  now: Tick,
): void {
  queue.entries.push({ account, amount, release: plus(now, queue.delay) });
  queue.total += amount;
}

/** Takes out the entries whose release is at `now` or before, oldest first. */
export function takeReleased(queue: UnbondingQueue, now: Tick): UnbondingEntry[] {
  const first = queue.entries.findIndex(({ release }) => release > now);
  const released = queue.entries.splice(0, first < 0 ? queue.entries.length : first);
  for (const { amount } of released) queue.total -= amount;
  return released;
}

/**
 * Destroys part of the queue, split over the entries in proportion to their amounts.
 * @throws RangeError unless the queue has that much
 */
export function cutUnbonding(queue: UnbondingQueue, amount: bigint): void {
  if (amount < 0n || amount > queue.total) {
    throw new RangeError(`cut, expected 0 to ${queue.total}, got ${amount}`);
  }
  const cuts = apportion(
    amount,
    queue.entries.map((entry) => entry.amount),
  );
  for (const [i, entry] of queue.entries.entries()) entry.amount -= cuts[i];
  queue.total -= amount;
}
