/** Every number of facts token-economics 2 that concerns the release of 0G. */
import { describe, expect, it } from 'vitest';
import { wholeTokens } from '../../../../models/token/unlocks/amounts.ts';
import { presetSchedule } from '../../../../models/token/unlocks/presets.ts';
import {
  circulatingAt,
  monthMark,
  released,
  releasedAt,
} from '../../../../models/token/unlocks/schedule.ts';
import { bucketOf, oneBucket, tokens } from './schedules.ts';

const A = presetSchedule('0g');
const month = (k: number) => monthMark(A.conventions, k);
const inMonth = (id: string, k: number, schedule = A) =>
  releasedAt(bucketOf(schedule, id), month(k));
const circulating = (k: number, schedule = A) => circulatingAt(schedule.buckets, month(k));
const near = (units: bigint, millions: number, within: number) =>
  expect(Math.abs(Number(units) / 1e24 - millions)).toBeLessThanOrEqual(within);

describe('0G', () => {
  it('has five buckets of a billion, 56 % for the community and 44 % for insiders', () => {
    expect(A.buckets.map(({ id, amount }) => [id, wholeTokens(amount)])).toEqual([
      ['ecosystem', 280_000_000n],
      ['nodes', 150_000_000n],
      ['community', 130_000_000n],
      ['team', 220_000_000n],
      ['backers', 220_000_000n],
    ]);
    expect(A.total).toBe(tokens(1_000_000_000));
  });

  it('starts with 213.2M, 21.32 %', () => {
    expect(A.buckets.map((bucket) => released(bucket, 0))).toEqual(
      [137_200_000, 49_500_000, 26_500_000, 0, 0].map(tokens),
    );
    expect(circulating(0)).toBe(tokens(213_200_000));
    expect(circulatingAt(A.buckets, -1)).toBe(0n);
  });

  it('releases 5.95M, 2.7917M and 12.222M a month', () => {
    for (let k = 0; k < 24; k++) {
      expect(inMonth('ecosystem', k + 1) - inMonth('ecosystem', k)).toBe(tokens(5_950_000));
    }
    expect(inMonth('ecosystem', 24)).toBe(tokens(280_000_000));
    for (let k = 0; k < 36; k++) {
      near(inMonth('nodes', k + 1) - inMonth('nodes', k), 100.5 / 36, 1e-12);
    }
    expect(inMonth('nodes', 36)).toBe(tokens(150_000_000));
    for (let k = 12; k < 48; k++) {
      const both = (at: number) => inMonth('team', at) + inMonth('backers', at);
      near(both(k + 1) - both(k), 440 / 36, 1e-12);
    }
  });

  it('grows by 8.74M, 20.96M, 15.0M and 12.2M a month (reading A)', () => {
    const growth = (k: number) => circulating(k) - circulating(k - 1);
    for (let k = 1; k <= 12; k++) near(growth(k), 5.95 + 100.5 / 36, 1e-12);
    // 3.9 % of the 221.9M after a month.
    near(circulating(1), 221.9417, 1e-4);
    expect(Number(growth(1)) / Number(circulating(1))).toBeCloseTo(0.0394, 4);
    for (let k = 13; k <= 24; k++) near(growth(k), 20.96, 0.005);
    for (let k = 25; k <= 36; k++) near(growth(k), 15.0, 0.02);
    for (let k = 37; k <= 48; k++) near(growth(k), 12.2, 0.03);
    expect(circulating(48)).toBe(tokens(896_500_000));
  });

  it('differs at month 12 by 0, 110M or 146.7M', () => {
    const B = presetSchedule('0g', { reading: 'B' });
    const C = presetSchedule('0g', { reading: 'C' });
    const insiders = (schedule: typeof A, at: number) =>
      releasedAt(bucketOf(schedule, 'team'), at) + releasedAt(bucketOf(schedule, 'backers'), at);
    const cliff = month(12);
    expect([A, B, C].map((each) => insiders(each, cliff - 1))).toEqual([0n, 0n, 0n]);
    expect(insiders(A, cliff)).toBe(0n);
    // 440M * 12/48.
    expect(insiders(B, cliff)).toBe(tokens(110_000_000));
    // 440M * 12/36.
    near(insiders(C, cliff), 146.6667, 1e-4);
    for (const [schedule, end] of [
      [A, 48],
      [B, 48],
      [C, 36],
    ] as const) {
      expect(insiders(schedule, month(end))).toBe(tokens(440_000_000));
      expect(insiders(schedule, month(end) - 1)).toBeLessThan(tokens(440_000_000));
    }
  });

  it('has its cliff on 22 September 2026, day 365', () => {
    const B = bucketOf(presetSchedule('0g', { reading: 'B' }), 'team');
    expect(released(B, 364)).toBe(0n);
    expect(released(B, 365)).toBe(tokens(55_000_000));
  });

  it('releases nodes daily: equal days of a month, equal months', () => {
    const nodes = bucketOf(A, 'nodes');
    // The first month has 30 days, the second 31.
    near(released(nodes, 1) - released(nodes, 0), 100.5 / 36 / 30, 1e-12);
    near(released(nodes, 31) - released(nodes, 30), 100.5 / 36 / 31, 1e-12);
    expect(releasedAt(nodes, 86_399)).toBe(tokens(49_500_000));
  });

  it('releases 91,718 a day over 1,095.75 days where a month is a twelfth of 365.25 days', () => {
    const nodes = oneBucket(
      { amount: '100.5M', parts: [{ kind: 'linear', to: '36 months', step: 'day' }] },
      { month: 'year/12' },
    );
    // 100,500,000 / 1,095.75 = 91,718.00137.
    expect(wholeTokens(released(nodes, 1))).toBe(91_718n);
    expect(wholeTokens(released(nodes, 1000))).toBe(91_718_001n);
    expect(released(nodes, 1095)).toBeLessThan(tokens(100_500_000));
    expect(released(nodes, 1096)).toBe(tokens(100_500_000));
  });

  it('leaves the community remainder of 103.5M to a choice', () => {
    const community = (choice: 'none' | 'linear48' | 'activity') =>
      bucketOf(presetSchedule('0g', { community: choice }), 'community');
    expect(releasedAt(community('none'), month(1200))).toBe(tokens(26_500_000));
    expect(releasedAt(community('activity'), month(1200))).toBe(tokens(26_500_000));
    // 26.5M + 103.5M * 12/48.
    expect(releasedAt(community('linear48'), month(12))).toBe(tokens(52_375_000));
    expect(releasedAt(community('linear48'), month(48))).toBe(tokens(130_000_000));
  });
});
