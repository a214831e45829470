import type { ErasureCode } from '../../../sim/kernels/reed-solomon/erasure-code.ts';
import { type Stream, Streams } from '../../../sim/random.ts';

export const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

export const bytesOf = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text, 'hex'));

export const stream = (seed: string): Stream => new Streams(seed, 0).stream('test');

export function randomBytes(from: Stream, length: number): Uint8Array {
  return Uint8Array.from({ length }, () => from.below(256));
}

export function randomShards(from: Stream, count: number, length: number): Uint8Array[] {
  return Array.from({ length: count }, () => randomBytes(from, length));
}

/** Data and parity of random data. */
export function codeword(code: ErasureCode, from: Stream, length: number): Uint8Array[] {
  const data = randomShards(from, code.data, length);
  return [...data, ...code.encode(data)];
}

/** The shards at `kept` places, undefined elsewhere. */
export function only<T>(shards: readonly T[], kept: Iterable<number>): (T | undefined)[] {
  const places = new Set(kept);
  return shards.map((shard, place) => (places.has(place) ? shard : undefined));
}

/** Whether two lists hold the same bytes; far cheaper than a deep comparison. */
export function sameShards(a: readonly Uint8Array[], b: readonly Uint8Array[]): boolean {
  return a.length === b.length && a.every((shard, i) => Buffer.compare(shard, b[i]) === 0);
}

/** Places of the bits of a number. */
export function bitsOf(mask: number): number[] {
  const places: number[] = [];
  for (let place = 0; mask >> place > 0; place++) if ((mask >> place) & 1) places.push(place);
  return places;
}

/** Products of polynomials over GF(2), bit by bit and without tables. */
export function slowProduct(a: number, b: number, bits: 8 | 16): number {
  const polynomial = bits === 8 ? 0x11d : 0x1002d;
  let product = 0;
  for (let i = bits - 1; i >= 0; i--) {
    product *= 2;
    if (product >= 1 << bits) product ^= polynomial;
    if ((b >> i) & 1) product ^= a;
  }
  return product;
}

/** 1 / a as a to the power 2^bits - 2. */
export function slowInverse(a: number, bits: 8 | 16): number {
  let result = 1;
  let square = a;
  for (let i = 1; i < bits; i++) {
    square = slowProduct(square, square, bits);
    result = slowProduct(result, square, bits);
  }
  return result;
}
