import { joinBytes } from '../../../sim/kernels/bytes.ts';
import { keccak256 } from '../../../sim/kernels/hashes.ts';
import { WORD_BYTES } from '../flow/spec.ts';
import { expectLength, word } from './words.ts';

/** Bytes of an account's address. */
export const ADDRESS_BYTES = 20;
const SEED_BYTES = 8;

/**
 * The id under which a miner is registered: keccak256 over 60 B, which are the hash of the block before
 * the registration (32 B), the sender (20 B) and the seed (64 bits, big-endian), without padding.
 * Source: 0g-storage 3.1. Assumed: packed and not padded to words, which the facts leave open.
 *
 * @throws RangeError for a wrong length, or a seed beyond 64 bits
 */
export function minerId(
  previousBlockHash: Uint8Array,
  sender: Uint8Array,
  seed: number | bigint,
): Uint8Array {
  expectLength('previous block hash', previousBlockHash, WORD_BYTES);
  expectLength('sender', sender, ADDRESS_BYTES);
  if (BigInt(seed) >= 1n << 64n) throw new RangeError(`seed, expected 64 bits, got ${seed}`);
  return keccak256(
    joinBytes([previousBlockHash, sender, word(seed).subarray(WORD_BYTES - SEED_BYTES)]),
  );
}
