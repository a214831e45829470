import { describe, expect, it } from 'vitest';
import {
  type Breakdown,
  breakdown,
  CAPTURE,
  gini,
  HALT,
  haltProbability,
  herfindahl,
  nakamoto,
} from '../../../models/operators/concentration.ts';
import { Streams } from '../../../sim/random.ts';

const of = (...weights: (bigint | number)[]): Breakdown =>
  new Map(weights.map((weight, i) => [`owner ${i}`, BigInt(weight)]));

/** `count` owners of the same weight. */
const each = (count: number, weight: number) => new Array<number>(count).fill(weight);

describe('a breakdown', () => {
  it('counts nodes, or adds their stake', () => {
    const owners = ['a', 'b', 'a', 'c'];
    expect([...breakdown(owners)]).toEqual([
      ['a', 2n],
      ['b', 1n],
      ['c', 1n],
    ]);
    expect(breakdown(owners, [1n, 20n, 300n, 0n]).get('a')).toBe(301n);
  });

  it('refuses what has no shares', () => {
    expect(() => breakdown(['a'], [])).toThrow('weights, expected 1 of them, got 0');
    expect(() => breakdown(['a'], [-1n])).toThrow('weight, expected 0 or more, got -1');
    for (const measure of [herfindahl, gini, haltProbability]) {
      expect(() => measure(of())).toThrow('breakdown, expected a positive sum, got 0');
      expect(() => measure(of(0, 0))).toThrow('breakdown, expected a positive sum, got 0');
    }
  });
});

describe('the Herfindahl-Hirschman index', () => {
  it('is the sum of squared shares', () => {
    expect(herfindahl(of(50, 30, 20))).toBeCloseTo(0.38, 15); // 0.25 + 0.09 + 0.04
    expect(herfindahl(of(1, 1, 1, 1))).toBe(0.25);
    expect(herfindahl(of(0, 9))).toBe(1);
  });
});

describe('the Gini coefficient', () => {
  it('follows the formula by hand', () => {
    // 20, 30, 50: ((2 - 4) 20 + (4 - 4) 30 + (6 - 4) 50) / (3 x 100) = 60 / 300.
    expect(gini(of(50, 20, 30))).toBeCloseTo(0.2, 15);
    // 1, 2, 3, 4: (-3 - 2 + 3 + 12) / (4 x 10).
    expect(gini(of(4, 3, 2, 1))).toBe(0.25);
    expect(gini(of(5, 5, 5))).toBe(0);
    expect(gini(of(0, 0, 0, 8))).toBe(0.75);
  });

  it('is the mean absolute difference over twice the mean', () => {
    for (let seed = 0; seed < 20; seed++) {
      const stream = new Streams(`gini ${seed}`, 0).stream('weights');
      const weights = Array.from({ length: 1 + stream.below(30) }, () => 1 + stream.below(1000));
      const n = weights.length;
      let differences = 0;
      let total = 0;
      for (const a of weights) {
        total += a;
        for (const b of weights) differences += Math.abs(a - b);
      }
      expect(gini(of(...weights)), `seed ${seed}`).toBeCloseTo(differences / (2 * n * total), 12);
    }
  });
});

describe('the Nakamoto coefficient', () => {
  it('halts at exactly a third, and captures only above two thirds', () => {
    expect(nakamoto(of(1, 1, 1), HALT)).toBe(1);
    expect(nakamoto(of(1, 1, 1), CAPTURE)).toBe(3);
    expect(nakamoto(of(1, 1, 1), { ...HALT, strict: true })).toBe(2);
    expect(nakamoto(of(2, 1), { ...CAPTURE, strict: false })).toBe(1);
  });

  it('tells one base unit from none, far beyond floating point', () => {
    const third = 10n ** 27n;
    expect(nakamoto(of(third, third, third), HALT)).toBe(1);
    // The largest one unit short of a third, the others smaller still.
    const half = third / 2n;
    expect(nakamoto(of(third - 1n, half, half, half, half, 1n), HALT)).toBe(2);
    expect(nakamoto(of(2n * third, third), CAPTURE)).toBe(2);
    expect(nakamoto(of(2n * third + 1n, third - 1n), CAPTURE)).toBe(1);
  });

  it('reads published shares', () => {
    // Default mix, percent: 25 + 15 >= 33.3; 25 + 15 + 12 + 10 = 62, with 7 it is 69 > 66.7.
    const mix = of(25, 15, 12, 10, 7, 5, 5, ...each(21, 1));
    expect(nakamoto(mix, HALT)).toBe(2);
    expect(nakamoto(mix, CAPTURE)).toBe(5);
    // Ethereum 2022, hosted nodes, per mille: 500 halts; 500 + 150 + 41 = 691 captures.
    const ethereum = of(500, 150, 41, 41, 39, 35, ...each(97, 2));
    expect(nakamoto(ethereum, HALT)).toBe(1);
    expect(nakamoto(ethereum, CAPTURE)).toBe(3);
    // Solana 2022, stake in per mille: 65 % of three do not capture; 650 + 10 = 660, 670 > 666.7.
    expect(nakamoto(of(200, 225, 225, ...each(35, 10)), CAPTURE)).toBe(5);
  });

  it('agrees with the count published for the operators of Filecoin', () => {
    // Raw power, parts of 10,000; 8 operators are said to hold half of it. Seven hold 0.4959.
    const top = [1118, 1030, 1012, 638, 513, 340, 308, 298, 183, 165];
    const operators = of(...top, ...each(4395, 1));
    expect(nakamoto(operators, { numerator: 1n, denominator: 2n, strict: false })).toBe(8);
    // 0.1118 + 0.1030 + 0.1012 = 0.3160, with 0.0638 it is 0.3798.
    expect(nakamoto(operators, HALT)).toBe(4);
  });

  it('refuses a threshold that nobody passes', () => {
    expect(() => nakamoto(of(1), { numerator: 1n, denominator: 1n, strict: true })).toThrow(
      'threshold, expected a share below 1, got 1/1',
    );
  });
});

describe('one random outage', () => {
  it('halts when it takes a third', () => {
    expect(haltProbability(of(1, 1, 1))).toBe(1);
    expect(haltProbability(of(2, 1, 1))).toBeCloseTo(1 / 3, 15);
    expect(haltProbability(of(25, 15, 12, 10, 7, 5, 5, ...each(21, 1)))).toBe(0);
  });

  it('is weighted by the rates of the owners', () => {
    const rate = (owner: string) => (owner === 'owner 0' ? 3 : 1);
    expect(haltProbability(of(2, 1, 1), HALT, rate)).toBeCloseTo(3 / 5, 15);
    expect(() => haltProbability(of(1), HALT, () => 0)).toThrow('rates, expected a positive sum');
    expect(() => haltProbability(of(1), HALT, () => -1)).toThrow(
      'rate of "owner 0", expected 0 or more, got -1',
    );
  });
});
