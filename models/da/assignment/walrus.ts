/*
 * Walrus: a blob becomes a matrix that is coded along both sides (RedStuff); every shard keeps a row, its
 * primary sliver, and a column, its secondary sliver. Source: da-layers 2.8.
 */
import { type Assignment, dealByStake } from './assignment.ts';

export const WALRUS_SHARDS = 1000;
/** Symbols that decoding may need beyond the least; a margin kept from the days of RaptorQ. */
export const WALRUS_MARGIN = 5;
/** Bytes of the hashes of all slivers, which every shard keeps with a blob. */
export const WALRUS_METADATA_BYTES = 65_536;

/** Shards that may be faulty: the largest f with 3 f + 1 <= shards. */
export function faultyShards(shards: number): number {
  return Math.floor((shards - 1) / 3);
}

/** Shards whose primary slivers rebuild a blob: one correct more than may be faulty. */
export function shardsToRebuild(shards: number): number {
  return faultyShards(shards) + 1;
}

/** Shards that must sign before a blob counts as stored: 2 f + 1. */
export function shardsToCertify(shards: number): number {
  return 2 * faultyShards(shards) + 1;
}

/** The matrix before coding, in symbols. */
export interface RedStuffShape {
  /** Rows: the blob fills as many primary slivers. */
  readonly rows: number;
  /** Columns: the blob fills as many secondary slivers. */
  readonly columns: number;
}

/**
 * (shards - 2 f - margin) rows of (shards - f - margin) symbols.
 * @throws RangeError for a margin that leaves no row
 */
export function redStuffShape(shards = WALRUS_SHARDS, margin = WALRUS_MARGIN): RedStuffShape {
  const faulty = faultyShards(shards);
  const rows = shards - 2 * faulty - margin;
  if (!(margin >= 0 && rows >= 1)) {
    throw new RangeError(`margin, expected 0 to ${shards - 2 * faulty - 1}, got ${margin}`);
  }
  return { rows, columns: shards - faulty - margin };
}

/** Bytes of the primary and the secondary sliver of one shard, in whole bytes a symbol. */
export function sliverPairBytes(blobBytes: number, shape: RedStuffShape): number {
  const symbol = Math.ceil(blobBytes / (shape.rows * shape.columns));
  return symbol * (shape.columns + shape.rows);
}

/** Bytes that all shards keep of a blob and that its owner pays for: slivers and metadata. */
export function walrusStoredBytes(blobBytes: number, shards = WALRUS_SHARDS): number {
  return shards * (sliverPairBytes(blobBytes, redStuffShape(shards)) + WALRUS_METADATA_BYTES);
}

/**
 * Shards of every operator by stake, largest remainder; any f + 1 of them rebuild.
 * @param stakes stake of every operator in any integer unit
 * @throws RangeError for a stake below 0, or when all are 0
 */
export function walrusAssignment(stakes: readonly bigint[], shards = WALRUS_SHARDS): Assignment {
  return dealByStake(stakes, shards, shardsToRebuild(shards));
}
