import type { Blob } from '../layer.ts';

interface Waiting {
  readonly blob: Blob;
  left: number;
  /** Pieces of it in blocks that are not decided. */
  pending: number;
}

/** A part of a blob in a block. */
export interface Piece {
  readonly of: Waiting;
  readonly bytes: number;
}

/** Bytes with the padding to whole units. */
export function padded(bytes: number, unit: number): number {
  return Math.ceil(bytes / unit) * unit;
}

/** Bytes of the whole units that fit, one at least. */
export function wholeUnits(bytes: number, unit: number): number {
  return Math.max(1, Math.floor(bytes / unit)) * unit;
}

/** Blobs that wait for blocks, first come first served; one that does not fit goes on in the next block. */
export class BlobQueue {
  private readonly unit: number;
  private queue: Waiting[] = [];

  /** @param unit bytes to which a piece is padded */
  constructor(unit: number) {
    this.unit = unit;
  }

  push(blob: Blob): void {
    this.queue.push({ blob, left: blob.bytes, pending: 0 });
  }

  /** Pieces for a block with so much room, padding included. */
  take(room: number): Piece[] {
    const pieces: Piece[] = [];
    let free = room;
    while (this.queue.length > 0 && free >= this.unit) {
      const [first] = this.queue;
      const bytes = Math.min(first.left, free);
      pieces.push({ of: first, bytes });
      first.left -= bytes;
      first.pending++;
      free -= padded(bytes, this.unit);
      if (first.left === 0) this.queue.shift();
    }
    return pieces;
  }

  /** The block with these pieces counts. @returns the blobs that are whole now */
  included(pieces: readonly Piece[]): Blob[] {
    const whole: Blob[] = [];
    for (const { of } of pieces) if (--of.pending === 0 && of.left === 0) whole.push(of.blob);
    return whole;
  }

  /** The block with these pieces does not count: they come first again. */
  putBack(pieces: readonly Piece[]): void {
    for (const { of, bytes } of pieces.toReversed()) {
      of.pending--;
      if (of.left === 0 || this.queue[0] !== of) this.queue.unshift(of);
      of.left += bytes;
    }
  }
}
