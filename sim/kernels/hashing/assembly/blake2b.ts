import { bothWords } from './keccak';
import {
  BLOCK,
  BLOCK_PAIR,
  BOUND,
  CHAIN,
  CHAIN_PAIR,
  DIGEST,
  INPUT,
  PREFIX,
  SIDE,
  TRIED,
} from './layout';
import { compress, compressPair, START } from './unrolled';

const BLOCK_BYTES: usize = 128;
/** Digest of 64 bytes, no key, one leaf. Source: RFC 7693 section 2.5. */
const PARAMETERS: u64 = 0x0101_0040;
const LAST = u64.MAX_VALUE;
/** Where the chain keeps how many bytes it has taken. */
const COUNT: usize = CHAIN + 64;

/**
 * BLAKE2b-512 of a message in pieces at `INPUT`. All but the last are whole blocks, and the last is not empty
 * unless the message is; it leaves the digest at `DIGEST`.
 */
export function blake2b(length: usize, first: bool, last: bool): void {
  if (first) {
    begin();
    store<u64>(COUNT, 0);
  }
  let count = load<u64>(COUNT);
  let from: usize = INPUT;
  const end = from + length;
  // The last block waits for the flag.
  for (const stop = last ? end - min(length, 1) : end; from + BLOCK_BYTES <= stop; ) {
    count += BLOCK_BYTES;
    compress(CHAIN, from, count, 0);
    from += BLOCK_BYTES;
  }
  store<u64>(COUNT, count);
  if (!last) return;
  memory.fill(BLOCK, 0, BLOCK_BYTES);
  memory.copy(BLOCK, from, end - from);
  compress(CHAIN, BLOCK, count + (end - from), LAST);
  for (let i: usize = 0; i < 64; i += 8) store<u64>(DIGEST + i, load<u64>(CHAIN + i));
}

/** The chain value before the first block. */
function begin(): void {
  for (let i: usize = 0; i < 64; i += 8) store<u64>(CHAIN + i, load<u64>(START + i));
  store<u64>(CHAIN, load<u64>(CHAIN) ^ PARAMETERS);
}

/** Writes `cells` of 64 bytes at `INPUT`: each time the state at `DIGEST` becomes the hash of the state. */
export function blake2bChain(cells: usize): void {
  memory.fill(BLOCK, 0, BLOCK_BYTES);
  for (let at = INPUT, end = INPUT + 64 * cells; at < end; at += 64) {
    begin();
    for (let i: usize = 0; i < 64; i += 16) v128.store(BLOCK + i, v128.load(DIGEST + i));
    compress(CHAIN, BLOCK, 64, LAST);
    for (let i: usize = 0; i < 64; i += 16) {
      const part = v128.load(CHAIN + i);
      v128.store(DIGEST + i, part);
      v128.store(at + i, part);
    }
  }
}

/**
 * Tries the chunks at `INPUT` that `TRIED` marks: the digest over the 128 bytes at `PREFIX`, in whose first
 * 32 the chunk's number stands big-endian, and the chunk XOR part (number mod `parts`) of the pad at `SIDE`.
 * The number of the first whose first 32 bytes are at most those at `BOUND`, with the digest at `DIGEST`; -1
 * for none. Two at a time.
 *
 * @param chunkBytes a multiple of 128
 */
export function search(chunkBytes: usize, chunks: usize, parts: usize): i32 {
  let a = nextTried(0, chunks);
  while (a < chunks) {
    const next = nextTried(a + 1, chunks);
    const b = next < chunks ? next : a;
    hashMixed(a, b, chunkBytes, parts);
    if (isHit(0)) return <i32>a;
    if (isHit(8)) return <i32>b;
    a = nextTried(next + 1, chunks);
  }
  return -1;
}

function nextTried(from: usize, chunks: usize): usize {
  while (from < chunks && load<u8>(TRIED + from) === 0) from++;
  return from;
}

/** Digests of two chunks, side by side at `CHAIN_PAIR`. */
function hashMixed(a: usize, b: usize, chunkBytes: usize, parts: usize): void {
  for (let i: usize = 0; i < 64; i += 8)
    v128.store(CHAIN_PAIR + 2 * i, v128.load64_splat(START + i));
  v128.store(CHAIN_PAIR, v128.xor(v128.load(CHAIN_PAIR), i64x2.splat(PARAMETERS)));
  for (let i: usize = 0; i < BLOCK_BYTES; i += 8)
    v128.store(BLOCK_PAIR + 2 * i, v128.load64_splat(PREFIX + i));
  const numbers = i64x2.replace_lane(i64x2.splat(bswap<u64>(a)), 1, bswap<u64>(b));
  v128.store(BLOCK_PAIR + 48, numbers);
  let count: u64 = BLOCK_BYTES;
  compressPair(CHAIN_PAIR, BLOCK_PAIR, count, 0);
  const dataA = INPUT + a * chunkBytes;
  const dataB = INPUT + b * chunkBytes;
  const padA = SIDE + (a % parts) * chunkBytes;
  const padB = SIDE + (b % parts) * chunkBytes;
  for (let from: usize = 0; from < chunkBytes; from += BLOCK_BYTES) {
    for (let i: usize = 0; i < BLOCK_BYTES; i += 8) {
      const data = bothWords(dataA + from + i, dataB + from + i);
      const pad = bothWords(padA + from + i, padB + from + i);
      v128.store(BLOCK_PAIR + 2 * i, v128.xor(data, pad));
    }
    count += BLOCK_BYTES;
    compressPair(CHAIN_PAIR, BLOCK_PAIR, count, from + BLOCK_BYTES === chunkBytes ? LAST : 0);
  }
}

/** Whether a digest of the pair is within the bound; it is then at `DIGEST`. */
function isHit(lane: usize): bool {
  for (let i: usize = 0; i < 32; i += 8) {
    const found = bswap(load<u64>(CHAIN_PAIR + 2 * i + lane));
    const bound = bswap(load<u64>(BOUND + i));
    if (found > bound) return false;
    if (found < bound) break;
  }
  for (let i: usize = 0; i < 64; i += 8)
    store<u64>(DIGEST + i, load<u64>(CHAIN_PAIR + 2 * i + lane));
  return true;
}
