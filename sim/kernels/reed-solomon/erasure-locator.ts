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
  const kernel = new Float64Array(field.log.subarray(0, points));
  kernel[0] = 0;
  transform(kernel);
  for (let i = 0; i < points; i++) kernel[i] = modulo(kernel[i], order);
  // 2^bits is 1 modulo the order, so dividing by `points` is multiplying by 2^bits / points.
  const unscale = (order + 1) / points;
  return (erased) => {
    const sums = new Float64Array(erased);
    transform(sums);
    for (let i = 0; i < points; i++) sums[i] *= kernel[i];
    transform(sums);
    const logs = new Uint16Array(points);
    for (let i = 0; i < points; i++) logs[i] = modulo(modulo(sums[i], order) * unscale, order);
    return logs;
  };
}

/** The remainder from 0 to `order - 1`, exact below 2^53. */
function modulo(value: number, order: number): number {
  return value - order * Math.floor(value / order);
}

/** Walsh-Hadamard transform: sums and differences of at most 2^16 values, below 2^48 here. */
function transform(values: Float64Array): void {
  const n = values.length;
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
}
