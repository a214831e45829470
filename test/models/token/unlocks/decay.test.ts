/** Emissions that decay, by numbers worked out by hand. */
import { describe, expect, it } from 'vitest';
import { releaseDays, released, releasedAt } from '../../../../models/token/unlocks/schedule.ts';
import type { WrittenPart } from '../../../../models/token/unlocks/written.ts';
import { ofParts, oneBucket, tokens } from './schedules.ts';

const decay = (terms: Omit<WrittenPart, 'kind'>): WrittenPart => ({ kind: 'decay', ...terms });

describe('a decay', () => {
  it('halves from period to period and releases all', () => {
    // 8 + 4 + 2 + 1 of 15, each over ten days.
    const halving = { to: '40 days', every: '10 days', keep: '1/2' };
    const bucket = ofParts('15', decay(halving));
    const days = [0, 5, 10, 15, 20, 30, 35, 40];
    expect(days.map((day) => released(bucket, day))).toEqual(
      [0n, 4n, 8n, 10n, 12n, 14n]
        .map((whole) => whole * 10n ** 18n)
        .concat([tokens(29) / 2n, tokens(15)]),
    );
    // At the end of each period only.
    const stepped = ofParts('15', decay({ ...halving, step: '10 days' }));
    expect([...releaseDays(stepped)]).toEqual([10, 20, 30, 40]);
    expect(released(stepped, 29)).toBe(tokens(12));
  });

  it('is exact over 520 weeks of 99 %', () => {
    const bucket = ofParts(
      '300M',
      decay({ to: '520 weeks', every: 'week', keep: '99 %', step: 'week' }),
    );
    // floor(300M * (1 - 0.99^k) / (1 - 0.99^520))
    const power = (k: number) => 99n ** BigInt(k) * 100n ** BigInt(520 - k);
    const all = 100n ** 520n;
    for (const k of [0, 1, 2, 51, 52, 260, 519, 520]) {
      const expected = (tokens(300_000_000) * (all - power(k))) / (all - power(520));
      expect(released(bucket, 7 * k), `week ${k}`).toBe(expected);
      if (k < 520) expect(released(bucket, 7 * k + 6), `week ${k}`).toBe(expected);
    }
  });

  it('takes years of the calendar, months inside them, and a share of its bucket', () => {
    // 10 at once; 60 in the first year, 30 in the second: 5 and 2.5 a month.
    const bucket = oneBucket({
      amount: '100',
      parts: [
        { kind: 'instant', share: '10 %' },
        decay({ to: '2 years', every: 'year', keep: '50 %', step: 'month' }),
      ],
    });
    // 22 October 2025, 22 September and October 2026, 22 September 2027.
    const days = [0, 29, 30, 365, 395, 730];
    expect(days.map((day) => Number(released(bucket, day)) / 1e18)).toEqual([
      10, 10, 15, 70, 72.5, 100,
    ]);
  });

  it('gives a last period that is too short its proportion', () => {
    // 8, 4 and half of 2 of 13.
    const bucket = ofParts('13', decay({ to: '25 days', every: '10 days', keep: '0.5' }));
    expect([10, 20, 25].map((day) => released(bucket, day))).toEqual([8, 12, 13].map(tokens));
    expect(releasedAt(bucket, 22.5 * 86_400)).toBe(tokens(25) / 2n);
  });

  it('at 100 % is linear', () => {
    const same = ofParts('70', decay({ to: '70 days', every: 'week', keep: '100 %' }));
    const linear = ofParts('70', { kind: 'linear', to: '70 days' });
    for (let second = 0; second < 71 * 86_400; second += 10_007) {
      expect(releasedAt(same, second)).toBe(releasedAt(linear, second));
    }
  });

  it.each([
    ['no period', { to: '1 year', keep: '1/2' }, 'every, expected a value for the kind "decay"'],
    ['nothing kept', { to: '1 year', every: 'month', keep: '0' }, 'keep, expected a share above 0'],
    [
      'growth',
      { to: '1 year', every: 'month', keep: '101 %' },
      'keep, expected a share from 0 to 1',
    ],
    ['no end', { every: 'month', keep: '1/2' }, 'to, expected a value'],
    [
      'too many',
      { to: '3 years', every: 'day', keep: '99 %' },
      'every, expected at most 1000 periods',
    ],
    [
      'a cliff',
      { to: '1 year', every: 'day', keep: '1', cliffAt: '1 day' },
      'cliffAt, expected nothing',
    ],
  ])('is refused with %s', (_, terms, message) => {
    expect(() => ofParts('1', decay(terms))).toThrow(`buckets.one.parts.0.${message}`);
  });

  it('is no field of another kind, and follows no milestone', () => {
    expect(() => ofParts('1', { kind: 'linear', to: '1 year', keep: '1/2' })).toThrow(
      'buckets.one.parts.0.keep, expected nothing for the kind "linear"',
    );
    const then = { kind: 'decay', to: '1 year' } as const;
    expect(() => ofParts('1', { kind: 'milestone', when: 'tvl > 1', then })).toThrow(
      'buckets.one.parts.0.then.kind, expected instant, linear',
    );
  });
});
