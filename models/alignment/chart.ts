/**
 * A sequential test for drift: operators score what a served model answers, a panel of scores counts as what
 * enough of them agree on, and a one-sided CUSUM adds up what panels exceed.
 * Source: E. S. Page, Continuous inspection schemes, Biometrika 41 (1954).
 */

/** Scores are in standard deviations of one score of a model that is well, whose mean is 0. */
export interface ChartRule {
  /** Panel: scores of this many different operators; `agree` of them are at least what it says. */
  readonly of: number;
  readonly agree: number;
  /** What panels of a model that is well say in the mean. */
  readonly centre: number;
  /** Taken off each panel, between no drift and the drift to be found (reference value k). */
  readonly reference: number;
  /** Alarm above this sum (decision interval h). */
  readonly threshold: number;
}

/** The `agree`-th largest score. */
export function panelScore(scores: readonly number[], agree: number): number {
  return [...scores].sort((a, b) => b - a)[agree - 1];
}

/** The chart of one served model. */
export class Chart {
  private readonly rule: ChartRule;
  private readonly operators: number[] = [];
  private readonly scores: number[] = [];
  private sum = 0;
  private last = 0;

  constructor(rule: ChartRule) {
    this.rule = rule;
  }

  /** Latest score, of whoever; 0 without one. */
  get latest(): number {
    return this.last;
  }

  /**
   * Takes a score; a second one of an operator does not count in a panel.
   * @returns true for an alarm, after which the sum starts from 0
   */
  add(operator: number, score: number): boolean {
    const { of, agree, centre, reference, threshold } = this.rule;
    this.last = score;
    if (this.operators.includes(operator)) return false;
    this.operators.push(operator);
    this.scores.push(score);
    if (this.scores.length < of) return false;
    this.sum = Math.max(0, this.sum + panelScore(this.scores, agree) - centre - reference);
    this.operators.length = 0;
    this.scores.length = 0;
    if (this.sum <= threshold) return false;
    this.sum = 0;
    return true;
  }
}
