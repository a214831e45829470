/** What is wrong is refused with its path. */
import { describe, expect, it } from 'vitest';
import { parseSchedule } from '../../../../models/token/unlocks/parse-schedule.ts';
import { ScheduleProblem } from '../../../../models/token/unlocks/problem.ts';
import type { WrittenBucket, WrittenPart } from '../../../../models/token/unlocks/written.ts';
import { milestone } from './schedules.ts';

const parse = (bucket: WrittenBucket) =>
  parseSchedule({ tge: '2025-09-22', buckets: { team: bucket } });
const parts =
  (...all: WrittenPart[]) =>
  () =>
    parse({ amount: '100', parts: all });
const instant = (share: string): WrittenPart => ({ kind: 'instant', share });
const linear = (from: string, to: string): WrittenPart => ({ kind: 'linear', from, to });

const cases: readonly [string, () => unknown, string][] = [
  [
    'no buckets',
    () => parseSchedule({ tge: '2025-09-22', buckets: {} }),
    'buckets, expected one bucket or more, got none',
  ],
  [
    'a day that does not exist',
    () => parseSchedule({ tge: '2025-02-29', buckets: {} }),
    'tge, expected a date such as "2025-09-22", got "2025-02-29"',
  ],
  ['no parts', parts(), 'buckets.team.parts, expected one part or more, got none'],
  [
    'no amount',
    () => parse({ parts: [instant('1')] }),
    'buckets.team.amount, expected tokens above 0',
  ],
  [
    'a negative amount',
    () => parse({ amount: '-5', parts: [instant('1')] }),
    'buckets.team.amount, expected tokens above 0',
  ],
  [
    'less than a base unit',
    () => parse({ amount: '0.0000000000000000001', parts: [instant('1')] }),
    'buckets.team.amount',
  ],
  [
    'a share of no total',
    () => parse({ amount: '5 %', parts: [instant('1')] }),
    'buckets.team.amount, expected tokens, or a share and the `total` it is of, got "5 %"',
  ],
  [
    'shares one unit above 1',
    parts(instant('1/3'), instant('1/3'), instant('333333333333333334/1000000000000000000')),
    'buckets.team.parts, expected shares that sum to 1, got 1500000000000000001/1500000000000000000',
  ],
  [
    'shares one unit below 1',
    parts(instant('99.999999999999999999 %')),
    'buckets.team.parts, expected shares that sum to 1, got 99999999999999999999/100000000000000000000',
  ],
  [
    'tranches that overlap beyond the sum',
    parts(
      { kind: 'tranche', share: '60 %', at: '1 year' },
      { kind: 'linear', share: '60 %', to: '2 years' },
    ),
    'expected shares that sum to 1, got 6/5',
  ],
  [
    'two parts without a share',
    parts({ kind: 'instant' }, linear('0', '1 year')),
    'got 0 and 2 without',
  ],
  ['a rest of nothing', parts(instant('1'), linear('0', '1 year')), 'got 1 and 1 without'],
  [
    'a negative share',
    parts(instant('-50 %'), instant('150 %')),
    'buckets.team.parts.0.share, expected a share from 0 to 1',
  ],
  [
    'a share above 1',
    parts(instant('33')),
    'buckets.team.parts.0.share, expected a share from 0 to 1 such as "1/3", "33 %" or "0.25", or tokens such as "26.5M tokens", got "33"',
  ],
  ['a share of nothing', parts(instant('1/0')), 'buckets.team.parts.0.share'],
  [
    'from after to',
    parts(linear('2 years', '1 year')),
    'buckets.team.parts.0.to, expected an instant after `from`, got "1 year"',
  ],
  ['from at to', parts(linear('1 year', '12 months')), 'buckets.team.parts.0.to'],
  [
    'a span without unit',
    parts(linear('0', '12')),
    'buckets.team.parts.0.to, expected an instant such as "12 months"',
  ],
  ['a word for a unit', parts(linear('0', '3 constructor')), 'buckets.team.parts.0.to'],
  [
    'a kind that is none',
    parts(JSON.parse('{"kind":"lineal"}')),
    'buckets.team.parts.0.kind, expected instant, linear',
  ],
  ['half a month', parts(linear('0', '1.5 months')), 'buckets.team.parts.0.to'],
  ['a date that does not exist', parts(linear('0', '2026-02-30')), 'buckets.team.parts.0.to'],
  [
    'no end',
    parts({ kind: 'linear' }),
    'buckets.team.parts.0.to, expected a value for the kind "linear", got nothing',
  ],
  ['an end after two centuries', parts(linear('0', '9999-01-01')), 'within 200 years'],
  [
    'a release before the start',
    parts({ kind: 'tranche', at: '2025-09-21' }),
    'buckets.team.parts.0.at, expected an instant at or after the start of the bucket, got "2025-09-21"',
  ],
  [
    'a cliff outside',
    parts({ kind: 'cliff_catchup', cliffAt: '3 years', to: '2 years' }),
    'buckets.team.parts.0.cliffAt, expected an instant from `from` to `to`',
  ],
  [
    'a field of another kind',
    parts({ kind: 'instant', to: '1 year' }),
    'buckets.team.parts.0.to, expected nothing for the kind "instant"',
  ],
  [
    'a step that is none',
    parts({ kind: 'linear', to: '1 year', step: 'fortnight' }),
    'buckets.team.parts.0.step, expected a step',
  ],
  [
    'a step of two lengths',
    parts({ kind: 'linear', to: '1 year', step: '1 month 3 days' }),
    'buckets.team.parts.0.step',
  ],
  [
    'an epoch without length',
    parts({ kind: 'linear', to: '1 year', step: 'epoch' }),
    'buckets.team.parts.0.step, expected a step with a length',
  ],
  [
    'even months in weeks',
    parts({ kind: 'linear', to: '1 year', step: 'week', even: 'month' }),
    'buckets.team.parts.0.even',
  ],
  [
    'a negative exponent',
    parts({ kind: 'power', to: '1 year', exponent: -1 }),
    'buckets.team.parts.0.exponent',
  ],
  ['no exponent', parts({ kind: 'power', to: '1 year' }), 'got nothing'],
  ['a milestone without condition', parts({ kind: 'milestone' }), 'buckets.team.parts.0.when'],
  [
    'a condition that is none',
    parts({ kind: 'milestone', when: 'price is high' }),
    'buckets.team.parts.0.when, expected conditions',
  ],
  [
    'a date after a milestone',
    parts(milestone('tvl > 1', { kind: 'linear', to: '2027-01-01' })),
    'buckets.team.parts.0.then.to, expected a span such as "12 months"',
  ],
  [
    'a milestone after a milestone',
    parts(milestone('tvl > 1', { kind: 'milestone' })),
    'buckets.team.parts.0.then.kind',
  ],
  [
    'a span after a part that is no milestone',
    parts({ ...milestone('', { to: '3 days' }), kind: 'instant', when: null }),
    'buckets.team.parts.0.then',
  ],
  [
    'a controller without rule',
    parts({ kind: 'controller' }),
    'buckets.team.parts.0.rule.name, expected "adoption" or "activity"',
  ],
  [
    'a rate out of bounds',
    parts({ kind: 'controller', rule: { name: 'adoption', rate: 0.1 } }),
    'buckets.team.parts.0.rule.rate',
  ],
  [
    'parts beside a cliff',
    () => parse({ amount: '1', cliff: '1 year', parts: [instant('1')] }),
    'buckets.team.parts, expected either parts or a cliff and a duration, got both',
  ],
  [
    'a cliff beside everything at once',
    () => parse({ amount: '1', tgeShare: '100 %', cliff: '1 year' }),
    'buckets.team.tgeShare, expected less than all',
  ],
  [
    'a rest without duration',
    () => parse({ amount: '1', tgeShare: '10 %' }),
    'buckets.team.duration, expected a span',
  ],
  [
    'a cliff longer than the duration',
    () => parse({ amount: '1', cliff: '2 years', duration: '1 year', sense: 'catch-up' }),
    'buckets.team.cliff, expected an instant from `from` to `to`, got "2 years"',
  ],
  [
    'a claim before the start',
    () =>
      parse({
        amount: '1',
        parts: [instant('1')],
        claim: { penalty: [{ at: '2025-09-01', share: '1/2' }] },
      }),
    'buckets.team.claim.penalty.0.at, expected no claim before the start of the bucket',
  ],
  [
    'a penalty curve that turns back',
    () =>
      parse({
        amount: '1',
        parts: [instant('1')],
        claim: {
          penalty: [
            { at: '2 days', share: '1/2' },
            { at: '1 day', share: '0' },
          ],
        },
      }),
    'buckets.team.claim.penalty.1.at, expected instants that rise',
  ],
  [
    'an uptime above 1',
    () => parse({ amount: '1', parts: [instant('1')], claim: { uptime: '101 %' } }),
    'buckets.team.claim.uptime',
  ],
];

describe('a schedule is refused', () => {
  it.each(cases)('for %s', (_, attempt, message) => {
    expect(attempt).toThrow(ScheduleProblem);
    expect(attempt).toThrow(message);
  });

  it('when its buckets miss the total by a base unit', () => {
    const of = (amount: string) => ({ amount, parts: [instant('1')] });
    const attempt = (b: string) => () =>
      parseSchedule({ tge: '2025-09-22', total: '100', buckets: { a: of('60 %'), b: of(b) } });
    expect(attempt('39.999999999999999999')).toThrow(
      'buckets, expected buckets that sum to the total of 100 tokens, got 99.999999999999999999',
    );
    expect(attempt('50 %')).toThrow('got 110');
    expect(attempt('40')().total).toBe(100n * 10n ** 18n);
  });

  it('when it holds more tokens than a number can', () => {
    expect(() => parse({ amount: '9007199254740992', parts: [instant('1')] })).toThrow(
      'buckets, expected at most 9007199254740991 tokens in all',
    );
  });
});
