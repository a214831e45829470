import { normalQuantile } from '../../sim/math.ts';
import type { Stream } from '../../sim/random.ts';
import type { TrainingProfile } from './training.ts';
import { type Client, checkClient } from './workload.ts';

/** Where one sample lies. */
export interface Sample {
  /** Number of the file. */
  readonly object: number;
  readonly offset: number;
  readonly bytes: number;
}

/** Fractional part of the golden ratio: its multiples fill (0, 1) evenly. */
const GOLDEN = 0.6180339887498949;

/**
 * Bytes of a sample of that file: normal, cut to 1 byte .. twice the mean on both sides alike so that the
 * mean stays. A function of the file's number, so that all clients and epochs agree without a table.
 */
export function sampleBytes(profile: TrainingProfile, file: number): number {
  const { sampleBytes: mean, sampleDeviation: deviation } = profile;
  if (deviation === 0) return mean;
  const place = (file + 0.5) * GOLDEN;
  const bytes = Math.round(mean + deviation * normalQuantile(place - Math.floor(place)));
  return Math.min(Math.max(bytes, 1), 2 * mean - 1);
}

/** Bytes of that file. */
export function fileBytes(profile: TrainingProfile, file: number): number {
  return profile.samplesPerFile * sampleBytes(profile, file);
}

/**
 * The files of one client, epoch by epoch. Client c of n has the files c, c + n, c + 2n, ... and shuffles
 * them anew for each epoch. A file costs one draw (Fisher-Yates as far as it is used).
 */
export class FileOrder {
  private readonly order: Int32Array;
  private readonly epochs: number;
  private readonly stream: Stream;
  private at = 0;
  private epoch = 0;

  /** @throws RangeError unless there is at least one file for each client */
  constructor(files: number, epochs: number, client: Client, stream: Stream) {
    checkClient(client);
    if (!(Number.isSafeInteger(files) && files >= client.of)) {
      throw new RangeError(
        `files, expected at least one for each of ${client.of} clients, got ${files}`,
      );
    }
    const own = Math.ceil((files - client.number) / client.of);
    this.order = Int32Array.from({ length: own }, (_, i) => client.number + i * client.of);
    this.epochs = epochs;
    this.stream = stream;
  }

  /** The next file to read; undefined after the last epoch. */
  next(): number | undefined {
    const { order } = this;
    if (this.at === order.length) {
      this.at = 0;
      this.epoch++;
    }
    if (this.epoch >= this.epochs) return undefined;
    const from = this.at + this.stream.below(order.length - this.at);
    const file = order[from];
    order[from] = order[this.at];
    order[this.at++] = file;
    return file;
  }
}

/** One reader thread: takes a file of the client, reads its samples in order, takes the next. */
export class SampleReader {
  private readonly profile: TrainingProfile;
  private readonly order: FileOrder;
  private file: number | undefined;
  private record = 0;

  constructor(profile: TrainingProfile, order: FileOrder) {
    this.profile = profile;
    this.order = order;
  }

  /** Undefined when no file is left. */
  next(): Sample | undefined {
    if (this.file === undefined || this.record === this.profile.samplesPerFile) {
      this.file = this.order.next();
      this.record = 0;
    }
    if (this.file === undefined) return undefined;
    const bytes = sampleBytes(this.profile, this.file);
    return { object: this.file, offset: bytes * this.record++, bytes };
  }
}
