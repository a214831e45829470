import alea from 'seedrandom/lib/alea.js';
import { describe, expect, it } from 'vitest';
import { exactSum, moments } from '../../sim/stats/moments.ts';
import { mergeTallies, Tally } from '../../sim/stats/tally.ts';

function tallyOf(values: readonly number[]): Tally {
  const tally = new Tally();
  for (const value of values) tally.record(value);
  return tally;
}

describe('tally', () => {
  it('reports count, mean, variance and extremes', () => {
    const tally = tallyOf([2, 4, 4, 4, 5, 5, 7, 9]);
    expect(tally.count).toBe(8);
    expect(tally.mean).toBe(5);
    expect(tally.variance).toBeCloseTo(32 / 7, 14);
    expect(tally.standardDeviation).toBeCloseTo(Math.sqrt(32 / 7), 14);
    expect([tally.min, tally.max]).toEqual([2, 9]);
  });

  it('keeps the variance of values far from zero (NIST NumAcc4: mean 10000000.2, sd 0.1)', () => {
    const values = [10000000.2];
    for (let i = 0; i < 500; i++) values.push(10000000.1, 10000000.3);
    const tally = tallyOf(values);
    expect(tally.mean).toBeCloseTo(10000000.2, 8);
    expect(tally.standardDeviation).toBeCloseTo(0.1, 7);
  });

  it('says NaN where there is nothing to say', () => {
    const empty = new Tally();
    expect([empty.mean, empty.variance, empty.min, empty.max]).toEqual([NaN, NaN, NaN, NaN]);
    expect(tallyOf([3]).variance).toBeNaN();
  });

  it('refuses an observation that is not a finite number', () => {
    expect(() => new Tally().record(NaN)).toThrow(/finite number, found NaN/);
    expect(() => new Tally().record(Infinity)).toThrow(RangeError);
  });

  it('forgets on reset', () => {
    const tally = tallyOf([100, 200]);
    tally.reset();
    tally.record(3);
    expect([tally.count, tally.mean, tally.min, tally.max]).toEqual([1, 3, 3, 3]);
  });

  it('survives JSON', () => {
    for (const tally of [new Tally(), tallyOf([1.5, -2, 7.25])]) {
      const copy = Tally.fromJSON(JSON.parse(JSON.stringify(tally)));
      expect(copy.toJSON()).toEqual(tally.toJSON());
      expect(copy.min).toBe(tally.min);
    }
  });

  const seed = 'tally 1';
  it(`merged parts equal the whole, in any order, seed "${seed}"`, () => {
    const draw = alea(seed);
    for (let round = 0; round < 50; round++) {
      const parts: number[][] = [];
      for (let i = 0; i < 7; i++) {
        const length = Math.floor(draw.double() * 40);
        parts.push(Array.from({ length }, () => (draw.double() - 0.3) * 10 ** (i - 2)));
      }
      const whole = moments(parts.flat());
      const merged = mergeTallies(parts.map(tallyOf));
      const shuffled = mergeTallies([3, 0, 6, 2, 5, 1, 4].map((i) => tallyOf(parts[i])));
      expect(merged.toJSON()).toEqual(shuffled.toJSON());
      expect(merged.count).toBe(whole.n);
      expect(Math.abs(merged.mean / whole.mean - 1)).toBeLessThan(1e-10);
      expect(Math.abs(merged.variance / whole.variance - 1)).toBeLessThan(1e-12);
      expect(merged.max).toBe(Math.max(...parts.flat()));
      expect(merged.min).toBe(Math.min(...parts.flat()));
    }
  });

  it('merges nothing into an empty tally', () => {
    expect(mergeTallies([]).count).toBe(0);
    expect(mergeTallies([new Tally(), new Tally()]).mean).toBeNaN();
  });
});

describe('exact sums', () => {
  it('lose nothing to cancellation and do not depend on the order', () => {
    const values = [1e100, 1, -1e100, 1e-3, 3, -3];
    expect(exactSum(values)).toBe(1.001);
    expect(exactSum(values.toReversed())).toBe(1.001);
    expect(moments(values)).toEqual(moments(values.toReversed()));
  });
});
