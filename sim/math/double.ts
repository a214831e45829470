/**
 * Bits of a double, and error-free sums and products of two doubles (Dekker 1971, Knuth TAOCP 2).
 *
 * A "pair" is an unevaluated sum `head + tail` with |tail| <= ulp(head)/2, about 106 bits. Pair
 * functions return the head and leave the tail in `tail[0]`, because a returned array would cost
 * an allocation on every draw. The scratch words hold nothing between calls: whoever calls reads
 * them at once, and nothing here yields.
 */
const float = new Float64Array(1);
const words = new Uint32Array(float.buffer);
float[0] = 1;
/** Index of the word with sign and exponent: 1 on little-endian machines, 0 on big-endian ones. */
const HIGH = words[1] === 0x3ff00000 ? 1 : 0;
const LOW = 1 - HIGH;
if (words[HIGH] !== 0x3ff00000 || words[LOW] !== 0) {
  throw new Error('expected IEEE 754 doubles in one of the two byte orders, found another layout');
}

/** Tail of the last pair computed. */
export const tail = new Float64Array(1);
/** Binary exponent of the last `mantissa` call. */
export const exponent = new Int32Array(1);

const TWO_54 = 18014398509481984;
/** 2^27 + 1: splits a 53-bit significand into two halves of 26 bits. */
const SPLITTER = 134217729;
const SQRT_HALF_HIGH_WORD = 0x3fe6a09e;

/** Sign, exponent and the upper 20 bits of the significand. */
export function highWord(x: number): number {
  float[0] = x;
  return words[HIGH];
}

/**
 * m in [sqrt(1/2), sqrt(2)) with x = m * 2^k exactly; k is left in `exponent[0]`.
 * @param x positive and finite; subnormals are fine
 */
export function mantissa(x: number): number {
  let k = 0;
  float[0] = x;
  if (words[HIGH] < 0x00100000) {
    float[0] = x * TWO_54;
    k = -54;
  }
  const high = words[HIGH];
  // Adding the gap between 1 and sqrt(1/2) carries into the exponent exactly when m reaches sqrt(2).
  const shifted = high + (0x3ff00000 - SQRT_HALF_HIGH_WORD);
  k += (shifted >>> 20) - 1023;
  words[HIGH] = (shifted & 0x000fffff) + SQRT_HALF_HIGH_WORD;
  exponent[0] = k;
  return float[0];
}

/** 2^k for -1022 <= k <= 1023. */
function powerOfTwo(k: number): number {
  words[HIGH] = (k + 1023) << 20;
  words[LOW] = 0;
  return float[0];
}

/** x * 2^k with one rounding, for 1/4 <= |x| < 4 and -1100 <= k <= 1025. */
export function scale(x: number, k: number): number {
  if (k > 1021) return x * powerOfTwo(k - 10) * 1024;
  if (k < -1020) return x * powerOfTwo(k + 200) * powerOfTwo(-200);
  return x * powerOfTwo(k);
}

/** a + b as a pair; any order of magnitudes. */
export function twoSum(a: number, b: number): number {
  const sum = a + b;
  const t = sum - a;
  tail[0] = a - (sum - t) + (b - t);
  return sum;
}

/** a + b as a pair, for |a| >= |b|. */
export function fastTwoSum(a: number, b: number): number {
  const sum = a + b;
  tail[0] = b - (sum - a);
  return sum;
}

/** a * b as a pair; |a|, |b| < 2^995 and no underflow. */
export function twoProduct(a: number, b: number): number {
  const product = a * b;
  const ta = SPLITTER * a;
  const aHigh = ta - (ta - a);
  const aLow = a - aHigh;
  const tb = SPLITTER * b;
  const bHigh = tb - (tb - b);
  const bLow = b - bHigh;
  tail[0] = aHigh * bHigh - product + aHigh * bLow + aLow * bHigh + aLow * bLow;
  return product;
}
