/** Rows for `droptower explain`: every value, for people, with where it comes from. */
import type { Component, ImpliedValue } from '../models/component.ts';
import type { Parameter, ParameterTable, Status } from '../sim/parameters.ts';
import type { Origin } from './origins.ts';
import { rootParameter } from './paths.ts';
import { escapeText } from './problem.ts';
import type { Resolved } from './resolve.ts';
import { SETTINGS, type Section } from './settings.ts';
import { writtenText } from './tree.ts';
import { isLeaf, writeValue } from './values.ts';

export interface ExplainRow {
  readonly path: string;
  /** In units people read; `absent` for null. */
  readonly value: string;
  readonly kind: Parameter['kind'];
  /** `default`, `da.yaml:9:10`, the flag as typed, or the choice that implies it: `chain.preset = 0g`. */
  readonly origin: string;
  /** How well a default or an implied value is known; null for a value that the scenario chose. */
  readonly status: Status | null;
  readonly source: string | null;
  readonly about: string;
  /** Values that a sweep puts in its place, as written; empty when it is not swept. */
  readonly swept: readonly string[];
}

/**
 * One row for each value of a resolved scenario, in the order of the schema; after those of a section
 * the values that its choices imply, one row for each value that a point of the sweep has.
 */
export function explain(resolved: Resolved): ExplainRow[] {
  const text = (about: string): Parameter => ({
    ...{ kind: 'text', default: null, about, status: 'choice' },
  });
  const root: ParameterTable = {
    name: text('Name'),
    seed: text('Root of all randomness'),
    ...SETTINGS,
  };
  const rows = tableRows(resolved, root, resolved as unknown as Record<string, unknown>, '');
  for (const [name, values] of Object.entries(resolved.components)) {
    const parameter = rootParameter(resolved.sections, name)!;
    rows.push(...valueRows(resolved, parameter, values, name), ...impliedRows(resolved, name));
  }
  return rows;
}

interface Implication {
  readonly implied: ImpliedValue;
  readonly choice: string;
  /** What is chosen at the points that have the value. */
  readonly chosen: Set<string>;
}

function impliedRows(resolved: Resolved, name: string): ExplainRow[] {
  const section: Section & Pick<Component, 'implied'> = resolved.sections[name]!;
  const byPath = new Map<string, Map<string, Implication>>();
  for (const { components } of resolved.points) {
    const values = components[name];
    for (const implied of (values && section.implied?.(values)) ?? []) {
      const { path, value, status, source } = implied;
      const choice = path.split('.')[1]!;
      const alike = byPath.get(path) ?? new Map<string, Implication>();
      byPath.set(path, alike);
      const key = JSON.stringify([choice, value, status, source]);
      const found = alike.get(key) ?? { implied, choice: `${name}.${choice}`, chosen: new Set() };
      alike.set(key, found);
      found.chosen.add(forPeople(section.parameters[choice]!, values![choice]));
    }
  }
  return [...byPath.values()].flatMap((alike) => [...alike.values()].map(impliedRow));
}

function impliedRow({ implied, choice, chosen }: Implication): ExplainRow {
  const origin = `${choice} = ${[...chosen].join(' | ')}`;
  return { ...implied, kind: 'text', origin, swept: [] };
}

function tableRows(
  resolved: Resolved,
  table: ParameterTable,
  values: Readonly<Record<string, unknown>>,
  prefix: string,
): ExplainRow[] {
  return Object.entries(table).flatMap(([name, parameter]) =>
    valueRows(resolved, parameter, values[name], prefix === '' ? name : `${prefix}.${name}`),
  );
}

function valueRows(
  resolved: Resolved,
  parameter: Parameter,
  value: unknown,
  path: string,
): ExplainRow[] {
  const own = Object.hasOwn(resolved.origins, path) ? resolved.origins[path]! : null;
  if (own !== null) return [row(resolved, parameter, value, path, own)];
  const items = Object.entries((value ?? {}) as Record<string, unknown>);
  if (parameter.kind === 'group') {
    return tableRows(resolved, parameter.fields, Object.fromEntries(items), path);
  }
  if (isLeaf(parameter)) return [];
  return items.flatMap(([name, item]) =>
    valueRows(resolved, parameter.of, item, `${path}.${name}`),
  );
}

function row(
  resolved: Resolved,
  parameter: Parameter,
  value: unknown,
  path: string,
  origin: Origin,
): ExplainRow {
  const isDefault = origin.from === 'default';
  return {
    path,
    value: forPeople(parameter, value),
    kind: parameter.kind,
    origin: escapeText(describeOrigin(origin)),
    status: isDefault ? origin.status : null,
    source: isDefault ? (origin.source ?? null) : null,
    about: parameter.about,
    swept: sweptTexts(resolved, path),
  };
}

function sweptTexts({ sweep }: Resolved, path: string): string[] {
  const values = [
    ...[...sweep.grid, ...sweep.zip].flatMap((axis) => axis.values),
    ...sweep.include.flat(),
  ].filter((value) => value.path === path);
  const ranges = (sweep.design?.factors ?? []).filter((factor) => factor.path === path);
  return [
    ...new Set(values.map(({ node }) => escapeText(writtenText(node)))),
    ...ranges.map(({ parameter, from, to }) => {
      return `${forPeople(parameter, from)} to ${forPeople(parameter, to)}`;
    }),
  ];
}

function forPeople(parameter: Parameter, value: unknown): string {
  const written = writeValue(parameter, value);
  if (written === null) return 'absent';
  return escapeText(typeof written === 'object' ? JSON.stringify(written) : String(written));
}

function describeOrigin(origin: Origin): string {
  if (origin.from === 'default') return 'default';
  return origin.from === 'flag' ? origin.flag : `${origin.file}:${origin.line}:${origin.column}`;
}
