/** token-economics 3.1: the rule in code of a BeaconKit chain. */
import { describe, expect, it } from 'vitest';
import { inflationRules } from '../../../../models/token/inflation/index.ts';
import { stepdownRate } from '../../../../models/token/inflation/og-stepdown.ts';
import { Minter, relative, tokens, whole } from './support.ts';

const YEAR = 31_556_952;
const GWEI = 1_000_000_000n;
const S0 = 1_000_000_000;
const curve = { start: 800, keepNumerator: 7, keepDenominator: 8, floor: 250 };

describe('og_stepdown', () => {
  it('has the printed basis points', () => {
    // floor(800 * 7/8) = 700, floor(612.5) = 612, floor(535.5) = 535, floor(468.125) = 468, ...
    const expected = [800, 700, 612, 535, 468, 409, 357, 312, 273, 250, 250];
    expect(expected.map((_, year) => stepdownRate(curve, year))).toEqual(expected);
  });

  it('mints the printed provisions to the base unit', () => {
    const chain = new Minter('og_stepdown', {}, { total: S0 });
    // 8 % of 1,000 M; 7 % of 1,080 M; 6.12 % of 1,155.6 M
    expect(chain.years(3)).toEqual([80_000_000, 75_600_000, 70_722_720].map(whole));
    expect(chain.supply.total).toBe(whole(1_226_322_720));
    // 5.35 % of it: 65,608,265.52
    expect(chain.years(1)).toEqual([whole(6_560_826_552) / 100n]);
  });

  it('reaches the printed supply of year 9 when provisions are whole tokens', () => {
    const chain = new Minter('og_stepdown', { unit: 'token' }, { total: S0 });
    chain.years(9);
    expect(chain.supply.total).toBe(whole(1_544_493_927));
    // With 10^-9 token as in the code it is 2.33 tokens more.
    const exact = new Minter('og_stepdown', {}, { total: S0 });
    exact.years(9);
    let supply = whole(S0) / GWEI;
    for (const bps of [800n, 700n, 612n, 535n, 468n, 409n, 357n, 312n, 273n]) {
      supply += (supply * bps) / 10_000n;
    }
    expect(exact.supply.total).toBe(supply * GWEI);
    expect(tokens(exact.supply.total)).toBeCloseTo(1_544_493_929.33, 2);
  });

  it('keeps the provision at the floor under `on_rate_change`, and only there', () => {
    const quirk = new Minter('og_stepdown', { refresh: 'on_rate_change' }, { total: S0 });
    const yearly = new Minter('og_stepdown', {}, { total: S0 });
    expect(quirk.years(9)).toEqual(yearly.years(9));
    const [nine, ten, eleven] = quirk.years(3);
    expect([ten, eleven]).toEqual([nine, nine]);
    expect(nine).toBe((((quirk.supply.total - 3n * nine) * 25n) / 1000n / GWEI) * GWEI);
    expect(quirk.rate).toBeLessThan(0.025);
    expect(quirk.rate).toBeCloseTo(Number(nine) / Number(quirk.supply.total), 12);
    yearly.years(3);
    expect(yearly.rate).toBeCloseTo(0.025, 12);
  });

  it('pays blocks as the code: whole gwei by whole seconds, nothing in the first', () => {
    const blockSeconds = 3613;
    const chain = new Minter('og_stepdown', { blockSeconds }, { total: S0 });
    const end = YEAR + 40 * blockSeconds;
    let supply = whole(S0) / GWEI;
    let [provision, year] = [0n, -1];
    for (let at = 0, last = 0; at <= end; last = at, at += blockSeconds) {
      const now = Math.floor(at / YEAR);
      if (now !== year) provision = (supply * [800n, 700n][now]) / 10_000n;
      year = now;
      supply += (BigInt(at - last) * provision) / BigInt(YEAR);
    }
    // Asked for in uneven parts, some without a block.
    for (const second of [0, 1, blockSeconds - 1, blockSeconds, 12_345_678, YEAR, YEAR + 1]) {
      chain.to(second);
    }
    chain.to(end);
    expect(chain.supply.total).toBe(supply * GWEI);
    // At most 1 gwei a block less than the whole provision.
    const missing = relative(tokens(chain.supply.total), 1.08e9 * (1 + (0.07 * end) / YEAR - 0.07));
    expect(missing).toBeLessThan(1e-5);
  });

  it('refuses a rate that never falls', () => {
    expect(() => new Minter('og_stepdown', { keepNumerator: 8 }, { total: 1 })).toThrow(
      new RangeError('keepNumerator, expected below keepDenominator 8, got 8'),
    );
  });
});

describe('no rule of 0G code claims to be mainnet', () => {
  const og = inflationRules.filter(({ name }) => name.startsWith('og_') || name === 'kava');
  it.each(og)('$name', ({ source, parameters }) => {
    expect(source).toContain('not proved to be mainnet');
    for (const { status, source: given = '' } of Object.values(parameters)) {
      if (status !== 'choice') expect(given).toContain('not proved to be mainnet');
    }
  });

  it('and every rule has a source, unless it is a choice', () => {
    for (const { name, status, source, year, rounding, refresh } of inflationRules) {
      expect(status === 'choice' || source.startsWith('token-economics'), name).toBe(true);
      expect(
        [year.text, rounding, refresh].every((text) => text !== ''),
        name,
      ).toBe(true);
    }
  });
});
