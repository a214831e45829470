/** Rows for `droptower explain`: every value, for people, with where it comes from. */
import type { Parameter, ParameterTable, Status } from '../sim/parameters.ts';
import type { Origin } from './origins.ts';
import { rootParameter } from './paths.ts';
import { escapeText } from './problem.ts';
import type { Resolved } from './resolve.ts';
import { SETTINGS } from './settings.ts';
import { writtenText } from './tree.ts';
import { isLeaf, writeValue } from './values.ts';

export interface ExplainRow {
  readonly path: string;
  /** In units people read; `absent` for null. */
  readonly value: string;
  readonly kind: Parameter['kind'];
  /** `default`, `da.yaml:9:10`, or the flag as typed. */
  readonly origin: string;
  /** How well a default is known; null for a value that the scenario chose. */
  readonly status: Status | null;
  readonly source: string | null;
  readonly about: string;
  /** Values that a sweep puts in its place, as written; empty when it is not swept. */
  readonly swept: readonly string[];
}

/** One row for each value of a resolved scenario, in the order of the schema. */
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
    rows.push(...valueRows(resolved, parameter, values, name));
  }
  return rows;
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
  return [...new Set(values.map(({ node }) => escapeText(writtenText(node))))];
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
