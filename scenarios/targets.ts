/** `targets:`: published values that results are compared with in the table of validity. */
import type { Status } from '../sim/parameters.ts';
import { readArrivals } from './arrivals.ts';
import { didYouMean, nearest } from './nearest.ts';
import type { SweptValue } from './points.ts';
import { oneOf, type Problem, problem, quote } from './problem.ts';
import { AGREEMENTS, TARGET_FIELDS, TARGET_KEYS } from './target-fields.ts';
import { describeNode, type MapNode, type TreeNode, toPlain } from './tree.ts';
import { toBaseSI } from './units.ts';
import { readLeaf } from './values.ts';

export interface Target {
  readonly metric: string;
  /** Paths and values that pick the sweep point, as written. */
  readonly set: Readonly<Record<string, unknown>>;
  /** Index of the sweep point. */
  readonly point: number;
  /** The published value in `baseUnit`. */
  readonly published: number;
  /** `s`, `B`, `B/s`, `1`, `1/s`, or the unit's own name when it is none of these (`tokens`). */
  readonly baseUnit: string;
  /** The unit people see. */
  readonly unit: string;
  /** Largest relative error that counts as agreement; null where `factor` says it. */
  readonly band: number | null;
  /** Agreement lies between published / factor and published * factor; null where `band` says it. */
  readonly factor: number | null;
  readonly source: string;
  readonly status: Status;
  /** The target as canonical data. */
  readonly canonical: Readonly<Record<string, unknown>>;
}

/** Reads a value at a path and tells which points have it. */
export interface PointFinder {
  value(path: string, node: TreeNode, key: TreeNode['at'], below: string): SweptValue | null;
  /** Points where every value holds. */
  find(values: readonly SweptValue[]): readonly number[];
}

/** Reads the `targets` list; every target has to pick exactly one sweep point. */
export function readTargets(
  node: TreeNode | undefined,
  points: PointFinder,
  problems: Problem[],
): Target[] {
  if (node?.kind !== 'list') return [];
  return node.items.flatMap((item, index) => {
    if (item.kind !== 'map') return [];
    return readTarget(item, `targets.${index}`, points, problems) ?? [];
  });
}

function readTarget(
  node: MapNode,
  path: string,
  points: PointFinder,
  problems: Problem[],
): Target | null {
  const before = problems.length;
  const unknown = [...node.entries].filter(([name]) => !TARGET_KEYS.includes(name));
  for (const [name, { key }] of unknown) {
    const hint = didYouMean(nearest(name, TARGET_KEYS));
    problems.push(problem(key, `${path}.${name}`, oneOf(TARGET_KEYS), quote(name), hint));
  }
  const misspelt = unknown.map(([wrong]) => nearest(wrong, TARGET_KEYS));
  checkAgreement(node, path, misspelt, problems);
  const read: Record<string, unknown> = { band: null, factor: null };
  for (const [name, parameter] of Object.entries(TARGET_FIELDS)) {
    const given = node.entries.get(name)?.value;
    if (given === undefined) {
      if (misspelt.includes(name) || AGREEMENTS.includes(name)) continue;
      problems.push(problem(node.at, `${path}.${name}`, `the key ${quote(name)}`, 'nothing'));
    } else if (name !== 'published') {
      const reading = readLeaf(parameter as never, toPlain(given));
      if (reading.ok) read[name] = reading.value;
      else {
        const { expected, hint } = reading;
        const at = `${path}.${name}`;
        problems.push(problem(given.at, at, expected, describeNode(given), hint));
      }
    }
  }
  const published = readPublished(node, read.unit, `${path}.published`, problems);
  const values = readSet(node.entries.get('set')?.value, `${path}.set`, points, problems);
  if (problems.length > before || published === null || values === null) return null;
  const found = points.find(values);
  if (found.length !== 1) {
    const place = (node.entries.get('set')?.value ?? node).at;
    const hint = 'name swept paths in `set`, or drop the targets with `--set targets=[]`';
    const expected = 'a `set` that picks one sweep point';
    const text = found.length === 0 ? 'no such point' : `${found.length} points`;
    problems.push(problem(place, `${path}.set`, expected, text, hint));
    return null;
  }
  const { metric, unit, band, factor, source, status } = read as unknown as Target;
  const set = Object.fromEntries(values.map((value) => [value.path, value.written]));
  const canonicalSet = Object.fromEntries(values.map((value) => [value.path, value.canonical]));
  const written = toPlain(node.entries.get('published')!.value);
  return {
    ...{ metric, set, point: found[0]!, published: published.value, baseUnit: published.unit },
    ...{ unit, band, factor, source, status },
    canonical: {
      ...{ metric, set: canonicalSet, published: written, unit },
      ...(factor === null ? { band } : { factor }),
      ...{ source, status },
    },
  };
}

/** `band` or `factor`, and not both. */
function checkAgreement(
  node: MapNode,
  path: string,
  misspelt: readonly (string | null)[],
  problems: Problem[],
): void {
  const given = AGREEMENTS.filter((name) => node.entries.has(name));
  const keys = AGREEMENTS.map((name) => `the key ${quote(name)}`).join(' or ');
  if (given.length > 1) {
    const { key } = node.entries.get('factor')!;
    problems.push(problem(key, `${path}.factor`, keys, 'both'));
  } else if (given.length === 0 && !AGREEMENTS.some((name) => misspelt.includes(name))) {
    problems.push(problem(node.at, `${path}.band`, keys, 'nothing'));
  }
}

function readPublished(
  node: MapNode,
  unit: unknown,
  path: string,
  problems: Problem[],
): { value: number; unit: string } | null {
  const given = node.entries.get('published')?.value;
  if (given === undefined || typeof unit !== 'string') return null;
  const scale = toBase('1', unit);
  const base = scale === null || scale.unit === '' ? unit : scale.unit;
  const written = toPlain(given);
  const refuse = (expected: string): null => {
    problems.push(problem(given.at, path, expected, describeNode(given)));
    return null;
  };
  if (typeof written === 'number' && Number.isFinite(written)) {
    const exact = toBase(String(written), scale === null ? '' : unit);
    return { value: exact?.value ?? written * (scale?.value ?? 1), unit: base };
  }
  const match = typeof written === 'string' ? /^(-?[0-9._]+)\s*(\S+)$/.exec(written.trim()) : null;
  const quantity = match === null ? null : toBase(match[1]!, match[2]!);
  if (quantity === null) return refuse('a number, or a quantity such as "50 MB/s"');
  if (quantity.unit !== base) return refuse(`a quantity in ${unit}`);
  return { value: quantity.value, unit: base };
}

/** A number with a unit in base SI, or in `1/s` for items per second such as `tx/s`. */
function toBase(number: string, unit: string): { value: number; unit: string } | null {
  const known = toBaseSI(number, unit);
  if (known !== null || unit.trim() === '') return known;
  const items = readArrivals(`1 ${unit}`).ok ? toBaseSI(number, '') : null;
  return items === null ? null : { value: items.value, unit: '1/s' };
}

function readSet(
  node: TreeNode | undefined,
  path: string,
  points: PointFinder,
  problems: Problem[],
): SweptValue[] | null {
  if (node === undefined || (node.kind === 'scalar' && node.value === null)) return [];
  if (node.kind !== 'map') {
    problems.push(problem(node.at, path, 'a map from path to value', describeNode(node)));
    return null;
  }
  return [...node.entries].flatMap(([name, { key, value }]) => {
    return points.value(name, value, key, `${path}.${name}`) ?? [];
  });
}
