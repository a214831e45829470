import type { Simulation } from '../engine/simulation.ts';
import { TICKS_PER_SECOND } from '../time.ts';
import type { CpuProfile, GpuProfile, HashFunction } from './processor-profile.ts';
import { SharedStation } from './shared-station.ts';
import { FcfsStation, type Job, type JobDone, type Station } from './station.ts';

export type Discipline = 'fcfs' | 'sharing';

export interface ProcessorOptions {
  /** `fcfs` (default): a job keeps its core to the end; `sharing`: the cores are shared fairly. */
  readonly discipline?: Discipline;
  /** Cores given to this processor, at most those of the profile. */
  readonly cores?: number;
  /** Share of the throughput lost to a confidential enclave, as in the profile's `confidential`. */
  readonly confidential?: boolean;
}

function station(simulation: Simulation, name: string, servers: number, discipline: Discipline) {
  return discipline === 'fcfs'
    ? new FcfsStation(simulation, name, servers)
    : new SharedStation(simulation, name, servers);
}

/** The cores of a CPU. Work is given in ticks of one core, in bytes at a rate, or in bytes to hash. */
export class Processor {
  readonly profile: CpuProfile;
  readonly station: Station;
  private readonly slowdown: number;

  /**
   * @throws RangeError for more cores than the profile has, or for an enclave that it lacks
   */
  constructor(
    simulation: Simulation,
    name: string,
    profile: CpuProfile,
    options: ProcessorOptions = {},
  ) {
    const cores = options.cores ?? profile.cores;
    if (!(cores <= profile.cores)) {
      throw new RangeError(
        `cores, expected at most ${profile.cores} on ${profile.id}, got ${cores}`,
      );
    }
    this.profile = profile;
    this.slowdown = enclaveSlowdown(profile, options.confidential);
    this.station = station(simulation, name, cores, options.discipline ?? 'fcfs');
  }

  /** @param work ticks of one core, may be fractional */
  submit(work: number, done: JobDone, priority = 0): Job {
    return this.station.submit(work * this.slowdown, done, priority);
  }

  /** @param rate bytes per second of one core */
  submitBytes(bytes: number, rate: number, done: JobDone, priority = 0): Job {
    return this.submit((bytes * TICKS_PER_SECOND) / rate, done, priority);
  }

  /** Hashes a message of `bytes` on one core. */
  hash(hash: HashFunction, bytes: number, done: JobDone, priority = 0): Job {
    return this.submit(hashTicks(this.profile, hash, bytes), done, priority);
  }
}

/** Bytes of the short message behind `CpuProfile.shortHashes`. */
const SHORT_BYTES = 64;

/**
 * Ticks that one core needs to hash a message: bytes at the large-block rate plus a cost for each
 * message. That cost comes from the BLAKE2b rate of 64-byte messages and is used for every function
 * (estimate).
 */
export function hashTicks(profile: CpuProfile, hash: HashFunction, bytes: number): number {
  const perMessage = 1 / profile.shortHashes - SHORT_BYTES / profile.hashRate.blake2b;
  const seconds = bytes / profile.hashRate[hash] + Math.max(perMessage, 0);
  return seconds * TICKS_PER_SECOND;
}

/**
 * A GPU as one server: whole batches in turn (`fcfs`) or requests that share it (`sharing`).
 * Work is floating-point operations, bytes through its memory, or hashes of one block.
 */
export class Accelerator {
  readonly profile: GpuProfile;
  readonly station: Station;
  private readonly slowdown: number;

  /** @throws RangeError for an enclave that the card lacks */
  constructor(
    simulation: Simulation,
    name: string,
    profile: GpuProfile,
    options: Omit<ProcessorOptions, 'cores'> = {},
  ) {
    this.profile = profile;
    this.slowdown = enclaveSlowdown(profile, options.confidential);
    this.station = station(simulation, name, 1, options.discipline ?? 'fcfs');
  }

  /** @param work ticks of the whole card, may be fractional */
  submit(work: number, done: JobDone, priority = 0): Job {
    return this.station.submit(work * this.slowdown, done, priority);
  }

  /** @param utilisation share of the bf16 peak that the code reaches */
  compute(operations: number, utilisation: number, done: JobDone, priority = 0): Job {
    const seconds = operations / (utilisation * this.profile.bf16Flops);
    return this.submit(seconds * TICKS_PER_SECOND, done, priority);
  }

  /** Hashes of one-block messages that are on the card already. */
  hash(hash: 'blake2b512' | 'keccak256', count: number, done: JobDone, priority = 0): Job {
    return this.submit((count * TICKS_PER_SECOND) / this.profile.hashes[hash], done, priority);
  }

  /** Moves bytes from host memory over the bus, slower under confidential computing. */
  load(bytes: number, done: JobDone, priority = 0): Job {
    const { confidential, hostLink } = this.profile;
    const factor = this.slowdown > 1 ? (confidential?.hostTransferSlowdown ?? 1) : 1;
    const ticks = (bytes * factor * TICKS_PER_SECOND) / hostLink;
    return this.station.submit(ticks, done, priority);
  }
}

/**
 * Seconds for one token at batch `concurrent`: weight bytes over the reached memory bandwidth, with
 * the linear growth of the profile (vLLM runs; good to about 25 requests on H100, 45 on RTX 4090).
 */
export function decodeSeconds(
  profile: GpuProfile,
  weightBytes: number,
  concurrent: number,
): number {
  const { decodeEfficiency, decodeGrowth } = profile.serving;
  const alone = weightBytes / (decodeEfficiency * profile.memoryBandwidth);
  return alone * (1 + decodeGrowth * concurrent);
}

function enclaveSlowdown(profile: CpuProfile | GpuProfile, confidential = false): number {
  if (!confidential) return 1;
  if (profile.confidential === null) {
    throw new RangeError(`confidential, expected a profile with an enclave, got ${profile.id}`);
  }
  return 1 / (1 - profile.confidential.throughputLoss);
}
