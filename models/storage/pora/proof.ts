import { SEAL_SECTORS } from '../flow/spec.ts';
import type { Hit, MiningJob } from './attempt.ts';
import type { EpochContext } from './context.ts';
import type { RecallRange } from './recall-range.ts';

/**
 * What travels to the contract: 4 KiB, the path and fields, not the 256 KiB that were read.
 * Source: 0g-storage 3.8.
 */
export interface PoraProof {
  /** Digest of the epoch context that was mined, 32 B. */
  readonly contextDigest: Uint8Array;
  /** 32 B. */
  readonly nonce: Uint8Array;
  /** 32 B. */
  readonly minerId: Uint8Array;
  readonly range: RecallRange;
  /** First sector of the load chunk. */
  readonly recallPosition: number;
  /** Number of the seal chunk in the load chunk, 0 to 63. */
  readonly sealOffset: number;
  /** Digest of the epoch context in which the data were committed, 32 B. */
  readonly sealedContextDigest: Uint8Array;
  /** 4096 B. */
  readonly sealedData: Uint8Array;
  /** Siblings from the seal chunk up to the flow root, 32 B each. */
  readonly merkleProof: readonly Uint8Array[];
}

/** Siblings from a seal chunk, by its number in the flow, up to the flow root; 32 B each. */
export type SealPath = (sealIndex: number) => readonly Uint8Array[];

/** First sector of seal chunk `offset` of the load chunk at `position`. */
export function sealSector(position: number, offset: number): number {
  return position + offset * SEAL_SECTORS;
}

/**
 * The proof of a hit.
 * @param sealedContextDigest digest of the context that the seal chunk was sealed with
 * @param path in the tree whose root the mined context has
 */
export function makeProof(
  hit: Hit,
  job: MiningJob,
  context: EpochContext,
  sealedContextDigest: Uint8Array,
  path: SealPath,
): PoraProof {
  return {
    contextDigest: context.digest,
    nonce: hit.nonce,
    minerId: job.minerId,
    range: job.range,
    recallPosition: hit.position,
    sealOffset: hit.offset,
    sealedContextDigest,
    sealedData: hit.sealed,
    merkleProof: path(sealSector(hit.position, hit.offset) / SEAL_SECTORS),
  };
}
