import { keccak_256 } from '@noble/hashes/sha3.js';

/** A flow as one long list of sector hashes and its full tree, straight from the rules. */

const ZERO_SECTOR = keccak_256(new Uint8Array(256));

/** Hashes of all sectors of a flow of `length`; `files` lie where they say. */
export function naiveLeaves(
  length: number,
  files: readonly { readonly start: number; readonly data: Uint8Array }[],
): Uint8Array[] {
  let positions = 1;
  while (positions < length) positions *= 2;
  const leaves = Array.from({ length: positions }, () => ZERO_SECTOR);
  leaves[0] = new Uint8Array(32);
  for (const { start, data } of files) {
    for (let i = 0; i * 256 < data.length; i++) {
      const sector = new Uint8Array(256);
      sector.set(data.subarray(i * 256, (i + 1) * 256));
      leaves[start + i] = keccak_256(sector);
    }
  }
  return leaves;
}

/** All levels of the full tree, leaves first. */
export function naiveLevels(leaves: readonly Uint8Array[]): (readonly Uint8Array[])[] {
  const levels = [leaves];
  for (let below = leaves; below.length > 1; below = levels.at(-1)!) {
    levels.push(
      Array.from({ length: below.length / 2 }, (_, i) =>
        keccak_256(Uint8Array.of(...below[2 * i], ...below[2 * i + 1])),
      ),
    );
  }
  return levels;
}
