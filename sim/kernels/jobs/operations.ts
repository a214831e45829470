import { keccakTreeRoot } from '../hashes.ts';
import type { CodeInstance } from '../reed-solomon/wasm.ts';
import type { Operation } from './ring.ts';

/** Numbers of the operations. Those of codes have the arguments of ../reed-solomon/assembly. */
export const ENCODE = 0;
export const COMBINE = 1;
/** Arguments: address and length of the data, length of a leaf, address of the 32 bytes of the root. */
export const TREE = 2;

/** What jobs do, by number, on the memory of an instance. */
export function operations(wasm: CodeInstance): readonly Operation[] {
  const { encode, combine } = wasm.exports;
  return [
    ([tables, layout, at, data, parity, width]) => encode(tables, layout, at, data, parity, width),
    ([products, rows, tables, inputList, inputs, outputList, outputs, length]) =>
      combine(products, rows, tables, inputList, inputs, outputList, outputs, length),
    ([from, length, leafBytes, into]) => {
      const memory = wasm.view(0);
      memory.set(keccakTreeRoot(memory.subarray(from, from + length), leafBytes), into);
    },
  ];
}
