import {
  type Account,
  accountOf,
  type Books,
  holderOf,
  PLACE,
  type State,
} from '../ledger/books.ts';
import { type Change, Ledger } from '../ledger/ledger.ts';
import { divideReward, type RewardTargets } from '../ledger/rewards.ts';
import type { Supply } from '../ledger/supply.ts';
import { EXTRA, type Plan } from './plan.ts';
import { postClaims } from './releases/claims.ts';
import { claimedSupply } from './supply/claimed-supply.ts';
import { Collateral } from './supply/collateral.ts';
import { LockedStakers } from './supply/locked-stake.ts';
import { type RewardSplit, rewardTargets, rewardTerms } from './supply/reward-split.ts';

/** Micro-dollars per dollar. */
export const USD = 1e6;

export interface HandsTerms {
  /** Class that pays expenses; null without a treasury. */
  readonly treasury: string | null;
  /** Micro-dollars. */
  readonly cash: bigint;
  /** Micro-dollars of a commitment to buy; 0 for none. */
  readonly commitment: bigint;
  /** Billionths of the rewards that are sold. */
  readonly rewardsSold: bigint;
  readonly split: RewardSplit;
}

const BILLION = 1_000_000_000n;
/** Classes whose tokens wait for a purpose of their own. */
const APART: readonly string[] = [EXTRA.facility, EXTRA.company];

/**
 * One path's tokens and dollars in a ledger, posted month by month. What cannot be posted yet, as a sale before
 * the release that it hedges, is owed and posted later.
 */
export class Hands {
  readonly ledger: Ledger;
  readonly treasury: number | null;
  readonly lockedStakers: LockedStakers;
  private readonly plan: Plan;
  private readonly terms: HandsTerms;
  private readonly market: number;
  /** Number of the class that buys under the commitment. */
  readonly buyer: number;
  /** Numbers of the classes that may stake. */
  private readonly stakers: readonly number[];
  /** By class number: sold and not yet handed over. */
  private readonly owed: bigint[];
  private readonly targets: RewardTargets;
  readonly collateral = new Collateral();

  constructor(plan: Plan, terms: HandsTerms) {
    this.plan = plan;
    this.terms = terms;
    this.ledger = new Ledger({
      classes: plan.classes,
      buckets: plan.buckets,
      facilities: [{ id: 'facility', commitment: terms.commitment }],
    });
    const { books } = this.ledger;
    this.treasury = terms.treasury === null ? null : this.ledger.holder(terms.treasury);
    this.market = this.ledger.holder(EXTRA.market);
    this.buyer = this.ledger.holder(EXTRA.facility);
    this.stakers = books.classes.flatMap(({ id, governed }, holder) =>
      holder === 0 || holder === this.treasury || governed || APART.includes(id) ? [] : [holder],
    );
    this.lockedStakers = new LockedStakers(plan.lockedStakes, this.ledger);
    this.owed = books.classes.map(() => 0n);
    this.targets = rewardTargets(plan, this.ledger);
    if (this.treasury !== null) this.ledger.cash.deposit(this.treasury, terms.cash);
  }

  get books(): Books {
    return this.ledger.books;
  }

  /**
   * Releases until the start of a month, and claims until then.
   * @param cumulative base units released since the token event, by bucket
   */
  release(cumulative: readonly bigint[], month: number): void {
    const { ledger, lockedStakers, plan } = this;
    lockedStakers.release(cumulative);
    if (month === 0) lockedStakers.start();
    postClaims(ledger, plan.claims, month, plan.treasury);
  }

  supply(): Supply {
    return claimedSupply(this.books);
  }

  /** Base units of the treasury that may be sold. */
  get inTreasury(): bigint {
    return this.treasury === null ? 0n : this.ledger.balance(this.treasury, 'liquid');
  }

  /** Micro-dollars. */
  get cash(): bigint {
    return this.treasury === null ? 0n : this.ledger.cash.of(this.treasury);
  }

  /** Part of the liquid tokens whose owners may stake. */
  stakeable(): number {
    const liquid = this.books.sums[PLACE.liquid];
    return liquid === 0n ? 0 : Number(this.liquidOfStakers()) / Number(liquid);
  }

  /** Liquid base units whose owners may stake or sell them. */
  liquidOfStakers(): bigint {
    let sum = 0n;
    for (const holder of this.stakers) sum += this.books.balances[accountOf(holder, 'liquid')];
    return sum;
  }

  /** Liquid base units of a class less those it has sold; below 0 when it sold ahead of a release. */
  unsold(holder: number): bigint {
    return this.ledger.balance(holder, 'liquid') - this.owed[holder];
  }

  /** Liquid base units of a class that it has not sold. */
  spare(holder: number): bigint {
    const held = this.unsold(holder);
    return held > 0n ? held : 0n;
  }

  /** Notes what a class has sold to the market, or did not after all; it is handed over by `settle`. */
  owe(holder: number, amount: bigint): void {
    const owed = this.owed[holder] + amount;
    this.owed[holder] = owed > 0n ? owed : 0n;
  }

  /** Hands over what the classes have sold, as far as they have it. */
  settle(): void {
    for (let holder = 1; holder < this.owed.length; holder++) {
      const owed = this.owed[holder];
      if (owed <= 0n) continue;
      const held = this.ledger.balance(holder, 'liquid');
      const amount = owed < held ? owed : held;
      this.owed[holder] -= amount;
      this.ledger.move(accountOf(holder, 'liquid'), accountOf(this.market, 'liquid'), amount);
    }
  }

  /**
   * Hands over what a class has bought, from the hands of the market, then of others.
   * @returns base units that were there to be bought
   */
  buy(to: Account, amount: bigint): bigint {
    let left = amount;
    for (const holder of [this.market, ...this.stakers]) {
      const from = accountOf(holder, 'liquid');
      if (from === to) continue;
      const held = this.books.balances[from];
      const part = left < held ? left : held;
      if (part > 0n) this.ledger.move(from, to, part);
      left -= part;
    }
    return amount - left;
  }

  /**
   * Pays fees from the hands of the market, then of others.
   * @param burn part of the amount that is burned, base units
   * @returns base units that became rewards
   */
  payFees(amount: bigint, burn: bigint): bigint {
    let burned = burn;
    let routed = amount - burned;
    const asRewards = routed;
    for (const holder of [this.market, ...this.stakers]) {
      let held = this.ledger.balance(holder, 'liquid');
      const part = burned < held ? burned : held;
      if (part > 0n) this.ledger.burn(accountOf(holder, 'liquid'), part, 'fees');
      burned -= part;
      held -= part;
      const route = routed < held ? routed : held;
      if (route > 0n) this.ledger.rewards.routeFees(holder, route);
      routed -= route;
    }
    return asRewards - routed;
  }

  /** Changes the state of up to `amount` base units of those who may stake. */
  change(change: Change, from: State, amount: bigint): void {
    this.divide(from, amount, (holder, part) => this.ledger.change(change, holder, part));
  }

  /** Burns up to `amount` base units of the stake. @param rule name of the rule that burns */
  burnStake(amount: bigint, rule: string): void {
    this.divide('staked', amount, (holder, part) =>
      this.ledger.burn(accountOf(holder, 'staked'), part, rule),
    );
  }

  /**
   * Takes from those who may stake, pro rata: each class gets its part of what is left for it and those after
   * it, so the parts sum to the whole.
   */
  private divide(from: State, amount: bigint, take: (holder: number, part: bigint) => void): void {
    if (amount <= 0n) return;
    const { balances } = this.books;
    let room = 0n;
    for (const holder of this.stakers) room += balances[accountOf(holder, from)];
    let left = amount < room ? amount : room;
    for (const holder of this.stakers) {
      if (left === 0n) return;
      const held = balances[accountOf(holder, from)];
      if (held === 0n) continue;
      const part = (left * held) / room;
      take(holder, part);
      left -= part;
      room -= held;
    }
  }

  /** Mints for stakers, and pays from a bucket that was set aside. @returns base units from that bucket */
  issue(minted: bigint, rule: string, fromBucket: bigint, bucket: number | null): bigint {
    if (minted > 0n) this.ledger.rewards.mint(minted, rule);
    if (fromBucket === 0n || bucket === null) return 0n;
    const holder = this.books.holders[bucket];
    const held = this.ledger.balance(holder, 'liquid');
    const paid = fromBucket < held ? fromBucket : held;
    this.ledger.rewards.routeFees(holder, paid);
    return paid;
  }

  /** Divides what waits among stakers and others, who sell a part later. @returns base units that they sell */
  payRewards(): bigint {
    const { ledger } = this;
    const stakes = ledger.rewards.stakes();
    if (this.treasury !== null) stakes[this.treasury] += this.collateral.tokens;
    if (ledger.rewards.pending === 0n || stakes.every((stake) => stake === 0n)) return 0n;
    const terms = rewardTerms(this.terms.split, stakes);
    const division = divideReward(ledger.rewards.pending, stakes, terms);
    ledger.rewards.pay(division, this.targets);
    let sold = this.sellReward(holderOf(this.targets.commission), division.commission);
    sold += this.sellReward(holderOf(this.targets.restaked), division.restaked);
    division.paid.forEach((paid, holder) => {
      if (holder === this.market) return;
      const kept =
        holder === this.treasury
          ? this.collateral.keep(paid, stakes[holder])
          : this.lockedStakers.keep(holder, paid);
      sold += this.sellReward(holder, paid - kept);
    });
    return sold;
  }

  /** @returns base units of a reward that are sold */
  private sellReward(holder: number, reward: bigint): bigint {
    const part = (reward * this.terms.rewardsSold) / BILLION;
    this.owed[holder] += part;
    return part;
  }

  /** Pays expenses as far as there is cash. @param usd micro-dollars */
  spend(usd: bigint): bigint {
    if (this.treasury === null) return 0n;
    const paid = usd < this.cash ? usd : this.cash;
    this.ledger.cash.withdraw(this.treasury, paid);
    return paid;
  }

  /** Cash that comes into the treasury. @param usd micro-dollars */
  raise(usd: bigint): void {
    if (this.treasury !== null) this.ledger.cash.deposit(this.treasury, usd);
  }

  /** Settles a draw. @param locked whether the tokens stay locked for a time */
  draw(tokens: bigint, usd: bigint, minted: boolean, locked: boolean): void {
    const { ledger, buyer, treasury } = this;
    if (treasury === null) return;
    const from = accountOf(treasury, 'liquid');
    if (minted) ledger.mint(from, tokens, 'facility');
    ledger.cash.deposit(buyer, usd);
    ledger.cash.draw(0, from, this.buyers(locked ? 'contract_locked' : 'liquid'), tokens, usd);
  }

  unlockBought(tokens: bigint): void {
    this.ledger.change('unlock contract', this.buyer, tokens);
  }

  /** Tokens that the seller gives for the commitment, as far as it has them. */
  giveTokens(tokens: bigint): bigint {
    if (this.treasury === null) return 0n;
    const given = tokens < this.inTreasury ? tokens : this.inTreasury;
    this.ledger.move(accountOf(this.treasury, 'liquid'), this.buyers('liquid'), given);
    return given;
  }

  private buyers(state: State): Account {
    return accountOf(this.buyer, state);
  }
}
