import { apportion } from '../../apportion.ts';
import { splitReward } from '../../chain/stake/rewards.ts';
import { ONE } from './amounts.ts';

/*
 * Who gets what is minted for stake: first native and restaked stake share pro rata, then the native part
 * goes to community tax, commission and delegators; the restaked part by weighted collateral
 * (token-economics 4 and 13.1). Base units; nothing is lost, nothing is paid twice.
 */

/** Stake of another chain that stands behind a validator. */
export interface WeightedStake {
  readonly amount: bigint;
  /** Own base units that one of these counts for, in 10^-18. */
  readonly weight: bigint;
}

export interface SplitTerms {
  /** Own stake of the validator and its delegators. */
  readonly native: bigint;
  readonly restaked: readonly WeightedStake[];
  /** Billionths of the native part, taken first. */
  readonly communityTax: bigint;
  /** Billionths of what the tax leaves. */
  readonly commission: bigint;
}

/** Parts that sum to the reward. */
export interface MintSplit {
  readonly tax: bigint;
  readonly commission: bigint;
  readonly delegators: bigint;
  /** One for each collateral. */
  readonly restaked: readonly bigint[];
}

/** Native stake plus collateral by weight, each rounded down. */
export function effectiveBalance({ native, restaked }: Pick<SplitTerms, 'native' | 'restaked'>) {
  return restaked.reduce((sum, stake) => sum + weighted(stake), native);
}

function weighted({ amount, weight }: WeightedStake): bigint {
  return (amount * weight) / ONE;
}

/**
 * Splits what was minted for one validator. Tax, commission and the whole restaked part are rounded down, the
 * restaked part is shared by largest remainder, and delegators get the rest.
 * @throws RangeError for a negative reward, or without stake
 */
export function splitMinted(amount: bigint, terms: SplitTerms): MintSplit {
  const { native, communityTax, commission } = terms;
  const weights = terms.restaked.map(weighted);
  const restaked = weights.reduce((sum, weight) => sum + weight, 0n);
  const split = splitReward(amount, native, restaked, communityTax, commission);
  return {
    tax: split.tax,
    commission: split.commission,
    delegators: split.delegators,
    restaked: apportion(split.restaked, weights),
  };
}

/** A reward that many share by their stake, as plain data. Amounts in 10^-18 of a base unit. */
export interface RewardIndex {
  /** Reward of one base unit of stake since the start. */
  readonly perShare: bigint;
  /** Reward that did not divide, and waits for the next one. */
  readonly pending: bigint;
}

export const NO_REWARD: RewardIndex = { perShare: 0n, pending: 0n };

/**
 * Adds a reward: perShare * shares + pending grows by it exactly. Without shares all of it stays pending.
 * @throws RangeError for a negative reward or stake
 */
export function addToIndex(index: RewardIndex, reward: bigint, shares: bigint): RewardIndex {
  if (reward < 0n) throw new RangeError(`reward, expected 0 or more, got ${reward}`);
  if (shares < 0n) throw new RangeError(`shares, expected 0 or more, got ${shares}`);
  const due = index.pending + reward * ONE;
  if (shares === 0n) return { ...index, pending: due };
  return { perShare: index.perShare + due / shares, pending: due % shares };
}

/** Reward of a stake since its mark, in 10^-18 of a base unit; whole units may be paid, the rest is kept. */
export function earned(index: RewardIndex, shares: bigint, mark: bigint): bigint {
  return shares * (index.perShare - mark);
}
