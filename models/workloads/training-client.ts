import { Lane } from '../../sim/engine/order.ts';
import type { Simulation } from '../../sim/engine/simulation.ts';
import { Tally } from '../../sim/stats/tally.ts';
import { TimeWeighted } from '../../sim/stats/time-weighted.ts';
import { minus, seconds, type Tick } from '../../sim/time.ts';
import { FileOrder, type Sample, SampleReader } from './samples.ts';
import type { AcceleratorName, TrainingProfile } from './training.ts';
import type { Client, Store } from './workload.ts';

export interface TrainingClientOptions {
  readonly profile: TrainingProfile;
  readonly accelerator: AcceleratorName;
  /** Reader threads: reads in flight at most. */
  readonly readers: number;
  /** Batches that lie ready at most, beside the one that is computed. */
  readonly prefetch: number;
  /** Files of the data set that all clients share. */
  readonly files: number;
  readonly epochs: number;
  readonly client: Client;
  readonly store: Pick<Store, 'read'>;
  /** Sees each read that ended well. */
  readonly observe?: (latency: Tick, sample: Sample) => void;
  /** Called after the last step of the last epoch. */
  readonly ended?: () => void;
}

/** Since the start or the last reset. */
export interface TrainingStatistics {
  /** AU: compute time over wall time. */
  readonly utilisation: number;
  /** Steps that ended. */
  readonly steps: number;
  readonly reads: number;
  readonly failedReads: number;
  readonly bytesRead: number;
  /** In ticks, of reads that ended well; NaN without any. */
  readonly meanLatency: number;
  readonly maxLatency: number;
}

/**
 * One accelerator that trains: reader threads fill a buffer of batches, each step takes one batch out of it
 * and computes for a fixed time. It waits only when the buffer holds less than a batch.
 *
 * A reader whose sample finds the buffer full holds it and reads no further. A read that fails is counted,
 * and the thread goes on with its next sample. What is left at the end and fills no batch is dropped.
 */
export class TrainingClient {
  private readonly simulation: Simulation;
  private readonly options: TrainingClientOptions;
  private readonly entity: number;
  private readonly stepEnds: number;
  private readonly step: Tick;
  /** Samples in the buffer, in the hands of readers and under way, at most. */
  private readonly most: number;
  /** Threads that do not read, last one first. */
  private readonly idle: SampleReader[] = [];
  private running = false;
  private ready = 0;
  private inFlight = 0;
  private computing = false;

  private readonly busy: TimeWeighted;
  private readonly latency = new Tally();
  private steps = 0;
  private failedReads = 0;
  private bytesRead = 0;

  /**
   * @param name entity name and path of the stream `<name>/order`
   * @throws RangeError unless readers and prefetch are whole numbers of at least 1, and for too few files
   */
  constructor(simulation: Simulation, name: string, options: TrainingClientOptions) {
    const { profile, readers, prefetch, files, epochs, client } = options;
    for (const [what, count] of Object.entries({ readers, prefetch })) {
      if (!(Number.isSafeInteger(count) && count >= 1)) {
        throw new RangeError(`${what}, expected a whole number of at least 1, got ${count}`);
      }
    }
    this.simulation = simulation;
    this.options = options;
    this.entity = simulation.entity(name);
    this.stepEnds = simulation.handler(`${name}.step`, () => this.endStep());
    this.step = seconds(profile.stepSeconds[options.accelerator], 'nearest');
    this.most = prefetch * profile.batch + readers;
    const order = new FileOrder(files, epochs, client, simulation.streams.stream(`${name}/order`));
    for (let i = 0; i < readers; i++) this.idle.push(new SampleReader(profile, order));
    this.busy = new TimeWeighted(simulation.now);
  }

  /** Starts, or goes on after `stop`. */
  start(): void {
    this.running = true;
    this.advance();
  }

  /** Starts no more reads and steps; what is under way ends. */
  stop(): void {
    this.running = false;
  }

  statistics(): TrainingStatistics {
    return {
      utilisation: this.busy.average(this.simulation.now),
      steps: this.steps,
      reads: this.latency.count,
      failedReads: this.failedReads,
      bytesRead: this.bytesRead,
      meanLatency: this.latency.mean,
      maxLatency: this.latency.max,
    };
  }

  /** Forgets the past: the end of the warm-up. */
  resetStatistics(): void {
    this.busy.reset(this.simulation.now);
    this.latency.reset();
    this.steps = 0;
    this.failedReads = 0;
    this.bytesRead = 0;
  }

  private advance(): void {
    if (!this.running) return;
    const { batch } = this.options.profile;
    if (!this.computing && this.ready >= batch) {
      this.ready -= batch;
      this.compute(true);
      this.simulation.schedule(this.step, Lane.Service, this.entity, this.stepEnds);
    }
    while (this.idle.length > 0 && this.ready + this.inFlight < this.most) {
      const reader = this.idle.pop() as SampleReader;
      const sample = reader.next();
      // A thread without files never returns.
      if (sample !== undefined) this.read(reader, sample);
    }
    const readersLeft = this.idle.length + this.inFlight;
    if (!this.computing && readersLeft === 0) {
      this.running = false;
      this.options.ended?.();
    }
  }

  private read(reader: SampleReader, sample: Sample): void {
    this.inFlight++;
    const { now } = this.simulation;
    this.options.store.read(sample.object, sample.offset, sample.bytes, (ok) => {
      this.inFlight--;
      this.idle.push(reader);
      if (ok) this.arrived(sample, minus(this.simulation.now, now));
      else this.failedReads++;
      this.advance();
    });
  }

  private arrived(sample: Sample, latency: Tick): void {
    this.ready++;
    this.bytesRead += sample.bytes;
    this.latency.record(latency);
    this.options.observe?.(latency, sample);
  }

  private endStep(): void {
    this.steps++;
    this.compute(false);
    this.advance();
  }

  private compute(computing: boolean): void {
    this.computing = computing;
    this.busy.set(this.simulation.now, computing ? 1 : 0);
  }
}
