import { describe, expect, it } from 'vitest';
import {
  CANTOR_BASES,
  cantorField,
  galoisField,
} from '../../../sim/kernels/reed-solomon/galois-field.ts';
import { slowInverse, slowProduct, stream } from './shards.ts';

describe('GF(2^8) and GF(2^16)', () => {
  it('multiplies as worked by hand', () => {
    const field = galoisField(8);
    // (x + 1) x^2 = x^3 + x^2; (x^2 + x + 1)^2 = x^4 + x^2 + 1.
    expect(field.mul(3, 4)).toBe(12);
    expect(field.mul(7, 7)).toBe(21);
    // x^7 x = x^8 = 0x1d by the polynomial 0x11d, and x^15 x = 0x2d by 0x1002d.
    expect(field.mul(0x80, 2)).toBe(0x1d);
    expect(galoisField(16).mul(0x8000, 2)).toBe(0x2d);
  });

  it('multiplies every pair of bytes like polynomials', () => {
    const field = galoisField(8);
    for (let a = 0; a < 256; a++) {
      for (let b = 0; b < 256; b++) {
        if (field.mul(a, b) !== slowProduct(a, b, 8)) expect.fail(`${a} times ${b}`);
      }
    }
  });

  it('multiplies random pairs of 16 bits like polynomials', () => {
    const field = galoisField(16);
    const draws = stream('galois-16');
    for (let i = 0; i < 20_000; i++) {
      const [a, b] = [draws.below(65_536), draws.below(65_536)];
      if (field.mul(a, b) !== slowProduct(a, b, 16)) expect.fail(`${a} times ${b}`);
    }
  });

  it.each([8, 16] as const)('inverts and divides in GF(2^%i)', (bits) => {
    const field = galoisField(bits);
    for (let a = 1; a <= field.order; a++) {
      if (field.mul(a, field.inv(a)) !== 1) expect.fail(`inverse of ${a}`);
    }
    expect(field.inv(2)).toBe(slowInverse(2, bits));
    expect(field.div(field.mul(57, 113), 113)).toBe(57);
    expect(field.div(0, 5)).toBe(0);
    expect(() => field.inv(0)).toThrow(
      new RangeError('divisor, expected a nonzero element, got 0'),
    );
    expect(() => field.div(1, 0)).toThrow(RangeError);
  });
});

describe('Cantor coordinates', () => {
  it.each([8, 16] as const)('stand on a Cantor basis of GF(2^%i)', (bits) => {
    const basis = CANTOR_BASES[bits];
    expect(basis).toHaveLength(bits);
    expect(basis[0]).toBe(1);
    for (let i = 1; i < bits; i++) {
      expect(slowProduct(basis[i], basis[i], bits) ^ basis[i], `vector ${i}`).toBe(basis[i - 1]);
      // Of the two roots v and v + 1 the even one.
      expect(basis[i] % 2).toBe(0);
    }
  });

  it.each([8, 16] as const)('multiply like the elements they stand for in GF(2^%i)', (bits) => {
    const field = cantorField(bits);
    const element = (label: number) =>
      CANTOR_BASES[bits].reduce<number>(
        (sum, vector, i) => ((label >> i) & 1 ? sum ^ vector : sum),
        0,
      );
    const seen = new Set<number>();
    for (let label = 0; label <= field.order; label++) seen.add(element(label));
    expect(seen.size).toBe(field.order + 1);
    const draws = stream(`cantor-${bits}`);
    for (let i = 0; i < 20_000; i++) {
      const [a, b] = [draws.below(field.order + 1), draws.below(field.order + 1)];
      const product = slowProduct(element(a), element(b), bits);
      if (element(field.mul(a, b)) !== product) expect.fail(`${a} times ${b}`);
    }
    expect(field.mul(1, 200)).toBe(200);
    expect(field.mul(77, field.inv(77))).toBe(1);
  });
});
