import type { Stream } from '../random.ts';
import { DIRECTIONS } from './sobol-directions.ts';

/** Most dimensions that there are direction numbers for. */
export const SOBOL_DIMENSIONS = DIRECTIONS.length + 1;

const BITS = 32;
const WHOLE = 4_294_967_296;

/**
 * The first points of the Sobol sequence in Gray-code order (Antonov and Saleev 1979), coordinates in
 * [0, 1) as multiples of 2^-32. The first is the origin; any first 2^m points are a net in base 2.
 * @throws RangeError for more dimensions than {@link SOBOL_DIMENSIONS}
 */
export function sobolPoints(count: number, dimensions: number): number[][] {
  if (dimensions > SOBOL_DIMENSIONS) {
    const expected = `expected at most ${SOBOL_DIMENSIONS}`;
    throw new RangeError(`Sobol dimensions, ${expected}, got ${dimensions}`);
  }
  const directions = Array.from({ length: dimensions }, (_, d) => directionsOf(d));
  const state = new Uint32Array(dimensions);
  return Array.from({ length: count }, (_, index) => {
    if (index > 0) {
      const lowestZero = trailingOnes(index - 1);
      for (let d = 0; d < dimensions; d++) state[d] ^= directions[d][lowestZero];
    }
    return Array.from(state, (bits) => bits / WHOLE);
  });
}

/**
 * Sobol points moved by one random number for each dimension, digit by digit in base 2: they stay a net,
 * and no point lies on the border of the cube.
 * @param points coordinates that are multiples of 2^-32
 */
export function digitalShift(points: readonly (readonly number[])[], stream: Stream): number[][] {
  const shift = (points[0] ?? []).map(() => stream.below(WHOLE));
  const half = 0.5 / WHOLE;
  return points.map((point) =>
    point.map((x, d) => (((x * WHOLE) ^ shift[d]) >>> 0) / WHOLE + half),
  );
}

/** Direction numbers of a dimension, counted from 0, as the top bits of 32. */
function directionsOf(dimension: number): Uint32Array {
  const directions = new Uint32Array(BITS);
  if (dimension === 0) {
    for (let i = 0; i < BITS; i++) directions[i] = 1 << (BITS - 1 - i);
    return directions;
  }
  const [inner, ...initial] = DIRECTIONS[dimension - 1];
  const degree = initial.length;
  for (let i = 0; i < BITS; i++) {
    if (i < degree) {
      directions[i] = initial[i] << (BITS - 1 - i);
      continue;
    }
    let bits = directions[i - degree] ^ (directions[i - degree] >>> degree);
    for (let k = 1; k < degree; k++) {
      if ((inner >> (degree - 1 - k)) & 1) bits ^= directions[i - k];
    }
    directions[i] = bits;
  }
  return directions;
}

function trailingOnes(value: number): number {
  let count = 0;
  for (let rest = value; (rest & 1) === 1; rest >>>= 1) count++;
  return count;
}
