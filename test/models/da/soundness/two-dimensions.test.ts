import { describe, expect, it } from 'vitest';
import { lightNodesNeeded } from '../../../../models/da/soundness/light-nodes.ts';
import {
  lightNodesSufficient,
  lnSquareFooled,
  lnSquareLoose,
  squareShares,
  squareWithheld,
  sufficientShares,
} from '../../../../models/da/soundness/two-dimensions.ts';
import { Streams } from '../../../../sim/random.ts';

/** Rows and columns with half of their shares are filled until nothing changes: the rule as it reads. */
function repairs(held: ReadonlySet<number>, width: number): boolean {
  const side = 2 * width;
  const all = new Set(held);
  const lines: number[][] = [];
  for (let i = 0; i < side; i++) {
    lines.push(Array.from({ length: side }, (_, j) => i * side + j));
    lines.push(Array.from({ length: side }, (_, j) => j * side + i));
  }
  for (let before = -1; before !== all.size; ) {
    before = all.size;
    for (const line of lines) {
      if (line.filter((share) => all.has(share)).length < width) continue;
      for (const share of line) all.add(share);
    }
  }
  return all.size === side * side;
}

describe('one light node of a square', () => {
  it('k = 1: all four shares have to be withheld; k = 2: nine of sixteen, two samples', () => {
    expect([squareShares(1), squareWithheld(1)]).toEqual([4, 4]);
    expect(lnSquareFooled(1, 1)).toBe(-Infinity);
    // 7/16 x 6/15
    expect(Math.exp(lnSquareFooled(2, 2))).toBeCloseTo(42 / 240, 14);
  });

  // Exact products, da-layers 1.3 item 3, to the digits given there.
  it.each([
    [64, 16, '8.44e-3'],
    [128, 16, '9.21e-3'],
    [256, 16, '9.61e-3'],
    [512, 16, '9.82e-3'],
    [256, 15, '1.28e-2'],
    [256, 30, '1.65e-4'],
    [256, 73, '6.24e-10'],
  ])('k = %i, %i samples', (width, samples, expected) => {
    expect(Math.exp(lnSquareFooled(width, samples)).toExponential(2)).toBe(expected);
    expect(lnSquareFooled(width, samples)).toBeLessThan(lnSquareLoose(samples));
  });

  it('tends to (3/4)^s', () =>
    expect(lnSquareFooled(1_000_000, 16)).toBeCloseTo(16 * Math.log(0.75), 4));

  it('refuses a width that is none', () =>
    expect(() => squareShares(0)).toThrow('width, expected a whole number 1 to 1000000, got 0'));
});

describe('shares that suffice', () => {
  it('k(3k - 2) leaves one share fewer missing than the fewest that block', () => {
    for (const width of [1, 2, 7, 64, 512]) {
      const missing = squareShares(width) - sufficientShares(width);
      expect(missing, `k = ${width}`).toBe(squareWithheld(width) - 1);
    }
    expect(sufficientShares(128)).toBe(48_896);
  });

  it.each([2, 5, 8])(
    'k = %i: any so many repair, and the crossing of k + 1 lines does not',
    (k) => {
      const seed = 'sufficient';
      const stream = new Streams(seed, 0).stream(String(k));
      for (let trial = 0; trial < 30; trial++) {
        const held = new Set(stream.sample(sufficientShares(k), squareShares(k)));
        expect(repairs(held, k), `seed ${seed}, k ${k}, trial ${trial}`).toBe(true);
      }
      const crossing = new Set<number>();
      for (let share = 0; share < squareShares(k); share++) {
        if (Math.floor(share / (2 * k)) > k || share % (2 * k) > k) crossing.add(share);
      }
      expect(squareShares(k) - crossing.size).toBe(squareWithheld(k));
      expect(repairs(crossing, k)).toBe(false);
      crossing.add(0);
      expect(repairs(crossing, k)).toBe(true);
    },
  );

  // (4k^2 / 16) ln(4k^2 / (k^2 + 2k)), da-layers 1.3 item 4: about 1,390, 5,620 and 22,600.
  it.each([
    [64, 1388.055],
    [128, 5614.757],
    [256, 22_585.544],
  ])('coupon collector, k = %i', (width, nodes) =>
    expect(lightNodesSufficient(width, 16)).toBeCloseTo(nodes, 3),
  );

  it('a simulated collector of that many shares needs as many nodes', () => {
    const seed = 'collector';
    const stream = new Streams(seed, 0).stream('nodes');
    const [width, samples, trials] = [32, 16, 200];
    let total = 0;
    for (let trial = 0; trial < trials; trial++) {
      const held = new Set<number>();
      for (; held.size < sufficientShares(width); total++) {
        for (const share of stream.sample(samples, squareShares(width))) held.add(share);
      }
    }
    // A node more than half of one on average, since the last is counted whole.
    const mean = total / trials - 0.5;
    expect(Math.abs(mean / lightNodesSufficient(width, samples) - 1), `seed ${seed}`).toBeLessThan(
      0.01,
    );
  });

  it('refuses light nodes that sample nothing', () =>
    expect(() => lightNodesSufficient(8, 0)).toThrow('samples, expected more than 0, got 0'));
});

describe('light nodes that repair a square together', () => {
  it.each([
    [1, 1],
    [2, 3],
    [4, 2],
    [6, 16],
    [8, 5],
  ])('k = %i, %i samples: one node at a time finds the same', (width, samples) => {
    for (let trial = 0; trial < 10; trial++) {
      const stream = () => new Streams('light nodes', trial).stream('samples');
      const held = new Set<number>();
      const each = stream();
      let nodes = 0;
      while (!repairs(held, width)) {
        nodes++;
        for (const share of each.sample(samples, squareShares(width))) held.add(share);
      }
      expect(lightNodesNeeded(width, samples, stream()), `trial ${trial}`).toEqual({
        nodes,
        shares: held.size,
      });
    }
  });

  it('k = 64: fewer than half of the nodes that the sufficient shares ask for', () => {
    const { nodes, shares } = lightNodesNeeded(64, 16, new Streams('64', 0).stream('samples'));
    expect(nodes).toBeLessThan(0.5 * lightNodesSufficient(64, 16));
    expect(shares).toBeGreaterThan(64 * 64);
    expect(shares).toBeLessThan(sufficientShares(64));
  });
});
