import type { Measures } from '../../../measures.ts';
import { DAY_SECONDS } from '../../calendar.ts';
import type { Days, MarketPath } from '../market-path.ts';
import type { TokenValues } from '../parameters.ts';
import type { Plan } from '../plan.ts';

/** Something that has happened on a path by the start of a month; null when it cannot happen there. */
type Happened = (path: MarketPath, low: number, values: TokenValues) => boolean | null;

const EVENTS: Readonly<Record<string, Happened>> = {
  price_below: (_path, low, { events, price }) => low < events.priceBelow * price,
  stake_low: ({ leastStaked }, _low, { events }) => leastStaked < events.stakeBelow,
  real_yield_negative: ({ leastYield }) => leastYield < 0,
  runway_short: ({ hands, leastRunway }, _low, { events }) =>
    hands.treasury === null ? null : leastRunway < events.runwayMonths,
  out_of_cash: ({ hands, outOfCash }, _low, { treasury }) =>
    hands.treasury === null || treasury.burn === 0 ? null : outOfCash,
  facility_unusable: ({ facility }) => (facility === null ? null : facility.failed),
};

/** Counts paths on which named events have happened, by month. */
export class Events {
  private readonly values: TokenValues;
  private readonly plan: Plan;
  /** By name: paths on which it happened first in that month. */
  private readonly first = new Map<string, Float64Array>();
  private readonly seen = new Set<string>();
  private low = Number.POSITIVE_INFINITY;
  private paths = 0;

  constructor(values: TokenValues, plan: Plan) {
    this.values = values;
    this.plan = plan;
  }

  /** When a month begins. */
  note(month: number, path: MarketPath, { price }: Days): void {
    const { marks, months } = this.plan;
    if (month > 0) {
      for (let day = marks[month - 1]; day < marks[month]; day++) {
        if (price[day] < this.low) this.low = price[day];
      }
    }
    for (const name in EVENTS) {
      const happened = EVENTS[name](path, this.low, this.values);
      if (happened === null) continue;
      let counts = this.first.get(name);
      if (counts === undefined) {
        counts = new Float64Array(months + 1);
        this.first.set(name, counts);
      }
      if (!happened || this.seen.has(name)) continue;
      this.seen.add(name);
      counts[month]++;
    }
    if (month < months) return;
    this.seen.clear();
    this.low = Number.POSITIVE_INFINITY;
    this.paths++;
  }

  report(measures: Measures): void {
    for (const [name, counts] of this.first) {
      let sum = 0;
      const points = [...counts].map((count, month): [number, number] => {
        sum += count;
        return [this.plan.marks[month] * DAY_SECONDS, sum / this.paths];
      });
      measures.value(`token.event[${name}]`, '1', sum / this.paths);
      measures.series({ name: `token.event_by[${name}]`, xUnit: 's', yUnit: '1', points });
    }
  }
}
