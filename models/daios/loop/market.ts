import { pow } from '../../../sim/math.ts';
import type { Values } from '../../../sim/parameters.ts';
import type { Streams } from '../../../sim/random.ts';
import type { ImpactPath } from '../../token/market/impact/impact.ts';
import { impactModels } from '../../token/market/impact/impacts.ts';
import type { PricePath } from '../../token/market/process/process.ts';
import { priceProcesses } from '../../token/market/process/processes.ts';
import type { priceMarketParameters } from '../../token/market/section.ts';
import { WEEK_DAYS } from './releases.ts';

export type MarketValues = Values<typeof priceMarketParameters>;

/** What is traded in a week, tokens. */
export interface WeekTrades {
  /** Spread evenly over the days. */
  readonly bought: number;
  readonly sold: number;
  /** Sold on a day of the path, by day since its start. */
  readonly daily: Float64Array;
  /** Free float when the week begins. */
  readonly float: number;
  /** USD that users pay in a day. */
  readonly fees: number;
}

/** One path of the price, traded day by day. */
export class Market {
  /** USD per token, after the last trade. */
  price: number;
  private readonly values: MarketValues;
  private readonly start: number;
  private readonly process: PricePath;
  private readonly impact: ImpactPath;
  /** Demand at which the law of elastic prices starts at the start price; 0 before there is a float. */
  private demandAtStart = 0;

  /** @param start USD per token before the first trade @param path whose chance it is */
  constructor(values: MarketValues, start: number, streams: Streams, path: number) {
    const stream = (purpose: string) => streams.stream(`adoption/${purpose}/${path}`);
    this.values = values;
    this.start = start;
    this.price = start;
    this.process = priceProcesses[values.process.law].open(values.process, {
      ...{ index: stream('index'), own: stream('own'), jumps: stream('jumps') },
    });
    this.impact = impactModels[values.impact.model].open(values.impact);
  }

  /** Trades the days of a week. @returns mean of their prices, USD per token */
  week(week: number, { bought, sold, daily, float, fees }: WeekTrades): number {
    const { values, process } = this;
    const volume = values.turnover * float;
    if (this.demandAtStart === 0) {
      this.demandAtStart = this.start * pow(float, values.impact.elasticity);
    }
    let sum = 0;
    for (let day = week * WEEK_DAYS; day < (week + 1) * WEEK_DAYS; day++) {
      if (day > 0) process.step(1);
      const reference = this.start * process.price;
      const flow = (bought - sold) / WEEK_DAYS - daily[day];
      const view = {
        ...{ reference, volume, float, fees },
        volatility: values.volatility ?? values.process.volatility,
        demand: this.demandAtStart * process.price,
      };
      this.price = volume > 0 ? this.impact.price(view, flow, day) : reference;
      sum += this.price;
    }
    return sum / WEEK_DAYS;
  }
}
