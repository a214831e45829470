import { STORAGE_PROFILE_IDS, storageProfile } from '../../sim/hardware/profiles.ts';
import type { Percentiles } from '../../sim/hardware/quantiles.ts';
import { namedStorage, PERCENTILE_NAMES } from '../../sim/hardware/section.ts';
import type { StorageProfile } from '../../sim/hardware/storage-profile.ts';

/** What a profile says of a storage device; null for what was not measured. */
export interface StorageFigures {
  /** Reads of 4 KiB, one in flight; ticks. */
  readonly read: Percentiles;
  /** Bytes per second of what one read has beyond 4 KiB. */
  readonly readRate: number | null;
  readonly write: Percentiles | null;
  readonly writeRate: number | null;
  /** Most random reads of 4 KiB a second. */
  readonly readIops: number | null;
  /** Bytes per second. */
  readonly sequentialRead: number | null;
  readonly sequentialWrite: number | null;
}

export type PercentileName = (typeof PERCENTILE_NAMES)[number];

/** Share of requests below each percentile, in per cent. */
export const LEVELS: Readonly<Record<PercentileName, number>> = {
  p1: 1,
  p10: 10,
  p50: 50,
  p90: 90,
  p99: 99,
  p999: 99.9,
  p9999: 99.99,
};

const TICKS_PER_MICRO = 10;
export const SMALL = 4096;
export const LARGE = 262_144;

/** Percentiles in whole ticks of those in microseconds, at least one tick. */
export function inTicks(micros: (name: PercentileName) => number): Percentiles {
  const ticks = (name: PercentileName) => Math.max(1, Math.round(micros(name) * TICKS_PER_MICRO));
  return Object.fromEntries(PERCENTILE_NAMES.map((name) => [name, ticks(name)])) as never;
}

/** Nearest-rank percentiles of latencies in microseconds, which need not be in order. */
export function percentilesOf(micros: Float64Array): Percentiles {
  const sorted = micros.toSorted();
  return inTicks(
    (name) => sorted[Math.max(0, Math.ceil((LEVELS[name] * sorted.length) / 100) - 1)],
  );
}

/**
 * Bytes per second of what a request of 256 KiB has beyond one of 4 KiB, from their medians in
 * microseconds; null when the large one took no longer.
 */
export function rateBeyond(small: number, large: number): number | null {
  return large > small ? ((LARGE - SMALL) * 1e6) / (large - small) : null;
}

/** The local device of the library whose small reads have the nearest median, by ratio. */
export function similarDevice({ p50 }: Percentiles): string {
  let nearest = '';
  let least = Number.POSITIVE_INFINITY;
  for (const id of STORAGE_PROFILE_IDS) {
    const { queueDepth, readLatency } = storageProfile(id);
    if (readLatency === null || !['ncq', 'smoothmin'].includes(queueDepth.law)) continue;
    const distance = Math.abs(Math.log(p50 / readLatency['4k'].p50));
    if (distance < least) [nearest, least] = [id, distance];
  }
  return nearest;
}

/** The device that a scenario gets from these figures. */
export function deviceOf(figures: StorageFigures): StorageProfile {
  const { read, readRate, write, writeRate, readIops, sequentialRead, sequentialWrite } = figures;
  const none = Object.fromEntries(PERCENTILE_NAMES.map((name) => [name, null]));
  const measured = {
    ...{ like: similarDevice(read), readMedian: null, readIops, sequentialRead, sequentialWrite },
    read: { ...read, rate: readRate },
    write: { ...((write ?? none) as Percentiles), rate: writeRate },
  };
  return namedStorage('measured', { storage: { measured }, processors: {} });
}
