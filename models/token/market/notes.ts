import { UNIT } from '../../chain/stake/fixed-point.ts';
import type { Ledger } from '../ledger/ledger.ts';

/*
 * Treasury placements of 2025 and notes that are owed in tokens. Source: token-economics 6.3 and 6.4. A swap
 * of tokens for shares moves tokens between holders; it brings no cash.
 */

const MILLION = 1_000_000n;
const YEAR_DAYS = 365;

/** Whether the interest of every full year is added to what bears interest; not published. */
export const noteCompounding = ['yearly', 'simple'] as const;

/** A loan of tokens, owed in tokens. */
export interface TokenNote {
  /** Base units. */
  readonly principal: bigint;
  /** Millionths a year. */
  readonly rate: bigint;
  readonly compounding: (typeof noteCompounding)[number];
}

/**
 * Base units owed after so many days of 1/365 year, interest in kind, rounded down.
 * @throws RangeError unless days are whole and 0 or more
 */
export function owed({ principal, rate, compounding }: TokenNote, days: number): bigint {
  if (!(Number.isSafeInteger(days) && days >= 0)) {
    throw new RangeError(`days, expected a whole number of 0 or more, got ${days}`);
  }
  let base = principal;
  let left = days;
  if (compounding === 'yearly') {
    for (; left >= YEAR_DAYS; left -= YEAR_DAYS) base += (base * rate) / MILLION;
  }
  return base + (base * rate * BigInt(left)) / (MILLION * BigInt(YEAR_DAYS));
}

/**
 * Micro-dollars that repay a note at a fixed rate, rounded up.
 * @param usdPerToken micro-dollars
 */
export function repayment(note: TokenNote, days: number, usdPerToken: bigint): bigint {
  return (owed(note, days) * usdPerToken + UNIT - 1n) / UNIT;
}

/** The loan of Zero Gravity Labs of 23 October 2025: 50M tokens at 8 %, in kind until 30 September 2026. */
export const TREASURY_NOTE: TokenNote = {
  principal: 50_000_000n * UNIT,
  rate: 80_000n,
  compounding: 'yearly',
};

/**
 * Convertible note in SOL that was part of the raise, settled on 29 December 2025. No tokens of 0G move, so it
 * is data. The holder could ask for prepayment in two windows of 60 days.
 */
export const SOL_NOTE = {
  principalSol: 95_333.33,
  usdPerSol: 240,
  rate: 0.08,
  matures: { year: 2030, month: 9 },
  unlocks: { from: { year: 2025, month: 11 }, to: { year: 2028, month: 1 } },
  prepaymentWindows: 2,
  prepaymentWindowDays: 60,
  settled: { year: 2025, month: 12, day: 29 },
} as const;

/** Tokens for pre-funded warrants, 9 October 2025; and the raise of which it was part, USD. */
export const TREASURY_SWAP = {
  tokens: 50_000_000,
  usdPerToken: 3,
  warrants: 5_954_743,
  usdPerWarrant: 25.19,
  raise: 401e6,
  inKind: 366e6,
  newCash: 13.66e6,
} as const;

/** Tokens of 0G that the part of the raise in kind stands for; whether they are locked is not known. */
export function inKindTokens(): number {
  const sol = SOL_NOTE.principalSol * SOL_NOTE.usdPerSol;
  return (TREASURY_SWAP.inKind - sol) / TREASURY_SWAP.usdPerToken;
}

/** What a listed company took off for locked tokens: booked over notional value, ATH, October 2025. */
export const LOCKED_DISCOUNT = 1 - 173.3 / 292.7;

/** USD of locked tokens. */
export function lockedValue(tokens: number, price: number, discount = LOCKED_DISCOUNT): number {
  return tokens * price * (1 - discount);
}

/**
 * Gives liquid tokens for shares, or as a loan: they go to the treasury class, where a lock is lifted by
 * `ledger.change('unlock contract', to, amount)`.
 * @param from number of the class that gives
 * @param to number of the class that receives
 * @param into whether under a lock or not
 * @throws RangeError for more than the class has
 */
export function swapForShares(
  ledger: Ledger,
  from: number,
  to: number,
  amount: bigint,
  into: 'contract_locked' | 'liquid' = 'contract_locked',
): void {
  ledger.move(ledger.account(from, 'liquid'), ledger.account(to, into), amount);
}
