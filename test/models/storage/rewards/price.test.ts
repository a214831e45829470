import { calculatePrice } from '@0gfoundation/0g-ts-sdk';
import { describe, expect, it } from 'vitest';
import {
  baseFee,
  MONTH_SECONDS,
  marketPresets,
  pricePerSector,
  releaseSeconds,
  splitFee,
  YEAR_SECONDS,
} from '../../../../models/storage/rewards/price.ts';
import { Streams } from '../../../../sim/random.ts';

describe('the price of a sector, by hand', () => {
  it.each([
    // 12 x 33 x 10^18 = 396 x 10^18; / 1024 = 386,718,750,000,000,000; / 1024 = 377,655,029,296,875;
    // / 1024 = 368,803,739,547.7 -> 368,803,739,547; / 12 = 30,733,644,962.25.
    ['turbo', 30_733_644_962n],
    // 12 x 24 x 10^18 = 288 x 10^18; / 1024 = 281,250,000,000,000,000; / 1024 = 274,658,203,125,000;
    // / 1024 = 268,220,901,489.2 -> 268,220,901,489; / 12 = 22,351,741,790.75.
    ['standard', 22_351_741_790n],
    // 3 x 10^18; / 1024 = 2,929,687,500,000,000; / 1024 = 2,861,022,949,218.75 -> 2,861,022,949,218;
    // / 1024 = 2,793,967,723.8 -> 2,793,967,723; / 12 = 232,830,643.6.
    ['older', 232_830_643n],
  ] as const)('of %s', (name, wei) => {
    const { lifetimeMonths, unitPrice } = marketPresets[name];
    expect(pricePerSector(lifetimeMonths, unitPrice)).toBe(wei);
  });

  it('of nothing is nothing, and of whole numbers only', () => {
    expect(pricePerSector(0, 33)).toBe(0n);
    expect(() => pricePerSector(12, 0.5)).toThrow('unit price, expected a whole number of 0');
    expect(() => pricePerSector(-1, 1)).toThrow('lifetime in months, expected a whole number of 0');
  });
});

it('months have 31 days and years 12 months', () => {
  expect(releaseSeconds(1)).toBe(31 * 24 * 3600);
  expect(releaseSeconds(12)).toBe(32_140_800);
  expect(releaseSeconds(3)).toBe(8_035_200);
  expect([MONTH_SECONDS, YEAR_SECONDS]).toEqual([31 * 24 * 3600, 372 * 24 * 3600]);
  expect(() => releaseSeconds(1.5)).toThrow('lifetime in months, expected a whole number of 0');
});

describe('fees', () => {
  it('are those of the official client', () => {
    const stream = new Streams('official fees', 0).stream('case');
    for (let i = 0; i < 200; i++) {
      const heights = Array.from({ length: 25 }, (_, h) => 24 - h).filter(() => stream.chance(0.2));
      const nodes = heights.map((height) => ({ root: '0x', height }));
      const submission = { data: { length: 0, tags: '0x', nodes }, submitter: '0x' };
      const price = BigInt(stream.below(1_000_000_000)) * 37n;
      // A node of height h holds 2^h sectors.
      const sectors = Number.parseInt(
        Array.from({ length: 25 }, (_, h) => (heights.includes(24 - h) ? '1' : '0')).join(''),
        2,
      );
      const official = calculatePrice(submission as Parameters<typeof calculatePrice>[0], price);
      expect(baseFee(sectors, price), `case ${i}, heights ${heights}`).toBe(official);
    }
  });

  it('are split between aligning and uploaded sectors', () => {
    // Base 48 x 100 = 4800; aligning part 4800 x 15 / 63 = 1142.86; 200 were paid above.
    expect(splitFee(5000n, 15, 48, 100n)).toEqual({
      base: 4800n,
      bonus: 200n,
      padding: 1142n,
      upload: 3658n,
    });
    expect(splitFee(100n, 0, 1, 100n)).toEqual({
      base: 100n,
      bonus: 0n,
      padding: 0n,
      upload: 100n,
    });
  });

  it('without sectors are a bonus', () => {
    expect(splitFee(7n, 0, 0, 100n)).toEqual({ base: 0n, bonus: 7n, padding: 0n, upload: 0n });
  });

  it('that are too low, and sectors that are not whole, are refused', () => {
    expect(() => splitFee(4799n, 15, 48, 100n)).toThrow(
      'fee, expected at least 4800 wei, got 4799',
    );
    expect(() => splitFee(1n, -1, 0, 1n)).toThrow('aligning sectors, expected a whole number of 0');
    expect(() => baseFee(1.5, 1n)).toThrow('padded sectors, expected a whole number of 0');
    expect(() => baseFee(1, -1n)).toThrow('price of a sector, expected 0 wei or more, got -1');
  });

  it('of a GiB for a year, and of a TiB', () => {
    // 33 tokens buy 2^30 sectors, 256 GiB: a TiB is four times that, less what the divisions round off.
    const price = pricePerSector(12, 33);
    const tebibyte = baseFee(2 ** 32, price);
    expect(Number(tebibyte) / 1e18).toBeCloseTo(132, 6);
    expect(tebibyte < 132_000_000_000_000_000_000n).toBe(true);
  });
});
