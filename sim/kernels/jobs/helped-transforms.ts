import type { FftShape, FftTransforms } from '../reed-solomon/kernels.ts';
import { encodingPlace } from '../reed-solomon/wasm-fft.ts';
import { ENCODE } from './operations.ts';
import type { SharedWork, Task } from './shared-work.ts';

/** Bytes of data below which division costs more than it gives. */
const LEAST = 131_072;
/** Bytes of a shard that a part has at least, and of all its rows at most. */
const ROW = 64;
const PART = 2_097_152;
/** Parts that there are at least, as far as shards are long enough. */
const PARTS = 4;
/** What the kernel rounds widths up to. */
const VECTORS = 32;

/**
 * Divides an encoding by columns; how depends on shape and length alone.
 * @param alone the same in this thread, which rebuilds too
 */
export function helpedTransforms(
  work: SharedWork,
  shape: FftShape,
  alone: FftTransforms,
): FftTransforms {
  const { data, parity } = shape;
  const { tables, layout, rows, first } = encodingPlace(work.wasm, shape);
  const partOf = (length: number) => {
    const fitting = Math.min(Math.floor(PART / rows / ROW), Math.ceil(length / PARTS / ROW));
    return ROW * Math.max(1, fitting);
  };
  return {
    rebuild: alone.rebuild,
    encode(shards, length) {
      if (data * length < LEAST) return alone.encode(shards, length);
      const results = Array.from({ length: parity }, () => new Uint8Array(length));
      const tasks: Task[] = [];
      const step = partOf(length);
      for (let from = 0; from < length; from += step) {
        const size = Math.min(step, length - from);
        const width = VECTORS * Math.ceil(size / VECTORS);
        const piece = (i: number) => shards[i].subarray(from, from + size);
        tasks.push({
          operation: ENCODE,
          bytes: rows * width,
          fill(memory, at) {
            for (let i = 0; i < data; i++) memory.set(piece(i), at + (first + i) * width);
            return [tables, layout, at, data, parity, width];
          },
          take(memory, at) {
            results.forEach((result, i) => {
              const row = at + i * width;
              result.set(memory.subarray(row, row + size), from);
            });
          },
          alone() {
            alone
              .encode(
                Array.from(shards, (_, i) => piece(i)),
                size,
              )
              .forEach((shard, i) => {
                results[i].set(shard, from);
              });
          },
        });
      }
      work.join(work.start(tasks));
      return results;
    },
  };
}
