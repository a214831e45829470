import { describe, expect, it } from 'vitest';
import { seatRules } from '../../../models/da/operators.ts';
import { breakdown, CAPTURE } from '../../../models/operators/concentration.ts';
import { outageTruth } from '../../../models/operators/truth.ts';
import { Streams } from '../../../sim/random.ts';

/** A provider with so many of 96 seats, the others alone. */
const seats = (large: number) =>
  breakdown(Array.from({ length: 96 }, (_, seat) => (seat < large ? 'large' : `small-${seat}`)));

describe('an outage of one provider among 96 equal seats', () => {
  it.each([
    // Lost, then what works: blocks; certificate and read of 0G; of EigenDA; of Walrus.
    // 64 of 96 are two thirds, which is not more; 2,048 of 3,072 rows are enough; 66.67 % are not 667 of 1,000.
    [24, true, true, true, true, true, true, true],
    [31, true, true, true, true, true, true, true],
    [32, false, true, true, true, true, false, true],
    [33, false, false, true, true, true, false, true],
    [38, false, false, true, true, true, false, true],
    // 53 / 96 = 55.2 %, 52 / 96 = 54.2 %.
    [43, false, false, true, true, true, false, true],
    [44, false, false, true, false, true, false, true],
    // 32 / 96 = 1,024 / 3,072 = 33.3 %, below 334 of 1,000.
    [64, false, false, true, false, true, false, false],
    [65, false, false, false, false, true, false, false],
    // 22 / 96 = 22.9 % and 21 / 96 = 21.9 %, on both sides of 1,024 / 4,655 = 22.0 %.
    [74, false, false, false, false, true, false, false],
    [75, false, false, false, false, false, false, false],
  ] as const)('of %d: blocks %s, 0G %s %s, EigenDA %s %s, Walrus %s %s', (lost, ...works) => {
    const truth = (rules: Parameters<typeof outageTruth>[2]) =>
      Object.values(outageTruth(seats(lost), ['large'], rules));
    const layers = (['0g', 'eigenda-v2', 'walrus'] as const).flatMap((layer) => {
      const { certificates, retrieval } = seatRules[layer]!;
      return truth({ certificates, retrieval });
    });
    expect([...truth({ consensus: CAPTURE }), ...layers]).toEqual(works);
  });

  it('leaves a block that everybody has readable to the last node', () => {
    const { retrieval } = seatRules.celestia!;
    expect(outageTruth(seats(95), ['large'], { retrieval })).toEqual({ retrieval: true });
    expect(outageTruth(seats(96), ['large'], { retrieval })).toEqual({ retrieval: false });
  });
});

describe('the truth of an outage', () => {
  it('counts an owner once, and nothing for an owner without seats', () => {
    const half = { half: { numerator: 1n, denominator: 2n, strict: false } };
    expect(outageTruth(seats(48), ['large', 'large', 'nobody'], half)).toEqual({ half: true });
    expect(outageTruth(seats(49), ['large'], half)).toEqual({ half: false });
  });

  it('adds up the owners that are lost, and never gets better by one more', () => {
    for (let seed = 0; seed < 200; seed++) {
      const stream = new Streams(`truth ${seed}`, 0).stream('seats');
      const owners = Array.from({ length: 2 + stream.below(10) }, (_, i) => `owner-${i}`);
      const weights = owners.map(() => BigInt(1 + stream.below(1000)));
      const held = breakdown(owners, weights);
      const total = weights.reduce((sum, weight) => sum + weight, 0n);
      let left = total;
      for (let lost = 0; lost < owners.length; lost++) {
        const { commit } = outageTruth(held, owners.slice(0, lost), { commit: CAPTURE });
        expect(commit, `seed ${seed}, ${lost} lost`).toBe(3n * left > 2n * total);
        left -= weights[lost];
      }
    }
  });

  it('is not defined for nothing', () => {
    expect(() => outageTruth(new Map(), [], { consensus: CAPTURE })).toThrow(RangeError);
  });
});
