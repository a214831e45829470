/*
 * Minters of a wrapped native token, such as bridges: each has a cap and a running total. Base units.
 * Source: token-economics 3.4, A0GI.sol.
 */

export interface MinterQuota {
  readonly cap: bigint;
  /** Minted less burned so far. */
  readonly minted: bigint;
}

/** @throws RangeError for a negative amount, or one that the cap does not leave room for */
export function mintWithin(quota: MinterQuota, amount: bigint): MinterQuota {
  const room = quota.cap - quota.minted;
  if (amount < 0n || amount > room) {
    throw new RangeError(`minted amount, expected 0 to ${room > 0n ? room : 0n}, got ${amount}`);
  }
  return { ...quota, minted: quota.minted + amount };
}

/** Burning gives room back. @throws RangeError for a negative amount, or more than the minter has minted */
export function burnWithin(quota: MinterQuota, amount: bigint): MinterQuota {
  if (amount < 0n || amount > quota.minted) {
    throw new RangeError(`burned amount, expected 0 to ${quota.minted}, got ${amount}`);
  }
  return { ...quota, minted: quota.minted - amount };
}
