import { joinBytes } from './bytes.ts';

/** How a tree hashes. */
export interface TreeRule {
  hash(bytes: Uint8Array): Uint8Array;
  /** Put before a leaf, so that a leaf never passes for a node; empty for trees without it. */
  readonly leafPrefix: Uint8Array;
  /** Put before the two children of a node. */
  readonly nodePrefix: Uint8Array;
}

/** Prefixes 0x00 for leaves and 0x01 for nodes. Source: RFC 6962 section 2.1. */
export function rfc6962(hash: (bytes: Uint8Array) => Uint8Array): TreeRule {
  return { hash, leafPrefix: Uint8Array.of(0), nodePrefix: Uint8Array.of(1) };
}

export interface MerkleTree {
  readonly root: Uint8Array;
  /**
   * Siblings from leaf `index` up to the root.
   * @throws RangeError for an index outside the tree
   */
  proof(index: number): Uint8Array[];
}

/**
 * Binary Merkle tree over at least one leaf. On a level with an odd number of nodes the last goes up
 * as it is, neither doubled nor hashed, which is the shape of RFC 6962: the left subtree is the
 * largest power of two below the number of leaves.
 * @throws RangeError without leaves
 */
export function merkleTree(leaves: readonly Uint8Array[], rule: TreeRule): MerkleTree {
  if (leaves.length === 0) throw new RangeError('leaves, expected at least 1, got 0');
  const levels = [Array.from(leaves, (leaf) => leafHash(leaf, rule))];
  for (let level = levels[0]; level.length > 1; level = levels[levels.length - 1]) {
    const above: Uint8Array[] = [];
    for (let i = 0; i < level.length; i += 2)
      above.push(i + 1 < level.length ? nodeHash(level[i], level[i + 1], rule) : level[i]);
    levels.push(above);
  }
  return {
    root: levels[levels.length - 1][0],
    proof(index) {
      if (!(Number.isInteger(index) && index >= 0 && index < leaves.length))
        throw new RangeError(`leaf, expected 0 to ${leaves.length - 1}, got ${index}`);
      const path: Uint8Array[] = [];
      let at = index;
      for (const level of levels) {
        const sibling = level[at ^ 1];
        if (sibling !== undefined) path.push(sibling);
        at >>= 1;
      }
      return path;
    },
  };
}

/** Root over at least one leaf; see `merkleTree`. */
export function merkleRoot(leaves: readonly Uint8Array[], rule: TreeRule): Uint8Array {
  return merkleTree(leaves, rule).root;
}

/** Whether `leaf` is number `index` of `count` leaves under `root`, by the siblings in `path`. */
export function verifyMerkleProof(
  root: Uint8Array,
  leaf: Uint8Array,
  index: number,
  count: number,
  path: readonly Uint8Array[],
  rule: TreeRule,
): boolean {
  if (!(Number.isSafeInteger(count) && Number.isInteger(index) && index >= 0 && index < count))
    return false;
  let node = leafHash(leaf, rule);
  let used = 0;
  let at = index;
  // Not by bits: counts may be beyond 32 of them.
  for (let width = count; width > 1; width = Math.ceil(width / 2)) {
    const isLeft = at % 2 === 0;
    if (!isLeft || at + 1 < width) {
      if (used === path.length) return false;
      const sibling = path[used++];
      node = isLeft ? nodeHash(node, sibling, rule) : nodeHash(sibling, node, rule);
    }
    at = Math.floor(at / 2);
  }
  return used === path.length && equalBytes(node, root);
}

/** Whether two byte strings are the same. */
export function equalBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, i) => byte === b[i]);
}

function leafHash(leaf: Uint8Array, { hash, leafPrefix }: TreeRule): Uint8Array {
  return hash(joinBytes([leafPrefix, leaf]));
}

function nodeHash(left: Uint8Array, right: Uint8Array, { hash, nodePrefix }: TreeRule): Uint8Array {
  return hash(joinBytes([nodePrefix, left, right]));
}
