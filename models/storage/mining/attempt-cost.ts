import { sustainedIops } from '../../../sim/hardware/queue-depth.ts';
import { serviceTime } from '../../../sim/hardware/service-time.ts';
import type { StorageProfile } from '../../../sim/hardware/storage-profile.ts';
import { TICKS_PER_SECOND } from '../../../sim/time.ts';
import { LOAD_BYTES } from '../flow/spec.ts';
import { attemptWork, coreSeconds, gpuSeconds } from './hash-cost.ts';
import type { Bottleneck, Machine } from './machine.ts';

/** Attempts per second by what limits them. */
export type Limits = Partial<Record<Bottleneck, number>>;

/** Mean seconds of a device for one load of 256 KiB at a random place, nothing else in flight. */
export function readSeconds(storage: StorageProfile): number {
  return serviceTime(storage).mean(LOAD_BYTES, false) / TICKS_PER_SECOND;
}

/** Core seconds of one attempt in the mean. */
export function hashSeconds({ sealed, held, core }: Machine): number {
  return coreSeconds(attemptWork(sealed, held), core);
}

/** Seconds that a load spends on the way: round trip and transfer; 0 without a link. */
function linkSeconds({ link }: Machine): number {
  return link === null ? 0 : link.rtt + LOAD_BYTES / link.rate;
}

/** The drives' time for one load, other reads included. */
function deviceSeconds({ storage, readShare }: Machine): number {
  return readSeconds(storage) / readShare;
}

/** Seconds of one attempt of the stock loop, its sleep between batches left out. */
export function stockSeconds(machine: Machine): number {
  const loaded = deviceSeconds(machine) + linkSeconds(machine);
  return machine.held * loaded + hashSeconds(machine);
}

/** What each part of the stock loop would allow alone: one read at a time, one core. */
export function stockLimits(machine: Machine): Limits {
  const { held, storage, readShare, link } = machine;
  const granted = readShare * sustainedIops(storage, Number.POSITIVE_INFINITY, LOAD_BYTES);
  const limits: Limits = {
    disk: Math.min(1 / deviceSeconds(machine), granted) / held,
    cpu: 1 / hashSeconds(machine),
  };
  if (link !== null) limits.network = 1 / (held * linkSeconds(machine));
  return limits;
}

/** What each station of the pipelined loop can take. */
export function pipelinedLimits(machine: Machine): Limits {
  const { storage, drives, depth, readShare, cores, gpu, link, sealed, held } = machine;
  const limits: Limits = {};
  if (gpu?.resident !== true) {
    limits.disk = (drives * readShare * sustainedIops(storage, depth, LOAD_BYTES)) / held;
    if (link !== null) {
      // As many loads in flight as the drives have, each for a whole round.
      const inFlight = (drives * depth) / (deviceSeconds(machine) + linkSeconds(machine));
      limits.network = Math.min(link.rate / LOAD_BYTES, inFlight) / held;
    }
  }
  if (gpu === null) {
    limits.cpu = cores / hashSeconds(machine);
  } else {
    const { profile, resident } = gpu;
    limits.gpu = 1 / gpuSeconds(attemptWork(sealed, held), profile);
    if (resident) limits['gpu-memory'] = profile.memoryBandwidth / LOAD_BYTES / held;
    else limits['host-link'] = profile.hostLink / LOAD_BYTES / held;
  }
  return limits;
}
