/**
 * The scenario schema, made from the tables of the components.
 *
 * One zod schema checks files and gives the JSON Schema that editors complete from. Input is what
 * stands in the file (`64 KiB`), output is what components receive (65536).
 */
import { z } from 'zod';
import type { Parameter, ParameterTable } from '../sim/parameters.ts';
import { arrivalsPattern } from './arrivals.ts';
import { DESIGN_SHAPE } from './design-shape.ts';
import { SETTINGS, type Sections, SPECIAL_KEYS } from './settings.ts';
import { AGREEMENTS, TARGET_FIELDS } from './target-fields.ts';
import { quantityPattern } from './units.ts';
import {
  describeParameter,
  isLeaf,
  isQuantity,
  type Leaf,
  readLeaf,
  writtenDefault,
} from './values.ts';

export type { Section, Sections } from './settings.ts';

export interface Schema {
  readonly sections: Sections;
  /** Checks a whole scenario as plain values. */
  readonly root: z.ZodType<Record<string, unknown>>;
  /** Checks one section or setting by its root key. */
  readonly parts: ReadonlyMap<string, z.ZodType>;
  /** JSON Schema, draft-07. */
  toJSONSchema(): Record<string, unknown>;
}

/** Carried by custom zod issues to the problem that a person reads. */
export interface IssueDetail {
  readonly expected: string;
  readonly hint?: string;
}

/**
 * Builds the schema of a laboratory with these components.
 * Throws a plain error when a table contradicts itself: that is a defect, not a wrong input.
 */
export function createSchema(sections: Sections): Schema {
  const parts = new Map<string, z.ZodType>();
  for (const [name, parameter] of Object.entries(SETTINGS)) parts.set(name, keyed(parameter, name));
  for (const [name, section] of Object.entries(sections)) {
    if (!/^[A-Za-z][A-Za-z0-9_-]*$/.test(name) || parts.has(name) || SPECIAL_KEYS.includes(name)) {
      throw new Error(`section name "${name}" is taken or has unusable characters`);
    }
    const schema = table(section.parameters, name).meta({ description: section.about });
    parts.set(
      name,
      section.required ? schema : section.always ? schema.prefault({}) : schema.nullish(),
    );
  }
  const shape = Object.fromEntries(parts) as z.ZodRawShape;
  const { name: nameKey, seed, precision, sweep, expect, targets, extends: base } = SPECIAL;
  const root = z.strictObject({
    ...{ name: nameKey, extends: base, seed, precision, sweep, expect, targets },
    ...shape,
  });
  return {
    sections,
    root: root as unknown as z.ZodType<Record<string, unknown>>,
    parts,
    toJSONSchema: () => ({
      ...withFiles(
        sections,
        z.toJSONSchema(root, { target: 'draft-7', io: 'input' }) as Record<string, unknown>,
      ),
      title: 'droptower scenario',
    }),
  };
}

/** Sections that may stand in files of their own take the name of a file too. */
function withFiles(sections: Sections, json: Record<string, unknown>): Record<string, unknown> {
  const properties = { ...(json.properties as Record<string, unknown>) };
  for (const [name, { apart, about }] of Object.entries(sections)) {
    if (apart !== true) continue;
    const file = { type: 'string', description: `${about}: a file that holds the section.` };
    properties[name] = { anyOf: [properties[name], file] };
  }
  return { ...json, properties };
}

function table(fields: ParameterTable, path: string): z.ZodObject {
  const shape: Record<string, z.ZodType> = {};
  for (const [name, parameter] of Object.entries(fields)) {
    if (!/^[A-Za-z][A-Za-z0-9_-]*$/.test(name)) throw new Error(`parameter name ${path}.${name}`);
    shape[name] = keyed(parameter, `${path}.${name}`);
  }
  return z.strictObject(shape);
}

/** The schema of a parameter as a key of a map: absent means its default. */
function keyed(parameter: Parameter, path: string): z.ZodType {
  const schema = value(parameter, path, true);
  const written = writtenDefault(parameter);
  if (written === null) return schema.optional().transform((given) => given ?? null);
  const check = schema.safeParse(written);
  if (!check.success) {
    const reason = `default ${JSON.stringify(written)} is not ${describeParameter(parameter)}`;
    throw new Error(`parameter ${path}: ${reason}`);
  }
  return schema.prefault(written as never);
}

function value(parameter: Parameter, path: string, nullable: boolean): z.ZodType {
  if (isLeaf(parameter)) return leaf(parameter, nullable);
  const about = { description: describe(parameter) };
  switch (parameter.kind) {
    case 'list':
      return z.array(value(parameter.of, `${path}.0`, false)).meta(about);
    case 'map':
      return z
        .record(mapName, value(parameter.of, `${path}.name`, true).optional())
        .meta(about)
        .transform(sortedNames);
    default:
      return table(parameter.fields, path).meta(about);
  }
}

/** Names in maps are free, but a dot or a bracket would make their path ambiguous. */
const mapName = z.string().regex(/^[^.[\]=,\u0000-\u001f\u007f-\u009f]{1,100}$/, {
  error: 'a name of 1 to 100 characters without . [ ] = ,',
});

/** A map has no order; a fixed one keeps results independent of how the file was laid out. */
function sortedNames(map: Record<string, unknown>): Record<string, unknown> {
  const names = Object.keys(map).filter((name) => map[name] !== undefined);
  return Object.fromEntries(names.toSorted(byCodeUnit).map((name) => [name, map[name]]));
}

export function byCodeUnit(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function leaf(parameter: Leaf, nullable: boolean): z.ZodType {
  return z
    .unknown()
    .meta({ ...leafShape(parameter, nullable), description: describe(parameter) })
    .transform((written, context) => {
      const reading = readLeaf(parameter, written);
      if (reading.ok) return reading.value;
      const { expected, hint } = reading;
      const params: IssueDetail = hint === undefined ? { expected } : { expected, hint };
      context.issues.push({ code: 'custom', params: { ...params }, input: written });
      return z.NEVER;
    });
}

const NUMBER_TEXT = /^[0-9]+([.][0-9]+)?$/;

/** JSON Schema of a leaf as written; null takes a value back when a scenario extends another. */
function leafShape(parameter: Leaf, nullable: boolean): Record<string, unknown> {
  const or = nullable ? ['null'] : [];
  if (isQuantity(parameter)) {
    const bareNumber = ['fraction', 'count', 'number'].includes(parameter.kind);
    const number = parameter.kind === 'count' ? 'integer' : 'number';
    return {
      type: [...(bareNumber ? [number] : []), 'string', ...or],
      pattern: quantityPattern(parameter.kind),
      ...(bareNumber && parameter.min !== undefined ? { minimum: parameter.min } : {}),
      ...(bareNumber && parameter.max !== undefined ? { maximum: parameter.max } : {}),
    };
  }
  if (parameter.kind === 'arrivals') {
    return { type: ['number', 'string', ...or], pattern: arrivalsPattern(), exclusiveMinimum: 0 };
  }
  if (parameter.kind === 'choice') {
    const { options } = parameter;
    // YAML takes the text 1.2 for a number; it is read by its text.
    const numbers = options.filter((name) => NUMBER_TEXT.test(name)).map(Number);
    return { enum: [...options, ...numbers, ...(nullable ? [null] : [])] };
  }
  const number = parameter.kind === 'text' && parameter.numeric === true ? ['number'] : [];
  return { type: [parameter.kind === 'flag' ? 'boolean' : 'string', ...number, ...or] };
}

/** One text for editors: meaning, unit, default, how well it is known. */
function describe(parameter: Parameter): string {
  const written = parameter.kind === 'group' ? null : writtenDefault(parameter);
  const shown = typeof written === 'string' ? written : JSON.stringify(written);
  return [
    parameter.about,
    parameter.kind === 'group' ? '' : `Expected: ${describeParameter(parameter)}`,
    parameter.kind === 'group' ? '' : `Default: ${written === null ? 'absent' : shown}`,
    `Status: ${parameter.status}`,
    parameter.source === undefined ? '' : `Source: ${parameter.source}`,
  ]
    .filter((part) => part !== '')
    .map((part) => part.replace(/[.]?$/, '.'))
    .join(' ');
}

function detail(expected: string, hint?: string): { params: Record<string, unknown> } {
  return { params: hint === undefined ? { expected } : { expected, hint } };
}

function checked(
  shape: Record<string, unknown>,
  expected: string,
  read: (written: unknown) => unknown,
): z.ZodType {
  return z
    .unknown()
    .meta(shape)
    .transform((written, context) => {
      const result = read(written);
      if (result !== undefined) return result;
      context.issues.push({ code: 'custom', ...detail(expected), input: written });
      return z.NEVER;
    });
}

/** Sweep, expect and targets are read from the tree, where every value still has its place. */
const SPECIAL = {
  name: z
    .string()
    .regex(/^[a-z0-9-]{1,100}$/)
    .meta({ description: 'Name of the scenario: lower-case letters, digits and hyphens.' }),
  extends: z
    .union([z.string(), z.array(z.string())])
    .nullish()
    .meta({
      description: 'File or files this one builds on: maps merge, lists replace, null deletes.',
    }),
  seed: checked(
    { type: ['string', 'integer', 'null'], description: 'Root of all randomness. Default: 1.' },
    'text of 1 to 200 characters or a whole number',
    readSeed,
  ).prefault('1'),
  precision: z
    .record(
      z.string(),
      checked(
        { type: ['number', 'string'], pattern: quantityPattern('fraction') },
        'a fraction such as "2 %" above 0 % and up to 100 %',
        readPrecision,
      ).optional(),
    )
    .optional()
    .meta({
      description:
        'Metric to relative half-width of its 95 % interval: replications are added until it is met.',
    })
    .transform((map) => (map === undefined ? null : sortedNames(map))),
  sweep: z
    .record(z.string(), z.unknown())
    .nullish()
    .meta({
      description:
        'Points to run: grid (all combinations), zip (side by side), include, exclude, design (of experiments).',
      properties: { design: DESIGN_SHAPE },
    }),
  expect: z
    .array(z.unknown().meta({ type: 'string' }))
    .nullish()
    .meta({
      description: 'Lines such as `da.throughput > 10 MB/s`; one that fails fails the run.',
    }),
  targets: z
    .array(z.record(z.string(), z.unknown()).meta(targetShape()))
    .nullish()
    .meta({ description: 'Published values that the results are compared with.' }),
} as const;

/** JSON Schema of one published value. */
function targetShape(): Record<string, unknown> {
  const fields = Object.entries(TARGET_FIELDS).map(([name, parameter]) => {
    const shape =
      name === 'published' ? { type: ['number', 'string'] } : leafShape(parameter as Leaf, false);
    return [name, { ...shape, description: parameter.about }];
  });
  const description = 'Paths and values that pick the sweep point.';
  return {
    properties: { ...Object.fromEntries(fields), set: { type: ['object', 'null'], description } },
    required: Object.keys(TARGET_FIELDS).filter((name) => !AGREEMENTS.includes(name)),
    oneOf: AGREEMENTS.map((name) => ({ required: [name] })),
    additionalProperties: false,
  };
}

function readSeed(written: unknown): string | undefined {
  const whole = typeof written === 'bigint' || Number.isInteger(written);
  const seed = whole ? String(written) : written;
  return typeof seed === 'string' && seed.length > 0 && seed.length <= 200 ? seed : undefined;
}

const PRECISION: Leaf = { kind: 'fraction', default: null, about: '', status: 'choice' };

function readPrecision(written: unknown): number | undefined {
  const reading = readLeaf(PRECISION, written);
  return reading.ok && (reading.value as number) > 0 ? (reading.value as number) : undefined;
}
