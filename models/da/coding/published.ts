import { sha256 } from '@noble/hashes/sha2.js';
import { rfc6962 } from '../../../sim/kernels/merkle.ts';
import type { Stream } from '../../../sim/random.ts';

/** What one holder answers for one unit; true or not. */
export interface Answer {
  readonly unit: number;
  readonly bytes: Uint8Array;
}

/** What a reader makes of the answers. */
export type Reading = {
  /** Answers that are not what was committed to, and were thrown away. */
  readonly refused: number;
} & (
  | { readonly outcome: 'recovered'; readonly blob: Uint8Array }
  /** Too few different units that prove. */
  | { readonly outcome: 'unavailable' }
  /** The units prove, but what is committed to is not the code of any blob. */
  | { readonly outcome: 'wrong encoding' }
);

/** A blob that a publisher has coded and committed to. */
export interface PublishedBlob {
  /** Bytes of each unit that holders may keep. */
  readonly units: readonly Uint8Array[];
  read(answers: readonly Answer[]): Reading;
  /**
   * Codes of two dimensions: whether lost bytes come back from single cells of others, as many as the code
   * says and no fewer.
   * @param stream draws what is lost
   */
  repairs?(stream: Stream): boolean;
}

/**
 * Codes and commits to a blob of 1 B or more.
 * @param spoil for a publisher who changes a byte after coding: draws which; null for an honest one
 */
export type Publish = (blob: Uint8Array, spoil: Stream | null) => PublishedBlob;

/** Merkle trees by SHA-256, RFC 6962, stand for the commitments of all layers. */
export const commitmentRule = rfc6962(sha256);

/** A copy with one random byte changed: two draws. */
export function changedBytes(bytes: Uint8Array, stream: Stream): Uint8Array {
  const copy = bytes.slice();
  copy[stream.below(copy.length)] ^= 1 + stream.below(255);
  return copy;
}

/** The same list, or for a dishonest publisher one with one byte of one entry changed. */
export function committedUnits(units: readonly Uint8Array[], spoil: Stream | null): Uint8Array[] {
  const committed = [...units];
  if (spoil !== null) {
    const at = spoil.below(units.length);
    committed[at] = changedBytes(committed[at], spoil);
  }
  return committed;
}

/** Answers that prove, by unit, and how many units and refusals there are. */
export function sift(
  answers: readonly Answer[],
  units: number,
  proves: (answer: Answer) => boolean,
): { held: (Uint8Array | undefined)[]; distinct: number; refused: number } {
  const held = new Array<Uint8Array | undefined>(units).fill(undefined);
  let distinct = 0;
  let refused = 0;
  for (const answer of answers) {
    if (!proves(answer)) refused++;
    else if (held[answer.unit] === undefined) {
      held[answer.unit] = answer.bytes;
      distinct++;
    }
  }
  return { held, distinct, refused };
}
