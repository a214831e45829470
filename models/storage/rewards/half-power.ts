/*
 * 2^-x in fixed point, for the release by decay. The facts say that the contracts decay by a fixed-point
 * 2^-x and not in which format; readings: 64.64, argument rounded down by the caller, result rounded down.
 *
 * 2^-x is a product of 2^-(2^-i) over the bits i of the fraction of x, shifted by the whole part. Factors
 * are square roots of one another, held with 128 bits of fraction and multiplied in advance for every
 * byte, so that one power takes at most eight multiplications.
 */

/** 1 in 64.64. */
export const ONE = 1n << 64n;
const WORK_BITS = 128n;
const WORK_ONE = 1n << WORK_BITS;
const LOW_WORD = 0xffff_ffffn;

/** Square root of a number below 1, rounded down, in units of 2^-128 (Newton's iteration from above). */
function squareRoot(value: bigint): bigint {
  let root = WORK_ONE;
  for (;;) {
    const next = (root + (value << WORK_BITS) / root) >> 1n;
    if (next >= root) return root;
    root = next;
  }
}

/** Entry [j][v]: 2^-(v / 256^(j + 1)), for byte j of the fraction, the most significant first. */
function buildFactors(): readonly (readonly bigint[])[] {
  let root = WORK_ONE >> 1n;
  return Array.from({ length: 8 }, () => {
    const factors = new Array<bigint>(256).fill(WORK_ONE);
    for (let bit = 128; bit >= 1; bit >>= 1) {
      root = squareRoot(root);
      for (let value = 0; value < 256; value += 2 * bit) {
        factors[value + bit] = (factors[value] * root) >> WORK_BITS;
      }
    }
    return factors;
  });
}

const FACTORS = buildFactors();

/**
 * 2^-x, rounded down, at most 2^-64 too small.
 * @param x 0 or more, in units of 2^-64
 * @returns units of 2^-64; 2^64 for x = 0
 * @throws RangeError for x below 0
 */
export function halfPower(x: bigint): bigint {
  if (x < 0n) throw new RangeError(`exponent, expected 0 or more, got ${x}`);
  const product = times(times(WORK_ONE, Number((x >> 32n) & LOW_WORD), 0), Number(x & LOW_WORD), 4);
  return product >> (WORK_BITS - 64n + (x >> 64n));
}

/** `product` times the factors of four bytes, of which the first is byte `first` of the fraction. */
function times(product: bigint, bytes: number, first: number): bigint {
  let result = product;
  for (let j = 0; j < 4; j++) {
    const byte = (bytes >>> (24 - 8 * j)) & 255;
    if (byte !== 0) result = (result * FACTORS[first + j][byte]) >> WORK_BITS;
  }
  return result;
}
