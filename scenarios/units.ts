/**
 * Exact quantities with units.
 *
 * Text is read with whole-number arithmetic (multiply before dividing), so `0.1 s` is exactly
 * 1,000,000 ticks, and a value that the base unit cannot hold is refused rather than rounded.
 *
 * | kind     | base unit       | written                     |
 * | -------- | --------------- | --------------------------- |
 * | duration | tick of 100 ns  | `80 us`, `0.4 s`, `7 days`  |
 * | size     | byte            | `64 KiB`, `1 MB`            |
 * | rate     | byte per second | `10 Gbps`, `5 MB/s`         |
 * | fraction | 1               | `30 %`, `0.3`               |
 * | count    | 1               | `100`, `10_000`             |
 * | number   | 1               | `1.5`, `-2`                 |
 *
 * Decimal prefixes are powers of 1000 and binary ones powers of 1024 (IEC 80000-13).
 */
import type { Quantity } from '../sim/parameters.ts';
import { nearest } from './nearest.ts';
import { quote } from './problem.ts';
import { SYSTEMS, type UnitKind, type UnitSystem } from './unit-tables.ts';

export type Reading =
  | { readonly ok: true; readonly value: number }
  | { readonly ok: false; readonly expected: string; readonly hint?: string };

const NAMES: Readonly<Record<Quantity, string>> = {
  duration: 'a duration such as "80 us" or "7 days"',
  size: 'a size such as "64 KiB" or "1 MB"',
  rate: 'a rate such as "10 Gbps" or "5 MB/s"',
  fraction: 'a fraction such as "30 %" or 0.3',
  count: 'a whole number',
  number: 'a number',
};

/** What a value of this kind looks like, for error messages and help. */
export function describeQuantity(kind: Quantity): string {
  return NAMES[kind];
}

/** Characters of the longest text that is read as a quantity. */
export const MAX_TEXT = 60;
const NUMBER = /^([+-]?)([0-9](?:_?[0-9])*)(?:\.([0-9]+))?$/;
const WITH_UNIT = /^([+-]?[0-9_.]+)\s*([^\s0-9_.+-].*)$/u;
/** Most steps of a kind (ticks, bytes, bits per second) that a float64 counts exactly. */
const MAX_SAFE = BigInt(Number.MAX_SAFE_INTEGER);

interface Decimal {
  readonly negative: boolean;
  /** Value is `digits / scale`. */
  readonly digits: bigint;
  readonly decimals: number;
  readonly scale: bigint;
}

function readDecimal(text: string): Decimal | null {
  const match = NUMBER.exec(text);
  if (match === null) return null;
  const fraction = match[3] ?? '';
  return {
    negative: match[1] === '-',
    digits: BigInt(match[2]!.replaceAll('_', '') + fraction),
    decimals: fraction.length,
    scale: tenTo(fraction.length),
  };
}

function tenTo(power: number): bigint {
  return BigInt(`1${'0'.repeat(power)}`);
}

function wrong(expected: string, hint?: string): Reading {
  return hint === undefined ? { ok: false, expected } : { ok: false, expected, hint };
}

/**
 * Reads a value as it stands in a scenario (text, or what YAML made of it) into its base unit.
 *
 * Durations come back in ticks, sizes in bytes, rates in bytes per second (a multiple of 1/8),
 * fractions, counts and numbers as they are. Bounds other than the kind's own are the caller's.
 */
export function readQuantity(kind: Quantity, written: unknown): Reading {
  if (typeof written === 'string' && written.length > MAX_TEXT) return wrong(NAMES[kind]);
  if (kind === 'duration' || kind === 'size' || kind === 'rate') return readWithUnit(kind, written);
  return readPlain(kind, written);
}

function readWithUnit(kind: UnitKind, written: unknown): Reading {
  const system = SYSTEMS[kind];
  const expected = NAMES[kind];
  if (typeof written === 'number' || typeof written === 'bigint') {
    if (typeof written === 'number' && !Number.isFinite(written)) return wrong(expected);
    return bare(system, expected, String(written));
  }
  if (typeof written !== 'string') return wrong(expected);
  const text = written.trim();
  if (NUMBER.test(text)) return bare(system, expected, text);
  const match = WITH_UNIT.exec(text);
  const decimal = match === null ? null : readDecimal(match[1]!);
  if (match === null || decimal === null) return wrong(expected);
  const unit = match[2]!;
  if (!Object.hasOwn(system.accepted, unit)) {
    return wrong(expected, unitHint(kind, match[1]!, unit));
  }
  if (decimal.negative && decimal.digits > 0n) return wrong(`${expected}, zero or more`);
  const numerator = decimal.digits * system.accepted[unit]!;
  const denominator = decimal.scale * system.step;
  const steps = numerator / denominator;
  if (steps > MAX_SAFE) {
    return wrong(`${expected}, at most ${formatSteps(system, MAX_SAFE)}`);
  }
  if (steps * denominator !== numerator) return wrong(`${expected}, ${system.stepName}`);
  return { ok: true, value: Number(steps) * system.stepValue };
}

function bare(system: UnitSystem, expected: string, number: string): Reading {
  const [first, second] = system.examples;
  return wrong(expected, `write the unit: \`${number} ${first}\` or \`${number} ${second}\``);
}

function unitHint(kind: UnitKind, number: string, unit: string): string {
  const system = SYSTEMS[kind];
  if (/^(mo|mon|month|months|y|yr|yrs|year|years)$/i.test(unit)) {
    return kind === 'duration'
      ? 'months and years differ in length and belong to token schedules; write days'
      : `use ${Object.keys(system.written).join(', ')}`;
  }
  const ambiguous = ambiguousUnit(kind, number, unit);
  if (ambiguous !== null) return ambiguous;
  const other = Object.entries(SYSTEMS).find(([, { accepted }]) => Object.hasOwn(accepted, unit));
  if (other !== undefined) {
    return `${quote(unit)} is a unit of ${other[0]}; units are ${Object.keys(system.written).join(', ')}`;
  }
  const near = nearest(unit, Object.keys(system.accepted));
  if (near !== null) return `did you mean \`${number} ${near}\`?`;
  return `units are ${Object.keys(system.written).join(', ')}`;
}

/** Advice for `KB`, `mb` and `Gb/s`, which may mean two things; null for other units. */
export function ambiguousUnit(kind: UnitKind, number: string, unit: string): string | null {
  const prefix = /^([kmgt])i?b(\/s)?$/i.exec(unit);
  if (prefix === null || kind === 'duration') return null;
  if ((kind === 'rate') !== (prefix[2] !== undefined)) return null;
  const letter = prefix[1]!.toUpperCase();
  const rate = prefix[2] ?? '';
  const decimal = `${letter === 'K' ? 'k' : letter}B${rate}`;
  const binary = `${letter}iB${rate}`;
  const powers = { K: 1, M: 2, G: 3, T: 4 }[letter]!;
  return (
    `${quote(unit)} is ambiguous; write \`${number} ${decimal}\` (1000${superscript(powers)} bytes) ` +
    `or \`${number} ${binary}\` (1024${superscript(powers)} bytes)`
  );
}

function superscript(power: number): string {
  return ['', '', '²', '³', '⁴'][power]!;
}

function readPlain(kind: 'fraction' | 'count' | 'number', written: unknown): Reading {
  const expected = NAMES[kind];
  let value: number;
  let exact = true;
  if (typeof written === 'bigint') {
    value = Number(written);
    exact = false;
  } else if (typeof written === 'number') {
    value = written;
  } else if (typeof written === 'string') {
    const text = written.trim();
    const percent = kind === 'fraction' && text.endsWith('%');
    const decimal = readDecimal(percent ? text.slice(0, -1).trimEnd() : text);
    if (decimal === null) return wrong(expected);
    value = Number(
      `${decimal.negative ? '-' : ''}${decimal.digits}e-${decimal.decimals + (percent ? 2 : 0)}`,
    );
  } else {
    return wrong(expected);
  }
  if (!Number.isFinite(value)) return wrong(`${expected}, finite`);
  if (kind === 'count') {
    if (!Number.isInteger(value)) return wrong(expected);
    if (value < 0) return wrong(`${expected}, zero or more`);
    if (!exact || !Number.isSafeInteger(value)) {
      return wrong(`${expected}, at most ${Number.MAX_SAFE_INTEGER}`);
    }
  }
  if (kind === 'fraction' && value < 0) return wrong(`${expected}, zero or more`);
  return { ok: true, value: value === 0 ? 0 : value };
}

/**
 * Exact text of a base-unit value in the unit that needs the fewest digits: `64 KiB`, `10 Gbps`,
 * `400 ms`, `30 %`. Reading it back gives the same value, so it serves people and canonical text.
 */
export function formatQuantity(kind: Quantity, value: number): string {
  if (kind === 'duration' || kind === 'size' || kind === 'rate') {
    const system = SYSTEMS[kind];
    return formatSteps(system, BigInt(Math.round(value / system.stepValue)));
  }
  if (kind === 'fraction') return `${shiftDecimal(String(value), 2)} %`;
  return String(value === 0 ? 0 : value);
}

function formatSteps(system: UnitSystem, steps: bigint): string {
  const finest = steps * system.step;
  let best: { number: string; unit: string; factor: bigint } | null = null;
  for (const [unit, factor] of Object.entries(system.written)) {
    if (finest === 0n ? unit !== system.si : finest < factor) continue;
    const number = divideExactly(finest, factor);
    if (number === null) continue;
    const shorter = best === null ? -1 : number.length - best.number.length;
    if (shorter < 0 || (shorter === 0 && factor > best!.factor)) best = { number, unit, factor };
  }
  const plural = best!.unit === 'day' && best!.number !== '1' ? 's' : '';
  return `${best!.number} ${best!.unit}${plural}`;
}

/** `a / b` as a decimal text of at most nine places, or null when it does not end there. */
function divideExactly(a: bigint, b: bigint): string | null {
  const whole = a / b;
  let rest = a % b;
  let digits = '';
  while (rest > 0n) {
    if (digits.length === 9) return null;
    rest *= 10n;
    digits += String(rest / b);
    rest %= b;
  }
  return digits === '' ? String(whole) : `${whole}.${digits}`;
}

/** A number as digits with at most one point, never with an exponent; it reads back the same. */
export function plainDecimal(value: number): string {
  return shiftDecimal(String(value), 0);
}

/** Moves the decimal point of a number's shortest text to the right, without rounding. */
function shiftDecimal(text: string, places: number): string {
  const match = /^(-?)([0-9]+)(?:\.([0-9]+))?(?:e([+-][0-9]+))?$/.exec(text)!;
  const digits = match[2]! + (match[3] ?? '');
  const point = match[2]!.length + Number(match[4] ?? 0) + places;
  const padded = point <= 0 ? '0'.repeat(1 - point) + digits : digits.padEnd(point, '0');
  const at = Math.max(point, 1);
  const whole = padded.slice(0, at).replace(/^0+(?=[0-9])/, '');
  const fraction = padded.slice(at).replace(/0+$/, '');
  return `${match[1]}${whole}${fraction === '' ? '' : `.${fraction}`}`;
}

export interface Literal {
  readonly value: number;
  /** Base SI unit of the value; empty for a bare number. */
  readonly unit: '' | 's' | 'B' | 'B/s' | '1';
}

/**
 * A number with a unit in base SI (seconds, bytes, bytes per second, 1 for `%`), correctly rounded.
 * Returns null for a unit that does not exist; an empty unit gives a bare number.
 */
export function toBaseSI(number: string, unit: string): Literal | null {
  const decimal = readDecimal(number);
  if (decimal === null) return null;
  const sign = decimal.negative ? '-' : '';
  const asNumber = (digits: bigint, shift: number): number =>
    Number(`${sign}${digits}e-${decimal.decimals + shift}`);
  if (unit === '') return { value: asNumber(decimal.digits, 0), unit: '' };
  if (unit === '%') return { value: asNumber(decimal.digits, 2), unit: '1' };
  for (const { accepted, si } of Object.values(SYSTEMS)) {
    if (!Object.hasOwn(accepted, unit)) continue;
    const finest = decimal.digits * accepted[unit]!;
    if (si === 's') return { value: asNumber(finest, 9), unit: si };
    if (si === 'B') return { value: asNumber(finest, 0), unit: si };
    // An eighth is 125 thousandths, which keeps bits per second a decimal text.
    return { value: asNumber(finest * 125n, 3), unit: si };
  }
  return null;
}

/** Every unit that a literal may carry, for messages. */
export function knownUnits(): string[] {
  return ['%', ...Object.values(SYSTEMS).flatMap((system) => Object.keys(system.written))];
}

/** A number without sign, in the JSON Schema dialect of regular expressions. */
export const NUMBER_PATTERN = '[0-9][0-9_]*(\\.[0-9]+)?';

/** A regular expression (JSON Schema dialect) that matches text of this kind, for editors. */
export function quantityPattern(kind: Quantity): string {
  const number = NUMBER_PATTERN;
  if (kind === 'fraction') return `^${number}\\s*%?$`;
  if (kind === 'count') return '^[0-9][0-9_]*$';
  if (kind === 'number') return `^-?${number}$`;
  const units = Object.keys(SYSTEMS[kind].accepted).join('|');
  return `^${number}\\s*(${units})$`;
}
