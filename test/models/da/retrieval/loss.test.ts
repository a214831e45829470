import { describe, expect, it } from 'vitest';
import { dealUnits } from '../../../../models/da/assignment/assignment.ts';
import { LossCurves, toleratedLoss, unitsLeft } from '../../../../models/da/retrieval/curves.ts';
import {
  corruptHolders,
  fixedSigners,
  largestLoss,
  providerLoss,
  randomLoss,
  signers,
} from '../../../../models/da/retrieval/loss.ts';
import { Streams } from '../../../../sim/random.ts';

const streamOf = (seed: string) => new Streams(seed, 0).stream('loss');
const all = (holders: number) => new Uint8Array(holders).fill(1);

describe('corrupt holders', () => {
  it('are the share of those that got their units, any of them', () => {
    const stored = Uint8Array.of(1, 0, 1, 1, 0, 1, 1, 0);
    const stream = streamOf('corrupt');
    const seen = new Set<number>();
    for (let round = 0; round < 100; round++) {
      // 40 % of 5 holders are 2.
      const corrupt = corruptHolders(stored, 0.4, stream);
      const holders = [...corrupt.keys()].filter((holder) => corrupt[holder] === 1);
      expect(holders, `round ${round}`).toHaveLength(2);
      for (const holder of holders) seen.add(holder);
    }
    expect([...seen].sort()).toEqual([0, 2, 3, 5, 6]);
    expect(corruptHolders(stored, 1, stream)).toEqual(stored);
    expect(corruptHolders(stored, 0, stream)).toEqual(new Uint8Array(8));
  });
});

describe('orders of loss', () => {
  it('random: every holder once, one at a time', () => {
    const { holders, lost } = randomLoss(50, streamOf('a'));
    expect(holders.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 50 }, (_, i) => i));
    expect([...lost]).toEqual(Array.from({ length: 51 }, (_, i) => i));
    expect(holders).not.toEqual(randomLoss(50, streamOf('b')).holders);
  });

  it('largest: signers before others, then by units, then by stake', () => {
    const assignment = dealUnits(
      [1, 3, 2, 2, 3],
      Array.from({ length: 11 }, (_, i) => i),
      4,
    );
    const stakes = [1n, 6n, 2n, 3n, 6n];
    expect(largestLoss(assignment, stakes, all(5)).holders).toEqual([1, 4, 3, 2, 0]);
    const signed = Uint8Array.of(1, 0, 1, 1, 0);
    expect(largestLoss(assignment, stakes, signed).holders).toEqual([3, 2, 0, 1, 4]);
  });

  it.each(['1', '2', '3'])('providers go whole, as many as the loss asks for, seed %s', (seed) => {
    const providers = ['a', 'b', 'a', 'c', 'a', 'b'];
    const { holders, lost } = providerLoss(providers, streamOf(seed));
    const sizes: Record<string, number> = { a: 3, b: 2, c: 1 };
    const names = [...new Set(holders.map((holder) => providers[holder]))];
    expect(holders.map((holder) => providers[holder])).toEqual(
      names.flatMap((name) => new Array(sizes[name]).fill(name)),
    );
    const ends = [0];
    for (const name of names) ends.push(ends[ends.length - 1] + sizes[name]);
    // As many losses as asked for, rounded up to the end of a provider.
    const expected = [0, 1, 2, 3, 4, 5, 6].map((aim) => ends.find((end) => end >= aim));
    expect([...lost]).toEqual(expected);
  });
});

describe('signers', () => {
  it('stop when the quorum is reached: the last one was needed', () => {
    const weights = [5, 1, 7, 3, 2, 9, 4];
    for (let trial = 0; trial < 50; trial++) {
      const signed = signers(7, [{ weights, needed: 16 }], streamOf(`${trial}`));
      const held = weights.filter((_, i) => signed[i] === 1);
      const sum = held.reduce((a, b) => a + b, 0);
      expect(sum, `trial ${trial}`).toBeGreaterThanOrEqual(16);
      expect(sum - Math.max(...held), `trial ${trial}`).toBeLessThan(16);
    }
  });

  it('reach every certificate', () => {
    const one = { weights: [1, 1, 1, 1, 1, 1], needed: 2 };
    const both = [one, { weights: [0, 0, 0, 0, 0, 1], needed: 1 }];
    for (let trial = 0; trial < 20; trial++) {
      expect(signers(6, both, streamOf(`${trial}`))[5]).toBe(1);
    }
  });

  it('refuse a quorum that does not exist', () => {
    expect(() => signers(2, [{ weights: [1, 1], needed: 5 }], streamOf('x'))).toThrow(
      new RangeError('certificate, expected a quorum of all holders, got 3 too little'),
    );
  });

  it('are as many whoever signs, or it depends', () => {
    const even = { weights: [1, 1, 1, 1, 1], needed: 3 };
    expect(fixedSigners([even])).toBe(3);
    // 31 + 30 or 30 + 30 of 61
    expect(fixedSigners([{ weights: [31, 30, 30], needed: 61 }])).toBeNull();
    expect(fixedSigners([{ weights: [31, 30, 30], needed: 60 }])).toBe(2);
    expect(fixedSigners([even, even])).toBeNull();
  });
});

describe('units left', () => {
  // Units 0 to 4; the third holder keeps 0 and 1 again.
  const assignment = dealUnits([3, 2, 2], [0, 1, 2, 3, 4], 3);

  it('after each loss, distinct ones', () => {
    expect([...unitsLeft(assignment, [0, 1, 2], all(3))]).toEqual([5, 4, 2, 0]);
    expect([...unitsLeft(assignment, [1, 2, 0], all(3))]).toEqual([5, 3, 3, 0]);
  });

  it('only of holders that got theirs', () => {
    expect([...unitsLeft(assignment, [1, 2, 0], Uint8Array.of(0, 1, 1))]).toEqual([4, 2, 0, 0]);
  });

  it('add up over trials, with holders and stake that went', () => {
    const curves = new LossCurves([0.5, 0.3, 0.2]);
    const lost = Uint16Array.of(0, 2, 2, 3); // the first two go together
    curves.add(assignment, { holders: [0, 1, 2], lost }, all(3));
    curves.add(assignment, { holders: [1, 2, 0], lost: Uint16Array.of(0, 1, 2, 3) }, all(3));
    expect(curves.trials).toBe(2);
    expect([...curves.recovered]).toEqual([2, 1, 1, 0]);
    expect([...curves.left]).toEqual([10, 5, 5, 0]);
    expect([...curves.lost]).toEqual([0, 3, 4, 6]);
    for (const [i, stake] of [0, 0.8 + 0.3, 0.8 + 0.5, 2].entries()) {
      expect(curves.stake[i]).toBeCloseTo(stake, 12);
    }
  });

  it('the tolerated loss is the last before the chance falls below', () => {
    expect(toleratedLoss([1, 1, 0.9995, 0.99, 1, 0], 0.999)).toBe(2);
    expect(toleratedLoss([1, 1], 0.999)).toBe(1);
    expect(toleratedLoss([0.5, 0.4], 0.999)).toBe(0);
  });
});
