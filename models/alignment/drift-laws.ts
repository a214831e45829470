/** The closed forms of a section for drift: what charts find, how soon, and how often they are wrong. */
import { normalCdf } from '../../sim/math.ts';
import { TICKS_PER_SECOND } from '../../sim/time.ts';
import type { ChartRule } from './chart.ts';
import { averageRunLength, chartSurvival, type Law, meanOf, panelLaw } from './chart-law.ts';
import { faultOf } from './faults.ts';
import { type Expected, verdictRate, waited } from './laws.ts';
import type { AlignmentValues } from './parameters.ts';
import { probeFails } from './probe.ts';

/** What a slanderer scores, in standard deviations: far from anything that a model does. */
export const SLANDER = 10;

const normal: Law = (x) => normalCdf(x);

export function chartRule({ chart, watch }: AlignmentValues): ChartRule {
  const { agree, of } = watch;
  return { agree, of, ...chart, centre: meanOf(panelLaw(normal, { agree, of })) };
}

interface Scoring {
  /** Scores per second of one service. */
  readonly rate: number;
  /** Law of a score under a mean shift, those of a ring among them. */
  readonly score: (shift: number) => Law;
}

/** Scores without copies. */
function scoringOf(values: AlignmentValues): Scoring {
  const { colluding, collusion } = values.operators;
  // A ring always scores; the honest do when they get an answer.
  const honest = (1 - colluding) * (1 - probeFails(values.network));
  const ring = colluding / (colluding + honest);
  const told: Law = collusion === 'slander' ? (x) => Number(x >= SLANDER) : normal;
  return {
    rate: verdictRate(values) * (colluding + honest),
    score: (shift) => (x) => (1 - ring) * normalCdf(x - shift) + ring * told(x),
  };
}

/** What becomes of drifts, which charts find. */
export function expectedByChart(values: AlignmentValues): Expected {
  const { watch, fault: terms } = values;
  const { rate, score } = scoringOf(values);
  const panel = watch.of / rate;
  const ramp = terms.ramp / TICKS_PER_SECOND;
  const target = faultOf(terms.kind).shift(terms);
  const shiftAt = (seconds: number): number =>
    ramp > 0 ? target * Math.min(1, seconds / ramp) : target;
  // The open panel has 0 to of - 1 scores from before, so that panels end half a panel early.
  const law = (n: number): Law =>
    n === 1
      ? openPanel(score(0), score(shiftAt(panel / 4)), values)
      : panelLaw(score(shiftAt((n - 1) * panel)), watch);
  const lasts = terms.lasts / TICKS_PER_SECOND;
  const well = panelLaw(score(0), watch);
  const curve = chartSurvival(well, law, chartRule(values), Math.ceil(lasts / panel) + 1);
  const { delay, detected } = waited(curve, panel, lasts, watch.report / TICKS_PER_SECOND);
  return { delay: delay - (detected * (watch.of - 1)) / 2 / rate, detected };
}

/** Law of a panel that is as likely to have any number of its scores from before. */
function openPanel(before: Law, since: Law, { watch }: AlignmentValues): Law {
  const laws = Array.from({ length: watch.of }, (_, old) => {
    const part = old / watch.of;
    return panelLaw((x) => part * before(x) + (1 - part) * since(x), watch);
  });
  return (x) => laws.reduce((sum, law) => sum + law(x), 0) / watch.of;
}

/** False alarms per second by the charts of `services` that are well; without copies. */
export function expectedFalseCharts(values: AlignmentValues, services: number): number {
  if (services === 0) return 0;
  const { rate, score } = scoringOf(values);
  const length = averageRunLength(panelLaw(score(0), values.watch), chartRule(values));
  return (services * rate) / values.watch.of / length;
}
