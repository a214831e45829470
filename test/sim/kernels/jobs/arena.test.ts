import { describe, expect, it } from 'vitest';
import { Arena } from '../../../../sim/kernels/jobs/arena.ts';
import { stream } from '../shards.ts';

describe('an arena', () => {
  it('gives out the lowest place that is large enough, in lines of 64 B', () => {
    const arena = new Arena(128, 640);
    // 1 B takes a line, 65 B two: 128, 192 to 320, 320 to 448.
    expect([1, 65, 128].map((bytes) => arena.allocate(bytes))).toEqual([128, 192, 320]);
    arena.free(192);
    expect(arena.allocate(129)).toBe(448);
    expect(arena.allocate(128)).toBe(192);
    expect(arena.allocate(1)).toBeUndefined();
  });

  it('takes back only what it gave out', () => {
    const arena = new Arena(64, 256);
    arena.allocate(64);
    arena.free(64);
    expect(() => arena.free(64)).toThrow(
      new RangeError('address, expected one that is given out, got 64'),
    );
    expect(arena.allocate(192)).toBe(64);
  });

  it('never gives out a byte twice, nor one outside, and gives everything in the end', () => {
    for (let round = 0; round < 20; round++) {
      const draws = stream(`arena ${round}`);
      const [from, to] = [64, 64 + 64 * (4 + draws.below(60))];
      const arena = new Arena(from, to);
      const taken = new Map<number, number>();
      const owner = new Set<number>();
      for (let step = 0; step < 200; step++) {
        const [some] = taken.keys();
        if (taken.size > 0 && draws.below(2) === 0) {
          for (let at = some; at < some + (taken.get(some) as number); at++) owner.delete(at);
          taken.delete(some);
          arena.free(some);
          continue;
        }
        const bytes = 1 + draws.below(400);
        const at = arena.allocate(bytes);
        if (at === undefined) continue;
        const what = `seed arena ${round}, step ${step}: ${bytes} B at ${at}`;
        expect(at % 64, what).toBe(0);
        expect(at >= from && at + bytes <= to, what).toBe(true);
        const bytesOf = Array.from({ length: bytes }, (_, i) => at + i);
        expect(
          bytesOf.filter((byte) => owner.has(byte)),
          what,
        ).toEqual([]);
        for (const byte of bytesOf) owner.add(byte);
        taken.set(at, bytes);
      }
      for (const at of taken.keys()) arena.free(at);
      expect(arena.allocate(to - from), `seed arena ${round}`).toBe(from);
    }
  });
});
