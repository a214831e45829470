import { describe, expect, it } from 'vitest';
import { type PoolOptions, RewardPools } from '../../../../models/storage/rewards/pools.ts';

/** Pricing chunks of 10 sectors that release over 100 s. */
const toy = (options: Partial<PoolOptions> = {}) =>
  new RewardPools({ release: { law: 'linear', seconds: 100 }, pricingSectors: 10, ...options });

/** One full chunk of 1000 wei at second 0. */
function thousand(options?: Partial<PoolOptions>): RewardPools {
  const pools = toy(options);
  pools.fill(0, 10, 1000n, 0);
  return pools;
}

describe('payouts by hand', () => {
  it('halve what has been released', () => {
    const pools = thousand();
    expect(pools.pay(0, 0)).toBe(0n);
    expect(pools.pay(0, 25)).toBe(125n); // 250 released
    expect(pools.chunk(0)).toEqual({ locked: 750n, claimable: 125n, paid: 125n, startedAt: 0 });
    expect(pools.pay(0, 50)).toBe(187n); // 125 + 250 = 375
    expect(pools.pay(0, 50)).toBe(94n); // 188
    expect(pools.pay(0, 100)).toBe(297n); // 94 + 500 = 594
    expect(pools.pay(0, 101)).toBe(148n); // 297, and nothing more is released
    // 149 -> 74, 75 -> 37, 38 -> 19, 19 -> 9, 10 -> 5, 5 -> 2, 3 -> 1, 2 -> 1, 1 -> 0.
    const tail = Array.from({ length: 9 }, () => pools.pay(0, 1000));
    expect(tail).toEqual([74n, 37n, 19n, 9n, 5n, 2n, 1n, 1n, 0n]);
    expect(pools.chunk(0)).toEqual({ locked: 0n, claimable: 1n, paid: 999n, startedAt: 0 });
    pools.assertConserved();
  });

  it('leave half of a single release, and all of one release when proofs are regular', () => {
    const once = thousand();
    expect(once.pay(0, 500)).toBe(500n);
    // Ten proofs, 100 released before each: 100 (1/2 + 1/4 + ... + 1/1024) = 99.9 remains.
    const regular = thousand();
    for (let at = 10; at <= 100; at += 10) regular.pay(0, at);
    expect(regular.chunk(0).claimable).toBe(100n);
  });

  it('of rare data are larger', () => {
    const pools = toy({ release: { law: 'linear', seconds: 1000 } });
    pools.fill(0, 20, 2_000_000_000n, 0);
    let popular = 0n;
    let rare = 0n;
    for (let at = 1; at <= 1000; at++) {
      popular = pools.pay(0, at);
      if (at % 100 === 0) rare = pools.pay(1, at);
    }
    // A proof meets 2 releases: of 1/1000 each second, or of 1/10 each 100 s (less 1/1024 after ten proofs).
    expect(Number(popular)).toBeCloseTo(1_000_000, -1);
    expect(Number(rare)).toBeCloseTo(100_000_000 * (1 - 1 / 1024), -1);
  });

  it('by decay follow the time since the last proof', () => {
    const pools = thousand({ release: { law: 'decay' } });
    const YEAR = 372 * 86_400;
    // 1000 (1 - e^-0.04) = 39.2 and half; then 961 locked, e^-0.04 of 25 years is 1/e: 607.5 and 20.
    expect(pools.pay(0, YEAR)).toBe(19n);
    expect(pools.pay(0, 26 * YEAR)).toBe(313n);
    expect(pools.chunk(0)).toEqual({ locked: 354n, claimable: 314n, paid: 332n, startedAt: 0 });
  });
});

describe('filling', () => {
  it('spreads evenly, and what does not divide goes to the last chunk', () => {
    const pools = toy();
    // 1003 wei over sectors 5 to 24: 50 each; 5, 10 and 5 sectors, and 3 wei over.
    pools.fill(5, 20, 1003n, 7);
    expect([0, 1, 2].map((i) => pools.chunk(i).locked)).toEqual([250n, 500n, 253n]);
    expect([0, 1, 2].map((i) => pools.chunk(i).startedAt)).toEqual([7, 7, null]);
    pools.assertConserved();
  });

  it('starts a pool when the flow has passed its chunk, and pays nothing before', () => {
    const pools = toy({ baseReward: 5n });
    pools.donate(100n);
    pools.fill(0, 9, 900n, 0);
    expect(pools.pay(0, 50)).toBe(0n);
    expect(pools.totals.basePaid).toBe(0n);
    pools.fill(9, 1, 100n, 60);
    // 40 s later 400 are released.
    expect(pools.pay(0, 100)).toBe(205n);
  });

  it('counts aligning sectors, with their share of the fee or as a gap', () => {
    const shared = toy();
    shared.fill(0, 7, 70n, 1);
    shared.fill(7, 9, 45n, 2); // aligning to 16: three sectors in the first chunk, six in the second
    shared.fill(16, 4, 55n, 3);
    expect([0, 1].map((i) => shared.chunk(i).locked)).toEqual([85n, 85n]);
    expect([0, 1].map((i) => shared.chunk(i).startedAt)).toEqual([2, 3]);
    const gap = toy();
    gap.fill(0, 7, 70n, 1);
    gap.fill(32, 4, 55n, 3);
    expect([0, 1, 2, 3].map((i) => gap.chunk(i).locked)).toEqual([70n, 0n, 0n, 55n]);
    expect([0, 1, 2, 3].map((i) => gap.chunk(i).startedAt)).toEqual([3, 3, 3, null]);
    expect(gap.pay(1, 50)).toBe(0n);
  });

  it('without sectors changes nothing', () => {
    const pools = toy();
    pools.fill(0, 0, 0n, 5);
    expect([pools.chunks, pools.totals.fees, pools.firstRewardable(9)]).toEqual([0, 0n, 0]);
    expect(() => pools.fill(0, 0, 1n, 5)).toThrow('sectors, expected at least 1 for 1 wei, got 0');
  });

  it('takes the service fee of fee and bonus first', () => {
    const pools = toy({ serviceFeeRate: 250 });
    // 2.5 % of 10,100 is 252.5.
    pools.fill(0, 10, 10_000n, 0, 100n);
    expect(pools.totals).toMatchObject({
      fees: 10_000n,
      bonus: 100n,
      treasury: 252n,
      locked: 9848n,
    });
    pools.assertConserved();
  });

  it('holds 8 GiB in a pricing chunk unless told otherwise', () => {
    const pools = new RewardPools({ release: { law: 'decay' } });
    pools.fill(0, (8 * 2 ** 30) / 256 - 1, 1n, 0);
    expect(pools.chunk(0).startedAt).toBeNull();
    pools.fill(8 * 2 ** 22 - 1, 2, 2n, 1);
    expect([pools.chunk(0).startedAt, pools.chunk(1).startedAt]).toEqual([1, null]);
  });
});

describe('base rewards', () => {
  it('come from donations, as far as they last, inside the release period', () => {
    const pools = thousand({ baseReward: 40n });
    expect(pools.pay(0, 0)).toBe(0n);
    pools.donate(100n);
    expect(pools.pay(0, 0)).toBe(40n);
    expect(pools.pay(0, 99)).toBe(495n + 40n);
    // 20 are left; the release is over at second 100.
    expect(pools.pay(0, 100)).toBe(252n);
    expect(pools.totals).toMatchObject({ donated: 100n, basePaid: 80n, basePool: 20n, paid: 747n });
    pools.assertConserved();
  });

  it('are cut to what is left, and decaying chunks get them forever', () => {
    const pools = thousand({ baseReward: 40n, release: { law: 'decay' } });
    pools.donate(50n);
    expect([pools.pay(0, 0), pools.pay(0, 0), pools.pay(0, 0)]).toEqual([40n, 10n, 0n]);
  });
});

describe('expiry', () => {
  it('moves on when the release of a chunk is over', () => {
    const pools = toy();
    pools.fill(0, 10, 10n, 0);
    pools.fill(10, 25, 10n, 30); // chunks 1 and 2 full, 3 not
    expect([0, 99, 100, 129, 130, 1e9].map((at) => pools.firstRewardable(at))).toEqual([
      0, 0, 1, 1, 3, 3,
    ]);
  });

  it('never comes with decay', () => {
    expect(thousand({ release: { law: 'decay' } }).firstRewardable(1e12)).toBe(0);
  });

  it('of the deployed release comes 372 days after the chunk was full', () => {
    const pools = new RewardPools({ release: { law: 'linear', seconds: 32_140_800 } });
    pools.fill(0, 33_554_432, 1n, 1000);
    expect(pools.firstRewardable(1000 + 372 * 86_400 - 1)).toBe(0);
    expect(pools.firstRewardable(1000 + 372 * 86_400)).toBe(1);
  });
});

it('refuses what cannot be', () => {
  const pools = thousand();
  expect(() => pools.pay(1, 0)).toThrow('pricing chunk, expected 0 to 0, got 1');
  expect(() => pools.chunk(-1)).toThrow('pricing chunk, expected 0 to 0, got -1');
  pools.pay(0, 9);
  expect(() => pools.pay(0, 8)).toThrow('time, expected whole seconds from 9 on, got 8');
  expect(() => pools.pay(0, 9.5)).toThrow('time, expected whole seconds from 9 on, got 9.5');
  expect(() => pools.fill(9, 1, 1n, 9)).toThrow('start, expected a sector from 10 on, got 9');
  expect(() => pools.fill(10, 1, -1n, 9)).toThrow('fee, expected 0 wei or more, got -1');
  expect(() => pools.fill(10, 1, 1n, 9, -1n)).toThrow('bonus, expected 0 wei or more, got -1');
  expect(() => pools.fill(10, 0.5, 1n, 9)).toThrow('sectors, expected a whole number of 0');
  expect(() => pools.donate(-1n)).toThrow('donation, expected 0 wei or more, got -1');
  expect(() => toy({ pricingSectors: 0 })).toThrow('pricing sectors, expected a whole number of 1');
  expect(() => toy({ release: { law: 'linear', seconds: 0 } })).toThrow(
    'release seconds, expected',
  );
  expect(() => toy({ serviceFeeRate: 10_001 })).toThrow('service fee rate, expected 0 to 10000');
  expect(() => toy({ baseReward: -1n })).toThrow('base reward, expected 0 wei or more, got -1');
  // Nothing of it left a trace.
  expect(pools.totals).toMatchObject({ fees: 1000n, bonus: 0n, donated: 0n });
  pools.assertConserved();
});
