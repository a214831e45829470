import { equalBytes } from '../../../sim/kernels/merkle.ts';
import type { Stream } from '../../../sim/random.ts';
import type { Measures } from '../../measures.ts';
import { type Assignment, recovers } from '../assignment/assignment.ts';
import {
  type Answer,
  changedBytes,
  type Publish,
  type PublishedBlob,
} from '../coding/published.ts';

/** Draws of one run that only bytes need. */
export interface ByteStreams {
  readonly blob: Stream;
  /** What the publisher changes, if it does. */
  readonly spoil: Stream | null;
  /** What corrupt holders change. */
  readonly change: Stream;
  /** Units of readings at the threshold, and cells of repairs. */
  readonly threshold: Stream;
}

/** Reads one blob again and again from real bytes, beside the count of its units. */
export class ByteReader {
  private readonly blob: Uint8Array;
  private readonly published: PublishedBlob;
  private readonly streams: ByteStreams;
  private trials = 0;
  private verified = 0;
  private corrupted = 0;
  private refused = 0;
  private agreed = 0;
  /** Trials with enough units, and of these the ones whose coding was found wrong. */
  private readable = 0;
  private wrong = 0;

  constructor(publish: Publish, blobBytes: number, streams: ByteStreams) {
    this.streams = streams;
    this.blob = Uint8Array.from({ length: blobBytes }, () => streams.blob.below(256));
    this.published = publish(this.blob, streams.spoil);
  }

  /**
   * Reads from what holders answer.
   * @param answering holders that are left and ever got their units
   * @param corrupt 1 for every holder that answers with changed bytes
   * @throws Error where bytes and count of units disagree
   */
  trial(assignment: Assignment, answering: readonly number[], corrupt: Uint8Array): void {
    const { units } = this.published;
    const { change } = this.streams;
    const answers: Answer[] = [];
    let corrupted = 0;
    for (const holder of answering) {
      for (const unit of assignment.units[holder]) {
        const bytes = corrupt[holder] === 1 ? changedBytes(units[unit], change) : units[unit];
        answers.push({ unit, bytes });
        this.verified += bytes.length;
        corrupted += corrupt[holder];
      }
    }
    const { outcome, refused } = this.read(answers);
    const honest = answering.filter((holder) => corrupt[holder] === 0);
    const enough = recovers(assignment, honest);
    const whole = this.streams.spoil === null ? 'recovered' : 'wrong encoding';
    const expected = enough ? whole : 'unavailable';
    this.trials++;
    if (outcome !== expected)
      throw new Error(`reading ${this.trials}, expected ${expected} by count, got ${outcome}`);
    this.agreed++;
    this.corrupted += corrupted;
    this.refused += refused;
    if (enough) this.readable++;
    if (outcome === 'wrong encoding') this.wrong++;
  }

  /** Results, with a reading from as many random units as are needed, and one from one unit fewer. */
  report(measures: Measures, { needed, total }: Assignment): void {
    const { trials, streams, published } = this;
    measures.value('retrieval.bytes_verified', 'B', this.verified / trials);
    measures.value('retrieval.agrees', '1', this.agreed / trials);
    if (this.corrupted > 0)
      measures.value('retrieval.corrupt_caught', '1', this.refused / this.corrupted);
    if (streams.spoil !== null) {
      if (this.readable > 0)
        measures.value('retrieval.wrong_encoding_noticed', '1', this.wrong / this.readable);
      return;
    }
    const answers = streams.threshold
      .sample(needed, total)
      .map((unit) => ({ unit, bytes: published.units[unit] }));
    const recovers = (some: readonly Answer[]) => Number(this.read(some).outcome === 'recovered');
    measures.value('retrieval.threshold_recovery[needed]', '1', recovers(answers));
    measures.value('retrieval.threshold_recovery[one-fewer]', '1', recovers(answers.slice(1)));
    if (published.repairs) {
      const repaired = published.repairs(streams.threshold);
      measures.value('retrieval.repaired', '1', Number(repaired));
    }
  }

  private read(answers: readonly Answer[]) {
    const reading = this.published.read(answers);
    if (reading.outcome === 'recovered' && !equalBytes(reading.blob, this.blob))
      throw new Error(`reading ${this.trials + 1}, expected the blob, got other bytes`);
    return reading;
  }
}
