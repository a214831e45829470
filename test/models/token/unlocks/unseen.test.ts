/** Published schedules that are no presets, written as their projects print them. */
import { describe, expect, it } from 'vitest';
import { parseCapTable } from '../../../../models/token/unlocks/cap-table.ts';
import { parseSchedule } from '../../../../models/token/unlocks/parse-schedule.ts';
import { releaseDays, released } from '../../../../models/token/unlocks/schedule.ts';
import { ofParts, oneBucket, tokens } from './schedules.ts';

describe('amounts and instants as people write them', () => {
  it.each([
    ['10 billion', 10_000_000_000],
    ['21bn', 21_000_000_000],
    ['1.5 million', 1_500_000],
    ['500K', 500_000],
    ['250 thousand', 250_000],
    ['420.69T', 420_690_000_000_000],
    ['2.5e9', 2_500_000_000],
    ['100 mn tokens', 100_000_000],
  ])('%s', (amount, expected) => {
    expect(oneBucket({ amount, tgeShare: '1' }).amount).toBe(tokens(expected));
  });

  it('takes a share in tokens, in parts and in street notation', () => {
    // Aptos: 125M of 510.2M at once. Worldcoin: 143M of 7.5bn.
    const aptos = oneBucket({ amount: '510,217,359', tgeShare: '125M', duration: '10 years' });
    expect(released(aptos, 0)).toBe(tokens(125_000_000));
    const shares = [{ kind: 'instant', share: '143M' } as const, { kind: 'held' } as const];
    expect(released(ofParts('7.5bn', ...shares), 0)).toBe(tokens(143_000_000));
    expect(() => oneBucket({ amount: '10', tgeShare: '11 tokens', duration: '1 year' })).toThrow(
      'buckets.one.tgeShare, expected at most the tokens of the bucket, got "11 tokens"',
    );
  });

  it('counts back from the token event', () => {
    // Six months before 1 June 2022 is 1 December 2021; 24 months in quarters, two of eight are over.
    const bucket = oneBucket(
      { amount: '8', start: 'TGE - 6 months', duration: '24 months', step: 'quarterly' },
      { tge: '2022-06-01' },
    );
    expect([0, 91, 92].map((day) => released(bucket, day))).toEqual([2, 2, 3].map(tokens));
    expect(() => ofParts('1', { kind: 'tranche', at: 'TGE - 1 day' })).toThrow(
      'expected an instant at or after the start of the bucket, got "TGE - 1 day"',
    );
  });

  it.each([
    ['every month', 'month'],
    ['every 3 months', 'quarter'],
    ['semi-annually', '6 months'],
    ['annual', 'year'],
    ['hourly', '1 hour'],
  ])('takes the step %s for %s', (step, same) => {
    const days = (each: string) => {
      const bucket = oneBucket({ amount: '24', duration: '2 years', step: each });
      return [30, 91, 181, 365, 500].map((day) => released(bucket, day));
    };
    expect(days(step)).toEqual(days(same));
  });

  it('refuses a bare part of a total, which would be less than a token', () => {
    const of = (amount: string) => () =>
      parseSchedule({ tge: '2025-09-22', total: '1bn', buckets: { a: { amount, tgeShare: '1' } } });
    expect(of('0.28')).toThrow(
      'buckets.a.amount, expected tokens, or a share of the total such as "28 %" or "1/3", got "0.28"',
    );
    expect(of('0.28 tokens')).toThrow('expected buckets that sum to the total');
  });
});

describe('schedules', () => {
  it('by date and in unequal tranches (dYdX)', () => {
    const parts = [
      { kind: 'tranche', share: '30 %', at: '2023-12-01' },
      { kind: 'linear', share: '40 %', from: '2023-12-01', to: '2024-06-01', step: 'month' },
      { kind: 'linear', share: '20 %', from: '2024-06-01', to: '2025-06-01', step: 'month' },
      { kind: 'linear', share: '10 %', from: '2025-06-01', to: '2026-06-01', step: 'month' },
    ] as const;
    const bucket = oneBucket({ amount: '600', parts }, { tge: '2021-09-08' });
    // 1 December 2023 is day 814, 1 January 2024 day 845: 180, then 240 / 6 a month.
    expect([813, 814, 844, 845].map((day) => released(bucket, day))).toEqual(
      [0, 180, 180, 220].map(tokens),
    );
    expect([...releaseDays(bucket)]).toHaveLength(1 + 6 + 12 + 12);
  });

  it('on the 15th of a month, at a rate that doubles (Starknet)', () => {
    const bucket = oneBucket(
      {
        amount: '60',
        parts: [
          { kind: 'linear', share: '12/60', from: '2024-03-15', to: '2025-03-15', step: 'month' },
          { kind: 'linear', from: '2025-03-15', to: '2027-03-15', step: 'month' },
        ],
      },
      { tge: '2024-02-20' },
    );
    // 15 April 2024 is day 55, 15 March 2025 day 389, 15 April 2025 day 420.
    expect([54, 55, 389, 420].map((day) => released(bucket, day))).toEqual(
      [0, 1, 12, 14].map(tokens),
    );
  });

  it('a year apart from month 6 on (Pyth)', () => {
    const yearly = { kind: 'linear', from: '6 months', to: '54 months', step: 'year' } as const;
    const bucket = oneBucket(
      { amount: '4', slice: 'start', parts: [yearly] },
      { tge: '2023-11-20' },
    );
    // 20 May 2024, 2025, 2026, 2027.
    expect([...releaseDays(bucket)]).toEqual([182, 547, 912, 1277]);
    expect(released(bucket, 1277)).toBe(tokens(4));
  });
});

describe('a cap table as it is exported', () => {
  it('has shares of a supply, months in its headings and words for nothing', () => {
    const table = [
      '# total: 1,000,000',
      'Category,Allocation %,Unlock at TGE,Cliff (mo),Vesting_in_months,Vesting type,Cliff sense',
      'Team,40 %,0 %,12,36,Monthly,Catch-Up',
      'Public,60,100 %,n/a,-,None,',
    ].join('\n');
    const { total, buckets } = parseCapTable(table, '2025-09-22');
    expect(total).toBe(tokens(1_000_000));
    const [team, open] = buckets;
    expect(released(open, 0)).toBe(tokens(600_000));
    // 400,000 * 12/36 on 22 September 2026, day 365.
    expect([released(team, 364), released(team, 365)]).toEqual([0n, tokens(400_000) / 3n]);
  });

  it('has dates in columns of their own, and a row "total supply"', () => {
    const table =
      'group,token amount,start date,end date,frequency\na,365,2026-01-01,2027-01-01,daily\n';
    const { buckets } = parseCapTable(`${table}Total supply,365,,,\n`, '2025-01-01');
    // 1 January 2026 is day 365.
    expect([365, 366, 730].map((day) => released(buckets[0], day))).toEqual(
      [0, 1, 365].map(tokens),
    );
  });

  it('says that columns are separated by commas', () => {
    expect(() => parseCapTable('bucket;amount\na;1', '2025-09-22')).toThrow(
      'with commas between columns, got "bucket;amount"',
    );
  });
});
