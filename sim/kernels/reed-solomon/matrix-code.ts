import { chosenKernels } from './chosen-kernels.ts';
import { checkCounts, dataShards, type ErasureCode, presentShards } from './erasure-code.ts';
import { type GaloisField, galoisField } from './galois-field.ts';
import { type Matrix, unchecked } from './kernels.ts';

/**
 * Reed-Solomon code by a matrix over GF(2^8), polynomial 0x11d, for at most 256 shards. The identity
 * stands over a Cauchy matrix: parity row i has 1 / ((data + i) xor j) for data shard j. Same bytes as
 * ISA-L's `gf_gen_cauchy1_matrix` and klauspost/reedsolomon's Cauchy option.
 * @param kernels what computes; all give the same bytes
 * @throws RangeError for counts below 1 or more than 256 shards
 */
export function matrixCode(data: number, parity: number, kernels = chosenKernels()): ErasureCode {
  checkCounts(data, parity, 256);
  const { combination } = kernels[unchecked];
  const field = galoisField(8);
  const scales = scaleLogs(field, data, data + parity);
  const places = Array.from({ length: data + parity }, (_, place) => place);
  const encode = combination(
    coefficients(field, scales, places.slice(data), places.slice(0, data)),
  );
  return {
    data,
    parity,
    encode(given) {
      const { shards, length } = dataShards(data, given);
      return encode(shards, length);
    },
    reconstruct(given) {
      const { shards, places, missing, length } = presentShards(data, parity, given);
      const all = shards as Uint8Array[];
      if (missing.length === 0) return all;
      const chosen = places.slice(0, data);
      const rebuild = combination(coefficients(field, scales, missing, chosen));
      const rebuilt = rebuild(
        chosen.map((place) => all[place]),
        length,
      );
      missing.forEach((place, i) => {
        all[place] = rebuilt[i];
      });
      return all;
    },
  };
}

/*
 * With shard p at point p the code is a generalised Reed-Solomon code: shard p times scale(p) is the value
 * there of a polynomial of degree below `data`, where scale(p) is the product of (p - j) over all data
 * points j other than p. So Lagrange's formula gives any shard from any `data` others, without inverting a
 * matrix; from the data shards it gives the Cauchy coefficients.
 */

/** Logarithm of the scale of each place. */
function scaleLogs(field: GaloisField, data: number, places: number): Uint16Array {
  const logs = new Uint16Array(places);
  const points = Array.from({ length: data }, (_, j) => j);
  for (let place = 0; place < places; place++) logs[place] = distanceLog(field, place, points);
  return logs;
}

/** Logarithm of the product of the distances from a point to the others among `points`. */
function distanceLog(
  { log, order }: GaloisField,
  point: number,
  points: readonly number[],
): number {
  let sum = 0;
  // The logarithm of 0 is kept as 0.
  for (const other of points) sum += log[point ^ other];
  return sum % order;
}

/** Rows that give the shards at `wanted` places from those at `known` ones. */
function coefficients(
  field: GaloisField,
  scales: Uint16Array,
  wanted: readonly number[],
  known: readonly number[],
): Matrix {
  const { log, exp, order } = field;
  const weights = known.map(
    (place) => (scales[place] + order - distanceLog(field, place, known)) % order,
  );
  return wanted.map((target) => {
    const own = (distanceLog(field, target, known) + order - scales[target]) % order;
    const row = new Uint8Array(known.length);
    for (let i = 0; i < row.length; i++) {
      const sum = own + weights[i] - log[target ^ known[i]];
      row[i] = exp[sum < 0 ? sum + order : sum];
    }
    return row;
  });
}
