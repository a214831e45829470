import { createHash } from 'node:crypto';
import { keccak_256 } from '@noble/hashes/sha3.js';
import {
  blake2b512,
  blake2bChain,
  type ChunkSearch,
  keccak256,
  keccakChain,
  keccakTreeRoot,
  maskChunks,
  searchChunks,
  unmaskChunks,
} from '../../../../sim/kernels/hashes.ts';
import { plainKernels } from '../../../../sim/kernels/hashing/plain.ts';
import type { Stream } from '../../../../sim/random.ts';
import { hex } from '../shards.ts';
import type { Call } from './judge.ts';
import { Held, impostor, NUMBERS, oneOf, otherLength, someBytes } from './places.ts';

/*
 * Calls of hashes.ts. About half are as the functions say they must be; in the others one argument is of a wrong
 * type, length, place or number. Whether a call must be refused is said here anew, from the documentation.
 */

const PIECE = 262_144;
const LARGEST = 600_000;

/** Digests of "abc", as published. */
const ABC = Uint8Array.of(0x61, 0x62, 0x63);
const KECCAK_ABC = '4e03657aea45a94fc7d47ba826c8d667c0d1e6e33a64a036ec44f58fa12d6c45';
const BLAKE_ABC = 'ba80a53f981c4d0d6a2797b69f12f6e94c212f14685ac4b74b12bb6fdbffa2d1';

function normal(): boolean {
  const digests = [hex(keccak256(ABC)), hex(blake2b512(ABC)).slice(0, 64)];
  return digests[0] === KECCAK_ABC && digests[1] === BLAKE_ABC;
}

/** Mostly short; at times around what goes over at once. */
function messageLength(draws: Stream): number {
  const size = draws.below(400);
  if (size === 0)
    return oneOf(draws, [262_072, PIECE, 2 * 262_072, 2 * PIECE]) - 3 + draws.below(7);
  if (size < 40) return draws.below(7000);
  return draws.below(600);
}

type Hash = (bytes: Uint8Array) => Uint8Array;

function messageCall(hash: Hash, oracle: Hash): (draws: Stream) => Call {
  return (draws) => {
    const held = new Held();
    const bytes = someBytes(draws, messageLength(draws));
    const [kind, value] = draws.chance(0.35)
      ? impostor(draws, bytes.subarray(0, 300))
      : ['bytes', held.place(draws, bytes)];
    return {
      what: `${bytes.length} B, ${kind}`,
      held,
      expected: kind === 'bytes' ? [oracle(bytes)] : undefined,
      run: () => [hash(value as Uint8Array)],
      normal,
    };
  };
}

/** Arguments by name, of which some may be taken by others. */
type Arguments = Record<string, unknown>;

/** Spoils up to two arguments. @returns which, and whether one is of no lawful type */
function spoil(draws: Stream, held: Held, args: Arguments): { what: string; mistyped: boolean } {
  const spoiled: string[] = [];
  let mistyped = false;
  const names = Object.keys(args);
  const count = draws.chance(0.5) ? 1 + draws.below(2) : 0;
  for (const name of draws.sample(count, names.length).map((i) => names[i])) {
    const value = args[name];
    if (!(value instanceof Uint8Array)) {
      const next = typeof value === 'number' && draws.chance(0.5);
      args[name] = next ? otherLength(draws, value) : oneOf(draws, NUMBERS);
      spoiled.push(
        `${name} ${typeof args[name]} ${next ? args[name] : NUMBERS.indexOf(args[name])}`,
      );
      mistyped ||= typeof args[name] !== 'number';
    } else if (draws.chance(0.5)) {
      const [kind, other] = impostor(draws, value);
      args[name] = other;
      spoiled.push(`${name} ${kind}`);
      mistyped = true;
    } else {
      const length = Math.min(otherLength(draws, value.length), LARGEST);
      args[name] = held.place(draws, someBytes(draws, length));
      spoiled.push(`${name} of ${length} B`);
    }
  }
  return { what: spoiled.join(', '), mistyped };
}

const isCount = (value: number, least: number, most: number, step: number): boolean =>
  Number.isSafeInteger(value) && value >= least && value <= most && value % step === 0;

function treeCall(draws: Stream): Call {
  const held = new Held();
  const large = draws.below(600) === 0;
  const leafBytes = 32 + draws.below(large ? 5000 : 300);
  const leaves = 2 ** draws.below(large ? 7 : 5);
  const length = draws.below(1500) === 0 ? PIECE : leafBytes * leaves;
  const args: Arguments = {
    data: held.place(draws, someBytes(draws, length)),
    leafBytes: length === PIECE ? oneOf(draws, [32, 256, 4096, PIECE]) : leafBytes,
  };
  const { what, mistyped } = spoil(draws, held, args);
  const [data, leaf] = [args.data as Uint8Array, args.leafBytes as number];
  const lawful = (): boolean =>
    isCount(leaf, 32, data.length, 1) && Number.isInteger(Math.log2(data.length / leaf));
  return {
    what: `${length} B, leaves of ${leafBytes} B, ${what}`,
    held,
    expected: mistyped || !lawful() ? undefined : [treeRoot(data, leaf)],
    run: () => [keccakTreeRoot(data, leaf)],
    normal,
  };
}

/** From the definition: the two halves by themselves, then their hash. */
function treeRoot(data: Uint8Array, leafBytes: number): Uint8Array {
  if (data.length === leafBytes) return keccak_256(data);
  const half = data.length / 2;
  const roots = [data.subarray(0, half), data.subarray(half)].map((part) =>
    treeRoot(part, leafBytes),
  );
  return keccak_256(Uint8Array.of(...roots[0], ...roots[1]));
}

function chainCall(draws: Stream): Call {
  const [chained, plain] =
    draws.below(2) === 0
      ? [keccakChain, plainKernels.keccakChain]
      : [blake2bChain, plainKernels.blake2bChain];
  const held = new Held();
  const cells = draws.below(3000) === 0 ? 4095 + draws.below(3) : draws.below(12);
  const args: Arguments = {
    seed: held.place(draws, someBytes(draws, 64)),
    into: held.place(draws, someBytes(draws, 64 * cells)),
  };
  const { what, mistyped } = spoil(draws, held, args);
  // The seed may lie in what is filled.
  if (!mistyped && draws.below(5) === 0) {
    const into = args.into as Uint8Array;
    if (into.length >= 64) args.seed = into.subarray(draws.below(into.length - 63)).subarray(0, 64);
  }
  const [seed, into] = [args.seed as Uint8Array, args.into as Uint8Array];
  const lawful = !mistyped && seed.length === 64 && into.length % 64 === 0;
  return {
    what: `${cells} cells, ${what}`,
    held,
    expected: lawful ? [chain(plain, seed, into.length)] : undefined,
    run() {
      chained(seed, into);
      return [into];
    },
    output: into,
    normal,
  };
}

function chain(plain: typeof keccakChain, seed: Uint8Array, length: number): Uint8Array {
  const all = new Uint8Array(length);
  plain(Uint8Array.from(seed), all);
  return all;
}

function maskCall(masking: boolean): (draws: Stream) => Call {
  return (draws) => {
    const held = new Held();
    const large = draws.below(3000) === 0;
    const chunkBytes = large ? oneOf(draws, [100_000, 131_072, PIECE]) : 32 * (1 + draws.below(8));
    const chunks = large ? draws.below(4) : draws.below(7);
    const data = held.place(draws, someBytes(draws, chunkBytes * chunks));
    const args: Arguments = {
      data,
      chunkBytes,
      masks: held.place(draws, someBytes(draws, 32 * chunks)),
      into: draws.chance(0.3) ? data : held.place(draws, someBytes(draws, data.length)),
    };
    const { what, mistyped } = spoil(draws, held, args);
    if (!mistyped && draws.below(6) === 0) overlapping(draws, held, args);
    const [from, chunk, masks, into] = Object.values(args) as [
      Uint8Array,
      number,
      Uint8Array,
      Uint8Array,
    ];
    const lawful = (): boolean =>
      isCount(chunk, 32, PIECE, 32) &&
      from.length % chunk === 0 &&
      masks.length === (32 * from.length) / chunk &&
      into.length === from.length &&
      (!meet(from, into) || from.byteOffset === into.byteOffset) &&
      !meet(masks, into);
    const rule = masking ? 'maskChunks' : 'unmaskChunks';
    let expected: Uint8Array[] | undefined;
    if (!mistyped && lawful()) {
      expected = [new Uint8Array(from.length)];
      plainKernels[rule](Uint8Array.from(from), chunk, masks, expected[0]);
    }
    return {
      what: `${chunks} chunks of ${chunkBytes} B, ${what}`,
      held,
      expected,
      run() {
        (masking ? maskChunks : unmaskChunks)(from, chunk, masks, into);
        return [into];
      },
      output: into,
      normal,
    };
  };
}

/** Puts all three into one buffer, at places that may overlap. */
function overlapping(draws: Stream, held: Held, args: Arguments): void {
  const [data, masks] = [args.data as Uint8Array, args.masks as Uint8Array];
  const room = held.place(draws, someBytes(draws, 3 * data.length + masks.length));
  const part = (length: number): Uint8Array => {
    const at = 32 * draws.below((room.length - length) / 32 + 1);
    return room.subarray(at, at + length);
  };
  args.data = part(data.length);
  args.masks = part(masks.length);
  args.into = part(data.length);
}

/** Whether two views have a byte in common. */
function meet(a: Uint8Array, b: Uint8Array): boolean {
  if (a.buffer !== b.buffer || a.length === 0 || b.length === 0) return false;
  const [first, second] = a.byteOffset <= b.byteOffset ? [a, b] : [b, a];
  return first.byteOffset + first.length > second.byteOffset;
}

function searchCall(draws: Stream): Call {
  const held = new Held();
  const large = draws.below(2000) === 0;
  const chunkBytes = large ? oneOf(draws, [4096, PIECE / 2, PIECE]) : 128 * (1 + draws.below(3));
  const chunks = large ? draws.below(PIECE / chunkBytes + 1) : draws.below(9);
  const parts = large ? 1 + draws.below(PIECE / chunkBytes) : 1 + draws.below(5);
  const bound = someBytes(draws, 32).slice();
  bound[0] = draws.below(120);
  const args: Arguments = {
    data: held.place(draws, someBytes(draws, chunkBytes * chunks)),
    chunkBytes,
    tried: held.place(
      draws,
      someBytes(draws, chunks).map((byte) => byte % 3),
    ),
    prefix: held.place(draws, someBytes(draws, 128)),
    pad: held.place(draws, someBytes(draws, chunkBytes * parts)),
    bound: held.place(draws, bound),
  };
  const { what, mistyped } = spoil(draws, held, args);
  const right = args as unknown as ChunkSearch;
  const lawful = (): boolean =>
    isCount(right.chunkBytes, 128, PIECE, 128) &&
    isCount(right.data.length, 0, PIECE, right.chunkBytes) &&
    right.tried.length === right.data.length / right.chunkBytes &&
    right.prefix.length === 128 &&
    isCount(right.pad.length, right.chunkBytes, PIECE, right.chunkBytes) &&
    right.bound.length === 32;
  const asBytes = (found: ReturnType<typeof searchChunks>): Uint8Array[] =>
    found === null ? [] : [Uint8Array.from(Buffer.from(`${found.index}`)), found.digest];
  return {
    what: `${chunks} chunks of ${chunkBytes} B, ${parts} parts, ${what}`,
    held,
    expected: mistyped || !lawful() ? undefined : asBytes(plainKernels.searchChunks(right)),
    run: () => asBytes(searchChunks(right)),
    normal,
  };
}

const openssl: Hash = (bytes) => createHash('blake2b512').update(bytes).digest();

/** For each function of hashes.ts its calls. */
export const hashCalls: readonly [string, (draws: Stream) => Call][] = [
  ['keccak256', messageCall(keccak256, (bytes) => keccak_256(bytes))],
  ['blake2b512', messageCall(blake2b512, openssl)],
  ['keccakTreeRoot', treeCall],
  ['chains', chainCall],
  ['maskChunks', maskCall(true)],
  ['unmaskChunks', maskCall(false)],
  ['searchChunks', searchCall],
];
