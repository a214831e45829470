/** Whole steps on fast kernels against the same steps hash by hash, on random bytes. */
import { describe, expect, it } from 'vitest';
import { Frontier } from '../../../../models/storage/flow/frontier.ts';
import { parentHash, subtreeRoot } from '../../../../models/storage/flow/subtree.ts';
import { attempt, type SealedLoad, Workbench } from '../../../../models/storage/pora/attempt.ts';
import { firstWithin, quality } from '../../../../models/storage/pora/quality.ts';
import { rangeDigest, recallPosition } from '../../../../models/storage/pora/recall-range.ts';
import { padSeed, recallSeed, scratchpad } from '../../../../models/storage/pora/scratchpad.ts';
import {
  firstMask,
  sealChunk,
  sealLoad,
  unsealChunk,
  unsealLoad,
} from '../../../../models/storage/pora/seal.ts';
import { toInteger, word } from '../../../../models/storage/pora/words.ts';
import { plainKernels } from '../../../../sim/kernels/hashing/plain.ts';
import { filled, hex, MINER, randomBytes, stream, wholeRange } from './fixture.ts';

const random = stream('hash-kernels');
const load = randomBytes(random, 262_144);

describe('steps of an attempt', () => {
  it('the pad is that of the plain rule', () => {
    for (let i = 0; i < 5; i++) {
      const seed = randomBytes(random, 64);
      const expected = new Uint8Array(16_384);
      plainKernels.keccakChain(seed, expected);
      expect(Buffer.compare(scratchpad(seed), expected), hex(seed)).toBe(0);
    }
  });

  it('a load chunk is sealed and unsealed chunk by chunk as by the plain rule', () => {
    const context = randomBytes(random, 32);
    const sealed = sealLoad(load, MINER, context, 5120);
    for (const i of [0, 1, 31, 63]) {
      const part = (bytes: Uint8Array) => bytes.subarray(4096 * i, 4096 * (i + 1));
      const expected = new Uint8Array(4096);
      const mask = firstMask(MINER, context, 5120 + 16 * i);
      plainKernels.maskChunks(part(load), 4096, mask, expected);
      expect(Buffer.compare(part(sealed), expected), `seal chunk ${i}`).toBe(0);
      const chunk = sealChunk(part(load), MINER, context, 5120 + 16 * i);
      expect(Buffer.compare(chunk, expected), `seal chunk ${i}`).toBe(0);
      const plain = unsealChunk(chunk, MINER, context, 5120 + 16 * i);
      expect(Buffer.compare(plain, part(load)), `seal chunk ${i}`).toBe(0);
    }
    expect(Buffer.compare(unsealLoad(sealed, MINER, context, 5120), load)).toBe(0);
  });

  it('the first seal chunk within a bound is the one that trying them in turn finds', () => {
    const seen = new Set<number | undefined>();
    for (let round = 0; round < 12; round++) {
      const seed = randomBytes(random, 64);
      const pad = randomBytes(random, 16_384);
      const tried = Uint8Array.from({ length: 64 }, () => random.below(2));
      const bound = randomBytes(random, 32);
      // A hit in 24 tries on average.
      bound[0] = 10;
      let expected: number | undefined;
      for (let offset = 0; offset < 64 && expected === undefined; offset++) {
        const sealed = load.subarray(4096 * offset, 4096 * (offset + 1));
        const found = quality(offset, seed, sealed, pad);
        if (tried[offset] === 1 && toInteger(found) <= toInteger(bound)) expected = offset;
      }
      const found = firstWithin(bound, load, tried, seed, pad);
      expect(found?.index, `round ${round}`).toBe(expected);
      seen.add(expected);
      if (found === null) continue;
      const sealed = load.subarray(4096 * found.index, 4096 * (found.index + 1));
      expect(hex(found.digest)).toBe(hex(quality(found.index, seed, sealed, pad)));
    }
    expect(seen.size, [...seen].join()).toBeGreaterThan(3);
  });

  it('an attempt counts the tries up to its hit and none that was not available', () => {
    const range = wholeRange(1024 * 1000);
    const digest = rangeDigest(range);
    const bound = filled(255, 32);
    bound[0] = 12;
    const job = { minerId: MINER, subtaskDigest: filled(9, 32), range, rangeDigest: digest, bound };
    const held: SealedLoad = { data: load, available: (offset) => offset % 3 !== 1 };
    for (let nonce = 0; nonce < 20; nonce++) {
      const bench = new Workbench();
      const { hit, position } = attempt(job, word(nonce), () => held, bench);
      const seed = padSeed(MINER, word(nonce), job.subtaskDigest, digest);
      const pad = scratchpad(seed);
      expect(position).toBe(recallPosition(range, recallSeed(pad)));
      let tries = 0;
      let first: number | null = null;
      for (let offset = 0; offset < 64 && first === null; offset++) {
        if (offset % 3 === 1 || position + offset === 0) continue;
        tries++;
        const sealed = load.subarray(4096 * offset, 4096 * (offset + 1));
        if (toInteger(quality(offset, seed, sealed, pad)) <= toInteger(bound)) first = offset;
      }
      expect([hit?.offset ?? null, bench.count.mixes], `nonce ${nonce}`).toEqual([first, tries]);
    }
  });

  it('a load chunk of another length is refused', () => {
    const short = { data: load.subarray(1), available: () => true };
    const job = {
      minerId: MINER,
      subtaskDigest: filled(9, 32),
      range: wholeRange(4096),
      rangeDigest: filled(8, 32),
      bound: filled(0, 32),
    };
    expect(() => attempt(job, word(1), () => short)).toThrow(RangeError);
  });
});

describe('trees over sectors', () => {
  it('have the root of the plain rule', () => {
    for (const sectors of [1, 2, 16, 1024, 2048]) {
      const data = randomBytes(random, 256 * sectors);
      const expected = plainKernels.keccakTreeRoot(data, 256);
      expect(hex(subtreeRoot(data)), `${sectors} sectors`).toBe(hex(expected));
    }
  });

  it('grow the same by data of any length as sector by sector', () => {
    for (let round = 0; round < 30; round++) {
      const [whole, single] = [new Frontier(), new Frontier()];
      for (let part = 0; part < 3; part++) {
        const last = part === 2 ? random.below(256) : 0;
        const data = randomBytes(random, 256 * random.below(40) + last);
        whole.appendData(data);
        for (let at = 0; at < data.length; at += 256)
          single.appendData(data.subarray(at, at + 256));
      }
      expect(whole.length, `round ${round}`).toBe(single.length);
      expect(whole.nodes(), `round ${round}`).toEqual(single.nodes());
    }
    const pair = new Frontier();
    pair.appendData(load.subarray(0, 512));
    const leaves = [0, 256].map((at) => plainKernels.keccak256(load.subarray(at, at + 256)));
    expect(hex(pair.at(1)!)).toBe(hex(parentHash(leaves[0], leaves[1])));
  });
});
