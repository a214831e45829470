import { describe, expect, it } from 'vitest';
import {
  checkRange,
  NO_SHARDS_MASK,
  numShards,
  recallPosition,
  shardRange,
} from '../../../../models/storage/pora/recall-range.ts';
import { bytesOf, randomBytes, stream } from './fixture.ts';

const GIB8 = 33_554_432;
const TIB8 = 34_359_738_368;

describe('shards', () => {
  it('are counted by the zero bits of the mask', () => {
    expect(numShards(NO_SHARDS_MASK)).toBe(1);
    expect(numShards(0xffff_ffff_ffff_fffcn)).toBe(4);
    expect(numShards(0x7fff_ffff_ffff_fffen)).toBe(4);
    expect(numShards(0n)).toBe(2 ** 64);
  });

  it('are a power of two, and a shard is one of them', () => {
    expect(shardRange(0, 1024, 5, 8)).toEqual({
      startPosition: 0,
      mineLength: 1024,
      shardId: 5n,
      shardMask: 0xffff_ffff_ffff_fff8n,
    });
    expect(() => shardRange(0, 1024, 0, 3)).toThrow('shards, expected a power of two, got 3');
    expect(() => shardRange(0, 1024, 4, 4)).toThrow('shard, expected 0 to 3, got 4');
  });
});

describe('rules of a range', () => {
  const check = (start: number, length: number, flow: number, id = 0, count = 1) =>
    checkRange(shardRange(start, length, id, count), flow);

  it('a small flow has to be declared whole, down to full load chunks', () => {
    expect(check(0, 3072, 3072)).toBeNull();
    expect(check(0, 3072, 4095)).toBeNull();
    expect(check(0, 4096, 4095)).toBe('range-beyond-flow');
    expect(check(0, 2048, 3072)).toBe('range-short');
    expect(check(0, 0, 1023)).toBe('range-empty');
  });

  it('a large flow is declared in ranges of 8 TiB for each shard that start at 8 GiB', () => {
    const flow = 3 * TIB8;
    expect(check(0, TIB8, flow)).toBeNull();
    expect(check(2 * TIB8, TIB8, flow)).toBeNull();
    expect(check(GIB8, TIB8, flow)).toBeNull();
    expect(check(1024, TIB8, flow)).toBe('range-unaligned');
    expect(check(2 * TIB8 + GIB8, TIB8, flow)).toBe('range-beyond-flow');
    expect(check(0, TIB8 - 1024, flow)).toBe('range-short');
    expect(check(0, TIB8 + 1024, flow)).toBe('range-long');
    expect(check(0, 2 * TIB8, flow, 1, 2)).toBeNull();
    expect(check(0, TIB8, flow, 1, 2)).toBe('range-short');
    // Four shards would take 32 TiB: the flow, whole.
    expect(check(0, flow, flow, 3, 4)).toBeNull();
  });

  it('a shard has no bits under the mask', () => {
    const range = { ...shardRange(0, 3072, 1, 4), shardMask: NO_SHARDS_MASK };
    expect(checkRange(range, 3072)).toBe('range-shard');
    expect(checkRange({ ...range, shardMask: NO_SHARDS_MASK ^ 2n }, 3072)).toBe('range-shard');
  });
});

describe('recall position', () => {
  it('is start + 1024 * ((seed mod loads) with the shard put in)', () => {
    // Seed 1000 modulo 7 loads = 6; shard 1 of 2: (6 and not 1) or 1 = 7.
    const seed = bytesOf((1000).toString(16).padStart(64, '0'));
    expect(recallPosition(shardRange(GIB8, 7 * 1024, 0, 1), seed)).toBe(GIB8 + 6 * 1024);
    expect(recallPosition(shardRange(GIB8, 7 * 1024, 1, 2), seed)).toBe(GIB8 + 7 * 1024);
    // The seed is a big-endian number: 2^255 = 2^(3 * 85) = 1 modulo 7.
    const top = bytesOf('80'.padEnd(64, '0'));
    expect(recallPosition(shardRange(0, 7 * 1024, 0, 1), top)).toBe(1024);
    expect(() => recallPosition(shardRange(0, 1023, 0, 1), seed)).toThrow('expected 1024 or more');
  });

  it('lies in the own shard for random masks, and in the range where its stride divides it', () => {
    const seed = 'recall';
    const random = stream(seed);
    for (let i = 0; i < 1000; i++) {
      // Up to 3 free bits among the lowest 8: the stride is 256 loads at most.
      let mask = NO_SHARDS_MASK;
      for (let bits = random.below(4); bits > 0; bits--) mask &= ~(1n << BigInt(random.below(8)));
      const id = BigInt(random.below(256)) & ~mask;
      const loads = 256 * (1 + random.below(1000));
      const start = GIB8 * random.below(5);
      const range = {
        startPosition: start,
        mineLength: 1024 * loads,
        shardId: id,
        shardMask: mask,
      };
      const position = recallPosition(range, randomBytes(random, 32));
      const text = `seed ${seed} #${i}: ${id}, ${mask.toString(16)}, ${loads} loads`;
      expect(position % 1024, text).toBe(0);
      const index = (position - start) / 1024;
      expect(BigInt(index) & ~mask & NO_SHARDS_MASK, text).toBe(id);
      expect(index >= 0 && index < loads, text).toBe(true);
    }
  });

  it('ends with the stride of the shard where the range does not, and never beyond it', () => {
    const seed = 'stride';
    const random = stream(seed);
    let beyond = 0;
    for (let i = 0; i < 1000; i++) {
      const count = 2 ** random.below(5);
      const loads = 1 + random.below(40);
      const range = shardRange(0, 1024 * loads, random.below(count), count);
      const index = recallPosition(range, randomBytes(random, 32)) / 1024;
      const text = `seed ${seed} #${i}: ${loads} loads, ${count} shards`;
      expect(index % count, text).toBe(Number(range.shardId));
      expect(index < Math.ceil(loads / count) * count, text).toBe(true);
      if (index >= loads) beyond++;
    }
    expect(beyond).toBeGreaterThan(0);
  });
});
