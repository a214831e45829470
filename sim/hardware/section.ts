import type { ParameterTable, Values } from '../parameters.ts';
import { TICKS_PER_SECOND } from '../time.ts';
import { STORAGE_PROFILE_DATA } from './profile-data.ts';
import { parseStorageProfile, STORAGE_PROFILE_IDS, storageProfile } from './profiles.ts';
import type { StorageProfile } from './storage-profile.ts';

/** Machines of the user's own, by name, for the other sections to name. */
export const hardwareParameters = {
  storage: {
    kind: 'map',
    default: {},
    of: {
      kind: 'group',
      about: 'A storage profile: one of the library with some figures changed',
      status: 'choice',
      fields: {
        like: {
          kind: 'choice',
          options: STORAGE_PROFILE_IDS,
          default: 'nvme-gen4',
          about: 'The profile it starts from',
          status: 'choice',
        },
        readMedian: {
          kind: 'duration',
          default: null,
          min: 1,
          about: 'Median of a small read at depth 1; the whole law is scaled, its shape kept',
          status: 'choice',
        },
        readIops: {
          kind: 'number',
          default: null,
          min: 1,
          about: 'Most 4 KiB random reads per second, at the best queue depth',
          status: 'choice',
        },
        sequentialRead: {
          kind: 'rate',
          default: null,
          min: 1,
          about: 'Rate of large reads',
          status: 'choice',
        },
        sequentialWrite: {
          kind: 'rate',
          default: null,
          min: 1,
          about: 'Rate of large writes',
          status: 'choice',
        },
      },
    },
    about: 'Storage profiles by name',
    status: 'choice',
  },
} as const satisfies ParameterTable;

export type HardwareValues = Values<typeof hardwareParameters>;

/** Names that a section may use for a storage device. */
export function storageNames(hardware: HardwareValues | undefined): string[] {
  return [...Object.keys(hardware?.storage ?? {}), ...STORAGE_PROFILE_IDS];
}

/**
 * The storage profile of that name: the user's own, or one of the library.
 * @throws RangeError for an unknown name
 */
export function namedStorage(name: string, hardware: HardwareValues | undefined): StorageProfile {
  const own = hardware?.storage[name];
  if (own === undefined) return storageProfile(name);
  const changes: Record<string, unknown> = { like: own.like };
  if (own.readIops !== null) changes.max_read_iops_4k = own.readIops;
  if (own.sequentialRead !== null) changes.seq_read_MBps = own.sequentialRead / 1e6;
  if (own.sequentialWrite !== null) changes.seq_write_MBps = own.sequentialWrite / 1e6;
  if (own.readMedian !== null) {
    changes.service_time = scaledLaw(own.like, (own.readMedian / TICKS_PER_SECOND) * 1e6);
  }
  return parseStorageProfile(changes, `hardware.storage.${name}`);
}

/** The access times of a law times what brings its median to `medianMicros`; its rate stays. */
function scaledLaw(id: string, medianMicros: number): Record<string, unknown> {
  const base = STORAGE_PROFILE_DATA.find((profile) => profile.id === id);
  if (base?.read_qd1 === undefined) throw new RangeError(`storage profile, found no "${id}"`);
  const factor = medianMicros / base.read_qd1['4k'].p50_us;
  const law = base.service_time;
  if (law.model === 'hdd') {
    return {
      overhead_us: law.overhead_us * factor,
      seek_t0_us: law.seek_t0_us * factor,
      seek_tmax_us: law.seek_tmax_us * factor,
      rev_us: law.rev_us * factor,
    };
  }
  return {
    components: law.components.map((part) =>
      part.d === 'lognormal'
        ? { ...part, median_us: part.median_us * factor, shift_us: (part.shift_us ?? 0) * factor }
        : { ...part, min_us: part.min_us * factor, cap_us: part.cap_us * factor },
    ),
  };
}
