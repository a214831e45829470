import { describe, expect, it } from 'vitest';
import { metricOf, runScenario } from '../../run-scenario.ts';

/*
 * Who is paid for what: 0g-storage 6 and 11. With pricing chunks of 1 TiB every chunk has many proofs in 100
 * epochs, so nearly all that is released is paid: the shares below are those of whole releases.
 */
const scenario = (groups: string, rest = '') => `
name: rewards
question: q
replications: 1
storage:
  flowSize: 16 TiB
  epochs: 100
  pricingChunk: 1 TiB
  targetSubmissions: 200
${rest}
  groups:
${groups}
`;

const DAY = '{profile: nvme-gen4, count: 1}';

describe('what a proof pays', () => {
  it('rare data: one holder against five earns 5 times as much a proof', () => {
    // a to d hold the first 8 TiB; of the pair the first holds these too, the second the other 8 alone.
    const names = ['a', 'b', 'c', 'd'];
    const popular = names.map((name) => `    ${name}: ${DAY}`).join('\n');
    const run = runScenario(scenario(`${popular}\n    pair: {profile: nvme-gen4, count: 2}`));
    const perProof = (name: string) =>
      metricOf(run, `storage.pora.income[${name}]`) / metricOf(run, `storage.pora.proofs[${name}]`);
    const common = names.reduce((sum, name) => sum + perProof(name), 0) / 4;
    // R / 5 for a popular one and (R / 5 + R) / 2 = 0.6 R in the mean of the pair: 3 times.
    expect(perProof('pair') / common).toBeGreaterThan(2.7);
    expect(perProof('pair') / common).toBeLessThan(3.1);
  });

  it('several ids earn with distinct ranges, not with the same: 2 x the fees against 1 x', () => {
    // Two groups of one machine both declare the first 8 TiB; a group of two declares all 16.
    const same = runScenario(scenario(`    a: ${DAY}\n    b: ${DAY}`));
    const distinct = runScenario(scenario('    a: {profile: nvme-gen4, count: 2}'));
    const [one, two] = [same, distinct].map((run) => metricOf(run, 'storage.market.paid'));
    expect(two / one).toBeGreaterThan(1.85);
    expect(two / one).toBeLessThan(2.05);
    // Released in 100 epochs of 1500 s of 32,140,800 s: 0.4667 % of the fees of the half that is mined.
    const fees = metricOf(same, 'storage.market.fees') / 2;
    expect(one / fees / (150_000 / 32_140_800)).toBeGreaterThan(0.8);
    expect(one / fees / (150_000 / 32_140_800)).toBeLessThan(1);
  });

  it('half of the machines, twice the pay: the fees of a time are shared by those who mine', () => {
    const pay = (count: number) =>
      metricOf(
        runScenario(scenario(`    a: {profile: nvme-gen4, count: ${count}}`)),
        'storage.pora.income[a]',
      );
    expect(Math.abs(pay(10) / pay(20) - 2)).toBeLessThan(0.1);
  });

  it('after the release nothing more comes in, and at most what was released is paid', () => {
    // One month of lifetime, 31 days = 1785.6 epochs; the run lasts 2400.
    const text = scenario(`    a: ${DAY}`, '  lifetime: 1').replace('epochs: 100', 'epochs: 2400');
    const run = runScenario(text.replace('16 TiB', '8 TiB'));
    const paid = metricOf(run, 'storage.market.paid');
    const fees = metricOf(run, 'storage.market.fees');
    expect(paid).toBeLessThanOrEqual(fees);
    // 600 epochs of 25 proofs a chunk halve what is left again and again.
    expect(paid / fees).toBeGreaterThan(0.999);
    // The first sector of all holds no data and is not paid for.
    expect(metricOf(run, 'storage.market.locked')).toBe(0);
  });
});
