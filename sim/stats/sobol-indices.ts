import type { Stream } from '../random.ts';
import type { Refusal } from './refusal.ts';

/** An estimate with the 95 % interval of its bootstrap. */
export interface Estimate {
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

export interface SobolIndices {
  /** Share of the variance that is gone when the coordinate is known. */
  readonly first: Estimate;
  /** Share that is left when all other coordinates are known. */
  readonly total: Estimate;
}

/** Resamples of the bootstrap: 25 lie beyond either end of the interval. */
const RESAMPLES = 1000;
const OUTSIDE = 0.025;

/**
 * The radial design of Saltelli and others (Computer Physics Communications 181, 2010): for each base
 * point of 2k coordinates the rows A, B and, for each coordinate, A with that one from B.
 * @returns k + 2 rows of k coordinates for each base point
 */
export function saltelliRows(base: readonly (readonly number[])[]): number[][] {
  return base.flatMap((point) => {
    const k = point.length / 2;
    const [a, b] = [point.slice(0, k), point.slice(k)];
    return [a, b, ...a.map((_, i) => a.with(i, b[i]))];
  });
}

/**
 * First-order indices by the estimator of Saltelli and others (2010), total ones by that of Jansen
 * (Computer Physics Communications 117, 1999), by coordinate. Intervals are percentiles over resampled
 * base points; they speak of the design alone and not of noise in the outcomes.
 * @param outcomes one value a row of {@link saltelliRows}
 * @param stream for the bootstrap: one draw for each base point and resample
 * @returns a refusal when the outcomes do not vary
 * @throws RangeError when the rows are not whole base points
 */
export function sobolIndices(
  outcomes: readonly number[],
  dimensions: number,
  stream: Stream,
): SobolIndices[] | Refusal {
  const rows = dimensions + 2;
  const count = outcomes.length / rows;
  if (!Number.isInteger(count) || count < 2) {
    const expected = `expected ${rows} for each of two base points or more`;
    throw new RangeError(`outcomes, ${expected}, got ${outcomes.length}`);
  }
  const terms = termsOf(outcomes, dimensions, count);
  const all = Array.from({ length: count }, (_, j) => j);
  const whole = indicesOf(terms, all);
  if (whole === null) return { refused: 'indices need an outcome that varies, found a constant' };
  const resampled = Array.from({ length: RESAMPLES }, () =>
    indicesOf(
      terms,
      all.map(() => stream.below(count)),
    ),
  ).filter((indices) => indices !== null);
  const estimate = (value: number, found: number[]): Estimate => {
    const sorted = found.toSorted((a, b) => a - b);
    const beyond = Math.floor(sorted.length * OUTSIDE);
    // A resample that does not vary has no index; with none left there is no interval.
    return { value, low: sorted[beyond] ?? value, high: sorted.at(-1 - beyond) ?? value };
  };
  return whole.first.map((value, i) => ({
    first: estimate(
      value,
      resampled.map(({ first }) => first[i]),
    ),
    total: estimate(
      whole.total[i],
      resampled.map(({ total }) => total[i]),
    ),
  }));
}

/** What each base point adds to the means that the indices are made of. */
interface Terms {
  readonly mean: readonly number[];
  readonly square: readonly number[];
  /** By coordinate. */
  readonly first: readonly (readonly number[])[];
  readonly total: readonly (readonly number[])[];
}

function termsOf(outcomes: readonly number[], dimensions: number, count: number): Terms {
  const rows = dimensions + 2;
  // Centred outcomes leave the expectation of every term and take away most of its noise.
  let sum = 0;
  for (let j = 0; j < count; j++) sum += outcomes[j * rows] + outcomes[j * rows + 1];
  const centre = sum / (2 * count);
  const at = (j: number, row: number): number => outcomes[j * rows + row] - centre;
  const each = (term: (j: number) => number) => Array.from({ length: count }, (_, j) => term(j));
  const byCoordinate = (term: (j: number, row: number) => number) =>
    Array.from({ length: dimensions }, (_, i) => each((j) => term(j, i + 2)));
  return {
    mean: each((j) => (at(j, 0) + at(j, 1)) / 2),
    square: each((j) => (at(j, 0) * at(j, 0) + at(j, 1) * at(j, 1)) / 2),
    first: byCoordinate((j, row) => at(j, 1) * (at(j, row) - at(j, 0))),
    total: byCoordinate((j, row) => {
      const change = at(j, 0) - at(j, row);
      return (change * change) / 2;
    }),
  };
}

function indicesOf(terms: Terms, points: readonly number[]) {
  const meanOf = (values: readonly number[]): number => {
    let sum = 0;
    for (const j of points) sum += values[j];
    return sum / points.length;
  };
  const mean = meanOf(terms.mean);
  const variance = meanOf(terms.square) - mean * mean;
  if (!(variance > 0)) return null;
  return {
    first: terms.first.map((values) => meanOf(values) / variance),
    total: terms.total.map((values) => meanOf(values) / variance),
  };
}
