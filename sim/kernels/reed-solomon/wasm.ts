import { PLAIN, PLAIN_SHARED, RELAXED, RELAXED_SHARED } from './binary.generated.ts';

/** What assembly/index.ts exports; see there. All are addresses, counts and lengths in bytes. */
export interface CodeExports {
  combine(
    products: number,
    coefficients: number,
    tables: number,
    inputList: number,
    inputs: number,
    outputList: number,
    outputs: number,
    length: number,
  ): void;
  encode(
    tables: number,
    layout: number,
    at: number,
    data: number,
    parity: number,
    width: number,
  ): void;
  rebuild(
    tables: number,
    layout: number,
    known: number,
    wanted: number,
    at: number,
    points: number,
    used: number,
    width: number,
  ): void;
}

/** The memory of WebAssembly, in pages of 64 KiB. */
export interface CodeMemory {
  readonly buffer: ArrayBufferLike;
  grow(pages: number): number;
}

/** An instance of the kernels. Nothing is kept from one call to the next but constants below `WORK`. */
export interface CodeInstance {
  readonly exports: CodeExports;
  /** From this address on a call may use the memory as it likes. */
  readonly work: number;
  /**
   * The whole memory, grown if needed to have at least `bytes` from `work` on. Growing makes older views
   * useless: ask once a call, before anything else.
   * @throws RangeError where the host has no more memory
   */
  view(bytes: number): Uint8Array;
}

/** The part of WebAssembly that is used; the language does not declare it. */
export interface WasmHost {
  readonly WebAssembly?: {
    readonly Module: new (binary: Uint8Array) => object;
    readonly Instance: new (module: object, imports: object) => { readonly exports: object };
    readonly Memory: new (size: {
      readonly initial: number;
      readonly maximum: number;
      readonly shared: boolean;
    }) => CodeMemory;
    validate(binary: Uint8Array): boolean;
  };
}

/*
 * Memory: the compiler's constants from byte 64 on, at `PRODUCTS` 32 bytes for each constant of GF(2^8), and
 * from `WORK` on what a call needs. It grows to the largest call and not above 64 MiB.
 */
export const PRODUCTS = 4096;
export const WORK = 65_536;
const PAGE = 65_536;
/** In pages; the same in ../build.mjs. */
const SIZE = { initial: 16, maximum: 1024 };

const BINARIES = {
  plain: { private: PLAIN, shared: PLAIN_SHARED },
  relaxed: { private: RELAXED, shared: RELAXED_SHARED },
} as const;

export interface CodePlace {
  readonly host?: WasmHost;
  /** `relaxed`, by default: the build whose look-ups take fewer steps, where the host knows it; same bytes. */
  readonly vectors?: 'plain' | 'relaxed';
  /** A memory from `sharedMemory`; by default one of its own. */
  readonly memory?: CodeMemory;
  /** Where the instance's own part of a shared memory begins, a multiple of 16; by default at `WORK`. */
  readonly work?: number;
}

/** The kernels; undefined where a host has no WebAssembly with vectors or forbids it. */
export function codeInstance({
  host = globalThis as WasmHost,
  vectors = 'relaxed',
  memory: shared,
  work = WORK,
}: CodePlace = {}): CodeInstance | undefined {
  const { WebAssembly } = host;
  if (WebAssembly === undefined) return undefined;
  const sharing = shared === undefined ? 'private' : 'shared';
  try {
    const wanted = bytesOf(BINARIES[vectors][sharing]);
    const binary = WebAssembly.validate(wanted) ? wanted : bytesOf(BINARIES.plain[sharing]);
    const memory = shared ?? new WebAssembly.Memory({ ...SIZE, shared: false });
    const module = new WebAssembly.Module(binary);
    const { exports } = new WebAssembly.Instance(module, { env: { memory } });
    return instance(exports as CodeExports, memory, work);
  } catch {
    // No vectors, or a policy against compiling: the plain way gives the same bytes.
    return undefined;
  }
}

/** Whether a host can compile the relaxed build. */
export function knowsRelaxed({ WebAssembly }: WasmHost = globalThis as WasmHost): boolean {
  return WebAssembly?.validate(bytesOf(RELAXED)) ?? false;
}

/** A memory that instances of several threads can have together; undefined where a host has none. */
export function sharedMemory(host: WasmHost = globalThis as WasmHost): CodeMemory | undefined {
  try {
    return host.WebAssembly && new host.WebAssembly.Memory({ ...SIZE, shared: true });
  } catch {
    return undefined;
  }
}

function instance(exports: CodeExports, memory: CodeMemory, work: number): CodeInstance {
  let whole = new Uint8Array(memory.buffer);
  return {
    exports,
    work,
    view(bytes) {
      // Another instance may have grown a shared memory.
      if (work + bytes > whole.length) whole = new Uint8Array(memory.buffer);
      const missing = work + bytes - whole.length;
      if (missing > 0) {
        grow(memory, missing);
        whole = new Uint8Array(memory.buffer);
      }
      return whole;
    },
  };
}

function grow(memory: CodeMemory, bytes: number): void {
  try {
    memory.grow(Math.ceil(bytes / PAGE));
  } catch {
    const has = memory.buffer.byteLength;
    throw new RangeError(`memory of codes, expected ${has + bytes} B, got ${has} B`);
  }
}

function bytesOf(base64: string): Uint8Array {
  const text = atob(base64);
  const bytes = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i++) bytes[i] = text.charCodeAt(i);
  return bytes;
}
