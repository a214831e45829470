import { describe, expect, it } from 'vitest';
import { ExposedHits } from '../../../../models/storage/mining/exposure.ts';
import { Streams } from '../../../../sim/random.ts';
import { chiSquaredP } from './statistics.ts';

const hitsOf = (seed: string, range: Partial<{ loads: number; shards: number; shard: number }>) =>
  new ExposedHits(new Streams(seed, 0), ['miner'], () => ({
    start: 2048,
    loads: 16,
    shards: 1,
    shard: 0,
    ...range,
  }));

/** -ln(1 - 0.25). */
const QUARTER = { target: 1n, hazard: 0.2876820724517809, available: 1 };

describe('drawn hits', () => {
  it('attempts between hits are geometric, however the search is cut up (chi-squared, 20 seeds)', () => {
    for (let seed = 0; seed < 20; seed++) {
      const hits = hitsOf(`gap ${seed}`, {});
      const cut = new Streams(`cut ${seed}`, 0).stream('cut');
      const gaps: number[] = [];
      let at = 0;
      let last = 0;
      while (gaps.length < 2000) {
        const to = at + cut.below(8);
        const found = hits.first(0, at, to, QUARTER);
        if (found > 0) {
          if (found <= at || found > to) throw new Error(`${found} outside ${at} to ${to}`);
          hits.take(0, found, QUARTER);
          gaps.push(found - last);
          last = found;
          at = found;
        } else {
          hits.pass(0, at, to, QUARTER);
          at = to;
        }
      }
      // Classes 1, 2, ... 9 and beyond: 2000 x 0.75^(k - 1) / 4.
      const counts = Array(10).fill(0);
      for (const gap of gaps) counts[Math.min(gap, 10) - 1]++;
      const expected = counts.map((_, k) => 2000 * 0.75 ** k * (k === 9 ? 1 : 0.25));
      expect(chiSquaredP(counts, expected), `seed ${seed}`).toBeGreaterThan(0.001);
    }
  });

  it('a change of the odds between attempts changes the law from there on', () => {
    // 4 attempts at 1/4, then at 1/10: the first hit comes in the first 4 with 1 - 0.75^4, and if not, in
    // the next 5 with 1 - 0.9^5.
    const tenth = { ...QUARTER, hazard: 0.10536051565782628 };
    const counts = [0, 0, 0];
    const hits = hitsOf('change', {});
    for (let round = 0; round < 20_000; round++) {
      if (hits.first(0, 0, 4, QUARTER) > 0) counts[0]++;
      else {
        hits.pass(0, 0, 4, QUARTER);
        counts[hits.first(0, 4, 9, tenth) > 0 ? 1 : 2]++;
      }
      hits.take(0, 1, QUARTER);
    }
    const none = 0.75 ** 4;
    const later = 0.9 ** 5;
    const expected = [1 - none, none * (1 - later), none * later].map((p) => 20_000 * p);
    expect(chiSquaredP(counts, expected)).toBeGreaterThan(0.001);
  });

  it.each([
    ['the whole range', 16, 1, 0, 1, Array.from({ length: 16 }, (_, i) => i)],
    ['shard 3 of 4', 16, 4, 3, 1, [3, 7, 11, 15]],
    ['the first half', 16, 1, 0, 0.5, [0, 1, 2, 3, 4, 5, 6, 7]],
    ['shard 1 of 2, the first half', 16, 2, 1, 0.5, [1, 3, 5, 7]],
    ['whole strides only: 18 loads in 4 shards', 18, 4, 2, 1, [2, 6, 10, 14]],
  ] as const)(
    'positions, %s: uniform (chi-squared)',
    (_name, loads, shards, shard, available, at) => {
      const hits = hitsOf('position', { loads, shards, shard });
      const counts = Array(at.length).fill(0);
      for (let round = 0; round < 4000; round++) {
        const { position, quality } = hits.take(0, 1, { ...QUARTER, available });
        expect(quality).toBeGreaterThanOrEqual(0);
        expect(quality).toBeLessThan(1);
        const index = (at as readonly number[]).indexOf((position - 2048) / 1024);
        expect(index).toBeGreaterThanOrEqual(0);
        counts[index]++;
      }
      const expected = counts.map(() => 4000 / at.length);
      expect(chiSquaredP(counts, expected)).toBeGreaterThan(0.001);
    },
  );

  it('without a chance there is no hit; with certainty every attempt is one', () => {
    const hits = hitsOf('edge', {});
    expect(hits.first(0, 0, 1e15, { ...QUARTER, hazard: 0 })).toBe(0);
    const sure = { ...QUARTER, hazard: Number.POSITIVE_INFINITY };
    for (let attempt = 0; attempt < 5; attempt++) {
      expect(hits.first(0, attempt, attempt + 1, sure)).toBe(attempt + 1);
      hits.take(0, attempt + 1, sure);
    }
    expect(hits.first(0, 3, 3, sure)).toBe(0);
  });
});
