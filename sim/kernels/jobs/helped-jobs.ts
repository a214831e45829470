import { keccakTreeRoot } from '../hashes.ts';
import { chosenKernels } from '../reed-solomon/chosen-kernels.ts';
import { unchecked } from '../reed-solomon/kernels.ts';
import { helpedCombination } from './helped-combination.ts';
import { helpedTransforms } from './helped-transforms.ts';
import { type Jobs, partsOf } from './jobs.ts';
import { TREE } from './operations.ts';
import { type HelperHost, SharedWork, type Task } from './shared-work.ts';

const ROOT_BYTES = 32;

/** Work divided among this thread and its helpers; the same bytes as from `inlineJobs`. */
export function helpedJobs(host: HelperHost): Jobs {
  const work = new SharedWork(host);
  const alone = chosenKernels()[unchecked];
  return {
    codes: {
      [unchecked]: {
        combination: helpedCombination(work, alone.combination),
        transforms: (shape) => helpedTransforms(work, shape, alone.transforms(shape)),
      },
    },
    treeRoots(data, leafBytes, partBytes) {
      const roots: Uint8Array[] = [];
      const tasks = partsOf(data, partBytes).map(
        (part, i): Task => ({
          operation: TREE,
          bytes: ROOT_BYTES + partBytes,
          fill(memory, at) {
            memory.set(part, at + ROOT_BYTES);
            return [at + ROOT_BYTES, partBytes, leafBytes, at];
          },
          take(memory, at) {
            roots[i] = memory.slice(at, at + ROOT_BYTES);
          },
          alone() {
            roots[i] = keccakTreeRoot(part, leafBytes);
          },
        }),
      );
      const started = work.start(tasks);
      return {
        join() {
          work.join(started);
          return roots;
        },
      };
    },
    clear: () => work.clear(),
  };
}
