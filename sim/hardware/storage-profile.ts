import type { Status } from '../parameters.ts';

/** Time in a law: ticks of 100 ns as a float. Rates are bytes per second, sizes bytes. */
type Ticks = number;

/** overhead + seek + rotation + rare extra revolution + bytes / rate. */
export interface HddLaw {
  readonly model: 'hdd';
  readonly overhead: Ticks;
  /** Seek over no distance and over the full stroke; in between it grows with the square root. */
  readonly seekMin: Ticks;
  readonly seekMax: Ticks;
  readonly revolution: Ticks;
  /** Chance of one more revolution: missed sector, retry, settle. */
  readonly extraRevolution: number;
  /** Mean media rate of requests without an address. */
  readonly mediaRate: number;
}

export type MixtureComponent =
  | {
      readonly law: 'lognormal';
      readonly weight: number;
      readonly median: Ticks;
      readonly sigma: number;
      readonly shift: Ticks;
    }
  | {
      readonly law: 'pareto';
      readonly weight: number;
      readonly least: Ticks;
      readonly alpha: number;
      readonly cap: Ticks;
    }
  | {
      /** Values at levels from 0 to 1, the logarithm linear between them. */
      readonly law: 'quantiles';
      readonly weight: number;
      readonly levels: readonly number[];
      readonly values: readonly Ticks[];
    };

/** One of the components, plus (bytes - 4096) / rate. */
export interface MixtureLaw {
  readonly model: 'mixture';
  readonly rate: number;
  readonly components: readonly MixtureComponent[];
}

export type QueueDepthLaw =
  /** IOPS(q) = IOPS(1) (1 + c log2 q), up to the profile's maximum. */
  | { readonly law: 'ncq'; readonly c: number; readonly qmax: number }
  /** IOPS(q) = ((q/S)^-k + max^-k)^(-1/k). */
  | { readonly law: 'smoothmin'; readonly k: number; readonly qmax: number }
  /** Token buckets for requests and bytes; `burst*` is what an idle bucket holds. */
  | {
      readonly law: 'tokenbucket';
      readonly iops: number;
      readonly rate: number;
      readonly burstRequests: number;
      readonly burstBytes: number;
      readonly qmax: number;
    }
  /** Any number at once; requests per second are capped for each prefix, or in all without one. */
  | { readonly law: 'parallel'; readonly perPrefix: number | null; readonly qmax: number };

export interface LatencySummary {
  readonly p50: Ticks;
  readonly p99: Ticks;
  readonly p999: Ticks;
  readonly mean: Ticks;
}

/** A storage device in base units: bytes, bytes per second, ticks, watts, USD, fractions of 1. */
export interface StorageProfile {
  readonly id: string;
  readonly description: string;
  readonly capacity: number;
  /** Read latency at queue depth 1 by request size; null for a profile whose law was changed. */
  readonly readLatency: Readonly<Record<'4k' | '64k' | '256k', LatencySummary>> | null;
  /** 4 KiB random reads per second at the best queue depth. */
  readonly maxReadIops: number;
  readonly seqRead: number;
  readonly seqWrite: number;
  readonly queueDepth: QueueDepthLaw;
  readonly service: HddLaw | MixtureLaw;
  /** Writes of a device whose `service` is a mixture; null when they take what reads take. */
  readonly writes: MixtureLaw | null;
  /** USD for 10^12 bytes, by price year; null when not given. */
  readonly pricePerTb: { readonly 2024: number | null; readonly 2026: number | null };
  /** Bought once, or paid for every year. */
  readonly priceBasis: 'purchase' | 'per year';
  readonly wattsIdle: number;
  readonly wattsActive: number;
  /** Failures per device-year. */
  readonly annualFailureRate: number;
  readonly unrecoverableErrorsPerBit: number;
  /** How well each part is known, and from where. */
  readonly status: StorageStatus;
}

export interface StorageStatus {
  readonly read_qd1: Status;
  readonly service_time: Status;
  readonly limits: Status;
  readonly price: Status;
  readonly reliability: Status;
  readonly source: string;
}
