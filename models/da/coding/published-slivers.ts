import { joinBytes } from '../../../sim/kernels/bytes.ts';
import { equalBytes } from '../../../sim/kernels/merkle.ts';
import { fftCode } from '../../../sim/kernels/reed-solomon/fft-code.ts';
import type { CodeKernels } from '../../../sim/kernels/reed-solomon/kernels.ts';
import { shortenedCode } from '../../../sim/kernels/reed-solomon/shortened-code.ts';
import { pairSymbols } from '../../../sim/kernels/reed-solomon/symbols.ts';
import { redStuffShape, shardsToCertify, WALRUS_SHARDS } from '../assignment/walrus.ts';
import type { Publish } from './published.ts';
import { publishUnits } from './published-units.ts';
import { decodePrimary, encodeRedStuff, recoverPrimary, recoverSecondary } from './red-stuff.ts';

/** Bytes of a symbol are a multiple of this. */
const SYMBOL = 2;

/** A code over GF(2^16) of any number of data shards, in symbols of two bytes. */
export function pairCode(data: number, shards: number, kernels?: CodeKernels) {
  let power = 1;
  while (power < data) power *= 2;
  return shortenedCode(fftCode(power, shards - data, pairSymbols, kernels), data);
}

/**
 * Walrus: a unit is the pair of slivers of one of 1,000 shards, under one root over all pairs. Plain
 * Reed-Solomon needs no margin, so that the matrix has f + 1 rows (da-layers 2.8).
 */
export const publishSlivers: Publish = (blob, spoil) => {
  const { rows, columns } = redStuffShape(WALRUS_SHARDS, 0);
  const codes = { column: pairCode(rows, WALRUS_SHARDS), row: pairCode(columns, WALRUS_SHARDS) };
  const symbol = SYMBOL * Math.ceil(blob.length / (rows * columns * SYMBOL));
  const primaryOf = (pair: Uint8Array) => pair.subarray(0, columns * symbol);
  const secondaryOf = (pair: Uint8Array) => pair.subarray(columns * symbol);
  const published = publishUnits(
    {
      needed: rows,
      encode(data) {
        const { primary, secondary } = encodeRedStuff(data, codes, SYMBOL);
        return primary.map((sliver, shard) => joinBytes([sliver, secondary[shard]]));
      },
      decode: (pairs) =>
        decodePrimary(
          pairs.map((pair) => pair && primaryOf(pair)),
          blob.length,
          codes,
        ),
    },
    blob,
    spoil,
  );
  return {
    ...published,
    repairs(stream) {
      const [lost, ...helpers] = stream.sample(1 + shardsToCertify(WALRUS_SHARDS), WALRUS_SHARDS);
      const from = (part: (pair: Uint8Array) => Uint8Array, count: number) => {
        const slivers = new Array<Uint8Array | undefined>(WALRUS_SHARDS).fill(undefined);
        for (const shard of helpers.slice(0, count)) slivers[shard] = part(published.units[shard]);
        return slivers;
      };
      const pair = joinBytes([
        recoverPrimary(lost, from(secondaryOf, columns), codes),
        recoverSecondary(lost, from(primaryOf, rows), codes),
      ]);
      return equalBytes(pair, published.units[lost]);
    },
  };
};
