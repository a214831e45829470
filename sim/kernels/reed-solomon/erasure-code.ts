import { entriesOf, expectBytes, expectNumber } from '../checks.ts';

/**
 * A systematic erasure code: `data` shards get `parity` more, and any `data` of them all give
 * everything back. Shards of one call are equally long. It mends erasures, not errors: a shard that
 * is present is believed, so check it against a commitment first.
 */
export interface ErasureCode {
  readonly data: number;
  readonly parity: number;
  /**
   * The parity shards.
   * @throws RangeError for another number of shards or unequal lengths, TypeError for anything but bytes
   */
  encode(data: readonly Uint8Array[]): Uint8Array[];
  /**
   * All shards, data first: those present as they are, the others rebuilt.
   * @param shards `data + parity` entries, undefined where erased
   * @throws RangeError "shards, expected at least K, got X" if fewer than `data` are present, and as `encode`
   */
  reconstruct(shards: readonly (Uint8Array | undefined)[]): Uint8Array[];
}

/** @throws RangeError unless both counts are positive and their sum is within `limit` */
export function checkCounts(data: number, parity: number, limit: number): void {
  for (const [name, count] of [
    ['data shards', data],
    ['parity shards', parity],
  ] as const) {
    expectNumber(name, count);
    if (!(Number.isInteger(count) && count >= 1))
      throw new RangeError(`${name}, expected a whole number from 1, got ${count}`);
  }
  if (data + parity > limit)
    throw new RangeError(`data and parity shards, expected at most ${limit}, got ${data + parity}`);
}

/** The shards given to `encode` and their length in bytes. */
export function dataShards(
  data: number,
  given: readonly Uint8Array[],
): { shards: Uint8Array[]; length: number } {
  const shards = entriesOf('data shards', given, data);
  return { shards: shards as Uint8Array[], length: commonLength(shards) };
}

/** The shards given to `reconstruct`, the places of those present and of those missing, and their length in bytes. */
export function presentShards(
  data: number,
  parity: number,
  given: readonly (Uint8Array | undefined)[],
): {
  shards: (Uint8Array | undefined)[];
  places: number[];
  missing: number[];
  length: number;
} {
  const shards = entriesOf('places of shards', given, data + parity);
  const places: number[] = [];
  const missing: number[] = [];
  shards.forEach((shard, place) => {
    (shard === undefined ? missing : places).push(place);
  });
  if (places.length < data)
    throw new RangeError(`shards, expected at least ${data}, got ${places.length}`);
  const length = commonLength(places.map((place) => shards[place]));
  return { shards: shards as (Uint8Array | undefined)[], places, missing, length };
}

function commonLength(shards: readonly unknown[]): number {
  let length: number | undefined;
  for (const shard of shards) {
    expectBytes('shard', shard);
    length ??= shard.length;
    if (shard.length !== length)
      throw new RangeError(`shard length, expected ${length} B, got ${shard.length} B`);
  }
  return length ?? 0;
}
