import { describe, expect, it } from 'vitest';
import { dealByWeight, largestRemainder } from '../../../models/operators/apportion.ts';
import { Streams } from '../../../sim/random.ts';

const sum = (values: readonly number[]) => values.reduce((a, b) => a + b, 0);

/** Shares of 1 to 40 owners, some of them 0, and a number of items. */
const cases = Array.from({ length: 100 }, (_, seed) => {
  const stream = new Streams(`apportion ${seed}`, 0).stream('case');
  const shares = Array.from({ length: 1 + stream.below(40) }, () =>
    Math.max(0, stream.between(-0.2, 1)),
  );
  return { seed, shares: [...shares, 0.5], items: stream.below(300), stream };
});

describe('largest remainder', () => {
  it('gives the seats of the textbook', () => {
    // Ten seats, quotas 4.7, 1.6, 1.59, 1.2, 0.6, 0.31: seven whole ones, then .7, .6 and .6.
    const votes = [47_000, 16_000, 15_900, 12_000, 6_000, 3_100];
    expect(largestRemainder(votes, 10)).toEqual([5, 2, 1, 1, 1, 0]);
  });

  it('gives whole quotas exactly, whatever floats make of the shares', () => {
    // 0.29 x 100 is 28.999999999999996 in floating point, 0.07 x 100 is 7.000000000000001.
    expect(largestRemainder([0.29, 0.07, 0.57, 0.07], 100)).toEqual([29, 7, 57, 7]);
  });

  it('gives tied seats to the first', () => {
    // Quotas 0.5, 1.0, 1.5, 2.0.
    expect(largestRemainder([0.1, 0.2, 0.3, 0.4], 5)).toEqual([1, 1, 1, 2]);
    expect(largestRemainder([1, 1, 1], 4)).toEqual([2, 1, 1]);
  });

  it('keeps the quota rule: the sum is exact and nobody is a whole seat off', () => {
    for (const { seed, shares, items } of cases) {
      const seats = largestRemainder(shares, items);
      expect(sum(seats), `seed ${seed}`).toBe(items);
      for (const [i, share] of shares.entries()) {
        const quota = (share / sum(shares)) * items;
        expect(Math.abs(seats[i] - quota), `seed ${seed} owner ${i}`).toBeLessThan(1 + 1e-6);
      }
    }
  });

  it('refuses shares below 0, not numbers, or all 0', () => {
    expect(() => largestRemainder([0.5, -0.1], 3)).toThrow('share, expected 0 or more, got -0.1');
    expect(() => largestRemainder([Number.NaN], 3)).toThrow('share, expected 0 or more, got NaN');
    expect(() => largestRemainder([0, 0], 3)).toThrow('shares, expected a positive sum, got 0');
  });
});

describe('dealing whole stakes', () => {
  it('deals by hand-worked lack', () => {
    // Targets 60 and 40 of 100. 50 to the first (lacks 10, 40), 30 to the second (10, 10),
    // 10 to the first of equals (0, 10), 10 to the second.
    expect(dealByWeight([0.6, 0.4], [50n, 30n, 10n, 10n])).toEqual([0, 1, 0, 1]);
  });

  it('gives items of equal weight as largest remainder does', () => {
    for (const { seed, shares, items } of cases) {
      const owners = dealByWeight(shares, new Array(items).fill(7n));
      const counts = shares.map((_, i) => owners.filter((owner) => owner === i).length);
      expect(counts, `seed ${seed}`).toEqual(largestRemainder(shares, items));
    }
  });

  it('gives nobody as much as one item too much', () => {
    for (const { seed, shares, items, stream } of cases) {
      const weights = Array.from({ length: items }, () => BigInt(1 + stream.below(1e9)));
      const owners = dealByWeight(shares, weights);
      const total = sum(weights.map(Number));
      for (const [i, share] of shares.entries()) {
        const mine = weights.filter((_, item) => owners[item] === i).map(Number);
        const excess = sum(mine) - (share / sum(shares)) * total;
        expect(excess, `seed ${seed} owner ${i}`).toBeLessThan(Math.max(1, ...mine));
      }
    }
  });
});
