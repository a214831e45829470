import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import alea from 'seedrandom/lib/alea.js';
import { exp, gammaQuantile, log, normalQuantile, pow } from './math.ts';

/*
 * Chance comes from named streams: one per entity and purpose, keyed by a path such as
 * `network/jitter/12`. A path never holds a variant's parameters, so two variants of an experiment
 * share their draws (common random numbers). Every distribution takes exactly one uniform draw and
 * inverts it, so a variant that asks for another shape stays in step with its pair.
 */

export class Stream {
  readonly path: string;
  private readonly seed: string;
  private generator: alea.StatefulGenerator;
  private count = 0;

  /** @param seed 64 hex digits */
  constructor(path: string, seed: string) {
    this.path = path;
    this.seed = seed;
    this.generator = alea(seed, { state: true });
  }

  /**
   * Goes to the draws of one of many like things that take turns, such as the paths of an ensemble: the same for
   * that key, whatever was drawn before.
   */
  part(key: string): void {
    this.generator = alea(hash(`${this.seed}/${key}`), { state: true });
  }

  /** Draws so far. */
  get draws(): number {
    return this.count;
  }

  /** The generator's state, as an ingredient of the certificate. */
  state(): readonly number[] {
    const { c, s0, s1, s2 } = this.generator.state();
    return [c, s0, s1, s2];
  }

  /** Uniform in [0, 1), 53 bits. */
  uniform(): number {
    this.count++;
    return this.generator.double();
  }

  /** Uniform in (0, 1): safe to invert by a function that is infinite at the ends. */
  private open(): number {
    const u = this.uniform();
    return u > 0 ? u : 5.551115123125783e-17;
  }

  /** Uniform in [low, high). */
  between(low: number, high: number): number {
    return low + (high - low) * this.uniform();
  }

  /** A whole number from 0 to `bound - 1`; `bound` at most 2^32. */
  below(bound: number): number {
    return Math.floor(this.uniform() * bound);
  }

  /** Random bytes: one draw for four of them, big-endian. */
  bytes(count: number): Uint8Array {
    const bytes = new Uint8Array(count);
    for (let i = 0; i < count; i += 4) {
      const word = this.below(4_294_967_296);
      for (let j = i; j < Math.min(i + 4, count); j++) bytes[j] = word >>> (8 * (3 - (j - i)));
    }
    return bytes;
  }

  /** True with probability `p`. */
  chance(p: number): boolean {
    return this.uniform() < p;
  }

  exponential(mean: number): number {
    return -mean * log(1 - this.uniform());
  }

  normal(mean: number, deviation: number): number {
    return mean + deviation * normalQuantile(this.open());
  }

  /** @param sigma standard deviation of the logarithm */
  lognormal(median: number, sigma: number): number {
    return median * exp(sigma * normalQuantile(this.open()));
  }

  /** Pareto with smallest value `least` and tail index `alpha`, cut off at `cap`. */
  pareto(least: number, alpha: number, cap = Number.POSITIVE_INFINITY): number {
    const value = least * pow(1 - this.uniform(), -1 / alpha);
    return value < cap ? value : cap;
  }

  gamma(shape: number, mean: number): number {
    return (gammaQuantile(shape, this.open()) * mean) / shape;
  }

  /** Number of the first entry whose cumulative weight exceeds a uniform draw. */
  weighted(weights: readonly number[]): number {
    let total = 0;
    for (const w of weights) total += w;
    let left = this.uniform() * total;
    for (let i = 0; i < weights.length; i++) {
      left -= weights[i];
      if (left < 0) return i;
    }
    return weights.length - 1;
  }

  /** Shuffles in place (Fisher-Yates): `length - 1` draws. */
  shuffle<T>(items: T[]): T[] {
    for (let i = items.length - 1; i > 0; i--) {
      const j = this.below(i + 1);
      const item = items[i];
      items[i] = items[j];
      items[j] = item;
    }
    return items;
  }

  /** `count` distinct whole numbers below `bound`, in random order (Floyd): `count` draws. */
  sample(count: number, bound: number): number[] {
    if (count > bound)
      throw new RangeError(`sample, expected at most ${bound} values, got ${count}`);
    const seen = new Set<number>();
    const picked: number[] = [];
    for (let top = bound - count; top < bound; top++) {
      const value = this.below(top + 1);
      const chosen = seen.has(value) ? top : value;
      seen.add(chosen);
      picked.push(chosen);
    }
    return picked;
  }
}

function hash(text: string): string {
  return bytesToHex(sha256(utf8ToBytes(text)));
}

/** The streams of one run. The same `(seed, replication, path)` gives the same draws anywhere. */
export class Streams {
  private readonly root: string;
  private readonly byPath = new Map<string, Stream>();

  constructor(seed: string, replication: number) {
    this.root = `${seed}\u0000${replication}\u0000`;
  }

  /** The stream of that path, made at first use. */
  stream(path: string): Stream {
    let stream = this.byPath.get(path);
    if (stream === undefined) {
      stream = new Stream(path, hash(this.root + path));
      this.byPath.set(path, stream);
    }
    return stream;
  }

  /** Every stream, sorted by path. */
  all(): Stream[] {
    return [...this.byPath.values()].sort((a, b) => (a.path < b.path ? -1 : 1));
  }
}
