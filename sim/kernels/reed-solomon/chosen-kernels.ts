import { type CodeKernels, unchecked } from './kernels.ts';
import { plainTransforms } from './plain-fft.ts';
import { plainCombination } from './plain-matrix.ts';
import { type CodeInstance, codeInstance } from './wasm.ts';
import { wasmTransforms } from './wasm-fft.ts';
import { wasmCombination } from './wasm-matrix.ts';

/** Without WebAssembly: where it is missing, and what tests compare with. */
export const plainKernels: CodeKernels = {
  [unchecked]: { combination: plainCombination, transforms: plainTransforms },
};

/** On an instance, whose memory no others may use meanwhile. */
export function wasmKernels(wasm: CodeInstance): CodeKernels {
  return {
    [unchecked]: { combination: wasmCombination(wasm), transforms: wasmTransforms(wasm) },
  };
}

/**
 * The fastest kernels that the host has, one instance a thread. Made at the first use, so that a host may
 * switch on what it knows before.
 */
export const chosenKernels: () => CodeKernels = once(() => {
  const wasm = codeInstance();
  return wasm === undefined ? plainKernels : wasmKernels(wasm);
});

function once<T>(make: () => T): () => T {
  let made: T | undefined;
  return () => {
    made ??= make();
    return made;
  };
}
