import { LOAD_SECTORS, SECTOR_BYTES } from '../flow/spec.ts';
import type { FileEntry } from './flow-log.ts';
import { holdsSegment, type Shard } from './shards.ts';

/** What became of a segment at a node. */
export const Fate = {
  /** Never accepted. */
  Absent: 0,
  /** In memory, not yet on the disk. */
  Pooled: 1,
  Stored: 2,
  /** Deleted as nobody pays for it any more. */
  Pruned: 3,
  /** Deleted when the node halved its shard. */
  SplitAway: 4,
  /** Dropped from memory as it belongs to another shard. */
  Foreign: 5,
  /** Dropped from memory as its submission never came. */
  Unclaimed: 6,
  /** Was in memory when the node went down. */
  Crashed: 7,
} as const;
export type Fate = (typeof Fate)[keyof typeof Fate];

/** One file at one node. */
export class HeldFile {
  readonly entry: FileEntry;
  /** All segments of the node's shard are on its disk. */
  isFinal = false;
  /** When a client last sent some of it, ticks. */
  lastUpload = Number.NEGATIVE_INFINITY;
  /** Zeros behind the data are on the disk or on the way there. */
  isPadded = false;
  private readonly fates: Uint8Array;

  constructor(entry: FileEntry) {
    this.entry = entry;
    this.fates = new Uint8Array(entry.segments);
  }

  fate(index: number): Fate {
    return this.fates[index] as Fate;
  }

  set(index: number, fate: Fate): void {
    this.fates[index] = fate;
  }

  /** Changes what is of one fate, where it applies. @returns the segments changed */
  turn(from: Fate, to: Fate, applies: (index: number) => boolean = () => true): number[] {
    const changed: number[] = [];
    for (let index = 0; index < this.fates.length; index++) {
      if (this.fates[index] !== from || !applies(index)) continue;
      this.fates[index] = to;
      changed.push(index);
    }
    return changed;
  }

  /** Segments of the shard that are still wanted on the disk, ascending; at most `most`. */
  missing(shard: Shard, most = Number.POSITIVE_INFINITY): number[] {
    const missing: number[] = [];
    for (let index = 0; index < this.fates.length && missing.length < most; index++) {
      if (this.fates[index] === Fate.Stored || this.fates[index] === Fate.Pruned) continue;
      if (holdsSegment(shard, this.entry.flowSegment(index))) missing.push(index);
    }
    return missing;
  }

  /** Whether a segment lies before that sector of the flow. */
  isBefore(index: number, sector: number): boolean {
    return (this.entry.flowSegment(index) + 1) * LOAD_SECTORS <= sector;
  }
}

/** Data in these segments, bytes. */
export function bytesOf(entry: FileEntry, segments: readonly number[]): number {
  return segments.reduce((sum, i) => sum + entry.segmentBytes(i), 0);
}

/** Sectors that their data takes. */
export function sectorsOf(entry: FileEntry, segments: readonly number[]): number {
  return segments.reduce((sum, i) => sum + Math.ceil(entry.segmentBytes(i) / SECTOR_BYTES), 0);
}
