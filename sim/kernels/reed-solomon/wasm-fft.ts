import type { GaloisField } from './galois-field.ts';
import type { FftShape, UncheckedKernels } from './kernels.ts';
import type { CodeInstance } from './wasm.ts';

/** Tables of GF(2^8) and of the subfield of GF(2^16) with its map; below `WORK`, after those of wasm.ts. */
const TABLES = { 8: 12_288, 16: 20_480 } as const;
/** As in assembly/symbols.ts. */
const LAYOUTS = { bytes: 0, pairs: 1, split: 2 } as const;
/** What the kernels round lengths up to. */
const VECTORS = 32;
/** Bytes of each shard that go through the transforms together at least and at most, and of all rows. */
const PIECE = { least: 64, most: 8192 };
const PIECES = 8_388_608;
/** Shorter results of one call share a buffer: to make one for each takes longer than to code them. */
const SHARED = 4096;

/** Transforms by the kernels `encode` and `rebuild`. Pieces of shards are copied to them and from them. */
export function wasmTransforms(wasm: CodeInstance): UncheckedKernels['transforms'] {
  const { encode, rebuild } = wasm.exports;
  return (shape) => {
    const { data, parity, points, used } = shape;
    const { tables, layout, rows: encoded, first } = encodingPlace(wasm, shape);
    const parityRows = Array.from({ length: parity }, (_, i) => i);
    const dataRows = Array.from({ length: data }, (_, i) => first + i);
    return {
      encode: (shards, length) =>
        inPieces(wasm, wasm.work, encoded, shards, dataRows, parityRows, length, (width) =>
          encode(tables, layout, wasm.work, data, parity, width),
        ),
      rebuild(shards, known, wanted, length) {
        const before = wasm.work;
        const after = before + 2 * points;
        const rows = up(VECTORS, after + 2 * points);
        const factors = new Uint16Array(wasm.view(rows - before).buffer, before, 2 * points).fill(
          0,
        );
        for (const { point, factor } of known) factors[point] = factor;
        for (const { point, factor } of wanted) factors[points + point] = factor;
        const ranks = new Uint16Array(points);
        let rank = 0;
        for (let point = 0; point < points; point++)
          if (factors[points + point] !== 0) ranks[point] = rank++;
        return inPieces(
          wasm,
          rows,
          points,
          shards,
          known.map(({ point }) => point),
          wanted.map(({ point }) => ranks[point]),
          length,
          (width) => rebuild(tables, layout, before, after, rows, points, used, width),
        );
      },
    };
  };
}

/**
 * What the kernel `encode` needs to know of a shape besides counts: its tables, which it finds in the memory
 * from now on, the layout, how many rows it works on, and at which of them the data shards begin.
 */
export function encodingPlace(wasm: CodeInstance, { field, symbols, data, parity }: FftShape) {
  const tables = TABLES[field.bits];
  // The same bytes for every code of the field.
  wasm.view(0).set(fieldTables(field), tables);
  const first = data * Math.floor((parity - 1) / data);
  return { tables, layout: LAYOUTS[symbols.name], rows: first + data, first };
}

/**
 * Takes shards through a kernel that works on rows from `at` on, a piece of all shards at a time.
 * @param inputs rows where shards go
 * @param outputs rows where results appear, the first ones in any order
 */
function inPieces(
  wasm: CodeInstance,
  at: number,
  rows: number,
  shards: readonly Uint8Array[],
  inputs: readonly number[],
  outputs: readonly number[],
  length: number,
  kernel: (width: number) => void,
): Uint8Array[] {
  const fitting = 64 * Math.floor(PIECES / rows / 64);
  const most = Math.min(length, Math.max(PIECE.least, Math.min(PIECE.most, fitting)));
  const memory = wasm.view(at + rows * up(VECTORS, most) - wasm.work);
  const take = (from: number, size: number, width: number) => {
    for (let i = 0; i < inputs.length; i++)
      memory.set(
        size === length ? shards[i] : shards[i].subarray(from, from + size),
        at + inputs[i] * width,
      );
    kernel(width);
  };

  if (most === length && length < SHARED) {
    const width = up(VECTORS, length);
    take(0, length, width);
    const all = memory.slice(at, at + outputs.length * width);
    return outputs.map((row) => all.subarray(row * width, row * width + length));
  }
  const results = outputs.map(() => new Uint8Array(length));
  for (let from = 0; from < length; from += most) {
    const size = Math.min(most, length - from);
    const width = up(VECTORS, size);
    take(from, size, width);
    for (let i = 0; i < outputs.length; i++) {
      const row = at + outputs[i] * width;
      results[i].set(memory.subarray(row, row + size), from);
    }
  }
  return results;
}

/**
 * For each constant below 256 its products with 0 to 15 and with those times 16. Over GF(2^16) then what the
 * map G of assembly/fft16.ts makes of 0 to 15 and of those times 16.
 */
function fieldTables({ bits, mul }: GaloisField): Uint8Array {
  const tables = new Uint8Array(32 * (bits === 8 ? 256 : 257));
  const operand = (at: number) => ((at & 16) === 0 ? at & 15 : (at & 15) << 4);
  for (let at = 0; at < 32 * 256; at++) tables[at] = mul(at >> 5, operand(at));
  for (let at = 32 * 256; at < tables.length; at++)
    tables[at] = mul(operand(at), 256) ^ (operand(at) << 8);
  return tables;
}

function up(unit: number, bytes: number): number {
  return unit * Math.ceil(bytes / unit);
}
