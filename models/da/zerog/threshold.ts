import { checkLength, isSet } from './bitmap.ts';
import { DATA_ROWS, ENCODED_ROWS } from './geometry.ts';
import type { Quorum } from './quorums.ts';

/*
 * When enough of a quorum signed (chain sheet 1.3). Two thirds are enough, inclusive; the documentation says
 * "more than".
 */

/** The contract's rule: 3 hit >= 2 total. */
export function isAccepted(hit: number, total: number): boolean {
  return 3 * hit >= 2 * total;
}

/** Rows that the client waits for: ceil(2 total / 3), which is the least that the contract accepts. */
export function requiredRows(total = ENCODED_ROWS): number {
  return Math.ceil((2 * total) / 3);
}

/**
 * Rows that the precompile counts as hit: those whose bit is set, and those whose signer was added before, for
 * its key is in the aggregate once. Reading of "before": rows are walked from the first, so a row ahead of the
 * first set bit of its signer does not count. A client that sets every row of its signers gets all of them.
 * @throws RangeError for a bitmap of another length
 */
export function hitRows(quorum: Quorum, bitmap: Uint8Array): number {
  checkLength(bitmap, quorum.length);
  const added = new Set<number>();
  let hit = 0;
  for (const [row, signer] of quorum.entries()) {
    if (!added.has(signer) && !isSet(bitmap, row)) continue;
    added.add(signer);
    hit++;
  }
  return hit;
}

/** Rows of an accepted blob that honest signers hold at the least, when `byzantine` seats are not. */
export function leastHonestRows(byzantine: number, total = ENCODED_ROWS): number {
  return Math.max(0, requiredRows(total) - byzantine);
}

/** Most Byzantine seats with which the honest rows of any accepted blob recover it: 2048 - 1024. */
export function tolerableByzantineRows(total = ENCODED_ROWS, needed = DATA_ROWS): number {
  return requiredRows(total) - needed;
}
