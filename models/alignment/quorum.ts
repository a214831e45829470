/** What operators say of one target, and when enough of them agree. */
import type { Tick } from '../../sim/time.ts';

/** `agree` of the latest `of` verdicts, each of another operator and none older than `window` ticks. */
export interface QuorumRule {
  readonly agree: number;
  readonly of: number;
  readonly window: number;
}

/** The latest verdicts on one target. */
export class Board {
  private readonly rule: QuorumRule;
  private readonly operators: number[] = [];
  private readonly bad: boolean[] = [];
  private readonly times: number[] = [];
  private accused = false;

  constructor(rule: QuorumRule) {
    this.rule = rule;
  }

  /**
   * Takes a verdict, which replaces an older one of the same operator.
   * @returns true when with it enough agree that the target is at fault, and did not before
   */
  add(operator: number, bad: boolean, now: Tick): boolean {
    const own = this.operators.indexOf(operator);
    if (own >= 0) this.remove(own);
    this.operators.push(operator);
    this.bad.push(bad);
    this.times.push(now);
    if (this.operators.length > this.rule.of) this.remove(0);
    this.expire(now);
    let against = 0;
    for (const each of this.bad) if (each) against++;
    const before = this.accused;
    this.accused = against >= this.rule.agree;
    return this.accused && !before;
  }

  /** Whether enough agreed after the latest verdict. */
  get isAccused(): boolean {
    return this.accused;
  }

  /** Whether the latest verdict, of whoever, was bad; false without one. */
  get latest(): boolean {
    return this.bad[this.bad.length - 1] ?? false;
  }

  /** Whether as many operators as the rule asks for have looked within the window. */
  isCovered(now: Tick): boolean {
    this.expire(now);
    return this.operators.length >= this.rule.of;
  }

  private expire(now: Tick): void {
    while (this.times.length > 0 && this.times[0] < now - this.rule.window) this.remove(0);
  }

  private remove(index: number): void {
    this.operators.splice(index, 1);
    this.bad.splice(index, 1);
    this.times.splice(index, 1);
  }
}
