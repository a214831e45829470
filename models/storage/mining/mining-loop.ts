import { Lane } from '../../../sim/engine/order.ts';
import type { Simulation } from '../../../sim/engine/simulation.ts';
import type { Disk, DiskDone, DiskRequest } from '../../../sim/hardware/disk.ts';
import type { Processor } from '../../../sim/hardware/processor.ts';
import type { Job, JobDone } from '../../../sim/hardware/station.ts';
import type { Stream } from '../../../sim/random.ts';
import type { Tick } from '../../../sim/time.ts';
import { LOAD_BYTES } from '../flow/spec.ts';

export interface MiningLoopOptions {
  readonly disk: Disk;
  readonly processor: Processor;
  /** `stock`: read, then hash on one core, one attempt at a time; `pipelined`: all at once. */
  readonly loop: 'stock' | 'pipelined';
  /** Reads in flight of the pipelined loop. */
  readonly depth: number;
  /** Ticks of one core for the hashes of one attempt; may be fractional. */
  readonly hashTicks: number;
  /** Load chunks held, from the first byte of the disk on. */
  readonly blocks: number;
  /** Of reads and hashes; smaller goes first. */
  readonly priority?: number;
  /** `miner_cpu_percentage`, above 0 to 100: below 100 the stock loop sleeps after each batch. */
  readonly cpuPercentage?: number;
}

/** Attempts between two sleeps of the stock loop. Source: 0g-storage 3.5, 100 variants of a nonce. */
const BATCH = 100;

/**
 * The mining loop of a node on its disk and cores. Every attempt reads 256 KiB at a random block and
 * hashes it; the scratchpad before the read is part of `hashTicks`, since only sums matter here.
 *
 * The pipelined loop keeps `depth` reads in flight and puts no new one while as many loads, and one
 * for each core, wait to be hashed.
 */
export class MiningLoop {
  private readonly simulation: Simulation;
  private readonly options: MiningLoopOptions;
  private readonly position: Stream;
  private readonly entity: number;
  private readonly wakeKind: number;
  private readonly reads: number;
  private readonly mostLoaded: number;
  /** Of the current run; what is not in here any more was given up by `stop`. */
  private readonly reading = new Set<DiskRequest>();
  private readonly hashing = new Set<Job>();
  private running = false;
  private ended = 0;
  private batchEnded = 0;
  private batchStarted: Tick;
  private sleep = -1;

  /**
   * @param name entity name and path of its stream: `<name>/position`
   * @throws RangeError for a depth that is not a whole number of at least 1, blocks that are not on the
   *   disk, or a percentage outside 0 to 100
   */
  constructor(simulation: Simulation, name: string, options: MiningLoopOptions) {
    const { disk, processor, loop, depth, blocks, cpuPercentage = 100 } = options;
    const fitting = Math.floor(disk.profile.capacity / LOAD_BYTES);
    if (!(Number.isInteger(depth) && depth >= 1)) {
      throw new RangeError(`depth, expected a whole number of at least 1, got ${depth}`);
    }
    if (!(Number.isInteger(blocks) && blocks >= 1 && blocks <= fitting)) {
      throw new RangeError(`blocks, expected 1 to ${fitting} on ${disk.profile.id}, got ${blocks}`);
    }
    if (!(cpuPercentage > 0 && cpuPercentage <= 100)) {
      throw new RangeError(`cpuPercentage, expected above 0 to 100, got ${cpuPercentage}`);
    }
    if (loop === 'pipelined' && cpuPercentage < 100) {
      throw new RangeError(
        `cpuPercentage, expected 100 with the pipelined loop, got ${cpuPercentage}`,
      );
    }
    this.simulation = simulation;
    this.options = options;
    this.position = simulation.streams.stream(`${name}/position`);
    this.entity = simulation.entity(name);
    this.wakeKind = simulation.handler(`${name}.wake`, () => this.wake());
    this.reads = loop === 'stock' ? 1 : depth;
    this.mostLoaded = loop === 'stock' ? 1 : depth + processor.station.servers;
    this.batchStarted = simulation.now;
  }

  /** Attempts whose hash has ended. */
  get attempts(): number {
    return this.ended;
  }

  /** Does nothing while it runs. */
  start(): void {
    if (this.running) return;
    this.running = true;
    this.startBatch();
    this.refill();
  }

  /** Gives up what has not ended; reads inside the device go on and come to nothing. */
  stop(): void {
    if (!this.running) return;
    this.running = false;
    const { disk, processor } = this.options;
    for (const request of this.reading) disk.cancel(request);
    for (const job of this.hashing) processor.station.cancel(job);
    this.reading.clear();
    this.hashing.clear();
    if (this.sleep >= 0) this.simulation.cancel(this.sleep);
    this.sleep = -1;
  }

  private startBatch(): void {
    this.batchEnded = 0;
    this.batchStarted = this.simulation.now;
  }

  private refill(): void {
    const { disk, blocks, priority = 0 } = this.options;
    while (this.reading.size < this.reads && this.hashing.size < this.mostLoaded) {
      const offset = this.position.below(blocks) * LOAD_BYTES;
      this.reading.add(disk.read(LOAD_BYTES, this.readDone, { offset, priority }));
    }
  }

  private readonly readDone: DiskDone = (request) => {
    if (!this.reading.delete(request)) return;
    const { processor, hashTicks, priority = 0 } = this.options;
    this.hashing.add(processor.submit(hashTicks, this.hashDone, priority));
    this.refill();
  };

  private readonly hashDone: JobDone = (job) => {
    if (!this.hashing.delete(job)) return;
    this.ended++;
    this.batchEnded++;
    const { cpuPercentage = 100 } = this.options;
    if (cpuPercentage < 100 && this.batchEnded === BATCH) this.rest(cpuPercentage);
    else this.refill();
  };

  /** Sleeps elapsed (100 - p) / p. Source: 0g-storage 3.9. */
  private rest(percentage: number): void {
    const elapsed = this.simulation.now - this.batchStarted;
    const span = Math.round((elapsed * (100 - percentage)) / percentage) as Tick;
    this.sleep = this.simulation.schedule(span, Lane.Timer, this.entity, this.wakeKind);
  }

  private wake(): void {
    this.sleep = -1;
    this.startBatch();
    this.refill();
  }
}
