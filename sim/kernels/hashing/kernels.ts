/** A chunk of a search whose digest is within the bound. */
export interface Found {
  readonly index: number;
  /** First 32 B of the digest. */
  readonly digest: Uint8Array;
}

/** Chunks of which the first with a small digest is wanted; see `searchChunks`. */
export interface ChunkSearch {
  /** Chunks one after another, at most 256 KiB. */
  readonly data: Uint8Array;
  /** A multiple of 128. */
  readonly chunkBytes: number;
  /** A byte for each chunk: 0 passes it over. */
  readonly tried: Uint8Array;
  /** Before each chunk, 128 B; bytes 24 to 31 become the chunk's number, big-endian. */
  readonly prefix: Uint8Array;
  /** Parts as long as a chunk, at most 256 KiB; chunk i is hashed XOR part i modulo their number. */
  readonly pad: Uint8Array;
  /** Largest first 32 B of a digest that are accepted, as a big-endian number. */
  readonly bound: Uint8Array;
}

/**
 * Whole pieces of work on bytes, by WebAssembly or without it. What each does, and which lengths it takes, is
 * said and checked in `../hashes.ts`; here lengths are right.
 */
export interface HashKernels {
  keccak256(bytes: Uint8Array): Uint8Array;
  blake2b512(bytes: Uint8Array): Uint8Array;
  keccakTreeRoot(data: Uint8Array, leafBytes: number): Uint8Array;
  keccakChain(seed: Uint8Array, into: Uint8Array): void;
  blake2bChain(seed: Uint8Array, into: Uint8Array): void;
  maskChunks(data: Uint8Array, chunkBytes: number, masks: Uint8Array, into: Uint8Array): void;
  unmaskChunks(data: Uint8Array, chunkBytes: number, masks: Uint8Array, into: Uint8Array): void;
  searchChunks(search: ChunkSearch): Found | null;
}
