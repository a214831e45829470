import { allowRelaxedVectors } from '../reports/commands/relaxed-vectors.ts';
import { plainKernels, wasmKernels } from '../sim/kernels/reed-solomon/chosen-kernels.ts';
import type { ErasureCode } from '../sim/kernels/reed-solomon/erasure-code.ts';
import { fftCode } from '../sim/kernels/reed-solomon/fft-code.ts';
import type { CodeKernels } from '../sim/kernels/reed-solomon/kernels.ts';
import { matrixCode } from '../sim/kernels/reed-solomon/matrix-code.ts';
import { splitSymbols } from '../sim/kernels/reed-solomon/symbols.ts';
import { type CodeInstance, codeInstance, knowsRelaxed } from '../sim/kernels/reed-solomon/wasm.ts';
import { Stream } from '../sim/random.ts';
import type { Body } from './body.ts';
import { fnv, sha256, shardBytes, shards } from './bytes.ts';
import { inPlace, recorded } from './in-place.ts';
import { isalAvailable, klauspostAvailable, runCoder } from './peers/coders.ts';
import type { Availability } from './peers/toolchain.ts';
import { type Contender, repeated, type Task } from './rounds.ts';

/** Shard counts and the length of a shard in bytes. */
export interface Shape {
  /** `square`: rows of a square of `data` by `data` shards, then all columns. */
  readonly code: 'matrix' | 'fft' | 'square';
  readonly data: number;
  readonly parity: number;
  readonly length: number;
}

export const SHAPES: readonly Shape[] = [
  { code: 'matrix', data: 10, parity: 4, length: 65_536 },
  { code: 'matrix', data: 10, parity: 4, length: 1_048_576 },
  { code: 'matrix', data: 32, parity: 32, length: 4096 },
  { code: 'fft', data: 128, parity: 128, length: 512 },
  { code: 'fft', data: 1024, parity: 1024, length: 32_768 },
  { code: 'fft', data: 1024, parity: 2048, length: 32_768 },
  { code: 'square', data: 128, parity: 128, length: 512 },
];
/** Most bytes of data for code without WebAssembly, which takes seconds for more. */
const PLAIN_MAX = 16_777_216;

type Kind = 'encode' | 'rebuild';

export function groupName({ code, data, parity, length }: Shape, kind: Kind): string {
  const size =
    length % 1_048_576 === 0
      ? `${length / 1_048_576} MiB`
      : length % 1024 === 0
        ? `${length / 1024} KiB`
        : `${length} B`;
  const name = code === 'square' ? `2D ${data} to ${data + parity}` : `${code} ${data}+${parity}`;
  return `${name}, ${size}, ${kind}`;
}

function codeOf({ code, data, parity }: Shape, kernels: CodeKernels): ErasureCode {
  return code === 'matrix'
    ? matrixCode(data, parity, kernels)
    : fftCode(data, parity, splitSymbols, kernels);
}

/**
 * Places that are lost: of a matrix code the first data shards, as many as there is parity, which is its
 * worst case; else half of all at random, or all parity where that is less.
 */
export function lostPlaces({ code, data, parity }: Shape): number[] {
  if (code === 'matrix') return Array.from({ length: Math.min(data, parity) }, (_, i) => i);
  const draw = new Stream('bench/coding', `lost of ${data}+${parity}`);
  const count = Math.min(parity, (data + parity) >> 1);
  return draw.sample(count, data + parity).sort((a, b) => a - b);
}

/** One piece of coding work; `made` is what came out of the last turn. */
function workOf(
  shape: Shape,
  kind: Kind,
  code: ErasureCode,
): { work: number; turn: () => Uint8Array[] } {
  const { data, length } = shape;
  if (shape.code === 'square') {
    const rows = Array.from({ length: data }, (_, row) =>
      Array.from({ length: data }, (_, i) => shardBytes(row * data + i, length)),
    );
    return { work: data * data * length, turn: () => extended(code, rows) };
  }
  const given = shards(data, length);
  if (kind === 'encode') return { work: data * length, turn: () => code.encode(given) };
  const lost = lostPlaces(shape);
  const left: (Uint8Array | undefined)[] = [...given, ...code.encode(given)];
  for (const place of lost) left[place] = undefined;
  return {
    work: data * length,
    turn: () => {
      const all = code.reconstruct(left);
      return lost.map((place) => all[place]);
    },
  };
}

/** Parity of all rows, then of all columns. */
function extended(code: ErasureCode, rows: readonly Uint8Array[][]): Uint8Array[] {
  const wide = rows.map((row) => [...row, ...code.encode(row)]);
  const below = wide[0].map((_, column) => code.encode(wide.map((row) => row[column])));
  return [...wide.flatMap((row) => row.slice(code.data)), ...below.flat()];
}

function throughInterface(shape: Shape, kind: Kind, kernels: CodeKernels): Task {
  const { work, turn } = workOf(shape, kind, codeOf(shape, kernels));
  return { work, run: () => void turn(), result: () => fnv(turn()) };
}

function withoutCopies(shape: Shape, kind: Kind, wasm: CodeInstance): Task {
  const { instance, calls } = recorded(wasm);
  const { work, turn } = workOf(shape, kind, codeOf(shape, wasmKernels(instance)));
  let run: (() => void) | undefined;
  return {
    work,
    run: () => run?.(),
    result: () => {
      calls.length = 0;
      const made = fnv(turn());
      run = inPlace(wasm, calls, shape.length);
      return made;
    },
  };
}

/** Everyone who can be measured; who is not installed says why. */
export function codingContenders(shapes: readonly Shape[], peers: boolean): Contender[] {
  allowRelaxedVectors();
  const relaxed = knowsRelaxed() ? undefined : 'this Node has no relaxed vectors';
  const isal = peers ? isalAvailable() : undefined;
  const klauspost = peers ? klauspostAvailable() : undefined;
  return shapes.flatMap((shape) => {
    const kinds: Kind[] = shape.code === 'square' ? ['encode'] : ['encode', 'rebuild'];
    return kinds.flatMap((kind): Contender[] => {
      const group = groupName(shape, kind);
      const own = (name: string, task: () => Task, skipped?: string): Contender => ({
        group,
        name,
        unit: 'B/s',
        ...(skipped !== undefined && { skipped }),
        prepare: () => repeated(task()),
      });
      const vectors = (which: 'plain' | 'relaxed') => {
        const made = codeInstance({ vectors: which });
        if (made === undefined) throw new Error('WebAssembly, expected it in Node');
        return made;
      };
      return [
        ...(['plain', 'relaxed'] as const).flatMap((which) => {
          const skipped = which === 'relaxed' ? relaxed : undefined;
          return [
            own(
              `${which} vectors`,
              () => throughInterface(shape, kind, wasmKernels(vectors(which))),
              skipped,
            ),
            own(
              `${which} vectors, in place`,
              () => withoutCopies(shape, kind, vectors(which)),
              skipped,
            ),
          ];
        }),
        own(
          'without WebAssembly',
          () => throughInterface(shape, kind, plainKernels),
          shape.data * shape.length > PLAIN_MAX ? 'a turn takes too long at this size' : undefined,
        ),
        ...(shape.code !== 'matrix'
          ? []
          : [
              ...(isal === undefined
                ? []
                : [
                    ['best', 'ISA-L, best path'],
                    ['avx2', 'ISA-L, AVX2'],
                    ['sse', 'ISA-L, SSE'],
                  ].map(([path, name]) => asCoder(group, name, isal, [path], shape, kind))),
              ...(klauspost === undefined
                ? []
                : [asCoder(group, 'klauspost/reedsolomon', klauspost, [], shape, kind)]),
            ]),
      ];
    });
  });
}

function asCoder(
  group: string,
  name: string,
  found: Availability,
  path: readonly string[],
  { data, parity, length }: Shape,
  kind: Kind,
): Contender {
  const command = 'command' in found ? found.command : [];
  const sizes = [data, parity, length].map(String);
  return {
    group,
    name,
    unit: 'B/s',
    ...('skipped' in found && { skipped: found.skipped }),
    prepare: () => (least) => runCoder([...command, ...path, kind, ...sizes, String(least)]),
  };
}

/** Fixed work for counters and for the comparison of two builds. */
export function codingBodies(): Body[] {
  const small: readonly Shape[] = [
    { code: 'matrix', data: 10, parity: 4, length: 65_536 },
    { code: 'fft', data: 128, parity: 128, length: 512 },
    { code: 'fft', data: 1024, parity: 1024, length: 512 },
  ];
  return small.flatMap((shape) =>
    (['encode', 'rebuild'] as const).map(
      (kind): Body => ({
        suite: 'coding',
        name: groupName(shape, kind),
        prepare: ({ sim }) => {
          const { data, parity } = shape;
          const code =
            shape.code === 'matrix' ? sim.matrixCode(data, parity) : sim.fftCode(data, parity);
          const { work, turn } = workOf(shape, kind, code);
          return () => ({ counters: { bytes: work }, certificate: sha256(turn()) });
        },
      }),
    ),
  );
}
