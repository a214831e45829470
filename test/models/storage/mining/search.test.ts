import { describe, expect, it } from 'vitest';
import { ExposedHits } from '../../../../models/storage/mining/exposure.ts';
import type { HitSource, Odds } from '../../../../models/storage/mining/hits.ts';
import { type MinerGroup, Miners } from '../../../../models/storage/mining/miners.ts';
import { attemptChance, hazardOf } from '../../../../models/storage/mining/odds.ts';
import { SearchedHits } from '../../../../models/storage/mining/search.ts';
import { initialTarget } from '../../../../models/storage/pora/difficulty.ts';
import { mineParameters } from '../../../../models/storage/pora/presets.ts';
import { Streams } from '../../../../sim/random.ts';
import { MACHINE } from './engine-world.ts';
import { binomialP, chiSquaredP, sameLawP } from './statistics.ts';

/** 4 load chunks: 1 MiB. */
const FLOW = 4096;
const SEEDS = 20;
const ATTEMPTS = 24;

/**
 * Difficulty 128: 64 tries hit with 1 - (127/128)^64 = 0.3947; with two shards the target is half of it,
 * 1 - (255/256)^64 = 0.2216. Half of the range: half of the attempts have no data, 0.1973.
 */
const TARGET = initialTarget(128);
const CASES = [
  { name: 'the whole flow', group: {}, chance: 0.394_659, at: [0, 1, 2, 3] },
  { name: 'shard 1 of 2', group: { shards: 2, count: 2 }, chance: 0.221_58, at: [1, 3] },
  { name: 'half of the flow', group: { stored: 0.5 }, chance: 0.197_33, at: [0, 1] },
];

interface Hits {
  readonly gaps: number[];
  readonly positions: number[];
  readonly qualities: number[];
}

/** Searches the attempts of one window; gaps from hit to hit. */
function search(source: HitSource, miner: number, odds: Odds, hits: Hits): number {
  source.begin(miner, 0, 0);
  let last = 0;
  for (let count = 0; ; count++) {
    const attempt = source.first(miner, last, ATTEMPTS, odds);
    if (attempt === 0) {
      source.pass(miner, last, ATTEMPTS, odds);
      return count;
    }
    const find = source.take(miner, attempt, odds);
    hits.gaps.push(attempt - last);
    hits.positions.push(find.position / 1024);
    hits.qualities.push(find.quality);
    last = attempt;
  }
}

function bothSources(seed: number, group: Partial<MinerGroup>) {
  const streams = new Streams(`search ${seed}`, 0);
  const miners = new Miners(streams, [{ ...MACHINE, ...group }]);
  const miner = miners.count - 1;
  const paths = Array.from({ length: miners.count }, (_, i) => miners.pathOf(i));
  const searched = new SearchedHits(streams, miners, mineParameters('0g'), FLOW, TARGET);
  const exposed = new ExposedHits(streams, paths, () => ({
    start: 0,
    loads: FLOW / 1024,
    shards: miners.shardsOf(miner),
    shard: miners.shardOf(miner),
  }));
  const available = miners.available(miner, FLOW, 0);
  const shards = miners.shardsOf(miner);
  const chance = attemptChance({ target: TARGET, flow: FLOW, shards, available });
  const odds = { target: TARGET, hazard: hazardOf(chance), available };
  return { searched, exposed, odds, miner, chance };
}

const tally = (values: readonly number[], classes: readonly number[]): number[] => {
  const counts = classes.map(() => 0);
  for (const value of values) counts[classes.indexOf(Math.min(value, classes.at(-1)!))]++;
  return counts;
};

describe('hits by hashing follow the law of the drawn ones', { timeout: 120_000 }, () => {
  it.each(CASES)('$name: $chance an attempt (20 seeds, 0.1 % each)', ({ group, chance, at }) => {
    const exact: Hits = { gaps: [], positions: [], qualities: [] };
    const fast: Hits = { gaps: [], positions: [], qualities: [] };
    for (let seed = 0; seed < SEEDS; seed++) {
      const { searched, exposed, odds, miner, chance: law } = bothSources(seed, group);
      expect(law).toBeCloseTo(chance, 5);
      const count = search(searched, miner, odds, exact);
      // Exact binomial test of the hits of each seed.
      expect(binomialP(count, ATTEMPTS, chance), `seed ${seed}`).toBeGreaterThan(0.001);
      for (let window = 0; window < 50; window++) search(exposed, miner, odds, fast);
    }
    const all = SEEDS * ATTEMPTS;
    expect(binomialP(exact.gaps.length, all, chance)).toBeGreaterThan(0.001);
    expect(binomialP(fast.gaps.length, 50 * all, chance)).toBeGreaterThan(0.001);
    // Gaps up to 6 and beyond, positions, fifths of the quality: chi-squared tests of homogeneity.
    const waits = ({ gaps }: Hits) => tally(gaps, [1, 2, 3, 4, 5, 6]);
    expect(sameLawP(waits(exact), waits(fast))).toBeGreaterThan(0.001);
    const elsewhere = (hits: Hits) => hits.positions.filter((place) => !at.includes(place));
    expect([...elsewhere(exact), ...elsewhere(fast)]).toEqual([]);
    expect(sameLawP(tally(exact.positions, at), tally(fast.positions, at))).toBeGreaterThan(0.001);
    const fifths = ({ qualities }: Hits) =>
      tally(
        qualities.map((quality) => Math.floor(5 * quality)),
        [0, 1, 2, 3, 4],
      );
    expect(sameLawP(fifths(exact), fifths(fast))).toBeGreaterThan(0.001);
    expect(chiSquaredP(fifths(exact), Array(5).fill(exact.gaps.length / 5))).toBeGreaterThan(0.001);
  });
});
