import { describe, expect, it } from 'vitest';
import { concentration, divided } from '../../../../models/token/economy/outcomes/owners.ts';
import { reportSecurity } from '../../../../models/token/economy/outcomes/security.ts';
import { concentrationOf } from '../../../../models/token/market/metrics.ts';
import { Streams } from '../../../../sim/random.ts';
import { runSection } from './economy.ts';

const owners = (held: Record<string, number>, count: Record<string, number>, exponent: number) =>
  divided(new Map(Object.entries(held)), { count, others: 4, exponent });

describe('owners of what the classes hold', () => {
  it('one with 60 and four with 10: Gini (-4 - 2 + 0 + 2) x 0.1 + 4 x 0.6 over 5, HHI 0.36 + 4 x 0.01', () => {
    const { gini, hhi, third, twoThirds } = concentration(owners({ a: 60, b: 40 }, { a: 1 }, 0));
    expect(gini).toBeCloseTo(0.4, 9);
    expect(hhi).toBeCloseTo(0.4, 9);
    expect([third, twoThirds]).toEqual([1, 2]);
  });

  it('three of a class under exponent 1 have 6, 3 and 2 of 11', () => {
    const parts = owners({ a: 22 }, { a: 3 }, 1);
    for (const [i, part] of [6 / 11, 3 / 11, 2 / 11].entries()) {
      expect(parts[i]).toBeCloseTo(part, 12);
    }
  });

  it('nobody when nothing is held', () => expect(owners({ a: 0 }, {}, 1).length).toBe(0));

  it('agrees with the exact measures of operators', () => {
    const stream = new Streams('owners', 0).stream('weights');
    for (let run = 0; run < 50; run++) {
      const whole = Array.from({ length: 1 + stream.below(40) }, () => 1 + stream.below(1e6));
      const sum = whole.reduce((all, each) => all + each, 0);
      const exact = concentrationOf(new Map(whole.map((each, i) => [`${i}`, BigInt(each)])));
      const sorted = Float64Array.from(whole.map((each) => each / sum))
        .sort()
        .reverse();
      const { gini, hhi, third, twoThirds } = concentration(sorted);
      expect(gini).toBeCloseTo(exact.gini, 12);
      expect(hhi).toBeCloseTo(exact.hhi, 12);
      expect([third, twoThirds]).toEqual([exact.nakamotoThird, exact.nakamotoTwoThirds]);
    }
  });
});

it('a third of 900 staked tokens at $2 costs 600 x (1 + 0.05 x root of 300 / 12 = 0.25)', () => {
  const found = new Map<string, number>();
  reportSecurity((name, _unit, value) => found.set(name, value), {
    ...{ staked: 900, circulating: 3000, price: 2, rewards: 90, volume: 12, volatility: 0.05 },
  });
  expect(found.get('token.security.budget')).toBe(180);
  expect(found.get('token.security.corruption[1/3]')).toBeCloseTo(600 * 1.25, 9);
  expect(found.get('token.security.corruption_ratio[1/3]')).toBeCloseTo(750 / 6000, 12);
});

describe('curves by month', () => {
  const { findings } = runSection(
    'years: 2\npaths: 2\ninflation: { rule: og_stepdown }\ntreasury: { bucket: ecosystem, cash: 30000000 }',
  );
  const curve = (name: string) =>
    findings.series.find((each) => each.name === name)!.points.map(([, y]) => y);
  const summed = (prefix: string) =>
    findings.series
      .filter(({ name }) => name.startsWith(`${prefix}[`))
      .map(({ points }) => points.map(([, y]) => y))
      .reduce((sum, ys) => sum.map((each, i) => each + ys[i]));

  it('states and classes both sum to the supply', () => {
    for (const prefix of ['token.state', 'token.held']) {
      for (const [i, sum] of summed(prefix).entries()) {
        expect(sum / curve('token.supply.total')[i]).toBeCloseTo(1, 12);
      }
    }
  });

  it('unlocked month by month sums to released', () => {
    const months = curve('token.unlocked[team]');
    const sum = months.reduce((all, each) => all + each, 0);
    expect(sum).toBeCloseTo(curve('token.released[team]').at(-1)!, 3);
  });

  it('new float is the growth of what circulates; dilution and market value meet at the price', () => {
    const circulating = curve('token.supply.circulating');
    for (const [i, grown] of curve('token.float.new').entries()) {
      expect(grown).toBeCloseTo(circulating[i + 1] - circulating[i], 3);
      expect(curve('token.float.new_share')[i]).toBeCloseTo(grown / circulating[i], 12);
    }
    const ratio = curve('token.value.market').map(
      (each, i) => each / curve('token.value.diluted')[i],
    );
    for (const [i, each] of ratio.entries()) {
      expect(each).toBeCloseTo(curve('token.float_ratio')[i], 12);
    }
  });

  it('30 M less 2 M a month pay 15 months: nobody is out of cash by month 15, all by month 16', () => {
    const share = curve('token.event_by[out_of_cash]');
    expect(share.slice(0, 16)).toEqual(Array(16).fill(0));
    expect(share.slice(16)).toEqual(Array(9).fill(1));
    expect(findings.values['token.event[out_of_cash]'].value).toBe(1);
  });

  it('a probability by month never falls and ends at that of the event', () => {
    const names = findings.series.flatMap(
      ({ name }) => /^token\.event_by\[(.*)\]$/.exec(name)?.[1] ?? [],
    );
    expect(names).toContain('price_below');
    for (const name of names) {
      const share = curve(`token.event_by[${name}]`);
      for (let i = 1; i < share.length; i++) expect(share[i]).toBeGreaterThanOrEqual(share[i - 1]);
      expect(share.at(-1)).toBe(findings.values[`token.event[${name}]`].value);
    }
  });
});
