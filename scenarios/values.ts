/** Single parameter values: reading, describing, writing back, and the defaults of a table. */
import type { Arrivals, Parameter, ParameterTable, Quantity } from '../sim/parameters.ts';
import { describeArrivals, formatArrivals, readArrivals } from './arrivals.ts';
import { didYouMean, nearest } from './nearest.ts';
import { oneOf } from './problem.ts';
import { describeQuantity, formatQuantity, readQuantity } from './units.ts';

export type Leaf = Exclude<Parameter, { kind: 'list' | 'map' | 'group' }>;
export type LeafReading =
  | { readonly ok: true; readonly value: number | string | boolean | Arrivals }
  | { readonly ok: false; readonly expected: string; readonly hint?: string };

const QUANTITIES: ReadonlySet<string> = new Set<Quantity>([
  'duration',
  'size',
  'rate',
  'fraction',
  'count',
  'number',
]);

export type QuantityParameter = Extract<Parameter, { kind: Quantity }>;

export function isQuantity(parameter: Parameter): parameter is QuantityParameter {
  return QUANTITIES.has(parameter.kind);
}

export function isLeaf(parameter: Parameter): parameter is Leaf {
  return parameter.kind !== 'list' && parameter.kind !== 'map' && parameter.kind !== 'group';
}

/** Bounds in base units; quantities are never negative except plain numbers, fractions end at 1. */
export function boundsOf(parameter: QuantityParameter): {
  readonly min: number | undefined;
  readonly max: number | undefined;
} {
  const { kind } = parameter;
  return {
    min: parameter.min ?? (kind === 'number' ? undefined : 0),
    max: parameter.max ?? (kind === 'fraction' ? 1 : undefined),
  };
}

/** What may stand in a scenario for this parameter, for messages and help. */
export function describeParameter(parameter: Parameter): string {
  switch (parameter.kind) {
    case 'choice':
      return oneOf(parameter.options);
    case 'text':
      return 'text';
    case 'flag':
      return 'true or false';
    case 'list':
      return 'a list';
    case 'map':
      return 'a map of names to values';
    case 'group':
      return `a map with the keys ${Object.keys(parameter.fields).join(', ')}`;
    case 'arrivals':
      return describeArrivals();
    default:
      return describeQuantity(parameter.kind) + describeBounds(parameter);
  }
}

function describeBounds(parameter: QuantityParameter): string {
  const { kind } = parameter;
  const show = (value: number): string => formatQuantity(kind, value);
  const { min, max } = boundsOf(parameter);
  const hasMin = min !== undefined && (min !== 0 || kind === 'number' || max !== undefined);
  if (hasMin && max !== undefined) return ` from ${show(min)} to ${show(max)}`;
  if (hasMin) return `, ${show(min)} or more`;
  return max === undefined ? '' : `, at most ${show(max)}`;
}

/** Reads what stands in a scenario into the value that the component receives. */
export function readLeaf(parameter: Leaf, written: unknown): LeafReading {
  if (isQuantity(parameter)) return readBounded(parameter, written);
  if (parameter.kind === 'arrivals') return readArrivals(written);
  const expected = describeParameter(parameter);
  if (parameter.kind === 'flag') {
    if (typeof written === 'boolean') return { ok: true, value: written };
    const near = typeof written === 'string' ? asFlag(written) : null;
    return near === null
      ? { ok: false, expected }
      : { ok: false, expected, hint: `write \`${near}\`` };
  }
  if (parameter.kind === 'choice') {
    const name = typeof written === 'string' ? written : String(written);
    if (parameter.options.includes(name)) return { ok: true, value: name };
    return refuse(expected, didYouMean(nearest(name, parameter.options)));
  }
  if (typeof written === 'string') return { ok: true, value: written };
  if (typeof written === 'number' && parameter.kind === 'text' && parameter.numeric === true) {
    const text = String(written);
    // More digits than a double keeps would be changed in silence.
    if (text.replace(/[^0-9]/g, '').length <= 15) return { ok: true, value: text };
    return refuse('a number of at most 15 digits, or text', 'put it in quotes');
  }
  const quotable = typeof written === 'number' || typeof written === 'boolean';
  return refuse(expected, quotable ? 'put it in quotes' : undefined);
}

function refuse(expected: string, hint: string | undefined): LeafReading {
  return hint === undefined ? { ok: false, expected } : { ok: false, expected, hint };
}

function asFlag(written: string): string | null {
  const word = written.toLowerCase();
  if (['yes', 'on', 'true', '1'].includes(word)) return 'true';
  return ['no', 'off', 'false', '0'].includes(word) ? 'false' : null;
}

function readBounded(parameter: QuantityParameter, written: unknown): LeafReading {
  const reading = readQuantity(parameter.kind, written);
  const { min, max } = boundsOf(parameter);
  if (!reading.ok) {
    // A reason of the kind itself ("whole ticks", "zero or more") says more than the bounds.
    const plain = reading.expected === describeQuantity(parameter.kind);
    return refuse(plain ? describeParameter(parameter) : reading.expected, reading.hint);
  }
  const inside =
    (min === undefined || reading.value >= min) && (max === undefined || reading.value <= max);
  return inside ? reading : { ok: false, expected: describeParameter(parameter) };
}

/**
 * A base-unit value as canonical text would hold it: quantities with a unit become text, the rest
 * stays plain; names of maps and keys of groups come in a fixed order.
 */
export function writeValue(parameter: Parameter, value: unknown): unknown {
  return write(parameter, value, writeTable);
}

/** @param group how the fields of a group are written */
function write(parameter: Parameter, value: unknown, group: typeof writeTable): unknown {
  if (value === null || value === undefined) return null;
  switch (parameter.kind) {
    case 'duration':
    case 'size':
    case 'rate':
    case 'fraction':
      return typeof value === 'number' ? formatQuantity(parameter.kind, value) : value;
    case 'arrivals':
      // A default stands in a table as it is written: text, or items per second.
      return typeof value === 'object' ? formatArrivals(value as Arrivals) : value;
    case 'list':
      return (value as unknown[]).map((item) => write(parameter.of, item, group));
    case 'map':
      return Object.fromEntries(
        Object.entries(value).map(([name, item]) => [name, write(parameter.of, item, group)]),
      );
    case 'group':
      return group(parameter.fields, value as Record<string, unknown>);
    default:
      return value;
  }
}

/** {@link writeValue} for every parameter of a table, in the table's order. */
export function writeTable(
  table: ParameterTable,
  values: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(table).map(([name, parameter]) => [name, writeValue(parameter, values[name])]),
  );
}

/** The default as it would stand in a scenario; a bare number in a table is in the base unit. */
export function writtenDefault(parameter: Parameter): unknown {
  return parameter.kind === 'group' ? {} : write(parameter, parameter.default, writeGiven);
}

/** The fields that are there: the others have their own defaults. */
function writeGiven(
  table: ParameterTable,
  values: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  const entries = Object.entries(values);
  return Object.fromEntries(
    entries.map(([name, value]) => [name, write(table[name], value, writeGiven)]),
  );
}
