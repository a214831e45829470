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
   * @throws RangeError for another number of shards or unequal lengths
   */
  encode(data: readonly Uint8Array[]): Uint8Array[];
  /**
   * All shards, data first: those present as they are, the others rebuilt.
   * @param shards `data + parity` entries, undefined where erased
   * @throws RangeError "shards, expected at least K, got X" if fewer than `data` are present
   */
  reconstruct(shards: readonly (Uint8Array | undefined)[]): Uint8Array[];
}

/** @throws RangeError unless both counts are positive and their sum is within `limit` */
export function checkCounts(data: number, parity: number, limit: number): void {
  for (const [name, count] of [
    ['data shards', data],
    ['parity shards', parity],
  ] as const) {
    if (!(Number.isInteger(count) && count >= 1))
      throw new RangeError(`${name}, expected a whole number from 1, got ${count}`);
  }
  if (data + parity > limit)
    throw new RangeError(`data and parity shards, expected at most ${limit}, got ${data + parity}`);
}

/** Length in bytes of the data shards given to `encode`. */
export function dataLength(code: ErasureCode, shards: readonly Uint8Array[]): number {
  if (shards.length !== code.data)
    throw new RangeError(`data shards, expected ${code.data}, got ${shards.length}`);
  return commonLength(shards);
}

/** Places of the present shards given to `reconstruct`, ascending, and their length in bytes. */
export function presentShards(
  code: ErasureCode,
  shards: readonly (Uint8Array | undefined)[],
): { places: number[]; length: number } {
  const total = code.data + code.parity;
  if (shards.length !== total)
    throw new RangeError(`places of shards, expected ${total}, got ${shards.length}`);
  const places: number[] = [];
  const present: Uint8Array[] = [];
  shards.forEach((shard, place) => {
    if (shard === undefined) return;
    places.push(place);
    present.push(shard);
  });
  if (places.length < code.data)
    throw new RangeError(`shards, expected at least ${code.data}, got ${places.length}`);
  return { places, length: commonLength(present) };
}

function commonLength(shards: readonly Uint8Array[]): number {
  const length = shards[0].length;
  for (const shard of shards) {
    if (shard.length !== length)
      throw new RangeError(`shard length, expected ${length} B, got ${shard.length} B`);
  }
  return length;
}
