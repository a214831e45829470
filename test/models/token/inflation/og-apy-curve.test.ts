/** token-economics 3.2 and 3.3. */
import { describe, expect, it } from 'vitest';
import { kavaGrowth } from '../../../../models/token/inflation/kava.ts';
import { apy, apyLimit } from '../../../../models/token/inflation/og-apy-curve.ts';
import { Minter, relative, tokens, whole } from './support.ts';

const YEAR = 31_556_952;
const curve = { xMin: 0.2, xMax: 1, yMax: 0.15, yMin: 0.05, decay: 10 };

describe('og_apy_curve', () => {
  it('has the printed limit and check points', () => {
    // q = e^-8 = 3.354626e-4; (0.05 - 0.15 q) / (1 - q)
    expect(apyLimit(curve)).toBeCloseTo(0.0499664425, 10);
    expect(apy(curve, 0)).toBe(0.15);
    expect(apy(curve, 0.2)).toBeCloseTo(0.15, 12);
    expect(apy(curve, 0.3)).toBeCloseTo(0.08676673, 8);
    expect(apy(curve, 0.5)).toBeCloseTo(0.05494682, 8);
    expect(apy(curve, 1)).toBeCloseTo(0.05, 12);
  });

  it('inflates by the yield times the staked share', () => {
    // X = 300 / 600 = 0.5, b = 0.3: 5.494682 % * 0.3 = 1.6484046 %
    const chain = new Minter('og_apy_curve', {}, { total: 1e9, staked: 3e8, circulating: 6e8 });
    expect(chain.rate).toBeCloseTo(0.016484046, 9);
    // In an hour the float hardly grows.
    const hour = tokens(chain.to(3600));
    expect(relative(hour, (3e8 * 0.054946820047 * 3600) / YEAR)).toBeLessThan(1e-6);
  });

  it('inflates less and then more as stake grows', () => {
    const rate = (staked: number) =>
      new Minter('og_apy_curve', {}, { total: 1e9, staked, circulating: 1e9 }).rate;
    expect(rate(1.9e8)).toBeGreaterThan(rate(1.5e8));
    expect(rate(3e8)).toBeLessThan(rate(2e8));
    expect(rate(1e9)).toBeGreaterThan(rate(6e8));
  });

  it('follows the growing float within 1e-9, across the kink too', () => {
    for (const staked of [3e8, 1.25e8]) {
      const chain = new Minter('og_apy_curve', {}, { total: 1e9, staked, circulating: 6e8 });
      const minted = tokens(chain.to(2 * YEAR));
      expect(relative(minted, reference(staked, 6e8, 2)), String(staked)).toBeLessThan(1e-9);
    }
  });

  it('fixes the yield at the anniversary under `yearly`', () => {
    const given = { refresh: 'yearly' };
    const chain = new Minter('og_apy_curve', given, { total: 1e9, staked: 3e8, circulating: 6e8 });
    const [first, second] = chain.years(2).map(tokens);
    // e^-3 = 0.0497870684: 0.0499664425 + 0.1000335575 * 0.0497870684
    expect(relative(first, 3e8 * 0.054946820047)).toBeLessThan(1e-9);
    const x = 3e8 / (6e8 + first);
    const limit = (0.05 - 0.15 * Math.exp(-8)) / (1 - Math.exp(-8));
    expect(
      relative(second, 3e8 * (limit + (0.15 - limit) * Math.exp(-10 * (x - 0.2)))),
    ).toBeLessThan(1e-9);
  });

  it('mints nothing without stake', () => {
    const chain = new Minter('og_apy_curve', {}, { total: 1e9 });
    expect([chain.rate, chain.to(YEAR)]).toEqual([0, 0n]);
  });

  it('refuses bounds in the wrong order', () => {
    const start = (given: object) => () => new Minter('og_apy_curve', given, { total: 1 });
    expect(start({ xMax: 0.1 })).toThrow(new RangeError('xMax, expected above xMin 0.2, got 0.1'));
    expect(start({ yMin: '20 %' })).toThrow('yMin, expected at most yMax 0.15, got 0.2');
  });
});

/** Runge-Kutta of fourth order in steps of ten minutes, with the functions of the platform. */
function reference(staked: number, circulating: number, years: number): number {
  const q = Math.exp(-8);
  const limit = (0.05 - 0.15 * q) / (1 - q);
  const slope = (minted: number) => {
    const x = staked / (circulating + minted);
    return staked * (x < 0.2 ? 0.15 : limit + (0.15 - limit) * Math.exp(-10 * (x - 0.2)));
  };
  const steps = years * 52_596;
  const h = years / steps;
  let minted = 0;
  for (let i = 0; i < steps; i++) {
    const k1 = slope(minted);
    const k2 = slope(minted + (h * k1) / 2);
    const k3 = slope(minted + (h * k2) / 2);
    const k4 = slope(minted + h * k3);
    minted += (h * (k1 + 2 * k2 + 2 * k3 + k4)) / 6;
  }
  return minted;
}

describe('kava', () => {
  it('compounds both rates over 31,536,000 s', () => {
    const given = { community: '1 %', staking: '8 %' };
    const chain = new Minter('kava', given, { total: 1e9, staked: 3e8 });
    // 1 % of 1,000 M and 8 % of 300 M
    expect(relative(tokens(chain.to(31_536_000)), 10_000_000 + 24_000_000)).toBeLessThan(1e-15);
  });

  it('takes the root of the year for a part of it', () => {
    // 1.21^(1/2) = 1.1; ten years at 10 %: 1.1^10 = 2.5937424601
    expect(kavaGrowth(0.21, 15_768_000)).toBeCloseTo(0.1, 14);
    expect(kavaGrowth(0.1, 315_360_000)).toBeCloseTo(1.5937424601, 12);
    // One second: ln(1.05) / 31,536,000 = 0.04879016416943 / 31,536,000
    expect(relative(kavaGrowth(0.05, 1), 0.048790164169432 / 31_536_000)).toBeLessThan(1e-9);
  });

  it('adds up over parts when only the supply compounds', () => {
    const parts = new Minter('kava', { community: '4 %' }, { total: 1e9 });
    for (const day of [1, 30, 200, 365]) parts.to(day * 86_400);
    expect(relative(tokens(parts.supply.total - whole(1e9)), 4e7)).toBeLessThan(1e-12);
  });

  it('is 0 by default', () => {
    expect(new Minter('kava', {}, { total: 1e9, staked: 1e8 }).to(1e9)).toBe(0n);
  });
});
