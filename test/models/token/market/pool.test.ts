import { describe, expect, it } from 'vitest';
import {
  buyTokens,
  concentrated,
  matchingUsd,
  type Pool,
  type Swap,
  sellTokens,
  spotPrice,
  swapOut,
} from '../../../../models/token/market/pool.ts';
import { Streams } from '../../../../sim/random.ts';

const UNIT = 10n ** 18n;
const CENT = 10_000n;

const pool = (tokens: bigint, usd: bigint, fee = 0n): Pool => ({
  ...{ tokens: tokens * UNIT, usd: usd * 1_000_000n, fee },
  ...{ virtualTokens: 0n, virtualUsd: 0n },
});

const product = (p: Pool) => (p.tokens + p.virtualTokens) * (p.usd + p.virtualUsd);

describe('a constant-product pool', () => {
  it('gives the published check', () => {
    // 20M - 10M x 20M / 10.5M = 952,380.952380..., in micro-dollars rounded down.
    const { out, after } = sellTokens(pool(10_000_000n, 20_000_000n), 500_000n * UNIT);
    expect(out).toBe(952_380_952_380n);
    expect(spotPrice(after).toFixed(6)).toBe('1.814059');
    expect(((spotPrice(after) / 2 - 1) * 100).toFixed(4)).toBe('-9.2971');
    // (1 / 1.05)^2.
    expect(Math.abs(spotPrice(after) / 2 - 1 / 1.1025)).toBeLessThan(1e-9);
  });

  it('keeps its fee', () => {
    // 1000 in, 3 of them fee: 997 x 1000 / (1000 + 997) = 499.248...
    expect(swapOut(1000n, 1000n, 1000n, 3000n)).toBe(499n);
    expect(swapOut(1000n, 1000n, 1000n, 0n)).toBe(500n);
  });

  it('plays the first month of a published spreadsheet', () => {
    // QTM, whole tokens and dollars, rounded half up in print.
    const close = (got: bigint, unit: bigint, printed: number) =>
      expect(Math.abs(Number(got) / Number(unit) - printed)).toBeLessThanOrEqual(1);
    const bought = buyTokens(pool(2_777_778n, 1_111_111n), 3_463n * 1_000_000n).after;
    close(bought.tokens, UNIT, 2_769_148);
    close(bought.usd, 1_000_000n, 1_114_574);
    const sold = sellTokens(bought, 1_579_554n * UNIT).after;
    close(sold.tokens, UNIT, 4_348_701);
    close(sold.usd, 1_000_000n, 709_734);
    expect(spotPrice(sold).toFixed(4)).toBe('0.1632');
    const tokens = 171_118n * UNIT;
    const grown = {
      ...sold,
      tokens: sold.tokens + tokens,
      usd: sold.usd + matchingUsd(sold, tokens),
    };
    close(grown.tokens, UNIT, 4_519_820);
    close(grown.usd, 1_000_000n, 737_661);
    expect(spotPrice(grown)).toBeCloseTo(spotPrice(sold), 6);
  });

  it('asks for matching dollars rounded up', () => {
    // 1 base unit of 10M tokens beside $20M is worth 2e-12 micro-dollars; 3 tokens are worth $6.
    expect(matchingUsd(pool(10_000_000n, 20_000_000n), 1n)).toBe(1n);
    expect(matchingUsd(pool(10_000_000n, 20_000_000n), 3n * UNIT)).toBe(6_000_000n);
  });

  it('refuses nonsense', () => {
    expect(() => swapOut(-1n, 1n, 1n, 0n)).toThrow('swap, expected 0 or more, got -1');
    expect(() => swapOut(1n, 0n, 1n, 0n)).toThrow('reserves, expected above 0, got 0 and 1');
    expect(() => swapOut(1n, 1n, 1n, 1_000_000n)).toThrow('fee, expected 0 to 999999');
  });
});

describe('a concentrated pool', () => {
  const whole = pool(10_000_000n, 20_000_000n);

  it('keeps its price and moves less', () => {
    // Reserves at the price 2 of a range 1 to 4: L = 10M / (1/sqrt 2 - 1/2) would need 20M / (sqrt 2 - 1) too;
    // both are 48,284,271, so the virtual reserves are L / 2 and L.
    const narrow = concentrated(whole, 1, 4);
    expect(Number(narrow.virtualTokens / UNIT)).toBeCloseTo(48_284_271.247 / 2, -1);
    expect(Number(narrow.virtualUsd) / 1e6).toBeCloseTo(48_284_271.247, 2);
    expect(spotPrice(narrow)).toBeCloseTo(2, 9);
    const sold = 500_000n * UNIT;
    expect(spotPrice(sellTokens(narrow, sold).after)).toBeGreaterThan(
      spotPrice(sellTokens(whole, sold).after),
    );
  });

  it('ends at the ends of its range', () => {
    const narrow = concentrated(whole, 1, 4);
    // All dollars are gone at a price of 1: L (1/1 - 1/2) = 24.14M tokens then.
    const edge = { ...narrow, tokens: 24_142_135n * UNIT, usd: 1n * CENT };
    expect(spotPrice(edge)).toBeCloseTo(1, 5);
    expect(() => sellTokens(edge, 1_000_000n * UNIT)).toThrow('dollars of the pool, expected');
    expect(() => buyTokens({ ...narrow, tokens: 1n }, 9_000_000n)).toThrow('tokens of the pool');
    expect(() => concentrated(whole, 4, 1)).toThrow('range of prices, expected 0 < low < high');
  });
});

describe('the product never falls', () => {
  for (let n = 0; n < 20; n++) {
    const seed = `pool ${n}`;
    it(seed, () => {
      const stream = new Streams(seed, 0).stream('swaps');
      let now = pool(
        1n + BigInt(stream.below(1e9)),
        1n + BigInt(stream.below(1e9)),
        BigInt(stream.below(20_000)),
      );
      if (stream.chance(0.5)) {
        const price = spotPrice(now);
        now = concentrated(now, price / 3, price * 2);
      }
      for (let i = 0; i < 200; i++) {
        const part = BigInt(1 + stream.below(1e6));
        const sell = stream.chance(0.5);
        const amount = ((sell ? now.tokens : now.usd) * part) / 10_000_000n;
        let swap: Swap;
        try {
          swap = sell ? sellTokens(now, amount) : buyTokens(now, amount);
        } catch (error) {
          expect(String(error), `seed "${seed}", swap ${i}`).toMatch(/of the pool, expected/);
          expect(now.virtualTokens > 0n, `seed "${seed}", swap ${i}`).toBe(true);
          continue;
        }
        const { after, out } = swap;
        expect(product(after) >= product(now), `seed "${seed}", swap ${i}`).toBe(true);
        // One unit more would have taken the product below what it was without a fee.
        if (now.fee === 0n) {
          const greedy = sell
            ? { ...after, usd: after.usd - 1n }
            : { ...after, tokens: after.tokens - 1n };
          expect(product(greedy) < product(now), `seed "${seed}", swap ${i}`).toBe(true);
        }
        expect(out >= 0n, `seed "${seed}", swap ${i}`).toBe(true);
        now = after;
      }
    });
  }
});
