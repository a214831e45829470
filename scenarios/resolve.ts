/** The scenario front: files, flags and tables in; one validated, fully resolved scenario out. */
import { digest } from '../sim/engine/certificate.ts';
import { writeCanonical } from './canonical.ts';
import { checkScenario, isKnownPath } from './check.ts';
import { type Files, loadDocument, sectionApart } from './document.ts';
import { type ExpectLine, readExpectations, type SweptPaths } from './expect.ts';
import { nearest } from './nearest.ts';
import { type Origin, type Origins, originOf, originsOf } from './origins.ts';
import { rootParameter, splitPath } from './paths.ts';
import {
  type Components,
  deepFreeze,
  type Point,
  resolvePoints,
  type Sweep,
  type SweptValue,
  sweepValue,
} from './points.ts';
import { InputError, type Place, type Problem, problem, quote } from './problem.ts';
import { byCodeUnit, createSchema, type Schema } from './schema.ts';
import { SETTINGS, type Sections, type Settings, SPECIAL_KEYS } from './settings.ts';
import { readSweep, writeSweep } from './sweep.ts';
import { type PointFinder, readTargets, type Target } from './targets.ts';
import { describeNode, fromPlain, isDeletion, type MapNode, setAt, type TreeNode } from './tree.ts';
import { writeTable, writeValue } from './values.ts';
import { parseTree } from './yaml-tree.ts';

export interface ResolveRequest {
  readonly path: string;
  readonly files: Files;
  readonly sections: Sections;
  /** That of the sections, for those who resolve many scenarios. */
  readonly schema?: Schema;
  /** `path=value` as `--set` takes them, applied in order. */
  readonly sets?: readonly string[];
  /** Values by path from other flags, `{ seed: 7 }` for `--seed 7`; undefined ones are skipped. */
  readonly overrides?: Readonly<Record<string, unknown>>;
}

export interface Resolved extends Readonly<Settings> {
  readonly name: string;
  readonly seed: string;
  /** Metric to relative half-width of its 95 % interval, or null for a fixed number of runs. */
  readonly precision: Readonly<Record<string, number>> | null;
  /** The scenario without its sweep. Values are in base units and frozen. */
  readonly components: Components;
  /** At least one; without a sweep, one point that sets nothing. */
  readonly points: readonly Point[];
  readonly sweep: Sweep;
  readonly expect: readonly ExpectLine[];
  readonly targets: readonly Target[];
  readonly origins: Origins;
  readonly sections: Sections;
  /** Canonical text; itself a scenario that resolves to the same text. */
  readonly text: string;
  /** SHA-256 of the canonical text, in hex. */
  readonly hash: string;
}

/** Reads, merges, overrides, checks and expands a scenario. Throws {@link InputError}. */
export function resolveScenario(request: ResolveRequest): Resolved {
  const { path, files, sections } = request;
  const schema = request.schema ?? createSchema(sections);
  const problems: Problem[] = [];
  const loaded = loadDocument(path, files, problems, sections);
  if (loaded === null) throw new InputError(problems);
  let tree = loaded;
  for (const set of request.sets ?? []) tree = applySet(sections, tree, set, files, problems);
  for (const [key, value] of Object.entries(request.overrides ?? {})) {
    if (value === undefined) continue;
    const flag = key.includes('.') ? `--set ${key}=${String(value)}` : `--${key} ${String(value)}`;
    const at: Place = { file: flag, line: null, column: null };
    tree = setPath(sections, tree, key, fromPlain(value, at), at, problems);
  }
  const checked = checkScenario(schema, tree, problems);
  const before = problems.length;
  const sweep = readSweep(schema, tree, String(checked?.seed ?? ''), problems);
  const expect = readExpectations(
    tree.entries.get('expect')?.value,
    { ...sweptPaths(schema, tree, sweep), isSound: problems.length === before },
    problems,
  );
  if (checked === null || problems.length > 0) {
    // A target speaks of points, and there are none while anything is wrong.
    readTargets(tree.entries.get('targets')?.value, anyPoint(schema, tree, problems), problems);
    throw new InputError(problems);
  }
  const values = checked as unknown as Settings & Pick<Resolved, 'name' | 'seed' | 'precision'>;
  const components = deepFreeze(pickComponents(sections, checked));
  const points = resolvePoints(schema, tree, { components, settings: values }, sweep, problems);
  checkRun(tree, values, points, sweep, problems);
  const finder = pointFinder(schema, tree, points, problems);
  const targets = readTargets(tree.entries.get('targets')?.value, finder, problems);
  if (problems.length > 0) throw new InputError(problems);
  const settings = Object.fromEntries(
    Object.keys(SETTINGS).map((name) => [name, checked[name]]),
  ) as unknown as Settings;
  // More replications than the default limit lift it, and the canonical text must say so.
  settings.maxReplications = Math.max(settings.maxReplications, settings.replications);
  const { name, seed, precision } = values;
  const partial = { name, seed, precision, components, points, sweep, expect, targets };
  const text = canonicalText({ ...settings, ...partial }, sections);
  const origins = collectOrigins(sections, tree, components);
  return { ...settings, ...partial, origins, sections, text, hash: digest(text) };
}

function pickComponents(sections: Sections, checked: Record<string, unknown>): Components {
  const present = Object.keys(sections).filter((name) => (checked[name] ?? null) !== null);
  return Object.fromEntries(present.map((name) => [name, checked[name]])) as Components;
}

function applySet(
  sections: Sections,
  tree: MapNode,
  set: string,
  files: Files,
  problems: Problem[],
): MapNode {
  const flag = `--set ${set.length > 200 ? `${set.slice(0, 199)}…` : set}`;
  const at: Place = { file: flag, line: null, column: null };
  const equals = set.indexOf('=');
  if (equals <= 0) {
    problems.push(problem(at, '', '`path=value`', quote(set)));
    return tree;
  }
  const path = set.slice(0, equals).trim();
  const written = set.slice(equals + 1);
  if (written.trim() === '') {
    const hint = `write \`${path}=null\` for the default`;
    problems.push(problem(at, path, 'a value after "="', 'nothing', hint));
    return tree;
  }
  const node = parseTree(written, flag, flag, problems);
  const value = node === null ? null : sectionApart(sections, path, node, files, problems);
  return value === null ? tree : setPath(sections, tree, path, value, at, problems);
}

function setPath(
  sections: Sections,
  tree: MapNode,
  path: string,
  value: TreeNode,
  at: Place,
  problems: Problem[],
): MapNode {
  const parts = splitPath(path);
  const [root] = parts;
  if (root === 'extends') {
    problems.push(
      problem(at, path, 'a path of the scenario', '"extends"', 'it is read from files'),
    );
    return tree;
  }
  if (!SPECIAL_KEYS.includes(root!)) {
    const near = nearest(path, SPECIAL_KEYS);
    if (near !== null && rootParameter(sections, root!) === null) {
      const hint = `did you mean ${quote(near)}?`;
      problems.push(problem(at, path, 'the path of a parameter', quote(path), hint));
      return tree;
    }
    if (!isKnownPath(sections, path, path, at, problems)) return tree;
  }
  const changed = parts.length > 12 ? null : setAt(tree, parts, value);
  if (changed === null) {
    const expected = 'a path that exists (list items count from 0)';
    problems.push(problem(at, path, expected, quote(path)));
    return tree;
  }
  return changed as MapNode;
}

function sweptPaths(schema: Schema, tree: MapNode, sweep: Sweep): Omit<SweptPaths, 'isSound'> {
  const values = [
    ...[...sweep.grid, ...sweep.zip].flatMap((axis) => axis.values),
    ...sweep.include.flat(),
    ...(sweep.design?.values.flat() ?? []),
  ];
  const at = (path: string): SweptValue[] => values.filter((value) => value.path === path);
  // Many lines ask for the same values.
  const found = new Map<string, readonly SweptValue[]>();
  return {
    paths: [...new Set(values.map(({ path }) => path))],
    design: sweep.design,
    texts: (path) => [
      ...new Set(at(path).map(({ node }) => describeNode(node).replaceAll('"', ''))),
    ],
    find(path, text) {
      const asked = `${path}=${text}`;
      let values = found.get(asked);
      if (values === undefined) {
        const written = text === 'true' ? true : text === 'false' ? false : text;
        const place: Place = { file: '', line: null, column: null };
        const value = sweepValue(schema, tree, path, fromPlain(written, place), []);
        values = value === null ? [] : at(path).filter(({ key }) => key === value.key);
        found.set(asked, values);
      }
      return values;
    },
  };
}

function pointFinder(
  schema: Schema,
  tree: MapNode,
  points: readonly Point[],
  problems: Problem[],
): PointFinder {
  const canonicalAt = (point: Point, path: string): string => {
    const [root, ...rest] = path.split('.');
    const start = Object.hasOwn(SETTINGS, root!)
      ? (point as unknown as Record<string, unknown>)[root!]
      : point.components[root!];
    let parameter = rootParameter(schema.sections, root!);
    let value: unknown = start;
    for (const part of rest) {
      value = (value as Record<string, unknown> | null | undefined)?.[part];
      if (parameter?.kind === 'group') parameter = parameter.fields[part] ?? null;
      else if (parameter?.kind === 'list' || parameter?.kind === 'map') parameter = parameter.of;
    }
    return JSON.stringify(parameter === null ? null : writeValue(parameter, value));
  };
  return {
    ...anyPoint(schema, tree, problems),
    find: (values) =>
      points
        .filter((point) => values.every(({ path, key }) => canonicalAt(point, path) === key))
        .map(({ index }) => index),
  };
}

/** Checks the values of a target's `set` without looking for the point. */
function anyPoint(schema: Schema, tree: MapNode, problems: Problem[]): PointFinder {
  return {
    value(path, node, key, below) {
      if (!isKnownPath(schema.sections, path, below, key, problems)) return null;
      return sweepValue(schema, tree, path, node, problems);
    },
    find: () => [0],
  };
}

/** Rules between values: the warm-up fits in the run, more replications are not fewer. */
function checkRun(
  tree: MapNode,
  settings: Settings,
  points: readonly Point[],
  sweep: Sweep,
  problems: Problem[],
): void {
  const late = points.find(({ duration, warmup }) => duration !== null && warmup >= duration);
  if (late !== undefined) {
    const swept = sweep.assignments[late.index]!.find(({ path }) =>
      ['warmup', 'duration'].includes(path),
    );
    const node =
      swept?.node ?? tree.entries.get('warmup')?.value ?? tree.entries.get('duration')!.value;
    const expected = `a warm-up shorter than the duration (${writeValue(SETTINGS.duration, late.duration)})`;
    const found = String(writeValue(SETTINGS.warmup, late.warmup));
    problems.push(problem(node.at, 'warmup', expected, found));
  }
  const most = tree.entries.get('maxReplications')?.value;
  if (settings.maxReplications < settings.replications && most !== undefined && !isDeletion(most)) {
    const expected = `at least the ${settings.replications} replications`;
    problems.push(problem(most.at, 'maxReplications', expected, describeNode(most)));
  }
}

type Writable = Omit<Resolved, 'text' | 'hash' | 'origins' | 'sections'>;

function canonicalText(scenario: Writable, sections: Sections): string {
  const { name, seed, precision, sweep, expect, targets, components } = scenario;
  const written: Record<string, unknown> = { name, seed };
  Object.assign(written, writeTable(SETTINGS, scenario as unknown as Record<string, unknown>));
  if (precision !== null) written.precision = precision;
  for (const section of Object.keys(sections).toSorted(byCodeUnit)) {
    const values = components[section];
    if (values === undefined) continue;
    written[section] = writeTable(sections[section]!.parameters, values);
  }
  const points = writeSweep(sweep);
  if (points !== null) written.sweep = points;
  if (expect.length > 0) written.expect = expect.map(({ text }) => text);
  if (targets.length > 0) written.targets = targets.map(({ canonical }) => canonical);
  return writeCanonical(written);
}

function collectOrigins(sections: Sections, tree: MapNode, components: Components): Origins {
  const origins: [string, Origin][] = [];
  for (const key of ['name', 'seed']) {
    const node = tree.entries.get(key)?.value;
    const absent: Origin = { written: '1', from: 'default', status: 'choice' };
    origins.push([key, node === undefined || isDeletion(node) ? absent : originOf(node)]);
  }
  origins.push(...originsOf(SETTINGS, tree, ''));
  for (const name of Object.keys(components)) {
    origins.push(...originsOf(sections[name]!.parameters, tree.entries.get(name)?.value, name));
  }
  return Object.fromEntries(origins);
}
