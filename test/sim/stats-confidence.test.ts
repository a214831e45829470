import alea from 'seedrandom/lib/alea.js';
import { describe, expect, it } from 'vitest';
import { normalQuantile, studentTQuantile } from '../../sim/math.ts';
import { meanInterval, quantileInterval, sampleQuantile } from '../../sim/stats/confidence.ts';
import { carriesQuantile, quantileIntervalRanks, quantileRank } from '../../sim/stats/quantile.ts';
import { isRefusal } from '../../sim/stats/refusal.ts';
import vectors from './vectors/statistics.json' with { type: 'json' };

describe('Student t', () => {
  it('agrees with the printed tables (Fisher and Yates, table III)', () => {
    const printed = [
      [0.975, 1, 12.706],
      [0.975, 2, 4.303],
      [0.975, 5, 2.571],
      [0.975, 9, 2.262],
      [0.975, 30, 2.042],
      [0.975, 120, 1.98],
      [0.975, Infinity, 1.96],
      [0.95, 1, 6.314],
      [0.95, 10, 1.812],
      [0.995, 2, 9.925],
      [0.995, 20, 2.845],
    ];
    for (const [p, df, t] of printed) expect(studentTQuantile(p, df)).toBeCloseTo(t, 3);
  });

  it('agrees with scipy to ten digits', () => {
    for (const [p, df, t] of vectors.studentT) {
      expect(Math.abs(studentTQuantile(p, df) / t - 1), `t(${p}, ${df})`).toBeLessThan(1e-10);
    }
  });
});

describe('interval of the mean', () => {
  it("gives the interval printed by R for Student's sleep data", () => {
    // R: with(sleep, t.test(extra[group == 1] - extra[group == 2]))
    const difference = [-1.2, -2.4, -1.3, -1.3, 0, -1, -1.8, -0.8, -4.6, -1.4];
    const interval = meanInterval(difference);
    if (isRefusal(interval)) throw new Error(interval.refused);
    expect(interval.mean).toBeCloseTo(-1.58, 12);
    expect(interval.low).toBeCloseTo(-2.4598858, 7);
    expect(interval.high).toBeCloseTo(-0.7001142, 7);
  });

  it('does not depend on the order of the values', () => {
    const values = [0.1, 1e9, 0.2, -1e9, 0.3, 7];
    expect(meanInterval(values)).toEqual(meanInterval(values.toReversed()));
  });

  const seed = 'mean interval 1';
  it(`covers the mean of normal values as often as it says, seed "${seed}"`, () => {
    const draw = alea(seed);
    let covered = 0;
    for (let round = 0; round < 2000; round++) {
      const values = Array.from({ length: 6 }, () => 3 + normalQuantile(draw.double()));
      const interval = meanInterval(values, 0.9);
      if (!isRefusal(interval) && interval.low <= 3 && 3 <= interval.high) covered++;
    }
    // 0.9 give or take four standard errors of 2000 trials.
    expect(Math.abs(covered / 2000 - 0.9)).toBeLessThan(0.027);
  });

  it('refuses fewer than two values, and values that are not finite', () => {
    expect(meanInterval([])).toEqual({ refused: expect.stringContaining('found 0') });
    expect(meanInterval([5])).toEqual({ refused: expect.stringContaining('found 1') });
    expect(isRefusal(meanInterval([1, NaN, 2]))).toBe(true);
  });

  it('throws for a level that is no probability', () => {
    for (const level of [0, 1, 95, NaN]) {
      expect(() => meanInterval([1, 2, 3], level)).toThrow(/confidence level/);
    }
  });
});

describe('quantiles', () => {
  it('are read by nearest rank, without rounding noise', () => {
    expect(quantileRank(100, 0.07)).toBe(7);
    expect(quantileRank(100, 0.99)).toBe(99);
    expect(quantileRank(5, 0.5)).toBe(3);
    expect(quantileRank(4, 0.5)).toBe(2);
    expect(quantileRank(3, 0.01)).toBe(1);
  });

  it('need a value expected on either side', () => {
    expect(carriesQuantile(99, 0.99)).toBe(false);
    expect(carriesQuantile(100, 0.99)).toBe(true);
    expect(carriesQuantile(9, 0.9)).toBe(false);
    expect(carriesQuantile(10, 0.9)).toBe(true);
    expect(carriesQuantile(999, 0.001)).toBe(false);
    expect(carriesQuantile(1000, 0.001)).toBe(true);
    expect(carriesQuantile(1, 0.5)).toBe(false);
    expect(carriesQuantile(2, 0.5)).toBe(true);
    expect(carriesQuantile(0, 0.5)).toBe(false);
  });

  it('are refused when the sample cannot carry them', () => {
    const values = Array.from({ length: 99 }, (_, i) => i);
    expect(sampleQuantile(values, 0.99)).toEqual({ refused: expect.stringContaining('99 values') });
    expect(sampleQuantile([...values, 99], 0.99)).toEqual({ value: 98 });
    expect(() => sampleQuantile([1, NaN, 3], 0.5)).toThrow(/found NaN/);
    expect(() => sampleQuantile(values, 1)).toThrow(/quantile, expected between 0 and 1/);
  });

  it.each(vectors.quantileRanks)(
    'ranks of n = %i, q = %d at %d agree with exact sums',
    (...row) => {
      const [n, q, level, low, high, coverage] = row;
      const ranks = quantileIntervalRanks(n, q, level);
      if (low === undefined) expect(isRefusal(ranks)).toBe(true);
      else expect(ranks).toEqual({ low, high, coverage: expect.closeTo(coverage, 12) });
    },
  );

  it('has an interval of p95 from 72 values on, and of p99 from 368', () => {
    // Least n with q^n <= 0.025: 71.9 and 367.04.
    expect(isRefusal(quantileIntervalRanks(71, 0.95))).toBe(true);
    expect(isRefusal(quantileIntervalRanks(72, 0.95))).toBe(false);
    expect(isRefusal(quantileIntervalRanks(367, 0.99))).toBe(true);
    expect(isRefusal(quantileIntervalRanks(368, 0.99))).toBe(false);
  });

  const seed = 'quantile interval 1';
  it(`covers the true median of skewed values at least as often as it says, seed "${seed}"`, () => {
    const draw = alea(seed);
    let covered = 0;
    for (let round = 0; round < 1000; round++) {
      const values = Array.from({ length: 20 }, () => draw.double() ** 3);
      const interval = quantileInterval(values, 0.5);
      if (!isRefusal(interval) && interval.low <= 0.125 && 0.125 <= interval.high) covered++;
    }
    // Ranks 6 and 15 of 20 cover 0.9586; four standard errors of 1000 trials are 0.025.
    expect(Math.abs(covered / 1000 - 0.9586)).toBeLessThan(0.025);
  });
});
