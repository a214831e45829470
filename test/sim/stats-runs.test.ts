import alea from 'seedrandom/lib/alea.js';
import { describe, expect, it } from 'vitest';
import { normalQuantile } from '../../sim/math.ts';
import { batchMeans, lag1Autocorrelation } from '../../sim/stats/batch-means.ts';
import { isRefusal, type Refusal } from '../../sim/stats/refusal.ts';
import { warmUp } from '../../sim/stats/warm-up.ts';
import vectors from './vectors/statistics.json' with { type: 'json' };

function answer<T extends object>(result: T | Refusal): T {
  if (isRefusal(result)) throw new Error(result.refused);
  return result;
}

/** x_t = phi x_(t-1) + noise, started in its steady state of mean 0. */
function autoregressive(draw: () => number, phi: number, length: number): number[] {
  let x = normalQuantile(draw()) / Math.sqrt(1 - phi * phi);
  return Array.from({ length }, () => {
    x = phi * x + normalQuantile(draw());
    return x;
  });
}

/** The definition of MSER-5 word for word: all cuts, each with its own sums. */
function bruteForceCut(values: readonly number[]): number {
  const batches: number[] = [];
  for (let i = 0; i + 5 <= values.length; i += 5) {
    batches.push(values.slice(i, i + 5).reduce((a, b) => a + b) / 5);
  }
  let best = { cut: 0, statistic: Infinity };
  for (let cut = 0; cut <= batches.length - 5; cut++) {
    const kept = batches.slice(cut);
    const mean = kept.reduce((a, b) => a + b) / kept.length;
    const squares = kept.reduce((sum, y) => sum + (y - mean) ** 2, 0);
    const statistic = squares / kept.length ** 2;
    if (statistic < best.statistic) best = { cut: cut * 5, statistic };
  }
  return best.cut;
}

describe('warm-up by MSER-5', () => {
  const seed = 'warm-up 1';

  it(`cuts where an initial transient has died out, seed "${seed}"`, () => {
    const draw = alea(seed);
    for (let round = 0; round < 30; round++) {
      // A transient of 20 standard deviations that falls below one tenth after 106 values.
      const values = Array.from(
        { length: 1000 },
        (_, i) => 5 + normalQuantile(draw.double()) + 20 * Math.exp(-i / 20),
      );
      const { cut, method, mean } = answer(warmUp(values));
      expect(method).toBe('MSER');
      expect(cut).toBeGreaterThanOrEqual(40);
      expect(cut).toBeLessThanOrEqual(250);
      expect(Math.abs(mean - 5)).toBeLessThan(0.2);
    }
  });

  it(`cuts little from a stationary series, seed "${seed}"`, () => {
    const draw = alea(seed);
    let total = 0;
    let refused = 0;
    for (let round = 0; round < 100; round++) {
      const result = warmUp(Array.from({ length: 1000 }, () => draw.double()));
      if (isRefusal(result)) refused++;
      else total += result.cut;
    }
    expect(total / 100).toBeLessThan(100);
    expect(refused).toBeLessThanOrEqual(10);
  });

  it(`finds the cut of the definition, seed "${seed}"`, () => {
    const draw = alea(seed);
    let compared = 0;
    for (let round = 0; round < 50; round++) {
      const values = autoregressive(() => draw.double(), 0.8, 203).map((x, i) => x + 9 / (i + 1));
      const result = warmUp(values);
      const expected = bruteForceCut(values);
      if (expected > 100) expect(isRefusal(result)).toBe(true);
      else {
        expect(answer(result).cut).toBe(expected);
        compared++;
      }
    }
    expect(compared).toBeGreaterThan(10);
  });

  it('cuts nothing from a constant', () => {
    expect(warmUp(new Array(100).fill(4))).toMatchObject({ cut: 0, mean: 4, statistic: 0 });
  });

  it('refuses when the series is still climbing past half the run', () => {
    const ramp = Array.from({ length: 300 }, (_, i) => Math.min(i, 250));
    expect(warmUp(ramp)).toEqual({ refused: expect.stringContaining('past half the run') });
  });

  it('refuses fewer than ten batches', () => {
    expect(warmUp(new Array(49).fill(1))).toEqual({ refused: expect.stringMatching(/50.*49/) });
    expect(isRefusal(warmUp(new Array(50).fill(1)))).toBe(false);
  });

  it('obeys a fixed cut, past half the run too', () => {
    const values = [100, 100, 100, 1, 2];
    expect(warmUp(values, { fixed: 3 })).toEqual({
      cut: 3,
      method: 'fixed',
      mean: 1.5,
      statistic: null,
    });
    expect(isRefusal(warmUp(values, { fixed: 5 }))).toBe(true);
  });

  it('throws for wrong input', () => {
    expect(() => warmUp([1, NaN])).toThrow(/observation 1, expected a finite number, found NaN/);
    expect(() => warmUp([1], { fixed: -1 })).toThrow(/fixed warm-up/);
    expect(() => warmUp([1], { batchSize: 0 })).toThrow(/batch size/);
  });
});

describe('batch means', () => {
  it('agree with numpy and scipy', () => {
    const { values, batches, mean, low, high, lag1 } = vectors.batchMeans;
    const found = answer(batchMeans(values, batches));
    expect(found).toMatchObject({ batches: 10, batchSize: 4, dropped: 0, n: 10 });
    expect(found.mean).toBeCloseTo(mean, 12);
    expect(found.low).toBeCloseTo(low, 10);
    expect(found.high).toBeCloseTo(high, 10);
    expect(found.lag1).toBeCloseTo(lag1, 12);
  });

  it('drop the oldest values that fill no batch', () => {
    const values = [1e6, 1e6, ...new Array(40).fill(3)];
    expect(batchMeans(values)).toMatchObject({ dropped: 2, mean: 3, halfWidth: 0, lag1: 0 });
  });

  const seed = 'batch means 1';
  const rounds = 500;

  function run(phi: number, length: number) {
    const draw = alea(`${seed} ${phi}`);
    let covered = 0;
    let correlated = 0;
    for (let round = 0; round < rounds; round++) {
      const found = answer(batchMeans(autoregressive(() => draw.double(), phi, length)));
      if (found.low <= 0 && 0 <= found.high) covered++;
      if (found.correlated) correlated++;
    }
    return { covered: covered / rounds, correlated: correlated / rounds };
  }

  it(`cover the mean of an autoregressive series as often as they say, seed "${seed}"`, () => {
    const { covered, correlated } = run(0.5, 1000);
    // 0.95 less a little for the correlation left between batches; 4 standard errors are 0.039.
    expect(covered).toBeGreaterThan(0.9);
    expect(covered).toBeLessThan(0.99);
    expect(correlated).toBeLessThan(0.1);
  });

  it(`raise the flag when the batches are too short, where they cover too little, seed "${seed}"`, () => {
    const { covered, correlated } = run(0.97, 400);
    expect(covered).toBeLessThan(0.75);
    expect(correlated).toBeGreaterThan(0.5);
  });

  it('refuse batches of a single value', () => {
    expect(batchMeans(new Array(39).fill(1))).toEqual({ refused: expect.stringMatching(/40.*39/) });
    expect(() => batchMeans([], 9)).toThrow(/batches, expected a whole number >= 10, found 9/);
  });

  it('have a lag-1 autocorrelation of -(n - 1)/n when the series alternates', () => {
    expect(lag1Autocorrelation([1, -1, 1, -1, 1, -1, 1, -1, 1, -1])).toBeCloseTo(-0.9, 14);
  });
});
