/** Defaults that token-economics 4, 6.2, 13.3 and 13.4 state. */
import { describe, expect, it } from 'vitest';
import { facilityPresets, type Known } from '../../../../models/token/market/facility-presets.ts';
import { impactParameters, processParameters } from '../../../../models/token/market/parameters.ts';
import { stakingParameters } from '../../../../models/token/market/staking.ts';

describe('defaults of the market', () => {
  const { sqrt, pool } = impactParameters;

  it('are those of the square-root law: Y 1, exponent 0.5, 1 d, up to a third for good', () => {
    expect(sqrt.fields.y.default).toBe(1);
    expect(sqrt.fields.beta.default).toBe(0.5);
    expect(sqrt.fields.tau.default).toBe(1);
    // The middle of 0 to 1/3.
    expect(sqrt.fields.permanent.default).toBeCloseTo(1 / 6, 4);
  });

  it('are those of the worked pool: 10M tokens, $20M, 0.3 %', () => {
    const { tokens, usd, fee } = pool.fields;
    expect([tokens.default, usd.default, fee.default]).toEqual([10e6, 20e6, 0.003]);
  });

  it('have a daily volatility of 5 to 6 %, and 22 days of unbonding', () => {
    expect(processParameters.volatility.default).toBe(0.055);
    expect(stakingParameters.unbonding.default).toBe(22);
  });
});

describe('terms of facilities', () => {
  const USD = 1_000_000n;
  const known = (name: keyof typeof facilityPresets) => {
    const terms: Known = facilityPresets[name].terms;
    return Object.fromEntries(Object.entries(terms).filter(([, value]) => value !== null));
  };
  // 36 months of 365.25 / 12 days.
  const term = 1095.75;

  it('are as printed, and nothing else is known', () => {
    expect(known('eloc_97_3d')).toEqual({
      ...{ commitment: 200_000_000n * USD, term, reference: 'min', pricingDays: 3 },
      ...{ discount: 0.03, volumeShare: 1, volumeDays: 5, holderLimit: 0.0999 },
      ...{ drawLimit: Number.POSITIVE_INFINITY, larger: false },
    });
    expect(known('eloc_97_mean')).toEqual({
      ...{ commitment: 100_000_000n * USD, term, reference: 'mean', pricingDays: 3 },
      ...{ discount: 0.03, drawLimit: 20e6, larger: false },
    });
    expect(known('eloc_30pct')).toEqual({
      ...{ commitment: 50_000_000n * USD, volumeShare: 0.3, volumeDays: 1 },
      ...{ drawLimit: 5e6, larger: true },
    });
    expect(known('gem_90')).toEqual({ reference: 'mean', pricingDays: 15, discount: 0.1 });
  });

  it('of the $250M are an estimate but for the size', () => {
    expect(known('og_250m')).toEqual({ commitment: 250_000_000n * USD, term });
    expect(facilityPresets.og_250m.status).toBe('estimate');
    expect(facilityPresets.gem_90.status).toBe('estimate');
  });
});
