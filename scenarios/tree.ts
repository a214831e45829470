/**
 * A scenario as written: maps, lists and scalars, each with the place it came from.
 *
 * The place travels with the node through merging and overriding, so an error always points at the
 * line (or flag) that has to change. Maps keep their names in `Map`s: no name is special.
 */
import { escapeText, type Place, quote } from './problem.ts';

export interface ScalarNode {
  readonly kind: 'scalar';
  readonly at: Place;
  readonly value: string | number | bigint | boolean | null;
  /** The text as written, for messages. */
  readonly source: string;
  /** Columns from `at` to the first character of the value; null when the two do not line up. */
  readonly offset: number | null;
}

export interface ListNode {
  readonly kind: 'list';
  readonly at: Place;
  readonly items: TreeNode[];
}

export interface MapNode {
  readonly kind: 'map';
  readonly at: Place;
  readonly entries: Map<string, Entry>;
}

export interface Entry {
  /** Place of the key. */
  readonly key: Place;
  readonly value: TreeNode;
}

export type TreeNode = ScalarNode | ListNode | MapNode;

/** A `null` in a map: the key is taken back, so the default holds. */
export function isDeletion(node: TreeNode): boolean {
  return node.kind === 'scalar' && node.value === null;
}

/** `over` laid on `base`: maps merge deeply, everything else replaces. */
export function mergeTrees(base: TreeNode, over: TreeNode): TreeNode {
  if (base.kind !== 'map' || over.kind !== 'map') return over;
  const entries = new Map(base.entries);
  for (const [name, entry] of over.entries) {
    const below = entries.get(name);
    entries.set(
      name,
      below === undefined ? entry : { key: entry.key, value: mergeTrees(below.value, entry.value) },
    );
  }
  return { kind: 'map', at: over.at, entries };
}

/** The node at a path, or undefined. Numeric parts index lists. */
export function nodeAt(root: TreeNode, parts: readonly (string | number)[]): TreeNode | undefined {
  let node: TreeNode | undefined = root;
  for (const part of parts) {
    if (node === undefined || node.kind === 'scalar') return undefined;
    node = node.kind === 'list' ? node.items[Number(part)] : node.entries.get(String(part))?.value;
  }
  return node;
}

/** The deepest node that exists on the way to a path: where a missing value is reported. */
export function deepestAt(root: TreeNode, parts: readonly (string | number)[]): TreeNode {
  for (let length = parts.length; length > 0; length--) {
    const node = nodeAt(root, parts.slice(0, length));
    if (node !== undefined) return node;
  }
  return root;
}

/**
 * A copy of `root` with `value` at the path; maps on the way are made as needed.
 * Returns null when a part would index a list out of range or go below a scalar.
 */
export function setAt(root: TreeNode, parts: readonly string[], value: TreeNode): TreeNode | null {
  const [part, ...rest] = parts;
  if (part === undefined) return value;
  if (root.kind === 'list') {
    const index = /^[0-9]+$/.test(part) ? Number(part) : Number.NaN;
    const item = root.items[index];
    const changed = item === undefined ? null : setAt(item, rest, value);
    return changed === null ? null : { ...root, items: root.items.with(index, changed) };
  }
  if (root.kind === 'scalar' && !isDeletion(root)) return null;
  const entries = root.kind === 'map' ? new Map(root.entries) : new Map<string, Entry>();
  const below = entries.get(part)?.value ?? { kind: 'map', at: value.at, entries: new Map() };
  const changed = setAt(below, rest, value);
  if (changed === null) return null;
  entries.set(part, { key: value.at, value: changed });
  return { kind: 'map', at: root.at, entries };
}

/** Plain values. A deletion in a map becomes an undefined property, so its name is still checked. */
export function toPlain(node: TreeNode): unknown {
  if (node.kind === 'scalar') return node.value;
  if (node.kind === 'list') return node.items.map(toPlain);
  const plain: Record<string, unknown> = {};
  for (const [name, { value }] of node.entries) {
    plain[name] = isDeletion(value) ? undefined : toPlain(value);
  }
  return plain;
}

/** A tree for plain values that come from a program instead of a file. */
export function fromPlain(value: unknown, at: Place): TreeNode {
  if (Array.isArray(value)) {
    return { kind: 'list', at, items: value.map((item) => fromPlain(item, at)) };
  }
  if (typeof value === 'object' && value !== null) {
    const entries = new Map<string, Entry>();
    for (const [name, item] of Object.entries(value)) {
      if (item !== undefined) entries.set(name, { key: at, value: fromPlain(item, at) });
    }
    return { kind: 'map', at, entries };
  }
  const scalar = value as ScalarNode['value'];
  return { kind: 'scalar', at, value: scalar, source: String(value), offset: null };
}

/** A node as an error message shows it: `"gosip"`, `12`, `a list`. */
export function describeNode(node: TreeNode): string {
  if (node.kind === 'map') return 'a map';
  if (node.kind === 'list') return node.items.length === 0 ? 'an empty list' : 'a list';
  if (typeof node.value === 'string') return quote(node.value);
  return node.source === '' ? 'nothing' : escapeText(node.source.slice(0, 80));
}

/** The text of a value on one line, for origins: `64 KiB`, `[1, 2]`. */
export function writtenText(node: TreeNode): string {
  if (node.kind === 'scalar') return node.source;
  if (node.kind === 'list') return `[${node.items.map(writtenText).join(', ')}]`;
  const pairs = [...node.entries].map(([name, entry]) => `${name}: ${writtenText(entry.value)}`);
  return `{${pairs.join(', ')}}`;
}
