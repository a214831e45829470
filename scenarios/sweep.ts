/**
 * Sweeps: one scenario, many points.
 *
 *     sweep:
 *       grid: { da.layer: [gossip, pull-tree], network.nodes: [100, 400] }
 *       zip: { load.blobBytes: [64 KiB, 1 MiB], load.rate: [1 MB/s, 16 MB/s] }
 *       include: [{ da.layer: dispersal, network.nodes: 10 }]
 *       exclude: [{ da.layer: pull-tree, network.nodes: 400 }]
 *       design: { method: latin, points: 16, of: { network.bandwidth: [1 Gbps, 10 Gbps] } }
 *
 * `sweep: { path: [values] }` is short for `grid`. Points come in row-major order: the first grid
 * axis changes slowest, rows of `zip` fastest, points of `include` follow. `exclude` takes grid and
 * zip points away before numbering. A `design` is run whole at each of these points, one after the
 * other. Point N therefore means the same in every place and process.
 */
import { isKnownPath } from './check.ts';
import { countRows, type Design, layOut, type Plan, writeDesign } from './design.ts';
import { readDesign } from './design-reader.ts';
import { didYouMean, nearest } from './nearest.ts';
import { locate } from './paths.ts';
import {
  type Assignment,
  type Axis,
  assignmentKey,
  countPoints,
  expand,
  type Sweep,
  type SweptValue,
  sweepValue,
} from './points.ts';
import { oneOf, type Place, type Problem, problem, quote } from './problem.ts';
import type { Schema } from './schema.ts';
import { SETTINGS, SPECIAL_KEYS, SWEEPABLE_SETTINGS } from './settings.ts';
import { describeNode, type MapNode, type TreeNode } from './tree.ts';

export const MAX_POINTS = 100_000;

const WORDS = ['grid', 'zip', 'include', 'exclude', 'design'];

/**
 * Reads and expands the `sweep` of a scenario; problems are added with the place of each value.
 * @param seed that of the scenario, for designs that draw their points
 */
export function readSweep(schema: Schema, tree: MapNode, seed: string, problems: Problem[]): Sweep {
  const node = tree.entries.get('sweep')?.value;
  const reader = new SweepReader(schema, tree, problems);
  const entries = node?.kind === 'map' ? node.entries : new Map<string, never>();
  const before = problems.length;
  const part = (name: string): TreeNode | undefined => {
    const given = entries.get(name)?.value;
    return given?.kind === 'scalar' && given.value === null ? undefined : given;
  };
  const grid = [...reader.shorthand(entries), ...reader.axes(part('grid'), 'sweep.grid')];
  const zip = reader.axes(part('zip'), 'sweep.zip');
  const include = reader.assignments(part('include'), 'sweep.include');
  const exclude = reader.assignments(part('exclude'), 'sweep.exclude');
  const plan = reader.design(part('design'));
  reader.checkAxes([...grid, ...zip, ...(plan?.factors ?? [])]);
  reader.checkIncluded(include, plan?.factors ?? []);
  reader.checkZip(zip);
  reader.checkExclude(exclude, [...grid, ...zip]);
  const outer = countPoints(grid, zip) + include.length;
  const total = outer * (plan === null ? 1 : countRows(plan));
  if (total > MAX_POINTS && node !== undefined) {
    problems.push(problem(node.at, 'sweep', `at most ${MAX_POINTS} points`, `${total} points`));
  }
  const axes = { grid, zip, include, exclude };
  if (problems.length > before) return { ...axes, design: null, assignments: [] };
  const points = expand(grid, zip, include, exclude);
  if (node !== undefined && points.length === 0) {
    problems.push(problem(node.at, 'sweep', 'at least one point', 'none: all are excluded'));
  }
  reader.checkDuplicates(points);
  const design = plan === null ? null : layOut(plan, seed);
  return { ...axes, design, assignments: design === null ? points : repeat(points, design) };
}

/** The design at each point. */
function repeat(points: readonly Assignment[], design: Design): Assignment[] {
  return points.flatMap((point) => design.assignments.map((own) => [...point, ...own]));
}

class SweepReader {
  private readonly schema: Schema;
  private readonly tree: MapNode;
  private readonly problems: Problem[];

  constructor(schema: Schema, tree: MapNode, problems: Problem[]) {
    this.schema = schema;
    this.tree = tree;
    this.problems = problems;
  }

  shorthand(entries: MapNode['entries']): Axis[] {
    const axes = new Map([...entries].filter(([name]) => !WORDS.includes(name)));
    for (const [name, { key }] of axes) {
      const word = locate(this.schema.sections, name).found ? null : nearest(name, WORDS);
      if (word === null) continue;
      const expected = `${oneOf(WORDS)} or the path of a parameter`;
      this.refuse(key, `sweep.${name}`, expected, quote(name), didYouMean(word));
      axes.delete(name);
    }
    return this.axes({ kind: 'map', at: this.tree.at, entries: axes }, 'sweep');
  }

  axes(node: TreeNode | undefined, path: string): Axis[] {
    if (node === undefined) return [];
    if (node.kind !== 'map') {
      this.refuse(node.at, path, 'a map of paths to lists of values', describeNode(node));
      return [];
    }
    return [...node.entries].flatMap(([name, { key, value }]) => {
      if (value.kind === 'scalar' && value.value === null) return [];
      return this.axis(name, key, value, `${path}.${name}`);
    });
  }

  private axis(name: string, key: Place, list: TreeNode, path: string): Axis[] {
    if (!this.isSweepable(name, key, path)) return [];
    if (list.kind !== 'list' || list.items.length === 0) {
      const hint = list.kind === 'scalar' ? `write \`${name}: [${list.source}]\`` : undefined;
      this.refuse(list.at, path, 'a list of values', describeNode(list), hint);
      return [];
    }
    const values = list.items.flatMap((item) => this.value(name, item) ?? []);
    return [{ path: name, at: key, values }];
  }

  design(node: TreeNode | undefined): Plan | null {
    if (node === undefined) return null;
    const { schema, tree, problems } = this;
    const isSweepable = this.isSweepable.bind(this);
    return readDesign(node, { schema, tree, isSweepable, problems });
  }

  private isSweepable(name: string, key: Place, path: string): boolean {
    const fixed = Object.hasOwn(SETTINGS, name) || SPECIAL_KEYS.includes(name);
    if (fixed && !SWEEPABLE_SETTINGS.includes(name)) {
      this.refuse(key, path, 'the path of a parameter', quote(name), 'it holds for all points');
      return false;
    }
    return isKnownPath(this.schema.sections, name, path, key, this.problems);
  }

  private value(path: string, node: TreeNode): SweptValue | null {
    return sweepValue(this.schema, this.tree, path, node, this.problems);
  }

  assignments(node: TreeNode | undefined, path: string): Assignment[] {
    if (node === undefined) return [];
    if (node.kind !== 'list') {
      this.refuse(node.at, path, 'a list of maps from path to value', describeNode(node));
      return [];
    }
    return node.items.map((item, index) => {
      const below = `${path}.${index}`;
      if (item.kind !== 'map' || item.entries.size === 0) {
        this.refuse(item.at, below, 'a map from path to value', describeNode(item));
        return [];
      }
      const values = [...item.entries].flatMap(([name, { key, value }]) =>
        this.isSweepable(name, key, `${below}.${name}`) ? (this.value(name, value) ?? []) : [],
      );
      this.checkAxes(values);
      return values;
    });
  }

  /** No path may be swept twice, nor one inside another. */
  checkAxes(axes: readonly { readonly path: string; readonly at: Place }[]): void {
    const seen: string[] = [];
    for (const { path, at } of axes) {
      const clash = seen.find(
        (other) => path === other || path.startsWith(`${other}.`) || other.startsWith(`${path}.`),
      );
      seen.push(path);
      if (clash === undefined) continue;
      const expected = 'each part of the scenario swept once';
      this.refuse(at, `sweep.${path}`, expected, `${quote(path)} beside ${quote(clash)}`);
    }
  }

  /** Nor may a point of `include` set what the design varies. */
  checkIncluded(include: readonly Assignment[], factors: Plan['factors']): void {
    if (factors.length === 0) return;
    for (const assignment of include) this.checkAxes([...assignment, ...factors]);
  }

  checkZip(zip: readonly Axis[]): void {
    const first = zip[0];
    for (const axis of zip.slice(1)) {
      if (axis.values.length === first!.values.length) continue;
      const expected = `${first!.values.length} values, as many as ${first!.path}`;
      this.refuse(axis.at, `sweep.zip.${axis.path}`, expected, `${axis.values.length}`);
    }
  }

  checkExclude(exclude: readonly Assignment[], axes: readonly Axis[]): void {
    for (const value of exclude.flat()) {
      const axis = axes.find(({ path }) => path === value.path);
      if (axis?.values.some(({ key }) => key === value.key)) continue;
      const expected = axis === undefined ? 'a swept path' : `a swept value of ${value.path}`;
      const found = axis === undefined ? quote(value.path) : describeNode(value.node);
      this.refuse(value.at, 'sweep.exclude', expected, found);
    }
  }

  checkDuplicates(assignments: readonly Assignment[]): void {
    const seen = new Set<string>();
    for (const assignment of assignments) {
      const key = assignmentKey(assignment);
      const last = assignment.at(-1);
      if (seen.has(key) && last !== undefined) {
        const found = assignment
          .map(({ path, node }) => `${path}=${describeNode(node)}`)
          .join(', ');
        this.refuse(last.at, 'sweep', 'each point once', `${found} again`);
        return;
      }
      seen.add(key);
    }
  }

  private refuse(at: Place, path: string, expected: string, found: string, hint?: string): void {
    this.problems.push(problem(at, path, expected, found, hint));
  }
}

/** The sweep as canonical data: long form, canonical units, axes in file order; null without one. */
export function writeSweep(sweep: Sweep): Record<string, unknown> | null {
  const axes = (list: readonly Axis[]): Record<string, unknown> =>
    Object.fromEntries(list.map(({ path, values }) => [path, values.map((v) => v.canonical)]));
  const maps = (list: readonly Assignment[]): Record<string, unknown>[] =>
    list.map((assignment) =>
      Object.fromEntries(assignment.map(({ path, canonical }) => [path, canonical])),
    );
  const written = {
    ...(sweep.grid.length > 0 ? { grid: axes(sweep.grid) } : {}),
    ...(sweep.zip.length > 0 ? { zip: axes(sweep.zip) } : {}),
    ...(sweep.include.length > 0 ? { include: maps(sweep.include) } : {}),
    ...(sweep.exclude.length > 0 ? { exclude: maps(sweep.exclude) } : {}),
    ...(sweep.design === null ? {} : { design: writeDesign(sweep.design) }),
  };
  return Object.keys(written).length === 0 ? null : written;
}
