import { Lane } from '../engine/order.ts';
import type { Simulation } from '../engine/simulation.ts';
import type { Stream } from '../random.ts';
import { TICKS_PER_SECOND, type Tick } from '../time.ts';
import { DiskMeter, type DiskStatistics } from './disk-meter.ts';
import { FailSlow, type FailSlowLaw } from './fail-slow.ts';
import { Fifo, PriorityFifo } from './fifo.ts';
import { ncqGain, smoothLatency } from './queue-depth.ts';
import { TickRounder } from './rounding.ts';
import { type Access, BASE_BYTES, type ServiceTime, serviceTime } from './service-time.ts';
import type { StorageProfile } from './storage-profile.ts';
import { TokenBucket } from './token-bucket.ts';

export interface DiskOptions {
  /** Requests that the host keeps in flight at most; the profile's own limit holds as well. */
  readonly queueDepth?: number;
  /** Absent: never slow. */
  readonly failSlow?: FailSlowLaw;
  /** Share of writes in the background load that disturbs the reads of flash, 0 to 1. */
  readonly writeShare?: number;
}

export interface RequestOptions {
  /** First byte on the device; without it the seek is drawn. */
  readonly offset?: number;
  /** Smaller goes first among those that wait outside the device. */
  readonly priority?: number;
  /** Which rate limit of an object store applies. */
  readonly prefix?: number;
}

export interface DiskRequest extends Access {
  readonly priority: number;
  readonly prefix: number;
  readonly submitted: Tick;
  readonly done: DiskDone;
}

/** Called when the request is complete; latency is `simulation.now - request.submitted`. */
export type DiskDone = (request: DiskRequest) => void;

/**
 * A storage device: up to qmax requests in flight, the others wait in order of priority.
 *
 * With q requests always in flight the mean latency is q / IOPS(q) and the throughput IOPS(q) of the
 * profile's queue-depth law. A hard disk serves one request at a time, faster with more to choose
 * from; flash serves all at once, slower with more that share it; cloud volumes and object stores
 * serve all at once behind rate limits.
 */
export class Disk {
  readonly profile: StorageProfile;
  readonly queueDepth: number;
  private readonly simulation: Simulation;
  private readonly entity: number;
  private readonly completion: number;
  private readonly stream: Stream;
  private readonly service: ServiceTime;
  private readonly rounder = new TickRounder();
  private readonly failSlow: FailSlow | undefined;

  private readonly waiting = new PriorityFifo<DiskRequest>();
  private inFlight = 0;
  private readBytesInFlight = 0;
  private writeBytesInFlight = 0;

  /** Hard disk: admitted requests behind the arm. */
  private readonly behindArm = new Fifo<DiskRequest>();
  private armBusy = false;
  private readonly baseService: number;
  private readonly mostGain: number;

  private readonly requestTokens = new Map<number, TokenBucket>();
  private readonly byteTokens: TokenBucket | undefined;

  private readonly meter: DiskMeter;

  /**
   * @param name entity name and path of the streams: `<name>/service`, `<name>/fail-slow`
   * @throws RangeError for a queue depth that is not a whole number of at least 1
   */
  constructor(
    simulation: Simulation,
    name: string,
    profile: StorageProfile,
    options: DiskOptions = {},
  ) {
    const depth = options.queueDepth ?? Number.POSITIVE_INFINITY;
    if (!(depth >= 1 && (depth === Number.POSITIVE_INFINITY || Number.isInteger(depth)))) {
      throw new RangeError(`queueDepth, expected a whole number of at least 1, got ${depth}`);
    }
    this.simulation = simulation;
    this.profile = profile;
    const law = profile.queueDepth;
    this.queueDepth = Math.min(depth, law.qmax);
    this.entity = simulation.entity(name);
    this.completion = simulation.handler(`${name}.done`, (_entity, _bytes, request) => {
      this.complete(request as DiskRequest);
    });
    this.stream = simulation.streams.stream(`${name}/service`);
    this.service = serviceTime(profile, options.writeShare);
    this.baseService = this.service.mean(BASE_BYTES, false);
    this.mostGain = (profile.maxReadIops * this.baseService) / TICKS_PER_SECOND;
    if (options.failSlow !== undefined) {
      this.failSlow = new FailSlow(
        options.failSlow,
        simulation.streams.stream(`${name}/fail-slow`),
      );
    }
    if (law.law === 'tokenbucket') this.byteTokens = new TokenBucket(law.rate, law.burstBytes);
    this.meter = new DiskMeter(simulation.now);
  }

  /** Requests in flight and waiting. */
  get pending(): number {
    return this.inFlight + this.waiting.size;
  }

  /** @throws RangeError unless bytes is a positive whole number and the range lies on the device */
  read(bytes: number, done: DiskDone, options: RequestOptions = {}): DiskRequest {
    return this.submit(false, bytes, done, options);
  }

  /** @throws RangeError unless bytes is a positive whole number and the range lies on the device */
  write(bytes: number, done: DiskDone, options: RequestOptions = {}): DiskRequest {
    return this.submit(true, bytes, done, options);
  }

  /** Takes back a request that has not entered the device; false when it has. */
  cancel(request: DiskRequest): boolean {
    if (!this.waiting.remove(request)) return false;
    this.levelChanged();
    return true;
  }

  statistics(): DiskStatistics {
    return this.meter.statistics(this.simulation.now);
  }

  /** Forgets the past: the end of the warm-up. */
  resetStatistics(): void {
    this.meter.reset(this.simulation.now);
  }

  private submit(
    write: boolean,
    bytes: number,
    done: DiskDone,
    options: RequestOptions,
  ): DiskRequest {
    const offset = options.offset ?? -1;
    if (!(Number.isSafeInteger(bytes) && bytes > 0)) {
      throw new RangeError(`bytes, expected a whole number of at least 1, got ${bytes}`);
    }
    const inside = Number.isSafeInteger(offset) && offset >= 0;
    if (options.offset !== undefined && !(inside && offset + bytes <= this.profile.capacity)) {
      throw new RangeError(
        `offset, expected 0 to ${this.profile.capacity - bytes} for ${bytes} bytes on ${this.profile.id}, got ${offset}`,
      );
    }
    const request: DiskRequest = {
      bytes,
      write,
      offset,
      priority: options.priority ?? 0,
      prefix: options.prefix ?? 0,
      submitted: this.simulation.now,
      done,
    };
    if (this.inFlight < this.queueDepth) {
      this.admit(request);
    } else {
      this.waiting.push(request);
    }
    this.levelChanged();
    return request;
  }

  private levelChanged(): void {
    this.meter.level(this.simulation.now, this.inFlight, this.waiting.size);
  }

  private admit(request: DiskRequest): void {
    this.inFlight++;
    if (request.write) this.writeBytesInFlight += request.bytes;
    else this.readBytesInFlight += request.bytes;
    if (this.profile.queueDepth.law === 'ncq') {
      this.behindArm.push(request);
      if (!this.armBusy) this.moveArm();
    } else {
      this.start(request, this.span(request));
    }
  }

  /** Fractional ticks from now to completion for devices that serve all requests at once. */
  private span(request: DiskRequest): number {
    const law = this.profile.queueDepth;
    const { now } = this.simulation;
    const slowdown = this.slowdown();
    const service = this.service.draw(this.stream, request) * slowdown;
    switch (law.law) {
      case 'smoothmin':
        return service + this.sharing(request, law.k) * slowdown;
      case 'tokenbucket': {
        const granted = this.requestBucket(0, law.iops, law.burstRequests).take(now, 1);
        const start = this.byteTokens?.take(granted, request.bytes) ?? granted;
        this.meter.throttled(start - now);
        return start - now + service;
      }
      case 'parallel': {
        const prefix = law.perPrefix === null ? 0 : request.prefix;
        const rate = law.perPrefix ?? this.profile.maxReadIops;
        const start = this.requestBucket(prefix, rate, 1).take(now, 1);
        this.meter.throttled(start - now);
        return start - now + service;
      }
      case 'ncq':
        return service;
    }
  }

  /**
   * What sharing the device adds to a request, in mean: as much as the queue-depth law asks for at
   * 4 KiB, and at least so much that all bytes in flight pass at the sequential rate.
   */
  private sharing({ bytes, write }: DiskRequest, k: number): number {
    const { maxReadIops, seqRead, seqWrite } = this.profile;
    const full = TICKS_PER_SECOND / maxReadIops;
    const queueing = smoothLatency(this.inFlight, this.baseService, full, k) - this.baseService;
    const seconds = this.readBytesInFlight / seqRead + this.writeBytesInFlight / seqWrite;
    const moving = seconds * TICKS_PER_SECOND - this.service.mean(bytes, write);
    return Math.max(queueing, moving);
  }

  private moveArm(): void {
    if (this.behindArm.size === 0) return;
    const request = this.behindArm.shift();
    const { queueDepth } = this.profile;
    const c = queueDepth.law === 'ncq' ? queueDepth.c : 0;
    this.service.draw(this.stream, request);
    const access = this.service.access / ncqGain(this.inFlight, c, this.mostGain);
    this.armBusy = true;
    this.start(request, (access + this.service.transfer) * this.slowdown());
  }

  private start(request: DiskRequest, span: number): void {
    this.simulation.schedule(
      this.rounder.whole(span),
      Lane.Service,
      this.entity,
      this.completion,
      request.bytes,
      request,
    );
  }

  private complete(request: DiskRequest): void {
    const { now } = this.simulation;
    this.inFlight--;
    if (request.write) this.writeBytesInFlight -= request.bytes;
    else this.readBytesInFlight -= request.bytes;
    this.meter.completed(now, request.submitted, request.bytes, request.write);
    const next = this.waiting.shift();
    if (next !== undefined) this.admit(next);
    this.levelChanged();
    // The arm chooses after the client had its chance to refill the queue.
    request.done(request);
    if (this.profile.queueDepth.law === 'ncq') {
      this.armBusy = false;
      this.moveArm();
    }
  }

  private slowdown(): number {
    return this.failSlow === undefined ? 1 : this.failSlow.slowdown(this.simulation.now);
  }

  private requestBucket(prefix: number, rate: number, burst: number): TokenBucket {
    let bucket = this.requestTokens.get(prefix);
    if (bucket === undefined) {
      bucket = new TokenBucket(rate, burst);
      this.requestTokens.set(prefix, bucket);
    }
    return bucket;
  }
}
