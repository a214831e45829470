import { describe, expect, it } from 'vitest';
import { Stream, Streams } from '../../../sim/random.ts';

const N = 20_000;

function draws(path: string, from: (stream: Stream) => number, count = N): number[] {
  const stream = new Streams('laws', 0).stream(path);
  return Array.from({ length: count }, () => from(stream));
}

/** Kolmogorov-Smirnov distance between a sample and a law. */
function distance(sample: readonly number[], law: (x: number) => number): number {
  const sorted = [...sample].sort((a, b) => a - b);
  return Math.max(
    ...sorted.map((x, i) => {
      const p = law(x);
      return Math.max(p - i / sorted.length, (i + 1) / sorted.length - p);
    }),
  );
}

// Critical distance at 0.1 %: 1.95 / sqrt(n) (Smirnov's asymptotic law).
const KS_LIMIT = 1.95 / Math.sqrt(N);

/** erf by its Taylor series (Abramowitz and Stegun 7.1.5), for |x| < 4. */
function phi(x: number): number {
  if (x < -5) return 0;
  if (x > 5) return 1;
  const z = x / Math.SQRT2;
  let term = z;
  let sum = z;
  for (let n = 1; n < 120; n++) {
    term *= -(z * z) / n;
    sum += term / (2 * n + 1);
  }
  return 0.5 + sum / Math.sqrt(Math.PI);
}

describe('streams', () => {
  it('the same seed, replication and path give the same draws in any order of creation', () => {
    const left = new Streams('seed', 1);
    const right = new Streams('seed', 1);
    const a = left.stream('a');
    const b = left.stream('b');
    const first = [a.uniform(), b.uniform(), a.uniform()];
    right.stream('unrelated').uniform();
    const b2 = right.stream('b');
    const a2 = right.stream('a');
    const second = [a2.uniform(), b2.uniform(), a2.uniform()];
    expect(second).toEqual(first);
  });

  it('another seed, replication or path gives other draws', () => {
    const first = (seed: string, replication: number, path: string) =>
      new Streams(seed, replication).stream(path).uniform();
    const all = [first('s', 0, 'p'), first('t', 0, 'p'), first('s', 1, 'p'), first('s', 0, 'q')];
    expect(new Set(all).size).toBe(4);
    // The parts of the key do not run into each other.
    expect(first('s', 1, '1/p')).not.toBe(first('s', 11, '/p'));
  });

  it('a path names one stream, and all of them are listed by path', () => {
    const streams = new Streams('seed', 0);
    const b = streams.stream('b');
    streams.stream('a');
    expect(streams.stream('b')).toBe(b);
    expect(streams.all().map((stream) => stream.path)).toEqual(['a', 'b']);
  });

  it('counts its draws, and its state moves with each', () => {
    const stream = new Stream('p', 'seed');
    const before = stream.state();
    stream.uniform();
    expect(stream.draws).toBe(1);
    expect(stream.state()).not.toEqual(before);
  });

  it('draws 53 bits: the last ones are used', () => {
    const sample = draws('bits', (s) => s.uniform());
    const whole = sample.map((u) => u * 2 ** 53);
    expect(whole.every(Number.isInteger)).toBe(true);
    for (let bit = 0; bit < 21; bit++) {
      const ones = whole.filter((w) => Math.floor(w / 2 ** bit) % 2 === 1).length;
      // Binomial(20000, 1/2): deviation 70.7, five of them.
      expect(Math.abs(ones - N / 2), `bit ${bit}`).toBeLessThan(354);
    }
  });

  it('every distribution takes one draw', () => {
    const stream = new Stream('p', 'seed');
    const kinds: (() => unknown)[] = [
      () => stream.uniform(),
      () => stream.between(1, 2),
      () => stream.below(6),
      () => stream.chance(0.5),
      () => stream.exponential(2),
      () => stream.normal(0, 1),
      () => stream.lognormal(1, 1),
      () => stream.pareto(1, 2),
      () => stream.gamma(2, 1),
      () => stream.weighted([1, 2, 3]),
    ];
    kinds.forEach((draw, i) => {
      draw();
      expect(stream.draws).toBe(i + 1);
    });
  });
});

describe('distributions follow their laws (Kolmogorov-Smirnov at 0.1 %, fixed seed)', () => {
  const cases: [string, (s: Stream) => number, (x: number) => number][] = [
    ['uniform', (s) => s.uniform(), (x) => x],
    ['between', (s) => s.between(-3, 5), (x) => (x + 3) / 8],
    ['exponential', (s) => s.exponential(4), (x) => 1 - Math.exp(-x / 4)],
    ['normal', (s) => s.normal(10, 2), (x) => phi((x - 10) / 2)],
    ['lognormal', (s) => s.lognormal(3, 0.5), (x) => phi(Math.log(x / 3) / 0.5)],
    ['pareto', (s) => s.pareto(2, 1.5), (x) => 1 - (2 / x) ** 1.5],
    // Erlang with 3 stages, mean 6: rate 1/2.
    ['gamma', (s) => s.gamma(3, 6), (x) => 1 - Math.exp(-x / 2) * (1 + x / 2 + (x / 2) ** 2 / 2)],
  ];
  for (const [name, draw, law] of cases) {
    it(name, () => expect(distance(draws(name, draw), law)).toBeLessThan(KS_LIMIT));
  }

  it('would notice a wrong law: a mean that is 5 % off', () => {
    const sample = draws('exponential', (s) => s.exponential(4));
    expect(distance(sample, (x) => 1 - Math.exp(-x / 4.2))).toBeGreaterThan(KS_LIMIT);
  });

  it('pareto stops at its cap', () => {
    expect(Math.max(...draws('cap', (s) => s.pareto(1, 0.2, 50)))).toBe(50);
  });

  it('below and weighted hit each value in proportion (chi-squared at 0.1 %)', () => {
    const chi = (sample: number[], shares: number[]) =>
      shares.reduce((sum, share, value) => {
        const expected = share * N;
        return sum + (sample.filter((x) => x === value).length - expected) ** 2 / expected;
      }, 0);
    // 5 and 2 degrees of freedom: 20.5 and 13.8.
    expect(
      chi(
        draws('die', (s) => s.below(6)),
        Array(6).fill(1 / 6),
      ),
    ).toBeLessThan(20.5);
    const weighted = draws('weighted', (s) => s.weighted([1, 0, 3, 4]));
    expect(weighted.includes(1)).toBe(false);
    expect(
      chi(
        weighted.map((x) => (x > 0 ? x - 1 : 0)),
        [1 / 8, 3 / 8, 1 / 2],
      ),
    ).toBeLessThan(13.8);
  });

  it('chance hits its probability', () => {
    const hits = draws('chance', (s) => (s.chance(0.1) ? 1 : 0)).reduce((a, b) => a + b);
    // Binomial(20000, 0.1): deviation 42.4, five of them.
    expect(Math.abs(hits - 2000)).toBeLessThan(212);
  });

  it('shuffle reaches all six orders of three, sample gives distinct values below its bound', () => {
    const stream = new Stream('p', 'orders');
    const orders = new Map<string, number>();
    for (let i = 0; i < 6000; i++) {
      const order = stream.shuffle([1, 2, 3]).join('');
      orders.set(order, (orders.get(order) ?? 0) + 1);
    }
    expect(orders.size).toBe(6);
    // Binomial(6000, 1/6): deviation 28.9, five of them.
    for (const count of orders.values()) expect(Math.abs(count - 1000)).toBeLessThan(145);
    const picked = stream.sample(50, 60);
    expect(new Set(picked).size).toBe(50);
    expect(picked.every((x) => Number.isInteger(x) && x >= 0 && x < 60)).toBe(true);
    expect(() => stream.sample(3, 2)).toThrow(/at most 2 values, got 3/);
  });

  it('bytes: four a draw in big-endian order, the rest of the last draw left out', () => {
    const [a, b, c] = draws('bytes', (stream) => stream.below(4_294_967_296), 3);
    const words = [a, b, c].map((word) => word.toString(16).padStart(8, '0')).join('');
    const stream = new Streams('laws', 0).stream('bytes');
    expect(Buffer.from(stream.bytes(10)).toString('hex')).toBe(words.slice(0, 20));
    expect(stream.draws).toBe(3);
  });
});
