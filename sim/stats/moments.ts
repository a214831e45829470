import { Adder } from 'd3-array';

/** Sum of the values, correctly rounded and therefore the same in any order. */
export function exactSum(values: Iterable<number>): number {
  const sum = new Adder();
  for (const value of values) sum.add(value);
  return sum.valueOf();
}

export interface Moments {
  readonly n: number;
  /** NaN when n is 0. */
  readonly mean: number;
  /** Unbiased (n - 1); NaN when n is below 2. */
  readonly variance: number;
}

/** Mean and unbiased variance by two passes of exact sums: the same bits in any order. */
export function moments(values: readonly number[]): Moments {
  const n = values.length;
  const mean = n === 0 ? NaN : exactSum(values) / n;
  const squares = new Adder();
  for (const value of values) squares.add((value - mean) * (value - mean));
  return { n, mean, variance: n < 2 ? NaN : squares.valueOf() / (n - 1) };
}
