import { expectBytes, expectNumber } from './checks.ts';

/** The byte strings one after another. @throws TypeError for anything but bytes */
export function joinBytes(parts: readonly Uint8Array[]): Uint8Array {
  for (const part of parts) expectBytes('part', part);
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/**
 * `count` equally long pieces, each a multiple of `granule` bytes and at least one; the end is filled up
 * with zeros. Pieces of a whole that needs no filling are views of it.
 * @throws RangeError for a count or granule below 1, TypeError for anything but bytes
 */
export function cutBytes(whole: Uint8Array, count: number, granule = 1): Uint8Array[] {
  expectBytes('whole', whole);
  expectCount('pieces', count);
  expectCount('granule', granule);
  const length = granule * Math.max(1, Math.ceil(whole.length / (count * granule)));
  let filled = whole;
  if (whole.length !== count * length) {
    filled = new Uint8Array(count * length);
    filled.set(whole);
  }
  return Array.from({ length: count }, (_, i) => filled.subarray(i * length, (i + 1) * length));
}

function expectCount(name: string, count: number): void {
  expectNumber(name, count);
  if (!(Number.isSafeInteger(count) && count >= 1))
    throw new RangeError(`${name}, expected a whole number from 1, got ${count}`);
}
