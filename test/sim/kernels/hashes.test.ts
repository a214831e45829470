/** The hash functions that everyone calls: published digests, other libraries, trees, and wrong lengths. */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { keccak_256 } from '@noble/hashes/sha3.js';
import { describe, expect, it } from 'vitest';
import {
  blake2b512,
  blake2bChain,
  keccak256,
  keccakChain,
  keccakTreeRoot,
  maskChunks,
  searchChunks,
  unmaskChunks,
} from '../../../sim/kernels/hashes.ts';
import { merkleRoot } from '../../../sim/kernels/merkle.ts';
import { hex, randomBytes, stream } from './shards.ts';

const FOX = 'The quick brown fox jumps over the lazy dog';

/** Around the words and blocks of both functions and the pieces that messages are handed over in. */
const LENGTHS = [
  ...[
    0, 1, 7, 8, 31, 32, 55, 56, 63, 64, 127, 128, 129, 135, 136, 137, 255, 256, 257, 271, 272, 273,
  ],
  ...[4096, 4224, 65_536, 262_071, 262_072, 262_073, 262_143, 262_144, 262_145, 524_144, 524_289],
];

describe('keccak256', () => {
  it.each([
    // Keccak team, ShortMsgKAT_256 of the third submission: 0 and 8 bits.
    ['', 'c5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470'],
    ['cc', 'eead6dbfc7340a56caedc044696a168870549a6a7f6f56961e84a54bd9970b8a'],
    // Known from Ethereum's tools: "abc" and the fox.
    ['616263', '4e03657aea45a94fc7d47ba826c8d667c0d1e6e33a64a036ec44f58fa12d6c45'],
    [hex(Buffer.from(FOX)), '4d741b6f1eb29cb2a9b9911c82f56fa8d73b04959d3d9d222895df6c0b28aa15'],
  ])('of 0x%s is the published digest', (message, digest) => {
    expect(hex(keccak256(Buffer.from(message, 'hex')))).toBe(digest);
  });

  it('is that of another library for every length', () => {
    const random = stream('keccak');
    for (const length of LENGTHS) {
      const message = randomBytes(random, length);
      expect(hex(keccak256(message)), `${length} B`).toBe(hex(keccak_256(message)));
    }
  });
});

describe('blake2b512', () => {
  it.each([
    // BLAKE2 reference package, blake2-kat, without key.
    [
      '',
      '786a02f742015903c6c6fd852552d272912f4740e15847618a86e217f71f5419' +
        'd25e1031afee585313896444934eb04b903a685b1448b755d56f701afe9be2ce',
    ],
    // RFC 7693 appendix A.
    [
      '616263',
      'ba80a53f981c4d0d6a2797b69f12f6e94c212f14685ac4b74b12bb6fdbffa2d1' +
        '7d87c5392aab792dc252d5de4533cc9518d38aa8dbf1925ab92386edd4009923',
    ],
  ])('of 0x%s is the published digest', (message, digest) => {
    expect(hex(blake2b512(Buffer.from(message, 'hex')))).toBe(digest);
  });

  it('is that of OpenSSL for every length', () => {
    const random = stream('blake2b');
    for (const length of LENGTHS) {
      const message = randomBytes(random, length);
      const expected = createHash('blake2b512').update(message).digest('hex');
      expect(hex(blake2b512(message)), `${length} B`).toBe(expected);
    }
  });
});

describe('what is hashed', () => {
  it('may lie anywhere in its buffer, also in a shared one', () => {
    const shared = new Uint8Array(new SharedArrayBuffer(300));
    shared.set(randomBytes(stream('places'), 300));
    for (let at = 0; at < 20; at++) {
      const view = shared.subarray(at, at + 200 + at);
      expect(hex(keccak256(view)), `at ${at}`).toBe(hex(keccak_256(Uint8Array.from(view))));
      const expected = createHash('blake2b512').update(Uint8Array.from(view)).digest('hex');
      expect(hex(blake2b512(view)), `at ${at}`).toBe(expected);
    }
  });

  it('is not changed, and results are not shared', () => {
    const message = randomBytes(stream('copies'), 1000);
    const before = hex(message);
    const [first, other] = [keccak256(message), blake2b512(message)];
    const [firstText, otherText] = [hex(first), hex(other)];
    keccak256(first);
    blake2b512(other);
    keccakTreeRoot(message.subarray(0, 512), 64);
    expect([hex(message), hex(first), hex(other)]).toEqual([before, firstText, otherText]);
    expect(first.buffer.byteLength).toBe(32);
  });
});

describe('keccakTreeRoot', () => {
  const rule = {
    hash: (bytes: Uint8Array) => keccak_256(bytes),
    leafPrefix: new Uint8Array(0),
    nodePrefix: new Uint8Array(0),
  };

  it('is the root of the tree built node by node, over pieces too', () => {
    const random = stream('tree');
    const shapes = [
      ...[
        [32, 1],
        [32, 2],
        [33, 4],
        [64, 8],
        [100, 16],
        [135, 8],
        [136, 8],
        [137, 8],
      ],
      ...[
        [256, 1],
        [256, 2],
        [256, 1024],
        [256, 4096],
        [4096, 128],
      ],
      // Leaves as large as a piece, just above, and with pieces that are no power of two.
      ...[
        [262_144, 2],
        [262_145, 1],
        [262_145, 2],
        [70_000, 8],
      ],
    ];
    for (const [leafBytes, leaves] of shapes) {
      const data = randomBytes(random, leafBytes * leaves);
      const parts = Array.from({ length: leaves }, (_, i) =>
        data.subarray(i * leafBytes, (i + 1) * leafBytes),
      );
      const root = hex(merkleRoot(parts, rule));
      expect(hex(keccakTreeRoot(data, leafBytes)), `${leaves} of ${leafBytes} B`).toBe(root);
    }
  });

  it('changes with every byte', () => {
    const data = randomBytes(stream('byte'), 2048);
    const roots = new Set([hex(keccakTreeRoot(data, 256))]);
    for (let i = 0; i < data.length; i++) {
      const other = data.slice();
      other[i] ^= 1;
      roots.add(hex(keccakTreeRoot(other, 256)));
    }
    expect(roots.size).toBe(2049);
  });
});

describe('a wrong length', () => {
  const bytes = (length: number) => new Uint8Array(length);

  it('of a tree is refused', () => {
    for (const [length, leaf] of [
      [0, 32],
      [31, 31],
      [96, 32],
      [64, 0],
      [64, -32],
      [65, 32],
    ])
      expect(() => keccakTreeRoot(bytes(length), leaf), `${length} / ${leaf}`).toThrow(RangeError);
    for (const leaf of [32.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 60])
      expect(() => keccakTreeRoot(bytes(64), leaf), `${leaf}`).toThrow(RangeError);
  });

  it.each([keccakChain, blake2bChain])('of a chain is refused: %o', (chain) => {
    expect(() => chain(bytes(63), bytes(64))).toThrow('seed, expected 64 B, got 63 B');
    expect(() => chain(bytes(64), bytes(65))).toThrow('chain, expected a multiple of 64 B');
  });

  it.each([maskChunks, unmaskChunks])('of masked chunks is refused: %o', (rule) => {
    const wrong: [number, number, number, number][] = [
      [64, 33, 64, 64],
      [64, 0, 64, 64],
      [64, 96, 64, 64],
      [64, 64, 31, 64],
      [64, 64, 32, 63],
      [524_288, 524_288, 32, 524_288],
    ];
    for (const [data, chunk, masks, into] of wrong)
      expect(() => rule(bytes(data), chunk, bytes(masks), bytes(into))).toThrow(RangeError);
  });

  it.each([maskChunks, unmaskChunks])('and a place that is read still, as well: %o', (rule) => {
    const place = bytes(256);
    const [data, masks] = [place.subarray(0, 64), place.subarray(128, 160)];
    for (const at of [32, 1, 66, 100, 159]) {
      const into = place.subarray(at, at + 64);
      expect(() => rule(data, 64, masks, into), `at ${at}`).toThrow(
        'expected a place of their own',
      );
    }
    rule(data, 64, masks, data);
    rule(data, 64, masks, place.subarray(64, 128));
    rule(data, 64, masks, place.subarray(160, 224));
  });

  it('of a search is refused', () => {
    const right = {
      data: bytes(1024),
      chunkBytes: 256,
      tried: bytes(4),
      prefix: bytes(128),
      pad: bytes(512),
      bound: bytes(32),
    };
    expect(searchChunks(right)).toBeNull();
    const wrong = [
      ...[{ data: bytes(1000) }, { data: bytes(524_288), tried: bytes(2048) }, { chunkBytes: 0 }],
      ...[{ chunkBytes: 64 }, { chunkBytes: 524_288 }, { tried: bytes(3) }, { tried: bytes(5) }],
      ...[{ prefix: bytes(127) }, { pad: bytes(0) }, { pad: bytes(300) }, { bound: bytes(31) }],
      { pad: bytes(524_288) },
    ];
    for (const part of wrong)
      expect(() => searchChunks({ ...right, ...part }), Object.keys(part).join()).toThrow(
        RangeError,
      );
  });
});

describe('a process without WebAssembly', () => {
  it('gives the same bytes', () => {
    const built = new URL('../../../dist/sim/kernels/hashes.js', import.meta.url);
    const script = `
      import { keccak256, blake2b512, keccakTreeRoot } from ${JSON.stringify(built.href)};
      const data = new Uint8Array(1024).map((_, i) => i);
      const results = [keccak256(data), blake2b512(data), keccakTreeRoot(data, 64)];
      const hex = results.map((bytes) => Buffer.from(bytes).toString('hex'));
      console.log(JSON.stringify([typeof WebAssembly, ...hex]));
    `;
    // V8 has no WebAssembly when it may not make code.
    const args = ['--jitless', '--input-type=module', '-e', script];
    const cwd = fileURLToPath(new URL('../../..', import.meta.url));
    const said = JSON.parse(
      execFileSync(process.execPath, args, { cwd, encoding: 'utf8', stdio: 'pipe' }),
    );
    const data = new Uint8Array(1024).map((_, i) => i);
    const results = [keccak256(data), blake2b512(data), keccakTreeRoot(data, 64)];
    expect(said).toEqual(['undefined', ...results.map(hex)]);
  });
});
