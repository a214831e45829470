/*
 * The base fee of EIP-1559. Wei per gas in bigint, every division rounded down, as in the EIP's own code.
 */

/** How the base fee reacts to use. */
export interface BaseFeeRules {
  /** Gas limit of a block over the use that it aims at; EIP-1559: 2. */
  readonly elasticity: number;
  /** A full block at elasticity 2 raises the fee by one part in this many; EIP-1559: 8. */
  readonly denominator: number;
  /** Wei per gas below which the fee does not fall; the EIP has none, which is 0. */
  readonly minimumBaseFee: bigint;
}

/** A block as far as the next base fee depends on it. */
export interface BlockUse {
  /** Wei per gas. */
  readonly baseFee: bigint;
  readonly gasUsed: number;
  readonly gasLimit: number;
}

/**
 * Base fee of the block after `parent`, wei per gas: up by
 * max(1, floor(floor(baseFee * (gasUsed - target) / target) / denominator)) above the target
 * floor(gasLimit / elasticity), down by the same without the least step below it.
 * @throws RangeError for a block that uses more than its limit, or whose target is 0
 */
export function nextBaseFee(parent: BlockUse, rules: BaseFeeRules): bigint {
  const { baseFee, gasUsed, gasLimit } = parent;
  if (gasUsed < 0 || gasUsed > gasLimit) {
    throw new RangeError(`block gas used, expected 0 to the limit ${gasLimit}, got ${gasUsed}`);
  }
  const target = BigInt(Math.floor(gasLimit / rules.elasticity));
  if (target < 1n) {
    throw new RangeError(`block gas limit, expected at least the elasticity, got ${gasLimit}`);
  }
  const distance = BigInt(gasUsed) - target;
  const denominator = BigInt(rules.denominator);
  let next = baseFee;
  if (distance > 0n) {
    const rise = (baseFee * distance) / target / denominator;
    next += rise > 1n ? rise : 1n;
  } else {
    next -= (baseFee * -distance) / target / denominator;
  }
  return next > rules.minimumBaseFee ? next : rules.minimumBaseFee;
}

/** What a sender offers, wei per gas. */
export interface FeeOffer {
  readonly maxFeePerGas: bigint;
  readonly maxPriorityFeePerGas: bigint;
}

/**
 * Wei per gas that the proposer would get: min(maxPriorityFeePerGas, maxFeePerGas - baseFee). Negative for a
 * transaction that cannot pay the base fee.
 */
export function effectiveTip(offer: FeeOffer, baseFee: bigint): bigint {
  const room = offer.maxFeePerGas - baseFee;
  return room < offer.maxPriorityFeePerGas ? room : offer.maxPriorityFeePerGas;
}
