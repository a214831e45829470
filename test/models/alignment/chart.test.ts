import { describe, expect, it } from 'vitest';
import { Chart, panelScore } from '../../../models/alignment/chart.ts';
import {
  averageRunLength,
  chartSurvival,
  type Law,
  meanOf,
  panelLaw,
} from '../../../models/alignment/chart-law.ts';
import { normalCdf } from '../../../sim/math.ts';
import { Streams } from '../../../sim/random.ts';

const normal =
  (shift: number): Law =>
  (x) =>
    normalCdf(x - shift);
const single = (threshold: number) => ({
  of: 1,
  agree: 1,
  centre: 0,
  reference: 0.5,
  threshold,
});

describe('a panel', () => {
  it('says what enough of its scores are at least', () => {
    const scores = [0.1, 3, -1, 2, 0.5, 9, 0.4];
    expect(panelScore(scores, 1)).toBe(9);
    expect(panelScore(scores, 5)).toBe(0.4);
    expect(panelScore(scores, 7)).toBe(-1);
  });

  it('has the means of normal order statistics', () => {
    // Tables of seven: 1.35218, 0.75737, 0.35271, 0 from the largest to the middle.
    for (const [agree, mean] of [
      [1, 1.35218],
      [2, 0.75737],
      [3, 0.35271],
      [4, 0],
      [5, -0.35271],
    ]) {
      expect(meanOf(panelLaw(normal(0), { agree, of: 7 }))).toBeCloseTo(mean, 4);
    }
  });
});

describe('a chart', () => {
  it('adds up what exceeds the reference, never below 0, and starts again', () => {
    const chart = new Chart(single(2));
    // Sums: 0 (not -1.5), 1, 1.7, 2.7 and the alarm, 1.
    const alarms = [-1, 1.5, 1.2, 1.5, 1.5].map((score, who) => chart.add(who, score));
    expect(alarms).toEqual([false, false, false, true, false]);
    expect(chart.latest).toBe(1.5);
  });

  it('waits for a panel of different operators', () => {
    const chart = new Chart({ of: 2, agree: 2, centre: 0, reference: 0, threshold: 1 });
    expect(chart.add(1, 5)).toBe(false);
    expect(chart.add(1, 5)).toBe(false);
    // Both say at least 0.9 only; then 0.9 + 0.5 exceeds 1.
    expect(chart.add(2, 0.9)).toBe(false);
    expect(chart.add(2, 0.5)).toBe(false);
    expect(chart.add(1, 7)).toBe(true);
  });
});

describe('average run lengths', () => {
  it('are those of the tables for k = 0.5', () => {
    // D. C. Montgomery, Statistical Quality Control, table of the two-sided CUSUM: h = 4: 168 and 8.38, h = 5: 465
    // and 10.4 for shifts of 0 and 1. One side alone runs twice as long without a shift, and as long with it.
    expect(Math.abs(averageRunLength(normal(0), single(4)) / 336 - 1)).toBeLessThan(0.01);
    expect(Math.abs(averageRunLength(normal(1), single(4)) / 8.38 - 1)).toBeLessThan(0.01);
    expect(Math.abs(averageRunLength(normal(0), single(5)) / 930 - 1)).toBeLessThan(0.01);
    expect(Math.abs(averageRunLength(normal(1), single(5)) / 10.4 - 1)).toBeLessThan(0.01);
  });

  it('are near the approximation of Siegmund', () => {
    // (exp(-2 d b) + 2 d b - 1) / (2 d^2), d = shift - k, b = h + 1.166 (Siegmund 1985).
    for (const shift of [0, 0.25, 1, 1.5]) {
      const [d, b] = [shift - 0.5, 4 + 1.166];
      const near = (Math.exp(-2 * d * b) + 2 * d * b - 1) / (2 * d * d);
      expect(Math.abs(averageRunLength(normal(shift), single(4)) / near - 1)).toBeLessThan(0.04);
    }
  });

  it('are those of charts that run', () => {
    const seed = 'charts';
    const stream = new Streams(seed, 0).stream('scores');
    const law = panelLaw(normal(0), { agree: 5, of: 7 });
    const rule = { of: 7, agree: 5, centre: meanOf(law), reference: 0.2, threshold: 0.6 };
    const chart = new Chart(rule);
    let [panels, alarms] = [0, 0];
    for (; alarms < 2000; panels++) {
      for (let who = 0; who < 7; who++) if (chart.add(who, stream.normal(0, 1))) alarms++;
    }
    const length = averageRunLength(law, rule);
    expect(Math.abs(panels / alarms / length - 1), seed).toBeLessThan(0.08);
  });

  it('are the sums of survival, shorter from a chart that has long run than from an empty one', () => {
    const rule = single(3);
    const curve = chartSurvival(normal(0), () => normal(0.75), rule, 10_000);
    const sum = curve.reduce((all, chance) => all + chance, 0);
    const empty = averageRunLength(normal(0.75), rule);
    expect(sum).toBeLessThan(empty);
    expect(sum).toBeGreaterThan(0.85 * empty);
    for (let n = 1; n < curve.length; n++) expect(curve[n]).toBeLessThanOrEqual(curve[n - 1]);
  });
});
