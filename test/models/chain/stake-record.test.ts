import { describe, expect, it } from 'vitest';
import { UNIT } from '../../../models/chain/stake/fixed-point.ts';
import { type StakeValues, stakeParameters } from '../../../models/chain/stake/parameters.ts';
import { StakeRecord } from '../../../models/chain/stake/record.ts';
import { heldFor } from '../../../models/chain/stake/rewards.ts';
import { readLeaf } from '../../../scenarios/values.ts';
import { seconds, type Tick } from '../../../sim/time.ts';
import { lehmer } from '../../sim/network/support.ts';
import { found } from './heights.ts';

const defaults = Object.fromEntries(
  Object.entries(stakeParameters).map(([name, parameter]) => {
    const reading = readLeaf(parameter, parameter.default);
    if (!reading.ok) throw new Error(`${name}: expected ${reading.expected}`);
    return [name, reading.value];
  }),
) as StakeValues;

/** Mean Gregorian year: 365.2425 days. */
const YEAR = seconds(365.2425 * 86_400);

const equal: StakeValues = { ...defaults, distribution: 'zipf', exponent: 0, total: 1_000_000 };

/** Tokens that staking holds for all validators. */
function held({ validators }: StakeRecord): number {
  const units = validators.reduce((sum, validator) => sum + heldFor(validator), 0n);
  return Number(units / (UNIT / 1_000_000n)) / 1e6;
}

function totals(record: StakeRecord) {
  const { findings, value } = found((measures) => record.report(measures));
  const paid = Object.entries(findings.values)
    .filter(([name]) => name.startsWith('chain.stake.paid['))
    .reduce((sum, [, entry]) => sum + entry.value, 0);
  return {
    paid,
    issued: value('chain.stake.issued') ?? Number.NaN,
    burned: value('chain.stake.burned') ?? Number.NaN,
    slashed: value('chain.stake.slashed') ?? Number.NaN,
    value,
  };
}

describe('voting power', () => {
  it('is the stake in whole tokens, and that of other nodes nothing', () => {
    const record = new StakeRecord(equal, 8);
    expect(record.powers).toEqual(new Array(8).fill(125_000));
    expect(record.weights(10)).toEqual([...new Array(8).fill(125_000n), 0n, 0n]);
  });

  it.each([4, 100, 333])('sums to all stake over %i validators', (validators) => {
    const { powers } = new StakeRecord(defaults, validators);
    expect(powers.reduce((a, b) => a + b, 0)).toBe(defaults.total);
  });
});

describe('what is issued', () => {
  it('is the yearly amount in a year, however many blocks there are', () => {
    for (const blocks of [1, 7, 1000]) {
      const record = new StakeRecord(equal, 4);
      for (let i = 1; i <= blocks; i++) {
        record.block(i % 4, Math.floor((YEAR * i) / blocks) as Tick);
      }
      expect(totals(record).issued).toBeCloseTo(equal.issuance, 5);
    }
  });

  it('is split in the published order: tax, commission, delegators', () => {
    // A year in one block: 80 M; 2 % tax = 1.6 M; 5 % of the other 78.4 M = 3.92 M.
    const record = new StakeRecord(equal, 4);
    record.block(0, YEAR);
    const { value } = totals(record);
    expect(value('chain.stake.paid[community tax]')).toBe(1_600_000);
    expect(value('chain.stake.paid[commission]')).toBe(3_920_000);
    expect(held(record)).toBeCloseTo(1_000_000 + 74_480_000, 5);
  });

  it.each([1, 2, 3])('is paid, burned or held to the last token, seed %i', (seed) => {
    const random = lehmer(seed * 65_537);
    const values = { ...defaults, restaked: seed === 3 ? 0.4 : 0 };
    const record = new StakeRecord(values, 30);
    const before = held(record);
    let now = 0;
    for (let i = 0; i < 300; i++) {
      now += 1 + Math.floor(random() * 2e7);
      if (random() < 0.1) record.accuse(Math.floor(random() * 30));
      record.block(Math.floor(random() * 30), now as Tick);
    }
    const { issued, paid, burned, slashed } = totals(record);
    expect(slashed).toBeGreaterThan(10);
    expect(burned).toBeGreaterThan(0);
    // Each figure is cut to a millionth.
    expect(Math.abs(before + issued - paid - burned - held(record))).toBeLessThan(1e-5);
  });
});

describe('evidence', () => {
  it('slashes once, with the next block: 2 %, at most 500 tokens', () => {
    // 2 % of 125,000 are 2,500.
    const rich = new StakeRecord(equal, 8);
    rich.accuse(3);
    expect(totals(rich).slashed).toBe(0);
    for (const at of [1, 2, 3]) rich.block(0, seconds(at));
    expect(totals(rich)).toMatchObject({ slashed: 1, burned: 500 });
    // 2 % of 12,500 are 250.
    const poor = new StakeRecord({ ...equal, total: 100_000 }, 8);
    poor.accuse(3);
    poor.block(0, seconds(1));
    expect(totals(poor)).toMatchObject({ slashed: 1, burned: 250 });
  });

  it('beyond the limit of a block waits for the next one', () => {
    const record = new StakeRecord({ ...equal, maxSlashedPerBlock: 2 }, 8);
    for (let validator = 0; validator < 5; validator++) record.accuse(validator);
    const slashed = [1, 2, 3, 4].map((at) => {
      record.block(0, seconds(at));
      return totals(record).slashed;
    });
    expect(slashed).toEqual([2, 4, 5, 5]);
    expect(totals(record).burned).toBe(2500);
  });
});
