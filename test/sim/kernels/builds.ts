import v8 from 'node:v8';
import { afterAll, beforeAll } from 'vitest';
import { wasmKernels } from '../../../sim/kernels/reed-solomon/chosen-kernels.ts';
import type { CodeKernels } from '../../../sim/kernels/reed-solomon/kernels.ts';
import {
  type CodePlace,
  codeInstance,
  knowsRelaxed,
  sharedMemory,
  WORK,
} from '../../../sim/kernels/reed-solomon/wasm.ts';

/** Lets the tests of a file run the relaxed build; Node 20 has its instructions behind a flag. */
export function withRelaxed(): void {
  const flag = 'experimental-wasm-relaxed-simd';
  const flagged = !knowsRelaxed();
  beforeAll(() => {
    if (flagged) v8.setFlagsFromString(`--${flag}`);
  });
  afterAll(() => {
    if (flagged) v8.setFlagsFromString(`--no-${flag}`);
  });
}

const kernelsOf = (place: CodePlace): CodeKernels => wasmKernels(codeInstance(place)!);

/** Every build of the kernels, each call on an instance of its own. */
export const builds: readonly [string, () => CodeKernels][] = [
  ['plain', () => kernelsOf({ vectors: 'plain' })],
  ['relaxed', () => kernelsOf({ vectors: 'relaxed' })],
  ['plain, shared memory', () => kernelsOf({ vectors: 'plain', memory: sharedMemory()! })],
  [
    'relaxed, far into a shared memory',
    () => kernelsOf({ vectors: 'relaxed', memory: sharedMemory()!, work: WORK + 3_000_000 }),
  ],
];

/** A copy somewhere in a larger buffer, shared or not. */
export function moved(shard: Uint8Array, offset: number, shared: boolean): Uint8Array {
  const bytes = shard.length + offset + 3;
  const buffer = shared ? new SharedArrayBuffer(bytes) : new ArrayBuffer(bytes);
  const place = new Uint8Array(buffer, offset, shard.length);
  place.set(shard);
  return place;
}
