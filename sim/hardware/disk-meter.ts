import { Tally } from '../stats/tally.ts';
import { TimeWeighted } from '../stats/time-weighted.ts';
import { minus, type Tick } from '../time.ts';

/** Spans in ticks, since the start or the last reset. */
export interface DiskStatistics {
  readonly completed: number;
  readonly bytesRead: number;
  readonly bytesWritten: number;
  /** Share of time with a request in flight. */
  readonly utilisation: number;
  readonly meanInFlight: number;
  /** Requests that wait because the queue of the device is full. */
  readonly meanWaiting: number;
  readonly mostWaiting: number;
  /** From submission to completion; NaN when nothing was completed. */
  readonly meanLatency: number;
  readonly maxLatency: number;
  /** Mean wait of admitted requests for the tokens of a rate limit. */
  readonly meanThrottle: number;
}

/** Counts what a disk does. */
export class DiskMeter {
  private since: Tick;
  private readonly inFlight: TimeWeighted;
  private readonly waiting: TimeWeighted;
  private readonly latency = new Tally();
  private readonly throttle = new Tally();
  private bytesRead = 0;
  private bytesWritten = 0;

  constructor(now: Tick) {
    this.since = now;
    this.inFlight = new TimeWeighted(now, 0, 0);
    this.waiting = new TimeWeighted(now);
  }

  level(now: Tick, inFlight: number, waiting: number): void {
    this.inFlight.set(now, inFlight);
    this.waiting.set(now, waiting);
  }

  throttled(ticks: number): void {
    this.throttle.record(ticks);
  }

  completed(now: Tick, submitted: Tick, bytes: number, write: boolean): void {
    this.latency.record(minus(now, submitted));
    if (write) this.bytesWritten += bytes;
    else this.bytesRead += bytes;
  }

  reset(now: Tick): void {
    this.since = now;
    this.inFlight.reset(now);
    this.waiting.reset(now);
    this.latency.reset();
    this.throttle.reset();
    this.bytesRead = 0;
    this.bytesWritten = 0;
  }

  statistics(now: Tick): DiskStatistics {
    const span = now - this.since;
    return {
      completed: this.latency.count,
      bytesRead: this.bytesRead,
      bytesWritten: this.bytesWritten,
      utilisation: span === 0 ? 0 : this.inFlight.ticksAbove(now) / span,
      meanInFlight: this.inFlight.average(now),
      meanWaiting: this.waiting.average(now),
      mostWaiting: this.waiting.max,
      meanLatency: this.latency.mean,
      maxLatency: this.latency.max,
      meanThrottle: this.throttle.count === 0 ? 0 : this.throttle.mean,
    };
  }
}
