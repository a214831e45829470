/** The units that scenarios may use, as exact factors of the finest unit of their kind. */

export type UnitKind = 'duration' | 'size' | 'rate';

/** Nanoseconds. */
const DURATIONS: Readonly<Record<string, bigint>> = {
  ns: 1n,
  us: 1_000n,
  ms: 1_000_000n,
  s: 1_000_000_000n,
  min: 60_000_000_000n,
  h: 3_600_000_000_000n,
  day: 86_400_000_000_000n,
};
const DURATION_ALIASES: Readonly<Record<string, bigint>> = {
  µs: 1_000n,
  μs: 1_000n,
  m: 60_000_000_000n,
  d: 86_400_000_000_000n,
  days: 86_400_000_000_000n,
  w: 604_800_000_000_000n,
  week: 604_800_000_000_000n,
  weeks: 604_800_000_000_000n,
};

/** Bytes. */
const SIZES: Readonly<Record<string, bigint>> = {
  B: 1n,
  kB: 1_000n,
  MB: 1_000_000n,
  GB: 1_000_000_000n,
  TB: 1_000_000_000_000n,
  KiB: 1_024n,
  MiB: 1_048_576n,
  GiB: 1_073_741_824n,
  TiB: 1_099_511_627_776n,
};

const bitsOf = (suffix: string): [string, bigint][] => [
  [suffix, 1n],
  [`k${suffix}`, 1_000n],
  [`M${suffix}`, 1_000_000n],
  [`G${suffix}`, 1_000_000_000n],
  [`T${suffix}`, 1_000_000_000_000n],
];

/** Bits per second: the finest step that wires and data sheets use. */
const RATES: Readonly<Record<string, bigint>> = Object.fromEntries([
  ...bitsOf('bps'),
  ...Object.entries(SIZES).map(([unit, bytes]): [string, bigint] => [`${unit}/s`, bytes * 8n]),
]);
const RATE_ALIASES: Readonly<Record<string, bigint>> = Object.fromEntries(bitsOf('bit/s'));

export interface UnitSystem {
  /** Units used when writing. */
  readonly written: Readonly<Record<string, bigint>>;
  /** Units accepted when reading, the written ones included. */
  readonly accepted: Readonly<Record<string, bigint>>;
  /** Finest units in one step that values are counted in, and what that step is called. */
  readonly step: bigint;
  readonly stepName: string;
  /** One step in the base unit: an eighth of a byte per second for rates. */
  readonly stepValue: number;
  readonly examples: readonly [string, string];
  /** Base SI unit; also what zero is written in. */
  readonly si: 's' | 'B' | 'B/s';
}

export const SYSTEMS: Readonly<Record<UnitKind, UnitSystem>> = {
  duration: {
    written: DURATIONS,
    accepted: { ...DURATIONS, ...DURATION_ALIASES },
    step: 100n,
    stepName: 'a whole number of 100 ns ticks',
    stepValue: 1,
    examples: ['ms', 's'],
    si: 's',
  },
  size: {
    written: SIZES,
    accepted: SIZES,
    step: 1n,
    stepName: 'a whole number of bytes',
    stepValue: 1,
    examples: ['KiB', 'kB'],
    si: 'B',
  },
  rate: {
    written: RATES,
    accepted: { ...RATES, ...RATE_ALIASES },
    step: 1n,
    stepName: 'a whole number of bits per second',
    stepValue: 1 / 8,
    examples: ['Mbps', 'MB/s'],
    si: 'B/s',
  },
};
