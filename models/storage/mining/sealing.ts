import { SEAL_BYTES, WORD_BYTES } from '../flow/spec.ts';
import { attemptRate, type Machine } from './machine.ts';

const KECCAK_PER_SEAL = SEAL_BYTES / WORD_BYTES;

export interface SealingTime {
  readonly seconds: number;
  readonly bottleneck: 'disk' | 'cpu' | 'gpu';
  /** Seconds that hashing and the drives would take alone. */
  readonly hash: number;
  readonly disk: number;
}

/**
 * Time to seal a copy for one miner id with all cores or the GPU. The 128 keccak-f of a 4 KiB chunk
 * follow one another, chunks are independent. Every byte is read and written back at the sequential
 * rates while hashing goes on. Source: 0g-storage 3.7.
 *
 * @param bytes of the copy, whole chunks of 4 KiB
 * @throws RangeError for another number of bytes
 */
export function sealingTime(machine: Machine, bytes: number): SealingTime {
  if (!(Number.isSafeInteger(bytes) && bytes >= 0 && bytes % SEAL_BYTES === 0)) {
    throw new RangeError(`bytes, expected whole chunks of ${SEAL_BYTES}, got ${bytes}`);
  }
  const { storage, drives, cores, core, gpu } = machine;
  const chunks = bytes / SEAL_BYTES;
  const hash =
    gpu === null
      ? Math.ceil(chunks / cores) * KECCAK_PER_SEAL * core.keccak
      : (chunks * KECCAK_PER_SEAL) / gpu.profile.hashes.keccak256;
  const disk = (bytes / storage.seqRead + bytes / storage.seqWrite) / drives;
  if (disk > hash) return { seconds: disk, bottleneck: 'disk', hash, disk };
  return { seconds: hash, bottleneck: gpu === null ? 'cpu' : 'gpu', hash, disk };
}

/**
 * Epochs after which a machine that first seals its copy, and mines nothing meanwhile, has made as
 * many attempts as one that mines the unsealed copy from the start and seals every load that it reads.
 * Infinite where sealing makes no attempt faster.
 *
 * With s and u the two rates and T the time of sealing in epochs: s (E - T) = u E.
 *
 * @param epochSeconds time from one epoch to the next
 */
export function sealingPaybackEpochs(
  machine: Machine,
  bytes: number,
  epochSeconds: number,
): number {
  const sealed = attemptRate({ ...machine, sealed: true }).rate;
  const unsealed = attemptRate({ ...machine, sealed: false }).rate;
  if (sealed <= unsealed) return Number.POSITIVE_INFINITY;
  const epochs = sealingTime(machine, bytes).seconds / epochSeconds;
  return (epochs * sealed) / (sealed - unsealed);
}
