import type { GaloisField } from './galois-field.ts';
import type { SymbolLayout } from './symbols.ts';

/** Coefficients of linear combinations: `rows[i][j]` multiplies input j in output i. */
export type Matrix = readonly Uint8Array[];

/** Where a code finds kernels: not for others, who would have to check what codes check. */
export const unchecked = Symbol('unchecked kernels');

/**
 * What computes for codes. Whoever holds it can only hand it to `matrixCode` or `fftCode`, which check counts,
 * lengths and bytes before they use it.
 */
export interface CodeKernels {
  readonly [unchecked]: UncheckedKernels;
}

/**
 * What codes do to bytes, by WebAssembly or without it. Shards of one call are equally long, at any offset of
 * any buffer; here their counts and lengths are right.
 */
export interface UncheckedKernels {
  /**
   * Linear combinations over GF(2^8), polynomial 0x11d, ready for any number of calls.
   * @param rows at least one, all as long as there will be inputs, which is at most 255
   */
  combination(rows: Matrix): (inputs: readonly Uint8Array[], length: number) => Uint8Array[];
  /** What the additive FFT code of this shape computes, ready for any number of calls. */
  transforms(shape: FftShape): FftTransforms;
}

/** See fft-code.ts. */
export interface FftShape {
  /** In Cantor coordinates; of 2^16 elements unless `symbols` are bytes. */
  readonly field: GaloisField;
  readonly symbols: SymbolLayout;
  /** A power of two. */
  readonly data: number;
  readonly parity: number;
  /** A power of two. */
  readonly points: number;
  /** Points from here on are of no shard. */
  readonly used: number;
}

/** Where a shard stands, and by what it is multiplied. */
export interface ScaledPoint {
  readonly point: number;
  readonly factor: number;
}

/** Lengths are multiples of the layout's granule. */
export interface FftTransforms {
  /** The parity shards. */
  encode(data: readonly Uint8Array[], length: number): Uint8Array[];
  /**
   * The polynomial through the known shards, each times its factor, and 0 at all other points; of its formal
   * derivative the values at the wanted points, each times its factor.
   */
  rebuild(
    shards: readonly Uint8Array[],
    known: readonly ScaledPoint[],
    wanted: readonly ScaledPoint[],
    length: number,
  ): Uint8Array[];
}
