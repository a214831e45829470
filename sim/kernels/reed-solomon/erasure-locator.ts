import type { GaloisField } from './galois-field.ts';

/**
 * For a set of erased points E, the logarithm at each point j of the product of (j - e) over the e in
 * E other than j: the locator's value where nothing is erased, its derivative where something is. The
 * sum of logarithms over j xor e is an XOR convolution, done by Walsh-Hadamard transforms modulo the
 * field's order (Didier 2009).
 * @param points number of points, a power of two
 */
export function erasureLocator(
  field: GaloisField,
  points: number,
): (erased: Uint8Array) => Uint16Array {
  const { order } = field;
  const kernel = Float64Array.from(field.log.subarray(0, points));
  kernel[0] = 0;
  transform(kernel, order);
  // 2^bits is 1 modulo the order, so dividing by `points` is multiplying by 2^bits / points.
  const unscale = (order + 1) / points;
  return (erased) => {
    const sums = Float64Array.from(erased);
    transform(sums, order);
    for (let i = 0; i < points; i++) sums[i] *= kernel[i];
    transform(sums, order);
    return Uint16Array.from(sums, (sum) => (sum * unscale) % order);
  };
}

/** Walsh-Hadamard transform with results from 0 to `order - 1`; exact below 2^53. */
function transform(values: Float64Array, order: number): void {
  const n = values.length;
  for (let i = 0; i < n; i++) values[i] %= order;
  for (let half = 1; half < n; half *= 2) {
    for (let block = 0; block < n; block += 2 * half) {
      for (let i = block; i < block + half; i++) {
        const a = values[i];
        const b = values[i + half];
        values[i] = a + b;
        values[i + half] = a - b;
      }
    }
  }
  for (let i = 0; i < n; i++) {
    const rest = values[i] % order;
    values[i] = rest < 0 ? rest + order : rest;
  }
}
