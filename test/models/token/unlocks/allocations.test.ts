/** Who gets how much in the published schedules: token-economics 2, 7, 8.5 and 9. */
import { describe, expect, it } from 'vitest';
import { parseSchedule } from '../../../../models/token/unlocks/parse-schedule.ts';
import { presetSchedule } from '../../../../models/token/unlocks/presets.ts';
import {
  availableAt,
  circulatingAt,
  released,
  type Schedule,
} from '../../../../models/token/unlocks/schedule.ts';
import { bucketOf, tokens } from './schedules.ts';

/** Buckets in hundredths of a percent of the total, which all of these divide. */
function bySize({ total, buckets }: Schedule): number[] {
  return buckets.map(({ amount }) => {
    expect((amount * 10_000n) % total).toBe(0n);
    return Number((amount * 10_000n) / total) / 100;
  });
}

describe('allocations', () => {
  it('of 0G: 28, 15, 13, 22, 22 %, 56 % of it for the community, 21.32 % at the start', () => {
    const schedule = presetSchedule('0g');
    const sizes = bySize(schedule);
    expect(sizes).toEqual([28, 15, 13, 22, 22]);
    expect(sizes[0] + sizes[1] + sizes[2]).toBe(56);
    const start = circulatingAt(schedule.buckets, 0);
    expect((start * 10_000n) / schedule.total).toBe(2132n);
    // The other source has 213.15M.
    expect(start - tokens(213_150_000)).toBeLessThanOrEqual(tokens(50_000));
    // 213.2 - 137.2 - 49.5 = 26.5, which is 2.65 % and leaves 10.35 %.
    const community = bucketOf(schedule, 'community');
    expect(released(community, 0)).toBe(start - tokens(137_200_000) - tokens(49_500_000));
    expect(community.amount - released(community, 0)).toBe(tokens(103_500_000));
  });

  it('of Arbitrum, Celestia and Sui in both versions', () => {
    expect(bySize(presetSchedule('arbitrum'))).toEqual([35.28, 26.94, 17.53, 11.62, 7.5, 1.13]);
    expect(bySize(presetSchedule('celestia'))).toEqual([7.41, 12.59, 26.79, 17.64, 15.9, 19.67]);
    const [a, b] = (['A', 'B'] as const).map((reading) => presetSchedule('sui', { reading }));
    expect(bySize(b)).toEqual([50, 20, 14, 10, 6]);
    // Those of A sum to 100.01 %, of which each is its part.
    const printed = [36.53, 21.14, 14.1, 12.42, 5.82, 10];
    const parts = printed.map((part) => (part / 100.01) * 1e10);
    for (const [index, { amount }] of a.buckets.entries()) {
      expect(Number(amount) / 1e18).toBeCloseTo(parts[index], 4);
    }
  });

  it('of Optimism: 25, 20, 19, 19, 17 % of 2^32, whole to the last unit', () => {
    const { total, buckets } = presetSchedule('optimism');
    expect(total).toBe(tokens(2 ** 32));
    for (const [index, percent] of [25n, 20n, 19n, 19n, 17n].entries()) {
      const rest = buckets[index].amount - (total * percent) / 100n;
      expect(rest === 0n || rest === 1n, buckets[index].id).toBe(true);
    }
    expect(buckets.reduce((sum, { amount }) => sum + amount, 0n)).toBe(total);
  });

  it('of the QTM example, with what is released at once', () => {
    const schedule = presetSchedule('qtm');
    const percent = [100 / 45, 5, 6, 3.5, 20, 6, 4, 3, 12.5, 100 / 36, 15, 18, 2];
    expect(percent.reduce((sum, part) => sum + part, 0)).toBeCloseTo(100, 12);
    for (const [index, { amount }] of schedule.buckets.entries()) {
      expect(Number(amount) / 1e24).toBeCloseTo(percent[index], 12);
    }
    // A pool of 2,777,778 tokens.
    expect(Math.round(Number(bucketOf(schedule, 'pool').amount) / 1e18)).toBe(2_777_778);
    // At once, and the slice of month 1: 25 % of 3.5M + 75 % / 6; 0.5 % of 15M + 99.5 % / 84; 5 % of 18M + 95 % / 48.
    const first = (id: string) => Number(released(bucketOf(schedule, id), 0)) / 1e18;
    expect(first('public')).toBeCloseTo(875_000 + 437_500, 9);
    expect(first('incentives')).toBeCloseTo(75_000 + 14_925_000 / 84, 6);
    expect(first('staking')).toBeCloseTo(900_000 + 17_100_000 / 48, 6);
    expect(first('team')).toBe(0);
  });
});

describe('the genesis buckets of Filecoin, which are no preset', () => {
  /** Tokens and days, each linear by the day. */
  const genesis = [
    ['labs', 300_000_000, 6 * 365],
    ['foundation', 100_000_000, 6 * 365],
    ['half-year', 51_803_587, 183],
    ['one-year', 31_821_712, 365],
    ['two-years', 7_223_364, 730],
    ['three-years', 88_536_841, 1095],
    ['six-years', 9_805_053, 2190],
    ['at-once', 10_632_000, 0],
  ] as const;
  const { buckets } = parseSchedule({
    tge: '2020-10-15',
    buckets: Object.fromEntries(
      genesis.map(([id, amount, days]) => [
        id,
        days === 0
          ? { amount: `${amount}`, tgeShare: '100 %' }
          : { amount: `${amount}`, duration: `${days} days`, step: 'day' },
      ]),
    ),
  });

  it('release floor(amount * day / days) on every day of seven years', () => {
    for (let day = 0; day <= 7 * 365; day++) {
      genesis.forEach(([id, amount, days], index) => {
        const part = Math.min(day, days);
        const expected =
          days === 0 ? tokens(amount) : (tokens(amount) * BigInt(part)) / BigInt(days);
        if (released(buckets[index], day) !== expected) expect.fail(`${id} on day ${day}`);
      });
    }
  });

  it('have the printed sum of investors in the end', () => {
    // 51,803,587 + 31,821,712 + 7,223,364 + 88,536,841 + 9,805,053 + 10,632,000.
    expect(availableAt(buckets, 6 * 365 * 86_400)).toBe(tokens(400_000_000 + 199_822_557));
  });
});
