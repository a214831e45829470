import { kindOf } from '../checks.ts';
import { chosenKernels } from './chosen-kernels.ts';
import { checkCounts, dataShards, type ErasureCode, presentShards } from './erasure-code.ts';
import { erasureLocator } from './erasure-locator.ts';
import { cantorField } from './galois-field.ts';
import { unchecked } from './kernels.ts';
import { byteSymbols, pairSymbols, type SymbolLayout, splitSymbols } from './symbols.ts';

/**
 * Reed-Solomon code by additive FFT, O(n log n), over GF(2^8) where 256 points are enough and over
 * GF(2^16) else; there a shard is a multiple of the layout's granule long, 64 bytes by default.
 *
 * Convention: with k data shards the polynomial of degree below k takes data shard i at point k + i,
 * parity shard i below k at point i, and later parity shard i at point k + i. For k parity shards this
 * is Leopard's code, byte for byte; for more it is the natural k -> n code, whose parity beyond the
 * first k differs from that of libraries that pad to a larger power of two.
 *
 * Shards that one call makes may be parts of one buffer.
 * @param data a power of two
 * @param layout of elements of GF(2^16): `splitSymbols` or `pairSymbols`
 * @param kernels what computes; all give the same bytes
 * @throws RangeError for counts below 1, another number of data shards, more points than 65,536; TypeError for another
 *   layout
 */
export function fftCode(
  data: number,
  parity: number,
  layout: SymbolLayout = splitSymbols,
  kernels = chosenKernels(),
): ErasureCode {
  checkCounts(data, parity, 65_536);
  if ((data & (data - 1)) !== 0)
    throw new RangeError(`data shards, expected a power of two, got ${data}`);
  if (layout !== splitSymbols && layout !== pairSymbols)
    throw new TypeError(`layout, expected splitSymbols or pairSymbols, got ${kindOf(layout)}`);
  const top = Math.max(2 * data, data + parity);
  if (top > 65_536) throw new RangeError(`points of the code, expected at most 65536, got ${top}`);
  const points = 2 * (1 << (31 - Math.clz32(top - 1)));
  const field = cantorField(top <= 256 ? 8 : 16);
  const symbols = field.bits === 8 ? byteSymbols : layout;
  const shape = { field, symbols, data, parity, points, used: top };
  const transforms = kernels[unchecked].transforms(shape);
  const locate = erasureLocator(field, points);

  const pointOf = (place: number): number => {
    if (place < data) return data + place;
    const i = place - data;
    return i < data ? i : data + i;
  };
  const checkGranule = (length: number): void => {
    if (length % symbols.granule !== 0)
      throw new RangeError(
        `shard length, expected a multiple of ${symbols.granule} B, got ${length} B`,
      );
  };

  return {
    data,
    parity,
    encode(given) {
      const { shards, length } = dataShards(data, given);
      checkGranule(length);
      return transforms.encode(shards, length);
    },
    reconstruct(given) {
      const { shards, places, missing, length } = presentShards(data, parity, given);
      checkGranule(length);
      const all = shards as Uint8Array[];
      if (missing.length === 0) return all;
      if (missing[0] >= data) {
        const parityShards = transforms.encode(all.slice(0, data), length);
        for (const place of missing) all[place] = parityShards[place - data];
        return all;
      }
      const erased = new Uint8Array(points).fill(1);
      for (const place of places) erased[pointOf(place)] = 0;
      const logs = locate(erased);
      // The data's polynomial times the locator vanishes where shards are missing; its derivative
      // there is the wanted value times the locator's derivative.
      const known = places.map((place) => {
        const point = pointOf(place);
        return { point, factor: field.exp[logs[point]] };
      });
      const wanted = missing.map((place) => {
        const point = pointOf(place);
        return { point, factor: field.exp[field.order - logs[point]] };
      });
      const present = places.map((place) => all[place]);
      transforms.rebuild(present, known, wanted, length).forEach((shard, i) => {
        all[missing[i]] = shard;
      });
      return all;
    },
  };
}
