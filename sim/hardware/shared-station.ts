import { Lane } from '../engine/order.ts';
import type { Simulation } from '../engine/simulation.ts';
import { TimeWeighted } from '../stats/time-weighted.ts';
import type { Tick } from '../time.ts';
import {
  checkServers,
  checkWork,
  type Job,
  type JobDone,
  type Station,
  type StationStatistics,
} from './station.ts';

interface SharedJob {
  readonly work: number;
  readonly priority: number;
  readonly submitted: Tick;
  readonly started: number;
  readonly done: JobDone;
  /** Attained service of every job at which this one is complete. */
  readonly finish: number;
  readonly number: number;
  /** Position in the heap; -1 when it has left. */
  at: number;
}

/** Rounding error, in ticks, that must not cost a departure a whole tick. */
const SLACK = 1e-6;

/**
 * Processor sharing: n jobs on c servers each run at the rate min(1, c/n), so that a job never uses
 * more than one server. Priorities are ignored.
 *
 * All jobs gain service at the same rate, so the job to leave next is the one with the smallest
 * `attained service at arrival + work`: a heap and one pending departure, which every arrival takes
 * back and schedules anew. A departure is reported at the next whole tick, but the jobs that stay
 * have their larger share from the exact moment on, so no capacity is lost to rounding.
 */
export class SharedStation implements Station {
  readonly servers: number;
  private readonly simulation: Simulation;
  private readonly entity: number;
  private readonly departure: number;
  private readonly heap: SharedJob[] = [];
  private readonly level: TimeWeighted;
  private readonly inService: TimeWeighted;
  private readonly waiting: TimeWeighted;
  /** Service that a job present all the time would have received, in ticks. */
  private attained = 0;
  private last: Tick;
  private next: number | undefined;
  private submissions = 0;
  private completed = 0;

  /** @throws RangeError unless `servers` is a whole number of at least 1 */
  constructor(simulation: Simulation, name: string, servers = 1) {
    checkServers(servers);
    this.simulation = simulation;
    this.servers = servers;
    this.last = simulation.now;
    this.entity = simulation.entity(name);
    this.departure = simulation.handler(`${name}.departure`, () => {
      this.depart();
    });
    this.level = new TimeWeighted(simulation.now);
    this.inService = new TimeWeighted(simulation.now);
    this.waiting = new TimeWeighted(simulation.now);
  }

  get jobs(): number {
    return this.heap.length;
  }

  /** @throws RangeError for negative work */
  submit(work: number, done: JobDone, priority = 0): Job {
    checkWork(work);
    this.advance();
    if (this.heap.length === 0) this.attained = 0;
    const { now } = this.simulation;
    const job: SharedJob = {
      work,
      priority,
      submitted: now,
      started: now,
      done,
      finish: this.attained + work,
      number: this.submissions++,
      at: this.heap.length,
    };
    this.heap.push(job);
    this.siftUp(job);
    this.changed();
    return job;
  }

  cancel(job: Job): boolean {
    const own = job as SharedJob;
    if (own.at < 0 || this.heap[own.at] !== own) return false;
    this.advance();
    this.remove(own);
    this.changed();
    return true;
  }

  /** Waiting jobs are those beyond the number of servers, though each of them gets its share. */
  statistics(): StationStatistics {
    const { now } = this.simulation;
    return {
      completed: this.completed,
      utilisation: this.inService.average(now) / this.servers,
      meanJobs: this.level.average(now),
      meanWaiting: this.waiting.average(now),
      mostWaiting: this.waiting.max,
    };
  }

  resetStatistics(): void {
    const { now } = this.simulation;
    this.completed = 0;
    this.level.reset(now);
    this.inService.reset(now);
    this.waiting.reset(now);
  }

  private get rate(): number {
    return this.heap.length > this.servers ? this.servers / this.heap.length : 1;
  }

  private advance(): void {
    const { now } = this.simulation;
    this.attained += (now - this.last) * this.rate;
    this.last = now;
  }

  /** The set of jobs changed: the next departure moves. */
  private changed(): void {
    const { simulation, heap, servers } = this;
    const n = heap.length;
    this.level.set(simulation.now, n);
    this.inService.set(simulation.now, Math.min(n, servers));
    this.waiting.set(simulation.now, n > servers ? n - servers : 0);
    if (this.next !== undefined) simulation.cancel(this.next);
    this.next = undefined;
    if (n === 0) return;
    const left = (heap[0].finish - this.attained) / this.rate;
    const delay = (left > SLACK ? Math.ceil(left - SLACK) : 0) as Tick;
    this.next = simulation.schedule(delay, Lane.Service, this.entity, this.departure, n);
  }

  private depart(): void {
    this.next = undefined;
    this.advance();
    // The event was made for the first job: rounding in `attained` must not postpone it.
    if (this.attained < this.heap[0].finish) this.attained = this.heap[0].finish;
    const leaving: SharedJob[] = [];
    while (this.heap.length > 0 && this.heap[0].finish <= this.attained) {
      const first = this.heap[0];
      const late = (this.attained - first.finish) / this.rate;
      this.remove(first);
      leaving.push(first);
      this.attained = first.finish + late * this.rate;
    }
    this.completed += leaving.length;
    this.changed();
    for (const job of leaving) job.done(job);
  }

  // --- a binary heap by (finish, number of submission) ---

  private remove(job: SharedJob): void {
    const { heap } = this;
    const at = job.at;
    job.at = -1;
    const last = heap.pop() as SharedJob;
    if (last === job) return;
    last.at = at;
    heap[at] = last;
    this.siftUp(last);
    this.siftDown(last);
  }

  private siftUp(job: SharedJob): void {
    const { heap } = this;
    while (job.at > 0) {
      const parent = heap[(job.at - 1) >> 1];
      if (before(parent, job)) return;
      this.swap(job, parent);
    }
  }

  private siftDown(job: SharedJob): void {
    const { heap } = this;
    for (;;) {
      const left = 2 * job.at + 1;
      if (left >= heap.length) return;
      const right = left + 1;
      const child = right < heap.length && before(heap[right], heap[left]) ? right : left;
      if (before(job, heap[child])) return;
      this.swap(heap[child], job);
    }
  }

  private swap(a: SharedJob, b: SharedJob): void {
    const at = a.at;
    a.at = b.at;
    b.at = at;
    this.heap[a.at] = a;
    this.heap[b.at] = b;
  }
}

function before(a: SharedJob, b: SharedJob): boolean {
  return a.finish < b.finish || (a.finish === b.finish && a.number < b.number);
}
