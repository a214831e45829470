/** The kernels in WebAssembly against the plain ones, which use another library, on random work. */
import { createHash } from 'node:crypto';
import { keccak_256 } from '@noble/hashes/sha3.js';
import { describe, expect, it } from 'vitest';
import type { ChunkSearch } from '../../../sim/kernels/hashing/kernels.ts';
import { plainKernels } from '../../../sim/kernels/hashing/plain.ts';
import { wasmKernels } from '../../../sim/kernels/hashing/wasm.ts';
import { hex, randomBytes, stream } from './shards.ts';

const found = wasmKernels();
const kernels = found ?? plainKernels;

describe('the kernels in WebAssembly', () => {
  it('are in use here', () => expect(found).toBeDefined());

  it('give way where a host has none, or refuses to compile', () => {
    expect(wasmKernels({})).toBeUndefined();
    class Refusing {
      constructor() {
        throw new RangeError('too large for this thread');
      }
    }
    expect(wasmKernels({ WebAssembly: { Module: Refusing, Instance: Refusing } } as never)).toBe(
      undefined,
    );
  });

  it('of two instances do not see each other, nor one call another', () => {
    const other = wasmKernels()!;
    const random = stream('instances');
    const [a, b] = [randomBytes(random, 5000), randomBytes(random, 300)];
    const expected = [a, b].map((bytes) => hex(keccak_256(bytes)));
    for (let i = 0; i < 3; i++) {
      expect([hex(kernels.keccak256(a)), hex(other.keccak256(b))]).toEqual(expected);
      kernels.keccakChain(a.subarray(0, 64), new Uint8Array(640));
      expect([hex(kernels.keccak256(a)), hex(kernels.keccak256(b))]).toEqual(expected);
    }
  });
});

describe('messages of random lengths', () => {
  it.each(['a', 'b', 'c'])('have the digests of the plain kernels, seed %s', (seed) => {
    const random = stream(seed);
    for (let i = 0; i < 150; i++) {
      const message = randomBytes(random, random.below(i % 15 === 0 ? 10_000 : 600));
      const what = `seed ${seed}, message ${i}, ${message.length} B`;
      expect(hex(kernels.keccak256(message)), what).toBe(hex(plainKernels.keccak256(message)));
      expect(hex(kernels.blake2b512(message)), what).toBe(hex(plainKernels.blake2b512(message)));
      const leafBytes = 32 + random.below(400);
      const data = randomBytes(random, leafBytes * 2 ** random.below(5));
      expect(hex(kernels.keccakTreeRoot(data, leafBytes)), what).toBe(
        hex(plainKernels.keccakTreeRoot(data, leafBytes)),
      );
    }
  });
});

describe.each(['keccakChain', 'blake2bChain'] as const)('a chain, %s', (chain) => {
  it('is that of the plain kernels, beyond one piece too', () => {
    const random = stream('chain');
    for (const cells of [0, 1, 2, 256, 4095, 4096, 4097]) {
      const seed = randomBytes(random, 64);
      const [into, expected] = [new Uint8Array(64 * cells), new Uint8Array(64 * cells)];
      kernels[chain](seed, into);
      plainKernels[chain](seed, expected);
      expect(Buffer.compare(into, expected), `${cells} cells`).toBe(0);
    }
  });

  it('leaves its seed alone, also a Buffer, whose slices are no copies', () => {
    const seed = Buffer.from(randomBytes(stream('buffer'), 64));
    for (const each of [kernels, plainKernels]) {
      const [into, before] = [new Uint8Array(128), hex(seed)];
      each[chain](seed, into);
      expect(hex(seed)).toBe(before);
    }
  });

  it('reads a seed that lies where it writes', () => {
    const bytes = randomBytes(stream('overlap'), 256);
    for (const each of [kernels, plainKernels]) {
      for (const at of [0, 40, 64, 192]) {
        const [place, expected] = [bytes.slice(), new Uint8Array(256)];
        plainKernels[chain](bytes.subarray(at, at + 64), expected);
        each[chain](place.subarray(at, at + 64), place);
        expect(Buffer.compare(place, expected), `seed overlap, at ${at}`).toBe(0);
      }
    }
  });
});

describe('a cell', () => {
  it('of BLAKE2b-512 is the hash of the cell before', () => {
    let state: Uint8Array = randomBytes(stream('links'), 64);
    const into = new Uint8Array(64 * 20);
    kernels.blake2bChain(state, into);
    for (let at = 0; at < into.length; at += 64) {
      state = createHash('blake2b512').update(state).digest();
      expect(hex(into.subarray(at, at + 64)), `byte ${at}`).toBe(hex(state));
    }
  });

  it('of Keccak-256 has two hashes of the state', () => {
    const seed = randomBytes(stream('cell'), 64);
    const into = new Uint8Array(64);
    kernels.keccakChain(seed, into);
    const first = keccak_256(seed);
    expect(hex(into.subarray(0, 32))).toBe(hex(first));
    const second = keccak_256(Buffer.concat([first, seed.subarray(32)]));
    expect(hex(into.subarray(32))).toBe(hex(second));
  });
});

describe('masks', () => {
  const shapes = [
    ...[
      [32, 1],
      [32, 3],
      [64, 1],
      [64, 2],
      [64, 5],
      [96, 4],
      [128, 3],
      [4096, 1],
      [4096, 64],
    ],
    // More than one piece, of which the second is not full; a chunk that is a piece.
    ...[
      [4096, 67],
      [100_000, 5],
      [262_144, 2],
    ],
  ];

  it('are those of the plain kernels, and come off, also in place', () => {
    const random = stream('masks');
    for (const [chunkBytes, chunks] of shapes) {
      const what = `${chunks} chunks of ${chunkBytes} B`;
      const data = randomBytes(random, chunkBytes * chunks);
      const masks = randomBytes(random, 32 * chunks);
      const [masked, expected] = [new Uint8Array(data.length), new Uint8Array(data.length)];
      kernels.maskChunks(data, chunkBytes, masks, masked);
      plainKernels.maskChunks(data, chunkBytes, masks, expected);
      expect(Buffer.compare(masked, expected), what).toBe(0);
      // The plain ones take long.
      for (const each of data.length < 20_000 ? [kernels, plainKernels] : [kernels]) {
        const place = data.slice();
        each.maskChunks(place, chunkBytes, masks, place);
        expect(Buffer.compare(place, masked), what).toBe(0);
        each.unmaskChunks(place, chunkBytes, masks, place);
        expect(Buffer.compare(place, data), what).toBe(0);
        each.unmaskChunks(masked, chunkBytes, masks, place);
        expect(Buffer.compare(place, data), what).toBe(0);
      }
    }
  });

  it('of a word are the hash of the masked word before it', () => {
    const random = stream('word');
    const [data, masks, masked] = [
      randomBytes(random, 96),
      randomBytes(random, 32),
      Buffer.alloc(96),
    ];
    kernels.maskChunks(data, 96, masks, masked);
    const xor = (a: Uint8Array, b: Uint8Array) => hex(a.map((byte, i) => byte ^ b[i]));
    expect(hex(masked.subarray(0, 32))).toBe(xor(data.subarray(0, 32), masks));
    for (const at of [32, 64]) {
      const mask = keccak_256(masked.subarray(at - 32, at));
      expect(hex(masked.subarray(at, at + 32))).toBe(xor(data.subarray(at, at + 32), mask));
    }
  });
});

describe('a search', () => {
  function randomSearch(seed: number): ChunkSearch {
    const random = stream(`search ${seed}`);
    const chunkBytes = 128 * (1 + random.below(3));
    const chunks = random.below(10);
    const bound = randomBytes(random, 32);
    bound[0] = random.below(90);
    return {
      data: randomBytes(random, chunkBytes * chunks),
      chunkBytes,
      tried: Uint8Array.from({ length: chunks }, () =>
        random.below(4) > 0 ? 1 + random.below(255) : 0,
      ),
      prefix: randomBytes(random, 128),
      pad: randomBytes(random, chunkBytes * (1 + random.below(4))),
      bound,
    };
  }

  it('finds what the plain kernels find, and a bound that is met exactly', () => {
    let hits = 0;
    for (let seed = 0; seed < 400; seed++) {
      const search = randomSearch(seed);
      const [result, expected] = [kernels, plainKernels].map((each) => each.searchChunks(search));
      expect(result, `seed ${seed}`).toEqual(expected);
      if (result === null) continue;
      hits++;
      const exact = { ...search, bound: result.digest };
      expect(kernels.searchChunks(exact), `seed ${seed}`).toEqual(result);
      // One less, borrowing from the bytes above.
      const below = result.digest.slice();
      for (let i = 31; below[i]-- === 0; ) i--;
      const next = kernels.searchChunks({ ...search, bound: below });
      expect(next, `seed ${seed}`).toEqual(plainKernels.searchChunks({ ...search, bound: below }));
      expect(next?.index, `seed ${seed}`).not.toBe(result.index);
    }
    expect(hits).toBeGreaterThan(100);
  });

  it('takes the first chunk that is within the bound, of any number of them', () => {
    const random = stream('first');
    const data = randomBytes(random, 262_144);
    const [prefix, pad] = [randomBytes(random, 128), randomBytes(random, 16_384)];
    const always = new Uint8Array(32).fill(255);
    for (let first = 0; first < 64; first += 7) {
      const tried = new Uint8Array(64).fill(1, first);
      const search = { data, chunkBytes: 4096, tried, prefix, pad, bound: always };
      const message = Buffer.concat([prefix, data.subarray(4096 * first, 4096 * (first + 1))]);
      message.fill(0, 24, 31);
      message[31] = first;
      for (let i = 0; i < 4096; i++) message[128 + i] ^= pad[4096 * (first % 4) + i];
      const digest = plainKernels.blake2b512(message).slice(0, 32);
      expect(kernels.searchChunks(search)).toEqual({ index: first, digest });
    }
    const bound = new Uint8Array(32);
    for (const tried of [new Uint8Array(64), new Uint8Array(64).fill(1)])
      expect(
        kernels.searchChunks({ data, chunkBytes: 4096, tried, prefix, pad, bound }),
      ).toBeNull();
  });
});
