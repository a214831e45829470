/** Every hashed input written out by hand, hashed with another library; digests also made elsewhere. */
import { createHash } from 'node:crypto';
import { keccak_256 } from '@noble/hashes/sha3.js';
import { describe, expect, it } from 'vitest';
import { contextDigest } from '../../../../models/storage/pora/context.ts';
import { minerId } from '../../../../models/storage/pora/identity.ts';
import { hitBound, mix, quality } from '../../../../models/storage/pora/quality.ts';
import {
  rangeDigest,
  recallPosition,
  shardRange,
} from '../../../../models/storage/pora/recall-range.ts';
import { padSeed, recallSeed, scratchpad } from '../../../../models/storage/pora/scratchpad.ts';
import { sealChunk, unsealChunk } from '../../../../models/storage/pora/seal.ts';
import { subtaskDigest, subtaskIndex } from '../../../../models/storage/pora/subtask.ts';
import { blake2b512, keccak256 } from '../../../../sim/kernels/hashes.ts';
import { bytesOf, filled, hex } from './fixture.ts';

const blake = (bytes: Uint8Array) => createHash('blake2b512').update(bytes).digest();

/*
 * One example all through: miner id 55…, nonce 66…, subtask digest 77…, sealing context 88…, range from
 * sector 2^25 with 2048 sectors, shard 1 of 4. The digests in hexadecimal come from a program in another
 * language with a keccak of its own, checked with the two published digests below.
 */
const miner = filled(0x55, 32);
const nonce = filled(0x66, 32);
const subtask = filled(0x77, 32);
const range = shardRange(33_554_432, 2048, 1, 4);
const RANGE_DIGEST = '7d43322dabd83a7ac6145469c08e4620c084bdc69f314ba975ace71d0ecddb56';
const PAD_SEED =
  '447e2b4e3f67480e0005d42ecfe9bf65b8c0c2361d0c43a71009ab52da9d3bde' +
  '51d703c74cb3e92f9b7118a2e4bd672ebecfb5a9ef0aca98389f2b8000ffbf47';
const plain = Uint8Array.from({ length: 4096 }, (_, i) => (7 * i + Math.floor(i / 256)) % 256);
/** Seal chunk 5 of the second load chunk of the range. */
const SECTOR = 33_554_432 + 1024 + 5 * 16;
const sealed = sealChunk(plain, miner, filled(0x88, 32), SECTOR);

describe('hash functions', () => {
  it('have the published digests', () => {
    // Keccak-256 of nothing and of "abc"; Blake2b-512 of "abc" from RFC 7693 appendix A.
    expect(hex(keccak256(new Uint8Array(0)))).toBe(
      'c5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470',
    );
    expect(hex(keccak256(Buffer.from('abc')))).toBe(
      '4e03657aea45a94fc7d47ba826c8d667c0d1e6e33a64a036ec44f58fa12d6c45',
    );
    expect(hex(blake2b512(Buffer.from('abc')))).toBe(
      'ba80a53f981c4d0d6a2797b69f12f6e94c212f14685ac4b74b12bb6fdbffa2d1' +
        '7d87c5392aab792dc252d5de4533cc9518d38aa8dbf1925ab92386edd4009923',
    );
  });
});

describe('digests of an epoch', () => {
  it('the miner id packs block hash, sender and a seed of 8 bytes', () => {
    const input = '11'.repeat(32) + '22'.repeat(20) + '0102030405060708';
    const found = minerId(filled(0x11, 32), filled(0x22, 20), 0x0102030405060708n);
    expect(hex(found)).toBe(hex(keccak_256(bytesOf(input))));
    expect(hex(found)).toBe('f348ad6ffb89ffa9024a501c1fc6bfbb1ed6eb95fe8591d8083758dd32608c3f');
    expect(() => minerId(filled(1, 32), filled(2, 20), 1n << 64n)).toThrow('expected 64 bits');
    expect(() => minerId(filled(1, 32), filled(2, 32), 1)).toThrow('expected 20 bytes, got 32');
  });

  it('the context digest has the flow length as a word', () => {
    // 3072 = 0xc00
    const input = '33'.repeat(32) + '44'.repeat(32) + '0c00'.padStart(64, '0');
    const found = contextDigest(filled(0x33, 32), filled(0x44, 32), 3072);
    expect(hex(found)).toBe(hex(keccak_256(bytesOf(input))));
    expect(hex(found)).toBe('84f33205ac28d1f35cd74d94f86659eab277bece3151c65061e251bcb554f26a');
  });

  it('the subtask is the hash of context and miner modulo the subtasks', () => {
    const digest = keccak_256(bytesOf('33'.repeat(32) + '55'.repeat(32)));
    // Modulo 4 and 256 only the last byte counts.
    expect(subtaskIndex(filled(0x33, 32), miner, 4)).toBe(digest[31] % 4);
    expect(subtaskIndex(filled(0x33, 32), miner, 256)).toBe(digest[31]);
    expect(subtaskIndex(filled(0x33, 32), miner, 4)).toBe(3);
    expect(hex(subtaskDigest(filled(0x33, 32), filled(0x44, 32)))).toBe(
      'c502f868a3f2d78c5adf18b41f606fc4c6cd8a4a9838125f03aadf235245b910',
    );
  });

  it('the range digest takes start, length, shard and mask as words in that order', () => {
    // 2^25 = 0x2000000, 2048 = 0x800, shard 1 of 4: mask 2^64 - 4.
    const words = ['2000000', '800', '1', 'fffffffffffffffc'].map((w) => w.padStart(64, '0'));
    expect(hex(rangeDigest(range))).toBe(hex(keccak_256(bytesOf(words.join('')))));
    expect(hex(rangeDigest(range))).toBe(RANGE_DIGEST);
  });
});

describe('an attempt', () => {
  const seed = padSeed(miner, nonce, subtask, bytesOf(RANGE_DIGEST));
  const pad = scratchpad(seed);

  it('starts from Blake2b-512 of four digests', () => {
    const input = '55'.repeat(32) + '66'.repeat(32) + '77'.repeat(32) + RANGE_DIGEST;
    expect(hex(seed)).toBe(hex(blake(bytesOf(input))));
    expect(hex(seed)).toBe(PAD_SEED);
  });

  it('fills the pad with a chain in which each half sees the other half renewed', () => {
    let state = PAD_SEED;
    for (let cell = 0; cell < 256; cell++) {
      state = hex(keccak_256(bytesOf(state))) + state.slice(64);
      state = state.slice(0, 64) + hex(keccak_256(bytesOf(state)));
      expect(hex(pad.subarray(64 * cell, 64 * cell + 64)), `cell ${cell}`).toBe(state);
    }
    expect(hex(pad.subarray(0, 64))).toBe(
      '97732f9398755069c6ccef2d66a75cba48f97959c7290b60873ba350f291d9a3' +
        '6990a502202891b35b4bef107b939e40263eebbc3eade9ab2844b00cad2cedac',
    );
    expect(hex(seed), 'the seed is left as it was').toBe(PAD_SEED);
  });

  it('recalls from the hash of the last cell', () => {
    const recalled = recallSeed(pad);
    expect(hex(recalled)).toBe(hex(keccak_256(pad.slice(16_320))));
    expect(hex(recalled)).toBe('eaaf7ad7e42747725d59fa4ca58593e8094385396267411d7b490bbbdfd327ff');
    // Odd, so 1 of 2 loads; mask clears the last two bits, the shard puts 1: sector 2^25 + 1024.
    expect(recallPosition(range, recalled)).toBe(33_554_432 + 1024);
    // Seven loads without shards: the program says the seed is 2 modulo 7.
    expect(recallPosition(shardRange(0, 7 * 1024, 0, 1), recalled)).toBe(2048);
  });

  it('seals word by word with the hash of the sealed word before', () => {
    const input = '55'.repeat(32) + '88'.repeat(32) + SECTOR.toString(16).padStart(64, '0');
    let mask = keccak_256(bytesOf(input));
    for (let at = 0; at < 4096; at += 32) {
      const want = plain.slice(at, at + 32).map((byte, i) => byte ^ mask[i]);
      expect(hex(sealed.subarray(at, at + 32)), `word ${at / 32}`).toBe(hex(want));
      mask = keccak_256(want);
    }
    expect(hex(sealed.subarray(4064))).toBe(
      '5bc39deb00757819d31f1dfd70354417c6ea659851440113d0e83f31f48c11d2',
    );
    expect(unsealChunk(sealed, miner, filled(0x88, 32), SECTOR)).toEqual(plain);
  });

  it('hashes number, seed, 32 zeros and the chunk mixed with its quarter of the pad', () => {
    for (const offset of [0, 5, 63]) {
      const quarter = pad.slice((offset % 4) * 4096, (offset % 4) * 4096 + 4096);
      const mixed = sealed.map((byte, i) => byte ^ quarter[i]);
      expect(Buffer.compare(mix(sealed, pad, offset), mixed)).toBe(0);
      const head = offset.toString(16).padStart(64, '0') + PAD_SEED + '00'.repeat(32);
      const message = Buffer.concat([bytesOf(head), mixed]);
      expect(message).toHaveLength(4224);
      const dirty = filled(0xee, 4224);
      expect(hex(quality(offset, seed, sealed, pad, dirty))).toBe(hex(blake(message)).slice(0, 64));
    }
    expect(hex(quality(5, seed, sealed, pad))).toBe(
      '83d4e4e39a109a3eceefc7ee635f74db0d8a1234c38530ff14252cdc59eb0dbb',
    );
  });

  it('hits at or below the target over the scale, cut to 64.64 fixed point', () => {
    // floor(1000 * 2^64 / 2^64) * 2^64, and floor(1000.99… * 2^64 / (3 * 2^64)) * 2^64 with 333.
    expect(hitBound(1000n << 64n, 1n << 64n)).toBe(1000n << 64n);
    expect(hitBound((1001n << 64n) - 1n, 3n << 64n)).toBe(333n << 64n);
  });
});
