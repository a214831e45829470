/** token-economics 8.3 and 8.4. */
import { describe, expect, it } from 'vitest';
import { fixed } from '../../../../models/token/inflation/amounts.ts';
import { celestiaBlock, celestiaRate } from '../../../../models/token/inflation/celestia.ts';
import { cosmosChange } from '../../../../models/token/inflation/cosmos.ts';
import { inflationPresets, TOKEN } from '../../../../models/token/inflation/index.ts';
import { Minter, relative, tokens, whole } from './support.ts';

const GREGORIAN = 31_556_952;
const JULIAN = 31_557_600;

describe('cosmos', () => {
  const law = { goal: 0.67, change: 0.13, blocksPerYear: 6_311_520 };

  it('has the printed changes of a block', () => {
    // 0.13 / 6,311,520; -0.4925 * that; 0.2537 * that; 0
    expect(cosmosChange(law, 0)).toBeCloseTo(2.0597257e-8, 15);
    expect(cosmosChange(law, 1)).toBeCloseTo(-1.0144918e-8, 15);
    expect(cosmosChange(law, 0.5)).toBeCloseTo(5.2261697e-9, 16);
    expect(cosmosChange(law, 0.67)).toBe(0);
  });

  it('applies them once a block', () => {
    for (const [staked, start, change] of [
      [0, '7 %', 2.0597257e-8],
      [500, '10 %', 5.2261697e-9],
      [1000, '20 %', -1.0144918e-8],
    ] as const) {
      const chain = new Minter('cosmos', { start }, { total: 1000, staked });
      const before = chain.rate;
      expect(chain.to(4)).toBe(0n);
      const minted = tokens(chain.to(5));
      expect(chain.rate - before).toBeCloseTo(change, 14);
      expect(relative(minted, (1000 * chain.rate) / 6_311_520)).toBeLessThan(1e-9);
    }
  });

  it('stays within 7 % and 20 %', () => {
    const low = new Minter('cosmos', { start: '7 %' }, { total: 1000, staked: 1000 });
    low.to(86_400);
    expect(low.rate).toBe(0.07);
    const high = new Minter('cosmos', {}, { total: 1000 });
    high.to(JULIAN);
    expect(high.rate).toBe(0.2);
  });

  it('is block by block within 1e-9: falling, rising to the bound, turning', () => {
    for (const [staked, start] of [
      [9e8, 0.13],
      [1e8, 0.13],
      [7e8, 0.07],
    ]) {
      const chain = new Minter('cosmos', { start }, { total: 1e9, staked });
      const expected = blockByBlock(staked, start);
      const minted = tokens(chain.to(JULIAN));
      expect(relative(minted, expected.minted), `${staked} ${start}`).toBeLessThan(1e-9);
      expect(relative(chain.rate, expected.inflation), `${staked} ${start}`).toBeLessThan(1e-9);
    }
  });

  /** The loop of the code over all blocks of a year. */
  function blockByBlock(staked: number, start: number) {
    // Growth is summed with its rounding errors, so that millions of small terms stay exact.
    let [minted, lost, inflation] = [0, 0, start];
    for (let block = 0; block < 6_311_520; block++) {
      const supply = 1e9 + minted;
      inflation += ((1 - staked / supply / 0.67) * 0.13) / 6_311_520;
      inflation = Math.min(0.2, Math.max(0.07, inflation));
      const term = (inflation * supply) / 6_311_520 - lost;
      const sum = minted + term;
      lost = sum - minted - term;
      minted = sum;
    }
    return { minted, inflation };
  }

  it('refuses bounds and starts that contradict each other', () => {
    const start = (given: object) => () => new Minter('cosmos', given, { total: 1 });
    expect(start({ min: '30 %' })).toThrow(
      new RangeError('min, expected at most max 0.2, got 0.3'),
    );
    expect(start({ start: '6 %' })).toThrow(
      new RangeError('start, expected 0.07 to 0.2, got 0.06'),
    );
  });
});

describe('celestia', () => {
  const original = { rate: 0.08, disinflation: 0.1, target: 0.015 };
  const cip41 = { rate: 0.0267, disinflation: 0.067, target: 0.015 };

  it('fixes the printed provisions of a supply of 100', () => {
    const chain = new Minter('celestia', {}, { total: 100 });
    // 8 % of 100, 7.2 % of 108, 6.48 % of 115.776
    expect(chain.years(3)).toEqual([8n * TOKEN, 7776n * (TOKEN / 1000n), 75_022_848n * 10n ** 11n]);
  });

  it('is at its target from year 16 on', () => {
    // 0.08 * 0.9^15 = 0.01647, 0.08 * 0.9^16 = 0.01482
    expect(celestiaRate(original, 15)).toBeGreaterThan(fixed(0.0164));
    expect(celestiaRate(original, 16)).toBe(fixed(0.015));
    expect(celestiaRate({ ...original, disinflation: 0 }, 1e9)).toBe(fixed(0.08));
  });

  it('has the printed rates after CIP-41', () => {
    const rate = (year: number) => celestiaRate(cip41, year);
    expect([0, 1, 2, 9].map(rate)).toEqual([
      26_700_000_000_000_000n,
      24_911_100_000_000_000n,
      23_242_056_300_000_000n,
      15_000_000_000_000_000n,
    ]);
    expect(rate(8)).toBeGreaterThan(fixed(0.0153));
  });

  it('pays the printed block, by nanoseconds and by blocks', () => {
    // 26.7e9 * 15 / 31,556,952 = 12,691.34
    expect(celestiaBlock(26_700_000_000n, 15_000_000_000n)).toBe(12_691n);
    // 2.67 % of 10^12 units of 10^-6 token
    const given = { rate: '2.67 %', disinflation: '6.7 %', blockSeconds: 15 };
    const chain = new Minter('celestia', given, { total: 1_000_000 });
    expect(chain.to(14)).toBe(0n);
    expect(chain.to(15)).toBe(12_691n * 10n ** 12n);
    expect(chain.to(15 * 1001)).toBe(1000n * 12_691n * 10n ** 12n);
  });

  it('switches constants on the day, with years still counted from genesis', () => {
    const eras = [
      { day: 400, rate: '5.36 %', disinflation: '6.7 %' },
      { day: 800, rate: '2.67 %', disinflation: '6.7 %' },
    ];
    const chain = new Minter('celestia', { eras }, { total: 1_000_000_000 });
    const first = chain.to(GREGORIAN);
    expect(first).toBe(whole(80_000_000));
    // Year 1 at 7.2 % up to day 400, then 5.36 % * 0.933 on the supply of that moment.
    const to400 = tokens(chain.to(400 * 86_400));
    expect(relative(to400, (1.08e9 * 0.072 * (400 * 86_400 - GREGORIAN)) / GREGORIAN)).toBeLessThan(
      1e-12,
    );
    const at400 = tokens(chain.supply.total);
    expect(chain.rate).toBeCloseTo(0.0536 * 0.933, 12);
    const rest = tokens(chain.to(2 * GREGORIAN));
    const left = (2 * GREGORIAN - 400 * 86_400) / GREGORIAN;
    expect(relative(rest, at400 * 0.0536 * 0.933 * left)).toBeLessThan(1e-12);
    chain.to(800 * 86_400);
    expect(chain.rate).toBeCloseTo(0.0267 * 0.933 * 0.933, 12);
  });

  it('leaves a provision at the target as it is under `on_rate_change`', () => {
    const quirk = new Minter('celestia', { refresh: 'on_rate_change' }, { total: 1_000_000 });
    const provisions = quirk.years(19);
    expect(provisions.slice(17)).toEqual([provisions[16], provisions[16]]);
    expect(provisions[16]).not.toBe(provisions[15]);
  });

  it('refuses eras that do not rise', () => {
    const eras = [{ day: 10 }, { day: 10 }];
    expect(() => new Minter('celestia', { eras }, { total: 1 })).toThrow(
      new RangeError('eras.1.day, expected above 10, got 10'),
    );
  });

  it('has every preset as a rule that starts', () => {
    for (const { name, rule, values, source } of inflationPresets) {
      expect(source, name).toContain('token-economics');
      expect(() => new Minter(rule, values, { total: 1000 }), name).not.toThrow();
    }
  });
});
