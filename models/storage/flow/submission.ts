import { joinBytes } from '../../../sim/kernels/bytes.ts';
import { keccak256 } from '../../../sim/kernels/hashes.ts';
import { parentHash } from './subtree.ts';

/** A full subtree of 2^height sectors. */
export interface SubmissionNode {
  /** 32 bytes. */
  readonly root: Uint8Array;
  readonly height: number;
}

/**
 * The file root: each node beside the root of all that follow. This is the tree over the padded sectors
 * whose left side is always the largest power of two. Source: 0g-storage 1 "File identity".
 * @param nodes from the first sector on, at least one
 * @throws RangeError without nodes
 */
export function submissionRoot(nodes: readonly SubmissionNode[]): Uint8Array {
  if (nodes.length === 0) throw new RangeError('nodes, expected at least 1, got 0');
  return nodes.map(({ root }) => root).reduceRight((rest, root) => parentHash(root, rest));
}

/**
 * What the chain calls the submission: keccak256 of the node roots one after another, the field
 * `identity` of its event. Equals the file root for two nodes only. Source: Submission.sol.
 */
export function submissionIdentity(nodes: readonly SubmissionNode[]): Uint8Array {
  return keccak256(joinBytes(nodes.map(({ root }) => root)));
}
