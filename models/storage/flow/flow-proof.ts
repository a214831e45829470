import { equalBytes } from '../../../sim/kernels/merkle.ts';
import { flowHeight } from './flow-tree.ts';
import { SECTOR_BYTES, WORD_BYTES } from './spec.ts';
import { isHeight, parentHash, subtreeRoot, subtreeSectors } from './subtree.ts';

/** The way from a subtree of the flow up to its root. */
export interface FlowProof {
  /** First sector of the subtree, a multiple of its size. */
  readonly position: number;
  /** Height of the subtree's root: 0 for a sector, 4 for a seal chunk. */
  readonly height: number;
  /** Roots beside the way, bottom to top; 32 bytes each. */
  readonly siblings: readonly Uint8Array[];
}

/**
 * The flow root that follows from a subtree's root and its proof.
 * @param root of the subtree, 32 bytes
 * @throws RangeError for a height that is no whole number from 0 to 52
 */
export function provenRoot(root: Uint8Array, proof: FlowProof): Uint8Array {
  let node = root;
  let index = Math.floor(proof.position / subtreeSectors(proof.height));
  for (const sibling of proof.siblings) {
    node = index % 2 === 0 ? parentHash(node, sibling) : parentHash(sibling, node);
    index = Math.floor(index / 2);
  }
  return node;
}

/**
 * Whether a subtree lies in a flow where the proof says.
 * @param flowRoot 32 bytes
 * @param flowLength sectors
 * @param root of the subtree, 32 bytes
 */
export function verifyFlowProof(
  flowRoot: Uint8Array,
  flowLength: number,
  root: Uint8Array,
  proof: FlowProof,
): boolean {
  const { position, height, siblings } = proof;
  const possible =
    isHeight(height) &&
    position >= 0 &&
    position < flowLength &&
    position % subtreeSectors(height) === 0 &&
    siblings.length === flowHeight(flowLength) - height &&
    [root, ...siblings].every(({ length }) => length === WORD_BYTES);
  return possible && equalBytes(provenRoot(root, proof), flowRoot);
}

/**
 * Whether bytes lie in a flow where the proof says. Never true at position 0: the identifier is the hash
 * of no known bytes.
 * @param data 256 bytes times 2^height, a seal chunk for example
 */
export function verifyFlowData(
  flowRoot: Uint8Array,
  flowLength: number,
  data: Uint8Array,
  proof: FlowProof,
): boolean {
  if (!isHeight(proof.height)) return false;
  if (data.length !== subtreeSectors(proof.height) * SECTOR_BYTES) return false;
  return verifyFlowProof(flowRoot, flowLength, subtreeRoot(data), proof);
}
