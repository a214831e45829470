import { bytesToHex, hexToBytes } from '@noble/hashes/utils.js';
import { WORD_BYTES } from '../flow/spec.ts';

/*
 * Words of 256 bits, big-endian, as the contracts hash and compare them.
 * Source: 0g-storage 3 ("256-bit big-endian words").
 */

/** Largest value of a word: 2^256 - 1. */
export const WORD_MAX = (1n << 256n) - 1n;

/**
 * A whole number as 32 bytes, big-endian.
 * @throws RangeError for a fraction, a negative number or one beyond 2^256 - 1
 */
export function word(value: number | bigint): Uint8Array {
  const bytes = new Uint8Array(WORD_BYTES);
  writeWord(bytes, 0, value);
  return bytes;
}

/** Writes a whole number as 32 bytes, big-endian, at an offset. @throws RangeError as `word` */
export function writeWord(target: Uint8Array, offset: number, value: number | bigint): void {
  if (typeof value === 'number' && !Number.isSafeInteger(value))
    throw new RangeError(`word, expected a whole number that is exact, got ${value}`);
  let rest = BigInt(value);
  if (rest < 0n || rest > WORD_MAX)
    throw new RangeError(`word, expected 0 to 2^256 - 1, got ${value}`);
  for (let i = WORD_BYTES - 1; i >= 0; i--) {
    target[offset + i] = Number(rest & 255n);
    rest >>= 8n;
  }
}

/** The value of bytes in big-endian order. */
export function toInteger(bytes: Uint8Array): bigint {
  return bytes.length === 0 ? 0n : BigInt(`0x${bytesToHex(bytes)}`);
}

/** The value of bytes in big-endian order, modulo a whole number from 1. */
export function remainder(bytes: Uint8Array, modulus: number): number {
  return Number(toInteger(bytes) % BigInt(modulus));
}

/** Lowercase hexadecimal digits without a prefix: a key for maps. */
export function keyOf(bytes: Uint8Array): string {
  return bytesToHex(bytes);
}

/** Lowercase hexadecimal digits after `0x`. */
export function toHex(bytes: Uint8Array): string {
  return `0x${bytesToHex(bytes)}`;
}

/** The bytes of hexadecimal digits after `0x`. @throws for anything else */
export function fromHex(text: string): Uint8Array {
  return hexToBytes(text.slice(2));
}

/** @throws RangeError unless there are exactly `length` bytes */
export function expectLength(name: string, bytes: Uint8Array, length: number): void {
  if (bytes.length !== length)
    throw new RangeError(`${name}, expected ${length} bytes, got ${bytes.length}`);
}
