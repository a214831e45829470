import type { CpuProfile, GpuProfile } from '../../../sim/hardware/processor-profile.ts';
import type { StorageProfile } from '../../../sim/hardware/storage-profile.ts';
import { pipelinedLimits, stockLimits, stockSeconds } from './attempt-cost.ts';
import { type CoreCosts, coreCosts } from './hash-cost.ts';

/** The way to a copy that is kept elsewhere. */
export interface Link {
  /** Bytes per second. */
  readonly rate: number;
  /** Round trip in seconds. */
  readonly rtt: number;
}

export interface GpuUse {
  readonly profile: GpuProfile;
  /** The data is in the memory of the card: no drive, no network and no bus is in the way. */
  readonly resident: boolean;
}

/** Who mines, on what. Shares are 0 to 1. */
export interface Machine {
  readonly storage: StorageProfile;
  /** Equal drives that the data is spread over. */
  readonly drives: number;
  /** Share of the drives' time that reads of users leave. */
  readonly readShare: number;
  readonly processor: CpuProfile;
  readonly cores: number;
  readonly core: CoreCosts;
  /** Hashes instead of the cores; null for none. */
  readonly gpu: GpuUse | null;
  /** `stock`: the node's own loop, one core that reads, then hashes; `pipelined`: all at once. */
  readonly loop: 'stock' | 'pipelined';
  /** Reads in flight on each drive; the stock loop has one in all. */
  readonly depth: number;
  /** `miner_cpu_percentage` of the node, above 0 to 100: below 100 the stock loop sleeps between batches. */
  readonly cpuPercentage: number;
  /** Where the drives are; null beside the processor. */
  readonly link: Link | null;
  /** Whether the copy is sealed for the miner id; otherwise each load is sealed when it is read. */
  readonly sealed: boolean;
  /** Share of the claimed range that is there, above 0. */
  readonly held: number;
}

export type Bottleneck = 'disk' | 'network' | 'cpu' | 'gpu' | 'host-link' | 'gpu-memory';

export interface AttemptRate {
  /** Nonces per second; the share `held` of them can hit. */
  readonly rate: number;
  /** The smallest of `limits`; of equal ones the first in the order of the type. */
  readonly bottleneck: Bottleneck;
  /** By `Bottleneck`: attempts per second if nothing else took time. */
  readonly limits: Readonly<Record<string, number>>;
}

/**
 * A node as it is shipped: one drive and one core beside each other, a sealed copy of all that it
 * claims, no reads of users. `changes` replaces fields.
 */
export function localMachine(
  storage: StorageProfile,
  processor: CpuProfile,
  changes: Partial<Machine> = {},
): Machine {
  return {
    storage,
    drives: 1,
    readShare: 1,
    processor,
    cores: 1,
    core: coreCosts(processor),
    gpu: null,
    loop: 'stock',
    depth: 1,
    cpuPercentage: 100,
    link: null,
    sealed: true,
    held: 1,
    ...changes,
  };
}

/**
 * Attempts (nonces) per second while the miner's window is open. Source: 0g-storage 3.5, 3.9, 5, 11.
 *
 * The stock loop spends the time of reading, the network and hashing one after the other; the
 * pipelined one runs at the smallest of its limits.
 *
 * @throws RangeError for a machine that cannot be
 */
export function attemptRate(machine: Machine): AttemptRate {
  checkMachine(machine);
  const stock = machine.loop === 'stock';
  const limits = stock ? stockLimits(machine) : pipelinedLimits(machine);
  let bottleneck: Bottleneck = 'disk';
  let least = Number.POSITIVE_INFINITY;
  for (const name of ORDER) {
    const limit = limits[name];
    if (limit !== undefined && limit < least) {
      bottleneck = name;
      least = limit;
    }
  }
  if (!stock) return { rate: least, bottleneck, limits };
  // A rate limit of the device may leave longer pauses than the hash takes.
  const rate = Math.min(machine.cpuPercentage / 100 / stockSeconds(machine), least);
  return { rate, bottleneck, limits };
}

const ORDER: readonly Bottleneck[] = ['disk', 'network', 'cpu', 'gpu', 'host-link', 'gpu-memory'];

/** @throws RangeError that names the field */
function checkMachine(machine: Machine): void {
  const { cores, processor, gpu, loop, link, cpuPercentage } = machine;
  whole('drives', machine.drives);
  whole('cores', cores);
  whole('depth', machine.depth);
  if (cores > processor.cores) {
    throw new RangeError(
      `cores, expected at most ${processor.cores} on ${processor.id}, got ${cores}`,
    );
  }
  within(
    'readShare',
    machine.readShare >= 0 && machine.readShare <= 1,
    '0 to 1',
    machine.readShare,
  );
  within('held', machine.held > 0 && machine.held <= 1, 'above 0 to 1', machine.held);
  within(
    'cpuPercentage',
    cpuPercentage > 0 && cpuPercentage <= 100,
    'above 0 to 100',
    cpuPercentage,
  );
  for (const cost of [machine.core.blake2b, machine.core.keccak]) {
    within('core', cost > 0, 'seconds above 0', cost);
  }
  if (link !== null) {
    within('link.rate', link.rate > 0, 'bytes per second above 0', link.rate);
    within('link.rtt', link.rtt >= 0, '0 seconds or more', link.rtt);
  }
  if (gpu !== null && loop === 'stock') {
    throw new RangeError('loop, expected pipelined with a GPU, got stock');
  }
  if (cpuPercentage < 100 && loop === 'pipelined') {
    throw new RangeError(
      `cpuPercentage, expected 100 with the pipelined loop, got ${cpuPercentage}`,
    );
  }
}

function whole(field: string, value: number): void {
  within(field, Number.isInteger(value) && value >= 1, 'a whole number of at least 1', value);
}

function within(field: string, holds: boolean, expected: string, value: number): void {
  if (!holds) throw new RangeError(`${field}, expected ${expected}, got ${value}`);
}
