import { accountOf, type Books, PLACE, STATES, type State } from './books.ts';

/** What is meant by supply, base units. */
export interface Supply {
  readonly total: bigint;
  /** Not released, staked or not. */
  readonly locked: bigint;
  /**
   * Circulating, plus unlocked tokens about which a vote decides. Source: Celestia's definition
   * (token-economics 9).
   */
  readonly available: bigint;
  /**
   * Without a transfer limit of the schedule: released + minted + bridged in - burned - bridged out, less
   * rewards not yet paid and governed tokens. Source: token-economics 13.5, law 4.
   */
  readonly circulating: bigint;
  /** Circulating less staked, unbonding and locked in contracts: what can be sold now. */
  readonly freeFloat: bigint;
  /** Staked, locked stake included, unbonding not. */
  readonly staked: bigint;
}

const UNLOCKED = STATES.filter((state) => state !== 'locked' && state !== 'locked_staked');
const BOUND: readonly State[] = ['staked', 'unbonding', 'contract_locked'];

const PENDING = accountOf(0, 'contract_locked');

/** The supplies now, from running sums; classes are visited only where they are governed. */
export function supplyOf(books: Books): Supply {
  const { sums, balances, classes, total } = books;
  const locked = sums[PLACE.locked] + sums[PLACE.locked_staked];
  const pending = balances[PENDING];
  const available = total - locked - pending;
  let circulating = available;
  let bound = sums[PLACE.staked] + sums[PLACE.unbonding] + sums[PLACE.contract_locked] - pending;
  for (let holder = 0; holder < classes.length; holder++) {
    if (classes[holder].governed !== true) continue;
    for (const state of UNLOCKED) circulating -= balances[accountOf(holder, state)];
    for (const state of BOUND) bound -= balances[accountOf(holder, state)];
  }
  const staked = sums[PLACE.staked] + sums[PLACE.locked_staked];
  return { total, locked, available, circulating, freeFloat: circulating - bound, staked };
}
