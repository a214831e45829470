import { describe, expect, it } from 'vitest';
import type { Replication } from '../../../../scenarios/replicate.ts';
import { metricOf } from '../../run-scenario.ts';
import { kolmogorovP } from './statistics.ts';
import { replications } from './values.ts';

/*
 * The whole section at both fidelities: 20 seeds each. A hard disk at 8 % of a core makes 5.44 attempts/s, 10
 * in a window of 5 blocks of 0.4 s. In exact fidelity the contract of `pora/` confirms every verdict, or the
 * run throws.
 */
const SEEDS = 20;
const METRICS = [
  'storage.pora.proofs',
  'storage.pora.proofs[whole]',
  'storage.pora.proofs[shard]',
  'storage.pora.proofs[part]',
  'storage.pora.income[whole]',
  'storage.pora.income[shard]',
  'storage.market.paid',
  'storage.market.payout',
  'storage.market.claimable',
  'storage.pora.final_difficulty',
] as const;

const scenario = (fidelity: string) => `
name: both
question: q
seed: 1
replications: 1
fidelity: ${fidelity}
storage:
  flowSize: 1 MiB
  pricingChunk: 256 KiB
  epochs: 4
  blocksPerEpoch: 14
  subtasks: 2
  subtaskInterval: 7
  window: 5
  targetSubmissions: 5
  poll: 0.2 s
  settled: false
  difficulty: 128
  groups:
    whole: {profile: hdd-7200, cpuPercentage: 8}
    shard: {profile: hdd-7200, cpuPercentage: 8, count: 2, shards: 2}
    part: {profile: hdd-7200, cpuPercentage: 8, strategy: partial, stored: 0.5}
`;

const figureOf = (run: Replication, name: string): number =>
  run.findings.values[name] === undefined ? 0 : metricOf(run, name);

describe('a whole scenario, hashed and drawn', { timeout: 180_000 }, () => {
  it('proofs, incomes, payouts and difficulty follow one law (Kolmogorov-Smirnov, 0.1 % each)', () => {
    const exact = replications(scenario('exact'), SEEDS);
    // Ten times as many drawn runs: the test then knows their law well.
    const fast = replications(scenario('fast'), 10 * SEEDS);
    for (const name of METRICS) {
      const [found, drawn] = [exact, fast].map((all) => all.map((run) => figureOf(run, name)));
      const mean = (row: readonly number[]) => row.reduce((sum, x) => sum + x, 0) / row.length;
      const p = kolmogorovP(found, drawn);
      expect(p, `${name}: ${mean(found)} against ${mean(drawn)}`).toBeGreaterThan(0.001);
      expect(mean(drawn)).toBeGreaterThan(0);
    }
    const refusals = (all: typeof exact, why: string) =>
      all.filter((run) => figureOf(run, `storage.pora.refused[${why}]`) > 0).length;
    // Both meet every answer of the contract that comes with time and count.
    for (const why of ['late', 'over the cap', 'target moved']) {
      expect(refusals(exact, why), why).toBeGreaterThan(0);
      expect(refusals(fast, why), why).toBeGreaterThan(0);
    }
  });

  it('is the same again, and another in another replication', () => {
    const [first, other] = replications(scenario('exact'), 2);
    const [again] = replications(scenario('exact'), 1);
    expect(again.certified).toEqual(first.certified);
    expect(other.certified).not.toEqual(first.certified);
  });
});
