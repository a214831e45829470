import { localMachine, type Machine } from '../../../../models/storage/mining/machine.ts';
import { cpuProfile, storageProfile } from '../../../../sim/hardware/profiles.ts';
import type { StorageProfile } from '../../../../sim/hardware/storage-profile.ts';

export const SERVER = cpuProfile('cpu-server-64c');

/**
 * A device of the fact sheet's table: each 256 KiB read takes `millis` alone, all of them together
 * move at most `rate` bytes per second.
 */
export function device(millis: number, rate: number): StorageProfile {
  return {
    ...storageProfile('nvme-gen4'),
    id: `${millis} ms`,
    seqRead: rate,
    maxReadIops: 1e9,
    service: {
      model: 'mixture',
      rate: Number.POSITIVE_INFINITY,
      components: [{ law: 'lognormal', weight: 1, median: millis * 1e4, sigma: 0, shift: 0 }],
    },
  };
}

/** Seek 8 ms, rotation 4 ms, transfer 1.3 ms. */
export const HDD = device(13.3, 262_144 / 13.3e-3);
/** 550 MB/s x 0.8, and so on. */
export const SATA = device(0.6, 0.44e9);
export const GEN3 = device(0.12, 2.8e9);
export const GEN4 = device(0.12, 5.6e9);
export const RAM = device(0.0131, 20e9);

export function pipelined(storage: StorageProfile, cores: number, changes: Partial<Machine> = {}) {
  return localMachine(storage, SERVER, { loop: 'pipelined', depth: 64, cores, ...changes });
}
