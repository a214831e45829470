import { joinBytes } from '../../../sim/kernels/bytes.ts';
import { keccak256, keccakTreeRoot } from '../../../sim/kernels/hashes.ts';
import { FLOW_DEPTH, SECTOR_BYTES } from './spec.ts';

/*
 * Full binary trees over sectors: a leaf is keccak256 of 256 bytes, a node keccak256 of the 64 bytes of
 * its children, left first, without prefixes. Source: 0g-storage 1, FlowTreeLib.sol.
 */

/** A subtree of more sectors would reach positions that are no exact numbers. */
export const HEIGHT_MAX = 52;

/** Roots of subtrees of zero sectors, by height. */
const ZERO_ROOTS = zeroRoots();

function zeroRoots(): Uint8Array[] {
  const roots = [keccak256(new Uint8Array(SECTOR_BYTES))];
  while (roots.length <= FLOW_DEPTH) roots.push(parentHash(roots.at(-1)!, roots.at(-1)!));
  return roots;
}

/** Hash of a node over its two children, 32 bytes each. */
export function parentHash(left: Uint8Array, right: Uint8Array): Uint8Array {
  return keccak256(joinBytes([left, right]));
}

/**
 * Root of 2^height sectors of zeros.
 * @param height 0 (one sector) to 64
 * @throws RangeError for another height
 */
export function zeroRoot(height: number): Uint8Array {
  if (!(Number.isInteger(height) && height >= 0 && height <= FLOW_DEPTH))
    throw new RangeError(`height, expected 0 to ${FLOW_DEPTH}, got ${height}`);
  return ZERO_ROOTS[height].slice();
}

/** Whether a node can have this height: a whole number from 0 to 52. */
export function isHeight(height: number): boolean {
  return Number.isInteger(height) && height >= 0 && height <= HEIGHT_MAX;
}

/**
 * Sectors under a node: 2^height.
 * @throws RangeError for a height that is no whole number from 0 to 52
 */
export function subtreeSectors(height: number): number {
  if (!isHeight(height)) throw new RangeError(`height, expected 0 to ${HEIGHT_MAX}, got ${height}`);
  let sectors = 1;
  for (let level = 0; level < height; level++) sectors *= 2;
  return sectors;
}

/**
 * Root over whole sectors.
 * @param data 256 bytes times a power of two
 * @throws RangeError for another length
 */
export function subtreeRoot(data: Uint8Array): Uint8Array {
  const sectors = data.length / SECTOR_BYTES;
  if (!(Number.isInteger(sectors) && sectors > 0 && (sectors & (sectors - 1)) === 0))
    throw new RangeError(`data, expected 256 B times a power of two, got ${data.length} B`);
  return keccakTreeRoot(data, SECTOR_BYTES);
}
