import type { Stream } from '../random.ts';

/**
 * A Latin hypercube: each coordinate has one point in each of `count` equal strata of [0, 1), in an order
 * of its own (McKay, Beckman and Conover, Technometrics 21, 1979).
 */
export function latinHypercube(count: number, dimensions: number, stream: Stream): number[][] {
  const columns = Array.from({ length: dimensions }, () => {
    const strata = stream.shuffle(Array.from({ length: count }, (_, i) => i));
    return strata.map((stratum) => (stratum + stream.uniform()) / count);
  });
  return Array.from({ length: count }, (_, i) => columns.map((column) => column[i]));
}
