import { keccak256 } from '../../../sim/kernels/hashes.ts';
import { LOAD_SECTORS, PRICING_SECTORS, RANGE_SECTORS, WORD_BYTES } from '../flow/spec.ts';
import { remainder, writeWord } from './words.ts';

/** The part of the flow that a miner declares to hold. */
export interface RecallRange {
  /** Sector. */
  readonly startPosition: number;
  /** Sectors. */
  readonly mineLength: number;
  /** Bits of the load index that the shard fixes; 64 bits. */
  readonly shardId: bigint;
  /** Bits of the load index that are free; 64 bits, all set for a miner without shards. */
  readonly shardMask: bigint;
}

export const NO_SHARDS_MASK = (1n << 64n) - 1n;

/** Why the contract does not take a range. Source: 0g-storage 3.4, in its order. */
export type RangeRefusal =
  | 'range-unaligned'
  | 'range-beyond-flow'
  | 'range-short'
  | 'range-long'
  | 'range-shard'
  /** Nothing to mine: the flow is shorter than a load chunk. Implied by 3.5, which divides by the loads. */
  | 'range-empty';

/**
 * A range of shard `id` of `count`.
 * @throws RangeError unless `count` is a power of two and `id` below it
 */
export function shardRange(
  startPosition: number,
  mineLength: number,
  id: number,
  count: number,
): RecallRange {
  const ones = BigInt(count) - 1n;
  if (count < 1 || (BigInt(count) & ones) !== 0n)
    throw new RangeError(`shards, expected a power of two, got ${count}`);
  if (!(Number.isInteger(id) && id >= 0 && id < count))
    throw new RangeError(`shard, expected 0 to ${count - 1}, got ${id}`);
  return { startPosition, mineLength, shardId: BigInt(id), shardMask: NO_SHARDS_MASK ^ ones };
}

/** keccak256 over 128 B: the four fields as 256-bit big-endian words. Source: 0g-storage 3.4. */
export function rangeDigest(range: RecallRange): Uint8Array {
  const words = new Uint8Array(4 * WORD_BYTES);
  writeWord(words, 0, range.startPosition);
  writeWord(words, WORD_BYTES, range.mineLength);
  writeWord(words, 2 * WORD_BYTES, range.shardId);
  writeWord(words, 3 * WORD_BYTES, range.shardMask);
  return keccak256(words);
}

/** 2 to the number of zero bits of a 64-bit mask; exact as a float. Source: 0g-storage 3.4. */
export function numShards(shardMask: bigint): number {
  let shards = 1;
  for (let bit = 0n; bit < 64n; bit++) if (((shardMask >> bit) & 1n) === 0n) shards *= 2;
  return shards;
}

/** The first rule that a range breaks, or null. Source: 0g-storage 3.4. @param flowLength sectors */
export function checkRange(range: RecallRange, flowLength: number): RangeRefusal | null {
  const { startPosition, mineLength, shardId, shardMask } = range;
  const whole = flowLength - (flowLength % LOAD_SECTORS);
  // A power of two beyond 2^53 at most: exact.
  const most = RANGE_SECTORS * numShards(shardMask);
  if (startPosition % PRICING_SECTORS !== 0) return 'range-unaligned';
  if (startPosition + mineLength > whole) return 'range-beyond-flow';
  if (mineLength < Math.min(whole, most)) return 'range-short';
  if (mineLength > most) return 'range-long';
  if ((shardId & shardMask) !== 0n) return 'range-shard';
  if (mineLength < LOAD_SECTORS) return 'range-empty';
  return null;
}

/**
 * Sector at which the load chunk starts that a recall seed asks for: the seed as a big-endian number
 * modulo the loads of the range, with the bits of the shard put in. Source: 0g-storage 3.5 step 4.
 *
 * Where the loads are no multiple of the shards' stride, that can lie beyond the range, up to the end of
 * the stride; beyond the flow the attempt is lost.
 * @throws RangeError for a range without a load chunk
 */
export function recallPosition(range: RecallRange, recallSeed: Uint8Array): number {
  const loads = Math.floor(range.mineLength / LOAD_SECTORS);
  if (loads < 1)
    throw new RangeError(`mine length, expected ${LOAD_SECTORS} or more, got ${range.mineLength}`);
  const drawn = BigInt(remainder(recallSeed, loads));
  const index = (drawn & range.shardMask) | range.shardId;
  return range.startPosition + LOAD_SECTORS * Number(index);
}
