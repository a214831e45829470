import { LOAD_SEALS, PAD_BYTES, SEAL_BYTES } from '../flow/spec.ts';
import { firstWithin, hitBound } from './quality.ts';
import { type RecallRange, rangeDigest, recallPosition } from './recall-range.ts';
import { padSeed, recallSeed, scratchpad } from './scratchpad.ts';
import { word } from './words.ts';

/** What stays the same for all attempts of a miner in an epoch. */
export interface MiningJob {
  readonly minerId: Uint8Array;
  readonly subtaskDigest: Uint8Array;
  readonly range: RecallRange;
  readonly rangeDigest: Uint8Array;
  /** Largest quality that is a hit, 32 B big-endian. */
  readonly bound: Uint8Array;
}

/** A sealed load chunk as a miner holds it. */
export interface SealedLoad {
  /** 256 KiB. */
  readonly data: Uint8Array;
  /** Whether a seal chunk, 0 to 63, is present and sealed. */
  available(offset: number): boolean;
}

/** Reads the load chunk that starts at a sector; null when the miner does not hold it. */
export type LoadReader = (position: number) => SealedLoad | null;

export interface Hit {
  readonly nonce: Uint8Array;
  /** First sector of the load chunk. */
  readonly position: number;
  /** Number of the seal chunk in the load chunk, 0 to 63. */
  readonly offset: number;
  /** 32 B, big-endian. */
  readonly quality: Uint8Array;
  /** A copy of the sealed 4 KiB. */
  readonly sealed: Uint8Array;
}

/** What attempts have cost, by the node's names. Source: 0g-storage 3.9. */
export interface WorkCount {
  /** Scratchpads made: 1 + 512 hashes each. */
  pads: number;
  /** Load chunks read. */
  loads: number;
  /** Seal chunks mixed and hashed. */
  mixes: number;
  hits: number;
}

export interface AttemptResult {
  /** Sector at which the load chunk starts. */
  readonly position: number;
  readonly hit: Hit | null;
}

/** Buffers that attempts share. */
export class Workbench {
  readonly pad = new Uint8Array(PAD_BYTES);
  readonly tried = new Uint8Array(LOAD_SEALS);
  readonly count: WorkCount = { pads: 0, loads: 0, mixes: 0, hits: 0 };
}

/** @param target and scale as those of `hitBound` */
export function miningJob(
  minerId: Uint8Array,
  subtaskDigest: Uint8Array,
  range: RecallRange,
  target: bigint,
  scaleX64: bigint,
): MiningJob {
  const bound = word(hitBound(target, scaleX64));
  return { minerId, subtaskDigest, range, rangeDigest: rangeDigest(range), bound };
}

/**
 * One attempt: pad from the nonce, one read, up to 64 tries that end with the first hit. The seal chunk at
 * sector 0 is passed over, because the identifier there is no data. Source: 0g-storage 3.5 and 10.12.
 *
 * @param nonce 32 B
 * @param bench buffers and counters, which the attempt changes
 */
export function attempt(
  job: MiningJob,
  nonce: Uint8Array,
  read: LoadReader,
  bench: Workbench = new Workbench(),
): AttemptResult {
  const { count, pad, tried } = bench;
  const seed = padSeed(job.minerId, nonce, job.subtaskDigest, job.rangeDigest);
  scratchpad(seed, pad);
  count.pads++;
  const position = recallPosition(job.range, recallSeed(pad));
  const load = read(position);
  if (load === null) return { position, hit: null };
  count.loads++;
  for (let offset = 0; offset < LOAD_SEALS; offset++)
    tried[offset] = load.available(offset) && position + offset !== 0 ? 1 : 0;
  const found = firstWithin(job.bound, load.data, tried, seed, pad);
  const ended = found === null ? LOAD_SEALS : found.index + 1;
  for (let offset = 0; offset < ended; offset++) count.mixes += tried[offset];
  if (found === null) return { position, hit: null };
  count.hits++;
  const offset = found.index;
  const sealed = load.data.slice(offset * SEAL_BYTES, (offset + 1) * SEAL_BYTES);
  const hit = { nonce: nonce.slice(), position, offset, quality: found.digest, sealed };
  return { position, hit };
}
