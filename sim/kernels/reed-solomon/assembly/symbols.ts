import { times } from './fft8';
import { MAP } from './fft16';

/*
 * Bytes of shards become rows of fft8.ts or fft16.ts, and back, in place. The numbers of the layouts are
 * those of ../wasm-fft.ts. A row is whole vectors: what follows a shorter piece of a shard is worked on along
 * with it and means nothing.
 */
const BYTES: i32 = 0;
const PAIRS: i32 = 1;

export function toRow(layout: i32, tables: usize, at: usize, length: usize): void {
  if (layout === PAIRS) loadPairs(tables, at, length);
  else if (layout !== BYTES) loadSplit(tables, at, length);
}

export function fromRow(layout: i32, tables: usize, at: usize, length: usize): void {
  if (layout === PAIRS) storePairs(tables, at, length);
  else if (layout !== BYTES) storeSplit(tables, at, length);
}

/** Low and high bytes take turns. */
function loadPairs(tables: usize, at: usize, length: usize): void {
  const half = i8x16.splat(15);
  const g0 = v128.load(tables + MAP);
  const g1 = v128.load(tables + MAP, 16);
  const low = i16x8.splat(255);
  for (const end = at + length; at < end; at += 32) {
    const a = v128.load(at);
    const b = v128.load(at, 16);
    const x0 = i8x16.narrow_i16x8_u(v128.and(a, low), v128.and(b, low));
    const x1 = i8x16.narrow_i16x8_u(i16x8.shr_u(a, 8), i16x8.shr_u(b, 8));
    v128.store(at, v128.xor(x0, times(x1, g0, g1, half)));
    v128.store(at, x1, 16);
  }
}

function storePairs(tables: usize, at: usize, length: usize): void {
  const half = i8x16.splat(15);
  const g0 = v128.load(tables + MAP);
  const g1 = v128.load(tables + MAP, 16);
  for (const end = at + length; at < end; at += 32) {
    const x1 = v128.load(at, 16);
    const x0 = v128.xor(v128.load(at), times(x1, g0, g1, half));
    const a = i16x8.extend_low_i8x16_u(x0);
    const b = i16x8.extend_high_i8x16_u(x0);
    v128.store(at, v128.or(a, i16x8.shl(i16x8.extend_low_i8x16_u(x1), 8)));
    v128.store(at, v128.or(b, i16x8.shl(i16x8.extend_high_i8x16_u(x1), 8)), 16);
  }
}

/** In blocks of 64 bytes, 32 low bytes come before their 32 high ones. */
function loadSplit(tables: usize, at: usize, length: usize): void {
  const half = i8x16.splat(15);
  const g0 = v128.load(tables + MAP);
  const g1 = v128.load(tables + MAP, 16);
  for (const end = at + length; at < end; at += 64) {
    const a0 = v128.load(at);
    const b0 = v128.load(at, 16);
    const a1 = v128.load(at, 32);
    const b1 = v128.load(at, 48);
    v128.store(at, v128.xor(a0, times(a1, g0, g1, half)));
    v128.store(at, a1, 16);
    v128.store(at, v128.xor(b0, times(b1, g0, g1, half)), 32);
  }
}

function storeSplit(tables: usize, at: usize, length: usize): void {
  const half = i8x16.splat(15);
  const g0 = v128.load(tables + MAP);
  const g1 = v128.load(tables + MAP, 16);
  for (const end = at + length; at < end; at += 64) {
    const a0 = v128.load(at);
    const a1 = v128.load(at, 16);
    const b0 = v128.load(at, 32);
    const b1 = v128.load(at, 48);
    v128.store(at, v128.xor(a0, times(a1, g0, g1, half)));
    v128.store(at, v128.xor(b0, times(b1, g0, g1, half)), 16);
    v128.store(at, a1, 32);
  }
}
