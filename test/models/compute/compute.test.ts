import { describe, expect, it } from 'vitest';
import { objections } from '../probes/probe.ts';
import { meanOf, metricOf, runScenario } from '../run-scenario.ts';

const BASE = 'name: market\nduration: 20 min\nwarmup: 5 min\ncompute: {}\n';
const SETTINGS = /^(duration|warmup|seed)=/;

const run = (...sets: string[]) =>
  runScenario(
    BASE,
    sets.map((set) => (SETTINGS.test(set) ? set : `compute.${set}`)),
  );
const found = (made: ReturnType<typeof run>, name: string) => metricOf(made, `compute.${name}`);

const REASONS = ['balance', 'busy', 'too long', 'offline', 'lost', 'attestation', 'rejected'];

describe('a market at the rate of the trace', () => {
  const direct = run('mode=direct', 'rate=6');
  const router = run('mode=router', 'rate=6');

  it('answers nearly all, and accounts for the others', () => {
    for (const made of [direct, router]) {
      const refused = REASONS.map((reason) => found(made, `refused[${reason}]`));
      expect(refused).toEqual(REASONS.map(() => 0));
      // Those under way at the end are missing: about 6/s x 1.3 s of 5,400.
      expect(found(made, 'answered')).toBeGreaterThan(0.99);
      expect(found(made, 'answered')).toBeLessThanOrEqual(1);
      expect(found(made, 'verified_per_second')).toBe(found(made, 'request_rate'));
    }
  });

  it('costs users the price of their tokens', () => {
    // Means of the trace: 1195 in, 202 out (tests of the workload: within 3 %): 1195 x 0.10 + 202 x 0.49 tokens
    // for 10^6.
    const expected = (1195 * 0.1 + 202 * 0.49) / 1e6;
    expect(found(router, 'cost_per_task') / expected).toBeGreaterThan(0.93);
    expect(found(router, 'cost_per_task') / expected).toBeLessThan(1.07);
    // 0.99 USD a token over 1397 tokens of text.
    const usd = ((expected * 0.99) / 1397) * 1e6;
    expect(found(router, 'usd_per_mtoken') / usd).toBeGreaterThan(0.93);
    expect(found(router, 'usd_per_mtoken') / usd).toBeLessThan(1.07);
  });

  it('costs providers their rent: 7 x 4.76 USD an hour over the tokens of text', () => {
    const tokens = found(router, 'request_rate') * 1397 * 3600;
    const rent = (7 * 4.76 * 1e6) / tokens;
    expect(found(router, 'rental_per_mtoken') / rent).toBeGreaterThan(0.95);
    expect(found(router, 'rental_per_mtoken') / rent).toBeLessThan(1.05);
  });

  it('sends the same requests by both ways, the longer one round by the router', () => {
    expect(found(router, 'offered')).toBe(found(direct, 'offered'));
    expect(meanOf(router, 'compute.ttft')).toBeGreaterThan(meanOf(direct, 'compute.ttft'));
  });

  it('spreads income evenly by round robin, and by weight where users pick', () => {
    expect(found(router, 'income_gini')).toBeLessThan(0.05);
    // Seven equal shares: 1/7.
    expect(found(router, 'income_hhi')).toBeCloseTo(1 / 7, 3);
    expect(found(direct, 'income_gini')).toBeGreaterThan(0.25);
    const parts = Array.from({ length: 7 }, (_, i) => found(direct, `income[${i}]`));
    const sum = parts.reduce((a, b) => a + b, 0);
    expect(sum).toBeCloseTo(found(direct, 'charged') - found(direct, 'refunded'), 9);
  });

  it('keeps every fee: paid, owed or unverified', () => {
    for (const made of [direct, router]) {
      const parts = ['paid', 'unsettled', 'unverified', 'refunded'].map((name) =>
        found(made, name),
      );
      const sum = parts.reduce((a, b) => a + b, 0);
      expect(sum).toBeCloseTo(found(made, 'charged'), 12);
      expect(found(made, 'unpaid')).toBe(0);
    }
  });

  it('settles a router once a run and provider: 7 items in 10 minutes', () => {
    // 20 min: two forced runs of each of seven brokers, the first of them perhaps before the first request.
    const items = found(router, 'settled[success]');
    expect(items).toBeGreaterThanOrEqual(7);
    expect(items).toBeLessThanOrEqual(14);
    expect(found(router, 'settlement_transactions')).toBe(items);
    expect(found(direct, 'settled[success]')).toBeGreaterThan(10 * items);
  });

  it('is the same again with the same seed, and another with another', () => {
    const sets = ['mode=router', 'rate=2', 'duration=6 min', 'warmup=1 min'];
    const certificate = (...more: string[]) => run(...sets, ...more).certified.certificate;
    expect(certificate()).toBe(certificate());
    expect(certificate('seed=2')).not.toBe(certificate());
  });
});

describe('where the market ends', () => {
  const label = (made: ReturnType<typeof run>) => made.findings.labels['compute.bottleneck'];

  it('demand is met by idle machines', () => {
    expect(label(run('rate=2'))).toBe('demand');
  });

  it('machines are, where one favourite has a full queue', () => {
    expect(label(run('mode=direct', 'rate=40', 'providers=2', 'skew=4'))).toBe('machines');
  });

  it('balances are, where users have drained theirs', () => {
    const made = run('rate=2', 'faults.drained=100 %', 'faults.drainAt=6 min');
    expect(label(made)).toBe('balances');
    expect(found(made, 'refused[balance]')).toBeGreaterThan(0.8);
  });

  it('providers are, when all are down', () => {
    const made = run('rate=2', 'faults.offline=100 %', 'faults.offlineAt=6 min');
    expect(label(made)).toBe('providers');
    expect(found(made, 'refused[offline]') + found(made, 'refused[no provider]')).toBeGreaterThan(
      0.8,
    );
  });
});

describe('objections', () => {
  const to = (values: Record<string, unknown>) => objections('compute', values).join('\n');

  it('name a machine that the model does not fit on, and one that is no enclave', () => {
    expect(to({ service: 'deepseek-chat-v3-0324' })).toContain('compute.cards: expected room');
    const desktop = { gpus: { rtx4090: 1 }, service: 'qwen-2.5-7b' };
    expect(to(desktop)).toContain('compute.gpus: expected cards that can be confidential');
    expect(to({ ...desktop, verification: 'none' })).not.toContain('compute.gpus');
  });

  it('name a model or card that is not known, and a transfer above the deposit', () => {
    expect(to({ service: 'glm-5-fp8' })).toContain(
      'compute.model: expected a known language model',
    );
    expect(to({ service: 'glm-5-fp8', model: 'qwen2.5-7b' })).not.toContain('compute.model');
    expect(to({ gpus: { abacus: 1 } })).toContain('compute.gpus: expected shares of known');
    expect(to({ latency: 'moon' })).toContain('compute.latency');
    expect(to({ transfer: 11 })).toContain('compute.transfer: expected at most the deposit of 10');
  });

  it('ask for an end', () => {
    expect(to({})).toContain('duration: expected a time');
  });
});
