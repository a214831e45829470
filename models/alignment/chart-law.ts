/**
 * Run lengths of the chart, as a Markov chain on even steps of its sum.
 * Source: D. Brook and D. A. Evans, An approach to the probability distribution of CUSUM run length,
 * Biometrika 59 (1972).
 */
import { binomialCdf } from '../../sim/math.ts';
import type { ChartRule } from './chart.ts';

/** Chance that a value is at most `x`. */
export type Law = (x: number) => number;

/** The law of a panel: its `agree`-th largest of `of` scores is low when fewer than `agree` are high. */
export function panelLaw(score: Law, { agree, of }: Pick<ChartRule, 'agree' | 'of'>): Law {
  return (x) => binomialCdf(agree - 1, of, 1 - score(x));
}

/** Mean of a law that lies within 10 of 0, by the trapezoidal rule. */
export function meanOf(law: Law): number {
  const [reach, parts] = [10, 4000];
  const step = (2 * reach) / parts;
  let below = (law(-reach) + law(reach)) / 2;
  for (let i = 1; i < parts; i++) below += law(i * step - reach);
  return reach - below * step;
}

const STATES = 80;

/** Chances of the sum, by even steps; what is missing has led to an alarm. */
type Sums = readonly number[];

const EMPTY: Sums = [1, ...new Array<number>(STATES - 1).fill(0)];

/** Chances of moves: entry d + STATES is that of a move of at most d and a half steps. */
function movesOf(law: Law, { threshold, centre, reference }: ChartRule): number[] {
  const step = (2 * threshold) / (2 * STATES - 1);
  return Array.from({ length: 2 * STATES }, (_, d) =>
    law((d - STATES + 0.5) * step + centre + reference),
  );
}

/** Chance that the sum goes from state i to j; state i stands for sums within half a step of i steps. */
function transition(moves: readonly number[], i: number, j: number): number {
  const atMost = moves[j - i + STATES];
  return j === 0 ? atMost : atMost - moves[j - i + STATES - 1];
}

/** One panel more. */
function advance(sums: Sums, law: Law, rule: ChartRule): number[] {
  const moves = movesOf(law, rule);
  const next = new Array<number>(STATES).fill(0);
  for (let i = 0; i < STATES; i++) {
    if (sums[i] === 0) continue;
    for (let j = 0; j < STATES; j++) next[j] += sums[i] * transition(moves, i, j);
  }
  return next;
}

const total = (sums: Sums): number => sums.reduce((sum, chance) => sum + chance, 0);

/**
 * Mean number of panels until an alarm from an empty chart whose law stays the same: 1 + the mean over the
 * states that follow, solved for all states at once. Every pivot is the chance to leave for a state that is
 * left or for an alarm, so none is 0.
 */
export function averageRunLength(law: Law, rule: ChartRule): number {
  const moves = movesOf(law, rule);
  const rows = Array.from({ length: STATES }, (_, i) =>
    Array.from({ length: STATES }, (_, j) => Number(i === j) - transition(moves, i, j)),
  );
  const lengths = new Array<number>(STATES).fill(1);
  // From the highest state down, so that the empty chart is solved last and needs no way back.
  for (let k = STATES - 1; k > 0; k--) {
    for (let i = 0; i < k; i++) {
      const factor = rows[i][k] / rows[k][k];
      for (let j = 0; j < k; j++) rows[i][j] -= factor * rows[k][j];
      lengths[i] -= factor * lengths[k];
    }
  }
  return lengths[0] / rows[0][0];
}

const SETTLING = 200;

/**
 * Chances that drift is not found after 0, 1, ... `most` panels since it began, for a chart that has run
 * long without an alarm.
 * @param well law of a panel before @param after law of the n-th panel since, n from 1
 */
export function chartSurvival(
  well: Law,
  after: (panel: number) => Law,
  rule: ChartRule,
  most: number,
): number[] {
  let sums: Sums = EMPTY;
  for (let i = 0; i < SETTLING; i++) {
    const next = advance(sums, well, rule);
    const all = total(next);
    sums = next.map((chance) => chance / all);
  }
  const curve = [1];
  while (curve.length <= most && curve[curve.length - 1] > 1e-9) {
    sums = advance(sums, after(curve.length), rule);
    curve.push(total(sums));
  }
  return curve;
}
