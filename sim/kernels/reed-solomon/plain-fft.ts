import { additiveFft, differentiate, multiplicationTables, scale } from './additive-fft.ts';
import type { UncheckedKernels } from './kernels.ts';

/** Bytes of each shard transformed together: one strip of all shards stays in the caches. */
const STRIP = 256;

/** Transforms without WebAssembly. */
export const plainTransforms: UncheckedKernels['transforms'] = ({
  field,
  data,
  parity,
  points,
  symbols,
}) => {
  const fft = additiveFft(field, points);
  return {
    encode(shards, length) {
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
          fft.forward(values, data, width, first === 0 ? 0 : first + data);
          for (let i = 0; i < data && first + i < parity; i++)
            symbols.store(values, i * width, results[first + i], from, size);
        }
      });
      return results;
    },
    rebuild(shards, known, wanted, length) {
      const results = wanted.map(() => new Uint8Array(length));
      const factors = ({ factor }: { factor: number }) => factor;
      const into = multiplicationTables(field, known.map(factors));
      const outOf = multiplicationTables(field, wanted.map(factors));
      forStrips(length, (from, size, width) => {
        const words = new Int32Array(points * width);
        known.forEach(({ point }, i) => {
          symbols.load(shards[i], from, size, words, point * width);
          scale(words, point * width, width, into, i);
        });
        fft.inverse(words, points, width, 0);
        differentiate(words, points, width);
        fft.forward(words, points, width, 0);
        wanted.forEach(({ point }, i) => {
          scale(words, point * width, width, outOf, i);
          symbols.store(words, point * width, results[i], from, size);
        });
      });
      return results;
    },
  };
};

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
