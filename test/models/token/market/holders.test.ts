import { describe, expect, it } from 'vitest';
import {
  qtmRemoval,
  qtmUse,
  sellFlow,
  sellKernel,
  sellProfiles,
} from '../../../../models/token/market/holders.ts';
import { stakingFlow } from '../../../../models/token/market/staking.ts';

const sum = (flow: Float64Array) => flow.reduce((total, part) => total + part, 0);

describe('selling', () => {
  it('has the shares of the classes', () => {
    const shares = Object.entries(sellProfiles).map(([id, { share }]) => [id, share]);
    expect(Object.fromEntries(shares)).toEqual({
      ...{ team: 0.5, backers: 0.4, nodes: 0.6, ecosystem: 0.15, community: 0.6 },
    });
    for (const [id, profile] of Object.entries(sellProfiles))
      expect(sum(sellKernel(profile).weights), id).toBeCloseTo(profile.share, 12);
  });

  it('spreads over 14 days from the release on', () => {
    const releases = new Float64Array(100);
    releases[50] = 1400;
    const flow = sellFlow(releases, sellKernel(sellProfiles.team));
    expect([49, 50, 63, 64].map((day) => flow[day])).toEqual([0, 50, 50, 0]);
    expect(sum(flow)).toBeCloseTo(700, 9);
  });

  it('brings half of what is hedged into the 30 days before', () => {
    const releases = new Float64Array(100);
    releases[50] = 4200;
    const flow = sellFlow(releases, sellKernel(sellProfiles.backers));
    // 4200 x 0.4 = 1680: 840 over 30 days before, 840 over 14 after.
    expect([19, 20, 49, 50, 63, 64].map((day) => Math.round(flow[day] * 1e9) / 1e9)).toEqual([
      0, 28, 28, 60, 60, 0,
    ]);
    const half = sellKernel({ ...sellProfiles.backers, hedged: 0.5 });
    expect(sum(half.weights.subarray(0, 30))).toBeCloseTo(0.1, 12);
  });

  it('has no market before day 0, and ends with the last day', () => {
    const releases = new Float64Array(20);
    releases[0] = 4200;
    releases[19] = 1400;
    const backers = sellFlow(releases.subarray(0, 15), sellKernel(sellProfiles.backers));
    expect(backers[0]).toBeCloseTo(840 + 60, 9);
    const team = sellFlow(releases, sellKernel(sellProfiles.team));
    expect(team[19]).toBe(50);
  });

  it('refuses parts above 1 and no days', () => {
    const { team } = sellProfiles;
    expect(() => sellKernel({ ...team, share: 1.1 })).toThrow('part, expected 0 to 1, got 1.1');
    expect(() => sellKernel({ ...team, spread: 0 })).toThrow('days, expected whole ones');
    expect(() => sellKernel({ ...team, hedged: 1, lead: 0 })).toThrow('days, expected whole ones');
  });
});

describe('the use of new tokens in the spreadsheet', () => {
  it('is 30, 65 and 5 %', () => {
    expect(qtmUse(1000n)).toEqual({ sell: 300n, utility: 650n, hold: 50n });
    // Rounded down, the rest is held: 2.1, 4.55 and what is left of 7.
    expect(qtmUse(7n)).toEqual({ sell: 2n, utility: 4n, hold: 1n });
    expect(qtmRemoval(1000n)).toBe(30n);
  });
});

describe('staking', () => {
  const rule = { kappa: 0.1, target: 0.05 };

  it('answers to the yield above its target', () => {
    // 0.1 x (0.08 - 0.05) x 1000.
    expect(stakingFlow(rule, 0.08, 1000, 500)).toBeCloseTo(3, 12);
    expect(stakingFlow(rule, 0.03, 1000, 500, 7)).toBeCloseTo(-14, 12);
    expect(stakingFlow(rule, 0.05, 1000, 500)).toBe(0);
  });

  it('moves no more than there is', () => {
    expect(stakingFlow({ ...rule, kappa: 1000 }, 1, 1000, 500)).toBe(1000);
    expect(stakingFlow({ ...rule, kappa: 1000 }, -1, 1000, 500)).toBe(-500);
  });
});
