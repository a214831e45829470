import { describe, expect, it } from 'vitest';
import {
  type BaseFeeRules,
  effectiveTip,
  nextBaseFee,
} from '../../../../models/chain/evm/base-fee.ts';
import { Stream } from '../../../../sim/random.ts';

const ethereum: BaseFeeRules = { elasticity: 2, denominator: 8, minimumBaseFee: 0n };

function next(baseFee: bigint, gasUsed: number, gasLimit: number, rules = ethereum): bigint {
  return nextBaseFee({ baseFee, gasUsed, gasLimit }, rules);
}

const GWEI = 1_000_000_000n;

describe('next base fee, EIP-1559 by hand', () => {
  it.each([
    // Target 10 M of 20 M.
    ['at the target: unchanged', GWEI, 10_000_000, 20_000_000, GWEI],
    // 1e9 * 1e7 / 1e7 / 8 = 125,000,000.
    ['full: up 12.5 %', GWEI, 20_000_000, 20_000_000, 1_125_000_000n],
    ['empty: down 12.5 %', GWEI, 0, 20_000_000, 875_000_000n],
    // 1e9 * 1e6 / 1e7 / 8 = 12,500,000.
    ['a tenth above', GWEI, 11_000_000, 20_000_000, 1_012_500_000n],
    ['a tenth below', GWEI, 9_000_000, 20_000_000, 987_500_000n],
    // 7 * 1 / 60e6 = 0, and the least step is 1.
    ['a tiny fee just above the target: up 1', 7n, 60_000_001, 120_000_000, 8n],
    // 7 * 60e6 / 60e6 = 7, 7 / 8 = 0.
    ['a tiny fee and a full block: up 1', 7n, 120_000_000, 120_000_000, 8n],
    ['a tiny fee and an empty block: no step down', 7n, 0, 120_000_000, 7n],
    ['8 and an empty block: down 1', 8n, 0, 120_000_000, 7n],
    ['from nothing up', 0n, 120_000_000, 120_000_000, 1n],
    ['nothing stays nothing', 0n, 0, 120_000_000, 0n],
    // Both divisions round down: 1001 * 3 / 7 = 429, 429 / 8 = 53.
    ['rounds down twice, up', 1_001n, 10, 14, 1_054n],
    ['rounds down twice, down', 1_001n, 4, 14, 948n],
    // Target of 15 is 7, so that a full block is 8 above: 1000 * 8 / 7 = 1142, 1142 / 8 = 142.
    ['an odd limit', 1_000n, 15, 15, 1_142n],
  ])('%s', (_name, baseFee, gasUsed, gasLimit, expected) =>
    expect(next(baseFee, gasUsed, gasLimit)).toBe(expected),
  );

  it('keeps every digit beyond floats', () => {
    // 10^30 + 8 is a multiple of 8: (10^30 + 8) * 9 / 8 = 1.125 * 10^30 + 9.
    const fee = 1_000_000_000_000_000_000_000_000_000_008n;
    expect(next(fee, 2, 2)).toBe(1_125_000_000_000_000_000_000_000_000_009n);
  });

  it('other elasticity and denominator', () => {
    // Target 5 M of 20 M; full is 3 targets above: 1e9 * 3 / 10.
    const rules = { elasticity: 4, denominator: 10, minimumBaseFee: 0n };
    expect(next(GWEI, 20_000_000, 20_000_000, rules)).toBe(1_300_000_000n);
  });

  it('does not fall below a minimum', () => {
    const rules = { ...ethereum, minimumBaseFee: 900_000_000n };
    expect(next(GWEI, 0, 20_000_000, rules)).toBe(900_000_000n);
    expect(next(900_000_000n, 0, 20_000_000, rules)).toBe(900_000_000n);
    expect(next(900_000_000n, 20_000_000, 20_000_000, rules)).toBe(1_012_500_000n);
  });

  it('refuses blocks that cannot be', () => {
    expect(() => next(GWEI, 21, 20)).toThrow('block gas used, expected 0 to the limit 20, got 21');
    expect(() => next(GWEI, 1, 1)).toThrow(
      'block gas limit, expected at least the elasticity, got 1',
    );
  });

  it('moves by at most an eighth, at least 1 up, and more with more use', () => {
    const seed = '3'.repeat(64);
    const stream = new Stream('test/base-fee', seed);
    for (let i = 0; i < 1_000; i++) {
      const baseFee = BigInt(stream.below(1_000_000_000)) * BigInt(stream.below(1_000));
      const gasLimit = 2 * (1 + stream.below(60_000_000));
      const gasUsed = stream.below(gasLimit);
      const found = next(baseFee, gasUsed, gasLimit);
      const note = `seed ${seed}, round ${i}: ${baseFee} ${gasUsed}/${gasLimit}`;
      const eighth = baseFee / 8n;
      expect(found >= baseFee - eighth, note).toBe(true);
      expect(found <= baseFee + (eighth > 1n ? eighth : 1n), note).toBe(true);
      if (gasUsed * 2 > gasLimit) expect(found > baseFee, note).toBe(true);
      if (gasUsed * 2 < gasLimit) expect(found <= baseFee, note).toBe(true);
      expect(next(baseFee, gasUsed + 1, gasLimit) >= found, note).toBe(true);
    }
  });
});

describe('effective tip', () => {
  it.each([
    ['all of it while the cap leaves room', 30n, 2n, 10n, 2n],
    ['exactly room', 12n, 2n, 10n, 2n],
    ['what the cap leaves', 11n, 2n, 10n, 1n],
    ['nothing at the cap', 10n, 2n, 10n, 0n],
    ['negative beyond it', 8n, 2n, 10n, -2n],
  ])('%s', (_name, maxFeePerGas, maxPriorityFeePerGas, baseFee, expected) =>
    expect(effectiveTip({ maxFeePerGas, maxPriorityFeePerGas }, baseFee)).toBe(expected),
  );
});
