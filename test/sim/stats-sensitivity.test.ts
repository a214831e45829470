/** Sensitivity against closed forms. */
import { describe, expect, it } from 'vitest';
import { Streams } from '../../sim/random.ts';
import { elementaryEffects, morrisTrajectories } from '../../sim/stats/elementary-effects.ts';
import { rankCorrelation } from '../../sim/stats/rank-correlation.ts';
import { isRefusal, type Refusal } from '../../sim/stats/refusal.ts';
import { digitalShift, sobolPoints } from '../../sim/stats/sobol.ts';
import { type SobolIndices, saltelliRows, sobolIndices } from '../../sim/stats/sobol-indices.ts';

const stream = (seed: number | string) => new Streams(String(seed), 0).stream('test');
const product = (values: number[]) => values.reduce((a, b) => a * b, 1);

function answer<T extends object>(found: T | Refusal): T {
  if (isRefusal(found)) throw new Error(found.refused);
  return found;
}

function indicesOf(model: (x: number[]) => number, dimensions: number, count: number, seed = 1) {
  const base = digitalShift(sobolPoints(count, 2 * dimensions), stream(`points ${seed}`));
  const outcomes = saltelliRows(base).map((row) => model(row));
  return answer(sobolIndices(outcomes, dimensions, stream(`bootstrap ${seed}`)));
}

const firsts = (found: SobolIndices[]) => found.map(({ first }) => first.value);
const totals = (found: SobolIndices[]) => found.map(({ total }) => total.value);

function near(found: number[], expected: number[], within: number): void {
  expect(found).toHaveLength(expected.length);
  found.forEach((value, i) => {
    expect(Math.abs(value - expected[i]), `${value} for ${expected[i]}`).toBeLessThan(within);
  });
}

describe('Sobol indices', () => {
  // Ishigami and Homma 1990, a = 7, b = 0.1 on [-pi, pi]^3. With V1 = (1 + b pi^4/5)^2/2 = 4.3459,
  // V2 = a^2/8 = 6.125, V13 = 8 b^2 pi^8/225 = 3.3737 and V = 13.8446:
  // S = V1/V, V2/V, 0 and ST = (V1 + V13)/V, V2/V, V13/V.
  const ishigami = (row: number[]) => {
    const [x, y, z] = row.map((u) => Math.PI * (2 * u - 1));
    return Math.sin(x) + 7 * Math.sin(y) ** 2 + 0.1 * z ** 4 * Math.sin(x);
  };

  it('are those of the Ishigami function', () => {
    const found = indicesOf(ishigami, 3, 4096);
    near(firsts(found), [0.3139, 0.4424, 0], 0.01);
    near(totals(found), [0.5576, 0.4424, 0.2437], 0.01);
  });

  it('enclose those of the Ishigami function with few points', () => {
    const found = indicesOf(ishigami, 3, 256, 3);
    [0.3139, 0.4424, 0].forEach((truth, i) => {
      expect(found[i].first.low).toBeLessThan(truth);
      expect(found[i].first.high).toBeGreaterThan(truth);
    });
    for (const { first, total } of found) {
      expect(first.low).toBeLessThan(first.value);
      expect(first.high).toBeGreaterThan(first.value);
      expect(total.low).toBeLessThan(total.value);
      expect(total.high).toBeGreaterThan(total.value);
      expect(total.high - total.low).toBeGreaterThan(0.01);
    }
  });

  // Saltelli and Sobol 1995: f = prod (|4x - 2| + a)/(1 + a), V_i = 1/(3 (1 + a_i)^2),
  // V = prod (1 + V_i) - 1, S_i = V_i/V, ST_i = V_i prod_{j != i} (1 + V_j)/V.
  it('are those of the g-function', () => {
    const a = [0, 1, 4.5, 9, 99, 99];
    const g = (row: number[]) =>
      product(row.map((x, i) => (Math.abs(4 * x - 2) + a[i]) / (1 + a[i])));
    const parts = a.map((ai) => 1 / (3 * (1 + ai) ** 2));
    const whole = product(parts.map((v) => 1 + v)) - 1;
    const found = indicesOf(g, 6, 4096);
    const others = (i: number) => product(parts.filter((_, j) => j !== i).map((v) => 1 + v));
    near(
      firsts(found),
      parts.map((v) => v / whole),
      0.01,
    );
    near(
      totals(found),
      parts.map((v, i) => (v * others(i)) / whole),
      0.01,
    );
  });

  // For c x on the unit cube the variances are c^2/12: shares 1/14, 4/14, 9/14, alone and in all.
  it('are squares of the slopes of a linear model, whatever its mean', () => {
    const found = indicesOf(([x, y, z]) => 1000 + x - 2 * y + 3 * z, 3, 1024);
    near(firsts(found), [1 / 14, 4 / 14, 9 / 14], 0.01);
    near(totals(found), [1 / 14, 4 / 14, 9 / 14], 0.01);
  });

  it('refuse a constant and rows that do not fit', () => {
    expect(sobolIndices(Array(20).fill(7), 3, stream(1))).toEqual({
      refused: 'indices need an outcome that varies, found a constant',
    });
    const text = 'outcomes, expected 5 for each of two base points or more, got 7';
    expect(() => sobolIndices(Array(7).fill(1), 3, stream(1))).toThrow(text);
    expect(() => sobolIndices(Array(5).fill(1), 3, stream(1))).toThrow('got 5');
  });

  it('are the same for the same stream', () => {
    expect(indicesOf(ishigami, 3, 64)).toEqual(indicesOf(ishigami, 3, 64));
  });
});

describe('elementary effects', () => {
  const effectsOf = (
    model: (x: number[]) => number,
    dimensions: number,
    count: number,
    seed = 1,
  ) => {
    const rows = morrisTrajectories(count, dimensions, stream(seed));
    return elementaryEffects(rows, rows.map(model));
  };

  it('are the slopes of a linear model, without spread', () => {
    for (const seed of [1, 2, 3]) {
      const found = effectsOf(([x, y, z]) => 5 + 3 * x - 2 * y + 0 * z, 3, 8, seed);
      near(
        found.map(({ mu }) => mu),
        [3, -2, 0],
        1e-12,
      );
      near(
        found.map(({ muStar }) => muStar),
        [3, 2, 0],
        1e-12,
      );
      near(
        found.map(({ sigma }) => sigma),
        [0, 0, 0],
        1e-12,
      );
    }
  });

  // (x - 1/2)^2: from 0 to 2/3 it changes by 1/36 - 1/4 = -2/9 and from 1/3 to 1 by 2/9, which is -1/3
  // and 1/3 over the range. Signs cancel in mu and not in mu*; sigma^2 = n/(n-1) (1/9 - mu^2).
  it('keep in mu* what cancels in mu', () => {
    const [{ mu, muStar, sigma }] = effectsOf(([x]) => (x - 0.5) ** 2, 1, 400);
    expect(muStar).toBeCloseTo(1 / 3, 12);
    expect(Math.abs(mu)).toBeLessThan(0.06);
    expect(sigma ** 2).toBeCloseTo((400 / 399) * (1 / 9 - mu ** 2), 12);
  });

  // x y has the effect y on x: one of the four levels, 1/2 in the mean, with deviation sqrt(5)/6 = 0.373.
  it('spread where factors act together', () => {
    const found = effectsOf(([x, y]) => x * y, 2, 2000);
    for (const { mu, sigma } of found) {
      expect(Math.abs(mu - 0.5)).toBeLessThan(0.03);
      expect(Math.abs(sigma - Math.sqrt(5) / 6)).toBeLessThan(0.02);
    }
  });

  it('take steps of any size, and refuse rows that are no trajectories', () => {
    const rows = [[0], [0.5], [1], [0.75]];
    // (3 - 1)/0.5 = 4 and (4 - 5)/-0.25 = 4
    expect(elementaryEffects(rows, [1, 3, 5, 4])).toEqual([{ mu: 4, muStar: 4, sigma: 0 }]);
    expect(() => elementaryEffects([[0], [0], [0], [1]], [1, 2, 3, 4])).toThrow(
      'trajectory row 1, expected one step, got 0',
    );
    expect(() => elementaryEffects([[0], [1]], [1, 2])).toThrow(
      'two or more of 2 rows, got 2 rows',
    );
  });
});

describe('rank correlation', () => {
  it('is that of the textbook example', () => {
    // Hours of television and intelligence quotient of ten people: 1 - 6 x 194/(10 x 99) = -29/165.
    const iq = [106, 100, 86, 101, 99, 103, 97, 113, 112, 110];
    const hours = [7, 27, 2, 50, 28, 29, 20, 12, 6, 17];
    expect(answer(rankCorrelation(iq, hours)).value).toBeCloseTo(-29 / 165, 14);
  });

  it('gives ties their mean rank', () => {
    // Ranks 1, 2.5, 2.5, 4 against 1 to 4: 4.5/sqrt(4.5 x 5).
    const { value } = answer(rankCorrelation([1, 2, 2, 3], [1, 2, 3, 4]));
    expect(value).toBeCloseTo(4.5 / Math.sqrt(22.5), 14);
  });

  it('sees any growth as 1 and any fall as -1', () => {
    const x = Array.from({ length: 40 }, (_, i) => i / 7);
    expect(answer(rankCorrelation(x, x.map(Math.exp))).value).toBe(1);
    expect(
      answer(
        rankCorrelation(
          x,
          x.map((v) => -(v ** 3)),
        ),
      ).value,
    ).toBe(-1);
  });

  it('refuses constants and few pairs', () => {
    expect(rankCorrelation([1, 2, 3], [4, 4, 4])).toHaveProperty('refused');
    expect(rankCorrelation([1, 2], [4, 5])).toHaveProperty('refused');
    expect(() => rankCorrelation([1, 2, 3], [1, 2])).toThrow('expected equal lengths, got 3, 2');
  });
});
