import alea from 'seedrandom/lib/alea.js';
import { describe, expect, it } from 'vitest';
import { Histogram } from '../../sim/stats/histogram.ts';
import { isRefusal } from '../../sim/stats/refusal.ts';

function histogramOf(values: readonly number[], bits?: number): Histogram {
  const histogram = new Histogram(bits);
  for (const value of values) histogram.record(value);
  return histogram;
}

/** Integers of every magnitude up to 2^53 - 1. */
function sample(draw: () => number, length: number): number[] {
  return Array.from({ length }, () => Math.floor(2 ** (draw() * 53) - 1));
}

describe('histogram', () => {
  it('is exact for values below two octaves of buckets', () => {
    const histogram = histogramOf(Array.from({ length: 256 }, (_, i) => i));
    for (let rank = 1; rank <= 256; rank++) expect(histogram.valueAtRank(rank)).toBe(rank - 1);
  });

  it('keeps count, extremes, sum and mean exactly, beyond 2^53 too', () => {
    const histogram = new Histogram();
    histogram.record(Number.MAX_SAFE_INTEGER, 1000);
    histogram.record(3);
    histogram.record(0, 2);
    expect(histogram.count).toBe(1003);
    expect([histogram.min, histogram.max]).toEqual([0, Number.MAX_SAFE_INTEGER]);
    expect(histogram.sum).toBe(9007199254740991n * 1000n + 3n);
    // 8980258479303081 + 760/1003, rounded: doubles are whole numbers up here.
    expect(histogram.mean).toBe(8980258479303082);
  });

  it('records a value many times as if one by one', () => {
    const together = new Histogram();
    together.record(12_345, 40);
    expect(together.toJSON()).toEqual(histogramOf(new Array(40).fill(12_345)).toJSON());
  });

  it('takes the largest safe integer and both sides of every power of two', () => {
    for (const bits of [1, 7, 11]) {
      for (let power = 2; power <= 2 ** 52; power *= 2) {
        for (const value of [power - 1, power, power + 1]) {
          const histogram = histogramOf([0, value, Number.MAX_SAFE_INTEGER], bits);
          const error = Math.abs(histogram.valueAtRank(2) - value);
          expect(error).toBeLessThanOrEqual(value / 2 ** (bits + 1));
        }
      }
    }
  });

  const seed = 'histogram 1';
  it.each([1, 4, 7, 11])(
    `keeps each rank within 2^-(bits + 1) of an exact sort at %i bits, seed "${seed}"`,
    (bits) => {
      const draw = alea(seed);
      const values = sample(() => draw.double(), 3000);
      const histogram = histogramOf(values, bits);
      values.sort((a, b) => a - b);
      values.forEach((value, i) => {
        const error = Math.abs(histogram.valueAtRank(i + 1) - value);
        expect(error).toBeLessThanOrEqual(value / 2 ** (bits + 1));
      });
      for (const q of [0.001, 0.07, 0.5, 0.9, 0.99]) {
        const exact = values[Math.ceil(3000 * q - 1e-9) - 1];
        const error = Math.abs(histogram.quantile(q)! - exact);
        expect(error).toBeLessThanOrEqual(exact / 2 ** (bits + 1));
      }
    },
  );

  it(`merges to the same state in any order, and to that of the whole, seed "${seed}"`, () => {
    const draw = alea(seed);
    const parts = Array.from({ length: 6 }, (_, i) => sample(() => draw.double(), i * 37));
    const whole = histogramOf(parts.flat()).toJSON();
    for (const order of [
      [0, 1, 2, 3, 4, 5],
      [5, 3, 1, 0, 4, 2],
      [2, 4, 0, 5, 1, 3],
    ]) {
      const merged = new Histogram();
      for (const i of order) merged.merge(histogramOf(parts[i]));
      expect(merged.toJSON()).toEqual(whole);
    }
  });

  it('survives JSON and goes on recording', () => {
    const histogram = histogramOf([1, 1, 500, 123_456_789_012]);
    const copy = Histogram.fromJSON(JSON.parse(JSON.stringify(histogram)));
    expect(copy.toJSON()).toEqual(histogram.toJSON());
    copy.record(2 ** 50);
    histogram.record(2 ** 50);
    expect(copy.toJSON()).toEqual(histogram.toJSON());
    expect(Histogram.fromJSON(JSON.parse(JSON.stringify(new Histogram()))).count).toBe(0);
  });

  it('writes only the buckets in use', () => {
    expect(histogramOf([5, 5, 9]).toJSON().buckets).toEqual([5, 2, 9, 1]);
  });

  it('says NaN or nothing when empty', () => {
    const empty = new Histogram();
    expect([empty.min, empty.max, empty.mean]).toEqual([NaN, NaN, NaN]);
    expect(empty.quantile(0.5)).toBeNull();
    expect(isRefusal(empty.quantileInterval(0.5))).toBe(true);
    expect(() => empty.valueAtRank(1)).toThrow(RangeError);
  });

  it('refuses p99 below 100 values and gives it from 100 on', () => {
    const values = Array.from({ length: 99 }, (_, i) => i);
    const histogram = histogramOf(values);
    expect(histogram.quantile(0.99)).toBeNull();
    histogram.record(99);
    expect(histogram.quantile(0.99)).toBe(98);
  });

  it('encloses a quantile between two of its own values', () => {
    // Ranks 40 and 61 of 100 for the median at 95 %.
    const histogram = histogramOf(Array.from({ length: 100 }, (_, i) => i + 1));
    expect(histogram.quantileInterval(0.5)).toMatchObject({ n: 100, value: 50, low: 40, high: 61 });
  });

  it('refuses what it cannot hold', () => {
    const histogram = new Histogram();
    for (const bad of [-1, 0.5, NaN, Infinity, 2 ** 53]) {
      expect(() => histogram.record(bad)).toThrow(/safe integer >= 0/);
    }
    for (const bad of [0, -1, 0.5, NaN]) {
      expect(() => histogram.record(1, bad)).toThrow(/safe integer >= 1/);
    }
    for (const bad of [0, 12, 1.5]) expect(() => new Histogram(bad)).toThrow(/1 to 11/);
    expect(() => histogram.merge(new Histogram(5))).toThrow(/expected 7, found 5/);
    const torn = { ...histogramOf([1, 2]).toJSON(), count: 3 };
    expect(() => Histogram.fromJSON(torn)).toThrow(/expected 3 in all, found 2/);
  });
});
