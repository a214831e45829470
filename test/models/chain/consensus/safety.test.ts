import { describe, expect, it } from 'vitest';
import { NIL } from '../../../../models/chain/consensus/tally.ts';
import { explore } from './explore.ts';
import { isTolerable, randomSchedule, type Schedule, twoFaces } from './schedule.ts';

/*
 * Agreement, validity and progress of the round machine over random schedules: 4 to 10 validators of
 * random powers, faulty ones with less than a third that equivocate, withhold, vote nil, replay and
 * claim wrong valid rounds; partitions, losses, copies and time-outs in any order until stabilisation.
 * A failure names its seed.
 */

describe('with faulty power below a third', () => {
  it('4,000 schedules: one block a height, a valid one, and everybody decides', () => {
    const { violations, contested, longContested } = explore(0, 4000, (stream) => {
      const schedule = randomSchedule(stream);
      expect(isTolerable(schedule)).toBe(true);
      return schedule;
    });
    expect(violations).toEqual([]);
    // The schedules are hard enough to matter.
    expect(contested).toBeGreaterThan(2000);
    expect(longContested).toBeGreaterThan(300);
  });

  it('1,000 schedules of two-faced validators just below a third, parted until stabilisation', () => {
    // 3 of 10: each side sees 3 or 4 honest ones and 3 faulty, at most 7 of 10 and 21 > 20.
    const { violations } = explore(0, 1000, (stream) => {
      const faulty = new Map([7, 8, 9].map((validator) => [validator, 'split'] as const));
      return { ...twoFaces(stream), faulty, side: [0, 0, 0, 0, 1, 1, 1, 0, 0, 0] };
    });
    expect(violations).toEqual([]);
  });
});

describe('controls: what must break breaks', () => {
  it('two-faced validators with 40 % and a partition make two blocks', () => {
    const { violations } = explore(0, 300, twoFaces);
    expect(violations.filter((text) => text.includes('agreement')).length).toBeGreaterThan(0);
  });

  it('machines that forget their lock make two blocks', () => {
    const { violations } = explore(0, 4000, randomSchedule, (machine) => {
      machine.lockedValue = NIL;
      machine.lockedRound = -1;
    });
    expect(violations.filter((text) => text.includes('agreement')).length).toBeGreaterThan(0);
  });

  it('a third of silent power exactly stops everybody, and makes no two blocks', () => {
    const { violations } = explore(0, 200, (stream): Schedule => {
      const schedule = randomSchedule(stream);
      const { length } = schedule.powers;
      // One validator with half of what the others have together.
      const powers = schedule.powers.map((_, i) => (i === 0 ? length - 1 : 2));
      return { ...schedule, powers, faulty: new Map([[0, 'silent']]) };
    });
    expect(violations).toHaveLength(200);
    expect(violations.every((text) => text.includes('progress'))).toBe(true);
  });

  it('the same with one unit of power less goes on', () => {
    const { violations } = explore(0, 200, (stream): Schedule => {
      const schedule = randomSchedule(stream);
      const { length } = schedule.powers;
      const powers = schedule.powers.map((_, i) => (i === 0 ? length - 2 : 2));
      return { ...schedule, powers, faulty: new Map([[0, 'silent']]) };
    });
    expect(violations).toEqual([]);
  });
});
