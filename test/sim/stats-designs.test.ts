/** Designs of experiments: published points, and the properties their authors promise. */
import { describe, expect, it } from 'vitest';
import { Streams } from '../../sim/random.ts';
import { morrisTrajectories } from '../../sim/stats/elementary-effects.ts';
import { latinHypercube } from '../../sim/stats/latin.ts';
import { digitalShift, SOBOL_DIMENSIONS, sobolPoints } from '../../sim/stats/sobol.ts';
import { saltelliRows } from '../../sim/stats/sobol-indices.ts';

const stream = (seed: number) => new Streams(String(seed), 0).stream('test');
const range = (count: number) => Array.from({ length: count }, (_, i) => i);

describe('the Sobol sequence', () => {
  // Output for N = 10, D = 3 that Joe and Kuo print beside new-joe-kuo-6.21201.
  it('has the points that its authors print', () => {
    expect(sobolPoints(10, 3)).toEqual([
      [0, 0, 0],
      [0.5, 0.5, 0.5],
      [0.75, 0.25, 0.25],
      [0.25, 0.75, 0.75],
      [0.375, 0.375, 0.625],
      [0.875, 0.875, 0.125],
      [0.625, 0.125, 0.875],
      [0.125, 0.625, 0.375],
      [0.1875, 0.3125, 0.9375],
      [0.6875, 0.8125, 0.4375],
    ]);
  });

  // scipy.stats.qmc.Sobol(64, scramble=False) of SciPy 1.17.1, which reads the same published file.
  it('has the points of another program in dimensions up to 64', () => {
    const points = sobolPoints(1024, 64);
    const picked = (index: number) => [0, 1, 2, 3, 4, 9, 20, 40, 63].map((d) => points[index][d]);
    expect(picked(100)).toEqual([
      ...[0.4140625, 0.2578125, 0.7734375, 0.7265625, 0.8828125, 0.6953125],
      ...[0.7578125, 0.7109375, 0.6484375],
    ]);
    expect(picked(777)).toEqual([
      ...[0.6923828125, 0.9365234375, 0.1630859375, 0.2744140625, 0.6357421875, 0.3232421875],
      ...[0.2373046875, 0.7216796875, 0.4267578125],
    ]);
    expect(picked(1023)).toEqual([
      ...[0.0009765625, 0.7529296875, 0.6123046875, 0.1455078125, 0.1865234375, 0.8505859375],
      ...[0.8662109375, 0.6318359375, 0.0400390625],
    ]);
  });

  it('has no more dimensions than direction numbers', () => {
    expect(SOBOL_DIMENSIONS).toBe(64);
    expect(() => sobolPoints(2, 65)).toThrow('Sobol dimensions, expected at most 64, got 65');
  });

  describe.each([
    ['as published', (points: number[][]) => points],
    ['with a digital shift', (points: number[][]) => digitalShift(points, stream(5))],
  ])('%s', (_, moved) => {
    it('has one point in each of 2^m equal intervals of every coordinate', () => {
      for (const m of [1, 4, 7]) {
        const count = 2 ** m;
        const points = moved(sobolPoints(count, 64));
        for (const d of range(64)) {
          const cells = new Set(points.map((point) => Math.floor(point[d] * count)));
          expect(cells.size, `dimension ${d}, m = ${m}`).toBe(count);
        }
      }
    });

    it('is a (0, m, 2)-net in its first two coordinates', () => {
      const m = 8;
      const points = moved(sobolPoints(2 ** m, 2));
      for (const a of range(m + 1)) {
        const cells = new Set(
          points.map(([x, y]) => `${Math.floor(x * 2 ** a)} ${Math.floor(y * 2 ** (m - a))}`),
        );
        expect(cells.size, `2^${a} x 2^${m - a} boxes`).toBe(2 ** m);
      }
    });

    // Property A of Sobol, which Joe and Kuo keep for the first 1111 dimensions.
    it('has one of the first 2^s points in each orthant of s coordinates', () => {
      for (const s of [3, 6, 10]) {
        const points = moved(sobolPoints(2 ** s, s));
        const orthants = new Set(points.map((point) => point.map((x) => +(x >= 0.5)).join('')));
        expect(orthants.size, `${s} coordinates`).toBe(2 ** s);
      }
    });
  });

  it('is shifted off the borders, the same way for the same stream', () => {
    const points = digitalShift(sobolPoints(64, 6), stream(9));
    expect(points.flat().every((x) => x > 0 && x < 1)).toBe(true);
    expect(digitalShift(sobolPoints(64, 6), stream(9))).toEqual(points);
    expect(digitalShift(sobolPoints(64, 6), stream(10))).not.toEqual(points);
  });
});

describe('a Latin hypercube', () => {
  it('has one point in each stratum of every coordinate', () => {
    for (const seed of range(20)) {
      const count = 2 + 7 * seed;
      const points = latinHypercube(count, 5, stream(seed));
      for (const d of range(5)) {
        const strata = points.map((point) => Math.floor(point[d] * count)).sort((a, b) => a - b);
        expect(strata, `seed ${seed}, coordinate ${d}`).toEqual(range(count));
      }
    }
  });

  it('pairs its coordinates at random', () => {
    const points = latinHypercube(50, 2, stream(1));
    expect(points.map(([x]) => x)).not.toEqual(points.map(([, y]) => y));
    expect(latinHypercube(50, 2, stream(1))).toEqual(points);
    expect(latinHypercube(50, 2, stream(2))).not.toEqual(points);
  });
});

describe('trajectories of Morris', () => {
  it('move every coordinate once by two thirds, between four levels', () => {
    for (const seed of range(20)) {
      const rows = morrisTrajectories(4, 6, stream(seed));
      expect(rows).toHaveLength(28);
      expect(rows.flat().every((x) => [0, 1 / 3, 2 / 3, 1].includes(x))).toBe(true);
      for (const start of [0, 7, 14, 21]) {
        const moved = range(6).map((step) => {
          const [before, after] = [rows[start + step], rows[start + step + 1]];
          const changed = range(6).filter((d) => before[d] !== after[d]);
          expect(changed, `seed ${seed}`).toHaveLength(1);
          expect(Math.abs(after[changed[0]] - before[changed[0]])).toBeCloseTo(2 / 3, 12);
          return changed[0];
        });
        expect(moved.sort((a, b) => a - b)).toEqual(range(6));
      }
    }
  });

  it('go up and down, from anywhere', () => {
    const rows = morrisTrajectories(200, 1, stream(3));
    const starts = range(200).map((i) => rows[2 * i][0]);
    expect([...new Set(starts)].sort()).toEqual([0, 1 / 3, 2 / 3, 1]);
  });
});

describe('the radial design of Saltelli', () => {
  it('has A, B and A with one coordinate of B', () => {
    expect(saltelliRows([[1, 2, 3, 10, 20, 30]])).toEqual([
      [1, 2, 3],
      [10, 20, 30],
      [10, 2, 3],
      [1, 20, 3],
      [1, 2, 30],
    ]);
  });
});
