/** token-economics 8.2. */
import { describe, expect, it } from 'vitest';
import {
  accumulatedRate,
  disinflatedRate,
  disinflation,
  floorYear,
  reanchored,
} from '../../../../models/token/inflation/solana-curve.ts';
import { Minter, relative, tokens } from './support.ts';

const YEAR = 31_557_600;
const curve = disinflation(0.08, 0.15, 0.015);

describe('solana', () => {
  it('has the printed rates at whole years', () => {
    const printed = [0.08, 0.068, 0.0578, 0.04913, 0.0417605, 0.0354964];
    for (const [year, rate] of printed.entries()) {
      expect(disinflatedRate(curve, year)).toBeCloseTo(rate, 7);
    }
    const chain = new Minter('solana', {}, { total: 5e8 });
    chain.to(2 * YEAR);
    expect(chain.rate).toBeCloseTo(0.0578, 12);
  });

  it('is at its floor after 10.3002 years', () => {
    expect(floorYear({ start: 0.08, taper: 0.15 }, 0.015)).toBeCloseTo(10.3002, 4);
    expect(disinflatedRate(curve, 10.3)).toBeGreaterThan(0.015);
    expect(disinflatedRate(curve, 10.3003)).toBe(0.015);
    expect(floorYear({ start: 0.01, taper: 0.15 }, 0.015)).toBe(0);
    expect(floorYear({ start: 0.08, taper: 0 }, 0.015)).toBe(Number.POSITIVE_INFINITY);
  });

  it('grows 500 M to 538,315,948 in a year, or to 540,000,000 in steps', () => {
    // e^(0.08 * 0.15 / 0.16251893) = 1.0766318952
    const smooth = new Minter('solana', {}, { total: 5e8 });
    smooth.to(YEAR);
    expect(Math.round(tokens(smooth.supply.total))).toBe(538_315_948);
    const exact = 5e8 * Math.exp((0.08 * 0.15) / -Math.log(0.85));
    expect(relative(tokens(smooth.supply.total), exact)).toBeLessThan(1e-14);
    const stepped = new Minter('solana', { evaluation: 'yearly' }, { total: 5e8 });
    stepped.to(YEAR);
    expect(tokens(stepped.supply.total)).toBe(540_000_000);
    // 6.8 % of 540 M
    expect(tokens(stepped.to(2 * YEAR))).toBe(36_720_000);
  });

  it('compounds at the floor', () => {
    const chain = new Minter('solana', {}, { total: 1e9 });
    chain.to(11 * YEAR);
    const before = tokens(chain.supply.total);
    // e^0.015 - 1 = 0.01511306461572
    expect(relative(tokens(chain.to(12 * YEAR)), before * 0.015113064615719)).toBeLessThan(1e-12);
  });

  it('pays epochs of two days at the rate of their beginning', () => {
    const chain = new Minter('solana', { evaluation: 'epoch' }, { total: 5e8 });
    expect(chain.to(172_799)).toBe(0n);
    // 8 % * 172,800 / 31,557,600 of 500 M = 219,028.062970...; down to 10^-9
    const first = (5n * 10n ** 17n * 8n * 172_800n) / (100n * 31_557_600n);
    expect(chain.to(172_800)).toBe(first * 10n ** 9n);
    // A whole year of epochs lies below the smooth growth of the rate read at their beginnings.
    const whole = new Minter('solana', { evaluation: 'epoch' }, { total: 5e8 });
    whole.to(YEAR);
    let [supply, end] = [5e8, 172_800];
    for (; end <= YEAR; end += 172_800) {
      supply *= 1 + (0.08 * 0.85 ** ((end - 172_800) / YEAR) * 172_800) / YEAR;
    }
    expect(relative(tokens(whole.supply.total), supply)).toBeLessThan(1e-12);
  });
});

describe('solana_double', () => {
  it('begins the new taper with the rate of that moment', () => {
    const double = reanchored(curve, 5, 0.3);
    expect(disinflatedRate(double, 4.9)).toBe(disinflatedRate(curve, 4.9));
    // 0.08 * 0.85^5 = 0.035496425; * 0.7 = 0.0248474975; * 0.7^2 = 0.01739324825; then the floor
    expect(disinflatedRate(double, 5)).toBeCloseTo(0.035496425, 9);
    expect(disinflatedRate(double, 6)).toBeCloseTo(0.0248474975, 9);
    expect(disinflatedRate(double, 7)).toBeCloseTo(0.01739324825, 9);
    expect(disinflatedRate(double, 8)).toBe(0.015);
  });

  it('integrates over the change and the floor', () => {
    const double = reanchored(curve, 5, 0.3);
    const k = (taper: number) => -Math.log(1 - taper);
    const floor = 5 + Math.log(0.035496425 / 0.015) / k(0.3);
    const sum =
      (0.08 - 0.035496425) / k(0.15) + (0.035496425 - 0.015) / k(0.3) + 0.015 * (9 - floor);
    expect(accumulatedRate(double, 0, 9)).toBeCloseTo(sum, 9);
    expect(accumulatedRate(double, 4, 5) + accumulatedRate(double, 5, 6)).toBeCloseTo(
      accumulatedRate(double, 4, 6),
      14,
    );
    expect(accumulatedRate(disinflation(0.05, 0, 0.01), 1, 3)).toBeCloseTo(0.1, 14);
  });

  it('mints like solana before the change, and less after', () => {
    const given = { activation: 2 };
    const [old, now] = [
      new Minter('solana', {}, { total: 5e8 }),
      new Minter('solana_double', given, { total: 5e8 }),
    ];
    expect(now.years(2)).toEqual(old.years(2));
    // From 5.78 % on: (0.0578 - 0.04046) / 0.35667494 = 0.048615695
    const before = tokens(now.supply.total);
    const grown = Math.expm1((0.0578 * 0.3) / -Math.log(0.7));
    expect(relative(tokens(now.to(3 * YEAR)), before * grown)).toBeLessThan(1e-12);
    expect(now.supply.total < old.supply.total + old.to(3 * YEAR)).toBe(true);
  });
});
