import { describe, expect, it } from 'vitest';
import {
  acknowledge,
  fund,
  openLedger,
  withdraw,
} from '../../../../models/compute/market/accounts.ts';
import {
  accept,
  assertFees,
  charge,
  collect,
  createBills,
  reject,
  tabOf,
} from '../../../../models/compute/market/bills.ts';
import {
  type Books,
  createBooks,
  spendable,
  TOKEN,
} from '../../../../models/compute/market/books.ts';
import { assertLaws } from '../../../../models/compute/market/laws.ts';
import { requestRefund, takeRefunds } from '../../../../models/compute/market/refunds.ts';
import { settle, signClaim } from '../../../../models/compute/market/settlement.ts';
import {
  acknowledgeSigner,
  register,
  removeService,
  slash,
} from '../../../../models/compute/market/stake.ts';
import { type Stream, Streams } from '../../../../sim/random.ts';
import { hours, type Tick } from '../../../../sim/time.ts';

const SEEDS = ['one', 'two', 'three', 'four', 'five'];
const USERS = 6;
const PROVIDERS = 4;
const LOCK = hours(5);

const amountOf = (stream: Stream): bigint => (BigInt(stream.below(4000)) * TOKEN) / 1000n;

/** One operation drawn at random; refusals are fine, changes by refused operations are not. */
function operate(books: Books, stream: Stream, now: Tick): void {
  const [user, provider] = [stream.below(USERS), stream.below(PROVIDERS)];
  const amount = amountOf(stream);
  const nonce = stream.below(200);
  const operations = [
    () => openLedger(books, user, amount + 2n * TOKEN),
    () => register(books, 'inference', provider, 97n * TOKEN + amount, provider),
    () => acknowledgeSigner(books, 'inference', provider),
    () => fund(books, user, 'inference', [{ provider, amount }]),
    () => acknowledge(books, user, 'inference', provider),
    () => withdraw(books, user, amount),
    () => requestRefund(books, user, 'inference', provider, amount, now),
    () => takeRefunds(books, user, 'inference', provider, now, LOCK),
    () => {
      const claim = { requests: '', nonce, provider, user, fee: amount };
      settle(books, 'inference', provider, [signClaim(claim, provider)]);
    },
    () => stream.chance(0.1) && removeService(books, 'inference', provider),
    () => stream.chance(0.1) && slash(books, 'inference', provider),
  ];
  operations[stream.below(operations.length)]();
}

const snapshot = (books: Books) =>
  JSON.stringify(books, (_key, value) =>
    typeof value === 'bigint' ? `${value}` : value instanceof Map ? [...value] : value,
  );

describe.each(SEEDS)('books after random operations, seed %s', (seed) => {
  const stream = new Streams(seed, 0).stream('operations');

  it('keep every unit: in ledgers, held, paid or taken back', () => {
    const books = createBooks();
    let done = 0;
    for (let i = 0; i < 3000; i++) {
      const before = snapshot(books);
      try {
        operate(books, stream, (hours(1) * i) as Tick);
        done++;
      } catch (error) {
        expect(error, `seed ${seed}, operation ${i}`).toBeInstanceOf(RangeError);
        expect(snapshot(books), `seed ${seed}, refused operation ${i}`).toBe(before);
      }
      expect(() => assertLaws(books), `seed ${seed}, operation ${i}`).not.toThrow();
    }
    expect(done, `seed ${seed}`).toBeGreaterThan(500);
    expect(books.sums.paid, `seed ${seed}`).toBeGreaterThan(0n);
  });

  it('pay a bill in full whenever the sub-account holds it, whatever is asked back', () => {
    for (let round = 0; round < 200; round++) {
      const books = createBooks();
      register(books, 'inference', 0, 100n * TOKEN, 0);
      acknowledgeSigner(books, 'inference', 0);
      openLedger(books, 0, 10n * TOKEN);
      fund(books, 0, 'inference', [{ provider: 0, amount: 5n * TOKEN }]);
      acknowledge(books, 0, 'inference', 0);
      const account = books.ledgers.get(0)!.accounts.inference.get(0)!;
      for (let i = 0; i < 5; i++) {
        const part = (spendable(account) * BigInt(1 + stream.below(99))) / 100n;
        if (part > 0n) requestRefund(books, 0, 'inference', 0, part, (i + 1) as Tick);
      }
      const fee = amountOf(stream) + 1n;
      const oldest = account.refunds[0].amount;
      const claim = { requests: '', nonce: 1, provider: 0, user: 0, fee };
      const { results } = settle(books, 'inference', 0, [signClaim(claim, 0)]);
      const where = `seed ${seed}, round ${round}`;
      expect(results[0], where).toEqual({ status: 'success', paid: fee });
      // The oldest refund is the last to go: whole while the others and the rest cover the fee.
      if (fee <= 5n * TOKEN - oldest) expect(account.refunds[0].amount, where).toBe(oldest);
      expect(() => assertLaws(books), where).not.toThrow();
    }
  });

  it('of a broker keep every fee: unverified, owed, paid or refunded', () => {
    const bills = createBills();
    const open: bigint[][] = Array.from({ length: USERS }, () => []);
    let [inFees, out] = [0n, 0n];
    for (let i = 0; i < 2000; i++) {
      const user = stream.below(USERS);
      const tab = tabOf(bills, user);
      const fee = amountOf(stream);
      const kind = stream.below(4);
      if (kind === 0) {
        charge(bills, tab, fee);
        open[user].push(fee);
        inFees += fee;
      } else if (kind === 1 && open[user].length > 0) {
        accept(bills, tab, open[user].shift()!, i as Tick);
      } else if (kind === 2 && open[user].length > 0) {
        const refunded = open[user].shift()!;
        reject(bills, tab, refunded);
        out += refunded;
      } else if (kind === 3) {
        const paid = fee < tab.owed ? fee : tab.owed;
        collect(bills, tab, paid);
        out += paid;
      }
    }
    const tabs = [...bills.tabs.values()];
    const left = tabs.reduce((sum, { owed, unverified }) => sum + owed + unverified, 0n);
    expect(out + left, `seed ${seed}`).toBe(inFees);
    expect(bills.charged, `seed ${seed}`).toBe(inFees);
  });
});

describe('the laws', () => {
  it('say what does not add up', () => {
    const books = createBooks();
    openLedger(books, 0, 3n * TOKEN);
    books.sums.paid += 1n;
    expect(() => assertLaws(books)).toThrow('deposits, expected 3000000000000000000, got');
    const bills = createBills();
    expect(() => collect(bills, tabOf(bills, 0), 1n)).toThrow('fees, expected 0 or more');
    expect(() => assertFees({ ...createBills(), charged: 1n })).toThrow('fees, expected 1, got 0');
  });
});
