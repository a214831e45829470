import { keccak_256 } from '@noble/hashes/sha3.js';
import { bytesToHex, concatBytes, hexToBytes } from '@noble/hashes/utils.js';
import { SUBLINE_BYTES, SUBLINES } from './geometry.ts';

/*
 * The lottery that pays for keeping slices, computed on real bytes (chain sheet 1.5). A row draws a quality
 * from the round's seed, each of its sub-lines another from its data; the sum must not exceed the target.
 * Assumption, as the sheet does not give the widths of the hashed fields: integers are words of 32 bytes,
 * big-endian, and all fields follow each other without padding.
 */

/** Easiest target, and the first: (2^256 - 1) / 128. */
export const MAX_TARGET = ((1n << 256n) - 1n) / 128n;
/** Valid responses of a round that the target aims at, and that are paid at most. */
export const TARGET_RESPONSES = 20;
export const MAX_RESPONSES = 40;
/** A round without responses raises the target by 1 / 8. */
const ADJUSTMENT_DIVISOR = 8;

/** A row in a sampling round. */
export interface SampledRow {
  /** Hash of the block before the sample height, 32 bytes. */
  readonly seed: Uint8Array;
  readonly epoch: number;
  readonly quorum: number;
  /** Data root of the blob, 32 bytes. */
  readonly root: Uint8Array;
  readonly row: number;
}

function word(value: number | bigint): Uint8Array {
  return hexToBytes(value.toString(16).padStart(64, '0'));
}

function hashed(fields: readonly Uint8Array[]): bigint {
  return BigInt(`0x${bytesToHex(keccak_256(concatBytes(...fields)))}`);
}

/** keccak256(seed, epoch, quorum, root, row). */
export function lineQuality({ seed, epoch, quorum, root, row }: SampledRow): bigint {
  return hashed([seed, word(epoch), word(quorum), root, word(row)]);
}

/**
 * keccak256(lineQuality, subline, data).
 * @param data the 1024 bytes of the sub-line
 */
export function dataQuality(line: bigint, subline: number, data: Uint8Array): bigint {
  return hashed([word(line), word(subline), data]);
}

/**
 * The contract's rule: line + data does not overflow 256 bits and is at most the target (docs: below). A target
 * is below 2^256, so a sum that overflows also exceeds it.
 */
export function isValid(line: bigint, data: bigint, target: bigint): boolean {
  return line + data <= target;
}

/**
 * Sub-lines of a row that are valid responses, as the node searches: the row's own quality must already be
 * below the target before its data is read.
 * @param read gives the row's data, 32 KiB without proofs; called at most once
 */
export function validSublines(
  sampled: SampledRow,
  target: bigint,
  read: () => Uint8Array,
): number[] {
  const line = lineQuality(sampled);
  if (line >= target) return [];
  const data = read();
  const valid: number[] = [];
  for (let subline = 0; subline < SUBLINES; subline++) {
    const part = data.subarray(subline * SUBLINE_BYTES, (subline + 1) * SUBLINE_BYTES);
    if (isValid(line, dataQuality(line, subline, part), target)) valid.push(subline);
  }
  return valid;
}

/**
 * Target of the next round: target (1 - (responses - 20) / 20 / 8), at most `MAX_TARGET`. Assumption, as the
 * sheet does not say where the contract rounds: one division, rounded down.
 * @param responses paid responses of the round
 * @throws RangeError for responses outside 0 to 40
 */
export function nextTarget(target: bigint, responses: number): bigint {
  if (!(Number.isInteger(responses) && responses >= 0 && responses <= MAX_RESPONSES)) {
    throw new RangeError(`responses, expected 0 to ${MAX_RESPONSES}, got ${responses}`);
  }
  const whole = TARGET_RESPONSES * ADJUSTMENT_DIVISOR;
  const next = (target * BigInt(whole + TARGET_RESPONSES - responses)) / BigInt(whole);
  return next < MAX_TARGET ? next : MAX_TARGET;
}

/** Target after rounds that nobody called in for: each counts as one without responses. */
export function targetAfterSkipped(target: bigint, rounds: number): bigint {
  let next = target;
  for (let i = 0; i < rounds && next < MAX_TARGET; i++) next = nextTarget(next, 0);
  return next;
}

/** Whether blobs of an epoch are sampled: current - window <= epoch < current. */
export function isEligible(epoch: number, current: number, window: number): boolean {
  return epoch >= current - window && epoch < current;
}

/** Blocks for which the EVM knows a hash. */
const KNOWN_BLOCKS = 256;

/**
 * Whether a round can be opened at `height`: older seeds read as zero, and a zero seed makes the round
 * unclaimable.
 * @param seedHeight block whose hash is the seed
 */
export function isSeedKnown(seedHeight: number, height: number): boolean {
  return seedHeight < height && height - seedHeight <= KNOWN_BLOCKS;
}
