/** Sweep points: their order, and what each one resolves to. */
import { checkPart } from './check.ts';
import type { Design } from './design.ts';
import { locate } from './paths.ts';
import { plainFor } from './plain.ts';
import { type Place, type Problem, problem, quote } from './problem.ts';
import { byCodeUnit, type Schema } from './schema.ts';
import { type Settings, SWEEPABLE_SETTINGS } from './settings.ts';
import { type MapNode, setAt, type TreeNode } from './tree.ts';
import { writeValue } from './values.ts';

/** A value of a swept path. */
export interface SweptValue {
  readonly path: string;
  readonly at: Place;
  readonly node: TreeNode;
  /** As written, as plain data. */
  readonly written: unknown;
  /** In canonical units; equal for `64 KiB` and `65536 B`. */
  readonly canonical: unknown;
  /** Text of `canonical`, for comparing. */
  readonly key: string;
}

export interface Axis {
  readonly path: string;
  readonly at: Place;
  readonly values: readonly SweptValue[];
}

export type Assignment = readonly SweptValue[];

export interface Sweep {
  readonly grid: readonly Axis[];
  readonly zip: readonly Axis[];
  readonly include: readonly Assignment[];
  readonly exclude: readonly Assignment[];
  /** Repeated at each of the other points; null without one. */
  readonly design: Design | null;
  /** What each point sets, in point order; one empty assignment without a sweep. */
  readonly assignments: readonly Assignment[];
}

/** Components in base units, by section; an absent section has no key. */
export type Components = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

export interface Point {
  readonly index: number;
  /** Swept values as written. */
  readonly set: Readonly<Record<string, unknown>>;
  readonly components: Components;
  /** Ticks, or null when the scenario ends by itself. */
  readonly duration: number | null;
  /** Ticks. */
  readonly warmup: number;
  readonly fidelity: Settings['fidelity'];
}

/**
 * Checks a value for a known path where it would stand, so that every error carries the value's own
 * place; null with problems added when it does not fit.
 */
export function sweepValue(
  schema: Schema,
  tree: MapNode,
  path: string,
  node: TreeNode,
  problems: Problem[],
): SweptValue | null {
  const parts = path.split('.');
  const patched = setAt(tree, parts, node);
  if (patched === null) {
    const hint = 'the scenario has no such list item';
    problems.push(problem(node.at, path, 'a path that exists', quote(path), hint));
    return null;
  }
  const result = checkPart(schema, patched as MapNode, parts, problems);
  if (!result.ok) return null;
  const located = locate(schema.sections, path);
  let value = result.value;
  for (const part of parts.slice(1)) value = (value as Record<string, unknown> | null)?.[part];
  const parameter = located.found ? located.parameter : null;
  const canonical = parameter === null ? null : writeValue(parameter, value);
  const written = plainFor(parameter, node);
  return { path, at: node.at, node, written, canonical, key: JSON.stringify(canonical) };
}

/** Equal for assignments that set the same values, in any order and unit. */
export function assignmentKey(assignment: Assignment): string {
  return assignment
    .map(({ path, key }) => `${path}=${key}`)
    .toSorted(byCodeUnit)
    .join('\n');
}

/** Points of a grid and a zip before anything is excluded. */
export function countPoints(grid: readonly Axis[], zip: readonly Axis[]): number {
  const rows = zip[0]?.values.length ?? 1;
  return grid.reduce((product, axis) => product * axis.values.length, rows);
}

/** What each point sets, in point order. */
export function expand(
  grid: readonly Axis[],
  zip: readonly Axis[],
  include: readonly Assignment[],
  exclude: readonly Assignment[],
): Assignment[] {
  let points: SweptValue[][] = [[]];
  for (const axis of grid) {
    points = points.flatMap((point) => axis.values.map((value) => [...point, value]));
  }
  const [first] = zip;
  if (first !== undefined) {
    const rows = first.values.map((_, row) => zip.map((axis) => axis.values[row]!));
    points = points.flatMap((point) => rows.map((row) => [...point, ...row]));
  }
  const kept = points.filter(
    (point) =>
      !exclude.some((pattern) =>
        pattern.every((wanted) =>
          point.some(({ path, key }) => path === wanted.path && key === wanted.key),
        ),
      ),
  );
  const onlyIncluded = grid.length === 0 && zip.length === 0 && include.length > 0;
  return [...(onlyIncluded ? [] : kept), ...include];
}

/** Resolves every point. Parts that several points share are the same frozen object. */
export function resolvePoints(
  schema: Schema,
  tree: MapNode,
  base: { readonly components: Components; readonly settings: Settings },
  sweep: Sweep,
  problems: Problem[],
): Point[] {
  const parts = new Map<string, unknown>();
  const resolvePart = (name: string, values: readonly SweptValue[]): unknown => {
    const key = `${name}\n${assignmentKey(values)}`;
    if (!parts.has(key)) {
      const patched = values.reduce<TreeNode>(
        (at, { path, node }) => setAt(at, path.split('.'), node) ?? at,
        tree,
      );
      const result = checkPart(schema, patched as MapNode, [name], problems);
      parts.set(key, result.ok ? deepFreeze(result.value) : undefined);
    }
    return parts.get(key);
  };
  return sweep.assignments.map((assignment, index) => {
    const components: Record<string, Readonly<Record<string, unknown>>> = { ...base.components };
    const settings: Record<string, unknown> = { ...base.settings };
    for (const name of new Set(assignment.map(({ path }) => path.split('.', 1)[0]!))) {
      const own = assignment.filter(({ path }) => path === name || path.startsWith(`${name}.`));
      const value = resolvePart(name, own);
      if (SWEEPABLE_SETTINGS.includes(name)) settings[name] = value;
      else if (value === undefined || value === null) delete components[name];
      else components[name] = value as Record<string, unknown>;
    }
    const { duration, warmup, fidelity } = settings as Settings;
    const order = Object.keys(schema.sections).filter((name) => Object.hasOwn(components, name));
    const ordered = Object.fromEntries(order.map((name) => [name, components[name]!]));
    const set = Object.fromEntries(assignment.map(({ path, written }) => [path, written]));
    return { index, set, components: ordered, duration, warmup, fidelity };
  });
}

/** Freezes plain data through and through: parts are shared between points. */
export function deepFreeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    for (const item of Object.values(value)) deepFreeze(item);
  }
  return value;
}
