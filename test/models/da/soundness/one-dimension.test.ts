import { describe, expect, it } from 'vitest';
import { lnMiss } from '../../../../models/da/soundness/hypergeometric.ts';
import { cellsForConfidence, confidence } from '../../../../models/da/soundness/light-client.ts';
import {
  columnsWithheld,
  fractionExponentDistinct,
  fractionExponentWithReplacement,
  lnColumnsFooled,
  lnColumnsLoose,
} from '../../../../models/da/soundness/one-dimension.ts';
import {
  lnUniqueDecodingBound,
  rowsBeyondRadius,
  rowsForUniqueDecoding,
} from '../../../../models/da/soundness/unique-decoding.ts';

describe('one node that samples columns', () => {
  it('m = 8, two samples: three of eight are left, 3/8 x 2/7', () =>
    expect(Math.exp(lnColumnsFooled(8, 2))).toBeCloseTo(6 / 56, 14));

  // C(63, k) / C(128, k), da-layers 1.3 item 1.
  it.each([
    [4, 5.58e-2],
    [8, 2.71e-3],
    [16, 3.93e-6],
  ])('m = 128, %i samples', (samples, published) => {
    const fooled = Math.exp(lnColumnsFooled(128, samples));
    expect(Math.abs(fooled / published - 1)).toBeLessThan(2e-3);
    expect(lnColumnsFooled(128, samples)).toBeLessThan(lnColumnsLoose(samples));
  });

  it('the loose form with eight samples is 1/256, below the 0.01 of the specification', () =>
    expect(Math.exp(lnColumnsLoose(8))).toBeCloseTo(1 / 256, 15));

  it('cannot be fooled by more samples than columns are left', () => {
    expect(lnColumnsFooled(128, 63)).toBeGreaterThan(-Infinity);
    expect(lnColumnsFooled(128, 64)).toBe(-Infinity);
  });

  it('refuses an odd number of columns', () => {
    expect(columnsWithheld(128)).toBe(65);
    expect(() => columnsWithheld(127)).toThrow(
      'columns, expected an even whole number of 2 or more, got 127',
    );
    expect(() => lnMiss(10, 11, 1)).toThrow('marked, expected a whole number 0 to 10, got 11');
  });
});

describe('a fraction of 10,000 nodes, EIP-7594', () => {
  const at = (share: number) => ({ nodes: 10_000, fooled: share * 100, columns: 128, samples: 8 });

  it.each([
    [1, 0],
    [2, -20.04],
    [3, -101.55],
    [4, -198.24],
    [5, -306.34],
  ])('the published table, %i %%', (share, exponent) => {
    expect(fractionExponentWithReplacement(at(share)).toFixed(2)).toBe(exponent.toFixed(2));
  });

  // log10 of the same products of exact fractions with 63 released columns, apart from this code.
  it.each([
    [1, 0],
    [2, -51.836354],
    [3, -149.243773],
    [4, -261.830601],
    [5, -385.829186],
  ])('without repeats, %i %%', (share, exponent) =>
    expect(fractionExponentDistinct(at(share))).toBeCloseTo(exponent, 6),
  );

  it('is certain for no node at all, and impossible where no node can be fooled', () => {
    const none = { nodes: 100, fooled: 0, columns: 8, samples: 4 };
    expect(fractionExponentWithReplacement(none)).toBe(0);
    expect(fractionExponentDistinct(none)).toBe(0);
    expect(fractionExponentDistinct({ ...none, fooled: 1 })).toBe(-Infinity);
  });
});

describe('light clients of a grid', () => {
  it('confidence is 1 - 2^-c', () => {
    expect([0, 1, 2, 8, 10].map(confidence)).toEqual([0, 0.5, 0.75, 255 / 256, 1023 / 1024]);
  });

  it.each([
    [0, 0],
    [0.5, 1],
    [0.75, 2],
    [0.993, 8],
    [0.999, 10],
    [1023 / 1024, 10],
    [0.99999, 14],
    [1, 14],
  ])('a target of %f takes %i cells', (target, cells) =>
    expect(cellsForConfidence(target)).toBe(cells),
  );

  it('reaches every target that needs no more than 14 cells', () => {
    for (let target = 0.01; target < 0.9999; target += 0.0107) {
      const cells = cellsForConfidence(target);
      expect(confidence(cells), `target ${target}`).toBeGreaterThanOrEqual(target);
      expect(confidence(cells - 1), `target ${target}`).toBeLessThan(target);
    }
  });

  it('refuses what is no share', () =>
    expect(() => cellsForConfidence(1.01)).toThrow('confidence, expected 0 to 1, got 1.01'));
});

describe('rows for unique decoding', () => {
  it('100 bits at rate 1/4 take 148 rows: 100 / (1 - log2 1.25) = 147.5', () =>
    expect(rowsForUniqueDecoding(100, 0.25)).toBe(148));

  it('148 rows reach 100 bits, 147 do not; 0.625 each', () => {
    const bits = (rows: number) => -lnUniqueDecodingBound(0.25, rows) / Math.LN2;
    expect(bits(1)).toBeCloseTo(0.678072, 6); // 3 - log2 5
    expect(bits(148)).toBeGreaterThan(100);
    expect(bits(147)).toBeLessThan(100);
  });

  it('6145 of 16,384 rows lie beyond the radius; without repeats 148 rows pass 101 bits', () => {
    expect(rowsBeyondRadius(16_384, 4096)).toBe(6145);
    expect(-lnMiss(16_384, 6145, 148) / Math.LN2).toBeCloseTo(100.954888, 6);
  });

  it('refuses rates and bits that make no code', () => {
    expect(() => rowsForUniqueDecoding(100, 1)).toThrow('rate, expected 0 to 1, got 1');
    expect(() => rowsForUniqueDecoding(0, 0.5)).toThrow('bits, expected more than 0, got 0');
    expect(() => rowsBeyondRadius(4, 5)).toThrow('data rows, expected 1 to 4, got 5');
  });
});
