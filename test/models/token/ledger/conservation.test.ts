import { describe, expect, it } from 'vitest';
import { type Account, STATES } from '../../../../models/token/ledger/books.ts';
import { CHANGES, type Change, type Ledger } from '../../../../models/token/ledger/ledger.ts';
import { divideReward } from '../../../../models/token/ledger/rewards.ts';
import { supplyOf } from '../../../../models/token/ledger/supply.ts';
import { type Stream, Streams } from '../../../../sim/random.ts';
import { smallLedger, tok, usd } from './genesis.ts';

const STEPS = 1500;
const seeds = [1, 2, 3, 4].map((n) => `ledger ${n}`);
const changes = Object.keys(CHANGES) as Change[];

/** Mostly sensible amounts; sometimes too much, below 0, or no amount at all. */
function amountOf(stream: Stream): bigint {
  const what = stream.below(20);
  const amount = BigInt(stream.below(1_000_000_000)) * BigInt(stream.below(40_000_000_000));
  if (what === 0) return -amount - 1n;
  if (what === 1) return amount * 1_000_000n;
  if (what === 2) return [undefined, Number.NaN, 1.5, 7, '5', null][stream.below(6)] as never;
  return amount;
}

/** Numbers of classes and buckets, now and then one that is not there. */
function place(stream: Stream, count: number): number {
  return stream.chance(0.02) ? [-1, count, 0.5, Number.NaN][stream.below(4)] : stream.below(count);
}

/** Any account of any class in any state. */
function anyAccount(stream: Stream): Account {
  return place(stream, 6 * STATES.length) as Account;
}

function liquid(ledger: Ledger, stream: Stream): Account {
  return ledger.account(place(stream, 6), 'liquid');
}

function rewardStep(ledger: Ledger, stream: Stream): void {
  const parts = divideReward(
    amountOf(stream) % (ledger.rewards.pending + 2n),
    ledger.rewards.stakes(),
    {
      communityTax: BigInt(stream.below(1_000_000_000)),
      commission: BigInt(stream.below(1_000_000_000)),
      restaked: BigInt(stream.below(3)) * tok(stream.below(100)),
    },
  );
  const spoiled = stream.chance(0.1) ? { ...parts, tax: parts.tax + 1n } : parts;
  const [tax, commission, restaked] = [1, 2, 3].map(() => liquid(ledger, stream));
  ledger.rewards.pay(spoiled, { tax, commission, restaked });
}

/** One random operation, hostile or not. */
function step(ledger: Ledger, stream: Stream): void {
  const { books, cash, rewards } = ledger;
  const amount = amountOf(stream);
  const money = amount === undefined || typeof amount !== 'bigint' ? amount : amount / 10n ** 12n;
  const holder = place(stream, 6);
  const other = place(stream, 6);
  const bucket = place(stream, 4);
  const operations: (() => void)[] = [
    () => ledger.release(bucket, amount),
    () => ledger.releaseTo(books.released.map((r) => (stream.chance(0.2) ? r + amount : r))),
    () => ledger.claim(holder, amount, stream.chance(0.5) ? 0n : amountOf(stream), bucket),
    () => ledger.claim(2, amount, amount / 3n, bucket),
    () => ledger.move(anyAccount(stream), anyAccount(stream), amount),
    () => ledger.move(liquid(ledger, stream), liquid(ledger, stream), amount),
    () => ledger.change(changes[stream.below(changes.length)], holder, amount),
    () => ledger.change(changes[stream.below(changes.length)], holder, amount),
    () => ledger.mint(liquid(ledger, stream), amount, `rule ${stream.below(3)}`),
    () => ledger.mint(anyAccount(stream), amount, 'any'),
    () => ledger.burn(anyAccount(stream), amount, `rule ${stream.below(3)}`),
    () => ledger.bridgeIn(place(stream, 1), anyAccount(stream), amount),
    () => ledger.bridgeOut(place(stream, 1), anyAccount(stream), amount),
    () => ledger.reallocate(bucket, place(stream, 4), amount),
    () => rewards.mint(amount, 'rewards'),
    () => rewards.routeFees(holder, amount),
    () => rewardStep(ledger, stream),
    () => cash.deposit(holder, money),
    () => cash.withdraw(holder, money),
    () => cash.pay(holder, other, money),
    () => cash.trade(anyAccount(stream), anyAccount(stream), amount, money),
    () => cash.trade(liquid(ledger, stream), liquid(ledger, stream), amount, money),
    () =>
      cash.draw(place(stream, 1), liquid(ledger, stream), liquid(ledger, stream), amount, money),
    () => cash.addLiquidity(holder, amount, money),
    () => cash.concentrate(holder, amount, money),
    () => cash.removeLiquidity(holder, amount, money),
    () => cash.sellToPool(holder, other, amount, money / 100n),
    () => cash.buyFromPool(holder, other, amount / 100n, money),
  ];
  operations[stream.below(operations.length)]();
}

function play(
  seed: string,
  each: (ledger: Ledger, refused: boolean, where: string) => void,
): Ledger {
  const stream = new Streams(seed, 0).stream('operations');
  const ledger = smallLedger();
  ledger.releaseTo([tok(10), tok(10), tok(10), tok(200)]);
  for (let holder = 1; holder < 6; holder++) ledger.cash.deposit(holder, usd(100));
  for (let i = 0; i < STEPS; i++) {
    const before = ledger.hash();
    let refused = false;
    const where = `seed "${seed}", step ${i}`;
    try {
      step(ledger, stream);
    } catch (error) {
      refused = true;
      // Wrong types may be refused by the language before any figure moves.
      expect(error instanceof RangeError || error instanceof TypeError, where).toBe(true);
      expect(ledger.hash(), `${where}: ${error}`).toBe(before);
    }
    each(ledger, refused, where);
  }
  return ledger;
}

describe('random operations, hostile ones among them', () => {
  it.each(seeds)('%s', (seed) => {
    let refusals = 0;
    play(seed, ({ books }, refused, where) => {
      if (refused) refusals++;
      // Counted here once more: nothing below 0, and all tokens and dollars are somewhere.
      const all = books.balances.reduce((sum, balance) => sum + balance, 0n);
      const { minted, burned, bridgedIn, bridgedOut } = books;
      expect(all, where).toBe(tok(1000) + minted - burned + bridgedIn - bridgedOut);
      const dollars = [...books.cash, ...books.poolCash].reduce((sum, part) => sum + part, 0n);
      expect(dollars, where).toBe(books.usdIn - books.usdOut);
      expect(
        [...books.balances, ...books.cash, ...books.poolCash].every((part) => part >= 0n),
        where,
      ).toBe(true);
    }).assertLaws();
    expect(refusals, seed).toBeGreaterThan(STEPS / 10);
    expect(refusals, seed).toBeLessThan((STEPS * 9) / 10);
  });

  it.each(seeds)('laws hold at every step: %s', (seed) => {
    play(seed, (ledger, _, where) => {
      expect(() => ledger.assertLaws(), where).not.toThrow();
      const { total, locked, available, circulating, freeFloat } = supplyOf(ledger.books);
      expect(total - locked - ledger.rewards.pending, where).toBe(available);
      expect(available >= circulating && circulating >= freeFloat && freeFloat >= 0n, where).toBe(
        true,
      );
    });
  });

  it.each(seeds)('same seed, same hash: %s', (seed) => {
    expect(play(seed, () => {}).hash()).toBe(play(seed, () => {}).hash());
  });
});
