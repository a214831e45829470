import { describe, expect, it } from 'vitest';
import { isSettled, judgePairs, PAIRS_MIN, type Pair } from '../../bench/verdict.ts';
import { Stream } from '../../sim/random.ts';

const LIMITS = { relative: 0.1, absolute: 0.002 };
const ROUNDS_MAX = 21;

const equal = (head: number, count = PAIRS_MIN): Pair[] =>
  Array.from({ length: count }, () => ({ base: 0.05, head }));

/** Machines: spread of a slice, and how often one side alone is disturbed, by how much at most. */
const MACHINES = {
  quiet: { sigma: 0.02, disturbed: 0.02, by: 0.5 },
  'one core loaded': { sigma: 0.06, disturbed: 0.15, by: 0.8 },
  'both cores loaded': { sigma: 0.1, disturbed: 0.2, by: 1 },
};

/** A whole comparison with simulated times; `slowdown` is head's true time over base's. */
function compare(seed: string, machine: keyof typeof MACHINES, slowdown: number) {
  const { sigma, disturbed, by } = MACHINES[machine];
  const draw = new Stream('test/bench/verdict', seed);
  const pairs: Pair[] = [];
  for (;;) {
    // A busy neighbour slows both sides of a round alike.
    const round = draw.chance(0.3) ? draw.between(1, 1.6) : 1;
    const slice = (seconds: number) => {
      const hit = draw.chance(disturbed) ? draw.between(1, 1 + by) : 1;
      return seconds * round * hit * draw.lognormal(1, sigma);
    };
    // As in a round: of three slices the best.
    const best = (seconds: number) => Math.min(slice(seconds), slice(seconds), slice(seconds));
    pairs.push({ base: best(0.05), head: best(0.05 * slowdown) });
    if (pairs.length < PAIRS_MIN) continue;
    const verdict = judgePairs(pairs, LIMITS);
    if (isSettled(verdict, LIMITS) || pairs.length === ROUNDS_MAX) return verdict;
  }
}

function count(
  trials: number,
  machine: keyof typeof MACHINES,
  slowdown: number,
): Record<string, number> {
  const found: Record<string, number> = { slower: 0, same: 0, faster: 0, unclear: 0 };
  for (let i = 0; i < trials; i++)
    found[compare(`${machine} ${slowdown} ${i}`.padEnd(64), machine, slowdown).verdict]++;
  return found;
}

describe('the verdict on pairs of times', () => {
  it('is slower only beyond both limits', () => {
    expect(judgePairs(equal(0.05), LIMITS).verdict).toBe('same');
    expect(judgePairs(equal(0.0549), LIMITS).verdict).toBe('same');
    expect(judgePairs(equal(0.0551), LIMITS).verdict).toBe('slower');
    // +20 % of 5 ms is 1 ms: below the absolute limit of 2 ms.
    const short = equal(0).map(() => ({ base: 0.005, head: 0.006 }));
    expect(judgePairs(short, LIMITS).verdict).toBe('same');
    expect(judgePairs(equal(0.04), LIMITS).verdict).toBe('faster');
  });

  it('needs the whole interval past the limit', () => {
    // Of seven pairs the interval goes from the least to the most ratio: 2 / 2^7 = 1.6 % outside.
    const pairs = [1.3, 1.3, 1.3, 1.3, 1.3, 1.3, 1.05].map((r) => ({ base: 0.1, head: 0.1 * r }));
    const verdict = judgePairs(pairs, LIMITS);
    expect(verdict.verdict).toBe('unclear');
    expect(verdict.low).toBeCloseTo(1.05, 12);
    expect(verdict.high).toBeCloseTo(1.3, 12);
    expect(verdict.ratio).toBeCloseTo(1.3, 12);
  });

  it('leaves out as many pairs at either end as the sign test allows', () => {
    // At most 1 % below: of 11 throws 1 head or none has (1 + 11) / 2048 = 0.6 %, 2 or fewer 3.3 %;
    // of 21, 4 or fewer have 7,547 / 2^21 = 0.36 %, 5 or fewer 1.3 %.
    const ramp = (n: number) =>
      Array.from({ length: n }, (_, i) => ({ base: 1, head: 1 + i / 100 }));
    expect(judgePairs(ramp(11), LIMITS).low).toBeCloseTo(1.01, 12);
    expect(judgePairs(ramp(11), LIMITS).high).toBeCloseTo(1.09, 12);
    expect(judgePairs(ramp(21), LIMITS).low).toBeCloseTo(1.04, 12);
    expect(judgePairs(ramp(21), LIMITS).high).toBeCloseTo(1.16, 12);
  });

  it('is refused below seven pairs', () => {
    expect(() => judgePairs(equal(0.05, 6), LIMITS)).toThrow(
      new RangeError('pairs, expected at least 7, got 6'),
    );
  });

  it('is settled when clear, or close to 1 after eleven pairs', () => {
    const wide = (n: number, middle: number) =>
      Array.from({ length: n }, (_, i) => ({
        base: 1,
        head: i % 3 === 0 ? 0.6 : i % 3 === 1 ? middle : 1.6,
      }));
    const settled = (n: number, middle: number) =>
      isSettled(judgePairs(wide(n, middle), { ...LIMITS, absolute: 0 }), LIMITS);
    expect(settled(9, 1.01)).toBe(false);
    expect(settled(12, 1.01)).toBe(true);
    expect(settled(12, 1.08)).toBe(false);
  });
});

describe('the verdict on simulated machines', () => {
  for (const machine of ['quiet', 'one core loaded', 'both cores loaded'] as const) {
    it(`${machine}: fewer than 1 false alarm in 1,000`, () => {
      expect(count(5000, machine, 1).slower).toBeLessThan(5);
    });
  }

  for (const machine of ['quiet', 'one core loaded'] as const) {
    it(`${machine}: misses +30 % in fewer than 1 of 100`, () => {
      expect(2000 - count(2000, machine, 1.3).slower).toBeLessThan(20);
    });
  }
});
