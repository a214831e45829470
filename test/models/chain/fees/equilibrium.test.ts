import { describe, expect, it } from 'vitest';
import { demandAt, restingBaseFee } from '../../../../models/chain/fees/equilibrium.ts';
import { metric, runMarket } from './market.ts';

// Table of the normal distribution: quantile of 1/3 is -0.430727, of 2/3 is 0.430727, of 3/4 is 0.674490.
// e^-0.430727 = 0.650036, e^0.430727 = 1.538376, e^0.674490 = 1.963033, e^0.337245 = 1.401083.
const rows = [
  { demand: 1.5, sigma: 1, fee: 6.50036 },
  { demand: 2, sigma: 1, fee: 10 },
  { demand: 3, sigma: 1, fee: 15.38376 },
  { demand: 4, sigma: 1, fee: 19.63033 },
  { demand: 4, sigma: 0.5, fee: 14.01083 },
];

describe('the base fee at rest in closed form', () => {
  it.each(rows)('demand $demand, sigma $sigma: $fee for a median of 10', ({ fee, ...curve }) => {
    const resting = restingBaseFee({ median: 10, ...curve }, 0);
    expect(resting).toBeCloseTo(fee, 4);
    expect(demandAt({ median: 10, ...curve }, resting)).toBeCloseTo(1, 9);
  });

  it('is the least base fee at or below the target, and where the crossing lies below it', () => {
    expect(restingBaseFee({ demand: 0.5, median: 10, sigma: 1 }, 2)).toBe(2);
    expect(restingBaseFee({ demand: 1, median: 10, sigma: 1 }, 2)).toBe(2);
    expect(restingBaseFee({ demand: 1.5, median: 10, sigma: 1 }, 7)).toBe(7);
  });

  it('demand falls with the fee: all at nothing, half at the median', () => {
    const curve = { demand: 3, median: 10, sigma: 1 };
    expect(demandAt(curve, 0)).toBe(3);
    expect(demandAt(curve, 10)).toBeCloseTo(1.5, 12);
    // One standard deviation up: 15.8655 % pay e times the median.
    expect(demandAt(curve, 27.18281828459045)).toBeCloseTo(3 * 0.158655, 5);
  });

  it('users of one mind pay up to the median and not more', () => {
    const curve = { demand: 3, median: 10, sigma: 0 };
    expect(demandAt(curve, 10)).toBe(3);
    expect(demandAt(curve, 10.1)).toBe(0);
    expect(restingBaseFee(curve, 0)).toBe(10);
  });
});

describe('a market under load comes to rest there', () => {
  it.each(rows)('demand $demand, sigma $sigma', ({ demand, sigma, fee }) => {
    const findings = runMarket({
      ...{ demand, maxFee: { median: 10, sigma }, patience: 1, blocks: 400, warmup: 100 },
      feeMarket: { gasLimit: 12_000_000, initialBaseFee: 8_000_000_000 },
    });
    expect(Math.abs(metric(findings, 'fees.base_fee') / fee - 1)).toBeLessThan(0.03);
    expect(Math.abs(metric(findings, 'fees.utilisation') - 0.5)).toBeLessThan(0.01);
    // Who pays is one target of `demand` targets.
    const share = metric(findings, 'fees.included_share');
    expect(Math.abs(share * demand - 1)).toBeLessThan(0.03);
    expect(metric(findings, 'fees.priced_out_share')).toBeCloseTo(1 - share, 2);
  });

  it('below the target it falls to its floor, block by block 6.25 % at half the target', () => {
    const findings = runMarket({
      ...{ demand: 0.5, blocks: 100, warmup: 100, priorityFee: { median: 3, sigma: 0 } },
      feeMarket: {
        ...{ gasLimit: 12_000_000, initialBaseFee: 3_000_000_000 },
        minimumBaseFee: 1_000_000_000,
      },
    });
    expect(metric(findings, 'fees.base_fee')).toBe(1);
    expect(Math.abs(metric(findings, 'fees.utilisation') - 0.25)).toBeLessThan(0.01);
    // From 3 to 1 at 0.9375 a block: ln 3 / -ln 0.9375 = 17.02 blocks, so the floor from block 19 on.
    const [curve] = findings.series;
    const floored = curve.points.findIndex(([, fee]) => fee === 1) + 1;
    expect(floored).toBeGreaterThanOrEqual(17);
    expect(floored).toBeLessThanOrEqual(21);
  });
});
