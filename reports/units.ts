/** Base SI values and their units as text for people. */
import type { Metric } from '../scenarios/results.ts';
import { magnitude, significant } from './numbers.ts';

/** A unit to show values in: `shown = value / size`, followed by `name` (empty for plain numbers). */
export interface DisplayUnit {
  readonly size: number;
  readonly name: string;
}

const BYTES = ['B', 'kB', 'MB', 'GB', 'TB', 'PB', 'EB'];
const BITS = ['bit', 'kbit', 'Mbit', 'Gbit', 'Tbit', 'Pbit', 'Ebit'];
const BINARY = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB', 'EiB'];

/** Values that would round up to a full next unit with three digits are shown in that unit. */
const ROUNDS_UP = 0.9995;

/** `until` is the first value that belongs to the next larger unit. */
const TIMES = [
  { until: 1e-6 * ROUNDS_UP, size: 1e-9, name: 'ns' },
  { until: 1e-3 * ROUNDS_UP, size: 1e-6, name: 'us' },
  { until: ROUNDS_UP, size: 1e-3, name: 'ms' },
  { until: 120, size: 1, name: 's' },
  { until: 7200, size: 60, name: 'min' },
  { until: 172_800, size: 3600, name: 'h' },
  { until: Number.POSITIVE_INFINITY, size: 86_400, name: 'days' },
];

const LARGE = [
  { size: 1e12, word: 'trillion' },
  { size: 1e9, word: 'billion' },
  { size: 1e6, word: 'million' },
];

/**
 * The unit in which a value of this size reads best.
 * @param value in base SI; only its size matters.
 * @param unit `s`, `B`, `B/s`, `1`, `1/s` (shown as `/s`) or any other word, which is kept.
 * @param percent show a plain number (`1`) as percent.
 */
export function displayUnit(value: number, unit: string, percent = false): DisplayUnit {
  const size = Number.isFinite(value) ? Math.abs(value) : 0;
  if (unit === 's') return time(size);
  if (unit === 'B') return decimal(size, BYTES, '');
  if (unit === 'B/s') return decimal(size, BYTES, '/s');
  if (unit === '1/s') return large(size, '/s');
  if (unit === '1' || unit === '') {
    return percent ? { size: 0.01, name: '%' } : large(size, '');
  }
  return large(size, unit);
}

function time(size: number): DisplayUnit {
  if (size === 0) return { size: 1, name: 's' };
  return TIMES.find(({ until }) => size < until)!;
}

function decimal(size: number, names: readonly string[], suffix: string): DisplayUnit {
  let step = 0;
  let factor = 1;
  while (step + 1 < names.length && size >= factor * 1000 * ROUNDS_UP) {
    step++;
    factor *= 1000;
  }
  return { size: factor, name: names[step]! + suffix };
}

function large(size: number, unit: string): DisplayUnit {
  const found = LARGE.find((entry) => size >= entry.size);
  if (!found) return { size: 1, name: unit };
  return { size: found.size, name: unit === '' ? found.word : `${found.word} ${unit}` };
}

/** Whether a metric in unit `1` reads best as percent, judged by its name: shares, fractions, utilisation. */
export function isShare(metric: string): boolean {
  const name = metric.replace(/\[.*$/, '').split('.').at(-1)!;
  return /(^|_)(share|fraction|utilisation|utilization|probability|percentage)$/.test(name);
}

function withUnit(number: string, name: string): string {
  if (name === '') return number;
  return `${number} ${name}`;
}

/**
 * A base value with its unit in short form: `12.5 MB/s`, `3.20 ms`, `64 KiB`, `93 %`.
 * Sizes that are whole binary multiples are shown in binary units, as that is how they were chosen.
 */
export function formatValue(value: number, unit: string, percent = false): string {
  if (unit === 'B') {
    const binary = wholeBinary(value);
    if (binary) return binary;
  }
  const shown = displayUnit(value, unit, percent);
  return withUnit(significant(value / shown.size), shown.name);
}

/**
 * The label of a power of ten on an axis: like {@link formatValue}, but seconds stay seconds, so that
 * 1000 s is not 16.7 min.
 */
export function formatTick(value: number, unit: string, percent = false): string {
  if (unit === 's' && value >= 1) return `${significant(value, 6)} s`;
  const shown = displayUnit(value, unit, percent);
  return withUnit(significant(value / shown.size), shown.name);
}

/** Like {@link formatValue} in both unit systems where two are in use: `12.5 MB/s (100 Mbit/s)`. */
export function formatBoth(value: number, unit: string, percent = false): string {
  const short = formatValue(value, unit, percent);
  if (unit === 'B/s') {
    const bits = decimal(Math.abs(value) * 8, BITS, '/s');
    return `${short} (${significant((value * 8) / bits.size)} ${bits.name})`;
  }
  if (unit === 'B' && wholeBinary(value)) {
    const bytes = decimal(Math.abs(value), BYTES, '');
    return `${short} (${significant(value / bytes.size)} ${bytes.name})`;
  }
  return short;
}

function wholeBinary(value: number): string | null {
  if (!Number.isInteger(value) || Math.abs(value) < 1024) return null;
  let step = 0;
  let rest = value;
  while (step + 1 < BINARY.length && rest % 1024 === 0) {
    rest /= 1024;
    step++;
  }
  return step > 0 && Math.abs(rest) < 10_000 ? `${rest} ${BINARY[step]}` : null;
}

/**
 * A mean with half the width of its 95 % interval, both in one unit: `12.3 ± 0.4 MB/s`. An interval
 * that is clearly lopsided is written with its ends: `12.3 (9.0 to 21.5) MB/s`. With one replication
 * there is no interval and none is shown.
 */
export function formatMetric(metric: Metric, percent = false): string {
  const { mean, low, high, unit, n } = metric;
  const half = (high - low) / 2;
  if (n <= 1 || !(half > 0) || !Number.isFinite(half) || !Number.isFinite(mean)) {
    return formatValue(mean, unit, percent);
  }
  const shown = displayUnit(mean === 0 ? high : mean, unit, percent);
  const decimals = decimalsFor(mean / shown.size, half / shown.size);
  const fixed = (value: number): string => (value / shown.size).toFixed(decimals);
  if (Math.abs(high + low - 2 * mean) > 0.2 * half) {
    return withUnit(`${fixed(mean)} (${fixed(low)} to ${fixed(high)})`, shown.name);
  }
  const smallest = Number(`1e-${decimals}`);
  const error = half / shown.size < smallest / 2 ? `<${smallest.toFixed(decimals)}` : fixed(half);
  return withUnit(`${fixed(mean)} ± ${error}`, shown.name);
}

/**
 * Decimals that show the uncertainty with one significant digit, two when it begins with 1 (so that
 * rounding does not change it by half), but never more than five digits of the value itself.
 */
function decimalsFor(value: number, uncertainty: number): number {
  const power = magnitude(uncertainty);
  const leading = uncertainty.toExponential()[0];
  const wanted = -power + (leading === '1' ? 1 : 0);
  const most = Math.max(0, 4 - magnitude(value));
  return Math.min(Math.max(0, wanted), most, 100);
}

/** A stretch of seconds for progress lines: `42 s`, `3 min 5 s`, `2 h 10 min`. */
export function formatDuration(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  if (whole < 60) return `${whole} s`;
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${whole % 60} s`;
  return `${Math.floor(whole / 3600)} h ${Math.floor((whole % 3600) / 60)} min`;
}
