/** A schedule of unusual shape, written only as data: in a scenario file, and in JSON. */
import { describe, expect, it } from 'vitest';
import { openMilestones } from '../../../../models/token/unlocks/events.ts';
import {
  type ScheduleValues,
  scheduleOf,
  scheduleParameters,
} from '../../../../models/token/unlocks/parameters.ts';
import { parseSchedule } from '../../../../models/token/unlocks/parse-schedule.ts';
import { releaseDays, released } from '../../../../models/token/unlocks/schedule.ts';
import { nodeFiles } from '../../../../scenarios/node-files.ts';
import { resolveScenario } from '../../../../scenarios/resolve.ts';
import { scratch } from '../../../scenarios/fixtures/files.ts';
import { bucketOf, tokens } from './schedules.ts';

const { put } = scratch();

function valuesOf(yaml: string): ScheduleValues {
  const sections = { unlocks: { about: 'Unlocks', parameters: scheduleParameters } };
  const path = put('unlocks.yaml', `name: unlocks\nquestion: What?\n${yaml}`);
  const { points } = resolveScenario({ path, files: nodeFiles, sections });
  return points[0].components.unlocks as ScheduleValues;
}

/**
 * 64 weekly tranches that start two months before the event, a back-loaded team with a one-off bonus
 * after a milestone, quarterly grants that halve each year, and a reserve with no date.
 */
const ODD = `
unlocks:
  tge: "2024-02-29"
  epoch: 1 week
  total: 640M
  buckets:
    sale:
      amount: 64M
      start: "2023-12-31"
      parts: [{ kind: linear, to: 64 weeks, step: epoch, slice: start }]
    team:
      amount: 1/4
      holderClass: insiders
      stakeableWhileLocked: true
      parts:
        - { kind: power, share: 80 %, from: 1 year, to: 4 years, exponent: 3, step: year }
        - { kind: milestone, when: revenue >= 5M or date >= 2030-01-01, then: { kind: linear, to: 10 days, step: day } }
    grants:
      amount: 384M
      parts:
        - { kind: linear, share: 4/7, to: 1 year, step: quarter }
        - { kind: linear, share: 2/7, from: 1 year, to: 2 years, step: quarter }
        - { kind: linear, share: 1/7, from: 2 years, to: 3 years, step: quarter }
    reserve:
      amount: 32M
      parts: [{ kind: held }]
`;

describe('a section with a schedule', () => {
  it('is 0G unless it says otherwise', () => {
    const schedule = scheduleOf(valuesOf('unlocks: {}'));
    expect(schedule.buckets.map(({ id }) => id)).toEqual([
      'ecosystem',
      'nodes',
      'community',
      'team',
      'backers',
    ]);
    const c = scheduleOf(valuesOf('unlocks: { reading: C }'));
    expect(released(bucketOf(c, 'team'), 365)).toBe(tokens(220_000_000) / 3n);
  });

  it('holds a schedule of any shape', () => {
    const schedule = scheduleOf(valuesOf(ODD));
    const at = (id: string, day: number) => released(bucketOf(schedule, id), day);
    // 60 days before the event 1 token of 64, so 8 whole weeks (56 days) later 9; day 3 is the 63rd.
    expect([0, 2, 3, 10].map((day) => at('sale', day))).toEqual(
      [9, 9, 10, 11].map((count) => tokens(count * 1_000_000)),
    );
    // 29 February 2024 + 1, 2, 3, 4 years: days 365, 730, 1095, 1461; 128M * (1/27, 8/27, 1).
    expect([365, 729, 730, 1094].map((day) => at('team', day))).toEqual([
      0n,
      0n,
      tokens(128_000_000) / 27n,
      tokens(128_000_000) / 27n,
    ]);
    expect(at('team', 1095)).toBe((tokens(128_000_000) * 8n) / 27n);
    expect(at('team', 1461)).toBe(tokens(128_000_000));
    // 384M * 4/7 / 4 each quarter of the first year, the first on 29 May 2024, day 90.
    expect([89, 90, 365, 1095].map((day) => at('grants', day))).toEqual([
      0n,
      (tokens(384_000_000) * 1n) / 7n,
      (tokens(384_000_000) * 4n) / 7n,
      tokens(384_000_000),
    ]);
    expect([...releaseDays(bucketOf(schedule, 'grants'))]).toHaveLength(12);
    expect(at('reserve', 20_000)).toBe(0n);
    expect(bucketOf(schedule, 'team').holderClass).toBe('insiders');
    const { buckets } = openMilestones(schedule.buckets, 1500, () => 5e6);
    const team = bucketOf({ ...schedule, buckets }, 'team');
    // A tenth of 32M a day.
    expect(released(team, 1501) - released(team, 1500)).toBe(tokens(3_200_000));
    expect(released(team, 1510)).toBe(tokens(160_000_000));
  });

  it('is refused with its path', () => {
    const wrong = ODD.replace('share: 80 %', 'share: 80.1 %').replace(
      'then: {',
      'share: 1/5, then: {',
    );
    expect(() => scheduleOf(valuesOf(wrong))).toThrow(
      'buckets.team.parts, expected shares that sum to 1, got 1001/1000',
    );
    expect(() => scheduleOf(valuesOf(ODD.replace('tge:', 'reading: B\n  tge:')))).toThrow(
      'reading, expected nothing beside `buckets`, got "B"',
    );
  });

  it('ignores nothing: what would have no effect is refused', () => {
    expect(() => scheduleOf(valuesOf('unlocks: { slice: start }'))).toThrow(
      'slice, expected nothing without `buckets`, got "start"',
    );
    const thirty = scheduleOf(valuesOf('unlocks: { preset: arbitrum, month: 30d }'));
    // Twelve months of 30 days: the cliff of 26.94 % / 4 of 10bn.
    expect([359, 360].map((day) => released(bucketOf(thirty, 'team-advisers'), day))).toEqual(
      [0, 673_500_000].map(tokens),
    );
  });

  it('takes a bare 0 for no time, and asks for the unit of other bare numbers', () => {
    const one = (terms: string) =>
      scheduleOf(valuesOf(`unlocks: { buckets: { a: { amount: 4, ${terms} } } }`)).buckets[0];
    const bucket = one('tgeShare: 0.25, cliff: 0, duration: 3 days, step: day');
    expect([0, 1, 3].map((day) => released(bucket, day))).toEqual([1, 2, 4].map(tokens));
    expect(released(one('parts: [{ kind: tranche, at: 0 }]'), 0)).toBe(tokens(4));
    const span = 'expected a span such as "12 months", "1 year" or "90 days"';
    expect(() => one('cliff: 12, duration: 3 years')).toThrow(`buckets.a.cliff, ${span}, got "12"`);
    expect(() => one('duration: 36')).toThrow(`buckets.a.duration, ${span}, got "36"`);
    expect(() => one('duration: 3 years, step: 1')).toThrow('buckets.a.step, expected a step');
  });

  it('holds a decay', () => {
    const part = '{ kind: decay, to: 2 weeks, every: week, keep: 0.5, step: week }';
    const values = valuesOf(`unlocks: { buckets: { a: { amount: 3, parts: [${part}] } } }`);
    expect([7, 14].map((day) => released(scheduleOf(values).buckets[0], day))).toEqual(
      [2, 3].map(tokens),
    );
  });

  it('can be JSON', () => {
    const text = '{"tge":"2025-01-01","buckets":{"a":{"amount":"1","cliff":"1 year"}}}';
    const [bucket] = parseSchedule(JSON.parse(text)).buckets;
    expect([...releaseDays(bucket)]).toEqual([365]);
  });
});
