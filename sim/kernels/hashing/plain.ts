import { blake2b } from '@noble/hashes/blake2.js';
import { keccak_256 } from '@noble/hashes/sha3.js';
import type { ChunkSearch, Found, HashKernels } from './kernels.ts';

/** The same bytes without WebAssembly: where it is missing, and what tests compare with. */
export const plainKernels: HashKernels = {
  keccak256: (bytes) => keccak_256(bytes),
  blake2b512,
  keccakTreeRoot,
  keccakChain,
  blake2bChain,
  maskChunks,
  unmaskChunks,
  searchChunks,
};

function blake2b512(bytes: Uint8Array): Uint8Array {
  return blake2b(bytes, { dkLen: 64 });
}

function keccakTreeRoot(data: Uint8Array, leafBytes: number): Uint8Array {
  let width = data.length / leafBytes;
  const nodes = new Uint8Array(32 * width);
  for (let i = 0; i < width; i++)
    nodes.set(keccak_256(data.subarray(i * leafBytes, (i + 1) * leafBytes)), 32 * i);
  for (width /= 2; width >= 1; width /= 2) {
    for (let i = 0; i < width; i++)
      nodes.set(keccak_256(nodes.subarray(64 * i, 64 * (i + 1))), 32 * i);
  }
  return nodes.slice(0, 32);
}

function keccakChain(seed: Uint8Array, into: Uint8Array): void {
  // A copy, also of a `Buffer`, whose `slice` is none.
  const state = Uint8Array.from(seed);
  for (let at = 0; at < into.length; at += 64) {
    state.set(keccak_256(state));
    state.set(keccak_256(state), 32);
    into.set(state, at);
  }
}

function blake2bChain(seed: Uint8Array, into: Uint8Array): void {
  let state = seed;
  for (let at = 0; at < into.length; at += 64) {
    state = blake2b512(state);
    into.set(state, at);
  }
}

function maskChunks(
  data: Uint8Array,
  chunkBytes: number,
  masks: Uint8Array,
  into: Uint8Array,
): void {
  for (let at = 0; at < data.length; at += 32) {
    const mask =
      at % chunkBytes === 0
        ? masks.subarray((32 * at) / chunkBytes)
        : keccak_256(into.subarray(at - 32, at));
    for (let i = 0; i < 32; i++) into[at + i] = data[at + i] ^ mask[i];
  }
}

function unmaskChunks(
  data: Uint8Array,
  chunkBytes: number,
  masks: Uint8Array,
  into: Uint8Array,
): void {
  // From the end, as `into` may be `data`.
  for (let at = data.length - 32; at >= 0; at -= 32) {
    const mask =
      at % chunkBytes === 0
        ? masks.subarray((32 * at) / chunkBytes)
        : keccak_256(data.subarray(at - 32, at));
    for (let i = 0; i < 32; i++) into[at + i] = data[at + i] ^ mask[i];
  }
}

function searchChunks(search: ChunkSearch): Found | null {
  const { data, chunkBytes, tried, prefix, pad, bound } = search;
  const message = new Uint8Array(128 + chunkBytes);
  message.set(prefix);
  message.fill(0, 24, 32);
  for (let index = 0; index < tried.length; index++) {
    if (tried[index] === 0) continue;
    new DataView(message.buffer).setUint32(28, index);
    const part = (index * chunkBytes) % pad.length;
    for (let i = 0; i < chunkBytes; i++)
      message[128 + i] = data[index * chunkBytes + i] ^ pad[part + i];
    const digest = blake2b512(message).slice(0, 32);
    if (isAtMost(digest, bound)) return { index, digest };
  }
  return null;
}

function isAtMost(digest: Uint8Array, bound: Uint8Array): boolean {
  for (let i = 0; i < 32; i++) if (digest[i] !== bound[i]) return digest[i] < bound[i];
  return true;
}
