/** Reads the numbers in swept values as they were written, to place them on an axis. */

/** `size` times the number gives the base unit `unit`. Names as scenario files write them. */
const UNITS: Readonly<Record<string, { readonly unit: string; readonly size: number }>> = {
  '': { unit: '1', size: 1 },
  '%': { unit: '1', size: 0.01 },
  ns: { unit: 's', size: 1e-9 },
  us: { unit: 's', size: 1e-6 },
  µs: { unit: 's', size: 1e-6 },
  ms: { unit: 's', size: 1e-3 },
  s: { unit: 's', size: 1 },
  min: { unit: 's', size: 60 },
  h: { unit: 's', size: 3600 },
  d: { unit: 's', size: 86_400 },
  day: { unit: 's', size: 86_400 },
  days: { unit: 's', size: 86_400 },
  w: { unit: 's', size: 604_800 },
  week: { unit: 's', size: 604_800 },
  weeks: { unit: 's', size: 604_800 },
  B: { unit: 'B', size: 1 },
  kB: { unit: 'B', size: 1e3 },
  MB: { unit: 'B', size: 1e6 },
  GB: { unit: 'B', size: 1e9 },
  TB: { unit: 'B', size: 1e12 },
  KiB: { unit: 'B', size: 2 ** 10 },
  MiB: { unit: 'B', size: 2 ** 20 },
  GiB: { unit: 'B', size: 2 ** 30 },
  TiB: { unit: 'B', size: 2 ** 40 },
  '/s': { unit: '1/s', size: 1 },
  'tx/s': { unit: '1/s', size: 1 },
  'blob/s': { unit: '1/s', size: 1 },
  'blobs/s': { unit: '1/s', size: 1 },
  bps: { unit: 'B/s', size: 1 / 8 },
  kbps: { unit: 'B/s', size: 1e3 / 8 },
  Mbps: { unit: 'B/s', size: 1e6 / 8 },
  Gbps: { unit: 'B/s', size: 1e9 / 8 },
  Tbps: { unit: 'B/s', size: 1e12 / 8 },
};

export interface Quantity {
  readonly value: number;
  readonly unit: string;
}

/** A number, or text such as `64 KiB`, `10 Gbps`, `0.4 s`, `30 %`, `5 MB/s`, `200 tx/s`; null for anything else. */
export function readQuantity(value: unknown): Quantity | null {
  if (typeof value === 'number') return Number.isFinite(value) ? { value, unit: '1' } : null;
  if (typeof value !== 'string') return null;
  const found = /^([+-]?(?:\d[\d_]*)(?:\.\d+)?(?:e[+-]?\d+)?)\s*(\S*)$/i.exec(value.trim());
  if (!found) return null;
  const number = Number(found[1]!.replaceAll('_', ''));
  const name = found[2]!;
  const perSecond = name.endsWith('/s') ? lookUp(name.slice(0, -2)) : null;
  if (perSecond?.unit === 'B') return { value: number * perSecond.size, unit: 'B/s' };
  const known = lookUp(name);
  return known ? { value: number * known.size, unit: known.unit } : null;
}

function lookUp(name: string): { unit: string; size: number } | null {
  return Object.hasOwn(UNITS, name) ? UNITS[name]! : null;
}

/** All values on one axis, or null when one is not a number or the units differ. */
export function readAxis(values: readonly unknown[]): number[] | null {
  const read = values.map(readQuantity);
  const unit = read[0]?.unit;
  if (read.some((each) => each === null || each.unit !== unit)) return null;
  return read.map((each) => each!.value);
}
