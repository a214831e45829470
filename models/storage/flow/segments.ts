import { keccak256 } from '../../../sim/kernels/hashes.ts';
import { inlineJobs, type Jobs, type Started } from '../../../sim/kernels/jobs/jobs.ts';
import {
  type MerkleTree,
  merkleTree,
  type TreeRule,
  verifyMerkleProof,
} from '../../../sim/kernels/merkle.ts';
import { Frontier } from './frontier.ts';
import { paddedSectors } from './padding.ts';
import { LOAD_BYTES, LOAD_SECTORS, SECTOR_BYTES, WORD_BYTES } from './spec.ts';
import { submissionRoot } from './submission.ts';

/*
 * Segments are what is uploaded and downloaded: 1024 sectors, the last one of a file what is left of its
 * padded sectors. The tree over their roots has the file root on top. Source: 0g-storage 1 "File
 * identity" and 2.
 */

/** A path is found with 32-bit numbers; this many segments are 256 TiB. */
const SEGMENTS_MAX = 1_073_741_824;

const NOTHING = new Uint8Array(0);

/** Leaves are roots, which stand for themselves; nodes are two of them. */
const SEGMENT_RULE: TreeRule = {
  hash: (bytes) => (bytes.length === WORD_BYTES ? bytes : keccak256(bytes)),
  leafPrefix: NOTHING,
  nodePrefix: NOTHING,
};

/** A segment as it travels. */
export interface Segment {
  /** Size of the whole file in bytes. */
  readonly fileBytes: number;
  /** Number of the segment in the file, from 0. */
  readonly index: number;
  /** Its data without padding, or filled up with zeros to whole sectors. */
  readonly data: Uint8Array;
}

/**
 * Segments of a padded file; those after the data are zeros and need no upload.
 * @throws RangeError for a file of less than 1 byte
 */
export function segmentCount(fileBytes: number): number {
  return Math.ceil(paddedSectors(Math.ceil(fileBytes / SECTOR_BYTES)) / LOAD_SECTORS);
}

/**
 * Sectors of one segment, padding included.
 * @throws RangeError for a file of less than 1 byte or a segment that it does not have
 */
export function segmentSectors(fileBytes: number, index: number): number {
  const count = segmentCount(fileBytes);
  if (!(Number.isInteger(index) && index >= 0 && index < count))
    throw new RangeError(`segment, expected 0 to ${count - 1}, got ${index}`);
  const padded = paddedSectors(Math.ceil(fileBytes / SECTOR_BYTES));
  return Math.min(LOAD_SECTORS, padded - index * LOAD_SECTORS);
}

/**
 * Root of a segment: 32 bytes.
 * @param data at most 256 bytes a sector; zeros follow
 * @param sectors with padding, 1 to 1024, see `segmentSectors`
 * @throws RangeError for more data than sectors
 */
export function segmentRoot(data: Uint8Array, sectors: number): Uint8Array {
  if (data.length > sectors * SECTOR_BYTES) {
    throw new RangeError(
      `segment, expected at most ${sectors * SECTOR_BYTES} B, got ${data.length} B`,
    );
  }
  const frontier = new Frontier();
  frontier.appendData(data);
  frontier.padTo(sectors);
  return submissionRoot(frontier.nodes());
}

/**
 * The tree over segment roots: `root` is the file root, `proof(i)` the siblings of segment i, bottom up.
 * @param roots one for each segment of the padded file
 * @throws RangeError without roots
 */
export function segmentTree(roots: readonly Uint8Array[]): MerkleTree {
  return merkleTree(roots, SEGMENT_RULE);
}

/** The segment tree of a file held in memory. @throws RangeError for an empty file */
export function fileSegments(file: Uint8Array): MerkleTree {
  return startSegments(file, inlineJobs).join();
}

/** As `fileSegments`, begun now and joined later. @throws RangeError for an empty file */
export function startSegments(file: Uint8Array, jobs: Jobs): Started<MerkleTree> {
  const count = segmentCount(file.length);
  const whole = Math.floor(file.length / LOAD_BYTES);
  const begun = jobs.treeRoots(file.subarray(0, whole * LOAD_BYTES), SECTOR_BYTES, LOAD_BYTES);
  const rest = Array.from({ length: count - whole }, (_, i) => {
    const data = file.subarray((whole + i) * LOAD_BYTES, (whole + i + 1) * LOAD_BYTES);
    return segmentRoot(data, segmentSectors(file.length, whole + i));
  });
  return { join: () => segmentTree([...begun.join(), ...rest]) };
}

/**
 * Whether a segment belongs to a file, as a node checks it before it is stored.
 * @param fileRoot 32 bytes
 * @param siblings from `segmentTree`, bottom up
 */
export function verifySegment(
  fileRoot: Uint8Array,
  { fileBytes, index, data }: Segment,
  siblings: readonly Uint8Array[],
): boolean {
  if (!(Number.isSafeInteger(fileBytes) && fileBytes >= 1)) return false;
  const count = segmentCount(fileBytes);
  if (!(Number.isInteger(index) && index >= 0 && index < count)) return false;
  if (count > SEGMENTS_MAX) return false;
  const bytes = Math.min(LOAD_BYTES, Math.max(0, fileBytes - index * LOAD_BYTES));
  const wholeSectors = Math.ceil(bytes / SECTOR_BYTES);
  if (Math.ceil(data.length / SECTOR_BYTES) !== wholeSectors) return false;
  if (siblings.some(({ length }) => length !== WORD_BYTES)) return false;
  const root = segmentRoot(data, segmentSectors(fileBytes, index));
  return verifyMerkleProof(fileRoot, root, index, count, siblings, SEGMENT_RULE);
}
