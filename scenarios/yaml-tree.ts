/**
 * YAML text to a tree with places.
 *
 * YAML 1.2 (so JSON too). What can make a small file expensive is bounded: depth, and the number of
 * values after aliases are filled in.
 */
import {
  type Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  parseDocument,
  type Node as YamlNode,
} from 'yaml';
import { type Place, type Problem, problem, quote } from './problem.ts';
import type { Entry, TreeNode } from './tree.ts';

const MAX_VALUES = 100_000;
const MAX_DEPTH = 40;
const MAX_SYNTAX_ERRORS = 10;

/**
 * Parses one YAML text into a tree, or null (with problems added) when it is not valid YAML.
 * With `flag`, places name the flag instead of a line.
 */
export function parseTree(
  text: string,
  file: string,
  flag: string | null,
  problems: Problem[],
): TreeNode | null {
  const counter = new LineCounter();
  const placeAt = (offset: number): Place => {
    if (flag !== null) return { file: flag, line: null, column: null };
    const { line, col } = counter.linePos(offset);
    return { file, line, column: col };
  };
  let document: Document.Parsed;
  try {
    document = parseDocument(text, {
      lineCounter: counter,
      version: '1.2',
      intAsBigInt: true,
      prettyErrors: false,
      // Names are compared in the converter: YAML's own check takes quadratic time.
      uniqueKeys: false,
    });
  } catch {
    problems.push(problem(placeAt(0), '', 'valid YAML', 'nesting that is too deep to read'));
    return null;
  }
  const complaints = [...document.errors, ...document.warnings].slice(0, MAX_SYNTAX_ERRORS);
  for (const { code, message, pos } of complaints) {
    const hint = code === 'TAB_AS_INDENT' ? 'indent with spaces' : undefined;
    problems.push(problem(placeAt(pos[0]), '', 'valid YAML', sentence(message), hint));
  }
  if (document.directives.yaml.version !== '1.2') {
    const found = `%YAML ${document.directives.yaml.version}`;
    problems.push(problem(placeAt(0), '', 'YAML 1.2', found, 'remove the directive'));
    return null;
  }
  if (complaints.length > 0) return null;
  if (document.contents === null) {
    problems.push(problem(placeAt(0), '', 'a map of settings', 'an empty file'));
    return null;
  }
  const before = problems.length;
  const tree = new Converter(placeAt, problems).convert(document.contents, '', 0);
  return tree ?? (problems.length > before ? null : tree);
}

/** YAML's messages may quote the text they stumbled over. */
function sentence(message: string): string {
  if (/call stack/i.test(message)) return 'nesting that is too deep to read';
  const first = message.split('\n', 1)[0]!;
  return first.length > 160 ? `${first.slice(0, 159)}…` : first;
}

/** Turns YAML nodes into a tree: fills in aliases, refuses what a scenario has no use for. */
class Converter {
  private readonly placeAt: (offset: number) => Place;
  private readonly problems: Problem[];
  private readonly anchors = new Map<string, YamlNode>();
  private readonly open = new Set<YamlNode>();
  private values = 0;
  private stopped = false;

  constructor(placeAt: (offset: number) => Place, problems: Problem[]) {
    this.placeAt = placeAt;
    this.problems = problems;
  }

  convert(node: unknown, path: string, depth: number): TreeNode | null {
    if (this.stopped) return null;
    const yaml = node as YamlNode;
    const at = this.placeAt(yaml.range?.[0] ?? 0);
    if (++this.values > MAX_VALUES) {
      return this.stop(at, path, `at most ${MAX_VALUES} values (aliases filled in)`, 'more');
    }
    if (depth > MAX_DEPTH) {
      return this.stop(at, path, `at most ${MAX_DEPTH} levels of nesting`, 'more');
    }
    if (isAlias(yaml)) return this.alias(yaml.source, at, path, depth);
    if ('anchor' in yaml && typeof yaml.anchor === 'string') this.anchors.set(yaml.anchor, yaml);
    if (isScalar(yaml)) return this.scalar(yaml, at, path);
    this.open.add(yaml);
    const tree = isMap(yaml)
      ? this.map(yaml.items, at, path, depth)
      : isSeq(yaml)
        ? this.list(yaml.items, at, path, depth)
        : null;
    this.open.delete(yaml);
    return tree;
  }

  private alias(name: string, at: Place, path: string, depth: number): TreeNode | null {
    const target = this.anchors.get(name);
    if (target === undefined || this.open.has(target)) {
      const found = target === undefined ? 'one that does not exist' : 'one that contains itself';
      return this.stop(at, path, 'an alias of an earlier value', `${quote(`*${name}`)}, ${found}`);
    }
    return this.convert(target, path, depth);
  }

  private scalar(
    yaml: { value: unknown; source?: string | undefined; type?: string | null | undefined },
    at: Place,
    path: string,
  ): TreeNode | null {
    const source = yaml.source ?? String(yaml.value);
    let value = yaml.value;
    if (typeof value === 'bigint' && Number.isSafeInteger(Number(value))) value = Number(value);
    const kind = typeof value;
    if (value === null && source === '') {
      const hint = 'write `null` for the default, or `{}` for a section of defaults';
      this.problems.push(problem(at, path, 'a value', 'nothing', hint));
    } else if (value !== null && !['string', 'number', 'bigint', 'boolean'].includes(kind)) {
      this.problems.push(problem(at, path, 'text, a number, true or false', quote(source)));
      return null;
    }
    const lines = typeof value === 'string' && source === value && !source.includes('\n');
    const offset = !lines
      ? null
      : yaml.type === 'PLAIN'
        ? 0
        : yaml.type?.startsWith('Q')
          ? 1
          : null;
    return { kind: 'scalar', at, value: value as string, source, offset };
  }

  private list(items: unknown[], at: Place, path: string, depth: number): TreeNode | null {
    const converted = items.map((item, index) =>
      this.convert(item, path === '' ? String(index) : `${path}.${index}`, depth + 1),
    );
    return this.stopped
      ? null
      : { kind: 'list', at, items: converted.filter((item) => item !== null) };
  }

  private map(
    pairs: readonly { key: unknown; value: unknown }[],
    at: Place,
    path: string,
    depth: number,
  ): TreeNode | null {
    const entries = new Map<string, Entry>();
    for (const pair of pairs) {
      const yamlKey = pair.key as YamlNode;
      const key = this.placeAt(yamlKey.range?.[0] ?? 0);
      const name = isScalar(yamlKey) ? keyName(yamlKey) : null;
      if (name === null) {
        this.problems.push(problem(key, path, 'a name before the colon', 'something else'));
        continue;
      }
      const below = path === '' ? name : `${path}.${name}`;
      if (name === '__proto__') {
        this.problems.push(problem(key, below, 'a usable name', quote(name)));
        continue;
      }
      const earlier = entries.get(name)?.key;
      if (earlier !== undefined) {
        const found = `${quote(name)} again`;
        const first = earlier.line === null ? undefined : `it is first set on line ${earlier.line}`;
        this.problems.push(problem(key, below, 'each name once', found, first));
        continue;
      }
      if (pair.value === null) {
        const hint = `write \`${name}: value\``;
        this.problems.push(problem(key, below, 'a value', 'nothing', hint));
        continue;
      }
      const value = this.convert(pair.value, below, depth + 1);
      if (this.stopped) return null;
      if (value !== null) entries.set(name, { key, value });
    }
    return { kind: 'map', at, entries };
  }

  private stop(at: Place, path: string, expected: string, found: string): null {
    this.stopped = true;
    this.problems.push(problem(at, path, expected, found));
    return null;
  }
}

function keyName(key: { value: unknown; source?: string | undefined }): string | null {
  if (typeof key.value === 'string') return key.value;
  if (typeof key.value === 'number' || typeof key.value === 'bigint') {
    return key.source ?? String(key.value);
  }
  return null;
}
