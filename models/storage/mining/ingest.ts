import { paddedSectors, submissionHeights } from '../flow/padding.ts';
import { placeSubmission } from '../flow/placement.ts';
import { SECTOR_BYTES } from '../flow/spec.ts';

/** What files of one size add to the flow. */
export interface Growth {
  /** Length of the flow before and after, in sectors. */
  readonly start: number;
  readonly end: number;
  /** Sectors that the files pay for: their own with the padding of their last nodes. */
  readonly paid: number;
}

/**
 * Places that many files of the same size one after the other, in constant time: every start is a multiple
 * of a power of two above the padded size, so the starts are equally far apart.
 *
 * @param length sectors of the flow so far
 * @param fileBytes payload of one file, at least 1
 */
export function placeFiles(length: number, fileBytes: number, files: number): Growth {
  const sectors = Math.ceil(fileBytes / SECTOR_BYTES);
  if (files === 0) return { start: length, end: length, paid: 0 };
  const heights = submissionHeights(sectors);
  const padded = paddedSectors(sectors);
  const first = placeSubmission(length, heights);
  if (files === 1) return { start: length, end: first.end, paid: padded };
  const second = placeSubmission(first.end, heights);
  const stride = second.start - first.start;
  return { start: length, end: first.end + (files - 1) * stride, paid: files * padded };
}

/** Files of one size that arrive at a rate; what is left of a file waits for the next call. */
export class Ingest {
  length: number;
  /** Bytes of payload so far. */
  payload = 0;
  private readonly fileBytes: number;
  private waiting = 0;

  constructor(length: number, fileBytes: number) {
    this.length = length;
    this.fileBytes = fileBytes;
  }

  /** @param bytes that have arrived since the last call */
  add(bytes: number): Growth {
    const files = Math.floor((this.waiting + bytes) / this.fileBytes);
    this.waiting += bytes - files * this.fileBytes;
    this.payload += files * this.fileBytes;
    const growth = placeFiles(this.length, this.fileBytes, files);
    this.length = growth.end;
    return growth;
  }
}
