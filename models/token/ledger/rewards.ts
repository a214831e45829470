import { UNIT } from '../../chain/stake/fixed-point.ts';
import { splitReward } from '../../chain/stake/rewards.ts';
import {
  type Account,
  accountOf,
  add,
  type Books,
  checkAmount,
  checkHolds,
  checkIndex,
  holderOf,
  nameOf,
  shift,
  stateOf,
} from './books.ts';
import { assertRewards, assertSupply } from './running.ts';

/*
 * Rewards of stakers: minted or collected first, then divided. What a division leaves over stays pending and
 * is part of the next one. Source: token-economics 4 and 13.5, laws 5 and 8.
 */

/** Parts of one reward, base units; with the remainder they sum to it. */
export interface RewardDivision {
  readonly reward: bigint;
  readonly tax: bigint;
  readonly commission: bigint;
  /** For those who restaked other assets. */
  readonly restaked: bigint;
  /** By holder class. */
  readonly paid: readonly bigint[];
  /** What per-share division leaves over. */
  readonly remainder: bigint;
}

export interface RewardTerms {
  /** Billionths of the native part that go to the community first. */
  readonly communityTax: bigint;
  /** Billionths of the rest that validators take. */
  readonly commission: bigint;
  /** Weight of restaked assets beside native stake, base units. */
  readonly restaked: bigint;
}

/** Where the parts of a reward arrive that do not go to stakers by share. */
export interface RewardTargets {
  readonly tax: Account;
  readonly commission: Account;
  readonly restaked: Account;
}

/**
 * Divides a reward: native and restaked stake pro rata, then community tax, commission, and stakers by reward
 * per share in 1e18 fixed point, everything rounded down.
 * @param stakes native stake by holder class, base units
 * @throws RangeError for a reward below 0, or without stake
 */
export function divideReward(
  reward: bigint,
  stakes: readonly bigint[],
  terms: RewardTerms,
): RewardDivision {
  let native = 0n;
  for (const stake of stakes) native += stake;
  const { communityTax, commission, restaked } = terms;
  const parts = splitReward(reward, native, restaked, communityTax, commission);
  const perShare = native === 0n ? 0n : (parts.delegators * UNIT) / native;
  let remainder = parts.delegators;
  const paid = stakes.map((stake) => {
    const part = (stake * perShare) / UNIT;
    remainder -= part;
    return part;
  });
  const { tax, commission: taken } = parts;
  return { reward, tax, commission: taken, restaked: parts.restaked, paid, remainder };
}

/** Part of the ledger; refusals are RangeErrors and change nothing. */
export class RewardBook {
  private readonly books: Books;
  private readonly held = accountOf(0, 'contract_locked');

  constructor(books: Books) {
    this.books = books;
  }

  /** Base units that wait to be divided. */
  get pending(): bigint {
    return this.books.balances[this.held];
  }

  /** Native stake by holder class, locked stake included; for `divideReward`. */
  stakes(): bigint[] {
    const { balances, classes } = this.books;
    return classes.map(
      (_, holder) =>
        balances[accountOf(holder, 'staked')] + balances[accountOf(holder, 'locked_staked')],
    );
  }

  /** Creates tokens for rewards. @param rule name of the rule that mints */
  mint(amount: bigint, rule: string): void {
    const { books } = this;
    checkAmount('mint', amount);
    add(books, this.held, amount);
    books.total += amount;
    books.minted += amount;
    books.mintedBy.set(rule, (books.mintedBy.get(rule) ?? 0n) + amount);
    books.rewards.minted += amount;
    assertSupply(books);
    assertRewards(books);
  }

  /** Liquid tokens of a class that become rewards: tips, fees, a bucket that pays for emissions. */
  routeFees(holder: number, amount: bigint): void {
    const { books } = this;
    checkIndex('holder class', holder, books.classes);
    const from = accountOf(holder, 'liquid');
    checkHolds(books, from, amount);
    shift(books, from, this.held, amount);
    books.rewards.fees += amount;
    assertRewards(books);
  }

  /**
   * Pays the parts of a reward as liquid tokens; the remainder stays.
   * @throws RangeError for parts that do not sum to the reward (law 8), or a reward above what is pending
   */
  pay(division: RewardDivision, targets: RewardTargets): void {
    const { books, held } = this;
    const { reward, tax, commission, restaked, paid, remainder } = division;
    const { rewards } = books;
    if (paid.length !== books.classes.length) {
      throw new RangeError(`paid, expected ${books.classes.length} classes, got ${paid.length}`);
    }
    checkHolds(books, held, reward);
    for (const account of [targets.tax, targets.commission, targets.restaked]) {
      checkIndex('account', account, books.balances);
      if (stateOf(account) === 'liquid' && holderOf(account) !== 0) continue;
      const name = nameOf(books, account);
      throw new RangeError(`reward target, expected liquid of a holder, got ${name}`);
    }
    let shares = 0n;
    for (const amount of paid) {
      checkAmount('reward', amount);
      shares += amount;
    }
    for (const amount of [tax, commission, restaked, remainder]) checkAmount('reward', amount);
    const parts = tax + commission + restaked + shares + remainder;
    if (parts !== reward) throw new RangeError(`reward shares, expected ${reward}, got ${parts}`);
    shift(books, held, targets.tax, tax);
    shift(books, held, targets.commission, commission);
    shift(books, held, targets.restaked, restaked);
    for (let holder = 0; holder < paid.length; holder++) {
      if (paid[holder] !== 0n) shift(books, held, accountOf(holder, 'liquid'), paid[holder]);
    }
    rewards.tax += tax;
    rewards.commission += commission;
    rewards.paid += shares + restaked;
    rewards.divided += reward - remainder;
    rewards.native += tax + commission + shares;
    rewards.restaked += restaked;
    assertRewards(books);
  }
}
