import { describe, expect, it } from 'vitest';
import { Streams } from '../../../../sim/random.ts';
import { metricOf, runScenario } from '../../run-scenario.ts';

const SEED = 'conservation';
/** A year of the metrics, in seconds. */
const YEAR = 31_536_000;

/** A scenario of the section with random groups, shards, growth, law of release and failures. */
function randomScenario(round: number): {
  text: string;
  counts: Map<string, number>;
  seconds: number;
} {
  const stream = new Streams(SEED, round).stream('scenario');
  const pick = <T>(...values: T[]): T => values[stream.below(values.length)];
  const counts = new Map<string, number>();
  const groups = Array.from({ length: 1 + stream.below(4) }, (_, i) => {
    const count = 1 + stream.below(8);
    counts.set(`g${i}`, count);
    const strategy = pick('honest', 'honest', 'partial', 'identities', 'unsealed', 'ram', 'gpu');
    const fields = [
      `count: ${count}`,
      `strategy: ${strategy}`,
      `profile: ${pick('hdd-7200', 'ssd-sata', 'nvme-gen3', 'nvme-gen4')}`,
      `identities: ${1 + stream.below(4)}`,
      `stored: ${stream.between(0.05, 1).toFixed(3)}`,
      `shards: ${pick(1, 2, 4, 16)}`,
      ...(stream.chance(0.5) ? [`drives: ${1 + stream.below(3)}`] : []),
    ];
    return `    g${i}: {${fields.join(', ')}}`;
  });
  const epochs = 1 + stream.below(40);
  const large = stream.chance(0.5);
  const text = `
name: random
question: q
seed: ${round}
replications: 1
storage:
  flowSize: ${large ? pick('3 TiB', '40 TiB') : pick('256 MiB', '10 GiB')}
  epochs: ${epochs}
  targetSubmissions: ${1 + stream.below(150)}
  subtasks: ${1 + stream.below(4)}
  window: ${1 + stream.below(800)}
  pricingChunk: ${large ? pick('1 GiB', '8 GiB') : pick('256 KiB', '64 MiB')}
  release: ${pick('linear', 'decay')}
  lifetime: ${1 + stream.below(12)}
  serviceFee: ${pick('0 %', '2.5 %', '100 %')}
  baseReward: ${pick(0, 0.001, 5)}
  donation: ${pick(0, 1, 1000)}
  ingest: ${pick('0 B/s', large ? '1 GB/s' : '30 kB/s')}
  fileBytes: ${pick('1 KiB', '300 KiB', '64 MiB', '1 GiB')}
  failures: ${pick('true', 'false')}
  fetch: ${pick('1 Mbps', '10 Gbps')}
  send: ${pick('0 s', '0.2 s', '30 s')}
  blockGas: ${pick(1_000_000, 120_000_000)}
  groups:
${groups.join('\n')}
`;
  return { text, counts, seconds: epochs * 1500 };
}

describe('nothing is lost or made', () => {
  it('fees = paid + claimable + locked + treasury and incomes = paid + base, in 60 random scenarios', () => {
    let proofs = 0;
    let fees = 0;
    for (let round = 0; round < 60; round++) {
      const { text, counts, seconds } = randomScenario(round);
      // The exact law in wei is asserted at the end of every run; these are its figures in tokens.
      const run = runScenario(text);
      const where = `${SEED} ${round}`;
      const market = (name: string) => metricOf(run, `storage.market.${name}`);
      const parts = market('paid') + market('claimable') + market('locked') + market('treasury');
      expect(Math.abs(parts - market('fees')), where).toBeLessThanOrEqual(1e-12 * market('fees'));
      let income = 0;
      let found = 0;
      for (const [name, count] of counts) {
        income += (metricOf(run, `storage.pora.income[${name}]`) * count * seconds) / YEAR;
        found += metricOf(run, `storage.pora.proofs[${name}]`) * count;
      }
      const paid = market('paid') + market('base_paid');
      expect(Math.abs(income - paid), where).toBeLessThanOrEqual(1e-9 * paid);
      const epochs = seconds / 1500;
      expect(found / epochs, where).toBeCloseTo(metricOf(run, 'storage.pora.proofs'), 9);
      expect(metricOf(run, 'storage.pora.unanswered'), where).toBeGreaterThanOrEqual(0);
      proofs += found;
      fees += market('fees');
    }
    expect(proofs).toBeGreaterThan(5000);
    expect(fees).toBeGreaterThan(0);
  });

  it('proofs on their way at the end are unanswered: those of the last 10 s of 40', () => {
    const run = runScenario(`
name: unanswered
question: q
replications: 1
storage:
  epochs: 1
  subtasks: 1
  window: 100
  blocksPerEpoch: 100
  send: 10 s
  poll: 0 s
  targetSubmissions: 400
  groups: {nvme: {count: 50}}
`);
    const accepted = metricOf(run, 'storage.pora.proofs');
    const unanswered = metricOf(run, 'storage.pora.unanswered');
    // 400 +- 20 are sent, a quarter in the last 10 s and up to two blocks.
    expect(Math.abs(accepted + unanswered - 400)).toBeLessThan(80);
    expect(Math.abs(unanswered / (accepted + unanswered) - 0.255)).toBeLessThan(0.09);
  });
});
