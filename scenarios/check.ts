/** Schema issues turned into problems: every one gets a place, what was expected and a near name. */
import type { z } from 'zod';
import { didYouMean, nearest, nearestPath } from './nearest.ts';
import { knownPaths, locate, rootKeys, rootParameter } from './paths.ts';
import { plainFor, plainScenario } from './plain.ts';
import { MAX_PROBLEMS, oneOf, type Place, type Problem, problem, quote } from './problem.ts';
import type { IssueDetail, Schema } from './schema.ts';
import type { Sections } from './settings.ts';
import { deepestAt, describeNode, type MapNode, nodeAt } from './tree.ts';
import { describeParameter } from './values.ts';

type Issue = z.core.$ZodIssue;

/** The whole scenario in base units, or null with problems added. */
export function checkScenario(
  schema: Schema,
  tree: MapNode,
  problems: Problem[],
): Record<string, unknown> | null {
  const result = schema.root.safeParse(plainScenario(schema.sections, tree));
  if (result.success) return result.data;
  const { issues } = result.error;
  const unknown = issues.flatMap((issue) =>
    issue.code === 'unrecognized_keys' && issue.path.length === 0 ? issue.keys : [],
  );
  for (const issue of issues) {
    // A missing name and its misspelling are one mistake.
    const missing = issue.path.length === 1 ? String(issue.path[0]) : null;
    const isMissing = missing !== null && tree.entries.get(missing) === undefined;
    if (isMissing && unknown.some((name) => nearest(name, [missing]) !== null)) continue;
    problems.push(...describeIssue(schema.sections, tree, issue, []));
  }
  return null;
}

export type Part = { readonly ok: true; readonly value: unknown } | { readonly ok: false };

/**
 * One setting or section of a tree in base units; problems at or below `below` are added, others
 * belong to whoever checks the rest of the tree.
 */
export function checkPart(
  schema: Schema,
  tree: MapNode,
  below: readonly string[],
  problems: Problem[],
): Part {
  const name = below[0]!;
  const node = tree.entries.get(name)?.value;
  const parameter = rootParameter(schema.sections, name);
  const plain = node === undefined ? undefined : plainFor(parameter, node);
  const result = schema.parts.get(name)!.safeParse(plain === null ? undefined : plain);
  if (result.success) return { ok: true, value: result.data };
  let own = false;
  for (const issue of result.error.issues) {
    const path = [name, ...issue.path.map(String)];
    const onTheWay = below.every((part, index) => (path[index] ?? part) === part);
    const above = path.length < below.length;
    if (!onTheWay || (above && issue.code === 'unrecognized_keys')) continue;
    own = true;
    problems.push(...describeIssue(schema.sections, tree, issue, [name]));
  }
  return own ? { ok: false } : { ok: true, value: undefined };
}

function describeIssue(
  sections: Sections,
  tree: MapNode,
  issue: Issue,
  prefix: readonly string[],
): Problem[] {
  const parts = [...prefix, ...issue.path.map(String)];
  const path = parts.join('.');
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.slice(0, MAX_PROBLEMS).map((key) => unknownKey(sections, tree, parts, key));
  }
  const node = nodeAt(tree, parts);
  if (issue.code === 'invalid_key') {
    const parent = nodeAt(tree, parts.slice(0, -1));
    const key = parent?.kind === 'map' ? parent.entries.get(parts.at(-1)!) : undefined;
    const expected = issue.issues[0]?.message ?? 'a name';
    return [problem(key?.key ?? tree.at, path, expected, quote(parts.at(-1)!))];
  }
  const place = (node ?? deepestAt(tree, parts)).at;
  const found = node === undefined ? 'nothing' : describeNode(node);
  if (issue.code === 'custom' && issue.params !== undefined) {
    const { expected, hint } = issue.params as unknown as IssueDetail;
    return [problem(place, path, expected, found, hint)];
  }
  return [problem(place, path, expectedAt(sections, parts, node === undefined), found)];
}

const SPECIAL: Readonly<Record<string, string>> = {
  name: 'a name of lower-case letters, digits and hyphens (100 at most)',
  precision: 'a map of metric names to fractions',
  sweep: 'a map of paths to lists of values',
  expect: 'a list of lines such as `da.throughput > 10 MB/s`',
  targets: 'a list of published values',
};

function expectedAt(sections: Sections, parts: readonly string[], missing: boolean): string {
  const [root] = parts;
  if (root !== undefined && Object.hasOwn(SPECIAL, root)) {
    return parts.length === 1 ? SPECIAL[root]! : 'a map';
  }
  const located = locate(sections, parts.join('.'));
  if (!located.found) return 'something else';
  const isSection = parts.length === 1 && Object.hasOwn(sections, root!);
  if (isSection && missing) return `the section ${quote(root!)} (${sections[root!]!.about})`;
  return describeParameter(located.parameter);
}

function unknownKey(
  sections: Sections,
  tree: MapNode,
  parts: readonly string[],
  key: string,
): Problem {
  const parent = nodeAt(tree, parts);
  const place = parent?.kind === 'map' ? parent.entries.get(key)?.key : undefined;
  const known = keysAt(sections, parts);
  const near = nearest(key, known);
  const hint =
    key === '<<'
      ? 'YAML 1.2 has no merge key; use `extends`'
      : didYouMean(near ?? (parts.length === 0 ? nearestPath(key, knownPaths(sections)) : null));
  return problem(place ?? tree.at, [...parts, key].join('.'), oneOf(known), quote(key), hint);
}

function keysAt(sections: Sections, parts: readonly string[]): string[] {
  if (parts.length === 0) return rootKeys(sections);
  const located = locate(sections, parts.join('.'));
  if (!located.found || located.parameter.kind !== 'group') return [];
  return Object.keys(located.parameter.fields);
}

/** What is known about a path that is to be set or swept; adds a problem when it is unknown. */
export function isKnownPath(
  sections: Sections,
  path: string,
  found: string,
  place: Place,
  problems: Problem[],
): boolean {
  const located = locate(sections, path);
  if (located.found) return true;
  const hint =
    didYouMean(located.near) ??
    (rootParameter(sections, path.split('.')[0]!) === null
      ? `sections are ${Object.keys(sections).join(', ')}`
      : undefined);
  problems.push(problem(place, found, 'the path of a parameter', quote(path), hint));
  return false;
}
