import {
  add,
  forwardFour,
  forwardFourAtZero,
  forwardPair,
  inverseFour,
  inverseFourAtZero,
  inversePair,
} from './fft8';
import { forwardWide, inverseWide } from './fft16';

/*
 * The additive FFT of ../additive-fft.ts on rows one after another, two layers in a pass where the twiddle
 * factors are of GF(2^8). Those of a layer are below 256 from where it is high enough; layers are paired from
 * the top down to there, and the rest is done one by one.
 */

/**
 * Values at points from `offset` on become coefficients, in place.
 *
 * @param rows a power of two
 * @param used rows from here on are 0 before
 * @param width of a row in bytes
 */
export function inverse(
  tables: usize,
  at: usize,
  rows: usize,
  used: usize,
  offset: usize,
  width: usize,
): void {
  const layers = ctz(rows);
  let layer: usize = 0;
  for (; layer < layers && isSingle(layer, layers, offset + rows); layer++) {
    const half: usize = 1 << layer;
    const bytes = half * width;
    for (let block: usize = 0; block < used; block += 2 * half) {
      const x = at + block * width;
      const twiddle = (offset + block) >> layer;
      if (twiddle === 0) add(x, x + bytes, bytes);
      else if (twiddle < 256) inversePair(x, x + bytes, bytes, tables + 32 * twiddle);
      else inverseWide(x, x + bytes, bytes, tables, twiddle);
    }
  }
  for (; layer < layers; layer += 2) {
    const half: usize = 1 << layer;
    const bytes = half * width;
    for (let block: usize = 0; block < used; block += 4 * half) {
      const x = at + block * width;
      const twiddle = (offset + block) >> (layer + 1);
      if (twiddle === 0) inverseFourAtZero(x, bytes, tables + 64);
      else inverseFour(x, bytes, tables + 32 * twiddle, tables + 64 * twiddle);
    }
  }
}

/**
 * Coefficients become values at points from `offset` on, in place.
 *
 * @param rows a power of two
 * @param wanted rows from here on mean nothing after
 * @param width of a row in bytes
 */
export function forward(
  tables: usize,
  at: usize,
  rows: usize,
  wanted: usize,
  offset: usize,
  width: usize,
): void {
  const layers = ctz(rows);
  let layer = layers;
  for (; layer >= 2 && !isSingle(layer - 2, layers, offset + rows); layer -= 2) {
    const half: usize = 1 << (layer - 2);
    const bytes = half * width;
    for (let block: usize = 0; block < wanted; block += 4 * half) {
      const x = at + block * width;
      const twiddle = (offset + block) >> (layer - 1);
      if (twiddle === 0) forwardFourAtZero(x, bytes, tables + 64);
      else forwardFour(x, bytes, tables + 32 * twiddle, tables + 64 * twiddle);
    }
  }
  for (; layer > 0; layer--) {
    const half: usize = 1 << (layer - 1);
    const bytes = half * width;
    for (let block: usize = 0; block < wanted; block += 2 * half) {
      const x = at + block * width;
      const twiddle = (offset + block) >> (layer - 1);
      if (twiddle === 0) add(x, x + bytes, bytes);
      else if (twiddle < 256) forwardPair(x, x + bytes, bytes, tables + 32 * twiddle);
      else forwardWide(x, x + bytes, bytes, tables, twiddle);
    }
  }
}

/** Whether a layer has a twiddle factor from 256 on, or no partner among those above it. */
function isSingle(layer: usize, layers: usize, end: usize): bool {
  return (end - 1) >> layer > 255 || ((layers - layer) & 1) === 1;
}

/** The formal derivative of coefficients in place; see ../additive-fft.ts. */
export function differentiate(at: usize, rows: usize, width: usize): void {
  for (let row: usize = 1; row < rows; row++) {
    const bytes = (row & -row) * width;
    const higher = at + row * width;
    add(higher, higher - bytes, bytes);
  }
}
