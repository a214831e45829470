import { describe, expect, it } from 'vitest';
import {
  acknowledge,
  deposit,
  fund,
  openLedger,
  withdraw,
} from '../../../../models/compute/market/accounts.ts';
import {
  accountOf,
  createBooks,
  ledgerOf,
  type ServiceKind,
  TOKEN,
} from '../../../../models/compute/market/books.ts';
import { assertLaws } from '../../../../models/compute/market/laws.ts';
import {
  acknowledgeSigner,
  register,
  removeService,
  slash,
  updateService,
} from '../../../../models/compute/market/stake.ts';
import { marketOf, milli } from './books.ts';

/** Providers 0 to `count - 1`, and user 0 with 200 tokens. */
function wide(count: number, kind: ServiceKind = 'inference') {
  const books = createBooks();
  for (let i = 0; i < count; i++) register(books, kind, i, 100n * TOKEN, i);
  openLedger(books, 0, 200n * TOKEN);
  return books;
}

const moves = (from: number, to: number, amount = TOKEN) =>
  Array.from({ length: to - from }, (_, i) => ({ provider: from + i, amount }));

describe('ledgers', () => {
  it('open with 3 tokens and not with less, and once', () => {
    const books = createBooks();
    expect(() => openLedger(books, 0, 3n * TOKEN - 1n)).toThrow('expected 3000000000000000000');
    openLedger(books, 0, 3n * TOKEN);
    expect(() => openLedger(books, 0, 3n * TOKEN)).toThrow('user 0, expected no ledger, got one');
    expect(() => deposit(books, 1, TOKEN)).toThrow('user 1, expected a ledger, got none');
  });

  it('give back what is free and no more', () => {
    const books = marketOf(1);
    expect(() => withdraw(books, 0, 8n * TOKEN + 1n)).toThrow(
      'expected at most 8000000000000000000',
    );
    withdraw(books, 0, 8n * TOKEN);
    expect(ledgerOf(books, 0).free).toBe(0n);
    assertLaws(books);
  });
});

describe('sub-accounts', () => {
  it('take 1 token or more at a time', () => {
    const books = wide(1);
    const call = (amount: bigint) => fund(books, 0, 'inference', [{ provider: 0, amount }]);
    expect(() => call(TOKEN - 1n)).toThrow('move, expected 1000000000000000000 or more');
    call(TOKEN);
    call(TOKEN);
    expect(accountOf(books, 0, 'inference', 0).balance).toBe(2n * TOKEN);
  });

  it('are opened 20 in a call and 50 in all, for each kind of service', () => {
    const books = wide(51);
    for (let i = 0; i < 51; i++) register(books, 'fine-tuning', i, 100n * TOKEN, i);
    expect(() => fund(books, 0, 'inference', moves(0, 21))).toThrow('at most 20 in a call, got 21');
    fund(books, 0, 'inference', moves(0, 20));
    fund(books, 0, 'inference', moves(20, 40));
    fund(books, 0, 'inference', moves(40, 50));
    expect(() => fund(books, 0, 'inference', moves(50, 51))).toThrow(
      'at most 50 of inference, got 51',
    );
    // More for one that is there, and the first of another kind.
    fund(books, 0, 'inference', moves(0, 20));
    fund(books, 0, 'fine-tuning', moves(50, 51));
    assertLaws(books);
  });

  it('open all or none: a move that is refused leaves the others undone', () => {
    const books = wide(2);
    const calls = [
      [...moves(0, 1), { provider: 9, amount: TOKEN }],
      [...moves(0, 1), { provider: 1, amount: 0n }],
      [...moves(0, 1), { provider: 1, amount: 200n * TOKEN }],
    ];
    for (const call of calls) expect(() => fund(books, 0, 'inference', call)).toThrow(RangeError);
    expect(ledgerOf(books, 0).free).toBe(200n * TOKEN);
    expect(ledgerOf(books, 0).accounts.inference.size).toBe(0);
  });

  it('acknowledge the signer of the day', () => {
    const books = marketOf(1);
    updateService(books, 'inference', 7, 71, 0n);
    expect(accountOf(books, 0, 'inference', 7).signer).toBe(70);
    acknowledge(books, 0, 'inference', 7);
    expect(accountOf(books, 0, 'inference', 7).signer).toBe(71);
    updateService(books, 'inference', 7, null, 0n);
    expect(() => acknowledge(books, 0, 'inference', 7)).toThrow('expected a signer, got none');
  });
});

describe('stakes', () => {
  it('are 100 tokens or more at registration, with no addition later', () => {
    const books = createBooks();
    expect(() => register(books, 'inference', 1, 100n * TOKEN - 1n, 1)).toThrow('stake, expected');
    register(books, 'inference', 1, 100n * TOKEN, 1);
    expect(() => register(books, 'inference', 1, 100n * TOKEN, 1)).toThrow('expected none');
    expect(() => updateService(books, 'inference', 1, 1, 1n)).toThrow('no addition to the stake');
    // The other kind of service has a stake of its own.
    register(books, 'fine-tuning', 1, 100n * TOKEN, 1);
    expect(books.sums.staked).toBe(200n * TOKEN);
  });

  it('come back on removal, and are lost by a dispute', () => {
    const books = marketOf(1);
    register(books, 'inference', 8, 150n * TOKEN, null);
    expect(removeService(books, 'inference', 8)).toBe(150n * TOKEN);
    expect(() => removeService(books, 'inference', 8)).toThrow('provider 8, expected a registered');
    expect(slash(books, 'inference', 7)).toBe(100n * TOKEN);
    const { stakeIn, staked, stakeOut, slashed } = books.sums;
    expect([stakeIn, staked, stakeOut, slashed].map((sum) => sum / TOKEN)).toEqual([
      250n,
      0n,
      150n,
      100n,
    ]);
    // Money of users stays where it is.
    expect(accountOf(books, 0, 'inference', 7).balance).toBe(milli(2000));
    assertLaws(books);
  });

  it('need a new acknowledgement for a new signer, and none for the same', () => {
    const books = marketOf(0);
    const service = books.services.inference.get(7);
    updateService(books, 'inference', 7, 70, 0n);
    expect(service?.signerAcknowledged).toBe(true);
    updateService(books, 'inference', 7, 71, 0n);
    expect(service?.signerAcknowledged).toBe(false);
    updateService(books, 'inference', 7, null, 0n);
    expect(() => acknowledgeSigner(books, 'inference', 7)).toThrow('expected a signer, got none');
  });
});
