import type { FoundSeries, Measures } from '../../measures.ts';
import { DAY_SECONDS } from '../calendar.ts';
import type { Books } from '../ledger/books.ts';
import { Bands, parts } from './bands.ts';
import type { Hands } from './hands.ts';
import type { Days, MarketPath } from './market-path.ts';
import { lastChance } from './no-return.ts';
import type { TokenValues } from './parameters.ts';
import { type Plan, toTokens } from './plan.ts';

/** Smallest USD, share and month that histograms tell apart. */
const NANO = 1e-9;
const MICRO = 1e-6;

/** Days around an unlock over which its price effect is measured; token-economics 10. */
const BEFORE = 30;
const AFTER = 14;

/** Means of figures over the paths of a replication, by name. */
class Means {
  private readonly sums = new Map<string, { unit: string; sum: number; count: number }>();

  add(name: string, unit: string, value: number): void {
    let entry = this.sums.get(name);
    if (entry === undefined) {
      entry = { unit, sum: 0, count: 0 };
      this.sums.set(name, entry);
    }
    entry.sum += value;
    entry.count++;
  }

  report(measures: Measures): void {
    for (const [name, { unit, sum, count }] of this.sums) measures.value(name, unit, sum / count);
  }
}

/** Marks curves whose keys add up to a whole. */
const PART = { stack: true } as const;

/** Supply of the first path from month to month. */
class SupplyCurves {
  private readonly curves = new Map<string, FoundSeries & { points: [number, number][] }>();
  private readonly plan: Plan;

  constructor(plan: Plan) {
    this.plan = plan;
  }

  note(month: number, hands: Hands): void {
    const { total, circulating, staked, freeFloat } = hands.supply();
    const add = (name: string, units: bigint, part: { stack?: true } = {}): void => {
      const curve = this.curves.get(name) ?? {
        name,
        xUnit: 's',
        yUnit: 'token',
        ...part,
        points: [],
      };
      curve.points.push([this.plan.marks[month] * DAY_SECONDS, toTokens(units)]);
      this.curves.set(name, curve);
    };
    add('token.supply.total', total);
    add('token.supply.circulating', circulating);
    add('token.supply.free_float', freeFloat);
    add('token.supply.staked', staked);
    add('token.supply.minted', hands.books.minted);
    add('token.supply.burned', hands.books.burned);
    for (const [holder, amount] of byClass(hands.books)) add(`token.held[${holder}]`, amount, PART);
    for (const [i, { id }] of this.plan.buckets.entries()) {
      add(`token.released[${id}]`, this.plan.released[month][i], PART);
      const before = month === 0 ? 0n : this.plan.released[month - 1][i];
      add(`token.unlocked[${id}]`, this.plan.released[month][i] - before, PART);
    }
  }

  report(measures: Measures): void {
    for (const curve of this.curves.values()) measures.series(curve);
  }
}

/** Everything that a class holds, whatever its state. */
function byClass({ classes, balances }: Books): [string, bigint][] {
  const width = balances.length / classes.length;
  return classes.map(({ id }, i) => {
    const own = balances.slice(i * width, (i + 1) * width);
    return [id, own.reduce((sum, each) => sum + each, 0n)];
  });
}

/** Collects what the paths of a replication find; nothing in it grows with their number. */
export class Outcomes {
  private readonly measures: Measures;
  private readonly values: TokenValues;
  private readonly plan: Plan;
  private readonly means = new Means();
  private readonly curves: SupplyCurves;
  private readonly prices: Bands;
  private readonly stakes: Bands;
  private paths = 0;

  constructor(measures: Measures, values: TokenValues, plan: Plan) {
    this.measures = measures;
    this.values = values;
    this.plan = plan;
    this.curves = new SupplyCurves(plan);
    this.prices = new Bands(plan.months, NANO);
    this.stakes = new Bands(plan.months, MICRO);
  }

  /** At the start of each month of each path. */
  month(month: number, hands: Hands, price: number | null): void {
    if (this.paths === 0) this.curves.note(month, hands);
    if (price === null) return;
    this.prices.note(month, price);
    const { staked, circulating } = hands.supply();
    if (circulating > 0n) this.stakes.note(month, Number(staked) / Number(circulating));
  }

  /** At the end of a path. */
  supply(hands: Hands): void {
    const { means, plan } = this;
    const { total, circulating, freeFloat } = hands.supply();
    this.paths++;
    means.add('token.supply.total', 'token', toTokens(total));
    means.add('token.supply.circulating', 'token', toTokens(circulating));
    means.add('token.supply.free_float', 'token', toTokens(freeFloat));
    means.add('token.supply.minted', 'token', toTokens(hands.books.minted));
    means.add('token.supply.burned', 'token', toTokens(hands.books.burned));
    const first = plan.released[0].reduce((sum, each) => sum + each, 0n);
    if (first > 0n) {
      means.add('token.float_growth', '1', Number(circulating) / Number(first));
    }
  }

  /** At the end of a path with a market. */
  market(path: MarketPath, days: Days): void {
    const { measures, means, plan, values } = this;
    const { price } = days;
    const last = price[plan.days - 1];
    let low = price[0];
    for (let day = 1; day < plan.days; day++) if (price[day] < low) low = price[day];
    measures.observe('token.price', 'USD', NANO)(parts(last, NANO));
    measures.observe('token.price.low', '1', NANO)(parts(low / values.price, NANO));
    const { staked, circulating } = path.hands.supply();
    if (circulating > 0n) {
      const ratio = Number(staked) / Number(circulating);
      measures.observe('token.staking_ratio', '1', MICRO)(parts(ratio, MICRO));
    }
    means.add('token.real_yield', '1', path.stake.realYield);
    this.pressure(path);
    this.unlock(days);
    this.treasury(path);
    const event = (name: string, happened: boolean): void =>
      means.add(`token.event[${name}]`, '1', happened ? 1 : 0);
    const { events } = values;
    event('price_below', low < events.priceBelow * values.price);
    event('stake_low', path.leastStaked < events.stakeBelow);
    if (path.hands.treasury !== null) {
      event('runway_short', path.leastRunway < events.runwayMonths);
    }
    if (path.facility !== null) event('facility_unusable', path.facility.failed);
  }

  report(): void {
    const seconds = (month: number): number => this.plan.marks[month] * DAY_SECONDS;
    this.means.report(this.measures);
    for (const [i, { id }] of this.plan.buckets.entries()) {
      const amount = this.plan.released[this.plan.months][i];
      this.measures.value(`token.released[${id}]`, 'token', toTokens(amount));
    }
    this.curves.report(this.measures);
    if (this.plan.days === 0) return;
    this.prices.report(this.measures, 'token.price', 'USD', seconds);
    this.stakes.report(this.measures, 'token.staking_ratio', '1', seconds);
  }

  /** USD a year for which each class sells. */
  private pressure({ sellers, desks, sales, rewardSales }: MarketPath): void {
    const { means, plan } = this;
    const years = plan.months / 12;
    const add = (id: string, usd: number): void =>
      means.add(`token.sell_pressure[${id}]`, 'USD/year', usd / years);
    for (const [i, usd] of sellers.usd.entries()) add(plan.classes[i].id, usd);
    add('rewards', rewardSales);
    for (const [i, { id }] of desks.entries()) add(id, sales[i]);
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

  private treasury({ hands, facility, runway, income, outOfCash }: MarketPath): void {
    const { measures, means } = this;
    const { treasury, branch } = this.values;
    const { cash, burn, cut } = treasury;
    if (hands.treasury !== null && burn > 0) {
      measures.observe('token.runway_months', 'month', MICRO)(parts(runway, MICRO));
      means.add('token.event[out_of_cash]', '1', outOfCash ? 1 : 0);
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
