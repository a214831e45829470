import { type Tick, toSeconds, ZERO } from '../../../sim/time.ts';
import type { Measures } from '../../measures.ts';
import { type ReadFailure, readFailures } from './download.ts';

/** What the reads of a run came to. */
export class Reads {
  private readonly measures: Measures;
  private readonly took: (span: Tick) => void;
  private readonly failed = new Map<ReadFailure, number>();
  private files = 0;
  private bytes = 0;
  private startedAt: Tick = ZERO;
  private endedAt: Tick = ZERO;

  constructor(measures: Measures) {
    this.measures = measures;
    this.took = measures.durations('storage.download.latency');
  }

  begin(now: Tick): void {
    this.startedAt = now;
  }

  /** A read ended. @param bytes of the file */
  end(failure: ReadFailure | undefined, bytes: number, started: Tick, now: Tick): void {
    this.endedAt = now;
    if (failure !== undefined) {
      this.failed.set(failure, (this.failed.get(failure) ?? 0) + 1);
      return;
    }
    this.files++;
    this.bytes += bytes;
    this.took((now - started) as Tick);
  }

  /** @param rejected segments that readers refused for their proof */
  report(rejected: number): void {
    const { measures, failed } = this;
    measures.value('storage.download.files', '1', this.files);
    measures.value('storage.download.rejected', '1', rejected);
    for (const reason of readFailures)
      measures.value(`storage.download.failed[${reason}]`, '1', failed.get(reason) ?? 0);
    const span = toSeconds((this.endedAt - this.startedAt) as Tick);
    if (this.bytes > 0) measures.value('storage.download.throughput', 'B/s', this.bytes / span);
  }
}
