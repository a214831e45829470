import type { UncheckedKernels } from '../reed-solomon/kernels.ts';
import { PRODUCTS } from '../reed-solomon/wasm.ts';
import { putProducts } from '../reed-solomon/wasm-matrix.ts';
import { COMBINE } from './operations.ts';
import type { SharedWork, Task } from './shared-work.ts';

/** Bytes of inputs below which division costs more than it gives. */
const LEAST = 131_072;
/** Bytes of all shards of a part, about a quarter of a second-level cache each for its strips. */
const PART = 262_144;
/** Bytes between shards, lest those of a power of two fall into the same lines of a cache. */
const GAP = 192;
/** What the kernel rounds lengths up to. */
const PASS = 32;

/**
 * Divides linear combinations by ranges of the shards; how depends on counts and length alone.
 * @param alone the same in this thread
 */
export function helpedCombination(
  work: SharedWork,
  alone: UncheckedKernels['combination'],
): UncheckedKernels['combination'] {
  putProducts(work.wasm);
  return (rows) => {
    const combine = alone(rows);
    const outputs = rows.length;
    const inputs = rows[0].length;
    const shards = inputs + outputs;
    const lists = up(16, 4 * shards);
    const tables = 128 * inputs;
    const coefficients = up(16, inputs * outputs);
    const before = lists + tables + coefficients;
    const step = PASS * Math.max(1, Math.floor((PART / shards - GAP) / PASS));

    return (data, length) => {
      if (inputs * length < LEAST) return combine(data, length);
      const results = Array.from({ length: outputs }, () => new Uint8Array(length));
      const tasks: Task[] = [];
      for (let from = 0; from < length; from += step) {
        const size = Math.min(step, length - from);
        const width = up(PASS, size);
        const stride = width + GAP;
        const piece = (i: number) => data[i].subarray(from, from + size);
        tasks.push({
          operation: COMBINE,
          bytes: before + shards * stride,
          fill(memory, at) {
            const first = at + before;
            const list = new Uint32Array(memory.buffer, at, shards);
            for (let i = 0; i < shards; i++) list[i] = first + i * stride;
            rows.forEach((row, i) => {
              memory.set(row, at + lists + tables + i * inputs);
            });
            for (let i = 0; i < inputs; i++) memory.set(piece(i), first + i * stride);
            const outputList = at + 4 * inputs;
            const [scratch, constants] = [at + lists, at + lists + tables];
            return [PRODUCTS, constants, scratch, at, inputs, outputList, outputs, width];
          },
          take(memory, at) {
            results.forEach((result, i) => {
              const shard = at + before + (inputs + i) * stride;
              result.set(memory.subarray(shard, shard + size), from);
            });
          },
          alone() {
            combine(
              Array.from(data, (_, i) => piece(i)),
              size,
            ).forEach((shard, i) => {
              results[i].set(shard, from);
            });
          },
        });
      }
      work.join(work.start(tasks));
      return results;
    };
  };
}

function up(unit: number, bytes: number): number {
  return unit * Math.ceil(bytes / unit);
}
