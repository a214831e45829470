/** Burning (token-economics 5, 8.1, 13.1) and quotas of minters (3.4). */
import { describe, expect, it } from 'vitest';
import { fixed, fixedTimes, times } from '../../../../models/token/inflation/amounts.ts';
import {
  burnRule,
  burnRules,
  burnWithin,
  mintWithin,
} from '../../../../models/token/inflation/index.ts';
import { Streams } from '../../../../sim/random.ts';
import { valuesOf, whole } from './support.ts';

const cause = { from: 0, to: 100, baseFees: 1001n, slashed: 77n, gas: [] as number[] };

function burner(name: string, given: object = {}) {
  const rule = burnRule(name);
  let state = rule.start(valuesOf(rule.parameters, given));
  return (more: Partial<typeof cause> = {}) => {
    const result = rule.burn(state, { ...cause, ...more });
    state = result.state;
    return result.burned;
  };
}

describe('burn rules', () => {
  it('burn nothing, a share of base fees, or of slashed stake', () => {
    expect(burner('none')()).toBe(0n);
    expect(burner('base_fee_share')()).toBe(1001n);
    // 30 % of 1001 = 300.3
    expect(burner('base_fee_share', { share: '30 %' })()).toBe(300n);
    expect(burner('base_fee_share', { share: 0 })()).toBe(0n);
    expect(burner('slash_burn')()).toBe(77n);
    expect(burner('slash_burn', { share: '50 %' })()).toBe(38n);
  });

  it('eip1559 burns all of a fee that moves by an eighth', () => {
    const burn = burner('eip1559', { startFee: 800, target: 1000 });
    // Full: 800 * 2000 gas, then 800 * 9/8 = 900; empty: nothing, then 900 - 112 = 788; at target: it stays.
    expect(burn({ gas: [2000] })).toBe(1_600_000n);
    expect(burn({ gas: [0, 1000, 1000] })).toBe(2n * 788_000n);
    // 1500 gas: + 788 / 2 / 8 = 49
    expect(burn({ gas: [1500, 1000] })).toBe(788n * 1500n + 837n * 1000n);
  });

  it('eip1559 steps up by at least one unit, and down to nothing', () => {
    const burn = burner('eip1559', { startFee: 3, target: 1000 });
    // 3 * 1 / 1000 / 8 is below 1
    expect(burn({ gas: [1001, 1001, 1000] })).toBe(3n * 1001n + 4n * 1001n + 5n * 1000n);
    const low = burner('eip1559', { startFee: 8, target: 1000 });
    // 8 - 1, then 7 - floor(7 / 8) stays
    expect(low({ gas: [0, 0, 1000] })).toBe(7000n);
  });

  it('scheduled burns once, in the interval that ends at or after its time', () => {
    const burns = [
      { at: 10, tokens: 5 },
      { at: 20, tokens: 7 },
    ];
    const burn = burner('scheduled', { burns });
    expect([burn({ to: 9 }), burn({ from: 9, to: 10 })]).toEqual([0n, whole(5)]);
    expect([burn({ from: 10, to: 20 }), burn({ from: 20, to: 99 })]).toEqual([whole(7), 0n]);
    expect(burn({ from: 0, to: 99 })).toBe(whole(12));
    expect(() => burner('scheduled', { burns: [{ at: 0, tokens: 1 }] })).toThrow(
      new RangeError('burns.0.at, expected above 0, got 0'),
    );
  });

  it('are found by name', () => {
    const names = ['none', 'base_fee_share', 'eip1559', 'slash_burn', 'scheduled'];
    expect(burnRules.map(({ name }) => name)).toEqual(names);
    expect(() => burnRule('fire')).toThrow('burn rule, expected one of none, base_fee_share');
  });
});

describe('quotas of minters', () => {
  it('leave room up to the cap, and burning gives it back', () => {
    const quota = mintWithin({ cap: 100n, minted: 0n }, 100n);
    expect(() => mintWithin(quota, 1n)).toThrow(
      new RangeError('minted amount, expected 0 to 0, got 1'),
    );
    expect(mintWithin(burnWithin(quota, 40n), 30n)).toEqual({ cap: 100n, minted: 90n });
    expect(() => burnWithin(quota, 101n)).toThrow('burned amount, expected 0 to 100, got 101');
    expect(() => mintWithin(quota, -1n)).toThrow('minted amount, expected 0 to 0, got -1');
  });

  it('say so when a cap was lowered below the total', () => {
    expect(() => mintWithin({ cap: 5n, minted: 9n }, 1n)).toThrow('expected 0 to 0, got 1');
  });
});

describe('amounts', () => {
  it('take decimals as written', () => {
    expect([0.05, 0.933, 0.0267, 1e-15, 8].map(fixed)).toEqual([
      50_000_000_000_000_000n,
      933_000_000_000_000_000n,
      26_700_000_000_000_000n,
      1000n,
      8n * 10n ** 18n,
    ]);
    expect(() => fixed(10)).toThrow(new RangeError('rate, expected -9 to 9, got 10'));
    // 0.9 * 0.9; 1e-18 * 0.5 rounds up
    expect(fixedTimes(fixed(0.9), fixed(0.9))).toBe(fixed(0.81));
    expect(fixedTimes(1n, fixed(0.5))).toBe(1n);
  });

  it('multiply by the exact double, rounded down', () => {
    expect([times(10n, 0.25), times(10n, 2.5), times(3n, 1e12)]).toEqual([
      2n,
      25n,
      3n * 10n ** 12n,
    ]);
    // 0.1 is 3602879701896397 / 2^55
    const stream = new Streams('exact products', 0).stream('values');
    for (let i = 0; i < 200; i++) {
      const amount = BigInt(stream.below(2 ** 52)) * BigInt(1 + stream.below(2 ** 52));
      expect(times(amount, 0.1), `${amount}`).toBe((amount * 3_602_879_701_896_397n) >> 55n);
    }
    expect(() => times(1n, -1)).toThrow(new RangeError('factor, expected 0 to 1e12, got -1'));
  });
});
