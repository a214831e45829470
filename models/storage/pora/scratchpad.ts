import { joinBytes } from '../../../sim/kernels/bytes.ts';
import { blake2b512, keccak256, keccakChain } from '../../../sim/kernels/hashes.ts';
import { PAD_BYTES, WORD_BYTES } from '../flow/spec.ts';
import { expectLength } from './words.ts';

/** A cell of the pad, and its seed. */
export const CELL_BYTES = 64;

/**
 * Blake2b-512 over 128 B: miner id, nonce, subtask digest, range digest, 32 B each. 64 B.
 * Source: 0g-storage 3.5 step 2.
 */
export function padSeed(
  minerId: Uint8Array,
  nonce: Uint8Array,
  subtaskDigest: Uint8Array,
  rangeDigest: Uint8Array,
): Uint8Array {
  expectLength('miner id', minerId, WORD_BYTES);
  expectLength('nonce', nonce, WORD_BYTES);
  expectLength('subtask digest', subtaskDigest, WORD_BYTES);
  expectLength('range digest', rangeDigest, WORD_BYTES);
  return blake2b512(joinBytes([minerId, nonce, subtaskDigest, rangeDigest]));
}

/**
 * The pad of 16 KiB: 256 times, the first half of the 64 B state becomes keccak256(state), then the second
 * half keccak256(state as it is now), and the state is put out. 512 keccak256 of 64 B.
 * Source: 0g-storage 3.5 step 3.
 * @param into where to write it, 16 KiB
 */
export function scratchpad(
  seed: Uint8Array,
  into: Uint8Array = new Uint8Array(PAD_BYTES),
): Uint8Array {
  expectLength('pad seed', seed, CELL_BYTES);
  expectLength('pad', into, PAD_BYTES);
  keccakChain(seed, into);
  return into;
}

/** keccak256 of the last cell of a pad. Source: 0g-storage 3.5 step 4. */
export function recallSeed(pad: Uint8Array): Uint8Array {
  expectLength('pad', pad, PAD_BYTES);
  return keccak256(pad.subarray(PAD_BYTES - CELL_BYTES));
}
