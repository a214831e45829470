import { describe, expect, it } from 'vitest';
import { dealRoles, licencesByOperator, Uptime } from '../../../models/alignment/operators.ts';
import { Streams } from '../../../sim/random.ts';
import { hours, type Tick } from '../../../sim/time.ts';

const stream = (name: string) => new Streams('operators', 0).stream(name);

describe('licences by operator', () => {
  it('sum to all, one each at least, most first', () => {
    for (const [operators, licences, skew] of [
      [1, 131_750, 1],
      [1000, 131_750, 1],
      [1000, 1000, 2],
      [7, 100, 0],
    ]) {
      const held = licencesByOperator(operators, licences, skew);
      expect(held).toHaveLength(operators);
      expect(held.reduce((a, b) => a + b)).toBe(licences);
      expect(Math.min(...held)).toBeGreaterThanOrEqual(1);
      expect([...held].sort((a, b) => b - a)).toEqual(held);
    }
  });

  it('follow 1 / i^skew beyond the first', () => {
    // Three operators, 1,103 licences: 1,100 are dealt 6 : 3 : 2.
    expect(licencesByOperator(3, 1103, 1)).toEqual([601, 301, 201]);
    expect(licencesByOperator(4, 40, 0)).toEqual([10, 10, 10, 10]);
  });
});

it('roles are dealt in whole operators', () => {
  const roles = dealRoles(10, { lazy: 0.31, colluding: 0.25 }, stream('roles'));
  const count = (role: string): number => roles.filter((each) => each === role).length;
  expect([count('lazy'), count('colluding'), count('honest')]).toEqual([3, 3, 4]);
  const full = dealRoles(3, { lazy: 0.5, colluding: 0.5 }, stream('full'));
  expect(full.filter((role) => role === 'honest')).toEqual([]);
});

describe('an operator that is up and down', () => {
  it('is up for its share of the time, in outages of their mean length', () => {
    const outage = hours(1);
    let up = 0;
    let falls = 0;
    const steps = 200_000;
    const uptime = new Uptime(stream('outage'), 0.9, outage);
    let before = true;
    for (let i = 0; i < steps; i++) {
      const now = uptime.isUp((i * hours(0.1)) as Tick);
      if (now) up++;
      else if (before) falls++;
      before = now;
    }
    // 20,000 h are 2,000 cycles of 10 h, less the outages that fit between two looks: half of 0.1 h in 1 h.
    expect(up / steps).toBeCloseTo(0.9, 1.7);
    expect(falls).toBeGreaterThan(1700);
    expect(falls).toBeLessThan(2100);
  });

  it('with a share of 1 is never down', () => {
    const uptime = new Uptime(stream('always'), 1, hours(1));
    for (let i = 0; i < 100; i++) expect(uptime.isUp(hours(i * 100))).toBe(true);
  });
});
