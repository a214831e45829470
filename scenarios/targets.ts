/** `targets:`: published values that results are compared with in the table of validity. */
import type { Parameter, ParameterTable, Status } from '../sim/parameters.ts';
import { didYouMean, nearest } from './nearest.ts';
import type { SweptValue } from './points.ts';
import { oneOf, type Problem, problem, quote } from './problem.ts';
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
  /** `s`, `B`, `B/s`, `1`, or the unit's own name when it is none of these (`tokens`). */
  readonly baseUnit: string;
  /** The unit people see. */
  readonly unit: string;
  /** Largest relative error that counts as agreement. */
  readonly band: number;
  readonly source: string;
  readonly status: Status;
  /** The target as canonical data. */
  readonly canonical: Readonly<Record<string, unknown>>;
}

const STATUSES: readonly Status[] = ['published', 'from source', 'measured', 'estimate', 'choice'];

const field = (parameter: Record<string, unknown>): Parameter =>
  ({ default: null, about: '', status: 'choice', ...parameter }) as unknown as Parameter;

const FIELDS: ParameterTable = {
  metric: field({ kind: 'text' }),
  published: field({ kind: 'number' }),
  unit: field({ kind: 'text' }),
  band: field({ kind: 'fraction', max: 100 }),
  source: field({ kind: 'text' }),
  status: field({ kind: 'choice', options: STATUSES }),
};
const KEYS = [...Object.keys(FIELDS), 'set'];

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
  const unknown = [...node.entries].filter(([name]) => !KEYS.includes(name));
  for (const [name, { key }] of unknown) {
    const hint = didYouMean(nearest(name, KEYS));
    problems.push(problem(key, `${path}.${name}`, oneOf(KEYS), quote(name), hint));
  }
  const read: Record<string, unknown> = {};
  for (const [name, parameter] of Object.entries(FIELDS)) {
    const given = node.entries.get(name)?.value;
    if (given === undefined) {
      if (unknown.some(([wrong]) => nearest(wrong, KEYS) === name)) continue;
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
  const { metric, unit, band, source, status } = read as unknown as Target;
  const set = Object.fromEntries(values.map((value) => [value.path, value.written]));
  const canonicalSet = Object.fromEntries(values.map((value) => [value.path, value.canonical]));
  const written = toPlain(node.entries.get('published')!.value);
  return {
    ...{ metric, set, point: found[0]!, published: published.value, baseUnit: published.unit },
    ...{ unit, band, source, status },
    canonical: { metric, set: canonicalSet, published: written, unit, band, source, status },
  };
}

function readPublished(
  node: MapNode,
  unit: unknown,
  path: string,
  problems: Problem[],
): { value: number; unit: string } | null {
  const given = node.entries.get('published')?.value;
  if (given === undefined || typeof unit !== 'string') return null;
  const scale = toBaseSI('1', unit);
  const base = scale === null || scale.unit === '' ? unit : scale.unit;
  const written = toPlain(given);
  const refuse = (expected: string): null => {
    problems.push(problem(given.at, path, expected, describeNode(given)));
    return null;
  };
  if (typeof written === 'number' && Number.isFinite(written)) {
    const exact = toBaseSI(String(written), scale === null ? '' : unit);
    return { value: exact?.value ?? written * (scale?.value ?? 1), unit: base };
  }
  const match = typeof written === 'string' ? /^(-?[0-9._]+)\s*(\S+)$/.exec(written.trim()) : null;
  const quantity = match === null ? null : toBaseSI(match[1]!, match[2]!);
  if (quantity === null) return refuse('a number, or a quantity such as "50 MB/s"');
  if (quantity.unit !== base) return refuse(`a quantity in ${unit}`);
  return { value: quantity.value, unit: base };
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
