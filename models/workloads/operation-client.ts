import { Lane } from '../../sim/engine/order.ts';
import type { Simulation } from '../../sim/engine/simulation.ts';
import { Tally } from '../../sim/stats/tally.ts';
import { minus, plus, seconds, type Tick } from '../../sim/time.ts';
import type { Operation, Store, Workload } from './workload.ts';

export interface OperationClientOptions {
  readonly operations: Iterator<Operation, void>;
  readonly loop: Workload['loop'];
  readonly store: Store;
  /** Sees each operation that ended, with the span since it began. */
  readonly observe?: (operation: Operation, latency: Tick, ok: boolean) => void;
  /** Called when the workload has no more operations and none is under way. */
  readonly ended?: () => void;
}

/** Of one kind of operation; latencies in ticks of those that ended well, NaN without any. */
export interface OperationStatistics {
  readonly started: number;
  readonly completed: number;
  readonly failed: number;
  /** Of those that ended well. */
  readonly bytes: number;
  readonly meanLatency: number;
  readonly maxLatency: number;
}

class OperationMeter {
  private readonly latency = new Tally();
  private bytes = 0;
  started = 0;
  failed = 0;

  completed(bytes: number, latency: Tick): void {
    this.latency.record(latency);
    this.bytes += bytes;
  }

  statistics(): OperationStatistics {
    const { started, failed, bytes, latency } = this;
    const { count: completed, mean: meanLatency, max: maxLatency } = latency;
    return { started, completed, failed, bytes, meanLatency, maxLatency };
  }

  reset(): void {
    this.latency.reset();
    this.bytes = 0;
    this.started = 0;
    this.failed = 0;
  }
}

/**
 * Plays the operations of a workload against a store: in an open loop at their own times, whatever is under
 * way; in a closed loop one after the other.
 */
export class OperationClient {
  private readonly simulation: Simulation;
  private readonly options: OperationClientOptions;
  private readonly entity: number;
  private readonly due: number;
  private readonly meters = { read: new OperationMeter(), write: new OperationMeter() };
  private since: Tick | undefined;
  /** Open loop: seconds from the start to the last arrival, so that rounding never accumulates. */
  private arrival = 0;
  private event: number | undefined;
  private inFlight = 0;
  private stopped = false;
  private exhausted = false;

  /** @param name entity name */
  constructor(simulation: Simulation, name: string, options: OperationClientOptions) {
    this.simulation = simulation;
    this.options = options;
    this.entity = simulation.entity(name);
    this.due = simulation.handler(`${name}.operation`, (_entity, _bytes, operation) => {
      this.event = undefined;
      this.begin(operation as Operation);
    });
  }

  /** @throws RangeError when called a second time */
  start(): void {
    if (this.since !== undefined) throw new RangeError('start, expected one call, got another');
    this.since = this.simulation.now;
    this.next();
  }

  /** Starts no more operations; those under way end. */
  stop(): void {
    this.stopped = true;
    if (this.event !== undefined) this.simulation.cancel(this.event);
  }

  statistics(): Readonly<Record<Operation['kind'], OperationStatistics>> {
    return { read: this.meters.read.statistics(), write: this.meters.write.statistics() };
  }

  /** Forgets the past: the end of the warm-up. What is under way counts when it ends. */
  resetStatistics(): void {
    this.meters.read.reset();
    this.meters.write.reset();
  }

  private next(): void {
    if (this.stopped) return;
    const { simulation } = this;
    const { value: operation } = this.options.operations.next();
    if (operation === undefined) {
      this.exhausted = true;
      this.reportEnd();
      return;
    }
    let delay: Tick;
    if (this.options.loop === 'open') {
      this.arrival += operation.wait;
      const at = plus(this.since as Tick, seconds(this.arrival, 'nearest'));
      delay = minus(at, simulation.now);
    } else {
      delay = seconds(operation.wait, 'nearest');
    }
    const { bytes } = operation;
    this.event = simulation.schedule(delay, Lane.Process, this.entity, this.due, bytes, operation);
  }

  private begin(operation: Operation): void {
    const { kind, object, offset, bytes } = operation;
    const { store, loop, observe } = this.options;
    const { now } = this.simulation;
    const meter = this.meters[kind];
    this.inFlight++;
    meter.started++;
    store[kind](object, offset, bytes, (ok) => {
      const latency = minus(this.simulation.now, now);
      this.inFlight--;
      if (ok) meter.completed(bytes, latency);
      else meter.failed++;
      observe?.(operation, latency, ok);
      if (loop === 'closed') this.next();
      else this.reportEnd();
    });
    if (loop === 'open') this.next();
  }

  private reportEnd(): void {
    if (this.exhausted && this.inFlight === 0) this.options.ended?.();
  }
}
