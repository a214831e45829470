import { exp, pow } from '../../../sim/math.ts';
import type { Stream } from '../../../sim/random.ts';

/** Which keys a transaction picks: different ones, one after another, the i-th with weight 1 / i^skew. */
export class KeyLaw {
  /** Chance of each key at the first pick; they sum to 1. */
  readonly weights: readonly number[];
  private readonly cumulative: Float64Array;

  constructor(keys: number, skew: number) {
    const raw = Array.from({ length: keys }, (_, i) => pow(i + 1, -skew));
    const total = raw.reduce((sum, weight) => sum + weight, 0);
    this.weights = raw.map((weight) => weight / total);
    this.cumulative = new Float64Array(keys);
    let sum = 0;
    for (let i = 0; i < keys; i++) this.cumulative[i] = sum += this.weights[i];
  }

  /** @returns numbers of `count` different keys; one draw for each pick, and for each that repeats one */
  pick(stream: Stream, count: number): number[] {
    const picked = new Set<number>();
    while (picked.size < count) picked.add(this.keyAt(stream.uniform()));
    return [...picked];
  }

  /**
   * Chance that a key is among the first `count` picks. Exact for equal weights and for one pick; otherwise
   * the limit of many keys, 1 - exp(-t weight) with t such that `count` are expected.
   */
  inclusions(count: number): number[] {
    if (count === 1) return [...this.weights];
    const included = (t: number) => this.weights.map((weight) => 1 - exp(-t * weight));
    const expected = (t: number) => included(t).reduce((sum, chance) => sum + chance, 0);
    let [low, high] = [0, 1];
    while (expected(high) < count) high *= 2;
    for (let i = 0; i < 60; i++) {
      const middle = (low + high) / 2;
      if (expected(middle) < count) low = middle;
      else high = middle;
    }
    return included(high);
  }

  /** First key whose cumulative weight exceeds u. */
  private keyAt(u: number): number {
    let [low, high] = [0, this.cumulative.length - 1];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.cumulative[middle] > u) high = middle;
      else low = middle + 1;
    }
    return low;
  }
}
