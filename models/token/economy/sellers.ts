import type { Hands } from './hands.ts';
import { type Plan, toUnits } from './plan.ts';

/** What the holder classes of a schedule sell of their releases, along one path. */
export class Sellers {
  /** USD for which each class sold. */
  readonly usd: Float64Array;
  private readonly plan: Plan;
  private readonly hands: Hands;
  /** Part of the plan that is sold. */
  private scale = 1;
  /** Day from which on another part is sold than planned. */
  private changed = Number.POSITIVE_INFINITY;

  constructor(plan: Plan, hands: Hands) {
    this.plan = plan;
    this.hands = hands;
    this.usd = new Float64Array(plan.sells.length);
  }

  /** From a day on sells another part than planned. */
  turn(day: number, scale: number): void {
    this.changed = day;
    this.scale = scale;
  }

  /** Tokens sold on a day. */
  sold(day: number): number {
    return this.plan.sold[day] * (day >= this.changed ? this.scale : 1);
  }

  /** Posts the month that ends. */
  post(month: number): void {
    const { plan, hands } = this;
    const factor = plan.marks[month - 1] >= this.changed ? this.scale : 1;
    for (const [i, due] of plan.due[month - 1].entries()) {
      hands.owe(i + 1, factor === 1 ? due : toUnits((Number(due) / 1e18) * factor));
    }
  }

  /** Values what was sold at the prices of the days. */
  value(price: Float64Array): void {
    for (const [i, flow] of this.plan.sells.entries()) {
      let usd = 0;
      for (let day = 0; day < price.length; day++) {
        usd += flow[day] * price[day] * (day >= this.changed ? this.scale : 1);
      }
      this.usd[i] = usd;
    }
  }
}
