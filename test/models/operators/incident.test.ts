import { describe, expect, it } from 'vitest';
import {
  controls,
  type DefenceTerms,
  laundered,
  lossOf,
  partOf,
  shockLeft,
  withdrawals,
} from '../../../models/operators/incident.ts';
import { metricOf, objectionsTo, runScenario } from '../run-scenario.ts';

/** Spans in hours. */
const terms: DefenceTerms = {
  signers: { keyHosts: ['a'], threshold: 1 },
  multisig: { keyHosts: ['a', 'b', 'c'], threshold: 2 },
  timelock: 48,
  rateLimit: 0.25,
  ratePeriod: 24,
};

const leak = (...hosts: string[]) => new Set(hosts);

describe('leaked keys', () => {
  it('sign when there are as many as it takes', () => {
    const twoOfThree = { keyHosts: ['a', 'b', 'b'], threshold: 2 };
    expect(controls(leak('a'), twoOfThree)).toBe(false);
    // Two keys in one place are no two places.
    expect(controls(leak('b'), twoOfThree)).toBe(true);
    expect(controls(leak('c'), twoOfThree)).toBe(false);
    expect(() => controls(leak('a'), { keyHosts: ['a'], threshold: 2 })).toThrow(
      'threshold, expected 1 to 1 keys, got 2',
    );
  });

  it('take everything at once where nothing is in the way', () => {
    expect(withdrawals('none', terms, leak('a'), 30, false)).toEqual([{ after: 0, part: 1 }]);
    expect(withdrawals('none', terms, leak('b'), 30, false)).toEqual([]);
  });

  it('fail against a multisig until enough places fall', () => {
    expect(withdrawals('multisig', terms, leak('a'), 30, false)).toEqual([]);
    expect(withdrawals('multisig', terms, leak('a', 'c'), 30, false)).toHaveLength(1);
  });

  it('wait out a timelock that is shorter than the rotation', () => {
    expect(withdrawals('timelock', terms, leak('a'), 48, false)).toEqual([]);
    expect(withdrawals('timelock', terms, leak('a'), 48.5, false)).toEqual([
      { after: 48, part: 1 },
    ]);
  });

  it('take a part a day under a limit', () => {
    const calls = (rotated: number) => withdrawals('rateLimit', terms, leak('a'), rotated, false);
    // At 0 and 24 h; at 24 h itself the keys are new.
    expect(calls(30).map(({ after }) => after)).toEqual([0, 24]);
    expect(calls(24)).toHaveLength(1);
    // Four quarters and no more.
    expect(calls(1000).map(({ part }) => part)).toEqual([0.25, 0.25, 0.25, 0.25]);
    const thirds = withdrawals('rateLimit', { ...terms, rateLimit: 0.4 }, leak('a'), 1000, false);
    expect(thirds.reduce((sum, { part }) => sum + part, 0)).toBeCloseTo(1, 12);
    expect(thirds).toHaveLength(3);
  });

  it('stay in an enclave, unless that is broken too', () => {
    expect(withdrawals('tee', terms, leak('a'), 30, false)).toEqual([]);
    expect(withdrawals('tee', terms, leak('a'), 30, true)).toHaveLength(1);
  });
});

describe('amounts', () => {
  it('are exact, and rounded down', () => {
    expect(partOf(520_010_000_000n, 1)).toBe(520_010_000_000n);
    expect(partOf(10n, 0.25)).toBe(2n);
    const two = [
      { after: 0, part: 0.1 },
      { after: 24, part: 0.1 },
    ];
    // 2 * 52,001 of 520,010.
    expect(lossOf(520_010_000_000n, two)).toBe(104_002_000_000n);
  });
});

describe('what follows', () => {
  it('fades by half-lives, and not before it begins', () => {
    expect([shockLeft(-1, 30), shockLeft(0, 30), shockLeft(60, 30)]).toEqual([0, 1, 0.25]);
    expect([laundered(0.5, 1, 6), laundered(1, 1, 6), laundered(13, 1, 6)]).toEqual([0, 0, 0.75]);
  });
});

describe('the incident of a scenario', () => {
  const scenario = (lines: string) => `
name: test
seed: 3
incident: { ${lines} }
`;

  it('loses what was published, and tells within two days', () => {
    const run = runScenario(scenario('defence: none'));
    expect(metricOf(run, 'incident.loss[0G]')).toBe(520_010);
    expect(metricOf(run, 'incident.loss[ETH]')).toBe(9.93);
    expect(metricOf(run, 'incident.loss[USDT]')).toBe(4200);
    // 520,010 * 0.992.
    expect(metricOf(run, 'incident.loss_value')).toBeCloseTo(515_849.92, 2);
    const detected = metricOf(run, 'incident.detected_after');
    expect(detected).toBeGreaterThanOrEqual(86_400);
    expect(detected).toBeLessThanOrEqual(172_800);
    expect(metricOf(run, 'incident.consensus_halted')).toBe(0);
  });

  it('moves money at its own events as the closed form says, for every defence', () => {
    for (const defence of ['multisig', 'timelock', 'rateLimit', 'tee']) {
      for (let replication = 0; replication < 10; replication++) {
        const run = runScenario(scenario(`defence: ${defence}`), [], replication);
        const kept = 1 - metricOf(run, 'incident.loss[0G]') / 520_010;
        const where = `${defence}, seed 3, replication ${replication}`;
        expect(kept, where).toBeCloseTo(metricOf(run, `incident.loss_prevented[${defence}]`), 9);
      }
    }
  });

  it('lets the price fall when it is known, in proportion to the loss, and come back', () => {
    const run = runScenario(scenario('defence: none, trust: { price: 20 %, halfLife: 1000 days }'));
    // The first look is within a day of it: 0.992 * 0.8, half of a thousandth of it back.
    expect(metricOf(run, 'incident.price.low')).toBeCloseTo(0.7936, 3);
    const kept = runScenario(scenario('defence: multisig'));
    expect(metricOf(kept, 'incident.price.low')).toBe(0.992);
    expect(metricOf(kept, 'incident.delegations.low')).toBe(1);
  });

  it('stops no chain: the leak on record, played on validators', () => {
    const run = runScenario(`
name: test
seed: 3
duration: 60 s
network: {}
chain: { preset: 0g, validators: 20, fullNodes: 0, transaction: transfer }
load: { entry: all, rate: 1 tx/s, duration: 60 s }
operators: { outage: alibaba-keyleak-2025-12-11, outageStart: 20 s }
incident: { at: 20 s }
`);
    expect(metricOf(run, 'chain.nodes_down')).toBe(0);
    expect(metricOf(run, 'chain.keys_leaked')).toBeGreaterThan(0);
    expect(metricOf(run, 'chain.liveness[after]')).toBe(1);
    expect(metricOf(run, 'incident.loss[0G]')).toBe(520_010);
  });

  it.each([
    ['compromised: { nowhere: 1 }', 'incident.compromised.nowhere: expected one of hetzner, aws,'],
    ['compromised: { constructor: 1 }', 'incident.compromised.constructor: expected one of'],
    ['compromised: { alibaba: 6 }', 'expected at most 5 tenancies of "alibaba"'],
    ['keyHosts: [mars/1]', 'incident.keyHosts: expected a tenancy of a provider'],
    ['threshold: 2', 'incident.threshold: expected at most 1, the number of keys'],
    ['detection: { earliest: 3 days }', 'incident.detection.latest: expected after'],
  ])('is refused: %s', (line, said) => {
    expect(objectionsTo(scenario(line)).join()).toContain(said);
  });
});
