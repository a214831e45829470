import { describe, expect, it } from 'vitest';
import { accountOf, TOKEN } from '../../../../models/compute/market/books.ts';
import { assertLaws } from '../../../../models/compute/market/laws.ts';
import {
  type SettlementItem,
  STATUSES,
  settle,
  signClaim,
} from '../../../../models/compute/market/settlement.ts';
import { updateService } from '../../../../models/compute/market/stake.ts';
import { item, marketOf, milli } from './books.ts';

const numbered = (books: ReturnType<typeof marketOf>, items: SettlementItem[], sender = 7) =>
  settle(books, 'inference', sender, items).results.map(({ status }) => STATUSES.indexOf(status));

describe('settlement', () => {
  it('numbers its outcomes as the contract does', () => {
    // 0 success, 1 partial, 2 provider mismatch, 3 no TEE signer, 4 bad nonce, 5 bad signature.
    expect(STATUSES).toEqual([
      'success',
      'partial',
      'provider mismatch',
      'no TEE signer',
      'bad nonce',
      'bad signature',
    ]);
  });

  it('moves every fee in one transfer', () => {
    const books = marketOf(3);
    const { results, transfer } = settle(books, 'inference', 7, [
      item(0, 1, 250),
      item(1, 1, 500),
      item(2, 1, 1000),
    ]);
    expect(results.map(({ status }) => status)).toEqual(['success', 'success', 'success']);
    // 0.25 + 0.5 + 1 token.
    expect(transfer).toBe(milli(1750));
    expect(books.income.get(7)).toBe(milli(1750));
    expect(accountOf(books, 2, 'inference', 7).balance).toBe(milli(1000));
    assertLaws(books);
  });

  it('takes what is there of a user with too little, to the last unit', () => {
    const books = marketOf(1);
    const { results } = settle(books, 'inference', 7, [item(0, 1, 2001)]);
    expect(results).toEqual([{ status: 'partial', paid: 2n * TOKEN }]);
    expect(accountOf(books, 0, 'inference', 7).balance).toBe(0n);
    // Nothing left: partial again, with nothing paid.
    const again = settle(books, 'inference', 7, [item(0, 2, 1)]);
    expect(again).toEqual({ results: [{ status: 'partial', paid: 0n }], transfer: 0n });
  });

  it('of exactly the balance is a success', () => {
    expect(numbered(marketOf(1), [item(0, 1, 2000)])).toEqual([0]);
  });

  it('demands nonces that rise, within a transaction too', () => {
    const books = marketOf(1);
    expect(numbered(books, [item(0, 5, 1), item(0, 5, 1), item(0, 4, 1), item(0, 6, 1)])).toEqual([
      0, 4, 4, 0,
    ]);
    expect(numbered(books, [item(0, 6, 1), item(0, 100, 1)])).toEqual([4, 0]);
  });

  it('uses up the nonce of a partial payment and not that of a refused item', () => {
    const books = marketOf(1);
    const forged = signClaim({ ...item(0, 3, 1), nonce: 3 }, 71);
    expect(numbered(books, [forged, item(0, 3, 2500), item(0, 3, 1)])).toEqual([5, 1, 4]);
  });

  it('refuses a claim of another provider, or that another one sends', () => {
    const books = marketOf(1);
    const other = signClaim({ ...item(0, 1, 1), provider: 8 }, 70);
    expect(numbered(books, [other])).toEqual([2]);
    expect(numbered(books, [item(0, 1, 1)], 8)).toEqual([2]);
  });

  it('refuses a signer that the service or the user has not acknowledged', () => {
    const books = marketOf(2);
    accountOf(books, 0, 'inference', 7).signer = null;
    expect(numbered(books, [item(0, 1, 1), item(1, 1, 1), item(9, 1, 1)])).toEqual([3, 0, 3]);
    updateService(books, 'inference', 7, 71, 0n);
    expect(numbered(books, [item(1, 2, 1)])).toEqual([3]);
  });

  it('refuses a claim that was changed after it was signed', () => {
    const books = marketOf(1);
    const signed = item(0, 1, 100);
    const changed: SettlementItem[] = [
      { ...signed, fee: milli(101) },
      { ...signed, nonce: 2 },
      { ...signed, requests: 'others' },
    ];
    expect(numbered(books, changed)).toEqual([5, 5, 5]);
    expect(numbered(books, [signed])).toEqual([0]);
  });

  it('checks provider, signer, nonce and signature in this order', () => {
    const books = marketOf(2);
    settle(books, 'inference', 7, [item(0, 1, 1)]);
    accountOf(books, 1, 'inference', 7).signer = null;
    const wrong = { signer: 0, digest: '' };
    const all: SettlementItem = { ...item(1, 0, 1), provider: 8, signature: wrong };
    expect(numbered(books, [all])).toEqual([2]);
    expect(numbered(books, [{ ...all, provider: 7 }])).toEqual([3]);
    expect(numbered(books, [{ ...all, provider: 7, user: 0 }])).toEqual([4]);
    expect(numbered(books, [{ ...all, provider: 7, user: 0, nonce: 2 }])).toEqual([5]);
  });

  it('goes on after an item that fails', () => {
    const books = marketOf(3);
    const items = [item(0, 1, 10), signClaim(item(1, 1, 10), 9), item(2, 1, 10)];
    expect(settle(books, 'inference', 7, items).transfer).toBe(milli(20));
  });

  it('holds 50 items and not 51, and no fee of nothing', () => {
    const books = marketOf(51);
    const items = Array.from({ length: 51 }, (_, user) => item(user, 1, 10));
    expect(() => settle(books, 'inference', 7, items)).toThrow('expected at most 50, got 51');
    expect(books.sums.paid).toBe(0n);
    // 50 x 0.01 tokens.
    expect(settle(books, 'inference', 7, items.slice(0, 50)).transfer).toBe(milli(500));
    expect(() => settle(books, 'inference', 7, [item(50, 1, 0)])).toThrow('fee, expected more');
  });
});
