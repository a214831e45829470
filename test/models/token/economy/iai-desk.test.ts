import { describe, expect, it } from 'vitest';
import type { Desk } from '../../../../models/token/economy/desks/desk.ts';
import type { State } from '../../../../models/token/ledger/books.ts';
import { QUIET, type Ran, runPaths } from './economy.ts';

const UNIT = 10n ** 18n;

/** 1bn tokens in free hands at $3; nothing moves the price but trades. */
const STILL = `
schedule: { total: 1bn, buckets: { all: { amount: 1bn, tgeShare: 100 % } } }
market: { volatility: 0.05, impact: { model: kyle }, process: { volatility: 0 } }${QUIET}`;

const run = (iai: string, lines = `years: 0.5${STILL}`): Ran =>
  runPaths(`${lines}\niai: { ${iai} }`)[0];

function held({ path }: Ran, state: State): bigint {
  const { ledger } = path.hands;
  return ledger.balance(ledger.holder('iai'), state);
}

function report({ path }: Ran): Record<string, number> {
  const found: Record<string, number> = {};
  const desk = path.desks.find(({ id }) => id === 'iai') as Desk;
  desk.report?.((name, _unit, value) => {
    found[name.replace('token.iai.', '')] = value;
  }, 1);
  return found;
}

/** Tokens that lock a whole number of steps of 25, by the published curve. */
function curve(steps: number): number {
  let sum = 0;
  for (let step = 1; step <= steps; step++) {
    sum += 25 * 3237.4 * Math.exp(3.419 * ((25 * step) / 9270) ** 3);
  }
  return sum;
}

describe('an adoption', () => {
  it('locks 25 x 3,237.400217 tokens for the first 25 iAI, to the base unit', () => {
    // (25 / 9270)^3 x 3.419 = 6.706253e-8, so the first step costs 3237.4 x 1.00000006706253 = 3237.400217108.
    expect(held(run('target: 25, days: 1'), 'contract_locked')).toBe(
      25n * 3_237_400_217_108_000_000_000n,
    );
    // However it is cut into days: 2.5 a day.
    expect(held(run('target: 25, days: 10'), 'contract_locked')).toBe(
      25n * 3_237_400_217_108_000_000_000n,
    );
  });

  it('reaches the supply that it is given, up to an eighth of a billion at the cap', () => {
    const ran = run('target: 9270, days: 100');
    const figures = report(ran);
    expect(figures.supply).toBe(9270);
    // The last step has 20 of 25.
    const all = curve(370) + (20 / 25) * (curve(371) - curve(370));
    expect(figures.locked / all).toBeCloseTo(1, 9);
    expect(figures.share).toBeCloseTo(all / 1e9, 9);
    expect(ran.path.hands.supply().freeFloat).toBe(10n ** 27n - held(ran, 'contract_locked'));
  });

  it('lifts the price by what is bought for it, and not by what is held already', () => {
    expect(new Set(run('target: 1000, bought: 0 %').prices)).toEqual(new Set([3]));
    const { prices } = run('target: 25, days: 1, bought: 100 %');
    // 80,935 tokens of 50 M a day: 0.05 x 0.0016187 / 2.
    expect(prices[0] / 3 - 1).toBeCloseTo((0.025 * 25 * 3237.4002) / 50e6, 9);
  });

  it('waits while more would be locked than is free', () => {
    // 10 M tokens in all, and the cap takes 125 M.
    const ran = run('target: 9270, days: 100', `years: 0.5${STILL.replaceAll('1bn', '10M')}`);
    const figures = report(ran);
    expect(figures.supply).toBeGreaterThan(2900);
    expect(figures.locked).toBeLessThanOrEqual(10e6);
    ran.path.hands.ledger.assertLaws();
  });
});

describe('a run on the collateral', () => {
  it('gives the same tokens back, and nothing is left when all leave', () => {
    const ran = run('target: 5000, days: 50, run: { at: 60, share: 100 %, days: 9, sold: 0 % }');
    expect(held(ran, 'contract_locked')).toBe(0n);
    const figures = report(ran);
    expect(figures).toMatchObject({ supply: 0, locked: 0, share: 0 });
    expect(Number(held(ran, 'liquid')) / 1e18).toBeCloseTo(figures.most, 5);
    expect(figures.most / curve(200)).toBeCloseTo(1, 9);
    ran.path.hands.ledger.assertLaws();
  });

  it('takes the mean of what all have locked: half of the iAI, half of the tokens', () => {
    const ran = run('target: 100, days: 4, run: { at: 30, share: 50 %, days: 4, sold: 0 % }');
    expect(report(ran).supply).toBe(50);
    // Rounded down on each of 4 days.
    const half = (UNIT * BigInt(Math.round(curve(4) * 1e9))) / 2_000_000_000n;
    const left = held(ran, 'contract_locked') - half;
    expect(left < 1_000_000_000n * 50n && left > -1_000_000_000n * 50n).toBe(true);
  });

  it('reaches the market a day later, and only with what is sold', () => {
    const ran = run('target: 5000, days: 50, bought: 0 %, run: { at: 60, days: 2, sold: 40 % }');
    const freed = curve(200) / 2 / 2;
    expect(ran.prices[60]).toBe(3);
    // 5 % of the free float: on day 61 half of the collateral is gone or cools down, and still locked.
    const volume = 0.05 * (1e9 - curve(200));
    expect(ran.prices[61] / 3).toBeCloseTo(1 - (0.025 * 0.4 * freed) / volume, 9);
    expect(ran.prices[62]).toBeLessThan(ran.prices[61]);
    expect(new Set(ran.prices.slice(62))).toEqual(new Set([ran.prices[62]]));
    expect(ran.path.sales[1]).toBeCloseTo(0.4 * freed * (ran.prices[61] + ran.prices[62]), 0);
  });

  it('ends the adoption', () => {
    const ran = run('target: 1000, days: 100, run: { at: 50, share: 0 % }');
    expect(report(ran).supply).toBe(500);
  });
});

describe('rewards of the collateral', () => {
  const lines = `
years: 0.5
schedule: { total: 1bn, buckets: { all: { amount: 900M, tgeShare: 100 % }, house: { amount: 100M, tgeShare: 100 % } } }
market: { process: { volatility: 0 } }
inflation: { rule: fixed_rate }
treasury: { bucket: house, burn: 0 }
sell: { scale: 0, rewards: 100 % }
demand: { fees: 0 }
staking: { initial: 30 %, kappa: 0 }`;

  it('are the treasury’s, pro rata to stake and collateral, and it keeps them', () => {
    const ran = run('target: 5000, days: 1, yield: 80 %', lines);
    const { minted } = ran.path.hands.books;
    const collateral = 0.8 * curve(200);
    const part = collateral / (300e6 + collateral);
    const { rewards } = report(ran);
    expect(rewards / (Number(minted) / 1e18)).toBeCloseTo(part, 9);
    expect(Number(ran.path.hands.inTreasury) / 1e18).toBeCloseTo(100e6 + rewards, 3);
    // 5 % of 1bn, less the collateral's part, over 300 M; then over the growth of the supply.
    const nominal = (0.05 * 1e9 * (Number(minted) / 1e27 + 1) * (1 - part)) / 300e6;
    expect(ran.path.stake.realYield).toBeCloseTo((1 + nominal) / 1.05 - 1, 6);
  });

  it('are none by default', () =>
    expect(report(run('target: 5000, days: 1', lines)).rewards).toBe(0));
});
