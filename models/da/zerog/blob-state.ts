/*
 * Life of a blob (chain sheet 6.2, with the client of 1.4). Transitions are pure: an actor decides when.
 */

/** In order of a life without failures; `failed` ends it early. */
export const blobStates = [
  'received',
  'encoding',
  'encoded',
  /** The first transaction, which announces it, is under way. */
  'batched',
  /** Epoch and quorum are known. */
  'assigned',
  'dispersing',
  'signing',
  /** The second transaction, which carries the signatures, is under way. */
  'aggregated',
  'confirmed',
  'finalized',
  /** Optional: submitted to storage as well. */
  'handed-to-storage',
  'pruned',
  'failed',
] as const;

export type BlobState = (typeof blobStates)[number];

export interface BlobLife {
  readonly state: BlobState;
  /** Failures so far. */
  readonly failures: number;
}

/** Blob failures after which the client gives up: published configuration, and default of the code. */
export const BLOB_FAILURES = { published: 3, code: 2 } as const;

/**
 * States that may follow each. From `signing` back to `dispersing` leads a batch that is requested again, for
 * requests carry the rows; that is no failure of its blobs yet.
 */
const following: Readonly<Record<BlobState, readonly BlobState[]>> = {
  received: ['encoding'],
  encoding: ['encoded'],
  encoded: ['batched'],
  batched: ['assigned'],
  assigned: ['dispersing'],
  dispersing: ['signing'],
  signing: ['aggregated', 'dispersing'],
  aggregated: ['confirmed'],
  confirmed: ['finalized'],
  finalized: ['handed-to-storage', 'pruned'],
  'handed-to-storage': ['pruned'],
  pruned: [],
  failed: [],
};

/** Steps that can fail: encoding, first transaction, signing, second transaction. */
const fallible: readonly BlobState[] = ['encoding', 'batched', 'signing', 'aggregated'];

/** A blob that the client just accepted. */
export const accepted: BlobLife = { state: 'received', failures: 0 };

/**
 * Takes a blob one step on.
 * @throws RangeError for a step that the machine does not have
 */
export function advance(blob: BlobLife, to: BlobState): BlobLife {
  const allowed = following[blob.state];
  if (!allowed.includes(to)) {
    const expected = allowed.length > 0 ? allowed.join(' or ') : 'none';
    throw new RangeError(`state after ${blob.state}, expected ${expected}, got ${to}`);
  }
  return { ...blob, state: to };
}

/**
 * Counts a failure of the present step: the blob starts over, or after `mostFailures` is given up.
 * @throws RangeError for a state in which nothing can fail
 */
export function fail(blob: BlobLife, mostFailures: number): BlobLife {
  if (!fallible.includes(blob.state)) {
    throw new RangeError(`failing state, expected ${fallible.join(' or ')}, got ${blob.state}`);
  }
  const failures = blob.failures + 1;
  return { state: failures < mostFailures ? 'received' : 'failed', failures };
}
