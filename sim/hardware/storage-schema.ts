import { z } from 'zod';
import { TICKS_PER_SECOND } from '../time.ts';
import type {
  HddLaw,
  LatencySummary,
  MixtureComponent,
  MixtureLaw,
  QueueDepthLaw,
  StorageProfile,
  StorageStatus,
} from './storage-profile.ts';

function bounded(expected: string, min: number, max = Number.MAX_VALUE) {
  const error = `expected ${expected}`;
  return z.number({ error }).min(min, { error }).max(max, { error });
}

const positive = (what: string) => bounded(`${what}, more than 0`, Number.MIN_VALUE);
const micros = bounded('microseconds, 0 or more', 0);
const someMicros = positive('microseconds');
const share = bounded('a share from 0 to 1', 0, 1);
const depth = z
  .int({ error: 'expected a whole number of requests, 1 or more' })
  .min(1, { error: 'expected a whole number of requests, 1 or more' });

const latency = z.strictObject({
  p50_us: micros,
  p99_us: micros,
  p999_us: micros,
  mean_us: micros,
});

const hddLaw = z.strictObject({
  model: z.literal('hdd'),
  overhead_us: micros,
  seek_t0_us: micros,
  seek_tmax_us: micros,
  rev_us: someMicros,
  p_extra_rev: share,
  media_MBps: positive('MB/s'),
});

const component = z.discriminatedUnion(
  'd',
  [
    z.strictObject({
      w: share,
      d: z.literal('lognormal'),
      median_us: someMicros,
      sigma: bounded('a number, 0 or more', 0),
      shift_us: micros.default(0),
    }),
    z.strictObject({
      w: share,
      d: z.literal('pareto'),
      min_us: someMicros,
      alpha: positive('a number'),
      cap_us: someMicros,
    }),
  ],
  { error: 'expected "lognormal" or "pareto"' },
);

const mixtureLaw = z.strictObject({
  model: z.literal('mixture'),
  bw_qd1_MBps: positive('MB/s'),
  components: z
    .array(component, { error: 'expected a list of components' })
    .min(1, { error: 'expected at least one component' }),
});

const queueLaw = z.discriminatedUnion(
  'law',
  [
    z.strictObject({
      law: z.literal('ncq'),
      c: bounded('a number, 0 or more', 0),
      qmax: depth,
    }),
    z.strictObject({ law: z.literal('smoothmin'), k: positive('a number'), qmax: depth }),
    z.strictObject({
      law: z.literal('tokenbucket'),
      iops: positive('requests per second'),
      MBps: positive('MB/s'),
      burst_ios: bounded('requests, 1 or more', 1).optional(),
      burst_bytes: bounded('bytes, 1 or more', 1).optional(),
      qmax: depth.optional(),
    }),
    z.strictObject({
      law: z.literal('parallel'),
      per_prefix_get_s: positive('requests per second').optional(),
      qmax: depth.optional(),
    }),
  ],
  { error: 'expected "ncq", "smoothmin", "tokenbucket" or "parallel"' },
);

const status = z.enum(['published', 'from source', 'measured', 'estimate', 'choice'], {
  error: 'expected published, from source, measured, estimate or choice',
});
const text = z.string({ error: 'expected text' }).min(1, { error: 'expected text' });
const price = bounded('USD per TB, 0 or more', 0);

/** The written form of a profile: units in the field names. Both the library and users write it. */
export const rawStorageProfile = z.strictObject({
  id: text,
  description: z.string({ error: 'expected text' }).optional(),
  capacity_tb: positive('TB'),
  read_qd1: z.strictObject({ '4k': latency, '64k': latency, '256k': latency }).optional(),
  max_read_iops_4k: positive('requests per second'),
  seq_read_MBps: positive('MB/s'),
  seq_write_MBps: positive('MB/s'),
  queue_depth_model: queueLaw,
  price_usd_per_tb_2024: price.optional(),
  price_usd_per_tb_2026: price.optional(),
  price_basis: text.optional(),
  watts_idle: bounded('watts, 0 or more', 0),
  watts_active: bounded('watts, 0 or more', 0),
  annual_failure_rate_pct: bounded('percent from 0 to 100', 0, 100),
  unrecoverable_read_errors_per_bit: share,
  service_time: z.discriminatedUnion('model', [hddLaw, mixtureLaw], {
    error: 'expected "hdd" or "mixture"',
  }),
  status: z
    .strictObject({
      read_qd1: status,
      service_time: status,
      limits: status,
      price: status,
      reliability: status,
      source: text,
    })
    .optional(),
});

export type RawStorageProfile = z.input<typeof rawStorageProfile>;
type CheckedStorageProfile = z.output<typeof rawStorageProfile>;

const TICKS_PER_MICRO = TICKS_PER_SECOND / 1e6;
const MB = 1e6;
const TB = 1e12;
/**
 * What an idle bucket holds unless the profile says so: 10 ms of its rate, and at least one request
 * of 256 KiB, the largest that a cloud volume counts as one. Estimate; it lets a volume reach its cap
 * as soon as the mean demand does, although single requests come back unevenly.
 */
const DEFAULT_BURST_SECONDS = 0.01;
const LEAST_BURST_BYTES = 262_144;

const CHOSEN: StorageStatus = {
  read_qd1: 'choice',
  service_time: 'choice',
  limits: 'choice',
  price: 'choice',
  reliability: 'choice',
  source: 'the scenario',
};

/** Turns a checked profile into base units. */
export function toStorageProfile(raw: CheckedStorageProfile): StorageProfile {
  return {
    id: raw.id,
    description: raw.description ?? raw.id,
    capacity: raw.capacity_tb * TB,
    readLatency:
      raw.read_qd1 === undefined
        ? null
        : {
            '4k': toSummary(raw.read_qd1['4k']),
            '64k': toSummary(raw.read_qd1['64k']),
            '256k': toSummary(raw.read_qd1['256k']),
          },
    maxReadIops: raw.max_read_iops_4k,
    seqRead: raw.seq_read_MBps * MB,
    seqWrite: raw.seq_write_MBps * MB,
    queueDepth: toQueueDepth(raw.queue_depth_model),
    service: toService(raw.service_time),
    writes: null,
    pricePerTb: {
      2024: raw.price_usd_per_tb_2024 ?? null,
      2026: raw.price_usd_per_tb_2026 ?? null,
    },
    priceBasis: raw.price_basis?.startsWith('per ') ? 'per year' : 'purchase',
    wattsIdle: raw.watts_idle,
    wattsActive: raw.watts_active,
    annualFailureRate: raw.annual_failure_rate_pct / 100,
    unrecoverableErrorsPerBit: raw.unrecoverable_read_errors_per_bit,
    status: raw.status ?? CHOSEN,
  };
}

function toSummary(raw: z.output<typeof latency>): LatencySummary {
  return {
    p50: raw.p50_us * TICKS_PER_MICRO,
    p99: raw.p99_us * TICKS_PER_MICRO,
    p999: raw.p999_us * TICKS_PER_MICRO,
    mean: raw.mean_us * TICKS_PER_MICRO,
  };
}

function toQueueDepth(raw: CheckedStorageProfile['queue_depth_model']): QueueDepthLaw {
  switch (raw.law) {
    case 'ncq':
    case 'smoothmin':
      return raw;
    case 'tokenbucket':
      return {
        law: 'tokenbucket',
        iops: raw.iops,
        rate: raw.MBps * MB,
        burstRequests: raw.burst_ios ?? Math.max(1, raw.iops * DEFAULT_BURST_SECONDS),
        burstBytes:
          raw.burst_bytes ?? Math.max(LEAST_BURST_BYTES, raw.MBps * MB * DEFAULT_BURST_SECONDS),
        qmax: raw.qmax ?? Number.POSITIVE_INFINITY,
      };
    case 'parallel':
      return {
        law: 'parallel',
        perPrefix: raw.per_prefix_get_s ?? null,
        qmax: raw.qmax ?? Number.POSITIVE_INFINITY,
      };
  }
}

function toService(raw: CheckedStorageProfile['service_time']): HddLaw | MixtureLaw {
  if (raw.model === 'mixture') {
    return {
      model: 'mixture',
      rate: raw.bw_qd1_MBps * MB,
      components: raw.components.map(toComponent),
    };
  }
  return {
    model: 'hdd',
    overhead: raw.overhead_us * TICKS_PER_MICRO,
    seekMin: raw.seek_t0_us * TICKS_PER_MICRO,
    seekMax: raw.seek_tmax_us * TICKS_PER_MICRO,
    revolution: raw.rev_us * TICKS_PER_MICRO,
    extraRevolution: raw.p_extra_rev,
    mediaRate: raw.media_MBps * MB,
  };
}

function toComponent(raw: z.output<typeof component>): MixtureComponent {
  if (raw.d === 'pareto') {
    return {
      law: 'pareto',
      weight: raw.w,
      least: raw.min_us * TICKS_PER_MICRO,
      alpha: raw.alpha,
      cap: raw.cap_us * TICKS_PER_MICRO,
    };
  }
  return {
    law: 'lognormal',
    weight: raw.w,
    median: raw.median_us * TICKS_PER_MICRO,
    sigma: raw.sigma,
    shift: raw.shift_us * TICKS_PER_MICRO,
  };
}
