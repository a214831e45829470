/** Each kind of part, by numbers worked out by hand. */
import { describe, expect, it } from 'vitest';
import { parseSchedule } from '../../../../models/token/unlocks/parse-schedule.ts';
import { releaseDays, released, releasedAt } from '../../../../models/token/unlocks/schedule.ts';
import { ofParts, oneBucket, tokens } from './schedules.ts';

const DAY = 86_400;

describe('gradual parts', () => {
  it('is linear to the second', () => {
    const bucket = ofParts('100', { kind: 'linear', from: '10 days', to: '20 days' });
    expect(released(bucket, 10)).toBe(0n);
    // One second of 864,000: floor(100e18 / 864,000).
    expect(releasedAt(bucket, 10 * DAY + 1)).toBe(115_740_740_740_740n);
    expect(released(bucket, 15)).toBe(tokens(50));
    expect(released(bucket, 20)).toBe(tokens(100));
  });

  it('has its first slice at the end or at the start of the first step', () => {
    const by = (slice: 'end' | 'start') =>
      oneBucket({
        amount: '12',
        slice,
        parts: [{ kind: 'linear', to: '12 months', step: 'month' }],
      });
    // 22 September, 21 and 22 October, 22 August, 22 September of the next year.
    const days = [0, 29, 30, 334, 365];
    expect(days.map((day) => released(by('end'), day))).toEqual([0, 0, 1, 11, 12].map(tokens));
    expect(days.map((day) => released(by('start'), day))).toEqual([1, 1, 2, 12, 12].map(tokens));
  });

  it('knows both senses of a cliff', () => {
    const terms = { amount: '48', cliff: '12 months', step: 'month' } as const;
    // Nothing before month 12, where the clock of 48 months starts.
    const delay = oneBucket({ ...terms, duration: '48 months' }, { month: '30d' });
    // The clock starts at TGE; 12 months' worth drops at month 12. (A vesting contract with a cliff.)
    const catchUp = oneBucket(
      { ...terms, duration: '48 months', sense: 'catch-up' },
      { month: '30d' },
    );
    const at = (month: number) => month * 30;
    const months = [0, 11, 12, 13, 48, 60];
    expect(months.map((k) => released(delay, at(k)))).toEqual([0, 0, 0, 1, 36, 48].map(tokens));
    expect(months.map((k) => released(catchUp, at(k)))).toEqual([0, 0, 12, 13, 48, 48].map(tokens));
  });

  it.each([
    ['week', [6, 7, 13, 14], [0, 1, 1, 2]],
    ['7 days', [6, 7, 13, 14], [0, 1, 1, 2]],
    ['epoch', [4, 5, 9, 10], [0, 0, 0, 0]],
  ])('takes the step %s', (step, days, expected) => {
    const { buckets } = parseSchedule({
      tge: '2025-09-22',
      epoch: '5 days',
      buckets: { one: { amount: '10', parts: [{ kind: 'linear', to: '70 days', step }] } },
    });
    const found = days.map((day) => released(buckets[0], day));
    // 10 tokens in 14 epochs: 5/7 of a token each.
    if (step === 'epoch') {
      expect(found).toEqual([
        0n,
        (tokens(10) * 5n) / 70n,
        (tokens(10) * 5n) / 70n,
        (tokens(10) * 10n) / 70n,
      ]);
    } else expect(found).toEqual(expected.map(tokens));
  });

  it('cuts a last step that is too short in proportion', () => {
    const bucket = ofParts('25', { kind: 'linear', to: '25 days', step: '10 days' });
    expect([9, 10, 20, 24, 25].map((day) => released(bucket, day))).toEqual(
      [0, 10, 20, 20, 25].map(tokens),
    );
    // Two months of 30 and 31 days and half of the next one, of 30 days: 5 halves.
    const months = ofParts('5', { kind: 'linear', to: '2 months + 15 days', step: 'month' });
    expect([29, 30, 60, 61, 75, 76].map((day) => released(months, day))).toEqual(
      [0, 2, 2, 4, 4, 5].map(tokens),
    );
  });

  it('takes quarters and years', () => {
    const quarters = ofParts('8', { kind: 'linear', to: '2 years', step: 'quarter' });
    // 22 December is day 91, 22 March day 181.
    expect([90, 91, 180, 181, 730].map((day) => released(quarters, day))).toEqual(
      [0, 1, 1, 2, 8].map(tokens),
    );
    const years = ofParts('2', { kind: 'linear', to: '2 years', step: 'yearly' });
    expect([364, 365, 729, 730].map((day) => released(years, day))).toEqual(
      [0, 1, 1, 2].map(tokens),
    );
  });

  it('counts months from the token event, not from the end of a short month', () => {
    const bucket = oneBucket(
      { amount: '3', parts: [{ kind: 'linear', from: '1 month', to: '4 months', step: 'month' }] },
      { tge: '2025-01-31' },
    );
    // 28 February, then 31 March (day 59), 30 April (89), 31 May (120).
    expect([...releaseDays(bucket)]).toEqual([59, 89, 120]);
  });
});

describe('powers', () => {
  const at = (exponent: number, share: number): number => {
    const bucket = ofParts('1', { kind: 'power', to: '1000 days', exponent });
    return Number(released(bucket, share * 1000)) / 1e18;
  };

  it('has the shapes of segments: steps, linear, early, late', () => {
    expect([at(0, 0), at(0, 0.5)]).toEqual([1, 1]);
    expect(at(1, 0.25)).toBe(0.25);
    // 25 % in the first half, exactly.
    expect(at(2, 0.5)).toBe(0.25);
    // 0.5^0.2 = 0.870550563296124: 87.1 %.
    expect(Math.abs(at(0.2, 0.5) - 0.870550563296124)).toBeLessThan(1e-15);
    // 0.3^1.5 = 0.16431676725155.
    expect(Math.abs(at(1.5, 0.3) - 0.1643167672515498)).toBeLessThan(1e-15);
    expect(at(0.2, 1)).toBe(1);
  });

  it('is exact for whole exponents: floor(10^18 * (1/3)^3)', () => {
    const bucket = ofParts('1', { kind: 'power', to: '3 days', exponent: 3 });
    expect(released(bucket, 1)).toBe(10n ** 18n / 27n);
  });

  it('never falls from one second to the next, over a century and for extreme exponents', () => {
    for (const exponent of [0.001, 0.2, 0.5, 1.5, 999.5]) {
      const bucket = ofParts('1bn', { kind: 'power', to: '100 years', exponent });
      for (const start of [0, 1e6, 1e9, 3_155_759_000]) {
        let before = releasedAt(bucket, start);
        for (let second = start + 1; second < start + 200; second++) {
          const now = releasedAt(bucket, second);
          if (now < before) expect.fail(`exponent ${exponent} falls at ${second} s`);
          before = now;
        }
      }
    }
  });

  it('chains segments', () => {
    const bucket = ofParts(
      '100',
      { kind: 'power', share: '20 %', to: '10 days', exponent: 2 },
      { kind: 'power', share: '80 %', from: '10 days', to: '20 days', exponent: 0.5 },
    );
    // 20 * 0.25; 20; 20 + 80 * sqrt(0.25).
    expect(released(bucket, 5)).toBe(tokens(5));
    expect(released(bucket, 10)).toBe(tokens(20));
    expect(released(bucket, 12.5)).toBe(tokens(60));
  });
});

describe('lumps and shares', () => {
  it('releases at instants, dates and spans alike', () => {
    const bucket = ofParts(
      '100',
      { kind: 'instant', share: '1/4' },
      { kind: 'tranche', share: '25 %', at: '1 year' },
      { kind: 'tranche', share: '0.25', at: '2026-09-22 + 1 day' },
      { kind: 'tranche', share: '25 tokens', at: 'TGE + 2 years' },
    );
    expect([...releaseDays(bucket)]).toEqual([0, 365, 366, 730]);
    expect([0, 365, 366, 730].map((day) => released(bucket, day))).toEqual(
      [25, 50, 75, 100].map(tokens),
    );
  });

  it('loses no dust: three thirds of one base unit', () => {
    const bucket = ofParts(
      '0.000000000000000001',
      { kind: 'instant', share: '1/3' },
      { kind: 'tranche', share: '1/3', at: '1 day' },
      { kind: 'tranche', share: '1/3', at: '2 days' },
    );
    expect([0, 1, 2].map((day) => released(bucket, day))).toEqual([0n, 0n, 1n]);
  });

  it('counts a bucket from its own start, before the token event too', () => {
    const bucket = oneBucket({
      amount: '730',
      start: '2024-09-22',
      parts: [{ kind: 'linear', to: '2026-09-22', step: 'day' }],
    });
    // 730 days, 365 of them before the event.
    expect(released(bucket, 0)).toBe(tokens(365));
    expect(released(bucket, 1)).toBe(tokens(366));
    expect([...releaseDays(bucket)].slice(0, 2)).toEqual([0, 1]);
  });

  it('adds spans to a start that is a span itself', () => {
    const bucket = oneBucket({
      amount: '2',
      start: '6 months + 1 day',
      parts: [
        { kind: 'tranche', share: '1/2', at: '6 months' },
        { kind: 'tranche', share: '1/2', at: 'start + 2 days' },
      ],
    });
    // 22 March 2026 is day 181, 22 September day 365.
    expect([...releaseDays(bucket)]).toEqual([184, 366]);
  });

  it('cuts shares of a total without dust', () => {
    const thirds = { amount: '1/3', parts: [{ kind: 'instant' }] } as const;
    const { buckets } = parseSchedule({
      tge: '2025-09-22',
      total: '1',
      buckets: { a: thirds, b: thirds, c: thirds },
    });
    expect(buckets.map(({ amount }) => amount)).toEqual([
      333_333_333_333_333_333n,
      333_333_333_333_333_333n,
      333_333_333_333_333_334n,
    ]);
  });
});
