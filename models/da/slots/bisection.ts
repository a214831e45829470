/**
 * The largest size that passes a trial, below a known bound. The bound itself is tried first; then the
 * interval is halved `steps` times.
 */
export class Bisection {
  private good = 0;
  private bad: number;
  private trial: number;
  private left: number;
  private boundTried = false;

  constructor(bound: number, steps: number) {
    this.bad = bound;
    this.trial = bound;
    this.left = steps;
  }

  get done(): boolean {
    return this.left === 0;
  }

  /** The size to try next; the answer once it is done. */
  get size(): number {
    return this.trial;
  }

  passed(yes: boolean): void {
    if (yes) this.good = this.trial;
    else this.bad = this.trial;
    if (!this.boundTried) {
      this.boundTried = true;
      if (yes) this.left = 0;
    } else {
      this.left--;
    }
    this.trial = this.left === 0 ? this.good : (this.good + this.bad) / 2;
  }
}
