import type { Tick } from '../../../sim/time.ts';
import { RATE_ONE, UNIT } from './fixed-point.ts';
import { createSharePool, deposit, type SharePool, withdraw } from './shares.ts';
import { createUnbondingQueue, startUnbonding, type UnbondingQueue } from './unbonding.ts';

/** An asset of another chain that stands behind a validator (restaking). */
export interface Collateral {
  readonly asset: string;
  /** Effective base units for one base unit of the asset, in 1e18 fixed point. */
  readonly weight: bigint;
  readonly pool: SharePool;
}

/** The stake behind one validator, as the one staking record has it. */
export interface Validator {
  /** Number in the validator set. */
  readonly id: number;
  /** Account that runs it, bonds its own stake, and earns the commission. */
  readonly operator: string;
  /** Part of the rewards that the operator takes, in billionths. */
  readonly commission: bigint;
  /** Stake in the chain's own token: the self-bond and every delegation. */
  readonly native: SharePool;
  /** Order is part of the state: the earlier collateral gets an indivisible unit. */
  readonly restaked: Collateral[];
  readonly unbonding: UnbondingQueue;
  /** Offences that count towards an exit. */
  offences: number;
  /** Proposes and votes no more. */
  exited: boolean;
}

export interface ValidatorTerms {
  readonly id: number;
  readonly operator: string;
  /** In billionths. */
  readonly commission: bigint;
  /** Base units. */
  readonly selfBond: bigint;
  readonly minSelfDelegation: bigint;
  readonly unbondingDelay: Tick;
}

/**
 * A validator with its operator's own stake.
 * @throws RangeError for a self-bond below the minimum, or a commission outside 0 to 1
 */
export function createValidator(terms: ValidatorTerms): Validator {
  const { id, operator, commission, selfBond, minSelfDelegation, unbondingDelay } = terms;
  if (selfBond < minSelfDelegation) {
    throw new RangeError(
      `self-bond of "${operator}", expected ${minSelfDelegation} or more, got ${selfBond}`,
    );
  }
  if (commission < 0n || commission > RATE_ONE) {
    throw new RangeError(`commission, expected 0 to ${RATE_ONE} billionths, got ${commission}`);
  }
  const native = createSharePool();
  deposit(native, operator, selfBond);
  return {
    id,
    operator,
    commission,
    native,
    restaked: [],
    unbonding: createUnbondingQueue(unbondingDelay),
    offences: 0,
    exited: false,
  };
}

/**
 * Bonds `amount` base units of an account, which the caller has taken from it.
 * @returns the new shares
 * @throws RangeError as `deposit`
 */
export function delegate(validator: Validator, account: string, amount: bigint): bigint {
  return deposit(validator.native, account, amount);
}

/**
 * Takes shares out of the bonded stake; their worth can be slashed until it is released.
 * @returns base units that started to unbond
 * @throws RangeError as `withdraw`
 */
export function undelegate(
  validator: Validator,
  account: string,
  shares: bigint,
  now: Tick,
): bigint {
  const amount = withdraw(validator.native, account, shares);
  if (amount > 0n) startUnbonding(validator.unbonding, account, amount, now);
  return amount;
}

/**
 * Adds collateral of an account behind a validator. The first deposit of an asset fixes its weight.
 * @param weight effective base units for one of the asset, in 1e18 fixed point
 * @returns the new shares
 * @throws RangeError for another weight than the asset has, or as `deposit`
 */
export function restake(
  validator: Validator,
  asset: string,
  weight: bigint,
  account: string,
  amount: bigint,
): bigint {
  let collateral = validator.restaked.find((entry) => entry.asset === asset);
  if (collateral === undefined) {
    if (weight <= 0n) throw new RangeError(`weight of "${asset}", expected above 0, got ${weight}`);
    collateral = { asset, weight, pool: createSharePool() };
    validator.restaked.push(collateral);
  }
  if (collateral.weight !== weight) {
    throw new RangeError(`weight of "${asset}", expected ${collateral.weight}, got ${weight}`);
  }
  return deposit(collateral.pool, account, amount);
}

/** Weight of a collateral beside the chain's own token, in base units, rounded down. */
export function effectiveCollateral({ weight, pool }: Collateral): bigint {
  return (pool.tokens * weight) / UNIT;
}

/** Weight of all collateral, in base units. */
export function restakedBalance(validator: Validator): bigint {
  let sum = 0n;
  for (const collateral of validator.restaked) sum += effectiveCollateral(collateral);
  return sum;
}

/**
 * Native stake plus the weighted collateral, in base units.
 * Source: 0g-restaking-contracts (token-economics 4).
 */
export function effectiveBalance(validator: Validator): bigint {
  return validator.native.tokens + restakedBalance(validator);
}

/** Voting power in whole tokens; 0 for a validator that has exited. */
export function votingPower(validator: Validator): number {
  return validator.exited ? 0 : Number(effectiveBalance(validator) / UNIT);
}
