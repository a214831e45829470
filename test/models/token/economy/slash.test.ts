import { describe, expect, it } from 'vitest';
import { accountOf } from '../../../../models/token/ledger/books.ts';
import { runPaths } from './economy.ts';

const M = 1_000_000n * 10n ** 18n;

/** 200 M free, of which half is staked; day 50 is in the second month. */
const economy = (run: string): string => `
years: 0.25
schedule: { buckets: { open: { amount: 200M, tgeShare: 100 % }, rest: { amount: 800M, cliff: 1 year, duration: 1 year } } }
sell: { scale: 0, rewards: 0 % }
demand: { fees: 0 }
market: { impact: { model: elastic }, process: { volatility: 0 } }
staking: { initial: 50 %, kappa: 0, traded: 0 %, unbonding: 100, run: { at: 50, ${run} } }`;

describe('a slash of a quarter', () => {
  const [{ path, prices }] = runPaths(economy('slashed: 25 %, share: 40 %'));
  const { books } = path.hands;

  it('burns 25 of 100 M, and 40 % of the other 75 M leave in the week after', () => {
    expect(books.burnedBy.get('slash')).toBe(25n * M);
    expect(books.total).toBe(975n * M);
    expect(Number(books.balances[accountOf(1, 'unbonding')]) / 1e18).toBeCloseTo(30e6, 3);
    expect(Number(books.balances[accountOf(1, 'staked')]) / 1e18).toBeCloseTo(45e6, 3);
  });

  it('frees nothing, so the price of what is free stays', () =>
    expect(prices.map((price) => Math.round(price * 1e6))).toEqual(prices.map(() => 3_000_000)));

  it('is no yearly shrinking of the supply in the real yield', () => {
    expect(path.stake.netInflation).toBe(0);
    expect(path.leastYield).toBe(0);
  });
});

it('without a slash nothing is burned', () =>
  expect(runPaths(economy('share: 40 %'))[0].path.hands.books.burned).toBe(0n));
