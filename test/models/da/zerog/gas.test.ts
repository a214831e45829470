import { describe, expect, it } from 'vitest';
import {
  announcement,
  CLIENT_GAS_LIMIT,
  confirmation,
  gasOf,
  rootsWithin,
} from '../../../../models/da/zerog/gas.ts';

describe('gas of the two transactions', () => {
  it('announcing one blob', () => {
    // Selector 64; words 32 and 1: 2 * (31 * 4 + 16) = 280; root 512. Execution: 1,100 + 5,000 + 4,200 +
    // 375 * 2 + 8 * 160 + 6,000 = 18,330.
    expect(gasOf(announcement, 1)).toBe(21_000 + 64 + 280 + 512 + 18_330);
  });

  it('confirming one or two', () => {
    // One root, 800 bytes, 121 of them zero: 679 * 16 + 121 * 4 = 11,348. Execution of one: 1,000,000 + 113,000 +
    // 2 * 6,000 + 2 * 150 + 600 + 2 * 22,100 + 60 + 48 + 1,518 + 10,000 = 1,181,726.
    const one = 11_348 + 1_181_726;
    // Around them: selector 64, where the array starts and its length 140 each, where the roots start: 64 is one
    // non-zero byte, 864 are two.
    expect(gasOf(confirmation, 1)).toBe(21_000 + 64 + 3 * 140 + one);
    expect(gasOf(confirmation, 2)).toBe(21_000 + 64 + 3 * 140 + 152 + 2 * one);
  });

  it('a confirmed root is above the sum of the sheet by less than 2 %', () => {
    // 1,000,000 + 113,000 + 12,000 + 44,200, and 800 bytes of calldata at 16.
    const sheet = 1_169_200 + 12_800;
    const added = gasOf(confirmation, 11) - gasOf(confirmation, 10);
    expect(added).toBeGreaterThan(sheet);
    expect(added).toBeLessThan(1.02 * sheet);
  });
});

describe('roots within a gas limit', () => {
  it('the published 2 M hold one confirmation, and a batch of 9 announcements', () => {
    expect(rootsWithin(confirmation, CLIENT_GAS_LIMIT)).toBe(1);
    expect(rootsWithin(announcement, CLIENT_GAS_LIMIT)).toBe(9);
  });

  it('to the last unit of gas', () => {
    // Two roots: 21,000 + 64 + 420 + 152 + 2 * 1,193,074 = 2,407,784.
    expect(rootsWithin(confirmation, 2_407_784)).toBe(2);
    expect(rootsWithin(confirmation, 2_407_783)).toBe(1);
    expect(rootsWithin(confirmation, 1_000_000)).toBe(0);
  });

  it('a block of 120 M gas holds 100', () => {
    expect(rootsWithin(confirmation, 120_000_000)).toBe(100);
  });
});
