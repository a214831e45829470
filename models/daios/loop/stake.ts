import { accountOf, PLACE } from '../../token/ledger/books.ts';
import type { Ledger } from '../../token/ledger/ledger.ts';
import { divideReward } from '../../token/ledger/rewards.ts';
import { supplyOf } from '../../token/ledger/supply.ts';
import { partOf } from './rate.ts';

export interface StakeTerms {
  /** Part of circulating tokens that is staked. */
  readonly staked: number;
  /** Part of their rewards that stakers sell. */
  readonly rewardsSold: number;
  /** Part of the rewards that validators take. */
  readonly commission: number;
}

/** Numbers of the classes that take part. */
export interface StakeClasses {
  /** All that may stake; the market is one of them. */
  readonly stakers: readonly number[];
  readonly validators: number;
  readonly market: number;
}

/** Stake and rewards of one path, in the ledger of `Money`. */
export class Stake {
  readonly stakers: readonly number[];
  /** Base units of rewards that wait to be sold, by class number. */
  readonly toSell: bigint[];
  private readonly ledger: Ledger;
  private readonly terms: StakeTerms;
  private readonly validators: number;
  private readonly market: number;

  constructor(ledger: Ledger, terms: StakeTerms, { stakers, validators, market }: StakeClasses) {
    this.ledger = ledger;
    this.terms = terms;
    this.stakers = stakers;
    this.validators = validators;
    this.market = market;
    this.toSell = ledger.books.classes.map(() => 0n);
  }

  /** Mints, and divides all that waits among validators and stake. @param rule that mints */
  issue(minted: bigint, rule: string): void {
    const { ledger, terms, market, validators } = this;
    if (minted > 0n) ledger.rewards.mint(minted, rule);
    const stakes = ledger.rewards.stakes();
    if (ledger.rewards.pending === 0n || stakes.every((stake) => stake === 0n)) return;
    const commission = BigInt(Math.round(terms.commission * 1e9));
    const division = divideReward(ledger.rewards.pending, stakes, {
      ...{ communityTax: 0n, commission, restaked: 0n },
    });
    // Nobody gets a tax or a part for restaked assets: both are 0.
    const others = accountOf(market, 'liquid');
    const to = accountOf(validators, 'liquid');
    ledger.rewards.pay(division, { tax: others, restaked: others, commission: to });
    for (const [holder, paid] of division.paid.entries()) this.keep(holder, paid);
    this.keep(validators, division.commission);
  }

  /** Stakes, or unstakes, until the part of what circulates is staked; all classes pro rata. */
  settle(): void {
    const { ledger, stakers } = this;
    const wanted = partOf(supplyOf(ledger.books).circulating, this.terms.staked);
    const staked = ledger.books.sums[PLACE.staked];
    const joins = wanted > staked;
    const from = joins ? 'liquid' : 'staked';
    let room = 0n;
    for (const holder of stakers) room += ledger.balance(holder, from);
    let left = joins ? wanted - staked : staked - wanted;
    if (left > room) left = room;
    for (const holder of stakers) {
      if (left === 0n) return;
      const held = ledger.balance(holder, from);
      // Each gets its part of what is left for it and those after it, so the parts sum to the whole.
      const part = (left * held) / room;
      if (joins) ledger.change('stake', holder, part);
      else {
        ledger.change('begin unbonding', holder, part);
        ledger.change('finish unbonding', holder, part);
      }
      left -= part;
      room -= held;
    }
  }

  /** A part of a reward waits to be sold; the market never sells to itself. */
  private keep(holder: number, reward: bigint): void {
    if (holder !== this.market) this.toSell[holder] += partOf(reward, this.terms.rewardsSold);
  }
}
