import { pow } from '../../../sim/math.ts';
import type { Stream } from '../../../sim/random.ts';
import type { ImpactPath } from '../market/impact/impact.ts';
import { impactModels } from '../market/impact/impacts.ts';
import { runway } from '../market/metrics.ts';
import type { PricePath, PriceStreams } from '../market/process/process.ts';
import { priceProcesses } from '../market/process/processes.ts';
import { demandShocks, type ShockPath } from '../market/process/shocks.ts';
import { FacilityDesk, termsOf } from './facility-desk.ts';
import { Hands, USD } from './hands.ts';
import { Minting } from './mint.ts';
import type { TokenValues } from './parameters.ts';
import { type Plan, toTokens, toUnits } from './plan.ts';
import { StakeDesk } from './stake-desk.ts';
import { stakeShare } from './supply-path.ts';

/** Streams of a replication; paths take from them one after the other, the same number of draws each. */
export interface Chance {
  readonly prices: PriceStreams;
  readonly demand: Stream;
  readonly volume: Stream;
  readonly facility: Stream;
}

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
  readonly stake: StakeDesk;
  readonly facility: FacilityDesk | null;
  /** Lowest of all months. */
  leastRunway = Number.POSITIVE_INFINITY;
  leastStaked = 1;
  /** USD that came into the treasury since the start, less fees, by month. */
  readonly income: Float64Array;
  /** USD that stakers and the buyer under the commitment sold for. */
  rewardSales = 0;
  stakeSales = 0;
  facilitySales = 0;
  private readonly values: TokenValues;
  private readonly plan: Plan;
  private readonly days: Days;
  private readonly minting: Minting;
  private readonly process: PricePath;
  private readonly demand: ShockPath;
  private readonly volume: ShockPath;
  private readonly impact: ImpactPath;
  /** The market as the impact law sees it; one object, filled anew each day. */
  private readonly view = {
    ...{ reference: 0, volume: 0, volatility: 0, float: 0, demand: 0, fees: 0 },
  };
  /** Demand at which the law of elastic prices starts at the start price; 0 before there is a float. */
  private demandAtStart = 0;
  /** USD per token, after the last trade. */
  priceNow: number;
  /** Circulating tokens beside those of the plan. */
  private extra = 0;
  private stakeable = 0;
  private rewardSalesPerDay = 0;
  private feesPaid = 0;
  private feeRewards = 0;
  private cashShort: boolean;
  /** Micro-dollars of expenses paid so far. */
  private spent = 0n;

  constructor(
    values: TokenValues,
    plan: Plan,
    chance: Chance,
    days: Days,
    treasury: string | null,
  ) {
    const { market, demand } = values;
    this.values = values;
    this.plan = plan;
    this.days = days;
    const terms = termsOf(values, chance.facility);
    this.hands = new Hands(plan, {
      treasury,
      cash: BigInt(Math.round(values.treasury.cash * USD)),
      commitment: terms?.commitment ?? 0n,
      rewardsSold: BigInt(Math.round(values.sell.rewards * 1e9)),
    });
    this.hands.release(0);
    stakeShare(this.hands, values.staking.initial);
    this.stake = new StakeDesk(values, this.hands, plan.days);
    this.facility = terms === null ? null : new FacilityDesk(terms, this.hands, values);
    this.minting = new Minting(values, this.hands);
    this.process = priceProcesses[market.process.law].open(market.process, chance.prices);
    this.demand = demandShocks[demand.shock.shape].open(demand.shock, chance.demand);
    this.volume = demandShocks[market.volume.shape].open(market.volume, chance.volume);
    this.impact = impactModels[market.impact.model].open(market.impact);
    this.view.volatility = market.volatility ?? market.process.volatility;
    this.priceNow = values.price;
    this.income = new Float64Array(plan.months + 1);
    this.cashShort = this.short();
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
      for (let day = marks[month - 1]; day < marks[month]; day++) this.trade(day);
      this.post(month);
      at(month);
    }
  }

  /** Months until the cash is gone at the present expenses. */
  get runway(): number {
    return runway(Number(this.hands.cash) / USD, this.values.treasury.burn);
  }

  private trade(day: number): void {
    const { values, plan, view, stake, facility, process } = this;
    if (day > 0) process.step(1);
    const demand = this.demand(day);
    const volumeShock = this.volume(day);
    const float = plan.float[day] + this.extra;
    const free = Math.max(0, float - stake.staked - stake.unbonding - (facility?.locked ?? 0));
    const volume = values.market.turnover * free * volumeShock;
    const through = passed(demand, values.demand.passThrough);
    view.reference = values.price * process.price * through;
    view.volume = volume;
    view.float = free;
    view.fees = values.demand.fees * process.price * demand;
    if (free > 0 && this.demandAtStart === 0) {
      this.demandAtStart = values.price * pow(free, values.market.impact.elasticity);
    }
    view.demand = this.demandAtStart * process.price * through;
    const bought = Math.min(view.fees / this.priceNow, volume);
    const staked = stake.day(day, free * this.stakeable);
    const hedged =
      facility === null ? 0 : facility.trade(day, this.priceNow, volume, float, this.cashShort);
    const flow = bought + staked - plan.sold[day] - this.rewardSalesPerDay - hedged;
    this.priceNow = volume > 0 ? this.impact.price(view, flow, day) : view.reference;
    this.days.price[day] = this.priceNow;
    this.days.volume[day] = volume;
    this.feesPaid += bought;
    this.rewardSales += this.rewardSalesPerDay * this.priceNow;
    if (staked < 0) this.stakeSales -= staked * this.priceNow;
    if (hedged > 0) this.facilitySales += hedged * this.priceNow;
    if (facility !== null) {
      facility.close(day, this.priceNow, volume);
      this.cashShort = this.short();
    }
  }

  private post(month: number): void {
    const { hands, values, plan, minting } = this;
    const [from, to] = [plan.marks[month - 1], plan.marks[month]];
    hands.release(month);
    hands.settleSales(month, this.facility?.month() ?? 0n);
    const burnedBefore = hands.books.burned;
    this.feeRewards = toTokens(
      hands.payFees(toUnits(this.feesPaid), BigInt(Math.round(values.burned * 1e9))),
    );
    this.feesPaid = 0;
    this.stake.month();
    const fromBucket = toTokens(minting.month(from, to));
    const sold = toTokens(hands.payRewards());
    this.rewardSalesPerDay = sold / (to - from);
    this.spent += hands.spend(BigInt(Math.round(values.treasury.burn * USD)));
    this.income[month] = Number(hands.cash + this.spent) / USD - values.treasury.cash;
    hands.ledger.assertLaws();
    const years = (to - from) / YEAR_DAYS;
    const burned = toTokens(hands.books.burned - burnedBefore);
    this.look(month, (this.feeRewards + fromBucket) / years, burned / years);
  }

  /** Reads the ledger for the month that begins. @param rewards @param burned tokens in a year, beside inflation */
  private look(month: number, rewards: number, burned = 0): void {
    const { hands, plan, stake } = this;
    const day = plan.marks[month];
    const rate = this.minting.rateAt(day);
    const supply = hands.supply();
    const total = toTokens(supply.total);
    stake.read();
    stake.reward = rate * total + rewards;
    stake.netInflation = total > 0 ? rate - burned / total : 0;
    const planned = day < plan.days ? plan.float[day] : plan.float[plan.days - 1];
    const circulating = toTokens(supply.circulating);
    this.extra = circulating - planned;
    this.stakeable = hands.stakeable();
    if (circulating > 0) this.leastStaked = Math.min(this.leastStaked, stake.staked / circulating);
    if (hands.treasury !== null) this.leastRunway = Math.min(this.leastRunway, this.runway);
    this.cashShort = this.short();
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
