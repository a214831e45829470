/*
 * Arithmetic in the scalar field of BN254: a prime field whose multiplicative group has 2^28 roots of
 * unity. Elements are bigints from 0 to MODULUS - 1.
 */

export const MODULUS =
  21888242871839275222246405745257275088548364400416034343698204186575808495617n;

/** MODULUS - 1 is an odd number times 2 to this power. */
export const TWO_ADICITY = 28;

/**
 * The smallest generator of the multiplicative group. (The 3 of chain sheet 1.1 generates that of the curve's
 * base field; in this field it is a square, so its powers miss half of the roots of unity.)
 */
export const GENERATOR = 5n;

/** The remainder from 0 to MODULUS - 1. */
export function reduce(value: bigint): bigint {
  const rest = value % MODULUS;
  return rest < 0n ? rest + MODULUS : rest;
}

/** @param exponent not negative */
export function power(base: bigint, exponent: bigint): bigint {
  let result = 1n;
  let square = reduce(base);
  for (let left = exponent; left > 0n; left >>= 1n) {
    if (left & 1n) result = (result * square) % MODULUS;
    square = (square * square) % MODULUS;
  }
  return result;
}

/** @throws RangeError for 0 */
export function inverse(value: bigint): bigint {
  if (reduce(value) === 0n) throw new RangeError('divisor, expected a nonzero element, got 0');
  return power(value, MODULUS - 2n);
}

/**
 * A root of unity whose powers are all the roots of that order.
 * @param order a power of two up to 2^28
 * @throws RangeError for another order
 */
export function rootOfUnity(order: number): bigint {
  if (!(order >= 1 && order <= 1 << TWO_ADICITY && Number.isInteger(order)) || order & (order - 1))
    throw new RangeError(`order of a root, expected a power of two up to 2^28, got ${order}`);
  return power(GENERATOR, (MODULUS - 1n) / BigInt(order));
}

/** The first `count` powers of `base`, from 1. */
export function powers(base: bigint, count: number): bigint[] {
  const list: bigint[] = [];
  for (let i = 0, value = 1n; i < count; i++, value = (value * base) % MODULUS) list.push(value);
  return list;
}

/**
 * Values of a polynomial at the powers of `root`, number i at root^i; O(n log n).
 * @param coefficients as many as the order of `root`, a power of two
 */
export function valuesAtRoots(coefficients: readonly bigint[], root: bigint): bigint[] {
  const n = coefficients.length;
  if (n === 1) return [...coefficients];
  const square = (root * root) % MODULUS;
  const even = valuesAtRoots(
    coefficients.filter((_, i) => i % 2 === 0),
    square,
  );
  const odd = valuesAtRoots(
    coefficients.filter((_, i) => i % 2 === 1),
    square,
  );
  const values = new Array<bigint>(n);
  let twiddle = 1n;
  for (let i = 0; i < n / 2; i++) {
    const term = (twiddle * odd[i]) % MODULUS;
    values[i] = reduce(even[i] + term);
    values[i + n / 2] = reduce(even[i] - term);
    twiddle = (twiddle * root) % MODULUS;
  }
  return values;
}

/** The reverse of `valuesAtRoots`. */
export function coefficientsFromRoots(values: readonly bigint[], root: bigint): bigint[] {
  const scale = inverse(BigInt(values.length));
  return valuesAtRoots(values, inverse(root)).map((value) => (value * scale) % MODULUS);
}

/**
 * Weights with which values at `known` points give the value at `wanted` of a polynomial of degree
 * below their number (Lagrange), for each wanted point a row. O(known^2 + known * wanted) products.
 * @param known distinct points, none of them among `wanted`
 */
export function interpolationWeights(
  known: readonly bigint[],
  wanted: readonly bigint[],
): bigint[][] {
  const denominators = inverses(
    known.map((point, i) =>
      known.reduce(
        (product, other, j) => (i === j ? product : reduce(product * (point - other))),
        1n,
      ),
    ),
  );
  return wanted.map((at) => {
    const distances = known.map((point) => reduce(at - point));
    const all = distances.reduce((product, distance) => (product * distance) % MODULUS, 1n);
    return inverses(distances).map((each, i) => reduce(((all * each) % MODULUS) * denominators[i]));
  });
}

/** All inverses by one (Montgomery). */
function inverses(values: readonly bigint[]): bigint[] {
  const before: bigint[] = [];
  let product = 1n;
  for (const value of values) {
    before.push(product);
    product = (product * value) % MODULUS;
  }
  let rest = inverse(product);
  const result = new Array<bigint>(values.length);
  for (let i = values.length - 1; i >= 0; i--) {
    result[i] = (rest * before[i]) % MODULUS;
    rest = (rest * values[i]) % MODULUS;
  }
  return result;
}
