/** Milestones and controllers, moved by a caller; claims. */
import { describe, expect, it } from 'vitest';
import { claim, claimable, penaltyShare } from '../../../../models/token/unlocks/claims.ts';
import {
  openMilestones,
  scheduleMeasures,
  stepControllers,
} from '../../../../models/token/unlocks/events.ts';
import { formatFraction } from '../../../../models/token/unlocks/fraction.ts';
import { parseSchedule } from '../../../../models/token/unlocks/parse-schedule.ts';
import { releaseDays, released } from '../../../../models/token/unlocks/schedule.ts';
import type { WrittenPart } from '../../../../models/token/unlocks/written.ts';
import { bucketOf, milestone, ofParts, oneBucket, tokens } from './schedules.ts';

const measures = (values: Readonly<Record<string, number>>) => (name: string) =>
  values[name] ?? Number.NaN;
const NOTHING = measures({});

describe('milestones', () => {
  /** Tranche n opens when the 30-day mean price is 2^n of the sale price, then 50 days linear. */
  const tranches = ofParts(
    '300',
    ...[2, 4, 8].map((price) =>
      milestone(`price.twap30d >= ${price}`, { kind: 'linear', to: '50 days' }, '1/3'),
    ),
  );

  it('opens tranches as the price passes them, each linear over 50 days from that day', () => {
    expect(released(tranches, 10_000)).toBe(0n);
    expect([...releaseDays(tranches)]).toEqual([]);
    const first = openMilestones([tranches], 100, measures({ 'price.twap30d': 4.5 }));
    expect(first.changes).toEqual([
      { bucket: 'one', part: 0 },
      { bucket: 'one', part: 1 },
    ]);
    const [bucket] = first.buckets;
    // Two tranches of 100: 25 of 50 days are half.
    expect([100, 125, 150, 1000].map((day) => released(bucket, day))).toEqual(
      [0, 100, 200, 200].map(tokens),
    );
    const again = openMilestones([bucket], 130, measures({ 'price.twap30d': 4.5 }));
    expect(again.changes).toEqual([]);
    expect(again.buckets[0]).toBe(bucket);
    expect(released(tranches, 125), 'the schedule that was given stays').toBe(0n);
  });

  it('opens at the latest on a date, and at once unless told otherwise', () => {
    const bucket = ofParts('10', milestone('tvl > 1bn and users >= 10k or date >= 24 months'));
    const opens = (day: number, tvl: number, users: number) =>
      openMilestones([bucket], day, measures({ tvl, users })).changes.length === 1;
    expect(opens(10, 1e9, 10_000)).toBe(false);
    expect(opens(10, 1.1e9, 9_999)).toBe(false);
    expect(opens(10, 1.1e9, 10_000)).toBe(true);
    // 22 September 2027 is day 730.
    expect([opens(729, 0, 0), opens(730, 0, 0)]).toEqual([false, true]);
    expect(openMilestones([bucket], 729, NOTHING).changes).toEqual([]);
    const [open] = openMilestones([bucket], 730, NOTHING).buckets;
    expect([729, 730].map((day) => released(open, day))).toEqual([0, 10].map(tokens));
    expect(scheduleMeasures([bucket, tranches])).toEqual(['price.twap30d', 'tvl', 'users']);
  });

  it('breaks ties by the id of the bucket and keeps the order that was given', () => {
    const part = milestone('x < 1');
    const { buckets } = parseSchedule({
      tge: '2025-09-22',
      buckets: { z: { amount: '1', parts: [part] }, a: { amount: '1', parts: [part] } },
    });
    const opened = openMilestones(buckets, 0, measures({ x: 0 }));
    expect(opened.changes.map(({ bucket }) => bucket)).toEqual(['a', 'z']);
    expect(opened.buckets.map(({ id }) => id)).toEqual(['z', 'a']);
  });
});

describe('controllers', () => {
  const adoption = (rule: WrittenPart['rule']) =>
    ofParts('1M', { kind: 'controller', rule: { name: 'adoption', ...rule } });
  const supply = tokens(100_000_000);
  const rateOf = (bucket: ReturnType<typeof adoption>) => {
    const [part] = bucket.parts;
    return part.kind === 'controller' ? part.rate : Number.NaN;
  };

  it('moves the rate by the fourth power of the price ratio, between its bounds', () => {
    const start = adoption({ rate: 0.001, weight: 0.1 });
    const price = (ratio: number) => measures({ price: ratio * 2, 'price.implied': 2 });
    const step = (ratio: number) => stepControllers([start], supply, price(ratio)).buckets[0];
    // 0.001 * 1.1^4 = 0.0014641; 1.5^4 = 5.06 meets 0.005; 0.5^4 = 0.0625 meets 0.0001.
    expect(rateOf(step(1.1))).toBeCloseTo(0.0014641, 15);
    expect(rateOf(step(1.5))).toBe(0.005);
    expect(rateOf(step(0.5))).toBe(0.0001);
    expect(rateOf(stepControllers([start], supply, NOTHING).buckets[0])).toBe(0.001);
    // 100M * 0.001 * 0.1 = 10,000 tokens, less what 2^-53 rounds away.
    const paid = Number(released(step(1), 0)) / 1e18;
    expect(Math.abs(paid - 10_000)).toBeLessThan(1e-7);
  });

  it('never releases more than its share', () => {
    const bucket = ofParts(
      '1M',
      { kind: 'controller', share: '1/3', rule: { name: 'adoption', rate: 0.005 } },
      { kind: 'held', share: '2/3' },
    );
    const one = measures({ price: 1, 'price.implied': 1 });
    const step = (each: typeof bucket) => stepControllers([each], supply, one).buckets[0];
    const last = step(step(bucket));
    expect(released(last, 0)).toBe(tokens(1_000_000) / 3n);
    expect(stepControllers([last], supply, one).changes.length).toBeLessThanOrEqual(1);
    expect(released(step(last), 0)).toBe(tokens(1_000_000) / 3n);
  });

  it('follows an activity up to its target, and takes nothing back', () => {
    const start = ofParts('80', {
      kind: 'controller',
      rule: { name: 'activity', measure: 'jobs', target: 400 },
    });
    const step = (bucket: typeof start, jobs: number) =>
      stepControllers([bucket], supply, measures({ jobs })).buckets[0];
    const quarter = step(start, 100);
    expect(released(quarter, 0)).toBe(tokens(20));
    expect(released(step(quarter, 50), 0)).toBe(tokens(20));
    expect(released(step(quarter, 1e9), 0)).toBe(tokens(80));
    expect(released(stepControllers([quarter], supply, NOTHING).buckets[0], 0)).toBe(tokens(20));
  });
});

describe('claims', () => {
  const nodes = oneBucket({
    amount: '100',
    parts: [
      { kind: 'instant', share: '50 %' },
      { kind: 'linear', to: '100 days', step: 'day' },
    ],
    claim: {
      delay: '10 days',
      uptime: '90 %',
      penalty: [
        { at: '0', share: '50 %' },
        { at: '100 days', share: '0' },
      ],
    },
  });

  it('are what is released, times uptime, after the delay', () => {
    // Day 30 sees what was released by day 20: 50 + 10, times 0.9.
    expect([9, 10, 30, 110].map((day) => claimable(nodes, day))).toEqual(
      [0, 45, 54, 90].map(tokens),
    );
  });

  it('lose a share that falls along the curve', () => {
    const shares = [0, 50, 100, 500].map((day) => formatFraction(penaltyShare(nodes, day)));
    expect(shares).toEqual(['1/2', '1/4', '0', '0']);
    expect(claim(nodes, 50, tokens(40), tokens(9))).toEqual({
      paid: tokens(30),
      penalty: tokens(10),
    });
    const free = bucketOf(
      parseSchedule({ tge: '2025-09-22', buckets: { a: { amount: '1', tgeShare: '1' } } }),
      'a',
    );
    expect(claim(free, 0, 1n, 0n)).toEqual({ paid: 1n, penalty: 0n });
  });

  it('are refused before the start and beyond what may be claimed', () => {
    const later = oneBucket({ amount: '1', start: '2025-10-01', tgeShare: '1' });
    expect(() => claim(later, 8, 1n, 0n)).toThrow(
      'claim of one, expected day 9 or later, got day 8',
    );
    expect(claim(later, 9, 1n, 0n).paid).toBe(1n);
    expect(() => claim(nodes, 10, tokens(45), 1n)).toThrow(RangeError);
    expect(() => claim(nodes, 10, 0n, 0n)).toThrow('expected 1 to');
  });
});
