import { BLOB_BYTES } from '../eip-4844.ts';
import type { Processors } from '../processors.ts';

/**
 * Payload that one core rebuilds per second, with the proofs of all cells. Source: Lodestar took up to 4 s
 * for all blobs of a block on one thread; that these were 21 is an estimate. da-layers 2.5.
 */
export const REBUILD_RATE = (21 * BLOB_BYTES) / 4;
/** Steps after which a rebuild looks whether it is still needed. Choice. */
const STEPS = 16;

/** Work on all cores of a node at once, in equal parts. */
export function onAllCores(
  processors: Processors,
  cores: number,
  node: number,
  seconds: number,
  done: () => void,
): void {
  let left = cores;
  for (let i = 0; i < cores; i++) {
    processors.work(node, seconds / cores, () => {
      if (--left === 0) done();
    });
  }
}

/**
 * Rebuilds a block at a node, step after step; given up as soon as it is not needed any more.
 * @param seconds of work on one core
 */
export function rebuild(
  processors: Processors,
  cores: number,
  node: number,
  seconds: number,
  needed: () => boolean,
  done: () => void,
): void {
  let steps = STEPS;
  const step = () => {
    if (!needed()) return;
    if (steps-- === 0) done();
    else onAllCores(processors, cores, node, seconds / STEPS, step);
  };
  step();
}
