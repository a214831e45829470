import alea from 'seedrandom/lib/alea.js';
import { describe, expect, it } from 'vitest';
import { normalQuantile } from '../../sim/math.ts';
import { comparePairs, holm } from '../../sim/stats/paired.ts';
import { checkpoints, judgePrecision } from '../../sim/stats/precision.ts';
import { isRefusal } from '../../sim/stats/refusal.ts';
import vectors from './vectors/statistics.json' with { type: 'json' };

describe('run to precision', () => {
  it('checks at fixed counts and always at the last', () => {
    expect(checkpoints(100)).toEqual([10, 15, 20, 30, 40, 60, 80, 100]);
    expect(checkpoints(120)).toEqual([10, 15, 20, 30, 40, 60, 80, 120]);
    expect(checkpoints(10)).toEqual([10]);
    expect(checkpoints(9, 3)).toEqual([3, 5, 6, 9]);
    expect(checkpoints(5, 2)).toEqual([2, 3, 4, 5]);
  });

  const seed = 'precision 1';
  const draw = alea(seed);
  const latency = Array.from({ length: 200 }, () => 10 + 2 * normalQuantile(draw.double()));
  const plan = { targets: { latency: 0.05 }, max: 200 };

  it(`asks for more until the target is met, seed "${seed}"`, () => {
    // The interval of n values of mean 10, sd 2 is about 0.4 / sqrt(n) of the mean wide: 5 % near 64.
    const verdict = judgePrecision({ latency }, plan);
    expect(verdict).toMatchObject({ stop: true, reason: 'precise' });
    expect([40, 60, 80, 120]).toContain(verdict.replications);
    expect(verdict.metrics.latency.relativeHalfWidth).toBeLessThanOrEqual(0.05);
  });

  it('finds the same stop however many results are in', () => {
    const { replications } = judgePrecision({ latency }, plan);
    for (let done = 0; done <= 200; done++) {
      const verdict = judgePrecision({ latency: latency.slice(0, done) }, plan);
      expect(verdict.stop).toBe(done >= replications);
      if (verdict.stop) expect(verdict.replications).toBe(replications);
      else expect(verdict.next).toBe(checkpoints(200).find((count) => count > done));
    }
  });

  it('needs every metric to be precise', () => {
    const exact = new Array(200).fill(7);
    expect(
      judgePrecision({ exact, latency }, { targets: { exact: 0.01 }, max: 200 }),
    ).toMatchObject({
      stop: true,
      replications: 10,
    });
    const both = { targets: { exact: 0.01, latency: 0.05 }, max: 200 };
    expect(judgePrecision({ exact, latency }, both).replications).toBe(
      judgePrecision({ latency }, plan).replications,
    );
  });

  it('waits for the metric with the fewest results', () => {
    const targets = { a: 0.1, b: 0.1 };
    const samples = { a: new Array(50).fill(1), b: new Array(9).fill(1) };
    expect(judgePrecision(samples, { targets, max: 50 })).toMatchObject({
      stop: false,
      reason: 'more needed',
      replications: 0,
      next: 10,
    });
  });

  it('stops at the maximum with what it has', () => {
    const verdict = judgePrecision({ latency }, { targets: { latency: 0.001 }, max: 30 });
    expect(verdict).toMatchObject({ stop: true, reason: 'maximum', replications: 30 });
    expect(verdict.metrics.latency.met).toBe(false);
  });

  it('never takes an unknown or zero mean for precise', () => {
    const zero = Array.from({ length: 20 }, (_, i) => (i % 2 === 0 ? 1 : -1));
    const absent = new Array(20).fill(NaN);
    for (const metric of [zero, absent]) {
      const verdict = judgePrecision({ metric }, { targets: { metric: 0.5 }, max: 20 });
      expect(verdict.reason).toBe('maximum');
      expect(verdict.metrics.metric).toMatchObject({ relativeHalfWidth: Infinity, met: false });
    }
    const alwaysZero = { metric: new Array(20).fill(0) };
    const plan = { targets: { metric: 0.5 }, max: 20 };
    expect(judgePrecision(alwaysZero, plan).reason).toBe('precise');
  });

  it('throws for a plan that cannot be judged', () => {
    expect(() => judgePrecision({ a: [] }, { targets: {}, max: 20 })).toThrow(/at least one/);
    expect(() => judgePrecision({ a: [] }, { targets: { b: 1 }, max: 20 })).toThrow(
      /expected b, found a/,
    );
    expect(() => judgePrecision({ a: [] }, { targets: { a: 0 }, max: 20 })).toThrow(/above 0/);
    expect(() => checkpoints(9)).toThrow(/>= 10, found 9/);
    expect(() => checkpoints(9, 1)).toThrow(/>= 2, found 1/);
  });
});

describe('paired comparison', () => {
  it('agrees with scipy', () => {
    const { a, b, mean, low, high, p, correlation, ratio } = vectors.paired;
    const found = comparePairs(a, b, 0.9);
    if (isRefusal(found)) throw new Error(found.refused);
    expect(found.difference.mean).toBeCloseTo(mean, 12);
    expect(found.difference.low).toBeCloseTo(low, 10);
    expect(found.difference.high).toBeCloseTo(high, 10);
    expect(Math.abs(found.pValue / p - 1)).toBeLessThan(1e-9);
    expect(found.correlation).toBeCloseTo(correlation, 12);
    expect(found.varianceRatio).toBeCloseTo(ratio, 12);
  });

  it("gives the p-value printed by R for Student's sleep data", () => {
    const first = [0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0, 2];
    const second = [1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4];
    const found = comparePairs(first, second);
    if (isRefusal(found)) throw new Error(found.refused);
    expect(found.pValue).toBeCloseTo(0.002833, 6);
    expect(found.difference.mean).toBeCloseTo(1.58, 12);
    expect([found.meanA, found.meanB]).toEqual([
      expect.closeTo(0.75, 12),
      expect.closeTo(2.33, 12),
    ]);
  });

  const seed = 'paired 1';
  it(`sees with common random numbers what independent runs hide, seed "${seed}"`, () => {
    const draw = alea(seed);
    const a = Array.from({ length: 20 }, () => 100 + 10 * normalQuantile(draw.double()));
    const b = a.map((x) => x + 1 + 0.5 * normalQuantile(draw.double()));
    const found = comparePairs(a, b);
    if (isRefusal(found)) throw new Error(found.refused);
    expect(found.difference.low).toBeGreaterThan(0.5);
    expect(found.difference.high).toBeLessThan(1.5);
    expect(found.correlation).toBeGreaterThan(0.99);
    expect(found.varianceRatio).toBeLessThan(0.01);
  });

  it('handles variants that are equal, or apart by a constant, or constant', () => {
    const a = [1, 2, 4, 8];
    expect(comparePairs(a, a)).toMatchObject({ pValue: 1, correlation: 1, varianceRatio: 0 });
    expect(
      comparePairs(
        a,
        a.map((x) => x + 1),
      ),
    ).toMatchObject({ pValue: 0, varianceRatio: 0, difference: { low: 1, high: 1 } });
    expect(comparePairs([1, 1], [2, 2])).toMatchObject({ correlation: null, varianceRatio: null });
  });

  it('refuses a single pair and throws for unequal lengths', () => {
    expect(isRefusal(comparePairs([1], [2]))).toBe(true);
    expect(() => comparePairs([1, 2], [1])).toThrow(/equal lengths, found 2, 1/);
  });
});

describe('Holm', () => {
  it('gives the adjusted values of the step-down procedure', () => {
    // By hand: 4 x 0.005, 3 x 0.01, 2 x 0.03, then not below the one before.
    const adjusted = holm([0.01, 0.04, 0.03, 0.005]);
    [0.03, 0.06, 0.06, 0.02].forEach((p, i) => {
      expect(adjusted[i]).toBeCloseTo(p, 14);
    });
  });

  it('stays within 1 and refuses what is no probability', () => {
    expect(holm([0.9, 0.8])).toEqual([1, 1]);
    expect(holm([])).toEqual([]);
    expect(() => holm([0.5, 1.2])).toThrow(/found 1.2/);
  });
});
