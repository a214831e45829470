import { paddedSectors, submissionHeights } from '../flow/padding.ts';
import { placeSubmission } from '../flow/placement.ts';
import { LOAD_SECTORS, SECTOR_BYTES } from '../flow/spec.ts';

/** What files of one size add to the flow. */
export interface Growth {
  /** Length of the flow before and after, in sectors. */
  readonly start: number;
  readonly end: number;
  /** Sectors that the files pay for: their own with the padding of their last nodes. */
  readonly paid: number;
}

/**
 * Places that many files of the same size one after the other. From the start of a segment on they are
 * equally far apart, as starts are multiples of a power of two; those before it are placed one by one.
 *
 * @param length sectors of the flow so far
 * @param fileBytes payload of one file, at least 1
 */
export function placeFiles(length: number, fileBytes: number, files: number): Growth {
  const sectors = Math.ceil(fileBytes / SECTOR_BYTES);
  if (files === 0) return { start: length, end: length, paid: 0 };
  const heights = submissionHeights(sectors);
  const paid = files * paddedSectors(sectors);
  let at = placeSubmission(length, heights);
  let left = files - 1;
  for (; left > 0 && at.start % LOAD_SECTORS !== 0; left--) at = placeSubmission(at.end, heights);
  if (left === 0) return { start: length, end: at.end, paid };
  const stride = placeSubmission(at.end, heights).start - at.start;
  return { start: length, end: at.end + left * stride, paid };
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
