/**
 * Random and hostile calls of every hash and every code: each gives the bytes that another side gives, or is
 * refused in words, and leaves its arguments and the next call alone. ../../heavy/kernels.heavy.ts makes more.
 */
import { describe, expect, it } from 'vitest';
import { keccak256, maskChunks, searchChunks, unmaskChunks } from '../../../sim/kernels/hashes.ts';
import { plainKernels } from '../../../sim/kernels/hashing/plain.ts';
import { wasmKernels } from '../../../sim/kernels/reed-solomon/chosen-kernels.ts';
import { fftCode } from '../../../sim/kernels/reed-solomon/fft-code.ts';
import { matrixCode } from '../../../sim/kernels/reed-solomon/matrix-code.ts';
import { type CodeMemory, codeInstance } from '../../../sim/kernels/reed-solomon/wasm.ts';
import { builds, withRelaxed } from './builds.ts';
import { codeCalls } from './fuzz/code-calls.ts';
import { hashCalls } from './fuzz/hash-calls.ts';
import { fuzz } from './fuzz/judge.ts';
import { codeword, hex, only, sameShards, stream } from './shards.ts';

withRelaxed();

const CALLS = 300;

describe('random calls', () => {
  it.each(hashCalls)('of %s give right bytes or are refused', (name, make) => {
    const { given, refused, findings } = fuzz(name, make, 0, CALLS);
    expect(findings).toEqual([]);
    expect(Math.min(given, refused)).toBeGreaterThan(CALLS / 5);
  });

  it.each([...builds.map(([name]) => name), 'without WebAssembly'])(
    'of codes, %s, give right bytes or are refused',
    (side) => {
      const [name, make] = codeCalls().find(([each]) => each === `codes, ${side}`)!;
      const { given, refused, findings } = fuzz(name, make, 0, CALLS);
      expect(findings).toEqual([]);
      expect(Math.min(given, refused)).toBeGreaterThan(CALLS / 5);
    },
  );
});

describe('what is checked is what is used', () => {
  it('in a search whose parts change when they are read again', () => {
    const search = {
      ...{ data: new Uint8Array(256), chunkBytes: 128, tried: new Uint8Array(2).fill(1) },
      ...{ prefix: new Uint8Array(128), bound: new Uint8Array(32).fill(255) },
    };
    let reads = 0;
    const changing = {
      ...search,
      get pad() {
        return new Uint8Array(reads++ === 0 ? 128 : 0);
      },
    };
    const steady = searchChunks({ ...search, pad: new Uint8Array(128) });
    expect(searchChunks(changing)).toEqual(steady);
  });

  it.each(builds)('in shards that change when they are read again: %s', (_, make) => {
    const kernels = make();
    for (const code of [matrixCode(3, 2, kernels), fftCode(4, 2, undefined, kernels)]) {
      const all = codeword(code, stream('changing'), 40);
      const changing = (shards: readonly (Uint8Array | undefined)[]) => {
        const read = new Set<PropertyKey>();
        return new Proxy(shards, {
          get(target, name) {
            const again = read.has(name) && name !== 'length';
            read.add(name);
            return again ? 'changed' : Reflect.get(target, name);
          },
        });
      };
      const data = changing(all.slice(0, code.data)) as Uint8Array[];
      expect(sameShards(code.encode(data), all.slice(code.data))).toBe(true);
      const kept = all.map((_, place) => place).slice(2);
      expect(sameShards(code.reconstruct(changing(only(all, kept))), all)).toBe(true);
    }
  });
});

describe('one shared memory in two buffers', () => {
  it.each(['maskChunks', 'unmaskChunks'] as const)('of %s gives right bytes', (rule) => {
    const length = 400_000;
    for (const shift of [0, 4096]) {
      const memory = new SharedArrayBuffer(length + 250_000);
      const data = new Uint8Array(memory, 4096, length);
      data.set(stream('one memory').bytes(length));
      // A buffer of its own to look at, on the same bytes.
      const other = structuredClone(memory);
      const into = new Uint8Array(other, 4096 + shift, length);
      const masks = new Uint8Array(memory, length / 2, 1600);
      const expected = new Uint8Array(length);
      plainKernels[rule](new Uint8Array(data), 8000, new Uint8Array(masks), expected);
      (rule === 'maskChunks' ? maskChunks : unmaskChunks)(data, 8000, masks, into);
      expect(Buffer.compare(into, expected), `shift ${shift}`).toBe(0);
    }
  });
});

describe('a memory that cannot grow', () => {
  it('refuses what is too large for it and does what is not', () => {
    const { WebAssembly } = globalThis as unknown as {
      WebAssembly: { Memory: new (size: object) => CodeMemory };
    };
    const memory = new WebAssembly.Memory({ initial: 16, maximum: 16, shared: true });
    const kernels = wasmKernels(codeInstance({ memory })!);
    const [small, large] = [
      fftCode(4, 4, undefined, kernels),
      fftCode(128, 128, undefined, kernels),
    ];
    const all = codeword(small, stream('small memory'), 100);
    for (let i = 0; i < 3; i++) {
      const data = Array.from({ length: 128 }, () => new Uint8Array(8192));
      expect(() => large.encode(data)).toThrow(/^memory of codes, expected \d+ B, got 1048576 B$/);
      expect(sameShards(small.reconstruct(only(all, [2, 4, 5, 7])), all)).toBe(true);
      expect(hex(keccak256(new Uint8Array(0))).slice(0, 8)).toBe('c5d24601');
    }
  });
});
