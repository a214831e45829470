import { joinBytes } from '../../../sim/kernels/bytes.ts';
import { keccak256 } from '../../../sim/kernels/hashes.ts';
import { WORD_BYTES } from '../flow/spec.ts';
import { expectLength, remainder } from './words.ts';

/** How an epoch is cut into windows. Blocks. */
export interface SubtaskRules {
  readonly nSubtasks: number;
  readonly subtaskInterval: number;
  readonly targetMineBlocks: number;
}

/** Blocks in which a miner may submit: `start` < block <= `last`. */
export interface SubtaskWindow {
  /** Block S, whose hash the subtask digest needs. */
  readonly start: number;
  readonly last: number;
}

/**
 * Subtask of a miner in an epoch: keccak256 over 64 B (context digest, miner id) as a big-endian number,
 * modulo the number of subtasks. Source: 0g-storage 3.3.
 */
export function subtaskIndex(
  contextDigest: Uint8Array,
  minerId: Uint8Array,
  nSubtasks: number,
): number {
  expectLength('context digest', contextDigest, WORD_BYTES);
  expectLength('miner id', minerId, WORD_BYTES);
  return remainder(keccak256(joinBytes([contextDigest, minerId])), nSubtasks);
}

/** Source: 0g-storage 3.3. @param mineStart first block of the epoch */
export function subtaskWindow(
  mineStart: number,
  index: number,
  { subtaskInterval, targetMineBlocks }: SubtaskRules,
): SubtaskWindow {
  const start = mineStart + index * subtaskInterval;
  return { start, last: start + targetMineBlocks };
}

/** Whether a submission in that block is in time. */
export function insideWindow({ start, last }: SubtaskWindow, block: number): boolean {
  return start < block && block <= last;
}

/**
 * keccak256 over 64 B: context digest, hash of the block at which the window starts.
 * Source: 0g-storage 3.3.
 */
export function subtaskDigest(contextDigest: Uint8Array, blockHash: Uint8Array): Uint8Array {
  expectLength('context digest', contextDigest, WORD_BYTES);
  expectLength('block hash', blockHash, WORD_BYTES);
  return keccak256(joinBytes([contextDigest, blockHash]));
}
