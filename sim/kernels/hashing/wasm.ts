import { BINARY } from './binary.generated.ts';
import type { ChunkSearch, HashKernels } from './kernels.ts';

/** What assembly/index.ts exports. Addresses and lengths in bytes. */
interface Exports {
  readonly memory: { readonly buffer: ArrayBuffer };
  readonly INPUT: { readonly value: number };
  readonly SIDE: { readonly value: number };
  readonly DIGEST: { readonly value: number };
  readonly PREFIX: { readonly value: number };
  readonly BOUND: { readonly value: number };
  readonly TRIED: { readonly value: number };
  readonly PIECE: { readonly value: number };
  keccak(length: number, first: boolean, last: boolean): void;
  blake2b(length: number, first: boolean, last: boolean): void;
  keccakTree(leafBytes: number, leaves: number): void;
  keccakChain(cells: number): void;
  blake2bChain(cells: number): void;
  maskChunks(chunkBytes: number, chunks: number): void;
  unmaskChunks(chunkBytes: number, chunks: number): void;
  search(chunkBytes: number, chunks: number, parts: number): number;
}

/** The part of WebAssembly that is used; the language does not declare it. */
interface Host {
  readonly WebAssembly?: {
    readonly Module: new (binary: Uint8Array) => object;
    readonly Instance: new (module: object) => { readonly exports: object };
  };
}

const KECCAK_BLOCK = 136;

/**
 * The kernels on an instance of their own, in constant memory; undefined where a host has no WebAssembly with
 * vectors or forbids it. Every call copies in what it reads and out what it made, so that nothing is left
 * between calls.
 */
export function wasmKernels(host: Host = globalThis as Host): HashKernels | undefined {
  const wasm = instance(host);
  if (wasm === undefined) return undefined;
  const memory = new Uint8Array(wasm.memory.buffer);
  const INPUT = wasm.INPUT.value;
  const SIDE = wasm.SIDE.value;
  const DIGEST = wasm.DIGEST.value;
  const PIECE = wasm.PIECE.value;
  const digest = (length: number) => memory.slice(DIGEST, DIGEST + length);

  /** Hands a message over in pieces of whole blocks; the last piece is empty only if the message is. */
  const inPieces = (bytes: Uint8Array, pieceBytes: number, hash: Exports['keccak']): void => {
    let at = 0;
    for (; at + pieceBytes < bytes.length; at += pieceBytes) {
      memory.set(bytes.subarray(at, at + pieceBytes), INPUT);
      hash(pieceBytes, at === 0, false);
    }
    memory.set(at === 0 ? bytes : bytes.subarray(at), INPUT);
    hash(bytes.length - at, at === 0, true);
  };

  const keccak256 = (bytes: Uint8Array): Uint8Array => {
    inPieces(bytes, PIECE - (PIECE % KECCAK_BLOCK), wasm.keccak);
    return digest(32);
  };

  const keccakTreeRoot = (data: Uint8Array, leafBytes: number): Uint8Array => {
    const leaves = data.length / leafBytes;
    if (data.length <= PIECE) {
      memory.set(data, INPUT);
      wasm.keccakTree(leafBytes, leaves);
      return digest(32);
    }
    if (leaves === 1) return keccak256(data);
    let unit = data.length / 2;
    while (unit > PIECE && unit > leafBytes) unit /= 2;
    const roots = new Uint8Array((32 * data.length) / unit);
    for (let i = 0; i < data.length / unit; i++)
      roots.set(keccakTreeRoot(data.subarray(i * unit, (i + 1) * unit), leafBytes), 32 * i);
    // Two roots are a leaf of the tree above.
    return keccakTreeRoot(roots, 64);
  };

  const inCells =
    (rule: Exports['keccakChain']): HashKernels['keccakChain'] =>
    (seed, into) => {
      memory.set(seed, DIGEST);
      for (let at = 0; at < into.length; at += PIECE) {
        const length = Math.min(PIECE, into.length - at);
        rule(length / 64);
        into.set(memory.subarray(INPUT, INPUT + length), at);
      }
    };

  const overChunks =
    (rule: Exports['maskChunks']): HashKernels['maskChunks'] =>
    (data, chunkBytes, masks, into) => {
      const count = Math.floor(PIECE / chunkBytes);
      for (let chunk = 0; chunk * chunkBytes < data.length; chunk += count) {
        const piece = data.subarray(chunk * chunkBytes, (chunk + count) * chunkBytes);
        memory.set(piece, INPUT);
        memory.set(masks.subarray(32 * chunk, 32 * (chunk + count)), SIDE);
        rule(chunkBytes, piece.length / chunkBytes);
        into.set(memory.subarray(INPUT, INPUT + piece.length), chunk * chunkBytes);
      }
    };

  return {
    keccak256,
    blake2b512(bytes) {
      inPieces(bytes, PIECE, wasm.blake2b);
      return digest(64);
    },
    keccakTreeRoot,
    keccakChain: inCells(wasm.keccakChain),
    blake2bChain: inCells(wasm.blake2bChain),
    maskChunks: overChunks(wasm.maskChunks),
    unmaskChunks: overChunks(wasm.unmaskChunks),
    searchChunks({ data, chunkBytes, tried, prefix, pad, bound }: ChunkSearch) {
      memory.set(data, INPUT);
      memory.set(pad, SIDE);
      memory.set(tried, wasm.TRIED.value);
      memory.set(prefix, wasm.PREFIX.value);
      memory.set(bound, wasm.BOUND.value);
      const index = wasm.search(chunkBytes, tried.length, pad.length / chunkBytes);
      return index < 0 ? null : { index, digest: digest(32) };
    },
  };
}

function instance({ WebAssembly }: Host): Exports | undefined {
  if (WebAssembly === undefined) return undefined;
  const text = atob(BINARY);
  // A loop takes a fifth of the time of `Uint8Array.from` with a function, and every start waits for it.
  const binary = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i++) binary[i] = text.charCodeAt(i);
  try {
    return new WebAssembly.Instance(new WebAssembly.Module(binary)).exports as Exports;
  } catch {
    // No vectors, or a policy against compiling: the plain way gives the same bytes.
    return undefined;
  }
}
