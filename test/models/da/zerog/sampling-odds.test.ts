import { describe, expect, it } from 'vitest';
import { MAX_TARGET, validSublines } from '../../../../models/da/zerog/sampling.ts';
import {
  drawResponses,
  expectedPerRow,
  rowOdds,
  sublineOdds,
} from '../../../../models/da/zerog/sampling-odds.ts';
import { binomialCdf } from '../../../../sim/math.ts';
import { Streams } from '../../../../sim/random.ts';
import { pValue, randomBytes } from './support.ts';

/** 2^256. */
const ALL = 1n << 256n;
const TINY = 1 / Number(1n << 512n);
/** q = 1 / 8: about one row in six has a valid sub-line. */
const TOY = ALL / 8n - 1n;

/** C(32, k) integral of (q - x)^k (1 - q + x)^(32 - k) over x from 0 to q, by Simpson's rule. */
function integrated(k: number, q: number): number {
  let choose = 1;
  for (let i = 1; i <= k; i++) choose = (choose * (32 - k + i)) / i;
  const at = (x: number) => choose * (q - x) ** k * (1 - q + x) ** (32 - k);
  const steps = 4000;
  const h = q / steps;
  let sum = at(0) + at(q);
  for (let i = 1; i < steps; i++) sum += (i % 2 === 1 ? 4 : 2) * at(i * h);
  return (sum * h) / 3;
}

/** Chances of 0, 1, 2, 3 and of 4 or more valid sub-lines in a row, as integrated. */
const toyLaw = (() => {
  const some = Array.from({ length: 32 }, (_, i) => integrated(i + 1, 1 / 8));
  const any = some.reduce((sum, chance) => sum + chance, 0);
  const few = some.slice(0, 3);
  return [1 - any, ...few, any - few.reduce((sum, chance) => sum + chance, 0)];
})();

describe('chance of a sub-line', () => {
  it('counts pairs: 1 at target 0, 3 at 1, 6 at 2, of 2^512', () => {
    // (0,0); (0,0) (0,1) (1,0); and (0,2) (1,1) (2,0).
    expect([0n, 1n, 2n].map((target) => sublineOdds(target) / TINY)).toEqual([1, 3, 6]);
  });

  it('is half the square of the share of the target', () => {
    // (1/8)^2 / 2 = 1/128; (1/128)^2 / 2 = 1/32768; all pairs without overflow: 1/2.
    expect(sublineOdds(TOY)).toBeCloseTo(1 / 128, 15);
    expect(sublineOdds(MAX_TARGET)).toBeCloseTo(1 / 32_768, 15);
    expect(sublineOdds(ALL - 1n)).toBeCloseTo(0.5, 15);
    // 32 / 32768: at the easiest target 20 responses need 20,480 rows.
    expect(expectedPerRow(MAX_TARGET)).toBeCloseTo(20 / 20_480, 15);
  });
});

describe('chances of a row', () => {
  it('are those of the integral', () => {
    for (const [i, chance] of rowOdds(TOY).entries()) {
      expect(chance / integrated(i + 1, 1 / 8), `${i + 1} sub-lines`).toBeCloseTo(1, 9);
    }
  });

  it('are 1 / 33 each when every row passes', () => {
    for (const chance of rowOdds(ALL - 1n)) expect(chance).toBeCloseTo(1 / 33, 15);
  });

  it('have the mean of 32 sub-lines, down to tiny targets', () => {
    for (const shift of [2n, 7n, 20n, 60n, 120n]) {
      const target = ALL >> shift;
      const odds = rowOdds(target);
      expect(odds.every((chance) => chance >= 0)).toBe(true);
      const mean = odds.reduce((sum, chance, i) => sum + (i + 1) * chance, 0);
      expect(mean / expectedPerRow(target), `2^-${shift}`).toBeCloseTo(1, 10);
    }
  });
});

describe('the fast draw follows the law of the hashes', () => {
  it('hashed rows', () => {
    const seed = 'hashed rows';
    const stream = new Streams(seed, 0).stream('rows');
    const root = randomBytes(stream, 32);
    const data = randomBytes(stream, 32_768);
    const seen = [0, 0, 0, 0, 0];
    for (let i = 0; i < 3000; i++) {
      const sampled = { seed: randomBytes(stream, 32), epoch: 5, quorum: 1, root, row: i };
      seen[Math.min(4, validSublines(sampled, TOY, () => data).length)]++;
    }
    expect(pValue(seen, toyLaw), `seed "${seed}": ${seen}`).toBeGreaterThan(0.001);
  });

  it('drawn rows', () => {
    const seed = 'drawn rows';
    const stream = new Streams(seed, 0).stream('rows');
    const ROWS = 20;
    const seen = [0, 0, 0, 0, 0];
    const winners = [0, 0, 0, 0, 0, 0, 0];
    const places = new Array<number>(ROWS).fill(0);
    for (let i = 0; i < 3000; i++) {
      const valid = new Array<number>(ROWS).fill(0);
      for (const row of drawResponses(ROWS, TOY, stream, 1000)) valid[row]++;
      for (const count of valid) seen[Math.min(4, count)]++;
      winners[Math.min(6, valid.filter((count) => count > 0).length)]++;
      for (const [row, count] of valid.entries()) if (count > 0) places[row]++;
    }
    expect(pValue(seen, toyLaw), `seed "${seed}": ${seen}`).toBeGreaterThan(0.001);
    // Rows win independently of each other, and all alike.
    const cdf = [-1, 0, 1, 2, 3, 4, 5].map((k) => binomialCdf(k, ROWS, 1 - toyLaw[0]));
    const law = cdf.map((below, i) => (i < 6 ? cdf[i + 1] : 1) - below);
    expect(pValue(winners, law), `seed "${seed}": ${winners}`).toBeGreaterThan(0.001);
    expect(
      pValue(places, new Array<number>(ROWS).fill(1 / ROWS)),
      `seed "${seed}": ${places}`,
    ).toBeGreaterThan(0.001);
  });

  it('20 responses are the mean of 20,480 rows at the easiest target', () => {
    const stream = new Streams('mean of a round', 0).stream('rows');
    let sum = 0;
    for (let i = 0; i < 2000; i++) sum += drawResponses(20_480, MAX_TARGET, stream, 1000).length;
    // Variance of a row's count: 16 q^2 + 32 * 31 q^3 / 3 with q = 1/128, so 23.2 for all: error 0.11.
    expect(Math.abs(sum / 2000 - 20)).toBeLessThan(0.45);
  });
});

describe('a round', () => {
  const stream = new Streams('round', 0).stream('rows');

  it('is paid for 40 responses at the most', () => {
    const responses = drawResponses(1_000_000_000, MAX_TARGET, stream);
    expect(responses).toHaveLength(40);
    expect(responses.every((row) => row >= 0 && row < 1_000_000_000)).toBe(true);
  });

  it('without rows, or with a hopeless target, has none', () => {
    expect(drawResponses(0, MAX_TARGET, stream)).toEqual([]);
    expect(drawResponses(1000, 0n, stream)).toEqual([]);
  });

  it('refuses a number of rows that is none', () => {
    expect(() => drawResponses(-1, TOY, stream)).toThrow('rows, expected a whole number from 0');
    expect(() => drawResponses(0.5, TOY, stream)).toThrow('rows, expected');
  });
});
