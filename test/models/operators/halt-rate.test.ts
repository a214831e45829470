import { describe, expect, it } from 'vitest';
import { haltProbabilityPerYear } from '../../../models/operators/halt-rate.ts';
import { type Host, hostOf } from '../../../models/operators/hosting-market.ts';

const rates = { region: 0.1, leastDepth: 0.2, ban: 0.05 };

/** One host with a share of 100 and the rest on hosts of one each. */
function network(share: number, host: Host) {
  const names = Array.from({ length: 100 - share }, (_, i) => `independent-${i + 1}`);
  return {
    power: new Map([[host.id, BigInt(share)], ...names.map((name) => [name, 1n] as const)]),
    hosts: new Map([[host.id, host], ...names.map((name) => [name, hostOf(name)] as const)]),
  };
}

const inRegions = (regions: Record<string, number>): Host => ({
  id: 'large',
  tier: 'specialist',
  regions,
});

function chance(share: number, host: Host, changed: Partial<typeof rates> = {}) {
  const { power, hosts } = network(share, host);
  return haltProbabilityPerYear(power, hosts, { ...rates, ...changed });
}

describe('the chance of a year that one failure halts a chain', () => {
  it('is none while nobody has a third', () => {
    expect(chance(33, inRegions({ a: 1 }))).toBe(0);
  });

  it('is that of a ban once somebody has a third, in places that are too small each', () => {
    // 1 - e^-0.05.
    expect(chance(40, inRegions({ a: 0.5, b: 0.5 }))).toBeCloseTo(0.048_770_575, 9);
  });

  it('adds regions whose loss is deep enough', () => {
    // Half of all in one place: a loss halts from a depth of 2/3 on, (1 - 2/3) / (1 - 0.2) = 5/12 of the losses.
    // 1 - e^-(0.05 + 0.1 * 5 / 12) = 1 - e^-0.0916667.
    expect(chance(50, inRegions({ a: 1 }))).toBeCloseTo(0.087_590_8, 7);
    // 80 % in two places, one with 50 %, one with 30 % of all: as before, but for what the smaller cannot do.
    expect(chance(80, inRegions({ a: 0.625, b: 0.375 }))).toBeCloseTo(0.087_590_8, 7);
    // Losses that always take everything: 1 - e^-0.15.
    expect(chance(50, inRegions({ a: 1 }), { leastDepth: 1 })).toBeCloseTo(0.139_292, 6);
  });

  it('counts every depth that is possible when the host is large', () => {
    // Everything in one place: from a depth of 1/3 on, 5/6 of the losses; 1 - e^-(0.05 + 0.1 * 5 / 6).
    expect(chance(100, inRegions({ a: 1 }))).toBeCloseTo(0.124_826_7, 7);
  });

  it('bans nobody from the long tail', () => {
    const own: Host = { id: 'large', tier: 'longTail', regions: { a: 0.5, b: 0.5 } };
    expect(chance(50, own)).toBe(0);
  });

  it('needs to know the hosts', () => {
    expect(() => haltProbabilityPerYear(new Map([['nobody', 1n]]), new Map(), rates)).toThrow(
      'hosts, expected "nobody" among them, got none',
    );
  });
});
