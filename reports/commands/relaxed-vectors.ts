import { setFlagsFromString } from 'node:v8';
import { knowsRelaxed } from '../../sim/kernels/reed-solomon/wasm.ts';

/**
 * Lets this process and its threads compile relaxed vectors, which Node 20 has behind a flag. What is compiled
 * already stays as it is, so this comes before the first code; bytes are the same either way.
 */
export function allowRelaxedVectors(): void {
  if (!knowsRelaxed()) setFlagsFromString('--experimental-wasm-relaxed-simd');
}
