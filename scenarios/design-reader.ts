/** Reads `sweep.design`; problems are added with the place of each value. */
import { checkPart } from './check.ts';
import { METHODS, type Method, mostFactors, type Plan, type PlannedFactor } from './design.ts';
import { parseMetric, SyntaxProblem } from './expression.ts';
import { SCALES, type Scale } from './factor.ts';
import { didYouMean, nearest } from './nearest.ts';
import { locate } from './paths.ts';
import { plainFor } from './plain.ts';
import { sweepValue } from './points.ts';
import { oneOf, type Place, type Problem, problem, quote } from './problem.ts';
import type { Schema } from './schema.ts';
import { describeNode, isDeletion, type MapNode, setAt, type TreeNode } from './tree.ts';
import {
  describeParameter,
  isLeaf,
  isQuantity,
  type QuantityParameter,
  readLeaf,
} from './values.ts';

export const DESIGN_KEYS = ['method', 'points', 'of', 'outcomes'] as const;
const RANGE_KEYS = ['from', 'to', 'scale'] as const;
const MAX_COUNT = 100_000;
/** Below two, no method has anything to compare. */
const LEAST = 2;
const RANGE = 'a range: [from, to] or { from, to, scale }';

export interface DesignRequest {
  readonly schema: Schema;
  readonly tree: MapNode;
  /** Whether a path may be swept at all; adds a problem when it may not. */
  readonly isSweepable: (name: string, key: Place, path: string) => boolean;
  readonly problems: Problem[];
}

/** The plan of a design, or null with problems added. */
export function readDesign(node: TreeNode, request: DesignRequest): Plan | null {
  const reader = new DesignReader(request);
  const before = request.problems.length;
  const plan = reader.plan(node);
  return request.problems.length > before ? null : plan;
}

class DesignReader {
  private readonly schema: Schema;
  private readonly tree: MapNode;
  private readonly isSweepable: DesignRequest['isSweepable'];
  private readonly problems: Problem[];

  constructor({ schema, tree, isSweepable, problems }: DesignRequest) {
    this.schema = schema;
    this.tree = tree;
    this.isSweepable = isSweepable;
    this.problems = problems;
  }

  plan(node: TreeNode): Plan | null {
    const given = this.keys(node, 'sweep.design', DESIGN_KEYS);
    if (given === null) return null;
    const method = this.word('sweep.design.method', node.at, given.get('method'), METHODS);
    if (method === null) return null;
    const factors = this.factors(method, node.at, given.get('of'));
    const points = this.points(method, node.at, given.get('points'));
    return { method, points, factors, outcomes: this.outcomes(given.get('outcomes')) };
  }

  /** The entries of a map that knows these keys only; a deletion is left out. */
  private keys(
    node: TreeNode,
    path: string,
    known: readonly string[],
  ): ReadonlyMap<string, TreeNode> | null {
    if (node.kind !== 'map') {
      this.refuse(node.at, path, `a map with the keys ${known.join(', ')}`, describeNode(node));
      return null;
    }
    for (const [name, { key }] of node.entries) {
      if (known.includes(name)) continue;
      const hint = didYouMean(nearest(name, known));
      this.refuse(key, `${path}.${name}`, oneOf(known), quote(name), hint);
    }
    const kept = [...node.entries].filter(([, { value }]) => !isDeletion(value));
    return new Map(kept.map(([name, { value }]) => [name, value]));
  }

  private word<T extends string>(
    path: string,
    above: Place,
    node: TreeNode | undefined,
    words: readonly T[],
  ): T | null {
    const text = node?.kind === 'scalar' ? String(node.value) : '';
    const found = words.find((word) => word === text);
    if (found !== undefined) return found;
    const hint = didYouMean(nearest(text, words));
    const shown = node === undefined ? 'nothing' : describeNode(node);
    this.refuse(node?.at ?? above, path, oneOf(words), shown, hint);
    return null;
  }

  private points(method: Method, above: Place, node: TreeNode | undefined): number | null {
    const path = 'sweep.design.points';
    if (method === 'one-at-a-time') {
      if (node === undefined) return null;
      const expected = 'no points: one-at-a-time runs the base and both ends of each range';
      this.refuse(node.at, path, expected, describeNode(node));
      return null;
    }
    const value = node?.kind === 'scalar' ? node.value : null;
    if (typeof value === 'number' && Number.isInteger(value)) {
      if (value >= LEAST && value <= MAX_COUNT) return value;
    }
    const found = node === undefined ? 'nothing' : describeNode(node);
    this.refuse(node?.at ?? above, path, `a whole number from ${LEAST} to ${MAX_COUNT}`, found);
    return null;
  }

  private factors(method: Method, above: Place, node: TreeNode | undefined): PlannedFactor[] {
    const path = 'sweep.design.of';
    const entries = node?.kind === 'map' ? [...node.entries] : [];
    const given = entries.filter(([, { value }]) => !isDeletion(value));
    if (given.length === 0) {
      const found = node === undefined ? 'nothing' : describeNode(node);
      this.refuse(node?.at ?? above, path, 'a map of paths to ranges', found);
      return [];
    }
    const most = mostFactors(method);
    if (given.length > most) {
      this.refuse(node!.at, path, `at most ${most} paths for ${method}`, `${given.length}`);
      return [];
    }
    return given.flatMap(([name, { key, value }]) => {
      const below = `${path}.${name}`;
      if (!this.isSweepable(name, key, below)) return [];
      const parameter = this.quantity(name, key, below);
      const factor = parameter === null ? null : this.factor(name, key, value, below, parameter);
      if (factor === null) return [];
      return [{ ...factor, base: method === 'one-at-a-time' ? this.base(factor, below) : null }];
    });
  }

  private quantity(name: string, key: Place, path: string): QuantityParameter | null {
    const located = locate(this.schema.sections, name);
    if (!located.found) return null;
    const { parameter } = located;
    if (isLeaf(parameter) && isQuantity(parameter)) return parameter;
    const found = `${quote(name)}, which takes ${describeParameter(parameter)}`;
    this.refuse(key, path, 'the path of a parameter that is a number', found, 'sweep it in `grid`');
    return null;
  }

  private factor(
    path: string,
    at: Place,
    node: TreeNode,
    below: string,
    parameter: QuantityParameter,
  ): Omit<PlannedFactor, 'base'> | null {
    const range = this.range(node, below);
    if (range === null) return null;
    const [from, to] = [range.from, range.to].map((end) => this.end(path, end, parameter));
    if (from === null || to === null) return null;
    const { scale } = range;
    if (from >= to) {
      const expected = `an end above the start, ${describeNode(range.from)}`;
      this.refuse(range.to.at, `${below}.to`, expected, describeNode(range.to));
      return null;
    }
    if (scale === 'log' && from <= 0) {
      const expected = 'a start above 0 on a log scale';
      this.refuse(range.from.at, `${below}.from`, expected, describeNode(range.from));
      return null;
    }
    return { path, at, parameter, from, to, scale };
  }

  private range(
    node: TreeNode,
    path: string,
  ): { from: TreeNode; to: TreeNode; scale: Scale } | null {
    if (node.kind === 'list') {
      const [from, to] = node.items;
      if (node.items.length === 2) return { from, to, scale: 'linear' };
      const count = node.items.length;
      const found = count === 0 ? 'an empty list' : `a list of ${count}`;
      this.refuse(node.at, path, RANGE, found);
      return null;
    }
    if (node.kind === 'scalar') {
      this.refuse(node.at, path, RANGE, describeNode(node));
      return null;
    }
    const given = this.keys(node, path, RANGE_KEYS)!;
    const [from, to] = ['from', 'to'].map((name) => {
      const end = given.get(name);
      if (end === undefined) this.refuse(node.at, `${path}.${name}`, 'a value', 'nothing');
      return end;
    });
    const wanted = given.get('scale');
    const scale =
      wanted === undefined ? 'linear' : this.word(`${path}.scale`, node.at, wanted, SCALES);
    return from === undefined || to === undefined || scale === null ? null : { from, to, scale };
  }

  /** An end of a range in base units; it has to fit where the parameter stands. */
  private end(path: string, node: TreeNode, parameter: QuantityParameter): number | null {
    if (isDeletion(node)) {
      this.refuse(node.at, path, describeParameter(parameter), 'nothing');
      return null;
    }
    if (sweepValue(this.schema, this.tree, path, node, this.problems) === null) return null;
    const reading = readLeaf(parameter, plainFor(parameter, node));
    return reading.ok ? (reading.value as number) : null;
  }

  /** What the scenario has at the path without the design, in base units. */
  private base({ path, at }: { path: string; at: Place }, below: string): number | null {
    const [root, ...rest] = path.split('.') as [string, ...string[]];
    // A section that only the design mentions is built with its defaults.
    const bare: MapNode = { kind: 'map', at, entries: new Map() };
    const has = this.tree.entries.has(root) || rest.length === 0;
    const tree = has ? this.tree : (setAt(this.tree, [root], bare) as MapNode);
    const part = checkPart(this.schema, tree, [root], []);
    let value = part.ok ? part.value : null;
    for (const name of rest) value = (value as Record<string, unknown> | null)?.[name];
    if (typeof value === 'number') return value;
    const hint = `write ${path} in the scenario`;
    this.refuse(at, below, 'a path with a value to depart from', 'one without', hint);
    return null;
  }

  private outcomes(node: TreeNode | undefined): Plan['outcomes'] {
    if (node === undefined) return null;
    const path = 'sweep.design.outcomes';
    if (node.kind !== 'list' || node.items.length === 0) {
      const hint = node.kind === 'scalar' ? `write \`outcomes: [${node.source}]\`` : undefined;
      this.refuse(node.at, path, 'a list of metrics', describeNode(node), hint);
      return null;
    }
    return node.items.flatMap((item, index) => {
      const below = `${path}.${index}`;
      if (item.kind !== 'scalar' || typeof item.value !== 'string') {
        this.refuse(item.at, below, 'a metric such as `da.throughput`', describeNode(item));
        return [];
      }
      try {
        return [{ text: item.value.trim(), term: parseMetric(item.value), at: item.at }];
      } catch (error) {
        if (!(error instanceof SyntaxProblem)) throw error;
        this.refuse(item.at, below, error.expected, error.found, error.hint);
        return [];
      }
    });
  }

  private refuse(at: Place, path: string, expected: string, found: string, hint?: string): void {
    this.problems.push(problem(at, path, expected, found, hint));
  }
}
