import type { QuantileInterval } from './confidence.ts';
import { carriesQuantile, quantileIntervalRanks, quantileRank } from './quantile.ts';
import { isRefusal, type Refusal } from './refusal.ts';

/** Sparse form: `buckets` lists index, count, index, count, … by rising index. */
export interface HistogramState {
  readonly bits: number;
  readonly count: number;
  readonly min: number;
  readonly max: number;
  /** Exact sum of the values, in decimal. */
  readonly sum: string;
  readonly buckets: readonly number[];
}

const DEFAULT_BITS = 7;
const MAX_BITS = 11;
const TWO_21 = 2097152;
const TWO_32 = 4294967296;

/**
 * Histogram of non-negative safe integers (ticks, bytes, counts) with 2^bits buckets per octave.
 *
 * Values below 2^(bits + 1) are exact; above, a quantile is off by at most 2^-(bits + 1) of itself
 * (1/256 by default). Count, sum, extremes and buckets are integers, so recording and merging give
 * the same state in any order and on any machine. At most (54 - bits) * 2^bits buckets, 47 KiB by
 * default, grown on demand.
 */
export class Histogram {
  readonly bits: number;
  #count = 0;
  #buckets = new Float64Array(0);
  #min = Number.MAX_SAFE_INTEGER;
  #max = 0;
  /** The exact sum is `#sumHigh + #sumLow`; the low part is a safe integer. */
  #sumLow = 0;
  #sumHigh = 0n;

  /** @throws RangeError unless bits is a whole number from 1 to 11 */
  constructor(bits = DEFAULT_BITS) {
    if (!(Number.isInteger(bits) && bits >= 1 && bits <= MAX_BITS)) {
      throw new RangeError(`histogram bits, expected a whole number 1 to 11, found ${bits}`);
    }
    this.bits = bits;
  }

  /** @throws RangeError unless value is a safe integer >= 0 and times a safe integer >= 1 */
  record(value: number, times = 1): void {
    if (!Number.isSafeInteger(value) || value < 0) {
      throw new RangeError(`observation, expected a safe integer >= 0, found ${value}`);
    }
    if (times !== 1 && !(Number.isSafeInteger(times) && times > 0)) {
      throw new RangeError(`times, expected a safe integer >= 1, found ${times}`);
    }
    const index = this.#indexOf(value);
    if (index >= this.#buckets.length) this.#grow(index);
    this.#buckets[index] += times;
    this.#count += times;
    if (value < this.#min) this.#min = value;
    if (value > this.#max) this.#max = value;
    const product = value * times;
    if (product <= Number.MAX_SAFE_INTEGER - this.#sumLow) this.#sumLow += product;
    else {
      this.#sumHigh += BigInt(this.#sumLow) + BigInt(value) * BigInt(times);
      this.#sumLow = 0;
    }
  }

  get count(): number {
    return this.#count;
  }

  /** Exact; NaN when empty, as are `max` and `mean`. */
  get min(): number {
    return this.#count === 0 ? NaN : this.#min;
  }

  get max(): number {
    return this.#count === 0 ? NaN : this.#max;
  }

  get sum(): bigint {
    return this.#sumHigh + BigInt(this.#sumLow);
  }

  /** Mean of the values themselves, not of their buckets. */
  get mean(): number {
    if (this.#count === 0) return NaN;
    const count = BigInt(this.#count);
    const sum = this.sum;
    return Number(sum / count) + Number(sum % count) / this.#count;
  }

  /** Adds the observations of another histogram of the same bits. */
  merge(other: Histogram): void {
    if (other.bits !== this.bits) {
      throw new RangeError(`histogram bits, expected ${this.bits}, found ${other.bits}`);
    }
    if (other.#count === 0) return;
    if (other.#buckets.length > this.#buckets.length) this.#grow(other.#buckets.length - 1);
    for (let index = 0; index < other.#buckets.length; index++) {
      this.#buckets[index] += other.#buckets[index];
    }
    this.#count += other.#count;
    this.#min = Math.min(this.#min, other.#min);
    this.#max = Math.max(this.#max, other.#max);
    this.#sumHigh += other.sum;
  }

  /**
   * The value of a rank, counted from 1, as the middle of its bucket kept inside [min, max].
   * @throws RangeError unless 1 <= rank <= count
   */
  valueAtRank(rank: number): number {
    if (!(Number.isSafeInteger(rank) && rank >= 1 && rank <= this.#count)) {
      throw new RangeError(`rank, expected a whole number 1 to ${this.#count}, found ${rank}`);
    }
    let index = -1;
    for (let below = 0; below < rank; below += this.#buckets[index]) index++;
    return Math.min(this.#max, Math.max(this.#min, this.#middleOf(index)));
  }

  /** The q-quantile by nearest rank, or null if the sample cannot carry it (p99 needs 100). */
  quantile(q: number): number | null {
    return carriesQuantile(this.#count, q) ? this.valueAtRank(quantileRank(this.#count, q)) : null;
  }

  /** Distribution-free interval of the q-quantile, as if the values were independent. */
  quantileInterval(q: number, level = 0.95): QuantileInterval | Refusal {
    const ranks = quantileIntervalRanks(this.#count, q, level);
    if (isRefusal(ranks)) return ranks;
    return {
      n: this.#count,
      q,
      value: this.valueAtRank(quantileRank(this.#count, q)),
      low: this.valueAtRank(ranks.low),
      high: this.valueAtRank(ranks.high),
      level,
      coverage: ranks.coverage,
    };
  }

  toJSON(): HistogramState {
    const buckets: number[] = [];
    for (let index = 0; index < this.#buckets.length; index++) {
      if (this.#buckets[index] > 0) buckets.push(index, this.#buckets[index]);
    }
    const empty = this.#count === 0;
    return {
      bits: this.bits,
      count: this.#count,
      min: empty ? 0 : this.#min,
      max: empty ? 0 : this.#max,
      sum: String(this.sum),
      buckets,
    };
  }

  /** @throws RangeError if the buckets do not add up to the count */
  static fromJSON(state: HistogramState): Histogram {
    const histogram = new Histogram(state.bits);
    if (state.count === 0) return histogram;
    let total = 0;
    histogram.#grow(histogram.#indexOf(state.max));
    for (let i = 0; i < state.buckets.length; i += 2) {
      histogram.#buckets[state.buckets[i]] = state.buckets[i + 1];
      total += state.buckets[i + 1];
    }
    if (total !== state.count) {
      throw new RangeError(`histogram buckets, expected ${state.count} in all, found ${total}`);
    }
    histogram.#count = state.count;
    histogram.#min = state.min;
    histogram.#max = state.max;
    histogram.#sumHigh = BigInt(state.sum);
    return histogram;
  }

  /** Value with its top bits + 1 significant bits kept, numbered without gaps. */
  #indexOf(value: number): number {
    if (value < TWO_32) {
      const shift = 31 - Math.clz32(value) - this.bits;
      return shift <= 0 ? value : (shift << this.bits) + (value >>> shift);
    }
    const top = Math.floor(value / TWO_21);
    const shift = 31 - Math.clz32(top) - this.bits;
    return ((shift + 21) << this.bits) + (top >>> shift);
  }

  #middleOf(index: number): number {
    const octave = index >>> this.bits;
    if (octave < 2) return index;
    let width = 1;
    for (let step = 1; step < octave; step++) width *= 2;
    return (index - ((octave - 1) << this.bits)) * width + Math.floor((width - 1) / 2);
  }

  #grow(index: number): void {
    const needed = ((index >>> this.bits) + 1) << this.bits;
    const grown = new Float64Array(needed);
    grown.set(this.#buckets);
    this.#buckets = grown;
  }
}
