import { blake2b512, type Found, searchChunks } from '../../../sim/kernels/hashes.ts';
import { PAD_BYTES, SEAL_BYTES, WORD_BYTES } from '../flow/spec.ts';
import { CELL_BYTES } from './scratchpad.ts';
import { expectLength, writeWord } from './words.ts';

/*
 * What a sealed chunk of 4 KiB is worth under a pad. Source: 0g-storage 3.5 steps 6 and 7.
 *
 * The hashed message has 4224 B: number of the seal chunk in its load chunk (32 B, big-endian), pad seed
 * (64 B), 32 zero bytes, sealed chunk XOR quarter (number mod 4) of the pad (4096 B).
 */

const SEED_AT = WORD_BYTES;
const MIXED_AT = SEED_AT + CELL_BYTES + WORD_BYTES;
const QUARTERS = PAD_BYTES / SEAL_BYTES;

/** XOR of a sealed chunk of 4 KiB with quarter `offset` mod 4 of a pad. */
export function mix(
  sealed: Uint8Array,
  pad: Uint8Array,
  offset: number,
  into: Uint8Array = new Uint8Array(SEAL_BYTES),
): Uint8Array {
  expectLength('sealed chunk', sealed, SEAL_BYTES);
  expectLength('pad', pad, PAD_BYTES);
  const quarter = (offset % QUARTERS) * SEAL_BYTES;
  for (let i = 0; i < SEAL_BYTES; i++) into[i] = sealed[i] ^ pad[quarter + i];
  return into;
}

/**
 * First 32 B, a big-endian number, of Blake2b-512 over the message above; the lower the better.
 * @param offset number of the seal chunk in its load chunk, 0 to 63
 */
export function quality(
  offset: number,
  padSeed: Uint8Array,
  sealed: Uint8Array,
  pad: Uint8Array,
): Uint8Array {
  expectLength('pad seed', padSeed, CELL_BYTES);
  const message = new Uint8Array(MIXED_AT + SEAL_BYTES);
  writeWord(message, 0, offset);
  message.set(padSeed, SEED_AT);
  mix(sealed, pad, offset, message.subarray(MIXED_AT));
  return blake2b512(message).subarray(0, WORD_BYTES);
}

/**
 * The first seal chunk of a load chunk whose quality is at most a bound, with that quality.
 * @param load sealed data, 256 KiB
 * @param tried for each of the 64 seal chunks, 0 to pass it over
 * @param bound 32 B, big-endian
 */
export function firstWithin(
  bound: Uint8Array,
  load: Uint8Array,
  tried: Uint8Array,
  padSeed: Uint8Array,
  pad: Uint8Array,
): Found | null {
  expectLength('pad seed', padSeed, CELL_BYTES);
  expectLength('pad', pad, PAD_BYTES);
  const prefix = new Uint8Array(MIXED_AT);
  prefix.set(padSeed, SEED_AT);
  return searchChunks({ data: load, chunkBytes: SEAL_BYTES, tried, prefix, pad, bound });
}

/**
 * Largest quality that is a hit: floor(target / scale) * 2^64.
 * @param scaleX64 shard scale times 2^64, at least 2^64
 */
export function hitBound(poraTarget: bigint, scaleX64: bigint): bigint {
  return (poraTarget / scaleX64) << 64n;
}
