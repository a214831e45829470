import { describe, expect, it } from 'vitest';
import { dealUnits } from '../../../../models/da/assignment/assignment.ts';
import {
  classesRecover,
  coverageByHolders,
  holderClasses,
  hypergeometric,
  recoveryByLoss,
} from '../../../../models/da/retrieval/recovery-law.ts';
import { lnAtLeast } from '../../../../models/da/soundness/hypergeometric.ts';
import { exp } from '../../../../sim/math.ts';

function expectClose(found: Iterable<number>, expected: readonly number[]): void {
  const values = [...found];
  expect(values).toHaveLength(expected.length);
  for (const [i, value] of values.entries())
    expect(value, `entry ${i}`).toBeCloseTo(expected[i], 12);
}

describe('hypergeometric law', () => {
  it('2 of 5 things, 3 marked: 1, 6, 3 of 10 ways', () =>
    expectClose(hypergeometric(5, 3, 2), [0.1, 0.6, 0.3]));

  it('4 of 5, 3 marked: 2 marked at least, 2 and 3 of 5 ways', () =>
    expectClose(hypergeometric(5, 3, 4), [0, 0, 3 / 5, 2 / 5, 0]));

  it.each([
    { total: 7, marked: 0, drawn: 3, law: [1, 0, 0, 0] },
    { total: 7, marked: 7, drawn: 2, law: [0, 0, 1] },
    { total: 7, marked: 4, drawn: 0, law: [1] },
    { total: 3, marked: 2, drawn: 3, law: [0, 0, 1, 0] },
  ])('$drawn of $total, $marked marked, without chance', ({ total, marked, drawn, law }) =>
    expectClose(hypergeometric(total, marked, drawn), law),
  );

  it.each([
    [100, 67, 50, 30],
    [1000, 333, 400, 150],
    [3000, 2000, 1500, 1010],
  ])(
    'of %i, %i marked, %i drawn: at least %i as by sums of logarithms',
    (total, marked, drawn, least) => {
      const tail = hypergeometric(total, marked, drawn).subarray(least);
      const sum = tail.reduce((a, b) => a + b, 0);
      expect(Math.abs(sum / exp(lnAtLeast(total, marked, drawn, least)) - 1)).toBeLessThan(1e-8);
    },
  );
});

describe('holders of several sizes', () => {
  it('counts kinds of holders, and those who rebuild alone once', () => {
    // 5 units of 9, of which 4 are needed: 5 counts as 4.
    const assignment = dealUnits(
      [5, 2, 2],
      Array.from({ length: 9 }, (_, i) => i),
      4,
    );
    expect(holderClasses(assignment)).toEqual([
      { holders: 1, units: 4 },
      { holders: 2, units: 2 },
    ]);
  });

  it('has no classes where two who need others keep the same unit', () => {
    expect(holderClasses(dealUnits([2, 2, 2], [0, 1, 2, 3, 4], 4))).toBeNull();
  });

  it('has no classes for more than three sizes', () => {
    const order = Array.from({ length: 20 }, (_, i) => i);
    expect(holderClasses(dealUnits([1, 2, 3], order, 10))).toHaveLength(3);
    expect(holderClasses(dealUnits([1, 2, 3, 4], order, 10))).toBeNull();
  });

  it('two with 3 units, two with 1: two of the four have 4 units in 5 of 6 cases', () => {
    const classes = [
      { holders: 2, units: 3 },
      { holders: 2, units: 1 },
    ];
    expect(classesRecover(classes, 2, 4)).toBeCloseTo(5 / 6, 12);
    expect(classesRecover(classes, 2, 6)).toBeCloseTo(1 / 6, 12);
    expect(classesRecover(classes, 4, 8)).toBeCloseTo(1, 12);
    expect(classesRecover(classes, 4, 9)).toBe(0);
    expect(classesRecover(classes, 0, 0)).toBe(1);
  });

  it('three kinds: one of 5, one of 2, one of 1; two of them have 6 units in 2 of 3 cases', () => {
    const classes = [5, 2, 1].map((units) => ({ holders: 1, units }));
    expect(classesRecover(classes, 2, 6)).toBeCloseTo(2 / 3, 12);
  });
});

describe('random columns', () => {
  it('pairs of 4 columns: the second holder completes 4 in 1 of 6 cases, 3 in 5 of 6', () => {
    expectClose(coverageByHolders(4, 2, 2, 4), [0, 0, 1 / 6]);
    expectClose(coverageByHolders(4, 2, 2, 3), [0, 0, 5 / 6]);
  });

  it('single columns are the coupon collector: 3 of 3 after 4 holders in 36 of 81 cases', () => {
    // Surjections of 4 on 3: 36.
    expectClose(coverageByHolders(3, 1, 4, 3), [0, 0, 0, 6 / 27, 36 / 81]);
  });

  it('8 of 128 columns: eight holders cover half only if none overlap', () => {
    let disjoint = 1;
    // Holder i + 1 avoids the 8 i columns of those before: C(128 - 8 i, 8) / C(128, 8).
    for (let i = 1; i < 8; i++) {
      for (let j = 0; j < 8; j++) disjoint *= (128 - 8 * i - j) / (128 - j);
    }
    const law = coverageByHolders(128, 8, 8, 64);
    expect(law[7]).toBe(0);
    expect(Math.abs(law[8] / disjoint - 1)).toBeLessThan(1e-10);
  });
});

describe('recovery after losses', () => {
  it('two of four hold the blob, two are lost: one of the two is left in 5 of 6 cases', () => {
    const anyOne = Float64Array.of(0, 1, 1, 1, 1);
    // Lost 0 to 4: 1, 1, 1 - 1/6, 1 - 1/2, 0.
    expectClose(recoveryByLoss(2, anyOne), [1, 1, 5 / 6, 1 / 2, 0]);
  });

  it('if all hold it, what so many holders can', () => {
    const byHolders = Float64Array.of(0, 0, 0.25, 0.5, 1);
    expectClose(recoveryByLoss(4, byHolders), [1, 0.5, 0.25, 0, 0]);
  });
});
