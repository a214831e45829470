import { sha256 } from '@noble/hashes/sha2.js';
import { describe, expect, it } from 'vitest';
import {
  merkleRoot,
  merkleTree,
  rfc6962,
  type TreeRule,
  verifyMerkleProof,
} from '../../../sim/kernels/merkle.ts';
import { bytesOf, hex, randomShards, stream } from './shards.ts';

const rule = rfc6962(sha256);

/** RFC 6962 2.1 as it is written: split at the largest power of two below n. */
function recursiveRoot(leaves: Uint8Array[]): Uint8Array {
  if (leaves.length === 1) return sha256(Uint8Array.of(0, ...leaves[0]));
  let split = 1;
  while (2 * split < leaves.length) split *= 2;
  const left = recursiveRoot(leaves.slice(0, split));
  return sha256(Uint8Array.of(1, ...left, ...recursiveRoot(leaves.slice(split))));
}

describe('Merkle tree', () => {
  it('has the roots of the test data of Certificate Transparency', () => {
    const leaves = [
      '',
      '00',
      '10',
      '2021',
      '3031',
      '40414243',
      '5051525354555657',
      '606162636465666768696a6b6c6d6e6f',
    ].map(bytesOf);
    const roots = leaves.map((_, i) => hex(merkleRoot(leaves.slice(0, i + 1), rule)));
    expect(roots).toEqual([
      '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
      'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
      'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
      'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
      '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
      '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
      'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
      '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
    ]);
  });

  it('has the root of the recursive definition for 1 to 40 leaves', () => {
    const leaves = randomShards(stream('merkle-root'), 40, 5);
    for (let n = 1; n <= leaves.length; n++) {
      const some = leaves.slice(0, n);
      expect(hex(merkleRoot(some, rule)), `${n} leaves`).toBe(hex(recursiveRoot(some)));
    }
  });

  it('proves every leaf at its own place only', () => {
    const leaves = randomShards(stream('merkle-proof'), 21, 4);
    for (let n = 1; n <= leaves.length; n++) {
      const tree = merkleTree(leaves.slice(0, n), rule);
      for (let i = 0; i < n; i++) {
        const path = tree.proof(i);
        for (let place = 0; place < n; place++) {
          const holds = verifyMerkleProof(tree.root, leaves[i], place, n, path, rule);
          if (holds !== (place === i)) expect.fail(`leaf ${i} of ${n} at place ${place}`);
        }
      }
    }
  });

  it('refuses every changed byte of leaf, path and root', () => {
    const leaves = randomShards(stream('merkle-change'), 11, 6);
    const tree = merkleTree(leaves, rule);
    for (const i of [0, 5, 8, 10]) {
      const parts = [leaves[i], tree.root, ...tree.proof(i)].map((part) => part.slice());
      const holds = () =>
        verifyMerkleProof(parts[1], parts[0], i, leaves.length, parts.slice(2), rule);
      expect(holds()).toBe(true);
      parts.forEach((part, p) => {
        for (let at = 0; at < part.length; at++) {
          part[at] ^= 1 << (at % 8);
          expect(holds(), `leaf ${i}, part ${p}, byte ${at}`).toBe(false);
          part[at] ^= 1 << (at % 8);
        }
      });
    }
  });

  it('refuses paths that are too short or too long and places outside', () => {
    const leaves = randomShards(stream('merkle-length'), 6, 3);
    const tree = merkleTree(leaves, rule);
    const path = tree.proof(2);
    const holds = (index: number, some: Uint8Array[]) =>
      verifyMerkleProof(tree.root, leaves[2], index, 6, some, rule);
    expect(holds(2, path)).toBe(true);
    expect(holds(2, path.slice(1))).toBe(false);
    expect(holds(2, path.slice(0, -1))).toBe(false);
    expect(holds(2, [...path, path[0]])).toBe(false);
    expect(holds(-1, path)).toBe(false);
    expect(holds(6, path)).toBe(false);
    expect(holds(1.5, path)).toBe(false);
  });

  it('refuses a path of few leaves for a tree of more than 2^32, and counts that are none', () => {
    const leaves = randomShards(stream('merkle-count'), 2, 3);
    const tree = merkleTree(leaves, rule);
    const holds = (index: number, count: number, path: Uint8Array[]) =>
      verifyMerkleProof(tree.root, leaves[0], index, count, path, rule);
    expect(holds(0, 2, tree.proof(0))).toBe(true);
    const counts = [2 ** 31, 2 ** 32 + 1, 2 ** 33 + 2, 2 ** 53, 1e300, 1.5];
    for (const count of [...counts, Number.POSITIVE_INFINITY, Number.NaN])
      expect(holds(0, count, tree.proof(0)), `${count}`).toBe(false);
    // Leaf 2^32 of 2^32 + 1 goes up alone to the root, where all others are its one sibling.
    const [large, top] = [2 ** 32 + 1, merkleRoot([leaves[1], leaves[0]], rule)];
    const alone = rule.hash(Uint8Array.of(0, ...leaves[1]));
    expect(verifyMerkleProof(top, leaves[0], 2 ** 32, large, [alone], rule)).toBe(true);
  });

  it('keeps leaves and nodes apart by prefixes, and only by them', () => {
    const leaves = randomShards(stream('merkle-prefix'), 2, 32);
    const inner = Uint8Array.of(...leaves[0], ...leaves[1]);
    const bare: TreeRule = {
      hash: sha256,
      leafPrefix: new Uint8Array(),
      nodePrefix: new Uint8Array(),
    };
    const pair = leaves.map((leaf) => sha256(leaf));
    // Without prefixes the concatenated leaf hashes pass as one leaf.
    const forged = Uint8Array.of(...pair[0], ...pair[1]);
    expect(hex(merkleRoot([forged], bare))).toBe(hex(merkleRoot(leaves, bare)));
    expect(hex(merkleRoot([forged], rule))).not.toBe(hex(merkleRoot(leaves, rule)));
    expect(hex(merkleRoot([inner], rule))).toBe(hex(sha256(Uint8Array.of(0, ...inner))));
  });

  it('refuses an empty tree and a leaf outside', () => {
    expect(() => merkleTree([], rule)).toThrow(
      new RangeError('leaves, expected at least 1, got 0'),
    );
    expect(() => merkleTree([bytesOf('00')], rule).proof(1)).toThrow(
      new RangeError('leaf, expected 0 to 0, got 1'),
    );
  });
});
