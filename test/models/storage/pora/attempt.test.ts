import { describe, expect, it } from 'vitest';
import {
  attempt,
  type LoadReader,
  miningJob,
  Workbench,
} from '../../../../models/storage/pora/attempt.ts';
import { initialTarget } from '../../../../models/storage/pora/difficulty.ts';
import { quality } from '../../../../models/storage/pora/quality.ts';
import {
  type RecallRange,
  recallPosition,
  shardRange,
} from '../../../../models/storage/pora/recall-range.ts';
import { padSeed, recallSeed, scratchpad } from '../../../../models/storage/pora/scratchpad.ts';
import { shardScaleX64 } from '../../../../models/storage/pora/shard-scale.ts';
import { toInteger, word } from '../../../../models/storage/pora/words.ts';
import { filled, hex, MINER, randomBytes, stream, wholeRange } from './fixture.ts';

const ONE = 1n << 64n;
const job = (target: bigint, range: RecallRange = wholeRange(4096), scale = ONE) =>
  miningJob(MINER, filled(9, 32), range, target, scale);
const data = randomBytes(stream('attempt'), 262_144);
const all: LoadReader = () => ({ data, available: () => true });
const NEVER = 1n << 64n;

describe('an attempt', () => {
  it('without a hit makes a pad, reads once and tries every available seal chunk', () => {
    const bench = new Workbench();
    const never = job(NEVER);
    const { position, hit } = attempt(never, word(7), all, bench);
    expect(hit).toBeNull();
    expect(bench.count).toEqual({ pads: 1, loads: 1, mixes: position === 0 ? 63 : 64, hits: 0 });
    const seed = padSeed(MINER, word(7), filled(9, 32), never.rangeDigest);
    expect(position).toBe(recallPosition(never.range, recallSeed(scratchpad(seed))));
    attempt(never, word(7), () => ({ data, available: (i) => i % 8 === 3 }), bench);
    expect(bench.count.mixes).toBe((position === 0 ? 63 : 64) + 8);
  });

  it('is lost where the miner does not hold the load chunk', () => {
    const bench = new Workbench();
    expect(attempt(job(NEVER), word(1), () => null, bench).hit).toBeNull();
    expect(bench.count).toEqual({ pads: 1, loads: 0, mixes: 0, hits: 0 });
  });

  it('ends at the first hit, which is a copy', () => {
    const bench = new Workbench();
    const always = job(initialTarget(1), wholeRange(1024 * 1000));
    const { position, hit } = attempt(always, word(3), all, bench);
    expect(position).toBeGreaterThan(0);
    expect(hit?.offset).toBe(0);
    expect(bench.count).toEqual({ pads: 1, loads: 1, mixes: 1, hits: 1 });
    expect(hex(hit!.sealed)).toBe(hex(data.subarray(0, 4096)));
    expect(hit!.sealed.buffer).not.toBe(data.buffer);
    const seed = padSeed(MINER, word(3), filled(9, 32), always.rangeDigest);
    expect(hex(hit!.quality)).toBe(hex(quality(0, seed, hit!.sealed, scratchpad(seed))));
  });

  it('hits at a quality equal to the bound and not above it', () => {
    const wide = wholeRange(1024 * 1000);
    const { hit } = attempt(job(initialTarget(1), wide), word(3), all);
    const exactly = { ...job(ONE, wide), bound: hit!.quality };
    expect(attempt(exactly, word(3), all).hit?.offset).toBe(0);
    // Bounds of targets are multiples of 2^64: the next one up, and the one below.
    const above = ((toInteger(hit!.quality) >> 64n) + 1n) << 64n;
    const only: LoadReader = () => ({ data, available: (offset) => offset === 0 });
    expect(attempt(job(above, wide), word(3), only).hit?.offset).toBe(0);
    expect(attempt(job(above - ONE, wide), word(3), only).hit).toBeNull();
  });

  it('never tries the seal chunk at position 0', () => {
    // One load chunk: every attempt reads position 0, and at difficulty 1 its next seal chunk hits.
    const tried: number[] = [];
    const read: LoadReader = () => ({ data, available: (offset) => tried.push(offset) > 0 });
    const { position, hit } = attempt(job(initialTarget(1), wholeRange(1024)), word(5), read);
    expect([position, hit?.offset]).toEqual([0, 1]);
  });

  it('of a shard reads in its own shard', () => {
    const seen = new Set<number>();
    const range = shardRange(0, 32 * 1024, 3, 4);
    for (let nonce = 0; nonce < 40; nonce++) {
      const { position } = attempt(job(NEVER, range), word(nonce), () => null);
      seen.add(position / 1024);
      expect((position / 1024) % 4, `nonce ${nonce}`).toBe(3);
    }
    expect(seen.size).toBeGreaterThan(4);
  });
});

describe('the chance of a hit', () => {
  /** Hits and tries of attempts with nonces counted up. */
  function mine(target: bigint, attempts: number, scale = ONE, shards = 1) {
    const bench = new Workbench();
    const range = shardRange(0, 1024 * 1024, 0, shards);
    const offsets: number[] = [];
    for (let nonce = 0; nonce < attempts; nonce++) {
      const { hit } = attempt(job(target, range, scale), word(nonce), all, bench);
      if (hit !== null) offsets.push(hit.offset);
    }
    return { ...bench.count, offsets };
  }

  it('is 1 in D for each seal chunk tried, and the first hit is geometric', () => {
    const D = 16;
    const { hits, mixes, offsets } = mine(initialTarget(D), 400);
    const sigma = Math.sqrt((mixes / D) * (1 - 1 / D));
    expect(Math.abs(hits - mixes / D), `${hits} hits of ${mixes}`).toBeLessThan(4 * sigma);
    // Four groups of 16 seal chunks; the chance to get past one is (1 - 1/16)^16.
    const past = (1 - 1 / D) ** 16;
    const expected = [0, 1, 2, 3].map((g) => 400 * past ** g * (1 - past));
    expected.push(400 * past ** 4);
    const found = [0, 1, 2, 3].map((g) => offsets.filter((o) => Math.floor(o / 16) === g).length);
    found.push(400 - hits);
    const chi = found.reduce((sum, n, g) => sum + (n - expected[g]) ** 2 / expected[g], 0);
    // 4 degrees of freedom: 18.5 is passed once in 1000.
    expect(chi, found.join(' ')).toBeLessThan(18.5);
  });

  it('of a shard of a small flow is smaller by the number of shards', () => {
    const scale = shardScaleX64(1024 * 1024, 4);
    const { hits, mixes } = mine(initialTarget(5), 200, scale, 4);
    const sigma = Math.sqrt((mixes / 20) * (1 - 1 / 20));
    expect(Math.abs(hits - mixes / 20), `${hits} hits of ${mixes}`).toBeLessThan(4 * sigma);
  });
});
