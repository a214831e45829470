import { Lane } from '../engine/order.ts';
import type { Simulation } from '../engine/simulation.ts';
import { TimeWeighted } from '../stats/time-weighted.ts';
import type { Tick } from '../time.ts';
import { PriorityFifo } from './fifo.ts';
import { TickRounder } from './rounding.ts';

/** A piece of work at a station. */
export interface Job {
  /** Ticks that it needs alone on one server; may be fractional. */
  readonly work: number;
  /** Smaller goes first. */
  readonly priority: number;
  readonly submitted: Tick;
  /** When service began; -1 before. */
  readonly started: number;
}

/** Called when the work is done, with `simulation.now` the time of departure. */
export type JobDone<J extends Job = Job> = (job: J) => void;

/** Averages over time since the start or the last reset. */
export interface StationStatistics {
  readonly completed: number;
  /** Mean share of the servers that are busy. */
  readonly utilisation: number;
  /** Jobs in the station and those of them that are not in service. */
  readonly meanJobs: number;
  readonly meanWaiting: number;
  readonly mostWaiting: number;
}

/** What the disciplines have in common, so that a model can take either. */
export interface Station {
  readonly servers: number;
  /** Jobs in the station. */
  readonly jobs: number;
  submit(work: number, done: JobDone, priority?: number): Job;
  /** Takes a job out, whether it waits or is in service; false when it has left. */
  cancel(job: Job): boolean;
  statistics(): StationStatistics;
  /** Forgets the past: the end of the warm-up. */
  resetStatistics(): void;
}

export function checkServers(servers: number): void {
  if (!(Number.isInteger(servers) && servers >= 1)) {
    throw new RangeError(`servers, expected a whole number of at least 1, got ${servers}`);
  }
}

export function checkWork(work: number): void {
  if (!(work >= 0 && work < Number.MAX_SAFE_INTEGER)) {
    throw new RangeError(`work, expected 0 ticks or more, got ${work}`);
  }
}

interface FcfsJob {
  readonly work: number;
  readonly priority: number;
  readonly submitted: Tick;
  readonly done: JobDone;
  started: number;
  /** Event of the departure, or one of the two marks below. */
  departure: number;
}

const WAITING = -1;
const GONE = -2;

/**
 * `servers` equal servers and one queue: smaller priority first, then first come, first served.
 * A job in service is never preempted.
 */
export class FcfsStation implements Station {
  readonly servers: number;
  private readonly simulation: Simulation;
  private readonly entity: number;
  private readonly departure: number;
  private readonly rounder = new TickRounder();
  private readonly queue = new PriorityFifo<FcfsJob>();
  private readonly inService: TimeWeighted;
  private readonly waiting: TimeWeighted;
  private busy = 0;
  private completed = 0;

  /** @throws RangeError unless `servers` is a whole number of at least 1 */
  constructor(simulation: Simulation, name: string, servers = 1) {
    checkServers(servers);
    this.simulation = simulation;
    this.servers = servers;
    this.entity = simulation.entity(name);
    this.departure = simulation.handler(`${name}.departure`, (_entity, _argument, job) => {
      this.depart(job as FcfsJob);
    });
    this.inService = new TimeWeighted(simulation.now);
    this.waiting = new TimeWeighted(simulation.now);
  }

  get jobs(): number {
    return this.busy + this.queue.size;
  }

  /** @throws RangeError for negative work */
  submit(work: number, done: JobDone, priority = 0): Job {
    checkWork(work);
    const { now } = this.simulation;
    const job = { work, priority, submitted: now, done, started: -1, departure: WAITING };
    if (this.busy < this.servers) {
      this.busy++;
      this.inService.set(now, this.busy);
      this.serve(job);
    } else {
      this.queue.push(job);
      this.waiting.set(now, this.queue.size);
    }
    return job;
  }

  cancel(job: Job): boolean {
    const own = job as FcfsJob;
    if (own.departure === GONE) return false;
    if (own.departure === WAITING) {
      if (!this.queue.remove(own)) return false;
      this.waiting.set(this.simulation.now, this.queue.size);
    } else {
      if (!this.simulation.cancel(own.departure)) return false;
      this.release();
    }
    own.departure = GONE;
    return true;
  }

  statistics(): StationStatistics {
    const { now } = this.simulation;
    const inService = this.inService.average(now);
    const meanWaiting = this.waiting.average(now);
    return {
      completed: this.completed,
      utilisation: inService / this.servers,
      meanJobs: inService + meanWaiting,
      meanWaiting,
      mostWaiting: this.waiting.max,
    };
  }

  resetStatistics(): void {
    this.completed = 0;
    this.inService.reset(this.simulation.now);
    this.waiting.reset(this.simulation.now);
  }

  private serve(job: FcfsJob): void {
    const { simulation } = this;
    job.started = simulation.now;
    const span = this.rounder.whole(job.work);
    job.departure = simulation.schedule(span, Lane.Service, this.entity, this.departure, 0, job);
  }

  private depart(job: FcfsJob): void {
    job.departure = GONE;
    this.completed++;
    this.release();
    job.done(job);
  }

  /** A server is free: it takes the next job or falls idle. */
  private release(): void {
    const { now } = this.simulation;
    const next = this.queue.shift();
    if (next === undefined) {
      this.busy--;
      this.inService.set(now, this.busy);
    } else {
      this.waiting.set(now, this.queue.size);
      this.serve(next);
    }
  }
}
