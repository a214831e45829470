/*
 * Finite fields of 2^8 and 2^16 elements by tables of logarithms. Addition is XOR.
 * A field comes in two labellings: by coefficients of powers of x, as matrix codes use it, and by
 * coordinates over a Cantor basis, as the additive FFT uses it.
 */

export interface GaloisField {
  readonly bits: 8 | 16;
  /** Number of elements that are not zero; `exp` has this period. */
  readonly order: number;
  /** `log[a]` of a nonzero `a`; `log[0]` is 0 and means nothing. */
  readonly log: Uint16Array;
  /** `exp[l]` for l from 0 to `2 * order - 1`, so that a sum of two logarithms needs no remainder. */
  readonly exp: Uint16Array;
  mul(a: number, b: number): number;
  /** @throws RangeError for 0 */
  inv(a: number): number;
  /** @throws RangeError for a divisor of 0 */
  div(a: number, b: number): number;
}

/** x^8 + x^4 + x^3 + x^2 + 1 and x^16 + x^5 + x^3 + x^2 + 1; x generates either field. */
const POLYNOMIALS = { 8: 0x11d, 16: 0x1002d } as const;

/**
 * Bases with v[0] = 1 and v[i]^2 + v[i] = v[i - 1], the even root each, as Leopard publishes them.
 * They are what makes the twiddle factors of the additive FFT shifts of point numbers.
 */
export const CANTOR_BASES = {
  8: [0x01, 0xd6, 0x98, 0x92, 0x56, 0xc8, 0x58, 0xe6],
  16: [
    0x0001, 0xacca, 0x3c0e, 0x163e, 0xc582, 0xed2e, 0x914c, 0x4012, 0x6c98, 0x10d8, 0x6a72, 0xb900,
    0xfdb8, 0xfb34, 0xff38, 0x991e,
  ],
} as const;

/** The field whose element `a` has bit i for the coefficient of x^i. */
export function galoisField(bits: 8 | 16): GaloisField {
  const order = (1 << bits) - 1;
  const log = new Uint16Array(order + 1);
  const exp = new Uint16Array(2 * order);
  let power = 1;
  for (let l = 0; l < order; l++) {
    exp[l] = power;
    exp[l + order] = power;
    log[power] = l;
    power <<= 1;
    if (power > order) power ^= POLYNOMIALS[bits];
  }
  return fieldOf(bits, log, exp);
}

/** The same field with bit i of an element for the i-th vector of its Cantor basis. */
export function cantorField(bits: 8 | 16): GaloisField {
  const plain = galoisField(bits);
  const log = new Uint16Array(plain.order + 1);
  const exp = new Uint16Array(2 * plain.order);
  const element = new Uint16Array(plain.order + 1);
  for (let i = 0; i < bits; i++) {
    const half = 1 << i;
    for (let label = half; label < 2 * half; label++) {
      element[label] = element[label - half] ^ CANTOR_BASES[bits][i];
      const l = plain.log[element[label]];
      log[label] = l;
      exp[l] = label;
      exp[l + plain.order] = label;
    }
  }
  return fieldOf(bits, log, exp);
}

function fieldOf(bits: 8 | 16, log: Uint16Array, exp: Uint16Array): GaloisField {
  const order = (1 << bits) - 1;
  const inv = (a: number): number => {
    if (a === 0) throw new RangeError('divisor, expected a nonzero element, got 0');
    return exp[order - log[a]];
  };
  const mul = (a: number, b: number): number => (a === 0 || b === 0 ? 0 : exp[log[a] + log[b]]);
  return { bits, order, log, exp, mul, inv, div: (a, b) => mul(a, inv(b)) };
}
