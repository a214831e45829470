import { describe, expect, it } from 'vitest';
import { halfPower, ONE } from '../../../../models/storage/rewards/half-power.ts';
import {
  decayReleased,
  linearReleased,
  payoutOf,
} from '../../../../models/storage/rewards/release.ts';
import { exp, expm1 } from '../../../../sim/math.ts';
import { Streams } from '../../../../sim/random.ts';

const YEAR = 372 * 86_400;

describe('2^-x in fixed point', () => {
  it.each([
    // True values in units of 2^-64, rounded down; from 90 decimal digits.
    [0n, 0x1_0000_0000_0000_0000n],
    [0x1n, 0xffff_ffff_ffff_ffffn],
    [0x8000_0000_0000_0000n, 0xb504_f333_f9de_6484n],
    [0x4000_0000_0000_0000n, 0xd744_fcca_d69d_6af4n],
    [0x1_0000_0000_0000_0000n, 0x8000_0000_0000_0000n],
    [0x1_8000_0000_0000_0000n, 0x5a82_7999_fcef_3242n],
    [0x0123_4567_89ab_cdefn, 0xff36_6aba_ddf5_b34an],
    [0xfedc_ba98_7654_3210n, 0x8065_1a3f_2029_a95an],
    [0x3_a5c0_0000_000b_eef1n, 0x146d_cbdf_cd34_1f44n],
    [64n << 64n, 1n],
    [65n << 64n, 0n],
    [1n << 90n, 0n],
  ])('of %i', (x, power) => expect(halfPower(x)).toBe(power));

  it('agrees with exp of sim/math, and never rises', () => {
    const seed = 'half power';
    const stream = new Streams(seed, 0).stream('x');
    for (let i = 0; i < 2000; i++) {
      const x = stream.between(0, i % 2 === 0 ? 1 : 40);
      const argument = BigInt(Math.round(x * 2 ** 40)) << 24n;
      const exact = exp(-(Number(argument) / 2 ** 64) * Math.LN2);
      const power = halfPower(argument);
      // The product with ln 2 is off by 2^-53 of up to 28, and exp by 0.6 ulp.
      expect(Math.abs(Number(power) / 2 ** 64 / exact - 1), `${seed} ${i}`).toBeLessThan(
        x < 1 ? 5e-16 : 1e-14 + 2 / Number(power),
      );
      expect(halfPower(argument + 1n) <= power, `${seed} ${i}`).toBe(true);
    }
  });

  it('refuses negative exponents', () => {
    expect(() => halfPower(-1n)).toThrow('exponent, expected 0 or more, got -1');
  });
});

describe('linear release', () => {
  it.each([
    [0, 0n],
    [1, 0n], // 1000 / 32,140,800 is below 1
    [YEAR / 4, 250n],
    [YEAR / 2, 500n],
    [YEAR / 2 + 1, 500n],
    [YEAR - 1, 999n],
    [YEAR, 1000n],
    [10 * YEAR, 1000n],
  ])('of 1000 wei after %d s', (elapsed, released) => {
    expect(linearReleased(1000n, elapsed, YEAR)).toBe(released);
  });

  it('is exact beyond what floats can hold', () => {
    // 10^30 / 3 of it.
    expect(linearReleased(1_000_000_000_000_000_000_000_000_000_000n, 1, 3)).toBe(
      333_333_333_333_333_333_333_333_333_333n,
    );
  });
});

describe('release by decay', () => {
  const LOCKED = 1_000_000_000_000_000_000_000_000n;

  it.each([
    // 10^24 (1 - exp(-0.04 t / year)), rounded down; from 90 decimal digits.
    [1, 1_244_524_093_212_039n],
    [86_400, 107_521_100_912_483_121_892n],
    [YEAR, 39_210_560_847_676_790_560_789n],
    [17 * YEAR, 493_383_007_634_410_390_492_852n],
    // The mean life, 25 years: 1 - 1/e.
    [25 * YEAR, 632_120_558_828_557_678_404_476n],
  ])('after %d s is the exponential, to a few units of 2^-64', (elapsed, released) => {
    const off = decayReleased(LOCKED, elapsed) - released;
    // 10^24 / 2^64 is 54,210.
    expect(off > -4n * 54_211n && off < 4n * 54_211n, `off by ${off}`).toBe(true);
  });

  it('agrees with expm1 of sim/math', () => {
    const stream = new Streams('decay', 0).stream('elapsed');
    for (let i = 0; i < 500; i++) {
      const elapsed = 86_400 + stream.below(1_000_000_000);
      const share = Number(decayReleased(LOCKED, elapsed)) / 1e24;
      expect(share / -expm1((-0.04 * elapsed) / YEAR), `elapsed ${elapsed}`).toBeCloseTo(1, 13);
    }
  });

  it('starts at nothing and never gives more than there is', () => {
    expect(decayReleased(LOCKED, 0)).toBe(0n);
    expect(decayReleased(LOCKED, Number.MAX_SAFE_INTEGER)).toBe(LOCKED);
    expect(decayReleased(0n, YEAR)).toBe(0n);
    expect(ONE).toBe(18_446_744_073_709_551_616n);
  });
});

it('a proof takes half of what is claimable, rounded down', () => {
  expect([0n, 1n, 2n, 3n, 1001n].map(payoutOf)).toEqual([0n, 0n, 1n, 1n, 500n]);
});
