import { describe, expect, it } from 'vitest';
import { accountOf, ledgerOf, spendable } from '../../../../models/compute/market/books.ts';
import { assertLaws } from '../../../../models/compute/market/laws.ts';
import {
  cancelRefunds,
  checkLockTime,
  requestRefund,
  takeRefunds,
} from '../../../../models/compute/market/refunds.ts';
import { settle } from '../../../../models/compute/market/settlement.ts';
import { days, hours, seconds, type Tick } from '../../../../sim/time.ts';
import { item, marketOf, milli } from './books.ts';

const at = (hour: number): Tick => hours(hour);

function asking(...amounts: number[]) {
  const books = marketOf(1);
  amounts.forEach((amount, i) => {
    requestRefund(books, 0, 'inference', 7, milli(amount), at(i));
  });
  return { books, account: accountOf(books, 0, 'inference', 7) };
}

const open = ({ refunds }: ReturnType<typeof accountOf>) =>
  refunds.map(({ amount }) => Number(amount / milli(1)));

describe('the lock time', () => {
  it('is 1 hour to 7 days', () => {
    for (const lock of [hours(1), days(7)]) expect(() => checkLockTime(lock)).not.toThrow();
    for (const lock of [hours(1) - 1, days(7) + 1])
      expect(() => checkLockTime(lock as Tick)).toThrow('lock time, expected');
  });
});

describe('refunds', () => {
  it('are five at a time, of what is not asked back yet', () => {
    const { books } = asking(100, 100, 100, 100, 100);
    expect(() => requestRefund(books, 0, 'inference', 7, milli(100), at(5))).toThrow(
      'fewer than 5',
    );
    const { books: other } = asking(1500);
    expect(() => requestRefund(other, 0, 'inference', 7, milli(501), at(1))).toThrow(
      'expected at most 500000000000000000',
    );
    requestRefund(other, 0, 'inference', 7, milli(500), at(1));
    expect(spendable(accountOf(other, 0, 'inference', 7))).toBe(0n);
  });

  it('leave when their own lock is over and not a tick before', () => {
    const { books, account } = asking(300, 400);
    const take = (now: number) => takeRefunds(books, 0, 'inference', 7, now as Tick, hours(24));
    expect(take(at(24) - 1)).toBe(0n);
    expect(take(at(24))).toBe(milli(300));
    expect(open(account)).toEqual([400]);
    expect(take(at(25))).toBe(milli(400));
    expect(account.balance).toBe(milli(1300));
    // 10 - 2 + 0.3 + 0.4 tokens.
    expect(ledgerOf(books, 0).free).toBe(milli(8700));
    assertLaws(books);
  });
});

describe('a bill and refunds', () => {
  it('are paid out of what is spendable first: no refund is touched', () => {
    const { books, account } = asking(600, 700);
    // 2 - 0.6 - 0.7 = 0.7 tokens are spendable.
    expect(settle(books, 'inference', 7, [item(0, 1, 700)]).transfer).toBe(milli(700));
    expect(open(account)).toEqual([600, 700]);
    expect(account.balance).toBe(milli(1300));
  });

  it('cancels the newest refund first, and of the last one only what it needs', () => {
    const { books, account } = asking(600, 700, 400);
    // 0.3 spendable; a bill of 1 needs 0.7 more: all of the newest, 0.4, and 0.3 of the 0.7 before it.
    const { results, transfer } = settle(books, 'inference', 7, [item(0, 1, 1000)]);
    expect(results).toEqual([{ status: 'success', paid: milli(1000) }]);
    expect(transfer).toBe(milli(1000));
    expect(open(account)).toEqual([600, 400]);
    expect(spendable(account)).toBe(0n);
    // The oldest one still leaves on its day; the cut one with what is left of it.
    expect(takeRefunds(books, 0, 'inference', 7, at(24), hours(24))).toBe(milli(600));
    expect(takeRefunds(books, 0, 'inference', 7, at(25), hours(24))).toBe(milli(400));
    expect(account.balance).toBe(0n);
    assertLaws(books);
  });

  it('cancels a refund whole when it is needed whole', () => {
    const { account } = asking(600, 700);
    cancelRefunds(account, milli(1400));
    expect(open(account)).toEqual([600]);
    cancelRefunds(account, milli(5000));
    expect(open(account)).toEqual([]);
  });

  it('a user who asks everything back cannot outrun a bill that comes before the lock ends', () => {
    const { books, account } = asking(2000);
    settle(books, 'inference', 7, [item(0, 1, 2000)]);
    expect(open(account)).toEqual([]);
    expect(takeRefunds(books, 0, 'inference', 7, at(24), hours(24))).toBe(0n);
    expect(ledgerOf(books, 0).free).toBe(milli(8000));
    // One that comes after it finds nothing.
    const late = asking(2000).books;
    takeRefunds(late, 0, 'inference', 7, (at(24) + seconds(1)) as Tick, hours(24));
    expect(settle(late, 'inference', 7, [item(0, 1, 2000)]).results[0].status).toBe('partial');
  });
});
