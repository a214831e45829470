import type { Tick } from '../../../sim/time.ts';
import { submissionHeights } from '../flow/padding.ts';
import { type Placement, placeSubmission } from '../flow/placement.ts';
import { segmentCount, segmentSectors } from '../flow/segments.ts';
import { LOAD_BYTES, LOAD_SECTORS, PRICING_SECTORS, SECTOR_BYTES } from '../flow/spec.ts';
import type { FileContent } from './content.ts';
import { holdsSegment, type Shard } from './shards.ts';

/*
 * The flow as the chain has it: submissions in the order of commitment. Source: 0g-storage 1 and 2.
 */

/** A file, or a fragment of one: an entry of the flow once it is committed. */
export class FileEntry {
  readonly id: number;
  readonly bytes: number;
  /** Segments that hold data. */
  readonly segments: number;
  /** Real bytes, in exact fidelity. */
  readonly content: FileContent | undefined;
  placement: Placement | undefined;

  /** @throws RangeError for less than 1 byte */
  constructor(id: number, bytes: number, content?: FileContent) {
    if (!(Number.isSafeInteger(bytes) && bytes >= 1))
      throw new RangeError(`file, expected at least 1 B, got ${bytes}`);
    this.id = id;
    this.bytes = bytes;
    this.segments = Math.ceil(bytes / LOAD_BYTES);
    this.content = content;
  }

  /** Data in a segment, bytes without padding. */
  segmentBytes(index: number): number {
    return Math.max(0, Math.min(LOAD_BYTES, this.bytes - index * LOAD_BYTES));
  }

  /** Number of a segment in the whole flow. @throws RangeError as long as the file is not committed */
  flowSegment(index: number): number {
    if (this.placement === undefined)
      throw new RangeError('flow segment, expected a committed file, got one that is not');
    return Math.floor(this.placement.start / LOAD_SECTORS) + index;
  }

  /** Segments of the file that a shard holds, ascending. */
  ownSegments(shard: Shard): number[] {
    const all = Array.from({ length: this.segments }, (_, index) => index);
    return all.filter((index) => holdsSegment(shard, this.flowSegment(index)));
  }

  /** Zeros that a shard fills up behind the data, bytes. */
  ownPadding(shard: Shard): number {
    let bytes = 0;
    for (let i = this.segments - 1; i < segmentCount(this.bytes); i++) {
      if (!holdsSegment(shard, this.flowSegment(i))) continue;
      bytes += segmentSectors(this.bytes, i) * SECTOR_BYTES - this.segmentBytes(i);
    }
    return bytes;
  }
}

/**
 * Number of the first pricing chunk that still earns: chunks before it were finalised a lifetime ago.
 * @param finalisedAt when each chunk became full, oldest first
 */
export function firstRewardable(finalisedAt: readonly Tick[], lifetime: Tick, now: Tick): number {
  let chunk = 0;
  while (chunk < finalisedAt.length && now >= finalisedAt[chunk] + lifetime) chunk++;
  return chunk;
}

export class FlowLog {
  /** Sectors of the flow; position 0 holds the identifier. */
  length: number;
  /** Entries deep enough for nodes to see, in order. */
  readonly visible: FileEntry[] = [];
  private readonly finalisedAt: Tick[] = [];

  /** @param before sectors that the flow holds at the start */
  constructor(before: number, now: Tick) {
    this.length = 1 + before;
    this.finalise(now);
  }

  /** A block has the submission: it takes its place. */
  commit(entry: FileEntry, now: Tick): void {
    const heights = submissionHeights(Math.ceil(entry.bytes / SECTOR_BYTES));
    entry.placement = placeSubmission(this.length, heights);
    this.length = entry.placement.end;
    this.finalise(now);
  }

  /** First sector of the flow that is still paid for. */
  firstPaidSector(lifetime: Tick, now: Tick): number {
    return firstRewardable(this.finalisedAt, lifetime, now) * PRICING_SECTORS;
  }

  private finalise(now: Tick): void {
    while ((this.finalisedAt.length + 1) * PRICING_SECTORS <= this.length)
      this.finalisedAt.push(now);
  }
}

/** Sizes of the fragments of a file: each but the last is as large as a fragment may be. */
export function fragmentSizes(bytes: number, fragment: number): number[] {
  const count = Math.ceil(bytes / fragment);
  return Array.from({ length: count }, (_, i) => Math.min(fragment, bytes - i * fragment));
}

/** Subtree roots that the submission of a file carries. */
export function rootCount({ bytes }: FileEntry): number {
  return submissionHeights(Math.ceil(bytes / SECTOR_BYTES)).length;
}
