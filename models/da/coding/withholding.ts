import {
  equalBytes,
  merkleRoot,
  merkleTree,
  type TreeRule,
  verifyMerkleProof,
} from '../../../sim/kernels/merkle.ts';
import type { ErasureCode } from '../../../sim/kernels/reed-solomon/erasure-code.ts';

/** One shard with the proof of its place under the root that a certificate names. */
export interface ProvenShare {
  readonly index: number;
  readonly bytes: Uint8Array;
  readonly path: readonly Uint8Array[];
}

export interface CommittedShares {
  readonly root: Uint8Array;
  readonly shares: readonly ProvenShare[];
}

export type Recovery =
  | {
      readonly outcome: 'recovered';
      readonly data: readonly Uint8Array[];
      readonly refused: number;
    }
  /** Too few shares that prove: what is certified has been withheld. */
  | { readonly outcome: 'unavailable'; readonly proven: number; readonly refused: number }
  /** The shares prove, but no codeword has this root: the certificate is false. */
  | { readonly outcome: 'wrong encoding'; readonly refused: number };

/** Commits to shards as they are, whether they are a codeword or not. */
export function commitShares(shards: readonly Uint8Array[], rule: TreeRule): CommittedShares {
  const tree = merkleTree(shards, rule);
  return {
    root: tree.root,
    shares: shards.map((bytes, index) => ({ index, bytes, path: tree.proof(index) })),
  };
}

/** Whether a share is what `root` commits to at its index. */
export function verifyShare(
  code: ErasureCode,
  root: Uint8Array,
  { index, bytes, path }: ProvenShare,
  rule: TreeRule,
): boolean {
  return verifyMerkleProof(root, bytes, index, code.data + code.parity, path, rule);
}

/**
 * Recovers data from the shares that were released: refuses those that do not prove, rebuilds from k
 * of the others, and encodes again to see whether the root is that of a codeword. The answer does not
 * depend on which k shares were released.
 */
export function recover(
  code: ErasureCode,
  root: Uint8Array,
  released: readonly ProvenShare[],
  rule: TreeRule,
): Recovery {
  const shards = new Array<Uint8Array | undefined>(code.data + code.parity).fill(undefined);
  let proven = 0;
  let refused = 0;
  for (const share of released) {
    if (!verifyShare(code, root, share, rule)) {
      refused++;
    } else if (shards[share.index] === undefined) {
      // More than k shares of no codeword would be rebuilt into something that is none either.
      if (proven < code.data) shards[share.index] = share.bytes;
      proven++;
    }
  }
  if (proven < code.data) return { outcome: 'unavailable', proven, refused };
  const all = code.reconstruct(shards);
  return equalBytes(merkleRoot(all, rule), root)
    ? { outcome: 'recovered', data: all.slice(0, code.data), refused }
    : { outcome: 'wrong encoding', refused };
}
