import { equalBytes, merkleRoot, verifyMerkleProof } from '../../../sim/kernels/merkle.ts';
import type { Stream } from '../../../sim/random.ts';
import { commitmentRule, committedUnits, type PublishedBlob, sift } from './published.ts';
import { commitShares } from './withholding.ts';

/** A code of blobs of one length into units. */
export interface UnitCode {
  /** Different units that give the blob. */
  readonly needed: number;
  encode(blob: Uint8Array): Uint8Array[];
  /**
   * The blob from `needed` units or more, undefined where missing.
   * @returns null for units that code no blob, as far as decoding finds out
   */
  decode(units: readonly (Uint8Array | undefined)[]): Uint8Array | null;
}

/** Codes and commits: one root over all units. A reader codes again what was decoded and compares the roots. */
export function publishUnits(
  code: UnitCode,
  blob: Uint8Array,
  spoil: Stream | null,
): PublishedBlob {
  const units = committedUnits(code.encode(blob), spoil);
  const { root, shares } = commitShares(units, commitmentRule);
  return {
    units,
    read(answers) {
      const { held, distinct, refused } = sift(answers, units.length, ({ unit, bytes }) =>
        verifyMerkleProof(root, bytes, unit, units.length, shares[unit].path, commitmentRule),
      );
      if (distinct < code.needed) return { outcome: 'unavailable', refused };
      const found = code.decode(held);
      if (found === null || !equalBytes(merkleRoot(code.encode(found), commitmentRule), root))
        return { outcome: 'wrong encoding', refused };
      return { outcome: 'recovered', refused, blob: found };
    },
  };
}
