import { describe, expect, it } from 'vitest';
import {
  checkShard,
  holdsSegment,
  mustSplit,
  type SelectionMethod,
  type Shard,
  selectShards,
  splitShard,
} from '../../../../models/storage/transfer/shards.ts';
import { Streams } from '../../../../sim/random.ts';

const stream = (path = 'test') => new Streams('shards', 0).stream(path);
const shards = (...pairs: readonly (readonly [number, number])[]): Shard[] =>
  pairs.map(([id, num]) => ({ id, num }));

describe('a shard', () => {
  it('holds the segments whose number modulo num is id', () => {
    const held = [0, 1, 2, 3, 4, 5, 6, 7].filter((i) => holdsSegment({ id: 1, num: 4 }, i));
    expect(held).toEqual([1, 5]);
  });

  it('splits into two halves that share nothing and miss nothing', () => {
    // 2 of 4 holds 2, 6, 10, 14, ...; its halves 2 of 8 (2, 10) and 6 of 8 (6, 14).
    expect(splitShard({ id: 2, num: 4 }, false)).toEqual({ id: 2, num: 8 });
    expect(splitShard({ id: 2, num: 4 }, true)).toEqual({ id: 6, num: 8 });
  });

  it('is split above 0.9 of the room, not at it', () => {
    expect(mustSplit(900, 1000)).toBe(false);
    expect(mustSplit(901, 1000)).toBe(true);
  });

  it.each([
    [0, 3],
    [4, 4],
    [-1, 2],
    [0, 0],
    [0.5, 2],
    [0, 2_097_152],
  ])('is refused as %d of %d', (id, num) => {
    expect(() => checkShard({ id, num })).toThrow(RangeError);
  });
});

describe('a cover', () => {
  // Nodes 0 to 4: all, the even, the odd, 1 of 4, 3 of 4.
  const nodes = shards([0, 1], [0, 2], [1, 2], [1, 4], [3, 4]);

  it('takes the fewest shards first with min', () => {
    expect(selectShards(nodes, 1, 'min', stream())).toEqual({ chosen: [0], missing: [] });
    // A second copy: the even and the odd.
    expect(selectShards(nodes, 2, 'min', stream()).chosen).toEqual([0, 1, 2]);
  });

  it('takes the most shards first with max', () => {
    // 1 of 4, 3 of 4, then the even complete one copy; the odd would help nobody, all neither.
    expect(selectShards(nodes, 1, 'max', stream())).toEqual({ chosen: [3, 4, 1], missing: [] });
    expect(selectShards(nodes, 2, 'max', stream()).chosen).toEqual([3, 4, 1, 2, 0]);
  });

  it('takes an exact number of shards only', () => {
    expect(selectShards(nodes, 1, 2, stream()).chosen).toEqual([1, 2]);
    // 1 of 4 and 3 of 4 leave 0 and 2.
    const quarters = selectShards(nodes, 1, 4, stream());
    expect(quarters.missing).toEqual(shards([0, 4], [2, 4]));
  });

  it('says which shards are missing', () => {
    // Third copy: all, even and odd hold 2 of each; the quarters add to 1 and 3 only.
    const third = selectShards(nodes, 3, 'min', stream());
    expect(third.missing).toEqual(shards([0, 4], [2, 4]));
    expect(selectShards([], 1, 'min', stream()).missing).toEqual(shards([0, 1]));
  });

  it('keeps the order of the list among shards of one number', () => {
    expect(selectShards(shards([0, 1], [0, 1], [0, 1]), 2, 'min', stream()).chosen).toEqual([0, 1]);
  });

  it('draws at random another order each time', () => {
    const many = shards(...Array.from({ length: 20 }, () => [0, 1] as const));
    const draws = stream();
    const first = new Set(
      Array.from({ length: 20 }, () => selectShards(many, 1, 'random', draws).chosen[0]),
    );
    expect(first.size).toBeGreaterThan(5);
  });

  it('refuses 0 replicas', () => {
    expect(() => selectShards(nodes, 0, 'min', stream())).toThrow(
      'replicas, expected a whole number of at least 1, got 0',
    );
  });

  it('holds every segment so often, or names what is missing, for random shards', () => {
    for (let seed = 0; seed < 300; seed++) {
      const draw = stream(`property/${seed}`);
      const list = Array.from({ length: 1 + draw.below(12) }, () => {
        const num = [1, 2, 4, 8, 16][draw.below(5)];
        return { id: draw.below(num), num };
      });
      const replicas = 1 + draw.below(3);
      const methods: SelectionMethod[] = ['min', 'max', 'random', [1, 2, 4, 8][draw.below(4)]];
      for (const method of methods) {
        const { chosen, missing } = selectShards(list, replicas, method, draw);
        const usable = typeof method === 'number' ? list.filter((s) => s.num === method) : list;
        const context = `seed ${seed}, ${method}, ${replicas} of ${JSON.stringify(list)}`;
        expect(new Set(chosen).size, context).toBe(chosen.length);
        for (let segment = 0; segment < 16; segment++) {
          const holders = chosen.filter((i) => holdsSegment(list[i], segment)).length;
          const possible = usable.filter((s) => holdsSegment(s, segment)).length;
          const isMissing = missing.some((shard) => holdsSegment(shard, segment));
          expect(isMissing, `${context}, segment ${segment}`).toBe(possible < replicas);
          if (!isMissing) expect(holders, context).toBeGreaterThanOrEqual(replicas);
        }
      }
    }
  });
});
