/**
 * How often something arrives, as a scenario writes it: items (`200 tx/s`, `5 /s`, a bare number) or
 * their payload (`1 MB/s`, `10 Mbps`) per second.
 *
 * The word before `/s` is for the reader: `5 tx/s`, `5 blobs/s` and `5 /s` are one value.
 */
import type { Arrivals } from '../sim/parameters.ts';
import { nearest } from './nearest.ts';
import { SYSTEMS } from './unit-tables.ts';
import {
  ambiguousUnit,
  describeQuantity,
  formatQuantity,
  MAX_TEXT,
  NUMBER_PATTERN,
  plainDecimal,
  readQuantity,
} from './units.ts';

export type ArrivalsReading =
  | { readonly ok: true; readonly value: Arrivals }
  | { readonly ok: false; readonly expected: string; readonly hint?: string };

const EXPECTED = 'arrivals such as "200 tx/s" or "1 MB/s"';
const ITEM_UNITS: readonly string[] = ['/s', 'tx/s', 'blob/s', 'blobs/s'];
/** One item in the 28.5 years that ticks can count, and a hundred a tick. */
const MIN_ITEMS = 1e-9;
const MAX_ITEMS = 1e9;
const PARTS = /^([+-]?[0-9_.]+)\s*([^\s0-9_.+-]\S*)?$/u;

/** What may stand in a scenario, for messages and help. */
export function describeArrivals(): string {
  return EXPECTED;
}

/** Reads text, or what YAML made of it. Nothing at all is not a rate: zero is refused. */
export function readArrivals(written: unknown): ArrivalsReading {
  if (typeof written === 'number' || typeof written === 'bigint') return readItems(written);
  if (typeof written !== 'string' || written.length > MAX_TEXT) return wrong();
  const match = PARTS.exec(written.trim());
  if (match === null) return wrong();
  const [, number, unit] = match;
  if (unit === undefined || ITEM_UNITS.includes(unit)) return readItems(number!);
  if (!Object.hasOwn(SYSTEMS.rate.accepted, unit)) return wrong('', unitHint(number!, unit));
  const payload = readQuantity('rate', written);
  if (payload.ok && payload.value > 0) return accept('byte', payload.value);
  if (payload.ok || number!.startsWith('-')) return wrong(', above zero');
  // What a rate cannot be, such as half a bit, stands behind what it looks like.
  return wrong(payload.expected.slice(describeQuantity('rate').length));
}

function readItems(written: string | number | bigint): ArrivalsReading {
  const number = readQuantity('number', written);
  if (!number.ok) return wrong();
  if (number.value <= 0) return wrong(', above zero');
  if (number.value < MIN_ITEMS) return wrong(`, at least ${plainDecimal(MIN_ITEMS)} /s`);
  if (number.value > MAX_ITEMS) return wrong(`, at most ${plainDecimal(MAX_ITEMS)} /s`);
  return accept('item', number.value);
}

function accept(per: Arrivals['per'], second: number): ArrivalsReading {
  return { ok: true, value: { per, second } };
}

function wrong(reason = '', hint?: string): ArrivalsReading {
  const expected = EXPECTED + reason;
  return hint === undefined ? { ok: false, expected } : { ok: false, expected, hint };
}

function unitHint(number: string, unit: string): string {
  const known = [...ITEM_UNITS, ...Object.keys(SYSTEMS.rate.accepted)];
  const perSecond = /^tps$/i.test(unit) ? 'tx/s' : `${unit}/s`;
  if (known.includes(perSecond)) return `write \`${number} ${perSecond}\``;
  const ambiguous = ambiguousUnit('rate', number, unit);
  if (ambiguous !== null) return ambiguous;
  const near = nearest(unit, known);
  if (near !== null) return `did you mean \`${number} ${near}\`?`;
  return `units are ${[...ITEM_UNITS, ...Object.keys(SYSTEMS.rate.written)].join(', ')}`;
}

/** Exact text that reads back as the same value: `200 /s`, `1 MB/s`. */
export function formatArrivals({ per, second }: Arrivals): string {
  return per === 'item' ? `${plainDecimal(second)} /s` : formatQuantity('rate', second);
}

/** A regular expression (JSON Schema dialect) that matches arrivals as text, for editors. */
export function arrivalsPattern(): string {
  const units = [...ITEM_UNITS, ...Object.keys(SYSTEMS.rate.accepted)].join('|');
  return `^${NUMBER_PATTERN}\\s*(${units})?$`;
}
