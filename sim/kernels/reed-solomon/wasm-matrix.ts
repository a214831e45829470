import { galoisField } from './galois-field.ts';
import type { UncheckedKernels } from './kernels.ts';
import { type CodeInstance, PRODUCTS } from './wasm.ts';

/** Bytes of the strips of all shards that are worked on together: a quarter of a second-level cache. */
const STRIPS = 262_144;
/** Bytes between strips, lest those of a power of two all fall into the same lines of a cache. */
const GAP = 192;
/** What the kernel takes at a time; a shorter end is worked on with whatever follows it. */
const PASS = 32;

/** Combinations by the kernel `combine`. Strips of shards are copied to it and from it. */
export function wasmCombination(wasm: CodeInstance): UncheckedKernels['combination'] {
  putProducts(wasm);
  return (rows) => {
    const inputs = rows[0].length;
    const outputs = rows.length;
    const shards = inputs + outputs;
    const coefficients = new Uint8Array(inputs * outputs);
    rows.forEach((row, i) => {
      coefficients.set(row, i * inputs);
    });
    const listFrom = wasm.work;
    const tableFrom = listFrom + 4 * shards + (-shards & 3) * 4;
    const coefficientFrom = tableFrom + 128 * inputs;
    const shardFrom = coefficientFrom + coefficients.length + (-coefficients.length & 15);
    const limit = PASS * Math.floor((STRIPS / shards - GAP) / PASS);

    return (data, length) => {
      if (length === 0) return rows.map(() => new Uint8Array(0));
      const strip = Math.min(limit, PASS * Math.ceil(length / PASS));
      const stride = strip + GAP;
      const memory = wasm.view(shardFrom + shards * stride - wasm.work);
      memory.set(coefficients, coefficientFrom);
      const list = new Uint32Array(memory.buffer, listFrom, shards);
      for (let i = 0; i < shards; i++) list[i] = shardFrom + i * stride;

      const results: Uint8Array[] = [];
      for (let from = 0; from < length; from += strip) {
        const size = Math.min(strip, length - from);
        for (let j = 0; j < inputs; j++)
          memory.set(
            size === length ? data[j] : data[j].subarray(from, from + size),
            shardFrom + j * stride,
          );
        wasm.exports.combine(
          PRODUCTS,
          coefficientFrom,
          tableFrom,
          listFrom,
          inputs,
          listFrom + 4 * inputs,
          outputs,
          PASS * Math.ceil(size / PASS),
        );
        for (let i = 0; i < outputs; i++) {
          const at = shardFrom + (inputs + i) * stride;
          if (size === length) results.push(memory.slice(at, at + size));
          else {
            if (from === 0) results.push(new Uint8Array(length));
            results[i].set(memory.subarray(at, at + size), from);
          }
        }
      }
      return results;
    };
  };
}

/** Puts the tables of products where `combine` is told to find them. */
export function putProducts(wasm: CodeInstance): void {
  wasm.view(0).set(productTables(), PRODUCTS);
}

/** For each constant its products with 0 to 15 and with those times 16. */
function productTables(): Uint8Array {
  const { mul } = galoisField(8);
  return Uint8Array.from({ length: 32 * 256 }, (_, at) =>
    mul(at >> 5, (at & 16) === 0 ? at & 15 : (at & 15) << 4),
  );
}
