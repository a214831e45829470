import { describe, expect, it } from 'vitest';
import { metricOf, runScenario } from '../../run-scenario.ts';

/** Without `settled`, and with it, for machines of all kinds at once. */
const scenario = (rest: string, seed = 1): string => `
name: settled
question: q
seed: ${seed}
replications: 1
storage:
  flowSize: 4 TiB
  epochs: 20
${rest}
`;

const MIXED = `
  groups:
    nvme: {profile: nvme-gen4, count: 20, shards: 2}
    hdd: {profile: hdd-7200, count: 100}
    half: {profile: nvme-gen4, count: 30, strategy: partial, stored: 0.5}
    ids: {profile: nvme-gen4, count: 5, strategy: identities, identities: 3}
`;

describe('the settled difficulty', () => {
  it.each([1, 2, 3, 4, 5])(
    'gives the target of 100 proofs in 20 epochs to a tenth, seed %d',
    (seed) => {
      // 2,000 proofs in all: one deviation is 2.2 %; those of the last 0.4 s of 300 are late.
      const proofs = metricOf(runScenario(scenario(MIXED, seed)), 'storage.pora.proofs');
      expect(Math.abs(proofs / 100 - 1)).toBeLessThan(0.1);
    },
  );

  it.each([
    ['one subtask', 'subtasks: 1\n  targetSubmissions: 400'],
    ['ten of 70 blocks', 'subtasks: 10\n  subtaskInterval: 80\n  window: 70'],
    ['a poll of a minute', 'poll: 60 s'],
  ])('holds with %s', (_name, rest) => {
    const run = runScenario(scenario(`  ${rest}${MIXED}`));
    const wanted = rest.includes('400') ? 400 : 100;
    expect(Math.abs(metricOf(run, 'storage.pora.proofs') / wanted - 1)).toBeLessThan(0.1);
  });

  it('of one machine is what arithmetic says: D = 64 x attempts of an epoch / target', () => {
    // A gen4 machine makes 1088 attempts/s for 300 s less half a poll of 5 s, in one window an epoch:
    // 323,600 loads = 20.7 million tries; for 100 proofs D = 207,100.
    const run = runScenario(
      scenario('  groups: {one: {profile: nvme-gen4}}').replace('epochs: 20', 'epochs: 1'),
    );
    const rate = metricOf(run, 'storage.pora.attempt_limit[one]');
    expect(rate).toBeGreaterThan(1085);
    expect(rate).toBeLessThan(1091);
    // With chances so small that 64 tries are 64 times one: 1 + 31.5 / D.
    const difficulty = (64 * rate * 297.5) / 100;
    expect(metricOf(run, 'storage.pora.final_difficulty') / difficulty).toBeCloseTo(1, 3);
  });
});
