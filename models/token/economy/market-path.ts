import { pow } from '../../../sim/math.ts';
import type { ImpactPath } from '../market/impact/impact.ts';
import { impactModels } from '../market/impact/impacts.ts';
import { runway } from '../market/metrics.ts';
import type { PricePath } from '../market/process/process.ts';
import { priceProcesses } from '../market/process/processes.ts';
import { demandShocks, type ShockPath } from '../market/process/shocks.ts';
import { type Chance, turnTo } from './chance.ts';
import type { Desk, Today } from './desks/desk.ts';
import { askedFor } from './desks/desks.ts';
import { FacilityDesk, termsOf } from './desks/facility-desk.ts';
import { StakeDesk } from './desks/stake-desk.ts';
import { Hands, USD } from './hands.ts';
import type { TokenValues } from './parameters.ts';
import { type Plan, toTokens, toUnits } from './plan.ts';
import { type Releases, releasesAlong } from './releases/releases.ts';
import { Sellers } from './sellers.ts';
import { Burns } from './supply/burns.ts';
import { stakingRatio } from './supply/claimed-supply.ts';
import { Minting } from './supply/mint.ts';
import { rewardSplit, stakersShare } from './supply/reward-split.ts';
import { stakeShare } from './supply-path.ts';

/** Room for the days of a path, used by one after the other. */
export interface Days {
  /** USD per token, after the day's trades. */
  readonly price: Float64Array;
  /** Tokens. */
  readonly volume: Float64Array;
}

const YEAR_DAYS = 365.25;

/** One path of the economy: the market acts daily, the ledger is posted monthly. */
export class MarketPath {
  readonly hands: Hands;
  readonly sellers: Sellers;
  /** Releases that wait for the market; null when the calendar decides them all. */
  readonly releases: Releases | null;
  readonly stake: StakeDesk;
  readonly facility: FacilityDesk | null;
  /** Everybody who trades beside sellers of releases and users. */
  readonly desks: readonly Desk[];
  /** USD for which each desk sold. */
  readonly sales: Float64Array;
  /** USD for which stakers sold rewards. */
  rewardSales = 0;
  /** Lowest of all months. */
  leastRunway = Number.POSITIVE_INFINITY;
  leastStaked = 1;
  leastYield = Number.POSITIVE_INFINITY;
  /** Whether expenses could not be paid. */
  outOfCash = false;
  /** USD that came into the treasury since the start, less fees, by month. */
  readonly income: Float64Array;
  /** USD per token, after the last trade. */
  priceNow: number;
  private readonly values: TokenValues;
  private readonly plan: Plan;
  private readonly chance: Chance;
  private readonly number: number;
  private readonly days: Days;
  private readonly minting: Minting;
  private readonly burns: Burns;
  private readonly process: PricePath;
  private readonly demand: ShockPath;
  private readonly volume: ShockPath;
  private readonly impact: ImpactPath;
  /** The market as the impact law and the desks see it; one object each, filled anew each day. */
  private readonly view = {
    ...{ reference: 0, volume: 0, volatility: 0, float: 0, demand: 0, fees: 0 },
  };
  private readonly today: Today = {
    ...{ day: 0, price: 0, reference: 0, volume: 0, float: 0, free: 0, demand: 1, short: false },
  };
  /** Tokens that each desk bought today. */
  private readonly flows: Float64Array;
  /** Demand at which the law of elastic prices starts at the start price; 0 before there is a float. */
  private demandAtStart = 0;
  /** Circulating tokens beside those of the plan. */
  private extra = 0;
  private rewardSalesPerDay = 0;
  private feesPaid = 0;
  /** USD that users pay in a day at the start's demand. */
  private use: number;
  /** USD spent in a month. */
  private expenses: number;
  /** Part of all rewards that reaches those who stake. */
  private readonly toStakers: number;
  /** Micro-dollars of expenses paid so far. */
  private spent = 0n;

  /** @param number of the path, whose chances are its own */
  constructor(values: TokenValues, plan: Plan, chance: Chance, days: Days, number = 0) {
    const { market, demand } = values;
    this.values = values;
    this.plan = plan;
    this.chance = chance;
    this.number = number;
    this.days = days;
    turnTo(chance, values.branch.past ?? number);
    const terms = termsOf(values, chance.facility);
    this.hands = new Hands(plan, {
      treasury: plan.treasury,
      cash: BigInt(Math.round(values.treasury.cash * USD)),
      commitment: terms?.commitment ?? 0n,
      rewardsSold: BigInt(Math.round(values.sell.rewards * 1e9)),
      split: rewardSplit(values.staking),
    });
    this.sellers = new Sellers(plan, this.hands);
    this.releases = releasesAlong(values, plan, this.sellers, days.price);
    this.release(0);
    stakeShare(this.hands, values.staking.initial);
    this.stake = new StakeDesk(values, this.hands, plan.days);
    this.facility = terms === null ? null : new FacilityDesk(terms, this.hands, values);
    this.desks = [
      this.stake,
      ...(this.facility === null ? [] : [this.facility]),
      ...askedFor(values, plan, this.hands, this.sellers, chance),
    ];
    this.sales = new Float64Array(this.desks.length);
    this.flows = new Float64Array(this.desks.length);
    this.minting = new Minting(values, this.hands);
    this.burns = new Burns(values, this.hands);
    this.process = priceProcesses[market.process.law].open(market.process, chance.prices);
    this.demand = demandShocks[demand.shock.shape].open(demand.shock, chance.demand);
    this.volume = demandShocks[market.volume.shape].open(market.volume, chance.volume);
    this.impact = impactModels[market.impact.model].open(market.impact);
    this.view.volatility = market.volatility ?? market.process.volatility;
    this.priceNow = values.price;
    this.use = demand.fees;
    this.expenses = values.treasury.burn;
    this.toStakers = stakersShare(values.staking);
    this.income = new Float64Array(plan.months + 1);
    this.look(0, 0);
  }

  /**
   * Runs to the horizon. Days before it are traded, months posted.
   * @param at called with the month when it begins, after its posting
   * @throws RangeError when a conservation law or a bound of the facility does not hold
   */
  run(at: (month: number) => void): void {
    const { marks, months } = this.plan;
    at(0);
    for (let month = 1; month <= months; month++) {
      if (month - 1 === this.values.branch.at) this.turn(marks[month - 1]);
      for (let day = marks[month - 1]; day < marks[month]; day++) this.trade(day);
      this.post(month);
      at(month);
    }
  }

  /** Tokens traded on the last day. */
  get volumeNow(): number {
    return this.today.volume;
  }

  /** USD for which everybody has sold, by class of the schedule and by desk. */
  soldByNow(): [id: string, usd: number][] {
    const { plan, sellers, desks, sales } = this;
    return [
      ...[...sellers.usd].map((usd, i): [string, number] => [plan.classes[i].id, usd]),
      ['rewards', this.rewardSales],
      ...desks.flatMap(({ id }, i): [string, number][] => (id === null ? [] : [[id, sales[i]]])),
    ];
  }

  /** Months until the cash is gone at the present expenses. */
  get runway(): number {
    return runway(Number(this.hands.cash) / USD, this.expenses);
  }

  /** What happens on the day from which the branch holds. */
  private turn(day: number): void {
    const { past, act } = this.values.branch;
    if (past !== null) turnTo(this.chance, past, this.number);
    this.expenses *= act.expenses;
    this.use *= act.use;
    this.minting.turn(act.issuance);
    this.sellers.turn(day, act.sell);
    this.facility?.turn(this.expenses, act.facility === 'stop');
    this.hands.raise(BigInt(Math.round(act.raise * USD)));
    this.stake.reward *= act.issuance;
    this.today.short = this.short();
  }

  private trade(day: number): void {
    const { values, plan, view, today, desks, sales, process } = this;
    if (day > 0) process.step(1);
    const demand = this.demand(day);
    const float = plan.float[day] + (this.releases?.float ?? 0) + this.extra;
    let locked = 0;
    for (const desk of desks) locked += desk.locked;
    const free = Math.max(0, float - locked);
    const volume = values.market.turnover * free * this.volume(day);
    const through = passed(demand, values.demand.passThrough);
    view.reference = values.price * process.price * through;
    view.volume = volume;
    view.float = free;
    view.fees = this.use * process.price * demand;
    if (free > 0 && this.demandAtStart === 0) {
      this.demandAtStart = values.price * pow(free, values.market.impact.elasticity);
    }
    view.demand = this.demandAtStart * process.price * through;
    today.day = day;
    today.price = this.priceNow;
    today.reference = view.reference;
    today.volume = volume;
    today.float = float;
    today.free = free;
    today.demand = demand;
    const bought = Math.min(view.fees / this.priceNow, volume);
    let flow = bought - this.sellers.sold(day) - this.rewardSalesPerDay;
    const { flows } = this;
    for (let i = 0; i < desks.length; i++) {
      flows[i] = desks[i].trade(today);
      flow += flows[i];
    }
    this.priceNow = volume > 0 ? this.impact.price(view, flow, day) : view.reference;
    this.days.price[day] = this.priceNow;
    this.days.volume[day] = volume;
    this.feesPaid += bought;
    this.rewardSales += this.rewardSalesPerDay * this.priceNow;
    for (let i = 0; i < desks.length; i++) {
      if (flows[i] < 0) sales[i] -= flows[i] * this.priceNow;
      desks[i].close(day, this.priceNow, volume);
    }
    this.releases?.close(today, this.priceNow, bought * today.price, this.stake.staked);
    if (this.facility !== null) today.short = this.short();
  }

  private post(month: number): void {
    const { hands, plan, minting, burns } = this;
    const [from, to] = [plan.marks[month - 1], plan.marks[month]];
    this.release(month);
    this.sellers.value(this.days.price, from, to);
    this.sellers.post(month);
    for (const desk of this.desks) if (desk !== this.stake) desk.post(month);
    hands.settle();
    const fees = burns.fees(from, to, toUnits(this.feesPaid));
    this.feesPaid = 0;
    burns.scheduled(from, to);
    this.stake.post();
    const fromBucket = toTokens(minting.month(from, to));
    const sold = toTokens(hands.payRewards());
    this.rewardSalesPerDay = sold / (to - from);
    this.pay(month);
    // Every posting has asserted the running forms of the laws; this counts all accounts again.
    if (month % 12 === 0 || month === plan.months) hands.ledger.assertLaws();
    const years = (to - from) / YEAR_DAYS;
    this.look(month, (toTokens(fees.rewards) + fromBucket) / years, toTokens(fees.burned) / years);
  }

  private release(month: number): void {
    const { hands, plan, releases } = this;
    hands.release(releases?.cumulative(month) ?? plan.released[month], month);
  }

  /** Pays the expenses of a month as far as there is cash. */
  private pay(month: number): void {
    const { hands, values } = this;
    const due = BigInt(Math.round(this.expenses * USD));
    const paid = hands.spend(due);
    if (hands.treasury !== null && paid < due) this.outOfCash = true;
    this.spent += paid;
    this.income[month] = Number(hands.cash + this.spent) / USD - values.treasury.cash;
  }

  /** Reads the ledger for the month that begins. @param rewards @param burned tokens in a year, beside inflation */
  private look(month: number, rewards: number, burned = 0): void {
    const { hands, plan, stake } = this;
    const day = plan.marks[month];
    const rate = this.minting.rateAt(day);
    const supply = hands.supply();
    const total = toTokens(supply.total);
    stake.read();
    stake.reward =
      (rate * total + rewards) * this.toStakers * hands.collateral.stakersPart(supply.staked);
    stake.netInflation = total > 0 ? rate - burned / total : 0;
    const planned = day < plan.days ? plan.float[day] : plan.float[plan.days - 1];
    const circulating = toTokens(supply.circulating);
    this.extra = circulating - planned - (this.releases?.float ?? 0);
    if (circulating > 0) this.leastStaked = Math.min(this.leastStaked, stakingRatio(hands.books));
    this.leastYield = Math.min(this.leastYield, stake.realYield);
    if (hands.treasury !== null) this.leastRunway = Math.min(this.leastRunway, this.runway);
    this.today.short = this.short();
  }

  private short(): boolean {
    const { draw, shortMonths } = this.values.facility;
    return draw === 'always' || this.runway < shortMonths;
  }
}

/** What is left of the price when demand is that part of the usual one. */
function passed(demand: number, elasticity: number): number {
  if (demand === 1 || elasticity === 0) return 1;
  return elasticity === 1 ? demand : pow(demand, elasticity);
}
