/*
 * Where things lie in the memory, in bytes. Constants of the compiler come before; the size is fixed and
 * every call writes what it reads, so that no call sees another.
 */

/** A digest, up to 64 B, and the running state of a chain. */
export const DIGEST: usize = 4096;
/** Largest first 32 B of a digest that a search accepts. */
export const BOUND: usize = 4160;
/** First block of each message of a search, 128 B. */
export const PREFIX: usize = 4224;
/** Keccak state of one message (200 B) and of two (400 B). */
export const STATE: usize = 4352;
export const STATE_PAIR: usize = 4608;
/** BLAKE2b chain value and bytes so far (72 B), chain value of two (128 B), a block of two (256 B). */
export const CHAIN: usize = 5120;
export const CHAIN_PAIR: usize = 5248;
export const BLOCK_PAIR: usize = 5376;
/** The last block of a message, filled up with zeros (128 B). */
export const BLOCK: usize = 5632;
/** For each chunk of a search, whether it is tried: a byte, for up to `PIECE` / 128 chunks. */
export const TRIED: usize = 8192;
/** Masks or a pad: `PIECE` bytes. */
export const SIDE: usize = 65_536;
/** Data: `PIECE` bytes. */
export const INPUT: usize = 327_680;
export const PIECE: usize = 262_144;
// 589,824 B in all: 9 pages.
