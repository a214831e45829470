import type { Stream } from '../random.ts';
import { exactSum, moments } from './moments.ts';

/** Values of a coordinate are 0, 1/3, 2/3 and 1; a step goes over two of the three gaps. */
const GAPS = 3;
const STEP = 2;

/**
 * Random trajectories through a grid of four levels (Morris, Technometrics 33, 1991): each starts
 * anywhere and moves every coordinate once, in random order, by 2/3 up or down.
 * @returns rows of coordinates in [0, 1], `dimensions + 1` for each trajectory
 */
export function morrisTrajectories(count: number, dimensions: number, stream: Stream): number[][] {
  const rows: number[][] = [];
  for (let trajectory = 0; trajectory < count; trajectory++) {
    const low = Array.from({ length: dimensions }, () => stream.below(GAPS - STEP + 1));
    const up = low.map(() => stream.chance(0.5));
    const at = low.map((level, d) => (up[d] ? level : level + STEP));
    const order = stream.shuffle(low.map((_, d) => d));
    const add = () => rows.push(at.map((level) => level / GAPS));
    add();
    for (const d of order) {
      at[d] += up[d] ? STEP : -STEP;
      add();
    }
  }
  return rows;
}

export interface Effects {
  /** Mean of the elementary effects: change of the outcome over the whole range of the coordinate. */
  readonly mu: number;
  /** Mean of their sizes, which opposite signs do not cancel (Campolongo and others 2007). */
  readonly muStar: number;
  /** Their standard deviation: large when the effect is curved or depends on the others. */
  readonly sigma: number;
}

/**
 * Elementary effects by coordinate.
 * @param rows trajectories as {@link morrisTrajectories} gives them; steps may be of any size
 * @param outcomes one value a row
 * @throws RangeError when the rows are not two trajectories or more, or a step moves another number of
 *   coordinates than one
 */
export function elementaryEffects(
  rows: readonly (readonly number[])[],
  outcomes: readonly number[],
): Effects[] {
  const dimensions = rows[0]?.length ?? 0;
  const length = dimensions + 1;
  if (rows.length < 2 * length || rows.length % length !== 0 || outcomes.length !== rows.length) {
    const found = `${rows.length} rows and ${outcomes.length} outcomes`;
    throw new RangeError(`trajectories, expected two or more of ${length} rows, got ${found}`);
  }
  const effects = Array.from({ length: dimensions }, (): number[] => []);
  for (let row = 1; row < rows.length; row++) {
    if (row % length === 0) continue;
    const moved = rows[row].flatMap((x, d) => (x === rows[row - 1][d] ? [] : [d]));
    if (moved.length !== 1) {
      throw new RangeError(`trajectory row ${row}, expected one step, got ${moved.length}`);
    }
    const [d] = moved;
    const step = rows[row][d] - rows[row - 1][d];
    effects[d].push((outcomes[row] - outcomes[row - 1]) / step);
  }
  return effects.map((found) => {
    const { mean, variance } = moments(found);
    const sizes = exactSum(found.map(Math.abs));
    return { mu: mean, muStar: sizes / found.length, sigma: Math.sqrt(variance) };
  });
}
