import { describe, expect, it } from 'vitest';
import type { Replication } from '../../../scenarios/replicate.ts';
import { meanOf, metricOf, runScenario } from '../run-scenario.ts';

/** Rough weather, so that everything that can go wrong does so within hours; every operator is heard often. */
const scenario = (fidelity: string): string => `
name: test
seed: 11
duration: 4 h
fidelity: ${fidelity}
alignment:
  operators: { count: 200, uptime: 90 % }
  targets: { validators: 40, da: 40, storage: 40, compute: 80 }
  network: { trouble: 20 % }
  fault: { count: 60, ramp: 0 s, shift: 1 }
  chart: { threshold: 1.5 }
  played: 400
`;

const known = new Map<string, Replication>();

/** A run with other values; the same one is played once. */
function run(fidelity: string, ...sets: string[]): Replication {
  const key = [fidelity, ...sets].join();
  const result = known.get(key) ?? runScenario(scenario(fidelity), sets);
  known.set(key, result);
  return result;
}

/** Relative error of the mean delay against its closed form; 60 faults have a standard error near 7 %. */
function delayError(result: Replication): number {
  const law = metricOf(result, 'alignment.detection_delay_theory');
  return Math.abs(meanOf(result, 'alignment.detection_delay') / law - 1);
}

function errorOf(result: Replication, name: string, theory: string): number {
  return Math.abs(metricOf(result, name) / metricOf(result, theory) - 1);
}

describe.each(['fast', 'exact'])('watchers in %s mode', (fidelity) => {
  it.each(['offline', 'violation', 'drift'])('find %s as soon as the law says', (kind) => {
    const result =
      kind === 'offline' ? run(fidelity) : run(fidelity, `alignment.fault.kind=${kind}`);
    expect(metricOf(result, 'alignment.detected')).toBe(1);
    expect(delayError(result)).toBeLessThan(0.25);
  });

  it('find some of what is seldom shown: the share that the law says', () => {
    // Little noise, so that wrong answers are all there is, and no chart that helps by chance.
    const result = run(
      fidelity,
      'alignment.fault.kind=manipulation',
      'alignment.fault.manipulated=20 %',
      'alignment.network.trouble=0 %',
      'alignment.chart.threshold=20',
      'alignment.fault.count=80',
    );
    const law = metricOf(result, 'alignment.detected_theory');
    expect(law).toBeGreaterThan(0.2);
    expect(law).toBeLessThan(0.8);
    // Four standard errors of 80 faults.
    expect(Math.abs(metricOf(result, 'alignment.detected') - law)).toBeLessThan(0.2);
  });

  it('wrong the targets that are well as often as the law says', () => {
    const result = run(fidelity);
    const check = 'alignment.false_alarms[check]';
    expect(errorOf(result, check, 'alignment.false_alarms_theory[check]')).toBeLessThan(0.15);
    expect(errorOf(result, 'alignment.accused', 'alignment.accused_theory')).toBeLessThan(0.2);
    const drift = 'alignment.false_alarms[drift]';
    expect(errorOf(result, drift, 'alignment.false_alarms_theory[drift]')).toBeLessThan(0.4);
  });

  it('who copy make false alarms frequent, as the law of copies says', () => {
    const lazy = run(fidelity, 'alignment.operators.lazy=40 %');
    const check = 'alignment.false_alarms[check]';
    expect(errorOf(lazy, check, 'alignment.false_alarms_theory[check]')).toBeLessThan(0.15);
    const honest = run(fidelity);
    expect(metricOf(lazy, check)).toBeGreaterThan(3 * metricOf(honest, check));
    const drift = 'alignment.false_alarms[drift]';
    expect(metricOf(lazy, drift)).toBeGreaterThan(2 * metricOf(honest, drift));
    const bytes = 'alignment.traffic[operator]';
    expect(metricOf(lazy, bytes)).toBeLessThan(metricOf(honest, bytes));
  });

  it('who shield hide what only some see, and who slander accuse by the tail of a binomial law', () => {
    const ring = ['alignment.operators.colluding=40 %', 'alignment.network.trouble=0 %'];
    const shield = run(fidelity, ...ring, 'alignment.fault.kind=violation');
    const alone = run(fidelity, ring[1], 'alignment.fault.kind=violation');
    const delay = 'alignment.detection_delay';
    expect(meanOf(shield, delay)).toBeGreaterThan(2.5 * meanOf(alone, delay));
    const slander = run(
      fidelity,
      ...ring,
      'alignment.operators.collusion=slander',
      'alignment.fault.kind=violation',
    );
    // P(5 or more of 7 at 0.4) = 0.096256, and a little noise of the honest.
    expect(metricOf(slander, 'alignment.accused')).toBeGreaterThan(0.085);
    expect(metricOf(slander, 'alignment.accused')).toBeLessThan(0.12);
  });

  it('never find a provider that knows them', () => {
    const result = run(
      fidelity,
      'alignment.fault.kind=manipulation',
      'alignment.fault.recognised=100 %',
      'alignment.network.trouble=0 %',
      'alignment.chart.threshold=20',
    );
    expect(metricOf(result, 'alignment.detected')).toBe(0);
    expect(meanOf(result, 'alignment.detection_delay')).toBeCloseTo(7200, 0);
  });

  it('see as much of the network as the law says when they are few', () => {
    const result = run(fidelity, 'alignment.operators.count=47');
    const law = metricOf(result, 'alignment.coverage_theory');
    expect(law).toBeGreaterThan(0.2);
    expect(law).toBeLessThan(0.8);
    expect(Math.abs(metricOf(result, 'alignment.coverage') - law)).toBeLessThan(0.05);
  });
});

describe('what only the exact mode plays', () => {
  it('moves the bytes and is up as long as the fast mode assumes', () => {
    const sets = ['alignment.fault.count=0', 'alignment.operators.lazy=30 %'];
    const exact = run('exact', ...sets);
    const fast = run('fast', ...sets);
    for (const name of ['alignment.traffic[operator]', 'alignment.uptime']) {
      expect(Math.abs(metricOf(exact, name) / metricOf(fast, name) - 1)).toBeLessThan(0.02);
    }
    // 3 probes a minute at 0.9 up; 0.7 of them 1 kB asked 1.2 times, 3 kB at 0.8, 300 B; others 600 B.
    const hand = (0.9 * 3 * (0.7 * (1200 + 2400 + 300) + 0.3 * 600)) / 60;
    expect(Math.abs(metricOf(exact, 'alignment.traffic[operator]') / hand - 1)).toBeLessThan(0.02);
  });

  it('waits for silent targets as long as few watchers take to come by', () => {
    // No noise: what is left is wakes, and the law of visits knows them one by one.
    const sets = [
      'operators.count=12',
      'network.trouble=0 %',
      'network.loss=0 %',
      'watch.mistaken=0 %',
    ];
    const few = run(
      'exact',
      ...sets.map((set) => `alignment.${set}`),
      'alignment.watch.sampled=30',
    );
    const law = metricOf(few, 'alignment.silent_delay_theory');
    const mean = meanOf(few, 'alignment.detection_delay');
    expect(Math.abs(mean / law - 1)).toBeLessThan(0.15);
  });
});

it('the fast mode plays some targets for all of their sort', () => {
  const all = run('fast');
  const some = run('fast', 'alignment.played=25');
  const name = 'alignment.false_alarms[check]';
  expect(Math.abs(metricOf(some, name) / metricOf(all, name) - 1)).toBeLessThan(0.25);
});
