import { inlineJobs, type Jobs } from '../../../sim/kernels/jobs/jobs.ts';
import type { MerkleTree } from '../../../sim/kernels/merkle.ts';
import type { Stream } from '../../../sim/random.ts';
import { startSegments, verifySegment } from '../flow/segments.ts';
import { LOAD_BYTES, WORD_BYTES } from '../flow/spec.ts';

/*
 * Real bytes of a file in exact fidelity, and the size of proofs in both.
 */

export interface FileContent {
  readonly bytes: Uint8Array;
  /** Over the roots of the segments; its root is the file root. */
  readonly tree: MerkleTree;
}

/** Files up to this size carry real bytes in exact fidelity. Choice. */
export const EXACT_BYTES = 2_097_152;

/**
 * Random bytes, whose roots are begun at once and joined by whoever asks for the tree first.
 * @param bytes at least 1
 */
export function drawContent(stream: Stream, bytes: number, jobs: Jobs = inlineJobs): FileContent {
  const drawn = stream.bytes(bytes);
  const begun = startSegments(drawn, jobs);
  let tree: MerkleTree | undefined;
  return {
    bytes: drawn,
    get tree() {
      tree ??= begun.join();
      return tree;
    },
  };
}

/** One segment of the file. */
export function segmentData({ bytes }: FileContent, index: number): Uint8Array {
  return bytes.subarray(index * LOAD_BYTES, (index + 1) * LOAD_BYTES);
}

/** The same bytes with one changed. */
export function tampered(data: Uint8Array): Uint8Array {
  const changed = data.slice();
  changed[0] ^= 1;
  return changed;
}

/** Whether a reader takes these bytes for the segment, by proof against the file root. */
export function isGenuine(content: FileContent, index: number, data: Uint8Array): boolean {
  const segment = { fileBytes: content.bytes.length, index, data };
  return verifySegment(content.tree.root, segment, content.tree.proof(index));
}

/**
 * Bytes of the proof of one segment: a hash for each level, the segment's own, the file root, and a byte
 * for each turn. Estimate from the fields of a proof.
 * @param segments of the file
 */
export function proofBytes(segments: number): number {
  let depth = 0;
  for (let leaves = 1; leaves < segments; leaves *= 2) depth++;
  return (depth + 2) * WORD_BYTES + depth;
}
