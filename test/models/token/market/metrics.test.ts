import { describe, expect, it } from 'vitest';
import * as metrics from '../../../../models/token/market/metrics.ts';

describe('concentration', () => {
  it('counts owners with more than a third and two thirds', () => {
    const owners = new Map(
      [30, 30, 20, 10, 10].map((weight, i) => [`owner ${i}`, BigInt(weight)] as const),
    );
    // HHI 0.09 + 0.09 + 0.04 + 0.01 + 0.01; 30 + 30 > 33.3; 30 + 30 + 20 > 66.7.
    // Gini, smallest first: (-4 x 10 - 2 x 10 + 0 + 2 x 30 + 4 x 30) / (5 x 100).
    const { gini, hhi, nakamotoThird, nakamotoTwoThirds } = metrics.concentrationOf(owners);
    expect(gini).toBeCloseTo(0.24, 15);
    expect(hhi).toBeCloseTo(0.24, 15);
    expect([nakamotoThird, nakamotoTwoThirds]).toEqual([2, 3]);
  });

  it('does not take exactly a third for more than a third', () => {
    const thirds = new Map(['a', 'b', 'c'].map((id) => [id, 1n] as const));
    expect(metrics.concentrationOf(thirds)).toMatchObject({
      nakamotoThird: 2,
      nakamotoTwoThirds: 3,
    });
  });
});

describe('yields', () => {
  it('are inflation over the staked share, and what dilution leaves', () => {
    // 8 % x 0.98 / 24 %.
    expect(metrics.nominalYield(0.08, 0.02, 0.24)).toBeCloseTo(0.98 / 3, 15);
    expect(metrics.realYield(0.26, 0.05)).toBeCloseTo(0.2, 15);
    expect(metrics.realYield(0.05, 0.05)).toBe(0);
  });

  it('match the estimate of 0G stake behind a reported yield', () => {
    // 80M / 1.55 = 51.6M, 24 % of the float of 213.2M.
    const stake = 80e6 / 1.55;
    expect((stake / 1e6).toFixed(1)).toBe('51.6');
    expect(metrics.nominalYield(80e6 / 213.2e6, 0, stake / 213.2e6)).toBeCloseTo(1.55, 12);
  });
});

it('runway is cash over net burn', () => {
  expect(metrics.runway(60, 10)).toBe(6);
  expect(metrics.runway(60, 10, 4)).toBe(10);
  expect(metrics.runway(60, 10, 10)).toBe(Number.POSITIVE_INFINITY);
});

it('security has a budget and a price', () => {
  expect(metrics.securityBudget(1000, 50, 2)).toBe(2050);
  // A third of 300M tokens at $2, which rises by half.
  expect(metrics.costOfCorruption(1 / 3, 300e6, 2, 0.5)).toBeCloseTo(300e6, 3);
});

it('float and unlocks have scales', () => {
  expect(metrics.floatRatio(213_200_000n, 1_000_000_000n)).toBeCloseTo(0.2132, 15);
  expect(metrics.unlockInVolumeDays(110e6, 20e6)).toBe(5.5);
});
