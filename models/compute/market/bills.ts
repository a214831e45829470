import type { Tick } from '../../../sim/time.ts';

/*
 * What the broker of one provider notes off the chain: who owes what for which responses. Base units.
 */

/** One user at the provider. */
export interface Tab {
  readonly user: number;
  /** Verified responses that are not paid. */
  owed: bigint;
  /** Responses whose verification is under way. */
  unverified: bigint;
  /** Set aside for requests without a response. */
  reserved: bigint;
  /** Of the last claim; claims count up from 1. */
  nonce: number;
  /** When the oldest unpaid fee arose. */
  since: Tick;
  /** The broker leaves the user alone until then. */
  skipUntil: Tick;
  /** Requests behind `owed`. */
  requests: number;
}

/** Sums of fees, base units. */
export interface Fees {
  /** For all responses; what became of them is below. */
  charged: bigint;
  unverified: bigint;
  owed: bigint;
  paid: bigint;
  refunded: bigint;
}

/** The sums are running ones. */
export interface Bills extends Fees {
  readonly tabs: Map<number, Tab>;
}

/** Sums over the bills of several providers. */
export function sumFees(all: readonly Fees[]): Fees {
  const sums = { charged: 0n, unverified: 0n, owed: 0n, paid: 0n, refunded: 0n };
  for (const fees of all) {
    sums.charged += fees.charged;
    sums.unverified += fees.unverified;
    sums.owed += fees.owed;
    sums.paid += fees.paid;
    sums.refunded += fees.refunded;
  }
  return sums;
}

export function createBills(): Bills {
  return { tabs: new Map(), charged: 0n, unverified: 0n, owed: 0n, paid: 0n, refunded: 0n };
}

/** The tab of a user, opened at first use. */
export function tabOf(bills: Bills, user: number): Tab {
  let tab = bills.tabs.get(user);
  if (tab === undefined) {
    const never = 0 as Tick;
    const none = { owed: 0n, unverified: 0n, reserved: 0n, nonce: 0, requests: 0 };
    tab = { user, ...none, since: never, skipUntil: never };
    bills.tabs.set(user, tab);
  }
  return tab;
}

/** A response went out: its fee waits for the verdict. */
export function charge(bills: Bills, tab: Tab, fee: bigint): void {
  tab.unverified += fee;
  bills.unverified += fee;
  bills.charged += fee;
  assertFees(bills);
}

/** The response was verified: its fee is owed. */
export function accept(bills: Bills, tab: Tab, fee: bigint, now: Tick): void {
  if (tab.owed === 0n) tab.since = now;
  tab.unverified -= fee;
  tab.owed += fee;
  tab.requests++;
  bills.unverified -= fee;
  bills.owed += fee;
  assertFees(bills);
}

/** The response was rejected: nobody pays for it. */
export function reject(bills: Bills, tab: Tab, fee: bigint): void {
  tab.unverified -= fee;
  bills.unverified -= fee;
  bills.refunded += fee;
  assertFees(bills);
}

/** A claim was settled, whole or in part; the rest stays owed. */
export function collect(bills: Bills, tab: Tab, paid: bigint): void {
  tab.owed -= paid;
  bills.owed -= paid;
  bills.paid += paid;
  assertFees(bills);
}

/**
 * Every fee is paid, owed, refunded or waits for its verdict.
 * @throws RangeError with both sides, or with a part below zero
 */
export function assertFees({ charged, unverified, owed, paid, refunded }: Bills): void {
  if (unverified < 0n || owed < 0n)
    throw new RangeError(`fees, expected 0 or more, got ${unverified} unverified, ${owed} owed`);
  const known = unverified + owed + paid + refunded;
  if (known !== charged) throw new RangeError(`fees, expected ${charged}, got ${known}`);
}
