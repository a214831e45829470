import { joinBytes } from '../../../sim/kernels/bytes.ts';
import { keccak256 } from '../../../sim/kernels/hashes.ts';
import { equalBytes } from '../../../sim/kernels/merkle.ts';
import { WORD_BYTES } from '../flow/spec.ts';
import { expectLength, word } from './words.ts';

/** The flow as it stood when an epoch was rolled; what all proofs of the epoch are about. */
export interface EpochContext {
  readonly epoch: number;
  /** Block at which the epoch starts. */
  readonly mineStart: number;
  /** Merkle root of the flow, 32 B. */
  readonly flowRoot: Uint8Array;
  /** Sectors of the flow. */
  readonly flowLength: number;
  /** Hash of block `mineStart`, 32 B. */
  readonly blockDigest: Uint8Array;
  /** 32 B; `EMPTY_DIGEST` when the epoch cannot be mined. */
  readonly digest: Uint8Array;
}

/** Sectors from `start` up to, not including, `end`. */
export interface SectorRange {
  readonly start: number;
  readonly end: number;
}

/** An epoch that is rolled more than this many blocks late cannot be mined. Source: 0g-storage 3.2. */
export const LATEST_ROLL = 8191;

/**
 * Digest of an epoch that cannot be mined: keccak256 of no bytes. Source: 0g-storage 3.2 ("the
 * empty-hash"); assumed: that this is the empty hash of Ethereum.
 */
export const EMPTY_DIGEST: Uint8Array = keccak256(new Uint8Array(0));

/** Block at which an epoch starts. Source: 0g-storage 3.2. */
export function epochStart(firstBlock: number, blocksPerEpoch: number, epoch: number): number {
  return firstBlock + epoch * blocksPerEpoch;
}

/**
 * Epoch that is current in a block: the last one whose start the chain has passed. The block at which an
 * epoch starts still belongs to the epoch before, because its hash is not known in it. -1 before the first.
 * Source: 0g-storage 3.2 ("when the chain passes that block").
 */
export function epochAt(firstBlock: number, blocksPerEpoch: number, block: number): number {
  return Math.max(Math.ceil((block - firstBlock) / blocksPerEpoch) - 1, -1);
}

/**
 * keccak256 over 96 B: hash of the epoch's first block (32 B), flow root (32 B), flow length in sectors
 * (256 bits, big-endian). Source: 0g-storage 3.2.
 * @throws RangeError for a wrong length
 */
export function contextDigest(
  blockDigest: Uint8Array,
  flowRoot: Uint8Array,
  flowLength: number | bigint,
): Uint8Array {
  expectLength('block digest', blockDigest, WORD_BYTES);
  expectLength('flow root', flowRoot, WORD_BYTES);
  return keccak256(joinBytes([blockDigest, flowRoot, word(flowLength)]));
}

/**
 * The context of an epoch.
 * @param rolledAt block whose call rolls it
 * @throws RangeError when the chain has not passed the start of the epoch
 */
export function rollContext(fields: Omit<EpochContext, 'digest'>, rolledAt: number): EpochContext {
  const late = rolledAt - fields.mineStart;
  if (!(late > 0))
    throw new RangeError(`roll, expected a block after ${fields.mineStart}, got ${rolledAt}`);
  const digest =
    late > LATEST_ROLL
      ? EMPTY_DIGEST
      : contextDigest(fields.blockDigest, fields.flowRoot, fields.flowLength);
  return { ...fields, digest };
}

/** Whether proofs about a context can be accepted at all. */
export function isMinable(context: EpochContext): boolean {
  return !equalBytes(context.digest, EMPTY_DIGEST);
}

/**
 * Sectors that a context adds to those of the minable contexts before it: what is sealed with its digest.
 * Null for a context that cannot be mined; its sectors then come with the next one that can.
 * Source: 0g-storage 3.2. Assumed: the first range starts at sector 0.
 * @param covered end of the last range, 0 before the first
 */
export function addedRange(covered: number, context: EpochContext): SectorRange | null {
  return isMinable(context) ? { start: covered, end: context.flowLength } : null;
}
