/*
 * When real demand arrives: users' dollars against the dollars for which holders sell what was released to them,
 * over a quarter that ends with the week, since releases come monthly.
 */

/** Weeks of the quarter. */
export const QUARTER = 13;

/** One path's trailing sums. */
export class Coverage {
  private readonly bought: number[] = [];
  private readonly sold: number[] = [];
  private first: number | null = null;
  private readonly last: number;

  /** @param last week of the schedule: what ends of itself is not covered by anybody */
  constructor(last: number) {
    this.last = last;
  }

  /**
   * Takes note of a week.
   * @param bought USD of the week @param sold USD of the week
   * @returns bought over sold in the quarter, at most 1000; 0 before a quarter is over
   */
  note(bought: number, sold: number): number {
    this.bought.push(bought);
    this.sold.push(sold);
    const weeks = this.sold.length;
    if (weeks < QUARTER) return 0;
    let [demand, supply] = [0, 0];
    for (let week = weeks - QUARTER; week < weeks; week++) {
      demand += this.bought[week];
      supply += this.sold[week];
    }
    const ratio = supply > 0 ? Math.min(1000, demand / supply) : 1000;
    if (ratio >= 1 && this.first === null && weeks <= this.last) this.first = weeks;
    return ratio;
  }

  /** Weeks after which a quarter's demand had first covered its sales; null when it never did. */
  get week(): number | null {
    return this.first;
  }
}
