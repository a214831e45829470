import { Adder } from 'd3-array';

export interface TallyState {
  readonly count: number;
  readonly mean: number;
  /** Sum of squared deviations from the mean. */
  readonly squares: number;
  readonly min: number;
  readonly max: number;
}

/**
 * Count, mean, variance and extremes of observations as they come, in constant memory
 * (Welford, Technometrics 4, 1962). Within one entity observations arrive in event order, so the
 * result is fixed; to combine several tallies use `mergeTallies`.
 */
export class Tally {
  #count = 0;
  #mean = 0;
  #squares = 0;
  #min = Infinity;
  #max = -Infinity;

  /** @throws RangeError if the value is not finite */
  record(value: number): void {
    if (!Number.isFinite(value)) {
      throw new RangeError(`observation, expected a finite number, found ${value}`);
    }
    this.#count++;
    const step = value - this.#mean;
    this.#mean += step / this.#count;
    this.#squares += step * (value - this.#mean);
    if (value < this.#min) this.#min = value;
    if (value > this.#max) this.#max = value;
  }

  get count(): number {
    return this.#count;
  }

  /** NaN before the first observation, as are `min` and `max`. */
  get mean(): number {
    return this.#count === 0 ? NaN : this.#mean;
  }

  /** Unbiased variance; NaN below two observations. */
  get variance(): number {
    return this.#count < 2 ? NaN : this.#squares / (this.#count - 1);
  }

  get standardDeviation(): number {
    return Math.sqrt(this.variance);
  }

  get min(): number {
    return this.#count === 0 ? NaN : this.#min;
  }

  get max(): number {
    return this.#count === 0 ? NaN : this.#max;
  }

  /** Forgets everything, for instance at the end of the warm-up. */
  reset(): void {
    this.#count = 0;
    this.#mean = 0;
    this.#squares = 0;
    this.#min = Infinity;
    this.#max = -Infinity;
  }

  /** Plain data; zeros when empty, so that it survives JSON. */
  toJSON(): TallyState {
    const empty = this.#count === 0;
    return {
      count: this.#count,
      mean: this.#mean,
      squares: this.#squares,
      min: empty ? 0 : this.#min,
      max: empty ? 0 : this.#max,
    };
  }

  static fromJSON(state: TallyState): Tally {
    const tally = new Tally();
    if (state.count === 0) return tally;
    tally.#count = state.count;
    tally.#mean = state.mean;
    tally.#squares = state.squares;
    tally.#min = state.min;
    tally.#max = state.max;
    return tally;
  }
}

/** One tally of all observations behind the parts. Sums are exact, so the order is immaterial. */
export function mergeTallies(parts: readonly Tally[]): Tally {
  const states = parts.map((part) => part.toJSON()).filter((state) => state.count > 0);
  const count = states.reduce((sum, state) => sum + state.count, 0);
  if (count === 0) return new Tally();
  const total = new Adder();
  for (const state of states) total.add(state.count * state.mean);
  const mean = total.valueOf() / count;
  const squares = new Adder();
  for (const state of states) {
    squares.add(state.squares);
    squares.add(state.count * (state.mean - mean) * (state.mean - mean));
  }
  return Tally.fromJSON({
    count,
    mean,
    squares: squares.valueOf(),
    min: states.reduce((least, state) => Math.min(least, state.min), Infinity),
    max: states.reduce((most, state) => Math.max(most, state.max), -Infinity),
  });
}
