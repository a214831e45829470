import type { Tick } from '../../../sim/time.ts';
import { apportion } from '../../apportion.ts';
import { RATE_ONE } from './fixed-point.ts';
import { effectiveCollateral, restakedBalance, type Validator } from './pool.ts';
import { addReward, takeReward } from './shares.ts';
import { takeReleased } from './unbonding.ts';

/** Why tokens leave staking for an account. */
export type Payment =
  | 'community tax'
  | 'commission'
  | 'delegation reward'
  | 'restaking reward'
  | 'unbonded stake';

/** Why staked tokens are destroyed. */
export type Offence = 'double sign' | 'downtime';

/**
 * The token ledger as staking sees it. Staking holds what was bonded and what was minted or
 * collected for rewards; all that leaves goes through here, in base units, never below 1.
 */
export interface RewardLedger {
  /** Moves tokens that staking holds to an account. */
  pay(account: string, amount: bigint, reason: Payment): void;
  /** Destroys tokens that staking holds. */
  burn(amount: bigint, reason: Offence): void;
}

export interface RewardRules {
  /** Part of the native reward that goes to the community first, in billionths. */
  readonly communityTax: bigint;
  /** Account of the community. */
  readonly community: string;
}

/** Parts of one reward, in base units; they sum to it. */
export interface RewardSplit {
  readonly tax: bigint;
  readonly commission: bigint;
  readonly delegators: bigint;
  readonly restaked: bigint;
}

/**
 * Splits a block reward. First native and restaked stake share it pro rata, the restaked part
 * rounded down (0g-restaking-contracts; token-economics 4). Then the native part goes, in the
 * published order, to community tax, commission and delegators, the first two rounded down
 * (0g-da-chain-compute 2.1). That the restaked part pays neither tax nor commission is a reading
 * of these two rules and an estimate.
 * @throws RangeError for a negative reward, or without stake
 */
export function splitReward(
  amount: bigint,
  native: bigint,
  restaked: bigint,
  communityTax: bigint,
  commission: bigint,
): RewardSplit {
  if (amount < 0n) throw new RangeError(`reward, expected 0 or more, got ${amount}`);
  if (native + restaked <= 0n) {
    throw new RangeError(`stake of the proposer, expected above 0, got ${native + restaked}`);
  }
  const restakedPart = (amount * restaked) / (native + restaked);
  const nativePart = amount - restakedPart;
  const tax = (nativePart * communityTax) / RATE_ONE;
  const taken = ((nativePart - tax) * commission) / RATE_ONE;
  return { tax, commission: taken, delegators: nativePart - tax - taken, restaked: restakedPart };
}

/**
 * Gives a proposer's reward to those behind it: tax and commission are paid at once, the rest waits
 * to be claimed.
 * @throws RangeError as `splitReward`
 */
export function distributeReward(
  validator: Validator,
  amount: bigint,
  rules: RewardRules,
  ledger: RewardLedger,
): RewardSplit {
  const { native, restaked, operator, commission } = validator;
  const split = splitReward(
    amount,
    native.tokens,
    restakedBalance(validator),
    rules.communityTax,
    commission,
  );
  if (split.tax > 0n) ledger.pay(rules.community, split.tax, 'community tax');
  if (split.commission > 0n) ledger.pay(operator, split.commission, 'commission');
  addReward(native, split.delegators);
  const parts = apportion(split.restaked, restaked.map(effectiveCollateral));
  for (const [i, { pool }] of restaked.entries()) addReward(pool, parts[i]);
  return split;
}

/** Pays an account the whole base units that it is owed by a validator; returns their sum. */
export function claimRewards(validator: Validator, account: string, ledger: RewardLedger): bigint {
  const native = takeReward(validator.native, account);
  if (native > 0n) ledger.pay(account, native, 'delegation reward');
  let restaked = 0n;
  for (const { pool } of validator.restaked) restaked += takeReward(pool, account);
  if (restaked > 0n) ledger.pay(account, restaked, 'restaking reward');
  return native + restaked;
}

/** Pays out the unbonded stake whose delay is over; returns its sum in base units. */
export function payReleased(validator: Validator, now: Tick, ledger: RewardLedger): bigint {
  let sum = 0n;
  for (const { account, amount } of takeReleased(validator.unbonding, now)) {
    if (amount > 0n) ledger.pay(account, amount, 'unbonded stake');
    sum += amount;
  }
  return sum;
}

/**
 * Base units of the chain's own token that staking holds for a validator: bonded, unbonding, and
 * rewards not yet claimed. Bonded and rewarded = paid + burned + held, at every moment.
 */
export function heldFor(validator: Validator): bigint {
  let held = validator.native.tokens + validator.native.unpaid + validator.unbonding.total;
  for (const { pool } of validator.restaked) held += pool.unpaid;
  return held;
}
