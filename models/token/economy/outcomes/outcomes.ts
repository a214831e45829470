import type { Measures } from '../../../measures.ts';
import { DAY_SECONDS } from '../../calendar.ts';
import { PLACE } from '../../ledger/books.ts';
import { type Hands, USD } from '../hands.ts';
import type { Days, MarketPath } from '../market-path.ts';
import type { TokenValues } from '../parameters.ts';
import { type Plan, toTokens } from '../plan.ts';
import { noteClaims, reportClaims } from '../releases/claim-measures.ts';
import { stakingRatio } from '../supply/claimed-supply.ts';
import { Bands, parts } from './bands.ts';
import { Curves } from './curves.ts';
import { Events } from './events.ts';
import { Means } from './means.ts';
import { lastChance } from './no-return.ts';
import { Owners } from './owners.ts';
import { reportSecurity } from './security.ts';

/** Smallest USD, share and month that histograms tell apart. */
const NANO = 1e-9;
const MICRO = 1e-6;
const CENT = 0.01;

/** Days around an unlock over which its price effect is measured; token-economics 10. */
const BEFORE = 30;
const AFTER = 14;

/** Collects what the paths of a replication find; nothing in it grows with their number. */
export class Outcomes {
  private readonly measures: Measures;
  private readonly values: TokenValues;
  private readonly plan: Plan;
  private readonly means = new Means();
  private readonly curves: Curves;
  private readonly events: Events;
  private readonly owners: Owners;
  private readonly bands: Readonly<
    Record<'price' | 'value' | 'stake' | 'yield' | 'runway' | 'cash' | 'circulating', Bands>
  >;
  private paths = 0;
  /** Base units released at the start of the path. */
  private first = 0n;

  constructor(measures: Measures, values: TokenValues, plan: Plan) {
    this.measures = measures;
    this.values = values;
    this.plan = plan;
    this.curves = new Curves(plan);
    this.events = new Events(values, plan);
    this.owners = new Owners(values.owners);
    const { months } = plan;
    this.bands = {
      price: new Bands('token.price', 'USD', months, NANO),
      value: new Bands('token.market_value', 'USD', months, CENT),
      stake: new Bands('token.staking_ratio', '1', months, MICRO),
      yield: new Bands('token.real_yield', '1', months, MICRO, -1),
      runway: new Bands('token.runway_months', 'month', months, MICRO),
      cash: new Bands('token.treasury.cash', 'USD', months, CENT),
      circulating: new Bands('token.supply.circulating', 'token', months, MICRO),
    };
  }

  /** At the start of each month of each path. @param market null without one */
  month(month: number, hands: Hands, market: MarketPath | null, days: Days): void {
    if (this.paths === 0) this.curves.note(month, hands, market);
    if (month === 0) this.first = hands.books.releasedSum - hands.books.sums[PLACE.unlocked];
    if (market === null) return;
    const { bands } = this;
    const { circulating } = hands.supply();
    const outside = toTokens(circulating);
    bands.price.note(month, market.priceNow);
    bands.value.note(month, outside * market.priceNow);
    bands.circulating.note(month, outside);
    if (circulating > 0n) bands.stake.note(month, stakingRatio(hands.books));
    bands.yield.note(month, market.stake.realYield);
    if (hands.treasury !== null) {
      bands.cash.note(month, Number(hands.cash) / USD);
      if (Number.isFinite(market.runway)) bands.runway.note(month, market.runway);
    }
    this.events.note(month, market, days);
  }

  /** At the end of a path. */
  supply(hands: Hands): void {
    const { means, plan } = this;
    const { books } = hands;
    const { total, circulating, freeFloat } = hands.supply();
    this.paths++;
    means.add('token.supply.total', 'token', toTokens(total));
    means.add('token.supply.circulating', 'token', toTokens(circulating));
    means.add('token.supply.free_float', 'token', toTokens(freeFloat));
    means.add('token.supply.minted', 'token', toTokens(books.minted));
    means.add('token.supply.burned', 'token', toTokens(books.burned));
    means.add('token.float_ratio', '1', toTokens(circulating) / toTokens(total));
    if (this.first > 0n) {
      means.add('token.float_growth', '1', Number(circulating) / Number(this.first));
    }
    for (const [i, { id }] of plan.buckets.entries()) {
      means.add(`token.released[${id}]`, 'token', toTokens(books.released[i]));
    }
  }

  /** At the end of a path with a market. */
  market(path: MarketPath, days: Days): void {
    const { measures, means, plan, values } = this;
    const { price, volume } = days;
    const { stake, desks } = path;
    const last = price[plan.days - 1];
    let low = price[0];
    for (let day = 1; day < plan.days; day++) if (price[day] < low) low = price[day];
    measures.observe('token.price', 'USD', NANO)(parts(last, NANO));
    measures.observe('token.price.low', '1', NANO)(parts(low / values.price, NANO));
    const { staked, circulating } = path.hands.supply();
    if (circulating > 0n) {
      const ratio = stakingRatio(path.hands.books);
      measures.observe('token.staking_ratio', '1', MICRO)(parts(ratio, MICRO));
    }
    means.add('token.real_yield', '1', stake.realYield);
    means.add('token.nominal_yield', '1', stake.nominalYield);
    reportSecurity(means.add, {
      staked: toTokens(staked),
      circulating: toTokens(circulating),
      price: last,
      rewards: stake.reward,
      volume: volume[plan.days - 1],
      volatility: values.market.volatility ?? values.market.process.volatility,
    });
    this.owners.note(path.hands.books);
    const years = plan.months / 12;
    for (const [id, usd] of path.soldByNow()) {
      means.add(`token.sell_pressure[${id}]`, 'USD/year', usd / years);
    }
    this.unlock(days);
    this.treasury(path);
    for (const desk of desks) desk.report?.(means.add, last);
    path.releases?.report(means.add);
    noteClaims(plan, values, price, means.add);
  }

  report(): void {
    const seconds = (month: number): number => this.plan.marks[month] * DAY_SECONDS;
    this.means.report(this.measures);
    this.curves.report(this.measures);
    reportClaims(this.measures, this.plan);
    if (this.plan.days === 0) return;
    for (const bands of Object.values(this.bands)) bands.report(this.measures, seconds);
    this.events.report(this.measures);
    this.owners.report(this.measures);
  }

  /** The largest unlock against the volume, and the price around it. */
  private unlock({ price, volume }: Days): void {
    const { measures, means, plan } = this;
    if (plan.unlock === null) return;
    const { day, tokens } = plan.unlock;
    if (volume[day - 1] > 0) {
      means.add('token.unlock_volume_days', '1', tokens / volume[day - 1]);
    }
    if (day < BEFORE || day + AFTER >= plan.days) return;
    const ratio = price[day + AFTER] / price[day - BEFORE];
    means.add('token.unlock_return', '1', ratio - 1);
    means.add('token.unlock_up', '1', ratio > 1 ? 1 : 0);
    measures.observe('token.unlock_price_ratio', '1', NANO)(parts(ratio, NANO));
  }

  private treasury({ hands, facility, runway, income }: MarketPath): void {
    const { measures, means } = this;
    const { treasury, branch } = this.values;
    const { cash, burn, cut } = treasury;
    if (hands.treasury !== null && burn > 0) {
      measures.observe('token.runway_months', 'month', MICRO)(parts(runway, MICRO));
      if (branch.at === null) {
        const { needed, month } = lastChance(cash, income, burn, cut);
        means.add('token.event[beyond_help]', '1', needed && month === null ? 1 : 0);
        if (month !== null) measures.observe('token.act_by', 'month', 1)(month);
      }
    }
    if (facility === null) return;
    measures.observe('token.facility.drawn', 'USD', MICRO)(parts(facility.proceeds, MICRO));
    if (facility.worth > 0) {
      means.add('token.facility.discount', '1', 1 - facility.proceeds / facility.worth);
    }
  }
}
