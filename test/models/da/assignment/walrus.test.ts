import { describe, expect, it } from 'vitest';
import { recovers, unitsPerHolder } from '../../../../models/da/assignment/assignment.ts';
import {
  faultyShards,
  redStuffShape,
  shardsToCertify,
  shardsToRebuild,
  sliverPairBytes,
  walrusAssignment,
  walrusStoredBytes,
} from '../../../../models/da/assignment/walrus.ts';
import { Streams } from '../../../../sim/random.ts';
import { equalStakes, randomStakes } from './sets.ts';

describe('the matrix of 1,000 shards', () => {
  it('f = 333: 334 rebuild, 667 sign', () => {
    expect(faultyShards(1000)).toBe(333);
    expect(shardsToRebuild(1000)).toBe(334);
    expect(shardsToCertify(1000)).toBe(667);
  });

  it('is 329 by 662 symbols with the margin of 5, 334 by 667 without', () => {
    expect(redStuffShape()).toEqual({ rows: 329, columns: 662 });
    expect(redStuffShape(1000, 0)).toEqual({ rows: 334, columns: 667 });
    expect(() => redStuffShape(10, 4)).toThrow(new RangeError('margin, expected 0 to 3, got 4'));
  });

  it('a pair of slivers is 0.00455 of the blob, all 4.55 times, 4.49 without margin', () => {
    const blob = 329 * 662 * 4000;
    // S / 329 + S / 662, exactly
    expect(sliverPairBytes(blob, redStuffShape())).toBe(662 * 4000 + 329 * 4000);
    expect((1000 * sliverPairBytes(blob, redStuffShape())) / blob).toBeCloseTo(4.55, 2);
    const exact = 334 * 667 * 4000;
    expect((1000 * sliverPairBytes(exact, redStuffShape(1000, 0))) / exact).toBeCloseTo(4.49, 2);
  });

  it('64 KiB of metadata in each of 1,000 places: 10 KiB are stored about 6,000 times', () => {
    // 1,000 (65,536 + one byte a symbol: 991) = 66.5 MB
    expect(walrusStoredBytes(10_240)).toBe(66_527_000);
    expect(walrusStoredBytes(10_240) / 10_240).toBeGreaterThan(6000);
    expect(walrusStoredBytes(10_240) / 10_240).toBeLessThan(6600);
  });
});

describe('shards of operators', () => {
  it('105 alike: 9 or 10 each, 1,000 in all', () => {
    const counts = unitsPerHolder(walrusAssignment(equalStakes(105)));
    expect(new Set(counts)).toEqual(new Set([9, 10]));
    expect(counts.reduce((a, b) => a + b)).toBe(1000);
  });

  it('18 at most: 19 operators hold f + 1, 38 hold 2 f + 1', () => {
    // da-layers 2.8. 50 operators of 18 and one tenth of the shards for 50 of 2.
    const stakes = [...new Array<bigint>(50).fill(18n), ...new Array<bigint>(50).fill(2n)];
    const counts = unitsPerHolder(walrusAssignment(stakes)).sort((a, b) => b - a);
    expect(counts[0]).toBe(18);
    const heldBy = (operators: number) => counts.slice(0, operators).reduce((a, b) => a + b);
    expect([heldBy(18), heldBy(19)]).toEqual([324, 342]); // 334 between
    expect([heldBy(37), heldBy(38)]).toEqual([666, 684]); // 667 between
    const assignment = walrusAssignment(stakes);
    const first = (count: number) => Array.from({ length: count }, (_, i) => i);
    expect(recovers(assignment, first(18))).toBe(false);
    expect(recovers(assignment, first(19))).toBe(true);
  });

  it.each(['1', '2', '3'])(
    'operators rebuild exactly when they hold f + 1 shards, seed %s',
    (seed) => {
      const stream = new Streams(seed, 0).stream('walrus');
      for (let trial = 0; trial < 50; trial++) {
        const assignment = walrusAssignment(randomStakes(1 + stream.below(120), stream));
        const counts = unitsPerHolder(assignment);
        const set = counts.flatMap((_, i) => (stream.chance(0.33) ? [i] : []));
        const held = set.reduce((sum, i) => sum + counts[i], 0);
        expect(recovers(assignment, set), `seed ${seed}, trial ${trial}`).toBe(held >= 334);
      }
    },
  );
});
