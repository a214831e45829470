import { describe, expect, it } from 'vitest';
import { binomial, lnBinomial } from '../../../../models/da/soundness/combinations.ts';

/** Row n of Pascal's triangle, by additions alone. */
function pascal(n: number): bigint[] {
  let row = [1n];
  for (let i = 0; i < n; i++) {
    row = Array.from({ length: row.length + 1 }, (_, k) => (row[k - 1] ?? 0n) + (row[k] ?? 0n));
  }
  return row;
}

describe('binomial coefficients', () => {
  it.each([0, 1, 5, 64, 128, 301])('row %i is that of Pascal', (n) =>
    expect(pascal(n).map((_, k) => binomial(n, k))).toEqual(pascal(n)),
  );

  it('textbook values: hands of five cards, pairs of four', () => {
    expect(binomial(52, 5)).toBe(2_598_960n);
    expect(binomial(4, 2)).toBe(6n);
    expect(binomial(3, 4)).toBe(0n);
  });

  // ln of the exact coefficients to 60 digits, by whole-number arithmetic apart from this code.
  it.each([
    [1000, 500, 689.467261567851, 1e-12],
    [1001, 500, 690.159410246082, 2e-11],
    [10_000, 100, 556.798011675471, 2e-10],
    [10_000, 500, 1981.15167041826, 2e-10],
    [1_000_000, 20, 233.974404697297, 3e-8],
  ])('ln C(%i, %i) within its stated error', (n, k, expected, error) => {
    expect(Math.abs(lnBinomial(n, k) - expected)).toBeLessThan(error);
    expect(lnBinomial(n, n - k)).toBe(lnBinomial(n, k));
  });

  it('has no gap where the exact form ends: C(1001, k) = C(1000, k) 1001 / (1001 - k)', () => {
    for (const k of [1, 77, 500, 999]) {
      const step = lnBinomial(1001, k) - lnBinomial(1000, k);
      expect(step, `k = ${k}`).toBeCloseTo(Math.log(1001 / (1001 - k)), 10);
    }
  });

  it('one way to take none or all, none to take more', () => {
    expect([lnBinomial(5000, 0), lnBinomial(5000, 5000), lnBinomial(0, 0)]).toEqual([0, 0, 0]);
    expect(lnBinomial(5, 6)).toBe(-Infinity);
  });

  it('refuses what is no count', () => {
    expect(() => binomial(1001, 1)).toThrow('n, expected a whole number 0 to 1000, got 1001');
    expect(() => lnBinomial(10, -1)).toThrow('k, expected a whole number of 0 or more, got -1');
    expect(() => lnBinomial(2.5, 1)).toThrow(RangeError);
  });
});
