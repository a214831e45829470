/** token-economics 8.1, and the presets of 8.6. */
import { describe, expect, it } from 'vitest';
import { squareRoot } from '../../../../models/token/inflation/amounts.ts';
import {
  baseRewardPerIncrement,
  issueCoefficient,
} from '../../../../models/token/inflation/ethereum.ts';
import { burnRule, netIssue } from '../../../../models/token/inflation/index.ts';
import { Streams } from '../../../../sim/random.ts';
import { Minter, relative, tokens, valuesOf, whole } from './support.ts';

const YEAR = 31_557_600;

describe('ethereum', () => {
  it('has the printed coefficient', () => {
    // 64 * 82,181.25 * 31,622.7766 / 10^9
    expect(issueCoefficient()).toBeCloseTo(166.3232, 4);
    expect(issueCoefficient(82_180)).toBeCloseTo(166.3206, 4);
  });

  it.each([
    [1_000_000, 166_323, 0.1663],
    [10_000_000, 525_960, 0.0526],
    [100_000_000, 1_663_232, 0.0166],
  ])('issues on a stake of %i what is printed', (staked, issue, share) => {
    const chain = new Minter('ethereum', {}, { total: staked, staked });
    expect(chain.rate).toBeCloseTo(share, 4);
    expect(Math.round(tokens(chain.to(YEAR)))).toBe(issue);
  });

  it.each([
    [1_000_000, 181_019, 0.181],
    [10_000_000, 572_433, 0.0572],
    [100_000_000, 1_810_193, 0.0181],
  ])('issues on a stake of %i what the older table has', (staked, issue, share) => {
    const given = { coefficient: 181.0193 };
    const chain = new Minter('ethereum', given, { total: staked, staked });
    expect(chain.rate).toBeCloseTo(share, 4);
    expect(Math.round(tokens(chain.to(YEAR)))).toBe(issue);
  });

  it('loses to whole gwei what is printed', () => {
    // sqrt(10^15) = 31,622,776.6; 64 * 10^9 / 31,622,776 = 2023.86
    expect(baseRewardPerIncrement(10n ** 15n)).toBe(2023n);
    expect(baseRewardPerIncrement(0n)).toBe(0n);
    const chain = new Minter('ethereum', { form: 'integer' }, { total: 1e8, staked: 1e6 });
    // 82,181.25 * 2023 * 10^6 gwei = 166,252.66875
    expect(chain.rate * 1e8).toBeCloseTo(166_252.66875, 6);
    // Four years are 328,725 epochs.
    expect(chain.to(4 * YEAR)).toBe(328_725n * 2_023_000_000n * 10n ** 9n);
    expect(relative(166_252.66875, 166_323.16)).toBeLessThan(0.002);
  });

  it('pays at the end of an epoch, on whole staked tokens', () => {
    const chain = new Minter('ethereum', { form: 'integer' }, { total: 1e8, staked: 1e6 });
    chain.supply = { ...chain.supply, staked: chain.supply.staked + 1n };
    expect(chain.to(383)).toBe(0n);
    expect(chain.to(384)).toBe(2_023_000_000n * 10n ** 9n);
  });

  it('takes whole roots of large numbers', () => {
    const stream = new Streams('square roots', 0).stream('values');
    for (let i = 0; i < 500; i++) {
      const value = BigInt(stream.below(2 ** 50)) * BigInt(stream.below(2 ** (1 + (i % 50))));
      const root = squareRoot(value);
      expect(root * root <= value && value < (root + 1n) * (root + 1n), `${value}`).toBe(true);
    }
    expect([0n, 1n, 3n, 4n, 8n, 9n].map(squareRoot)).toEqual([0n, 1n, 1n, 2n, 2n, 3n]);
    expect(() => squareRoot(-1n)).toThrow(new RangeError('square, expected 0 or more, got -1'));
  });

  it('issues net what rewards leave of slashing and burned fees', () => {
    const rule = burnRule('eip1559');
    const state = rule.start(valuesOf(rule.parameters, { startFee: 10_000_000_000 }));
    const cause = { from: 0, to: 12, baseFees: 0n, slashed: 0n, gas: [15_000_000] };
    const { burned } = rule.burn(state, cause);
    // 15 M gas at 10 gwei = 0.15; 0.2 - 0.03 - 0.15 = 0.02
    expect(netIssue(2n * 10n ** 17n, 3n * 10n ** 16n, burned)).toBe(2n * 10n ** 16n);
  });
});

describe('other published rules', () => {
  it('plasma: 5 % falling by half a point to 3 %', () => {
    const chain = new Minter('plasma', {}, { total: 10_000_000_000 });
    // 5, 4.5, 4, 3.5, 3 and 3 % of what there is
    const expected = [500_000_000, 472_500_000, 438_900_000, 399_399_000].map(whole);
    expect(chain.years(4)).toEqual(expected);
    expect(chain.years(1)).toEqual([whole(354_323_970)]);
    expect(chain.rate).toBeCloseTo(0.03, 12);
  });

  it('bucket_emission: from the bucket to its end, then the tail', () => {
    const chain = new Minter('bucket_emission', { tail: '2.5 %' }, { total: 2_100_000_000 });
    const year = chain.year;
    const first = chain.rule.mint(chain.state, 0, year, chain.supply);
    expect([first.minted, first.released]).toEqual([0n, whole(25_000_000)]);
    const end = chain.rule.mint(first.state, year, 5 * year, chain.supply);
    // 2.5 % of 2,100 M
    expect([end.minted, end.released]).toEqual([whole(52_500_000), whole(75_000_000)]);
  });

  it('fixed_rate: simple, yearly, every second', () => {
    const grown = (compounding: string) => {
      const chain = new Minter('fixed_rate', { compounding }, { total: 1_000_000_000 });
      chain.years(3);
      return tokens(chain.supply.total);
    };
    expect(grown('simple')).toBe(1_150_000_000);
    expect(grown('yearly')).toBe(1_157_625_000);
    // (1 + 0.05 / 31,556,952)^(3 * 31,556,952) = e^(0.15 - 3 * 0.05^2 / (2 * 31,556,952))
    const exact = 1e9 * Math.exp(0.15 - (3 * 0.0025) / (2 * 31_556_952));
    expect(relative(grown('per_second'), exact)).toBeLessThan(1e-12);
  });

  it('none: nothing', () => {
    const chain = new Minter('none', {}, { total: 1e9 });
    expect([chain.rate, chain.to(1e9)]).toEqual([0, 0n]);
  });
});
