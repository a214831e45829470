import { describe, expect, it } from 'vitest';
import { binomial } from '../../../../models/da/soundness/combinations.ts';
import {
  lnCaptured,
  lnCapturedLoose,
  seatsOf,
  thresholds,
} from '../../../../models/da/soundness/committee.ts';
import { Streams } from '../../../../sim/random.ts';

const eigenda = { chunks: 8192, operators: 3537, rate: 1 / 8, confirmation: 0.55 };

describe('thresholds of stake', () => {
  it('EigenDA: 8192 / 4655 / 8 = 22 % rebuild, 33 % break safety, 45 % break liveness', () => {
    const { reconstruction, safety, liveness } = thresholds(eigenda);
    expect(reconstruction).toBeCloseTo(0.21998, 5);
    expect(safety).toBeCloseTo(0.33002, 5);
    expect(liveness).toBeCloseTo(0.45, 12);
  });

  it('refuses as many operators as chunks', () =>
    expect(() => thresholds({ ...eigenda, operators: 8192 })).toThrow(
      'operators, expected 0 to below 8192, got 8192',
    ));

  it('a share of a committee is rounded up to seats', () => {
    expect(seatsOf(0.33, 50)).toBe(17);
    expect(seatsOf(0.5, 50)).toBe(25);
    expect(seatsOf(0, 50)).toBe(1);
  });
});

describe('a random committee', () => {
  it('ten members, three bad, four seats: two bad seats or more with chance 1/3', () => {
    // (C(3,2) C(7,2) + C(3,3) C(7,1)) / C(10,4) = (3 x 21 + 1 x 7) / 210
    expect(Math.exp(lnCaptured(10, 3, 4, 2))).toBeCloseTo(1 / 3, 13);
  });

  it('is certain or impossible at the ends', () => {
    expect(lnCaptured(10, 3, 4, 0)).toBe(0);
    expect(lnCaptured(10, 3, 4, 4)).toBe(-Infinity);
    // Nine seats of ten hold two of the three bad members at least.
    expect(lnCaptured(10, 3, 9, 2)).toBe(0);
    expect(lnCaptured(10, 0, 4, 1)).toBe(-Infinity);
  });

  it('equals the sum of exact fractions, on random committees', () => {
    const seed = 'committees';
    const stream = new Streams(seed, 0).stream('sizes');
    for (let trial = 0; trial < 200; trial++) {
      const members = 2 + stream.below(120);
      const bad = stream.below(members + 1);
      const seats = 1 + stream.below(members);
      const least = stream.below(seats + 1);
      let ways = 0n;
      for (let x = least; x <= Math.min(bad, seats); x++) {
        ways += binomial(bad, x) * binomial(members - bad, seats - x);
      }
      const exact = Number(ways) / Number(binomial(members, seats));
      const found = Math.exp(lnCaptured(members, bad, seats, least));
      const place = `seed ${seed}, trial ${trial}: ${members} ${bad} ${seats} ${least}`;
      expect(Math.abs(found - exact), place).toBeLessThanOrEqual(1e-11 * exact);
      expect(exact, place).toBeLessThanOrEqual(
        Math.exp(lnCapturedLoose(members, bad, seats, least)) + 1e-12,
      );
    }
  });

  // ln of exact fractions to 60 digits, apart from this code.
  it.each([
    [300, 100, -18.8447407218],
    [1024, 512, -424.3454561379],
  ])('3072 members, 614 bad, %i seats, %i bad seats', (seats, least, expected) => {
    expect(lnCaptured(3072, 614, seats, least)).toBeCloseTo(expected, 8);
    expect(lnCapturedLoose(3072, 614, seats, least)).toBeGreaterThan(expected);
  });

  it('Hoeffding says nothing where bad seats are no more than to be expected', () =>
    expect(lnCapturedLoose(100, 50, 10, 5)).toBe(0));
});
