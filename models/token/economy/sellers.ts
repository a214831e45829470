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
  /** Tokens sold on a day beside the plan: by class, for those that do, and by all. */
  private readonly added = new Map<number, Float64Array>();
  private addedByAll: Float64Array | null = null;
  /** Tokens that become free on a day beside the plan, by class. */
  private readonly late = new Map<number, Float64Array>();

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

  /**
   * Sells what no plan knew of.
   * @param index of the class in the plan
   * @param day of the first entry, not one that has been sold
   * @param flow tokens by day
   * @param releases of which it is a part; tokens by day
   */
  add(index: number, day: number, flow: Float64Array, releases: Float64Array): void {
    const { days } = this.plan;
    this.addedByAll ??= new Float64Array(days);
    const own = this.added.get(index) ?? new Float64Array(days);
    this.added.set(index, own);
    for (let i = 0; i < flow.length; i++) {
      own[day + i] += flow[i];
      this.addedByAll[day + i] += flow[i];
    }
    const late = this.late.get(index) ?? new Float64Array(days);
    this.late.set(index, late);
    for (let i = 0; i < releases.length; i++) late[day + i] += releases[i];
  }

  /** Tokens of a class that become free on a day and that no plan knew of. */
  freed(index: number, day: number): number {
    return this.late.get(index)?.[day] ?? 0;
  }

  /** Tokens that a class means to sell on a day. */
  planned(index: number, day: number): number {
    const whole = this.plan.sells[index][day] + (this.added.get(index)?.[day] ?? 0);
    return whole * (day >= this.changed ? this.scale : 1);
  }

  /** Tokens sold on a day. */
  sold(day: number): number {
    const { addedByAll } = this;
    const whole = this.plan.sold[day] + (addedByAll === null ? 0 : addedByAll[day]);
    return whole * (day >= this.changed ? this.scale : 1);
  }

  /** Posts the month that ends. */
  post(month: number): void {
    const { plan, hands } = this;
    const [from, to] = [plan.marks[month - 1], plan.marks[month]];
    const factor = from >= this.changed ? this.scale : 1;
    for (const [i, due] of plan.due[month - 1].entries()) {
      hands.owe(i + 1, factor === 1 ? due : toUnits((Number(due) / 1e18) * factor));
    }
    for (const [i, flow] of this.added) {
      let sum = 0;
      for (let day = from; day < to; day++) sum += flow[day];
      hands.owe(i + 1, toUnits(sum * factor));
    }
  }

  /** Values what was sold from one day to before another at the prices of these days. */
  value(price: Float64Array, from: number, to: number): void {
    for (const [i, flow] of this.plan.sells.entries()) {
      const added = this.added.get(i);
      let usd = 0;
      for (let day = from; day < to; day++) {
        const sold = flow[day] + (added === undefined ? 0 : added[day]);
        usd += sold * price[day] * (day >= this.changed ? this.scale : 1);
      }
      this.usd[i] += usd;
    }
  }
}
