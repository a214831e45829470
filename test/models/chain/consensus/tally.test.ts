import { describe, expect, it } from 'vitest';
import {
  isMinority,
  isQuorum,
  NIL,
  powersOf,
  Tally,
} from '../../../../models/chain/consensus/tally.ts';
import { Streams } from '../../../../sim/random.ts';

const equal = (count: number) => powersOf(new Array<number>(count).fill(1));

describe('thresholds of voting power are strict', () => {
  it.each([
    // 3 · 20 = 60 = 2 · 30: two thirds exactly are no quorum.
    { total: 30, most: 20 },
    // 3 · 2 = 6 < 8, 3 · 3 = 9 > 8.
    { total: 4, most: 2 },
    { total: 1, most: 0 },
    { total: 100, most: 66 },
    // The largest total whose triple is a safe integer: 3 · 3002399751580330 = 2^53 - 2.
    { total: 3002399751580330, most: 2001599834386886 },
  ])('of $total, $most are no quorum and one more is', ({ total, most }) => {
    const powers = powersOf([total]);
    expect(isQuorum(most, powers)).toBe(false);
    expect(isQuorum(most + 1, powers)).toBe(true);
  });

  it.each([
    // 3 · 10 = 30: one third exactly is no minority.
    { total: 30, most: 10 },
    { total: 4, most: 1 },
    { total: 1, most: 0 },
    { total: 100, most: 33 },
  ])(
    'of $total, $most are no minority with an honest member and one more is',
    ({ total, most }) => {
      const powers = powersOf([total]);
      expect(isMinority(most, powers)).toBe(false);
      expect(isMinority(most + 1, powers)).toBe(true);
    },
  );

  it.each([[[1, 0]], [[1, -1]], [[1.5]], [[Number.NaN]]])('refuses powers %j', (power) => {
    expect(() => powersOf(power)).toThrow(/^voting power, expected a positive whole number, got /);
  });

  it('refuses a total whose triple is not exact', () => {
    expect(() => powersOf([3002399751580331])).toThrow(RangeError);
  });
});

describe('a tally', () => {
  it('counts voting power, not heads', () => {
    // Total 10: validator 0 alone has 6, 3 · 6 = 18 < 20; with one of power 1, 21 > 20.
    const tally = new Tally(powersOf([6, 1, 1, 1, 1]));
    tally.add(0, 5);
    expect(tally.hasQuorum(5)).toBe(false);
    tally.add(3, 5);
    expect(tally.hasQuorum(5)).toBe(true);
    // Four of five heads with power 4 are none.
    const heads = new Tally(powersOf([6, 1, 1, 1, 1]));
    for (const validator of [1, 2, 3, 4]) heads.add(validator, 5);
    expect(heads.decided()).toBeUndefined();
    expect(heads.complete).toBe(false);
  });

  it('counts a vote that comes twice once', () => {
    const tally = new Tally(equal(4));
    expect(tally.add(1, 5)).toBe('counted');
    for (let i = 0; i < 5; i++) expect(tally.add(1, 5)).toBe('known');
    expect(tally.power).toBe(1);
    expect(tally.has(1)).toBe(true);
    expect(tally.has(2)).toBe(false);
  });

  it('a validator with two values counts for each, and once for all values', () => {
    const tally = new Tally(equal(4));
    tally.add(0, 5);
    tally.add(1, 5);
    expect(tally.add(1, 6)).toBe('conflict');
    expect(tally.add(1, 6)).toBe('known');
    expect(tally.power).toBe(2);
    expect(tally.complete).toBe(false);
    tally.add(2, 6);
    tally.add(3, 6);
    expect(tally.decided()).toBe(6);
    expect(tally.hasQuorum(5)).toBe(false);
  });

  it('mixed votes are complete without a value', () => {
    const tally = new Tally(equal(4));
    tally.add(0, 5);
    tally.add(1, NIL);
    tally.add(2, 6);
    expect(tally.complete).toBe(true);
    expect(tally.decided()).toBeUndefined();
    tally.add(3, NIL);
    expect(tally.decided()).toBeUndefined();
  });

  it('a quorum for no block is a quorum', () => {
    const tally = new Tally(equal(3));
    for (const validator of [0, 1, 2]) tally.add(validator, NIL);
    expect(tally.decided()).toBe(NIL);
  });

  it('keeps validators of every word of its bit sets apart', () => {
    const tally = new Tally(equal(100));
    for (const validator of [0, 31, 32, 63, 64, 99]) {
      expect(tally.add(validator, 5)).toBe('counted');
    }
    expect(tally.power).toBe(6);
  });

  it('agrees with sums over sets of votes on random input', () => {
    for (let seed = 0; seed < 300; seed++) {
      const stream = new Streams('tally', seed).stream('votes');
      const power = Array.from({ length: 1 + stream.below(40) }, () => 1 + stream.below(9));
      const total = power.reduce((a, b) => a + b, 0);
      const tally = new Tally(powersOf(power));
      const sets = new Map([NIL, 0, 1].map((value) => [value, new Set<number>()]));
      for (let i = 0; i < 2 * power.length; i++) {
        const validator = stream.below(power.length);
        const value = stream.below(3) - 1;
        tally.add(validator, value);
        sets.get(value)!.add(validator);
      }
      const sum = (voters: Iterable<number>) => [...voters].reduce((a, v) => a + power[v], 0);
      const all = new Set([...sets.values()].flatMap((voters) => [...voters]));
      expect(tally.power, `seed ${seed}`).toBe(sum(all));
      for (const [value, voters] of sets) {
        expect(tally.hasQuorum(value), `seed ${seed}`).toBe(sum(voters) / total > 2 / 3 + 1e-12);
      }
    }
  });
});
