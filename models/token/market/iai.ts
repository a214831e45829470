import { exp } from '../../../sim/math.ts';
import { UNIT } from '../../chain/stake/fixed-point.ts';

/*
 * iAI: users lock 0G and get compute entitlements on a rising curve. All amounts are base units of 10^-18.
 * Source: 0g-iai-contracts (token-economics 5). Only the marginal price is published; here it is rounded to
 * 10^-9 0G, a choice, and a lock is rounded up.
 */

/** iAI of one price step. */
export const STEP = 25n * UNIT;
/** iAI that may ever exist at once; and as base units. */
export const MOST_IAI = 9_270;
export const CAP = BigInt(MOST_IAI) * UNIT;
/** The steps go a little past the cap. */
export const STEPS = 371;
/** Days until redeemed collateral is free; the source says about a day. */
export const COOL_DOWN_DAYS = 1;

const BASE = 3_237.4;
const STEEPNESS = 3.419;
const SCALE = 9_270;

/** 0G per iAI at a supply of so many iAI: 3237.4 e^(3.419 (s / 9270)^3). */
export function iaiRate(supply: number): number {
  const x = supply / SCALE;
  return BASE * exp(STEEPNESS * x * x * x);
}

/**
 * Base units of 0G for one iAI inside a step: the rate at its upper end.
 * @throws RangeError unless the step is 0 to 370
 */
export function stepPrice(step: number): bigint {
  if (!(Number.isInteger(step) && step >= 0 && step < STEPS)) {
    throw new RangeError(`step, expected 0 to ${STEPS - 1}, got ${step}`);
  }
  return BigInt(Math.round(iaiRate((step + 1) * 25) * 1e9)) * 1_000_000_000n;
}

/**
 * 0G to lock for `amount` more iAI at a supply, rounded up.
 * @throws RangeError for an amount of 0 or less, or one that passes the cap
 */
export function lockFor(supply: bigint, amount: bigint): bigint {
  if (supply < 0n || amount <= 0n || supply + amount > CAP) {
    throw new RangeError(`iAI, expected above 0 and at most ${CAP - supply}, got ${amount}`);
  }
  let sum = 0n;
  for (let at = supply; at < supply + amount; ) {
    const step = at / STEP;
    const end = (step + 1n) * STEP < supply + amount ? (step + 1n) * STEP : supply + amount;
    sum += stepPrice(Number(step)) * (end - at);
    at = end;
  }
  return (sum + UNIT - 1n) / UNIT;
}

/** What one holder has: entitlements, and the 0G value that was locked for them. */
export interface IaiPosition {
  readonly iai: bigint;
  readonly locked: bigint;
}

export const NO_POSITION: IaiPosition = { iai: 0n, locked: 0n };

/** Entitlements and collateral of all together. */
export interface IaiState {
  readonly supply: bigint;
  /** 0G value owed back to holders. */
  readonly locked: bigint;
  /** Yield of the collateral, which is the foundation's. */
  readonly yield: bigint;
}

export const NO_IAI: IaiState = { supply: 0n, locked: 0n, yield: 0n };

export interface IaiChange {
  readonly state: IaiState;
  readonly position: IaiPosition;
  /** 0G locked or, on redemption, given back. */
  readonly tokens: bigint;
}

/** Locks 0G for new entitlements. @throws RangeError as `lockFor` */
export function mintIai(state: IaiState, position: IaiPosition, amount: bigint): IaiChange {
  const tokens = lockFor(state.supply, amount);
  return change(state, position, amount, tokens);
}

/**
 * Gives entitlements back for the 0G value that was locked for them, pro rata and rounded down.
 * @throws RangeError for more than the holder has
 */
export function redeemIai(state: IaiState, position: IaiPosition, amount: bigint): IaiChange {
  if (amount <= 0n || amount > position.iai) {
    throw new RangeError(`iAI, expected above 0 and at most ${position.iai}, got ${amount}`);
  }
  const tokens = (position.locked * amount) / position.iai;
  const changed = change(state, position, -amount, -tokens);
  return { ...changed, tokens };
}

/** Adds what the collateral has earned; holders keep their value. @throws RangeError below 0 */
export function earnYield(state: IaiState, earned: bigint): IaiState {
  if (earned < 0n) throw new RangeError(`yield, expected 0 or more, got ${earned}`);
  return { ...state, yield: state.yield + earned };
}

function change(state: IaiState, position: IaiPosition, iai: bigint, tokens: bigint): IaiChange {
  return {
    state: { ...state, supply: state.supply + iai, locked: state.locked + tokens },
    position: { iai: position.iai + iai, locked: position.locked + tokens },
    tokens,
  };
}
