import type { z } from 'zod';
import { CPU_PROFILE_DATA, GPU_PROFILE_DATA } from './processor-data.ts';
import {
  type CpuProfile,
  type GpuProfile,
  toCpuProfile,
  toGpuProfile,
} from './processor-profile.ts';
import { STORAGE_PROFILE_DATA } from './profile-data.ts';
import type { StorageProfile } from './storage-profile.ts';
import { rawStorageProfile, toStorageProfile } from './storage-schema.ts';

export const STORAGE_PROFILE_IDS: readonly string[] = STORAGE_PROFILE_DATA.map(({ id }) => id);
export const GPU_PROFILE_IDS: readonly string[] = GPU_PROFILE_DATA.map(({ id }) => id);
export const CPU_PROFILE_IDS: readonly string[] = CPU_PROFILE_DATA.map(({ id }) => id);

function find<P extends { readonly id: string }>(what: string, all: readonly P[], id: string): P {
  const found = all.find((profile) => profile.id === id);
  if (found === undefined) {
    const ids = all.map((profile) => profile.id).join(', ');
    throw new RangeError(`${what} profile, expected one of ${ids}, found ${show(id)}`);
  }
  return found;
}

/** @throws RangeError naming the known ids */
export function storageProfile(id: string): StorageProfile {
  return toStorageProfile(rawStorageProfile.parse(find('storage', STORAGE_PROFILE_DATA, id)));
}

/** @throws RangeError naming the known ids */
export function gpuProfile(id: string): GpuProfile {
  return toGpuProfile(find('GPU', GPU_PROFILE_DATA, id));
}

/** @throws RangeError naming the known ids */
export function cpuProfile(id: string): CpuProfile {
  return toCpuProfile(find('CPU', CPU_PROFILE_DATA, id));
}

/**
 * Reads a storage profile that a user wrote: the id of a library profile, or a map with the field
 * names of `profile-data.ts` (units in the names). `like: nvme-gen4` starts from a library profile
 * and overrides fields; inside `service_time` and `queue_depth_model` single fields may be given as
 * long as the model stays the same. Whatever is overridden loses its source and becomes a choice.
 *
 * @param path how the value is called in messages
 * @throws RangeError with one line for each wrong field: its path, what was expected, what was found
 */
export function parseStorageProfile(value: unknown, path = 'storage profile'): StorageProfile {
  if (typeof value === 'string') return storageProfile(value);
  if (!isMap(value)) {
    throw new RangeError(`${path}, expected a profile id or a map of fields, found ${show(value)}`);
  }
  const { like, ...own } = value;
  let whole: Record<string, unknown> = own;
  if (like !== undefined) {
    if (typeof like !== 'string' || !STORAGE_PROFILE_IDS.includes(like)) {
      const ids = STORAGE_PROFILE_IDS.join(', ');
      throw new RangeError(`${path}.like, expected one of ${ids}, found ${show(like)}`);
    }
    whole = override(find('storage', STORAGE_PROFILE_DATA, like), own);
  }
  const read = rawStorageProfile.safeParse(whole);
  if (!read.success) throw new RangeError(describe(read.error, whole, path));
  const profile = toStorageProfile(read.data);
  checkOrder(profile, path);
  return profile;
}

/** Fields whose change makes a part of the status a choice of the scenario. */
const STATUS_PART: Readonly<Record<string, string>> = {
  service_time: 'service_time',
  queue_depth_model: 'limits',
  max_read_iops_4k: 'limits',
  seq_read_MBps: 'limits',
  seq_write_MBps: 'limits',
  price_usd_per_tb_2024: 'price',
  price_usd_per_tb_2026: 'price',
  price_basis: 'price',
  annual_failure_rate_pct: 'reliability',
  unrecoverable_read_errors_per_bit: 'reliability',
};

function override(
  base: Readonly<Record<string, unknown>> & { readonly id: string },
  own: Record<string, unknown>,
): Record<string, unknown> {
  const merged: Record<string, unknown> = { ...base, id: `${base.id} (changed)`, ...own };
  merged.service_time = mergeModel(base.service_time, own.service_time, 'model');
  merged.queue_depth_model = mergeModel(base.queue_depth_model, own.queue_depth_model, 'law');
  const changesLaw = own.service_time !== undefined;
  if (changesLaw && own.read_qd1 === undefined) delete merged.read_qd1;
  if (isMap(base.status) && own.status === undefined) {
    const status = { ...base.status };
    for (const field of Object.keys(own)) {
      const part = STATUS_PART[field];
      if (part !== undefined) status[part] = 'choice';
    }
    if (changesLaw || own.read_qd1 !== undefined) status.read_qd1 = 'choice';
    merged.status = status;
  }
  return merged;
}

function mergeModel(base: unknown, own: unknown, tag: string): unknown {
  if (own === undefined) return base;
  if (!isMap(own) || !isMap(base)) return own;
  return own[tag] === undefined || own[tag] === base[tag] ? { ...base, ...own } : own;
}

/** What single fields cannot tell. */
function checkOrder({ service }: StorageProfile, path: string): void {
  if (service.model === 'hdd') {
    if (service.seekMax < service.seekMin) {
      throw new RangeError(
        `${path}.service_time.seek_tmax_us, expected at least seek_t0_us, found less`,
      );
    }
    return;
  }
  if (service.components.every(({ weight }) => weight === 0)) {
    throw new RangeError(
      `${path}.service_time.components, expected a weight w above 0, found none`,
    );
  }
  service.components.forEach((component, i) => {
    if (component.law === 'pareto' && component.cap < component.least) {
      throw new RangeError(
        `${path}.service_time.components[${i}].cap_us, expected at least min_us, found less`,
      );
    }
  });
}

function describe(error: z.ZodError, value: unknown, path: string): string {
  const lines = error.issues.map((issue) => {
    const at = [path, ...issue.path].reduce<string>((text, key, i) => {
      if (i === 0) return String(key);
      return typeof key === 'number' ? `${text}[${key}]` : `${text}.${String(key)}`;
    }, '');
    if (issue.code === 'unrecognized_keys') {
      const known = knownFields(issue.path);
      return issue.keys
        .map((key) => `${at}.${key}, expected ${known}, found an unknown field`)
        .join('\n');
    }
    const found = issue.path.reduce<unknown>(
      (part, key) => (isMap(part) || Array.isArray(part) ? (part as never)[key] : undefined),
      value,
    );
    return `${at}, ${issue.message}, found ${show(found)}`;
  });
  return lines.join('\n');
}

function knownFields(path: readonly PropertyKey[]): string {
  if (path.length > 0) return 'only fields of this part';
  return `like or one of ${Object.keys(rawStorageProfile.shape).join(', ')}`;
}

function isMap(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function show(value: unknown): string {
  if (value === undefined) return 'nothing';
  const written = typeof value === 'object' || typeof value === 'string';
  const text = written ? JSON.stringify(value) : String(value);
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}
