import { RANGE_SECTORS } from '../flow/spec.ts';

/**
 * By how much the target shrinks for a range of shards, as 64.64 fixed point:
 * floor(min(F, R) * 2^64 / min(floor(F / shards), R)) with F the sectors of the flow, R = 8 TiB in sectors.
 * Two divisions, both floor: that of F by the shards, and the last one. F is not rounded to load chunks.
 * Source: 0g-storage 3.6 and 10.11.
 *
 * @param flowLength F
 * @throws RangeError for fewer sectors than shards
 */
export function shardScaleX64(flowLength: number | bigint, shards: number | bigint): bigint {
  const flow = BigInt(flowLength);
  const range = BigInt(RANGE_SECTORS);
  const share = flow / BigInt(shards);
  if (share === 0n)
    throw new RangeError(
      `flow, expected a sector or more for each of ${shards} shards, got ${flow}`,
    );
  return (least(flow, range) << 64n) / least(share, range);
}

function least(a: bigint, b: bigint): bigint {
  return a < b ? a : b;
}
