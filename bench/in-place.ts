import type { CodeExports, CodeInstance } from '../sim/kernels/reed-solomon/wasm.ts';

/** Bytes between shards, as wasm-matrix.ts has between its strips. */
const GAP = 192;

/** One call of a kernel with its arguments. */
type Call =
  | { readonly kernel: 'combine'; readonly given: Parameters<CodeExports['combine']> }
  | { readonly kernel: 'encode'; readonly given: Parameters<CodeExports['encode']> }
  | { readonly kernel: 'rebuild'; readonly given: Parameters<CodeExports['rebuild']> };

/** An instance whose kernel calls are written down. */
export function recorded(wasm: CodeInstance): { instance: CodeInstance; calls: Call[] } {
  const calls: Call[] = [];
  const { exports } = wasm;
  const instance: CodeInstance = {
    ...wasm,
    exports: {
      combine(...given) {
        calls.push({ kernel: 'combine', given });
        exports.combine(...given);
      },
      encode(...given) {
        calls.push({ kernel: 'encode', given });
        exports.encode(...given);
      },
      rebuild(...given) {
        calls.push({ kernel: 'rebuild', given });
        exports.rebuild(...given);
      },
    },
  };
  return { instance, calls };
}

/**
 * The kernel calls of one piece of work again, without the copies into WebAssembly's memory and out of it.
 * Transforms run over the memory that the last turn left: how long they take does not depend on the bytes.
 * Combinations, which are split into strips when they are copied, run over whole shards at a stride of
 * `length` + 192 B.
 */
export function inPlace(wasm: CodeInstance, calls: readonly Call[], length: number): () => void {
  const { exports } = wasm;
  const first = calls[0];
  if (first?.kernel !== 'combine') {
    return () => {
      for (const { kernel, given } of calls) {
        if (kernel === 'encode') exports.encode(...given);
        else if (kernel === 'rebuild') exports.rebuild(...given);
      }
    };
  }
  const [products, coefficients, tables, lists, inputs, , outputs] = first.given;
  const shards = inputs + outputs;
  const from = coefficients + inputs * outputs + (-(inputs * outputs) & 15);
  const memory = wasm.view(from + shards * (length + GAP) - wasm.work);
  const list = new Uint32Array(memory.buffer, lists, shards);
  for (let i = 0; i < shards; i++) list[i] = from + i * (length + GAP);
  return () =>
    exports.combine(
      products,
      coefficients,
      tables,
      lists,
      inputs,
      lists + 4 * inputs,
      outputs,
      length,
    );
}
