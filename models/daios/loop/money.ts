import { accountOf, STATES } from '../../token/ledger/books.ts';
import { Ledger } from '../../token/ledger/ledger.ts';
import { type Supply, supplyOf } from '../../token/ledger/supply.ts';
import type { Schedule } from '../../token/unlocks/schedule.ts';
import { type LaneName, Lanes, type Sink, type Source } from './lanes.ts';
import { partOf, type Rate } from './rate.ts';
import type { WeeklyReleases } from './releases.ts';
import { Stake, type StakeTerms } from './stake.ts';

export const CLASSES = ['users', 'providers', 'storage nodes', 'validators', 'market'] as const;

export type OperatorClass = 'providers' | 'storage nodes';

export interface MoneyTerms extends StakeTerms {
  /** Days of spending on compute that users keep with their providers. */
  readonly prepaid: number;
  /** Part of profits that operators sell. */
  readonly profitSold: number;
}

/** What a week comes to; dollars are micro-dollars, tokens base units. */
export interface Bill {
  readonly rate: Rate;
  readonly compute: bigint;
  readonly storage: bigint;
  readonly burned: bigint;
  readonly tips: bigint;
  /** Rent and energy. */
  readonly costs: Readonly<Record<OperatorClass, bigint>>;
  /** Tokens that providers have to have locked. */
  readonly bonds: bigint;
}

/** What operators and stakers bring to the market in a week, decided before it. Base units. */
export interface Sales {
  readonly operators: Readonly<Record<OperatorClass, bigint>>;
  /** By class number. */
  readonly rewards: readonly bigint[];
}

const WEEK_DAYS = 7n;

/**
 * Tokens and dollars of one path in an exact ledger. Users bring dollars, buy tokens and prepay; operators earn
 * tokens and pay their costs in dollars; whoever sells is bought out by the market, with dollars of users first
 * and of speculators where those do not suffice.
 */
export class Money {
  readonly ledger: Ledger;
  readonly lanes = new Lanes();
  private readonly terms: MoneyTerms;
  private readonly releases: WeeklyReleases;
  private readonly holders: readonly number[];
  private readonly users: number;
  private readonly market: number;
  private readonly stake: Stake;
  /** By class number: sold of releases and not handed over. */
  private readonly owed: bigint[];

  constructor({ buckets }: Schedule, releases: WeeklyReleases, terms: MoneyTerms) {
    this.terms = terms;
    this.releases = releases;
    this.ledger = new Ledger({
      classes: [...releases.classes, ...CLASSES.map((id) => ({ id }))],
      buckets: buckets.map(({ id, holderClass, amount }) => ({
        ...{ id, holderClass, amount, into: 'liquid' },
      })),
    });
    const { ledger } = this;
    this.holders = releases.classes.map(({ id }) => ledger.holder(id));
    this.users = ledger.holder('users');
    this.market = ledger.holder('market');
    const validators = ledger.holder('validators');
    const free = releases.classes.filter(({ governed }) => !governed);
    const stakers = [...free.map(({ id }) => ledger.holder(id)), ...[validators, this.market]];
    this.stake = new Stake(ledger, terms, { stakers, validators, market: this.market });
    this.owed = ledger.books.classes.map(() => 0n);
    ledger.releaseTo(releases.released[0]);
    this.stake.settle();
  }

  supply(): Supply {
    return supplyOf(this.ledger.books);
  }

  /** Base units that users have prepaid. */
  get escrow(): bigint {
    return this.ledger.balance(this.users, 'contract_locked');
  }

  /** What operators and stakers sell in the week to come, at the price before it. */
  sales(rate: Rate, costs: Bill['costs']): Sales {
    const part = (id: OperatorClass): bigint => {
      const held = this.ledger.balance(this.ledger.holder(id), 'liquid');
      const due = least(held, rate.tokens(costs[id]));
      return due + partOf(held - due, this.terms.profitSold);
    };
    return {
      operators: { providers: part('providers'), 'storage nodes': part('storage nodes') },
      rewards: [...this.stake.toSell],
    };
  }

  /** Base units that users buy for a bill, prepayment included. */
  purchase({ rate, compute, storage, burned, tips }: Omit<Bill, 'costs' | 'bonds'>): bigint {
    const fees = rate.tokens(compute);
    const wanted = (fees * BigInt(Math.round(this.terms.prepaid * 1e3))) / (WEEK_DAYS * 1000n);
    const missing = fees + wanted - this.escrow;
    return (missing > 0n ? missing : 0n) + rate.tokens(storage) + burned + tips;
  }

  /**
   * Posts a week: releases, sales, purchases, fees, costs, bonds. `close` follows it.
   * @throws RangeError when a law of the ledger or a lane does not hold
   */
  week(week: number, bill: Bill, sales: Sales): void {
    this.ledger.releaseTo(this.releases.released[week + 1]);
    this.sellReleases(week, bill.rate);
    this.sellRewards(sales, bill.rate);
    for (const id of ['providers', 'storage nodes'] as const) {
      this.sell(this.ledger.holder(id), sales.operators[id], bill.rate, 'operators');
    }
    this.payFees(bill);
    this.bond(bill);
    for (const id of ['providers', 'storage nodes'] as const) this.payCosts(id, bill.costs[id]);
  }

  /** Mints and divides rewards, stakes again, and asserts all laws. */
  close(minted: bigint, rule: string, rate: Rate): void {
    this.stake.issue(minted, rule);
    this.lanes.note('emission', minted, rate.usd(minted));
    this.stake.settle();
    this.assert();
  }

  /** Compares ledger and lanes. @throws RangeError that names the law or the lane */
  assert(): void {
    const { ledger } = this;
    ledger.assertLaws();
    const all = (holder: number): bigint =>
      STATES.reduce((sum, state) => sum + ledger.balance(holder, state), 0n);
    const { burned, minted, usdIn, usdOut } = ledger.books;
    this.lanes.assert({
      users: all(this.users),
      operators: all(ledger.holder('providers')) + all(ledger.holder('storage nodes')),
      ...{ burned, minted, usdIn, usdOut },
    });
  }

  private sellReleases(week: number, rate: Rate): void {
    for (const [i, holder] of this.holders.entries()) {
      this.owed[holder] += this.releases.due[week][i];
      // A sale before the release that it hedges waits for the tokens.
      const amount = least(this.owed[holder], this.ledger.balance(holder, 'liquid'));
      this.owed[holder] -= amount;
      this.sell(holder, amount, rate, 'unlocks');
      this.spend(holder, 'holders');
    }
  }

  private sellRewards({ rewards }: Sales, rate: Rate): void {
    for (const [holder, reward] of rewards.entries()) {
      const amount = least(reward, this.ledger.balance(holder, 'liquid'));
      if (amount === 0n) continue;
      this.stake.toSell[holder] -= amount;
      this.sell(holder, amount, rate, 'rewards');
      this.spend(holder, 'stakers');
    }
  }

  /** Users buy what the bill and their prepayment need, and pay as far as there is something to buy. */
  private payFees(bill: Bill): void {
    const { ledger, users, lanes } = this;
    const { rate } = bill;
    const before = ledger.books.usdIn;
    const bought = this.buy(users, this.purchase(bill), rate, 'users');
    lanes.note('users', bought, ledger.books.usdIn - before);
    const liquid = (due: bigint): bigint => least(due, ledger.balance(users, 'liquid'));
    const burned = liquid(bill.burned);
    if (burned > 0n) ledger.burn(accountOf(users, 'liquid'), burned, 'gas');
    lanes.note('burned', burned, rate.usd(burned));
    const tips = liquid(bill.tips);
    ledger.rewards.routeFees(users, tips);
    lanes.note('tips', tips, rate.usd(tips));
    const storage = liquid(rate.tokens(bill.storage));
    this.pay('liquid', 'storage nodes', storage, rate, 'storage');
    ledger.change('lock contract', users, ledger.balance(users, 'liquid'));
    const compute = least(rate.tokens(bill.compute), this.escrow);
    this.pay('contract_locked', 'providers', compute, rate, 'compute');
  }

  private pay(
    from: 'liquid' | 'contract_locked',
    to: OperatorClass,
    amount: bigint,
    rate: Rate,
    lane: LaneName,
  ): void {
    const { ledger, users } = this;
    ledger.move(accountOf(users, from), accountOf(ledger.holder(to), 'liquid'), amount);
    this.lanes.note(lane, amount, rate.usd(amount));
  }

  /** Providers lock what their number asks for, of their own first, or get it back. */
  private bond({ bonds, rate }: Bill): void {
    const { ledger } = this;
    const providers = ledger.holder('providers');
    const locked = ledger.balance(providers, 'contract_locked');
    if (bonds < locked) {
      ledger.change('unlock contract', providers, locked - bonds);
      return;
    }
    const missing = bonds - locked - least(bonds - locked, ledger.balance(providers, 'liquid'));
    const bought = this.buy(providers, missing, rate, 'operators');
    this.lanes.note('bonds', bought, rate.usd(bought));
    const free = ledger.balance(providers, 'liquid');
    ledger.change('lock contract', providers, least(bonds - locked, free));
  }

  /** Operators pay from what they sold; what is missing is their own, what is left their profit. */
  private payCosts(id: OperatorClass, cost: bigint): void {
    const holder = this.ledger.holder(id);
    this.fund(holder, cost, 'operators');
    this.ledger.cash.withdraw(holder, cost);
    this.lanes.left.costs += cost;
    this.spend(holder, 'profit');
  }

  /** Sells to the market. */
  private sell(holder: number, amount: bigint, rate: Rate, lane: LaneName): void {
    const { market, ledger } = this;
    const usd = rate.usd(amount);
    this.fund(market, usd, 'speculators');
    ledger.cash.trade(accountOf(holder, 'liquid'), accountOf(market, 'liquid'), amount, usd);
    this.lanes.note(lane, amount, usd);
  }

  /** Buys from the market, then from holders. @returns base units that were there to be bought */
  private buy(holder: number, amount: bigint, rate: Rate, source: Source): bigint {
    const { ledger, market } = this;
    let left = amount;
    for (const seller of [market, ...this.stake.stakers]) {
      const part = least(left, ledger.balance(seller, 'liquid'));
      if (part === 0n || seller === holder) continue;
      const usd = rate.usd(part);
      this.fund(holder, usd, source);
      ledger.cash.trade(accountOf(seller, 'liquid'), accountOf(holder, 'liquid'), part, usd);
      if (seller !== market) this.spend(seller, 'holders');
      left -= part;
    }
    return amount - left;
  }

  /** Brings in what is missing. */
  private fund(holder: number, usd: bigint, source: Source): void {
    const missing = usd - this.ledger.cash.of(holder);
    if (missing <= 0n) return;
    this.ledger.cash.deposit(holder, missing);
    this.lanes.entered[source] += missing;
  }

  /** All dollars of a class leave. */
  private spend(holder: number, sink: Sink): void {
    const usd = this.ledger.cash.of(holder);
    this.ledger.cash.withdraw(holder, usd);
    this.lanes.left[sink] += usd;
  }
}

function least(a: bigint, b: bigint): bigint {
  return a < b ? a : b;
}
