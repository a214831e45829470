import { DIGEST, INPUT, STATE, STATE_PAIR } from './layout';
import { permute, permutePair } from './unrolled';

/** Bytes of a block of Keccak-256, and its 17 words of 8 bytes. */
const RATE: usize = 136;
/** Padding: a 1 bit after the message, a 1 bit at the end of the block. Source: Keccak, multi-rate padding. */
const FIRST_BIT: u64 = 0x01;
const LAST_BIT: u64 = 0x8000_0000_0000_0000;
const LAST_WORD: usize = 128;

/** The `count` bytes (0 to 7) at `from` as a word with zeros above. */
function partialWord(from: usize, count: usize): u64 {
  let word: u64 = 0;
  for (let i: usize = 0; i < count; i++) word |= (<u64>load<u8>(from + i)) << (8 * i);
  return word;
}

export function clear(): void {
  const zero = i64x2.splat(0);
  for (let at: usize = 0; at < 192; at += 16) v128.store(STATE + at, zero);
  store<u64>(STATE + 192, 0);
}

export function clearPair(): void {
  const zero = i64x2.splat(0);
  for (let at: usize = 0; at < 400; at += 16) v128.store(STATE_PAIR + at, zero);
}

function absorbWord(at: usize, word: u64): void {
  store<u64>(STATE + at, load<u64>(STATE + at) ^ word);
}

function absorbPair(at: usize, words: v128): void {
  v128.store(STATE_PAIR + at, v128.xor(v128.load(STATE_PAIR + at), words));
}

/** Absorbs whole blocks. */
function absorbBlocks(from: usize, length: usize): void {
  for (const end = from + length; from < end; from += RATE) {
    for (let at: usize = 0; at < RATE; at += 8) absorbWord(at, load<u64>(from + at));
    permute(STATE);
  }
}

/** Absorbs the last `length` bytes, less than a block, with padding. */
function absorbEnd(from: usize, length: usize): void {
  const whole = length & ~7;
  for (let at: usize = 0; at < whole; at += 8) absorbWord(at, load<u64>(from + at));
  const rest = length - whole;
  absorbWord(whole, partialWord(from + whole, rest) | (FIRST_BIT << (8 * rest)));
  absorbWord(LAST_WORD, LAST_BIT);
  permute(STATE);
}

/** Digest of the state: 32 bytes. */
function squeeze(into: usize): void {
  v128.store(into, v128.load(STATE));
  v128.store(into, v128.load(STATE, 16), 16);
}

/** Keccak-256 of one message. */
export function hash(from: usize, length: usize, into: usize): void {
  clear();
  const rest = length % RATE;
  absorbBlocks(from, length - rest);
  absorbEnd(from + length - rest, rest);
  squeeze(into);
}

/** Keccak-256 of two messages of the same length; the digests come one after the other. */
export function hashPair(a: usize, b: usize, length: usize, into: usize): void {
  clearPair();
  for (; length >= RATE; length -= RATE, a += RATE, b += RATE) {
    for (let at: usize = 0; at < RATE; at += 8) absorbPair(2 * at, bothWords(a + at, b + at));
    permutePair(STATE_PAIR);
  }
  const whole = length & ~7;
  for (let at: usize = 0; at < whole; at += 8) absorbPair(2 * at, bothWords(a + at, b + at));
  const rest = length - whole;
  const words = bothOf(partialWord(a + whole, rest), partialWord(b + whole, rest));
  absorbPair(2 * whole, v128.or(words, i64x2.splat(FIRST_BIT << (8 * rest))));
  absorbPair(2 * LAST_WORD, i64x2.splat(LAST_BIT));
  permutePair(STATE_PAIR);
  squeezePair(into, into + 32);
}

function bothOf(a: u64, b: u64): v128 {
  return i64x2.replace_lane(i64x2.splat(a), 1, b);
}

export function bothWords(a: usize, b: usize): v128 {
  return v128.load64_lane(b, v128.load64_splat(a), 1);
}

function squeezePair(a: usize, b: usize): void {
  for (let at: usize = 0; at < 32; at += 8) {
    const words = v128.load(STATE_PAIR + 2 * at);
    v128.store64_lane(a + at, words, 0);
    v128.store64_lane(b + at, words, 1);
  }
}

/**
 * Keccak-256 of a message in pieces at `INPUT`. All but the last are whole blocks; the last one leaves the
 * digest at `DIGEST`.
 */
export function keccak(length: usize, first: bool, last: bool): void {
  if (first) clear();
  const rest = length % RATE;
  absorbBlocks(INPUT, length - rest);
  if (!last) return;
  absorbEnd(INPUT + length - rest, rest);
  squeeze(DIGEST);
}

/**
 * Root of a binary tree over a power of two of leaves at `INPUT`, at least 32 bytes each; a node is the hash
 * of its two children. Leaves the root at `DIGEST`.
 */
export function keccakTree(leafBytes: usize, leaves: usize): void {
  // Digests take the place of leaves that have been read.
  hashAll(leafBytes, leaves);
  for (let width = leaves >> 1; width > 0; width >>= 1) hashAll(64, width);
  v128.store(DIGEST, v128.load(INPUT));
  v128.store(DIGEST, v128.load(INPUT, 16), 16);
}

function hashAll(length: usize, count: usize): void {
  if (count === 1) hash(INPUT, length, INPUT);
  for (let i: usize = 0; i + 1 < count; i += 2)
    hashPair(INPUT + i * length, INPUT + (i + 1) * length, length, INPUT + 32 * i);
}

/**
 * Writes `cells` of 64 bytes at `INPUT`: each time the first half of the state at `DIGEST` becomes the hash of
 * the state, then the second half the hash of the state as it is now.
 */
export function keccakChain(cells: usize): void {
  for (let at = INPUT, end = INPUT + 64 * cells; at < end; at += 64) {
    hashState(DIGEST);
    hashState(DIGEST + 32);
    for (let part: usize = 0; part < 64; part += 16)
      v128.store(at + part, v128.load(DIGEST + part));
  }
}

/** Hash of the 64 bytes at `DIGEST`. */
function hashState(into: usize): void {
  clear();
  for (let at: usize = 0; at < 64; at += 16) v128.store(STATE + at, v128.load(DIGEST + at));
  store<u64>(STATE + 64, FIRST_BIT);
  store<u64>(STATE + LAST_WORD, LAST_BIT);
  permute(STATE);
  squeeze(into);
}

/** Mask of the 32 bytes at `from` for those at `into`. */
export function maskWord(from: usize, into: usize): void {
  clear();
  v128.store(STATE, v128.load(from));
  v128.store(STATE, v128.load(from, 16), 16);
  store<u64>(STATE + 32, FIRST_BIT);
  store<u64>(STATE + LAST_WORD, LAST_BIT);
  permute(STATE);
  xorWith(into, STATE);
}

/** As `maskWord`, for two at a time. */
export function maskWords(fromA: usize, fromB: usize, intoA: usize, intoB: usize): void {
  clearPair();
  for (let at: usize = 0; at < 32; at += 8)
    v128.store(STATE_PAIR + 2 * at, bothWords(fromA + at, fromB + at));
  v128.store(STATE_PAIR + 64, i64x2.splat(FIRST_BIT));
  v128.store(STATE_PAIR + 2 * LAST_WORD, i64x2.splat(LAST_BIT));
  permutePair(STATE_PAIR);
  for (let at: usize = 0; at < 32; at += 8) {
    const masked = v128.xor(v128.load(STATE_PAIR + 2 * at), bothWords(intoA + at, intoB + at));
    v128.store64_lane(intoA + at, masked, 0);
    v128.store64_lane(intoB + at, masked, 1);
  }
}

/** XOR of 32 bytes into others. */
export function xorWith(into: usize, other: usize): void {
  v128.store(into, v128.xor(v128.load(into), v128.load(other)));
  v128.store(into, v128.xor(v128.load(into, 16), v128.load(other, 16)), 16);
}
