import { createHash, hash as hashOf } from 'node:crypto';
import { createRequire } from 'node:module';
import { sha256 as nobleSha256 } from '@noble/hashes/sha2.js';
import {
  blake2b512,
  blake2bChain,
  keccak256,
  keccakChain,
  keccakTreeRoot,
} from '../sim/kernels/hashes.ts';
import { plainKernels } from '../sim/kernels/hashing/plain.ts';
import type { Body } from './body.ts';
import { sha256, shardBytes } from './bytes.ts';
import { type Contender, repeated } from './rounds.ts';

/** Lengths in bytes. */
export interface HashSizes {
  readonly tree: number;
  readonly long: number;
  readonly middle: number;
}
export const HASH_SIZES: HashSizes = { tree: 1 << 20, long: 1 << 20, middle: 1 << 16 };
export const HASH_TOY: HashSizes = { tree: 1024, long: 512, middle: 256 };

const LEAF = 256;
const NODE = 32;
const CELL = 64;
/** Leaves of the tree in which two long messages are hashed at a time. */
const PAIRED = 8;

export const TREE_GROUP = 'Merkle tree, leaves of 256 B';
export const PAIRED_GROUP = 'Keccak-256, 8 messages of 1 MiB in all';
export const BLAKE_GROUP = 'BLAKE2b-512, 64 KiB';
export const CHAIN_GROUP = 'chain of 64 B states, Keccak-256';
export const LINK_GROUP = 'chain of 64 B states, BLAKE2b-512';

/** What hash-wasm offers here. */
interface HashWasm {
  createKeccak(bits: number): Promise<{
    init(): { update(data: Uint8Array): { digest(kind: 'binary'): Uint8Array } };
  }>;
}

/** Keccak-256 of hash-wasm, a development dependency; or the reason why there is none. */
async function hashWasm(): Promise<((data: Uint8Array) => Uint8Array) | string> {
  try {
    const found: HashWasm = createRequire(import.meta.url)('hash-wasm');
    const keccak = await found.createKeccak(256);
    return (data) => keccak.init().update(data).digest('binary');
  } catch {
    return 'hash-wasm is not installed';
  }
}

function nodeHash(algorithm: string): (data: Uint8Array) => Uint8Array {
  return (data) => hashOf(algorithm, data, 'buffer');
}

/** Root of a tree by one call a node. */
function treeOf(one: (data: Uint8Array) => Uint8Array, data: Uint8Array): Uint8Array {
  let width = data.length / LEAF;
  const nodes = new Uint8Array(width * NODE);
  for (let i = 0; i < width; i++) nodes.set(one(data.subarray(i * LEAF, (i + 1) * LEAF)), i * NODE);
  for (; width > 1; width /= 2)
    for (let i = 0; i < width / 2; i++)
      nodes.set(one(nodes.subarray(2 * i * NODE, 2 * (i + 1) * NODE)), i * NODE);
  return nodes.slice(0, NODE);
}

/** The chain of `keccakChain`, by one call a hash. */
function chainOf(one: (data: Uint8Array) => Uint8Array, into: Uint8Array): void {
  const state = new Uint8Array(CELL);
  for (let at = 0; at < into.length; at += CELL) {
    state.set(one(state));
    state.set(one(state), NODE);
    into.set(state, at);
  }
}

/** The chain of `blake2bChain`, by one call a link. */
function linksOf(one: (data: Uint8Array) => Uint8Array, into: Uint8Array): void {
  let state: Uint8Array = new Uint8Array(CELL);
  for (let at = 0; at < into.length; at += CELL) {
    state = one(state);
    into.set(state, at);
  }
}

/** Everyone who can be measured; who is not installed says why. */
export async function hashContenders(sizes: HashSizes): Promise<Contender[]> {
  const tree = shardBytes(0, sizes.tree);
  const long = shardBytes(1, sizes.long);
  const middle = shardBytes(2, sizes.middle);
  const chain = new Uint8Array(sizes.middle);
  const wasm = await hashWasm();
  const contender = (
    group: string,
    name: string,
    data: Uint8Array,
    digest: (() => Uint8Array) | string,
    apart = false,
  ): Contender => ({
    group,
    name,
    unit: 'B/s',
    apart,
    ...(typeof digest === 'string' && { skipped: digest }),
    prepare: () => {
      if (typeof digest === 'string') throw new Error(digest);
      return repeated({
        work: data.length,
        run: () => void digest(),
        result: () => sha256([digest()]),
      });
    },
  });
  const chained = (fill: (into: Uint8Array) => void) => () => {
    fill(chain);
    return chain;
  };
  const sha3 = nodeHash('sha3-256');
  const none = new Uint8Array(CELL);
  return [
    contender(TREE_GROUP, 'droptower', tree, () => keccakTreeRoot(tree, LEAF)),
    contender(TREE_GROUP, 'noble', tree, () => plainKernels.keccakTreeRoot(tree, LEAF)),
    contender(
      TREE_GROUP,
      'hash-wasm, a call a node',
      tree,
      typeof wasm === 'string' ? wasm : () => treeOf(wasm, tree),
    ),
    contender(TREE_GROUP, 'node sha3-256, a call a node', tree, () => treeOf(sha3, tree), true),
    contender(PAIRED_GROUP, 'droptower, two at a time', long, () =>
      keccakTreeRoot(long, long.length / PAIRED),
    ),
    contender(PAIRED_GROUP, 'droptower, one message', long, () => keccak256(long), true),
    contender(PAIRED_GROUP, 'noble, one message', long, () => plainKernels.keccak256(long), true),
    contender(PAIRED_GROUP, 'node sha3-256, one message', long, () => sha3(long), true),
    contender(BLAKE_GROUP, 'droptower', middle, () => blake2b512(middle)),
    contender(BLAKE_GROUP, 'noble', middle, () => plainKernels.blake2b512(middle)),
    contender(BLAKE_GROUP, 'node blake2b512', middle, () => nodeHash('blake2b512')(middle)),
    contender(
      CHAIN_GROUP,
      'droptower',
      chain,
      chained((into) => keccakChain(none, into)),
    ),
    contender(
      CHAIN_GROUP,
      'noble',
      chain,
      chained((into) => plainKernels.keccakChain(none, into)),
    ),
    contender(
      CHAIN_GROUP,
      'node sha3-256, a call a hash',
      chain,
      chained((into) => chainOf(sha3, into)),
      true,
    ),
    contender(
      LINK_GROUP,
      'droptower',
      chain,
      chained((into) => blake2bChain(none, into)),
    ),
    contender(
      LINK_GROUP,
      'noble',
      chain,
      chained((into) => plainKernels.blake2bChain(none, into)),
    ),
    contender(
      LINK_GROUP,
      'node blake2b512, a call a link',
      chain,
      chained((into) => linksOf(nodeHash('blake2b512'), into)),
    ),
    contender('SHA-256, 1 MiB', 'noble', long, () => nobleSha256(long)),
    contender('SHA-256, 1 MiB', 'node sha256', long, () =>
      createHash('sha256').update(long).digest(),
    ),
  ];
}

/** Fixed work for counters and for the comparison of two builds. */
export function hashBodies(sizes: HashSizes = HASH_SIZES): Body[] {
  const data = shardBytes(3, sizes.long);
  const body = (
    name: string,
    bytes: number,
    digest: (sim: Parameters<Body['prepare']>[0]['sim']) => Uint8Array,
  ): Body => ({
    suite: 'hash',
    name,
    prepare:
      ({ sim }) =>
      () => ({ counters: { bytes }, certificate: sha256([digest(sim)]) }),
  });
  return [
    body('Merkle tree of leaves of 256 B', data.length, (sim) => sim.keccakTreeRoot(data, LEAF)),
    body('Keccak-256', data.length, (sim) => sim.keccak256(data)),
    body('BLAKE2b-512', data.length, (sim) => sim.blake2b512(data)),
    body('Keccak chain', sizes.middle, (sim) => {
      const into = new Uint8Array(sizes.middle);
      sim.keccakChain(new Uint8Array(CELL), into);
      return into;
    }),
    body('BLAKE2b chain', sizes.middle, (sim) => {
      const into = new Uint8Array(sizes.middle);
      sim.blake2bChain(new Uint8Array(CELL), into);
      return into;
    }),
  ];
}
