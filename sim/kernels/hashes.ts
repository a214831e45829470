import { expectBytes, expectNumber, kindOf } from './checks.ts';
import type { ChunkSearch, Found, HashKernels } from './hashing/kernels.ts';
import { plainKernels } from './hashing/plain.ts';
import { wasmKernels } from './hashing/wasm.ts';

export type { ChunkSearch, Found };

/** Most that a call takes as one chunk, pad or searched data. */
const UNIT_BYTES = 262_144;
const WORD_BYTES = 32;
const BLOCK_BYTES = 128;
const CELL_BYTES = 64;

const kernels: HashKernels = wasmKernels() ?? plainKernels;

/**
 * Keccak-256 as Ethereum uses it: 32 bytes.
 * @throws TypeError, as all functions here, for anything but a `Uint8Array` that still has its buffer
 */
export function keccak256(bytes: Uint8Array): Uint8Array {
  expectBytes('message', bytes);
  return kernels.keccak256(bytes);
}

/** Blake2b-512 without key: 64 bytes. Source: RFC 7693. */
export function blake2b512(bytes: Uint8Array): Uint8Array {
  expectBytes('message', bytes);
  return kernels.blake2b512(bytes);
}

/**
 * Root of the binary tree over equal leaves: a leaf is Keccak-256 of its bytes, a node Keccak-256 of its two
 * children, left first, without prefixes. 32 bytes.
 * @param leafBytes at least 32
 * @throws RangeError unless there is a power of two of leaves
 */
export function keccakTreeRoot(data: Uint8Array, leafBytes: number): Uint8Array {
  expectBytes('data', data);
  expectRange('leaf', leafBytes, WORD_BYTES, Number.MAX_SAFE_INTEGER, 1);
  const leaves = data.length / leafBytes;
  let width = 1;
  while (width < leaves) width *= 2;
  if (width !== leaves)
    throw new RangeError(
      `data, expected ${leafBytes} B times a power of two, got ${data.length} B`,
    );
  return kernels.keccakTreeRoot(data, leafBytes);
}

/**
 * Fills `into` with states of 64 bytes, each from the one before: its first half becomes Keccak-256 of the
 * state, then the second half Keccak-256 of the state as it is now.
 * @param seed the state before the first, 64 B
 * @param into a multiple of 64 B
 * @throws RangeError for other lengths
 */
export function keccakChain(seed: Uint8Array, into: Uint8Array): void {
  expectChain(seed, into);
  kernels.keccakChain(seed, into);
}

/**
 * Fills `into` with states of 64 bytes, each Blake2b-512 of the one before.
 * @param seed the state before the first, 64 B
 * @param into a multiple of 64 B
 * @throws RangeError for other lengths
 */
export function blake2bChain(seed: Uint8Array, into: Uint8Array): void {
  expectChain(seed, into);
  kernels.blake2bChain(seed, into);
}

/**
 * Masks chunks: the first 32 bytes of each by XOR with a mask of their own, all others with Keccak-256 of
 * the masked 32 bytes before them.
 * @param chunkBytes a multiple of 32, at most 256 KiB
 * @param masks 32 B for each chunk
 * @param into as long as `data`; either `data` itself or apart from it and from `masks`
 * @throws RangeError for other lengths or places
 */
export function maskChunks(
  data: Uint8Array,
  chunkBytes: number,
  masks: Uint8Array,
  into: Uint8Array,
): void {
  expectChunks(data, chunkBytes, masks, into);
  kernels.maskChunks(apartFrom(into, data), chunkBytes, apartFrom(into, masks), into);
}

/** Undoes `maskChunks`; parameters and errors as there. */
export function unmaskChunks(
  data: Uint8Array,
  chunkBytes: number,
  masks: Uint8Array,
  into: Uint8Array,
): void {
  expectChunks(data, chunkBytes, masks, into);
  kernels.unmaskChunks(apartFrom(into, data), chunkBytes, apartFrom(into, masks), into);
}

/**
 * The first chunk for which Blake2b-512 over prefix, number and padded chunk starts with 32 bytes at most
 * `bound`; null when there is none.
 * @throws RangeError for lengths that do not fit
 */
export function searchChunks(search: ChunkSearch): Found | null {
  if (typeof search !== 'object' || search === null)
    throw new TypeError(`search, expected an object, got ${kindOf(search)}`);
  // Read once, so that what was checked is what is used.
  const { data, chunkBytes, tried, prefix, pad, bound } = search;
  expectRange('chunk', chunkBytes, BLOCK_BYTES, UNIT_BYTES, BLOCK_BYTES);
  expectBytes('data', data);
  expectRange('data', data.length, 0, UNIT_BYTES, chunkBytes);
  expectLength('tried', tried, data.length / chunkBytes);
  expectLength('prefix', prefix, BLOCK_BYTES);
  expectBytes('pad', pad);
  expectRange('pad', pad.length, chunkBytes, UNIT_BYTES, chunkBytes);
  expectLength('bound', bound, WORD_BYTES);
  return kernels.searchChunks({ data, chunkBytes, tried, prefix, pad, bound });
}

function expectChain(seed: Uint8Array, into: Uint8Array): void {
  expectLength('seed', seed, CELL_BYTES);
  expectBytes('chain', into);
  expectRange('chain', into.length, 0, Number.MAX_SAFE_INTEGER, CELL_BYTES);
}

function expectChunks(
  data: Uint8Array,
  chunkBytes: number,
  masks: Uint8Array,
  into: Uint8Array,
): void {
  expectRange('chunk', chunkBytes, WORD_BYTES, UNIT_BYTES, WORD_BYTES);
  expectBytes('data', data);
  expectRange('data', data.length, 0, Number.MAX_SAFE_INTEGER, chunkBytes);
  expectLength('masks', masks, (WORD_BYTES * data.length) / chunkBytes);
  expectLength('masked chunks', into, data.length);
  const inPlace = into.buffer === data.buffer && into.byteOffset === data.byteOffset;
  if ((!inPlace && overlap(into, data)) || overlap(into, masks))
    throw new RangeError(
      'masked chunks, expected a place of their own or that of the data, got one that overlaps',
    );
}

/**
 * The bytes, or a copy where writing `into` could change them unseen: two buffers of shared memory may be one
 * memory, and nothing tells.
 */
function apartFrom(into: Uint8Array, bytes: Uint8Array): Uint8Array {
  const unseen = bytes.buffer !== into.buffer && isShared(bytes) && isShared(into);
  return unseen ? new Uint8Array(bytes) : bytes;
}

function isShared({ buffer }: Uint8Array): boolean {
  return typeof SharedArrayBuffer === 'function' && buffer instanceof SharedArrayBuffer;
}

function overlap(a: Uint8Array, b: Uint8Array): boolean {
  return (
    a.buffer === b.buffer &&
    a.byteOffset < b.byteOffset + b.length &&
    b.byteOffset < a.byteOffset + a.length
  );
}

function expectLength(name: string, bytes: Uint8Array, length: number): void {
  expectBytes(name, bytes);
  if (bytes.length !== length)
    throw new RangeError(`${name}, expected ${length} B, got ${bytes.length} B`);
}

function expectRange(name: string, length: number, min: number, max: number, step: number): void {
  expectNumber(name, length);
  if (Number.isSafeInteger(length) && length >= min && length <= max && length % step === 0) return;
  const most = max === Number.MAX_SAFE_INTEGER ? `from ${min} B` : `from ${min} to ${max} B`;
  throw new RangeError(`${name}, expected a multiple of ${step} B ${most}, got ${length} B`);
}
