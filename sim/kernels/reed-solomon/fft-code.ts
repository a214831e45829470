import { additiveFft, differentiate, multiplicationTables, scale } from './additive-fft.ts';
import { checkCounts, dataLength, type ErasureCode, presentShards } from './erasure-code.ts';
import { erasureLocator } from './erasure-locator.ts';
import { cantorField } from './galois-field.ts';
import { byteSymbols, type SymbolLayout, splitSymbols } from './symbols.ts';

/** Bytes of each shard transformed together: one strip of all shards stays in the caches. */
const STRIP = 256;

/**
 * Reed-Solomon code by additive FFT, O(n log n), over GF(2^8) where 256 points are enough and over
 * GF(2^16) else; there a shard is a multiple of the layout's granule long, 64 bytes by default.
 *
 * Convention: with k data shards the polynomial of degree below k takes data shard i at point k + i,
 * parity shard i below k at point i, and later parity shard i at point k + i. For k parity shards this
 * is Leopard's code, byte for byte; for more it is the natural k -> n code, whose parity beyond the
 * first k differs from that of libraries that pad to a larger power of two.
 * @param data a power of two
 * @param layout of elements of GF(2^16): `splitSymbols` or `pairSymbols`
 * @throws RangeError for counts below 1, another number of data shards, more points than 65,536
 */
export function fftCode(
  data: number,
  parity: number,
  layout: SymbolLayout = splitSymbols,
): ErasureCode {
  checkCounts(data, parity, 65_536);
  if ((data & (data - 1)) !== 0)
    throw new RangeError(`data shards, expected a power of two, got ${data}`);
  const top = Math.max(2 * data, data + parity);
  if (top > 65_536) throw new RangeError(`points of the code, expected at most 65536, got ${top}`);
  const points = 2 * (1 << (31 - Math.clz32(top - 1)));
  const field = cantorField(top <= 256 ? 8 : 16);
  const symbols = field.bits === 8 ? byteSymbols : layout;
  const fft = additiveFft(field, points);
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

  const code: ErasureCode = {
    data,
    parity,
    encode(shards) {
      const length = dataLength(code, shards);
      checkGranule(length);
      const results = Array.from({ length: parity }, () => new Uint8Array(length));
      forStrips(length, (from, size, width) => {
        const coefficients = new Int32Array(data * width);
        shards.forEach((shard, i) => {
          symbols.load(shard, from, size, coefficients, i * width);
        });
        fft.inverse(coefficients, data, width, data);
        const values = new Int32Array(data * width);
        for (let first = 0; first < parity; first += data) {
          values.set(coefficients);
          fft.forward(values, data, width, pointOf(data + first));
          for (let i = 0; i < data && first + i < parity; i++)
            symbols.store(values, i * width, results[first + i], from, size);
        }
      });
      return results;
    },
    reconstruct(shards) {
      const { places, length } = presentShards(code, shards);
      checkGranule(length);
      const missing: number[] = [];
      shards.forEach((shard, place) => {
        if (shard === undefined) missing.push(place);
      });
      const all = [...shards] as Uint8Array[];
      if (missing.length === 0) return all;
      for (const place of missing) all[place] = new Uint8Array(length);

      const erased = new Uint8Array(points).fill(1);
      for (const place of places) erased[pointOf(place)] = 0;
      const logs = locate(erased);
      const into = multiplicationTables(
        field,
        places.map((place) => field.exp[logs[pointOf(place)]]),
      );
      const outOf = multiplicationTables(
        field,
        missing.map((place) => field.exp[field.order - logs[pointOf(place)]]),
      );
      // The data's polynomial times the locator vanishes where shards are missing; its derivative
      // there is the wanted value times the locator's derivative.
      forStrips(length, (from, size, width) => {
        const words = new Int32Array(points * width);
        places.forEach((place, i) => {
          const at = pointOf(place) * width;
          symbols.load(all[place], from, size, words, at);
          scale(words, at, width, into, i);
        });
        fft.inverse(words, points, width, 0);
        differentiate(words, points, width);
        fft.forward(words, points, width, 0);
        missing.forEach((place, i) => {
          const at = pointOf(place) * width;
          scale(words, at, width, outOf, i);
          symbols.store(words, at, all[place], from, size);
        });
      });
      return all;
    },
  };
  return code;
}

/** Calls `work` with each strip's first byte, its bytes and its 32-bit words. */
function forStrips(
  length: number,
  work: (from: number, size: number, width: number) => void,
): void {
  for (let from = 0; from < length; from += STRIP) {
    const size = Math.min(STRIP, length - from);
    work(from, size, (size + 3) >> 2);
  }
}
