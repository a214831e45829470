import { describe, expect, it } from 'vitest';
import {
  LICENCES_OFFERED,
  LICENCES_SOLD,
  licenceDay,
  licenceRewards,
  nodePool,
  unsoldRules,
} from '../../../models/alignment/licences.ts';
import { TOKEN } from '../../../models/token/unlocks/amounts.ts';
import { ALL, fraction, NONE } from '../../../models/token/unlocks/fraction.ts';
import { Streams } from '../../../sim/random.ts';

// 0g-da-chain-compute 4: 175,500 offered, 131,750 sold, 150 M tokens, 33 % and 67 %, 36 months.
const TERMS = { sold: LICENCES_SOLD, unsold: 'nobody', late: 0, uptime: ALL } as const;
const tokens = (units: bigint): number => Number(units) / Number(TOKEN);

describe('one licence', () => {
  it('is 854.70 tokens: 282.05 at once and 572.65 by day', () => {
    // 49,500,000 / 175,500 = 11,000 / 39; 100,500,000 / 175,500 = 67,000 / 117.
    const { first, penalty, daily, unsold } = licenceRewards(TERMS, 365);
    expect(first).toBe(282_051_282_051_282_051_282n);
    expect(daily).toBe(572_649_572_649_572_649_572n);
    expect([penalty, unsold]).toEqual([0n, 0n]);
  });

  it('earns 13,400 / 25,623 token on each of 1,095 days', () => {
    // 67,000 / 117 / 1,095 = 67,000 / 128,115.
    expect(licenceDay()).toEqual(fraction(13_400n, 25_623n));
    expect(67_000 / 128_115).toBeCloseTo(572.65 / 1095, 5);
  });

  it('keeps a tenth of the total when it claims at once, and more each day', () => {
    // 10 / 33 of 11,000 / 39 = 85.4700854...; the penalty is 23 / 33, rounded down.
    const { first, penalty } = licenceRewards(TERMS, 0);
    expect(first).toBe(85_470_085_470_085_470_086n);
    expect(penalty).toBe(196_581_196_581_196_581_196n);
    // Day 73 is a fifth of a year: 4/5 of 23/33 is lost, 92 / 165 of 282.0512... = 157.2649...
    expect(tokens(licenceRewards(TERMS, 73).penalty)).toBeCloseTo((11_000 / 39) * (92 / 165), 9);
  });

  it('gets nothing for days on which it is down', () => {
    // 0.98 * 572.649572649572649572 = 561.19658119658119658056.
    const { daily } = licenceRewards({ ...TERMS, uptime: fraction(98n, 100n) }, 0);
    expect(daily).toBe(561_196_581_196_581_196_580n);
    expect(licenceRewards({ ...TERMS, uptime: NONE }, 0).daily).toBe(0n);
  });
});

describe('licences that nobody bought', () => {
  const late = LICENCES_SOLD / 2;

  it('pay those who claim late and those who run', () => {
    const terms = { ...TERMS, unsold: 'late-and-running', late } as const;
    // Running: 67,000 / 117 * 43,750 / 131,750 = 190.1587...; late: 11,000 / 39 * 43,750 / 65,875 = 187.3205...
    const running = 11_725_000 / 61_659;
    expect(tokens(licenceRewards(terms, 0).unsold)).toBeCloseTo(running, 9);
    expect(tokens(licenceRewards(terms, 365).unsold)).toBeCloseTo(running + 3_850_000 / 20_553, 9);
    expect(licenceRewards({ ...terms, uptime: NONE }, 0).unsold).toBe(0n);
  });

  it('or make each licence sold 150 M / 131,750 = 1,138.52', () => {
    const { first, daily, unsold } = licenceRewards({ ...TERMS, unsold: 'all-sold' }, 365);
    expect(tokens(first + daily)).toBeCloseTo(150_000_000 / 131_750, 9);
    expect(unsold).toBe(0n);
  });

  it('never pay more than the pool, and all of it when all run and claim late or lose it', () => {
    const pool = nodePool().first.amount + nodePool().daily.amount;
    expect(pool).toBe(150_000_000n * TOKEN);
    const seed = 'rewards';
    const stream = new Streams(seed, 0).stream('terms');
    for (let i = 0; i < 60; i++) {
      const sold = 1 + stream.below(LICENCES_OFFERED);
      const unsold = unsoldRules[stream.below(unsoldRules.length)];
      const late = stream.below(sold + 1);
      const uptime = fraction(BigInt(stream.below(11)), 10n);
      const paid = (day: number): bigint => {
        const {
          first,
          penalty,
          daily,
          unsold: more,
        } = licenceRewards({ sold, unsold, late, uptime }, day);
        return first + penalty + daily + more;
      };
      const all = paid(365) * BigInt(late) + paid(stream.below(365)) * BigInt(sold - late);
      const said = `${seed}, case ${i}: ${sold} sold, ${unsold}, ${late} late`;
      expect(all <= pool, said).toBe(true);
      const whole =
        uptime.numerator === uptime.denominator &&
        (unsold === 'all-sold' || (unsold === 'late-and-running' && late > 0));
      // Four parts of each licence are rounded down.
      if (whole) expect(pool - all < BigInt(4 * sold + 4), said).toBe(true);
    }
  });
});

it('refuses impossible counts', () => {
  const sold = LICENCES_OFFERED + 1;
  expect(() => licenceRewards({ ...TERMS, sold }, 0)).toThrow(/sold, expected 1 to 175500/);
  expect(() => licenceRewards({ ...TERMS, late: -1 }, 0)).toThrow(/late, expected 0 to 131750/);
});
