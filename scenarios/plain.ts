/** Plain values of a tree, read with the parameters that they are for. */
import type { Parameter } from '../sim/parameters.ts';
import { rootParameter } from './paths.ts';
import type { Sections } from './settings.ts';
import { isDeletion, type MapNode, type TreeNode, toPlain } from './tree.ts';

/**
 * As {@link toPlain}, but a choice that YAML takes for a number keeps the text it was written as: version
 * `1.0` is not the number 1.
 * @param parameter what the node is for; null where nothing is known there
 */
export function plainFor(parameter: Parameter | null, node: TreeNode): unknown {
  if (parameter === null) return toPlain(node);
  if (node.kind === 'scalar') {
    const isNumber = typeof node.value === 'number' || typeof node.value === 'bigint';
    return parameter.kind === 'choice' && isNumber ? node.source : node.value;
  }
  if (node.kind === 'list') {
    const item = parameter.kind === 'list' ? parameter.of : null;
    return node.items.map((each) => plainFor(item, each));
  }
  return plainMap(node, (name) => below(parameter, name));
}

/** {@link plainFor} for a whole scenario. */
export function plainScenario(sections: Sections, root: MapNode): Record<string, unknown> {
  return plainMap(root, (name) => rootParameter(sections, name));
}

function below(parameter: Parameter, name: string): Parameter | null {
  if (parameter.kind === 'map') return parameter.of;
  if (parameter.kind !== 'group' || !Object.hasOwn(parameter.fields, name)) return null;
  return parameter.fields[name]!;
}

/** A deletion becomes an undefined property, so its name is still checked. */
function plainMap(
  node: MapNode,
  parameterOf: (name: string) => Parameter | null,
): Record<string, unknown> {
  const plain: Record<string, unknown> = {};
  for (const [name, { value }] of node.entries) {
    plain[name] = isDeletion(value) ? undefined : plainFor(parameterOf(name), value);
  }
  return plain;
}
