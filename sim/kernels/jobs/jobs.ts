import { keccakTreeRoot } from '../hashes.ts';
import { chosenKernels } from '../reed-solomon/chosen-kernels.ts';
import type { CodeKernels } from '../reed-solomon/kernels.ts';

/** Work on bytes that was started; what it gives does not depend on which thread does it, or when. */
export interface Started<T> {
  /** The result; waits for it if it must. May be asked again. */
  join(): T;
}

/**
 * Work on bytes, for one run. Join what is started in an event whose time the cost model gives, never when it
 * happens to be ready.
 */
export interface Jobs {
  /** What computes for `matrixCode` and `fftCode`, and can be used by them alone. */
  readonly codes: CodeKernels;
  /**
   * Roots of the parts of `data`, each as `keccakTreeRoot` gives it. Bytes may be changed afterwards.
   * @param partBytes `leafBytes` times a power of two; `data` is a multiple of it
   */
  treeRoots(data: Uint8Array, leafBytes: number, partBytes: number): Started<Uint8Array[]>;
  /**
   * Ends what was started and not joined. To be called at the end of a run.
   * @throws HelperFailure see helped-jobs.ts
   */
  clear(): void;
}

/** All work in this thread, as soon as it is asked for. */
export const inlineJobs: Jobs = {
  get codes() {
    return chosenKernels();
  },
  treeRoots(data, leafBytes, partBytes) {
    const roots = partsOf(data, partBytes).map((part) => keccakTreeRoot(part, leafBytes));
    return { join: () => roots };
  },
  clear() {},
};

/** @throws RangeError unless `data` is a multiple of `partBytes` */
export function partsOf(data: Uint8Array, partBytes: number): Uint8Array[] {
  if (!(partBytes > 0 && data.length % partBytes === 0))
    throw new RangeError(`data, expected a multiple of ${partBytes} B, got ${data.length} B`);
  return Array.from({ length: data.length / partBytes }, (_, i) =>
    data.subarray(i * partBytes, (i + 1) * partBytes),
  );
}
