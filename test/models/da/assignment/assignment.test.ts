import { describe, expect, it } from 'vitest';
import {
  dealByStake,
  dealUnits,
  distinctUnits,
  recovers,
  unitsPerHolder,
} from '../../../../models/da/assignment/assignment.ts';

describe('dealing coded units', () => {
  it('goes one holder after the other and starts again when all are dealt', () => {
    const { units, total } = dealUnits([3, 2, 2], [4, 0, 3, 1, 2], 4);
    expect(total).toBe(5);
    expect(units.map((held) => [...held])).toEqual([
      [4, 0, 3],
      [1, 2],
      [4, 0],
    ]);
  });

  it('refuses a holder with more units than there are', () => {
    expect(() => dealUnits([6], [0, 1, 2, 3, 4], 4)).toThrow(
      new RangeError('units of a holder, expected at most 5, got 6'),
    );
  });

  it('by stake deals every unit once, by largest remainder', () => {
    // 10 units over 5 : 3 : 1 of 9: quotas 5.56, 3.33, 1.11; the unit left goes to the first.
    const assignment = dealByStake([5n, 3n, 1n], 10, 4);
    expect(unitsPerHolder(assignment)).toEqual([6, 3, 1]);
    expect(distinctUnits(assignment, [0, 1, 2])).toBe(10);
  });
});

describe('recovery', () => {
  const assignment = dealUnits([3, 2, 2], [4, 0, 3, 1, 2], 4);

  it('counts a unit that two holders keep once', () => {
    expect(distinctUnits(assignment, [0, 2])).toBe(3);
    expect(recovers(assignment, [0, 2])).toBe(false);
    expect(recovers(assignment, [0, 1])).toBe(true);
    expect(recovers(assignment, [1, 2])).toBe(true);
  });

  it('nobody rebuilds nothing', () => {
    expect(distinctUnits(assignment, [])).toBe(0);
    expect(recovers(assignment, [])).toBe(false);
  });
});
