import { describe, expect, it } from 'vitest';
import { Book } from '../../../../models/storage/mining/book.ts';
import type { StorageValues } from '../../../../models/storage/mining/parameters.ts';
import { Streams } from '../../../../sim/random.ts';
import { storageValues } from './values.ts';

const SEED = 'book';
const GIB = 1_073_741_824;
/** Seconds of 12 months of 31 days. */
const YEAR = 32_140_800;
/** 33 x 10^18 / 1024^3, rounded down three times. */
const PRICE = 30_733_644_962n;

const VALUES = storageValues();

const bookOf = (changes: Partial<StorageValues>, machines = 1) =>
  new Book({ ...VALUES, ...changes }, machines, 335_000);

describe('fees of a flow that is there from the start', () => {
  it('are the price of all sectors but that of the identifier', () => {
    // 16 GiB are 2^26 sectors.
    const { fees, locked } = bookOf({ flowSize: 16 * GIB }).totals();
    expect(fees).toBe((67_108_864n - 1n) * PRICE);
    expect(locked).toBe(fees);
  });

  it('one proof after the release takes exactly half of its chunk: half of the last release stays', () => {
    const book = bookOf({ flowSize: 16 * GIB });
    book.pay(0, 33_554_432 + 5, YEAR);
    const chunk = 33_554_432n * PRICE;
    const { paid, claimable } = book.totals();
    expect(paid).toBe(chunk / 2n);
    expect(claimable).toBe(chunk - chunk / 2n);
    expect(book.income[0]).toBe(paid);
  });

  it('rare proofs are larger: with n equal gaps to the end, each pays (1 - 2^-k) of the release of a gap', () => {
    // claimable(k) = (claimable(k-1) + r) / 2: payouts r (1 - 2^-k); r = fees of a chunk / n.
    const fees = Number(33_554_432n * PRICE);
    for (const n of [1, 2, 4, 8]) {
      const book = bookOf({ flowSize: 16 * GIB });
      const payouts: number[] = [];
      for (let k = 1; k <= n; k++) {
        const before = book.income[0];
        book.pay(0, 33_554_432, Math.round((YEAR * k) / n));
        payouts.push(Number(book.income[0] - before) / fees);
      }
      payouts.forEach((payout, k) => {
        expect(payout).toBeCloseTo((1 - 0.5 ** (k + 1)) / n, 9);
      });
    }
  });

  it('gas of a proof: 335,000 at 3 gwei are 0.001005 tokens', () => {
    expect(bookOf({}).gasCost).toBe(1_005_000_000_000_000n);
  });

  it('base rewards come out of the donation until it is used up', () => {
    const book = bookOf({ flowSize: 16 * GIB, baseReward: 0.4, donation: 1 });
    for (let proof = 0; proof < 4; proof++) book.pay(0, 0, 0);
    const { basePaid, basePool, paid } = book.totals();
    expect([basePaid, basePool, paid]).toEqual([1_000_000_000_000_000_000n, 0n, 0n]);
    expect(book.income[0]).toBe(basePaid);
  });
});

describe('fees of a flow that grows', () => {
  it('come in with whole files, and their padding is what the flow has more', () => {
    // Files of 1000 B are 4 sectors; 10,000 B/s: 10 files a second.
    const book = bookOf({ flowSize: GIB, ingest: 10_000, fileBytes: 1000 });
    const before = book.totals().fees;
    expect(book.lengthAt(10.05)).toBe(4_194_304 + 4 * 100);
    expect(book.totals().fees - before).toBe(400n * PRICE);
    expect(book.lengthAt(10.15)).toBe(4_194_304 + 4 * 101);
    expect(book.padding()).toBeCloseTo(0.024, 12);
  });

  it('do not pay for the sectors between files that are aligned', () => {
    // 5 sectors start at multiples of 4, so every 8: 100 files end at 99 x 8 + 5.
    const book = bookOf({ flowSize: GIB, ingest: 1280, fileBytes: 1280 });
    const before = book.totals().fees;
    expect(book.lengthAt(100)).toBe(4_194_304 + 797);
    expect(book.totals().fees - before).toBe(500n * PRICE);
  });

  it.each(['linear', 'decay'] as const)(
    '%s: no chunk ever pays more than its fees, and nothing is lost (100 random runs)',
    (release) => {
      const stream = new Streams(SEED, 0).stream(release);
      for (let round = 0; round < 100; round++) {
        const where = `${SEED} ${release} ${round}`;
        const machines = 1 + stream.below(4);
        const book = bookOf(
          {
            flowSize: GIB + 262_144 * stream.below(1000),
            pricingChunk: 262_144 * (1 + stream.below(2000)),
            release,
            serviceFee: stream.chance(0.5) ? stream.below(10_001) / 10_000 : 0,
            baseReward: stream.chance(0.5) ? stream.uniform() : 0,
            donation: stream.uniform() * 5,
            lifetime: 1 + stream.below(3),
            ingest: stream.chance(0.7) ? stream.below(2000) : 0,
            fileBytes: 1 + stream.below(1 << 22),
          },
          machines,
        );
        let at = 0;
        for (let step = 0; step < 60; step++) {
          at += stream.below(300_000);
          const length = book.lengthAt(at);
          book.pay(stream.below(machines), stream.below(length), at + stream.uniform());
          at += 1;
        }
        const totals = book.totals();
        const income = book.income.reduce((sum, wei) => sum + wei, 0n);
        expect(income, where).toBe(totals.paid + totals.basePaid);
        const { fees, paid, claimable, locked, treasury } = totals;
        expect(paid + claimable + locked + treasury, where).toBe(fees);
        let chunks = 0n;
        for (let chunk = 0; chunk < book.pools.chunks; chunk++) {
          const state = book.pools.chunk(chunk);
          expect(state.claimable >= 0n && state.locked >= 0n, where).toBe(true);
          chunks += state.paid;
        }
        expect(chunks, where).toBe(paid);
      }
    },
  );
});
