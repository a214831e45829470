/** Where every value of a resolved scenario comes from. */
import type { Parameter, ParameterTable, Status } from '../sim/parameters.ts';
import { isDeletion, type MapNode, type TreeNode, writtenText } from './tree.ts';
import { isLeaf, writtenDefault } from './values.ts';

export type Origin = {
  /** The value as written, or the default as it would be written; null when absent. */
  readonly written: string | null;
} & (
  | { readonly from: 'file'; readonly file: string; readonly line: number; readonly column: number }
  | { readonly from: 'flag'; readonly flag: string }
  | { readonly from: 'default'; readonly status: Status; readonly source?: string }
);

export type Origins = Readonly<Record<string, Origin>>;

export function originOf(node: TreeNode): Origin {
  const written = writtenText(node);
  const { file, line, column } = node.at;
  if (line === null || column === null) return { written, from: 'flag', flag: file };
  return { written, from: 'file', file, line, column };
}

/**
 * Origins of every parameter of a table by path. Groups, maps and lists of groups are followed down;
 * a list of plain values is one entry.
 */
export function originsOf(
  table: ParameterTable,
  node: TreeNode | undefined,
  prefix: string,
): [string, Origin][] {
  const tree = node?.kind === 'map' ? node : undefined;
  return Object.entries(table).flatMap(([name, parameter]) =>
    parameterOrigins(parameter, given(tree, name), prefix === '' ? name : `${prefix}.${name}`),
  );
}

function given(tree: MapNode | undefined, name: string): TreeNode | undefined {
  const node = tree?.entries.get(name)?.value;
  return node === undefined || isDeletion(node) ? undefined : node;
}

function parameterOrigins(
  parameter: Parameter,
  node: TreeNode | undefined,
  path: string,
): [string, Origin][] {
  if (parameter.kind === 'group') return originsOf(parameter.fields, node, path);
  if (node === undefined) return [[path, defaultOrigin(parameter)]];
  if (parameter.kind === 'map' && node.kind === 'map') {
    return [...node.entries.keys()].flatMap((name) => {
      const item = given(node, name);
      return item === undefined ? [] : parameterOrigins(parameter.of, item, `${path}.${name}`);
    });
  }
  if (parameter.kind === 'list' && node.kind === 'list' && !isLeaf(parameter.of)) {
    return node.items.flatMap((item, index) =>
      parameterOrigins(parameter.of, item, `${path}.${index}`),
    );
  }
  return [[path, originOf(node)]];
}

function defaultOrigin(parameter: Parameter): Origin {
  const value = writtenDefault(parameter);
  const written =
    value === null ? null : typeof value === 'object' ? JSON.stringify(value) : String(value);
  const { status, source } = parameter;
  return { written, from: 'default', status, ...(source === undefined ? {} : { source }) };
}
