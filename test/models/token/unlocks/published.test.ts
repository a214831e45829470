/** Every number of facts token-economics 9, and what else is published of these schedules. */
import { describe, expect, it } from 'vitest';
import { wholeTokens } from '../../../../models/token/unlocks/amounts.ts';
import { presetNames, presetSchedule, presets } from '../../../../models/token/unlocks/presets.ts';
import {
  availableAt,
  circulatingAt,
  monthMark,
  released,
  releasedAt,
} from '../../../../models/token/unlocks/schedule.ts';
import { bucketOf, tokens } from './schedules.ts';

describe('Celestia', () => {
  const schedule = presetSchedule('celestia');
  // Days from 31 October 2023 to 30 October 2024, 2025, 2026, 2027.
  const [y1, y2, y3, y4] = [365, 730, 1095, 1460];
  const on = (id: string, day: number) => released(bucketOf(schedule, id), day);

  it('has 1bn, of which 7.41 % circulate and 12.59 % wait at launch', () => {
    expect(schedule.total).toBe(tokens(1_000_000_000));
    expect(on('public-distributed', 0)).toBe(tokens(74_100_000));
    expect(on('public-reserved', 0)).toBe(tokens(125_900_000));
    // A quarter of 267.9M is free.
    expect(on('research-ecosystem', 0)).toBe(tokens(66_975_000));
    expect(circulatingAt(schedule.buckets, 0)).toBe(tokens(141_075_000));
    expect(availableAt(schedule.buckets, 0)).toBe(tokens(266_975_000));
  });

  it('releases a third of core, seed and A&B at year 1, not a day before', () => {
    for (const id of ['core', 'seed', 'series-a-b']) expect(on(id, y1 - 1)).toBe(0n);
    expect(on('core', y1)).toBe(tokens(176_400_000) / 3n);
    expect(on('seed', y1)).toBe(tokens(159_000_000) / 3n);
    expect(on('series-a-b', y1)).toBe(tokens(196_700_000) / 3n);
  });

  it('goes on without steps: seed and A&B to year 2, core to year 3, research to year 4', () => {
    // Half way in seconds: 1/3 + 2/3 * 1/2.
    const half = ((y1 + y2) / 2) * 86_400;
    expect(releasedAt(bucketOf(schedule, 'seed'), half)).toBe((tokens(159_000_000) * 2n) / 3n);
    expect(on('core', y2)).toBe((tokens(176_400_000) * 2n) / 3n);
    // 25 % + 75 % * 1/3.
    expect(on('research-ecosystem', y1)).toBe(tokens(66_975_000));
    expect(on('research-ecosystem', y2)).toBe(tokens(133_950_000));
    const ends = { seed: y2, 'series-a-b': y2, core: y3, 'research-ecosystem': y4 };
    for (const [id, end] of Object.entries(ends)) {
      const { amount } = bucketOf(schedule, id);
      expect(on(id, end), id).toBe(amount);
      expect(releasedAt(bucketOf(schedule, id), end * 86_400 - 1), id).toBeLessThan(amount);
    }
    const flags = bucketOf(schedule, 'seed');
    expect([flags.stakeableWhileLocked, flags.rewardsLiquid]).toEqual([true, true]);
  });
});

describe('Arbitrum', () => {
  const schedule = presetSchedule('arbitrum');
  const insiders = (at: number) =>
    releasedAt(bucketOf(schedule, 'team-advisers'), at) +
    releasedAt(bucketOf(schedule, 'investors'), at);
  const month = (k: number) => monthMark(schedule.conventions, k);

  it('releases 1,111.75M at the cliff, 87 % of a float of 1.275bn', () => {
    expect(circulatingAt(schedule.buckets, 0)).toBe(tokens(1_275_000_000));
    // 16 March 2024 is 366 days later.
    expect(insiders(366 * 86_400 - 1)).toBe(0n);
    expect(insiders(366 * 86_400)).toBe(tokens(1_111_750_000));
    expect(1111.75 / 1275).toBeCloseTo(0.87, 2);
  });

  it('then releases a 36th of the rest each month', () => {
    // 4,447M * 3/4 / 36 = 92.645833…M.
    const slice = (tokens(4_447_000_000) * 3n) / 4n / 36n;
    for (let k = 12; k < 48; k++) {
      const grown = insiders(month(k + 1)) - insiders(month(k)) - slice;
      expect(grown >= -2n && grown <= 2n, `month ${k}`).toBe(true);
    }
    expect(insiders(month(48))).toBe(tokens(4_447_000_000));
  });

  it('pays the foundation from 17 April 2023 to 17 April 2027', () => {
    const foundation = bucketOf(schedule, 'foundation');
    expect(released(foundation, 32)).toBe(0n);
    expect(released(foundation, 33)).toBeGreaterThan(0n);
    // Four years with one leap day after day 32.
    expect(released(foundation, 32 + 1461)).toBe(tokens(750_000_000));
    expect(released(foundation, 32 + 1460)).toBeLessThan(tokens(750_000_000));
  });
});

describe('the QTM example project', () => {
  const schedule = presetSchedule('qtm');
  const total = (k: number) =>
    k < 1 ? 0n : availableAt(schedule.buckets, monthMark(schedule.conventions, k - 1));
  /** As printed: the release of a month, half up. */
  const printed = (k: number) => Number(wholeTokens(total(k) - total(k - 1), 'half-up'));

  it('releases what the spreadsheet prints', () => {
    expect(printed(1)).toBe(21_099_206);
    for (const k of [2, 3, 4, 5, 6]) expect(printed(k)).toBe(971_429);
    expect(printed(7)).toBe(2_140_410);
  });

  it('releases everything but the airdrop in the end', () => {
    expect(total(85)).toBe(tokens(98_000_000));
    expect(total(84)).toBe(tokens(98_000_000));
    expect(total(83)).toBeLessThan(tokens(98_000_000));
  });
});

describe('Optimism and Sui, as far as they are published', () => {
  it('has 30 % of 4,294,967,296 available after a year', () => {
    const schedule = presetSchedule('optimism');
    expect(schedule.total).toBe(tokens(4_294_967_296));
    const afterYear = availableAt(schedule.buckets, 365 * 86_400);
    // Each of three buckets rounds down once.
    expect(afterYear).toBeGreaterThanOrEqual((tokens(4_294_967_296) * 3n) / 10n - 3n);
    expect(afterYear).toBeLessThanOrEqual((tokens(4_294_967_296) * 3n) / 10n);
  });

  it('splits Sui in two ways, both whole', () => {
    const [a, b] = (['A', 'B'] as const).map((reading) => presetSchedule('sui', { reading }));
    expect([a.buckets.length, b.buckets.length]).toEqual([6, 5]);
    for (const { total, buckets } of [a, b]) {
      expect(total).toBe(tokens(10_000_000_000));
      expect(buckets.reduce((sum, { amount }) => sum + amount, 0n)).toBe(total);
      expect(availableAt(buckets, 1e9)).toBe(0n);
    }
  });
});

describe('presets', () => {
  it('have sources for all but choices, and refuse what they do not have', () => {
    for (const { knowledge } of presets) {
      for (const { status, source } of knowledge) expect(source === '').toBe(status === 'choice');
    }
    expect(presetNames).toEqual(['0g', 'celestia', 'arbitrum', 'optimism', 'sui', 'qtm']);
    expect(() => presetSchedule('1g')).toThrow('preset, expected 0g, celestia');
    expect(() => presetSchedule('sui', { reading: 'C' })).toThrow(
      'reading, expected A or B, got "C"',
    );
    expect(() => presetSchedule('qtm', { reading: 'A' })).toThrow('expected no reading for qtm');
    expect(() => presetSchedule('qtm', { community: 'none' })).toThrow('no choice for qtm');
  });
});
