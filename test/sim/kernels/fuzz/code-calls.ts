import { plainKernels } from '../../../../sim/kernels/reed-solomon/chosen-kernels.ts';
import type { ErasureCode } from '../../../../sim/kernels/reed-solomon/erasure-code.ts';
import { fftCode } from '../../../../sim/kernels/reed-solomon/fft-code.ts';
import type { CodeKernels } from '../../../../sim/kernels/reed-solomon/kernels.ts';
import { matrixCode } from '../../../../sim/kernels/reed-solomon/matrix-code.ts';
import { shortenedCode } from '../../../../sim/kernels/reed-solomon/shortened-code.ts';
import { pairSymbols, splitSymbols } from '../../../../sim/kernels/reed-solomon/symbols.ts';
import type { Stream } from '../../../../sim/random.ts';
import { builds } from '../builds.ts';
import { only, sameShards } from '../shards.ts';
import type { Call } from './judge.ts';
import { Held, impostor, NUMBERS, oneOf, someBytes } from './places.ts';

/*
 * Calls of codes on every build and on the plain side. Parity is compared with what another side makes, rebuilt
 * shards with those that were encoded.
 */

type Kind = 'matrix' | 'fft' | 'split' | 'pairs';

interface Shape {
  readonly kind: Kind;
  readonly data: number;
  readonly parity: number;
  /** Data shards of the code that is shortened to `data` ones; as many as those if it is not. */
  readonly whole: number;
  /** Shards are a multiple of this many bytes long. */
  readonly granule: number;
}

/** A side to be tried: codes on one instance of kernels, and who says what they must give. */
interface Side {
  readonly codeOf: (shape: Shape) => ErasureCode;
  readonly oracleOf: (shape: Shape) => ErasureCode;
  readonly kernels: CodeKernels;
  normal(): boolean;
}

const FEW: readonly number[] = [1, 2, 3, 4, 5, 8, 13, 17, 20];

function drawnShape(draws: Stream): Shape {
  const kind = oneOf<Kind>(draws, draws.below(10) === 0 ? ['split', 'pairs'] : ['matrix', 'fft']);
  let [data, parity] = [oneOf(draws, FEW), oneOf(draws, FEW)];
  if (kind === 'matrix' && draws.below(100) === 0)
    [data, parity] = oneOf(draws, [
      [128, 128],
      [1, 255],
      [255, 1],
      [200, 56],
      [34, 66],
    ]);
  if (kind === 'fft') {
    data = 2 ** draws.below(5);
    if (draws.below(50) === 0)
      [data, parity] = oneOf(draws, [
        [128, 128],
        [1, 255],
        [128, 3],
        [32, 224],
        [64, 100],
      ]);
  }
  if (kind === 'split' || kind === 'pairs')
    [data, parity] = oneOf(draws, [
      [128, 129],
      [256, 1],
      [1, 256],
      [16, 300],
      [2, 255],
    ]);
  const whole = data;
  if (draws.below(4) === 0) data = 1 + draws.below(whole);
  const granule = { matrix: 1, fft: 1, split: 64, pairs: 2 }[kind];
  return { kind, data, parity, whole, granule };
}

function wholeCode(kind: Kind, data: number, parity: number, kernels: CodeKernels): ErasureCode {
  if (kind === 'matrix') return matrixCode(data, parity, kernels);
  return fftCode(data, parity, kind === 'pairs' ? pairSymbols : splitSymbols, kernels);
}

/** Codes on kernels, each made once. */
function codesOn(kernels: CodeKernels): (shape: Shape) => ErasureCode {
  const made = new Map<string, ErasureCode>();
  return ({ kind, data, parity, whole }) => {
    const name = `${kind} ${whole} ${parity}`;
    const code = made.get(name) ?? wholeCode(kind, whole, parity, kernels);
    made.set(name, code);
    return data === whole ? code : shortenedCode(code, data);
  };
}

function sideOf(kernels: CodeKernels, oracleOf: (shape: Shape) => ErasureCode): Side {
  const codeOf = codesOn(kernels);
  const usual = (['matrix', 'fft', 'pairs'] as const).map((kind): [ErasureCode, Uint8Array[]] => {
    const shape = { kind, data: 2, parity: kind === 'pairs' ? 255 : 3, whole: 2, granule: 1 };
    const data = [Uint8Array.of(1, 2, 3, 4), Uint8Array.of(5, 6, 7, 8)];
    return [codeOf(shape), [...data, ...oracleOf(shape).encode(data)]];
  });
  const normal = (): boolean =>
    usual
      .slice(0, 2)
      .every(([code, all]) => sameShards(code.reconstruct([undefined, ...all.slice(1)]), all)) &&
    sameShards(usual[2][0].encode(usual[2][1].slice(0, 2)), usual[2][1].slice(2));
  return { codeOf, oracleOf, kernels, normal };
}

function shardLength(draws: Stream, { kind, data, parity, granule }: Shape): number {
  if (kind === 'split' || kind === 'pairs') return granule * draws.below(data > 64 ? 4 : 12);
  const rare = draws.below(400);
  if (rare === 0 && data + parity < 50) return oneOf(draws, [4095, 4096, 8191, 8193, 12_000]);
  return draws.below(rare < 40 ? 1500 : data + parity > 60 ? 70 : 300);
}

type Given = (Uint8Array | undefined)[];

/** Spoils the shards of a call in one way. @returns how, and what takes their place */
function spoiled(draws: Stream, held: Held, shards: Given, shape: Shape): [string, unknown] {
  const places = shards.flatMap((shard, place) => (shard === undefined ? [] : [place]));
  const at = oneOf(draws, places);
  const right = shards[at] as Uint8Array;
  const other = [...shards];
  const resized = (length: number): unknown[] => {
    other[at] = held.place(draws, someBytes(draws, length));
    return other;
  };
  const [kind, value] = impostor(draws, right);
  const ways: readonly [string, () => unknown][] = [
    ['one too few', () => shards.slice(1)],
    ['one too many', () => [...shards, right]],
    ['none', () => []],
    ['a null', () => other.fill(null as never, at, at + 1)],
    [
      'an impostor',
      () => (value === undefined ? 'shards' : other.fill(value as never, at, at + 1)),
    ],
    [
      'another length',
      () => (places.length > 1 ? resized(right.length + shape.granule) : undefined),
    ],
    ['an empty shard', () => (places.length > 1 && right.length > 0 ? resized(0) : null)],
    ['no array', () => oneOf(draws, [...NUMBERS.filter((each) => !Array.isArray(each)), right])],
    ['a text', () => 'x'.repeat(shards.length)],
    ['a set', () => new Set(shards)],
    ['like an array', () => ({ ...shards, length: shards.length })],
    [
      'a boasting array',
      () => new Proxy(shards, { get: (_, name) => (name === 'length' ? 2 ** 32 + 1 : right) }),
    ],
    ['too many erasures', () => erased(draws, shards, shape.data - 1)],
    ['holes alone', () => new Array(shards.length)],
  ];
  const [what, make] = oneOf(draws, ways);
  return [what === 'an impostor' ? `${what}, ${kind}` : what, make()];
}

/** With `present` shards at most. */
function erased(draws: Stream, shards: Given, present: number): Given {
  const places = shards.flatMap((shard, place) => (shard === undefined ? [] : [place]));
  const kept = draws.sample(Math.min(present, places.length), places.length);
  return only(
    shards,
    kept.map((i) => places[i]),
  );
}

function codingCall(side: Side, draws: Stream): Call {
  const held = new Held();
  const shape = drawnShape(draws);
  const [code, oracle] = [side.codeOf(shape), side.oracleOf(shape)];
  const length = shardLength(draws, shape);
  const { data, parity } = shape;
  const plain = Array.from({ length: data }, () => someBytes(draws, length));
  const encoding = draws.chance(0.5);
  const all = encoding ? plain : [...plain, ...oracle.encode(plain)];
  let given: Given = all.map((shard) => held.place(draws, shard));
  let expected: Uint8Array[] | undefined;
  let what = '';
  let value: unknown;
  if (draws.chance(0.4)) {
    if (!encoding) given = erased(draws, given, data + draws.below(parity + 1));
    [what, value] = spoiled(draws, held, given, shape);
  } else if (shape.granule > 1 && draws.below(6) === 0) {
    what = 'broken symbols';
    value = given.map(() => held.place(draws, someBytes(draws, length + 1)));
  } else if (draws.below(8) === 0) {
    // The same shard at several places: believed by a code, so all sides must agree.
    what = 'shards that are one';
    for (let i = 0; i < 3; i++) given[draws.below(given.length)] = oneOf(draws, given);
    if (!encoding) given = erased(draws, given, data + draws.below(parity + 1));
    const copies = given.map((shard) => shard && Uint8Array.from(shard));
    expected = encoding ? oracle.encode(copies as Uint8Array[]) : oracle.reconstruct(copies);
    value = given;
  } else {
    expected = encoding ? oracle.encode(plain) : all;
    if (!encoding) given = erased(draws, given, data + draws.below(parity + 1));
    value = given;
  }
  return {
    what: `${encoding ? 'encode' : 'reconstruct'} ${JSON.stringify(shape)}, ${length} B, ${what}`,
    held,
    expected,
    run: () => (encoding ? code.encode(value as Uint8Array[]) : code.reconstruct(value as Given)),
    normal: side.normal,
  };
}

const said = (count: unknown): string => (typeof count === 'number' ? `${count}` : typeof count);

/** Makes a code of any counts and gives it empty shards. */
function makingCall({ kernels, normal }: Side, draws: Stream): Call {
  const count = (): unknown =>
    draws.chance(0.5) ? oneOf(draws, NUMBERS) : oneOf(draws, [1, 2, 3, 4, 127, 128, 255, 256, 257]);
  const [data, parity] = [count(), count()];
  const kind = oneOf(draws, ['matrix', 'fft', 'shortened', 'not a code', 'layout'] as const);
  const isWhole = (value: unknown): value is number =>
    Number.isInteger(value) && (value as number) >= 1;
  const counted = isWhole(data) && isWhole(parity);
  const layout = draws.chance(0.3)
    ? splitSymbols
    : oneOf<unknown>(draws, [
        { ...splitSymbols },
        { ...pairSymbols, granule: 1 },
        null,
        'split',
        3,
      ]);
  const whole = matrixCode(4, 2, kernels);
  const making = {
    matrix: {
      lawful: counted && data + parity <= 256,
      make: () => matrixCode(data as number, parity as number, kernels),
    },
    fft: {
      lawful:
        counted && Number.isInteger(Math.log2(data)) && Math.max(2 * data, data + parity) <= 65_536,
      make: () => fftCode(data as number, parity as number, splitSymbols, kernels),
    },
    shortened: {
      lawful: isWhole(data) && data <= 4,
      make: () => shortenedCode(whole, data as number),
    },
    'not a code': {
      lawful: false,
      make: () => shortenedCode(oneOf(draws, NUMBERS) as ErasureCode, 1),
    },
    layout: {
      lawful: layout === splitSymbols,
      make: () => fftCode(2, 2, layout as never, kernels),
    },
  }[kind];
  const shards = { matrix: data, fft: data, shortened: data, 'not a code': 1, layout: 2 }[
    kind
  ] as number;
  const more = { matrix: parity, fft: parity, shortened: 2, 'not a code': 1, layout: 2 }[
    kind
  ] as number;
  const empty = (length: number): Uint8Array[] => Array.from({ length }, () => new Uint8Array(0));
  return {
    what: `${kind} of ${said(data)} and ${said(parity)}`,
    held: new Held(),
    expected: making.lawful ? empty(more) : undefined,
    run: () => making.make().encode(empty(shards)),
    normal,
  };
}

/** For each build and for the plain side the calls of its codes. To be asked for when relaxed vectors are on. */
export function codeCalls(): readonly [string, (draws: Stream) => Call][] {
  const plainOf = codesOn(plainKernels);
  const vectorsOf = codesOn(builds[0][1]());
  const sides: [string, Side][] = builds.map(([name, make]) => [name, sideOf(make(), plainOf)]);
  sides.push(['without WebAssembly', sideOf(plainKernels, vectorsOf)]);
  return sides.map(([name, side]) => [
    `codes, ${name}`,
    (draws) => (draws.below(20) === 0 ? makingCall(side, draws) : codingCall(side, draws)),
  ]);
}
