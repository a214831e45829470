import { describe, expect, it } from 'vitest';
import { apportion } from '../../../../models/apportion.ts';
import {
  distributionNames,
  stakeDistribution,
  stakePowers,
} from '../../../../models/chain/stake/distribution.ts';
import { Streams } from '../../../../sim/random.ts';
import { expectSame } from '../../../expect-same.ts';

const sum = (parts: readonly number[]) => parts.reduce((a, b) => a + b, 0);

describe('largest remainder', () => {
  it('gives the units that are left to the largest remainders', () => {
    // 10 over 5, 3, 1: 50/9 = 5 rest 5, 30/9 = 3 rest 3, 10/9 = 1 rest 1; one left, to the first.
    expect(apportion(10n, [5n, 3n, 1n])).toEqual([6n, 3n, 1n]);
    // 10 over 1, 3, 5: the same parts, so the last gets it.
    expect(apportion(10n, [1n, 3n, 5n])).toEqual([1n, 3n, 6n]);
  });

  it('breaks ties from the front, and leaves zero weights alone', () => {
    // 10 over 3 alike: 3 rest 1 each; one left.
    expect(apportion(10n, [1n, 1n, 1n])).toEqual([4n, 3n, 3n]);
    expect(apportion(2n, [0n, 1n, 0n, 1n, 1n])).toEqual([0n, 1n, 0n, 1n, 0n]);
    expect(apportion(0n, [0n, 0n])).toEqual([0n, 0n]);
  });

  it('refuses what cannot be split', () => {
    expect(() => apportion(1n, [0n])).toThrow('weights, expected a positive sum, got 0');
    expect(() => apportion(-1n, [1n])).toThrow('total, expected 0 or more, got -1');
    expect(() => apportion(1n, [1n, -1n])).toThrow('weight, expected 0 or more, got -1');
  });

  const seed = 'apportion';
  it(`sums exactly, each part within one of its share, seed "${seed}"`, () => {
    const stream = new Streams(seed, 0).stream('weights');
    for (let trial = 0; trial < 200; trial++) {
      const weights = Array.from({ length: 1 + stream.below(9) }, () => BigInt(stream.below(1e9)));
      const all = weights.reduce((a, b) => a + b, 0n);
      if (all === 0n) continue;
      const total = BigInt(stream.below(4e9));
      const parts = apportion(total, weights);
      const where = `seed ${seed}, trial ${trial}`;
      expect(
        parts.reduce((a, b) => a + b, 0n),
        where,
      ).toBe(total);
      for (const [i, part] of parts.entries()) {
        const error = part * all - total * weights[i];
        expect(error < all && -error < all, where).toBe(true);
        if (total <= all) expect(part <= weights[i], where).toBe(true);
      }
    }
  });
});

describe('stake', () => {
  const powers = (distribution: string, validators: number, total: number, least = 0) =>
    stakePowers({ distribution, exponent: 1 }, validators, total, least);

  it('equal: the first validators get what does not divide', () => {
    expect(powers('equal', 3, 11)).toEqual([4, 4, 3]);
  });

  it('zipf: 1, 1/2, 1/3, 1/4 of 12', () => {
    // 1 + 1/2 + 1/3 + 1/4 = 25/12.
    expect(powers('zipf', 4, 25)).toEqual([12, 6, 4, 3]);
    // Squares: 1 + 1/4 + 1/9 = 49/36.
    const squares = stakePowers({ distribution: 'zipf', exponent: 2 }, 3, 49);
    expect(squares).toEqual([36, 9, 4]);
  });

  it('each validator has the least, the law spreads the rest', () => {
    // 100 - 4 * 15 = 40, of 25/12 parts: 19.2, 9.6, 6.4, 4.8; wholes 38, left 2 to 4.8 and 9.6.
    expect(powers('zipf', 4, 100, 15)).toEqual([34, 25, 21, 20]);
    expect(powers('zipf', 4, 60, 15)).toEqual([15, 15, 15, 15]);
    expect(() => powers('zipf', 4, 59, 15)).toThrow('total stake, expected a whole number of 60');
  });

  it('solana-2024: the published largest share of 3.2 % and Nakamoto coefficient of 19', () => {
    const total = 380_000_000;
    const stakes = powers('solana-2024', 1414, total);
    expect(sum(stakes)).toBe(total);
    // 3.2 % of 380 M is 12.16 M.
    expect(stakes[0]).toBe(12_160_000);
    // The fewest validators with more than a third.
    expect(3 * sum(stakes.slice(0, 18))).toBeLessThanOrEqual(total);
    expect(3 * sum(stakes.slice(0, 19))).toBeGreaterThan(total);
  });

  it('solana-2024 in small sets: none above 3.2 %, or two mean stakes', () => {
    const largest = (validators: number) => powers('solana-2024', validators, 1_000_000)[0];
    expect([1414, 100, 63].map(largest)).toEqual([32_000, 32_000, 32_000]);
    expect([50, 10, 1].map(largest)).toEqual([40_000, 200_000, 1_000_000]);
  });

  it('falls, sums exactly, and is never negative, for every law and size', () => {
    for (const name of distributionNames) {
      for (const validators of [1, 2, 3, 62, 63, 100, 1000]) {
        for (const total of [0, 1, 7, 999_999_937, 140_737_488_355_328]) {
          const stakes = powers(name, validators, total);
          const where = `${name}, ${validators} validators, total ${total}`;
          expect(sum(stakes), where).toBe(total);
          for (let i = 1; i < validators; i++) {
            expectSame(stakes[i] <= stakes[i - 1] && stakes[i] >= 0, true, where);
          }
        }
      }
    }
  });

  it('names the known laws, and refuses counts that are not whole', () => {
    expect(() => stakeDistribution('pareto')).toThrow(
      'distribution of stake, expected one of equal, zipf, solana-2024, got "pareto"',
    );
    expect(() => powers('equal', 0, 1)).toThrow('validators, expected a whole number of 1 or more');
    expect(() => powers('equal', 1, 0.5)).toThrow('total stake, expected a whole number of 0');
    expect(() => powers('equal', 1, 1, -1)).toThrow('least stake, expected a whole number of 0');
  });
});
