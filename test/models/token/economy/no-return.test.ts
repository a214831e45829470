import { describe, expect, it } from 'vitest';
import { lastChance } from '../../../../models/token/economy/outcomes/no-return.ts';
import { runPaths } from './economy.ts';

const nothing = (months: number) => new Float64Array(months + 1);

describe('the last month in which a cut of expenses saves the cash', () => {
  it('is month 8: $10 over 12 months at $1 a month, of which half can be cut', () =>
    // 8 x 1 + 4 x 0.5 = 10; a month later 9 + 3 x 0.5 = 10.5.
    expect(lastChance(10, nothing(12), 1, 0.5)).toEqual({ needed: true, month: 8 }));

  it('is not needed when the cash lasts', () =>
    expect(lastChance(12, nothing(12), 1, 0.5)).toEqual({ needed: false, month: null }));

  it('is gone from the start when even half of the expenses is too much', () =>
    expect(lastChance(5, nothing(12), 1, 0.5)).toEqual({ needed: true, month: null }));

  it('waits for income, and does not count on what comes after the cash is gone', () => {
    const income = nothing(12);
    // $4 in month 6: 10 x 1 + 2 x 0.5 = 7 + 4.
    income.fill(4, 6);
    expect(lastChance(7, income, 1, 0.5)).toEqual({ needed: true, month: 10 });
    // $9 in month 11: until then $7 have to do, so 4 x 1 + 6 x 0.5 = 7 in month 10.
    income.fill(0);
    income.fill(9, 11);
    expect(lastChance(7, income, 1, 0.5)).toEqual({ needed: true, month: 4 });
  });

  it('reads the income of a path: what a commitment brought, and nothing without one', () => {
    const lines = 'years: 1\ntreasury: { bucket: ecosystem }\n';
    const [{ path: alone }] = runPaths(lines);
    expect([...alone.income]).toEqual([...nothing(12)]);
    const [{ path }] = runPaths(`${lines}facility: { preset: eloc_97_3d, draw: always }`);
    expect(path.income[12]).toBeGreaterThan(0);
    expect(path.income[12]).toBeLessThanOrEqual(path.facility?.proceeds ?? 0);
  });
});
