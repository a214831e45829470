import { describe, expect, it } from 'vitest';
import { metric, objectionsTo, runMarket } from './market.ts';

const small = { gasLimit: 3_000_000, initialBaseFee: 1_000_000_000 };

describe('a fee market under load', () => {
  const findings = runMarket({
    ...{ demand: 1.5, blocks: 300, warmup: 100, mix: { transfer: 3, 'token-transfer': 1 } },
    feeMarket: small,
  });

  it('shares of users, money and gas are whole', () => {
    const sum = (names: string[]) => names.reduce((all, name) => all + metric(findings, name), 0);
    const fates = ['included', 'evicted', 'priced_out', 'crowded_out'];
    expect(sum(fates.map((fate) => `fees.${fate}_share`))).toBeCloseTo(1, 12);
    expect(sum(['fees.burnt_share', 'fees.tip_share'])).toBeCloseTo(1, 12);
    const gas = ['fees.gas_share[transfer]', 'fees.gas_share[token-transfer]'];
    expect(sum(gas)).toBeCloseTo(1, 12);
  });

  it('the same seed gives the same market, another seed another', () => {
    const values = { demand: 2, blocks: 50, warmup: 0, feeMarket: small };
    expect(runMarket(values)).toEqual(runMarket(values));
    expect(runMarket(values, '2')).not.toEqual(runMarket(values));
  });

  it('with room and means for all, users wait half a block on average', () => {
    const found = runMarket({
      ...{ demand: 0.3, blockTime: '2 s', blocks: 500, maxFee: { median: 1000, sigma: 0 } },
      feeMarket: { ...small, minimumBaseFee: 1_000_000_000 },
    });
    expect(metric(found, 'fees.included_share')).toBe(1);
    expect(Math.abs(metric(found, 'fees.inclusion_delay') - 1)).toBeLessThan(0.03);
    // Everybody pays 1 gwei of base fee and 3 of tip at the median; the lognormal's mean with sigma 0.5 is
    // e^(0.125) = 1.1331 times its median: burnt 1 / (1 + 3.3995).
    expect(Math.abs(metric(found, 'fees.burnt_share') - 0.2273)).toBeLessThan(0.005);
  });

  it('a full block at a fee that cannot rise crowds out whom patience leaves', () => {
    // Elasticity 1: the target is the limit. Demand 2, one block of patience: half get in.
    const found = runMarket({
      ...{ demand: 2, blocks: 300, patience: 0.01, maxFee: { median: 1000, sigma: 0 } },
      feeMarket: { ...small, elasticity: 1 },
    });
    expect(Math.abs(metric(found, 'fees.crowded_out_share') - 0.5)).toBeLessThan(0.02);
    expect(metric(found, 'fees.priced_out_share')).toBe(0);
    expect(metric(found, 'fees.utilisation')).toBeGreaterThan(0.99);
    expect(found.values['fees.base_fee_theory']).toBeUndefined();
  });

  it('a pool that is too small drops users', () => {
    // Demand 0.5 is 35.7 transfers a block of 3 M gas; 20 are let in.
    const found = runMarket({ demand: 0.5, blocks: 300, feeMarket: { ...small, poolCap: 20 } });
    expect(Math.abs(metric(found, 'fees.evicted_share') - (1 - 20 / 35.71))).toBeLessThan(0.03);
  });

  it('a surge drives the fee up block by block, and it comes back', () => {
    const found = runMarket({
      ...{ demand: 0.5, blocks: 200, warmup: 0, surge: { multiple: 3, from: '50 s', to: '60 s' } },
      feeMarket: { ...small, minimumBaseFee: 1_000_000_000 },
    });
    // Ten blocks of 1.5 targets raise it by half of 12.5 % each: 1.0625^10 = 1.83 gwei. They hold 1,071
    // transfers, give or take 33, which is 0.46 targets or 6 % of the fee; few are priced out below 2 gwei.
    const peak = metric(found, 'fees.base_fee_peak');
    expect(peak).toBeGreaterThan(1.55);
    expect(peak).toBeLessThan(2.1);
    const { points } = found.series[0];
    for (let i = 1; i < points.length; i++) {
      const ratio = points[i][1] / points[i - 1][1];
      expect(ratio).toBeGreaterThanOrEqual(0.875);
      expect(ratio).toBeLessThanOrEqual(1.125);
    }
    expect(points.filter(([at]) => at < 51).every(([, fee]) => fee === 1)).toBe(true);
    expect(points.filter(([at]) => at > 120).every(([, fee]) => fee === 1)).toBe(true);
    expect(found.values['fees.base_fee_theory']).toBeUndefined();
  });
});

describe('what is refused before a run', () => {
  it('nothing of the defaults', () => {
    expect(objectionsTo({})).toEqual([]);
  });

  it.each([
    {
      values: { feeMarket: { initialBaseFee: 5, minimumBaseFee: 6 } },
      path: 'fees.feeMarket.initialBaseFee',
      expected: 'at least the minimum base fee 6',
    },
    {
      values: { feeMarket: { gasLimit: 30_000, elasticity: 30_001 } },
      path: 'fees.feeMarket.elasticity',
      expected: 'at most the gas limit 30000',
    },
    {
      values: { mix: { gift: 1 } },
      path: 'fees.mix',
      expected: /^kinds of transaction: transfer,/,
    },
    { values: { mix: { transfer: 0 } }, path: 'fees.mix', expected: /weight above 0/ },
    {
      values: { mix: { 'token-transfer': 1 }, feeMarket: { gasLimit: 21_000 } },
      path: 'fees.feeMarket.gasLimit',
      expected: /gas of one token-transfer in the mix$/,
    },
    { values: { surge: { from: '2 s', to: '1 s' } }, path: 'fees.surge.to', expected: /from/ },
    {
      values: { blocks: 10, warmup: 5, surge: { from: '2 s', to: '16 s' } },
      path: 'fees.surge.to',
      expected: 'at most the 15 s of all blocks',
    },
  ])('$path: $expected', ({ values, path, expected }) => {
    const found = objectionsTo(values);
    expect(found.map((each) => each.path)).toEqual([path]);
    expect(found[0].expected).toMatch(expected);
  });
});
