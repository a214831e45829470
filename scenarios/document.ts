/**
 * Scenario files: bytes to one tree with places, `extends` and sections in files of their own resolved.
 *
 * The size of a file and the number of files that one may pull in are bounded.
 */

import { type Place, type Problem, problem, quote } from './problem.ts';
import type { Sections } from './settings.ts';
import { describeNode, type MapNode, mergeTrees, type TreeNode } from './tree.ts';
import { parseTree } from './yaml-tree.ts';

/** How scenario files are reached: a directory, an archive, a browser's memory. */
export interface Files {
  /** The bytes of a file; throws when it cannot be read. */
  read(path: string): Uint8Array;
  /** The path that `relative`, written in the file `from`, stands for. */
  resolve(from: string, relative: string): string;
}

const MAX_BYTES = 1_000_000;
const MAX_FILES = 64;

/**
 * The merged tree of a file and all it extends, or null when the text of any of them is unusable.
 * Problems are added to the list; the tree may still be worth checking further when there are some.
 * @param sections that may stand in files of their own
 */
export function loadDocument(
  path: string,
  files: Files,
  problems: Problem[],
  sections: Sections = {},
): MapNode | null {
  return load(path, { file: path, line: null, column: null }, [], {
    files,
    sections,
    problems,
    loaded: 0,
  });
}

/**
 * A section as it stands, or the content of the file that is named in its place: by a path from the file
 * that names it, or from the current folder when a flag does.
 * @param name of the section
 * @returns null with a problem added when the file is no map
 */
export function sectionApart(
  sections: Sections,
  name: string,
  node: TreeNode,
  files: Files,
  problems: Problem[],
): TreeNode | null {
  const isName = node.kind === 'scalar' && typeof node.value === 'string';
  if (!isName || !Object.hasOwn(sections, name) || sections[name]!.apart !== true) return node;
  const { at, value } = node;
  const path = files.resolve(at.line === null ? '' : at.file, String(value));
  const text = readText(path, at, { path: name, file: 'a map or a file' }, files, problems);
  const root = text === null ? null : parseTree(text, path, null, problems);
  if (root === null || root.kind === 'map') return root;
  problems.push(problem(root.at, name, 'a map of settings', describeNode(root)));
  return null;
}

interface Loading {
  readonly files: Files;
  readonly sections: Sections;
  readonly problems: Problem[];
  loaded: number;
}

function load(
  path: string,
  askedAt: Place,
  chain: readonly string[],
  loading: Loading,
): MapNode | null {
  const { files, problems } = loading;
  if (chain.includes(path)) {
    const circle = [...chain.slice(chain.indexOf(path)), path].map(quote).join(' -> ');
    problems.push(
      problem(askedAt, 'extends', 'files that do not extend each other in a circle', circle),
    );
    return null;
  }
  if (++loading.loaded > MAX_FILES) {
    if (loading.loaded === MAX_FILES + 1) {
      problems.push(problem(askedAt, 'extends', `at most ${MAX_FILES} files`, 'more'));
    }
    return null;
  }
  const asked = { path: chain.length === 0 ? '' : 'extends', file: 'a scenario file' };
  const text = readText(path, askedAt, asked, files, problems);
  if (text === null) return null;
  const root = parseTree(text, path, null, problems);
  if (root === null) return null;
  if (root.kind !== 'map') {
    problems.push(problem(root.at, '', 'a map of settings', describeNode(root)));
    return null;
  }
  const base = root.entries.get('extends');
  const own = ownSettings(root, loading);
  if (own === null || base === undefined) return own;
  return onParents(base.value, own, path, chain, loading);
}

/** The settings of one file, those in files apart included. */
function ownSettings(root: MapNode, { files, sections, problems }: Loading): MapNode | null {
  const entries = new Map(root.entries);
  entries.delete('extends');
  let complete = true;
  for (const [name, { key, value }] of entries) {
    const section = sectionApart(sections, name, value, files, problems);
    if (section === null) complete = false;
    else entries.set(name, { key, value: section });
  }
  return complete ? { ...root, entries } : null;
}

function onParents(
  node: TreeNode,
  own: MapNode,
  path: string,
  chain: readonly string[],
  loading: Loading,
): MapNode | null {
  const { files, problems } = loading;
  let base: TreeNode | null = null;
  let complete = true;
  for (const parent of parents(node, problems)) {
    const target = files.resolve(path, parent.name);
    const tree = load(target, parent.at, [...chain, path], loading);
    if (tree === null) complete = false;
    else base = base === null ? tree : mergeTrees(base, tree);
  }
  if (!complete) return null;
  return base === null ? own : (mergeTrees(base, own) as MapNode);
}

function parents(node: TreeNode, problems: Problem[]): { name: string; at: Place }[] {
  if (node.kind === 'scalar' && node.value === null) return [];
  const items = node.kind === 'list' ? node.items : [node];
  return items.flatMap((item) => {
    if (item.kind === 'scalar' && typeof item.value === 'string' && item.value !== '') {
      return [{ name: item.value, at: item.at }];
    }
    const expected = 'a file name or a list of file names';
    problems.push(problem(item.at, 'extends', expected, describeNode(item)));
    return [];
  });
}

function readText(
  path: string,
  askedAt: Place,
  asked: { readonly path: string; readonly file: string },
  files: Files,
  problems: Problem[],
): string | null {
  let bytes: Uint8Array;
  try {
    bytes = files.read(path);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    const found = `${quote(path)}, which cannot be read`;
    problems.push(problem(askedAt, asked.path, asked.file, found, reason));
    return null;
  }
  const start: Place = { file: path, line: 1, column: 1 };
  const refuse = (at: Place, expected: string, found: string, hint?: string): null => {
    problems.push(problem(at, '', expected, found, hint));
    return null;
  };
  if (bytes.length > MAX_BYTES) {
    return refuse(start, `a file of at most ${MAX_BYTES} bytes`, `${bytes.length} bytes`);
  }
  if (bytes.includes(0)) {
    const hint = 'save it as UTF-8 text';
    return refuse(start, 'a text file in YAML', 'binary data (a zero byte)', hint);
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    const line = firstBadLine(bytes);
    const at = { file: path, line, column: 1 };
    return refuse(at, 'UTF-8 text', 'bytes that are not UTF-8', 'save it as UTF-8 text');
  }
}

/** A line feed never sits inside a multi-byte character, so lines can be decoded one by one. */
function firstBadLine(bytes: Uint8Array): number {
  let line = 1;
  for (let start = 0; start < bytes.length; line++) {
    const feed = bytes.indexOf(10, start);
    const end = feed < 0 ? bytes.length : feed;
    try {
      new TextDecoder('utf-8', { fatal: true }).decode(bytes.subarray(start, end));
    } catch {
      return line;
    }
    start = end + 1;
  }
  return 1;
}
