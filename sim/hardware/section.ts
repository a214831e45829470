import type { ParameterTable, Values } from '../parameters.ts';
import { TICKS_PER_SECOND } from '../time.ts';
import type { CpuProfile } from './processor-profile.ts';
import { STORAGE_PROFILE_DATA } from './profile-data.ts';
import {
  CPU_PROFILE_IDS,
  cpuProfile,
  parseStorageProfile,
  STORAGE_PROFILE_IDS,
  storageProfile,
} from './profiles.ts';
import { lawMean, measuredLaw, type Percentiles, without } from './quantiles.ts';
import { serviceBehind } from './queue-depth.ts';
import type { StorageProfile } from './storage-profile.ts';

/** Percentiles of small requests, in the order of their levels. */
export const PERCENTILE_NAMES = ['p1', 'p10', 'p50', 'p90', 'p99', 'p999', 'p9999'] as const;

const latency = <T extends string>(about: T) =>
  ({ kind: 'duration', default: null, min: 1, about, status: 'choice' }) as const;
const rate = <T extends string>(about: T) =>
  ({ kind: 'rate', default: null, min: 1, about, status: 'choice' }) as const;

/** What was measured of reads or of writes; either all percentiles are given or none. */
const measuredFields = {
  p1: latency('Latency that 1 % of requests of 4 KiB stay below, one in flight at a time'),
  p10: latency('Latency that 10 % stay below'),
  p50: latency('Latency that half stay below'),
  p90: latency('Latency that 90 % stay below'),
  p99: latency('Latency that 99 % stay below'),
  p999: latency('Latency that 99.9 % stay below'),
  p9999: latency('Latency that 99.99 % stay below; no request takes longer'),
  rate: rate(
    'Rate at which one request moves what is beyond 4 KiB; without it the sequential rate',
  ),
} as const satisfies ParameterTable;

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
        readMedian: latency(
          'Median of a small read at depth 1; the whole law is scaled, its shape kept',
        ),
        readIops: {
          kind: 'number',
          default: null,
          min: 1,
          about: 'Most 4 KiB random reads per second, at the best queue depth',
          status: 'choice',
        },
        sequentialRead: rate('Rate of large reads'),
        sequentialWrite: rate('Rate of large writes'),
        read: {
          kind: 'group',
          about: 'Measured reads, in place of the law of the profile it starts from',
          status: 'choice',
          fields: measuredFields,
        },
        write: {
          kind: 'group',
          about: 'Measured writes; without them a write takes what a read takes, at its rate',
          status: 'choice',
          fields: measuredFields,
        },
      },
    },
    about: 'Storage profiles by name',
    status: 'choice',
  },
  processors: {
    kind: 'map',
    default: {},
    of: {
      kind: 'group',
      about: 'A processor profile: one of the library with some figures changed',
      status: 'choice',
      fields: {
        like: {
          kind: 'choice',
          options: CPU_PROFILE_IDS,
          default: 'cpu-server-64c',
          about: 'The profile it starts from',
          status: 'choice',
        },
        cores: {
          kind: 'count',
          default: null,
          min: 1,
          max: 1024,
          about: 'Cores',
          status: 'choice',
        },
        blake2b: rate('BLAKE2b of large blocks by OpenSSL, one core'),
        sha3: rate('SHA3-256 of large blocks by OpenSSL, one core'),
        sha256: rate('SHA-256 of large blocks by OpenSSL, one core'),
      },
    },
    about: 'Processor profiles by name',
    status: 'choice',
  },
} as const satisfies ParameterTable;

export type HardwareValues = Values<typeof hardwareParameters>;
type StorageValues = HardwareValues['storage'][string];
type Measured = StorageValues['read'];

/** Names that a section may use for a storage device. */
export function storageNames(hardware: HardwareValues | undefined): string[] {
  return [...Object.keys(hardware?.storage ?? {}), ...STORAGE_PROFILE_IDS];
}

/** Names that a section may use for a processor. */
export function processorNames(hardware: HardwareValues | undefined): string[] {
  return [...Object.keys(hardware?.processors ?? {}), ...CPU_PROFILE_IDS];
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
  return withMeasured(parseStorageProfile(changes, `hardware.storage.${name}`), own);
}

/**
 * The processor profile of that name: the user's own, or one of the library.
 * @throws RangeError for an unknown name
 */
export function namedProcessor(name: string, hardware: HardwareValues | undefined): CpuProfile {
  const own = hardware?.processors[name];
  if (own === undefined) return cpuProfile(name);
  const base = cpuProfile(own.like);
  return {
    ...base,
    id: `${base.id} (changed)`,
    cores: own.cores ?? base.cores,
    hashRate: {
      blake2b: own.blake2b ?? base.hashRate.blake2b,
      'sha3-256': own.sha3 ?? base.hashRate['sha3-256'],
      sha256: own.sha256 ?? base.hashRate.sha256,
    },
    status: { ...base.status, device: 'choice', hashing: 'choice' },
  };
}

/** The percentiles, once they are given; see `checkHardware` for those that are not all there. */
export function percentilesOf(measured: Measured): Percentiles | null {
  const given = PERCENTILE_NAMES.every((name) => measured[name] !== null);
  return given ? (measured as Percentiles) : null;
}

function withMeasured(profile: StorageProfile, { read, write }: StorageValues): StorageProfile {
  const reads = percentilesOf(read);
  if (reads === null) return profile;
  const writes = percentilesOf(write);
  const law = measuredLaw(reads, read.rate ?? profile.seqRead);
  const shared = sharedAlone(profile, lawMean(law));
  return {
    ...profile,
    readLatency: null,
    service: without(shared, law),
    writes:
      writes === null ? null : without(shared, measuredLaw(writes, write.rate ?? profile.seqWrite)),
    status: { ...profile.status, service_time: 'choice', read_qd1: 'choice' },
  };
}

/** What the queue-depth law adds in mean to a request that is alone, of a measured mean; ticks. */
function sharedAlone({ queueDepth, maxReadIops }: StorageProfile, mean: number): number {
  if (queueDepth.law !== 'smoothmin') return 0;
  return mean - serviceBehind(mean, TICKS_PER_SECOND / maxReadIops, queueDepth.k);
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
