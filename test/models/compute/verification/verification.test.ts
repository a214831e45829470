import { describe, expect, it } from 'vitest';
import { objections, observed, probe, value } from '../../probes/probe.ts';

const SEEDS = ['1', '2', '3'];
const run = (values: Record<string, unknown>, seed = '1') =>
  probe('verification', { answers: 4000, ...values }, seed).findings;

describe('a provider whose answers are verified', () => {
  it('answers as often as its work allows', () => {
    // 6.74 G parameters in bf16 on H100 SXM, 16 users: a step of 13.48e9 / (0.78 x 3350e9) x 1.096 = 5.6541 ms;
    // 215 / 16 of them and a prefill of 2 x 6.74e9 x 205 / (0.5 x 989e12) = 5.5883 ms: 81.566 ms.
    for (const seed of SEEDS) {
      const findings = run({ mode: 'opml', parameters: 6.74e9 }, seed);
      const rate = value(findings, 'compute.answers_per_second');
      // The mean of 4000 exponential times has a deviation of 1.6 %.
      expect(Math.abs(rate * 0.081566 - 1), `seed ${seed}: ${rate}`).toBeLessThan(0.05);
    }
  });

  it('lasts as long as its users wait for quotes, if that is longer', () => {
    // One user: 20 requests, then 100 s for a quote.
    const findings = run({
      ...{ users: 1, answers: 2000, outputTokens: 1, inputTokens: 1 },
      tee: { attestation: '100 s' },
    });
    expect(value(findings, 'compute.verified_per_second')).toBeCloseTo(0.2, 2);
  });

  it('no verification: nothing is verified, every cheat pays and is accepted', () => {
    const findings = run({ mode: 'none', cheat: 'wrong-model', cheatShare: 0.5 });
    expect(value(findings, 'compute.verified_per_second')).toBe(0);
    expect(value(findings, 'compute.cheat_caught[none]')).toBe(0);
    expect(value(findings, 'compute.wrong_accepted')).toBeGreaterThan(0.4);
    expect(value(findings, 'compute.provider_gain')).toBeGreaterThan(0);
    expect(findings.observations['compute.detection_delay']).toBeUndefined();
  });

  it('enclave: refuses the wrong model before an answer', () => {
    const findings = run({ mode: 'tee', cheat: 'wrong-model' });
    expect(value(findings, 'compute.cheat_caught[tee]')).toBe(1);
    expect(value(findings, 'compute.wrong_accepted')).toBe(0);
    expect(observed(findings, 'compute.detection_delay').mean).toBe(0);
  });

  it('enclave: a leaked key passes until it is revoked, and no longer', () => {
    const tee = (revocation: string) => ({ mode: 'tee', cheat: 'broken-tee', tee: { revocation } });
    const late = run(tee('1000 days'));
    expect(value(late, 'compute.cheat_caught[tee]')).toBe(0);
    const soon = run(tee('1 s'));
    expect(value(soon, 'compute.cheat_caught[tee]')).toBeGreaterThan(0.8);
    // The one observation is that of the world.
    expect(observed(soon, 'compute.detection_delay').count).toBe(1);
  });

  it('challengers: catch the share of the law within three deviations, after re-run and dispute', () => {
    for (const seed of SEEDS) {
      const findings = run({ mode: 'opml', cheat: 'wrong-model', opml: { sampled: 0.1 } }, seed);
      // 1 - 0.9^3; of at least 800 cheats
      const caught = value(findings, 'compute.cheat_caught[opml]');
      const off = Math.abs(caught - 0.271);
      expect(off, `seed ${seed}: ${caught}`).toBeLessThan(3 * Math.sqrt((0.271 * 0.729) / 800));
      // 60 s and (27 x 2 + 1) x 1 s + 2 x 2 s
      expect(observed(findings, 'compute.detection_delay').mean).toBeCloseTo(119, 6);
    }
  });

  it('challengers: the gain follows its law, and turns at the deterring bond', () => {
    // Known after 55 blocks, some hundred cheats later, of which three are caught too and cost no other bond.
    const opml = { rerun: '0 s', run: '0 s', block: '0.1 s', sampled: 0.01 };
    const cheat = { mode: 'opml', cheat: 'partial-work', opml, cheatShare: 0.9, answers: 20_000 };
    for (const seed of SEEDS) {
      const bond = value(run(cheat, seed), 'compute.deterring_bond');
      const gain = (of: number) =>
        value(run({ ...cheat, bond: of }, seed), 'compute.provider_gain');
      // About 100 bonds are lost, each after 33 cheats by a geometric law and 110 more: 15 % are five deviations.
      expect(gain(0.85 * bond), `seed ${seed}`).toBeGreaterThan(0);
      expect(gain(1.15 * bond), `seed ${seed}`).toBeLessThan(0);
    }
  });

  it('proofs: a thousand times the work, and not one wrong answer', () => {
    const findings = run({ mode: 'zkml', cheat: 'replayed-attestation' });
    const plain = run({ mode: 'none' });
    const [proved, rate] = [findings, plain].map((of) => value(of, 'compute.answers_per_second'));
    // A quarter of the sessions is cheated, so there is less to do, and less passes.
    expect(proved).toBeLessThan((rate / 1000) * 1.5);
    expect(value(findings, 'compute.wrong_accepted')).toBe(0);
    expect(value(findings, 'compute.cheat_caught[zkml]')).toBe(1);
    expect(value(findings, 'compute.provider_gain')).toBeLessThan(0);
  });

  it.each([
    { cheatShare: 0 },
    { opml: { challengers: 0 } },
    { bond: 0, margin: 0 },
    { zkml: { factor: 1 } },
    { users: 1, answers: 1 },
    { machine: 'rtx4090', mode: 'zkml' },
    { machine: 'cpu-server-64c', tee: { enclave: 'cpu' }, swaps: 1 },
  ])('measures finite numbers at the edges: %j', (edge) => {
    for (const mode of ['none', 'opml', 'zkml']) {
      const findings = run({ answers: 200, cheat: 'broken-tee', mode, ...edge });
      const values = Object.entries(findings.values).map(([name, { value }]) => [name, value]);
      expect(values.filter(([, number]) => !Number.isFinite(number))).toEqual([]);
    }
  });

  it('draws the same chance for every mode', () => {
    const [a, b] = ['none', 'opml'].map((mode) => run({ mode, cheat: 'wrong-model' }));
    expect(value(a, 'compute.answers_per_second')).toBe(value(b, 'compute.answers_per_second'));
  });
});

describe('refusals', () => {
  it('an enclave is that of the machine', () => {
    expect(objections('verification', { machine: 'cpu-server-64c' })).toEqual([
      'verification.tee.enclave: expected cpu, since the machine is one, found h100',
    ]);
    expect(objections('verification', { tee: { enclave: 'cpu' } })).toEqual([
      'verification.tee.enclave: expected that of a GPU, found cpu',
    ]);
  });

  it('a machine without confidential computing', () =>
    expect(objections('verification', { machine: 'rtx4090' })).toEqual([
      'verification.machine: expected a machine with confidential computing, for the mode tee, found rtx4090',
    ]));

  it('a model that is larger than all cards together', () => {
    // 70.6 G parameters of 2 bytes: 141.2 GB on cards of 80 GB.
    const large = { parameters: 70_600_000_000 };
    expect(objections('verification', large)).toEqual([
      'verification.cards: expected memory for the 141.2 GB of the weights, found 80 GB on 1 of h100-80g-sxm',
    ]);
    expect(objections('verification', { ...large, cards: 2 })).toEqual([]);
    expect(objections('verification', { ...large, bytesPerWeight: 1 })).toEqual([]);
  });

  it('several CPUs', () =>
    expect(
      objections('verification', { machine: 'cpu-server-64c', cards: 2, tee: { enclave: 'cpu' } }),
    ).toEqual(['verification.cards: expected 1, since the machine is a CPU, found 2']));
});
