import { describe, expect, it } from 'vitest';
import { loadDocument } from '../../scenarios/document.ts';
import type { Problem } from '../../scenarios/problem.ts';
import { nodeAt, type TreeNode, toPlain } from '../../scenarios/tree.ts';
import { parseTree } from '../../scenarios/yaml-tree.ts';
import { memory } from './fixtures/laboratory.ts';

function load(contents: Record<string, string>, path = 'a.yaml'): TreeNode {
  const problems: Problem[] = [];
  const tree = loadDocument(path, memory(contents), problems);
  expect(problems).toEqual([]);
  return tree!;
}

function parse(text: string): TreeNode {
  const problems: Problem[] = [];
  const tree = parseTree(text, 'a.yaml', null, problems);
  expect(problems).toEqual([]);
  return tree!;
}

describe('YAML 1.2', () => {
  it('reads maps, lists and scalars', () => {
    const text = 'a: 0x10\nb: [1.5, true, no, ~, "x"]\nc: { d: 010, e: 12:30 }\n';
    expect(toPlain(parse(text))).toEqual({
      a: 16,
      b: [1.5, true, 'no', null, 'x'],
      c: { d: 10, e: '12:30' },
    });
  });

  it('reads JSON', () => {
    expect(toPlain(parse('{"a": [1, {"b": null}], "c": "\\u0041"}'))).toEqual({
      a: [1, { b: undefined }],
      c: 'A',
    });
  });

  it('keeps whole numbers that a float would round', () => {
    expect(toPlain(parse('a: 9007199254740993'))).toEqual({ a: 9_007_199_254_740_993n });
  });

  it('accepts a byte order mark and Windows line ends', () => {
    const node = load({ 'a.yaml': '\ufeffa: 1\r\nb:\r\n  c: 2\r\n' });
    expect(toPlain(node)).toEqual({ a: 1, b: { c: 2 } });
    expect(nodeAt(node, ['b', 'c'])!.at).toEqual({ file: 'a.yaml', line: 3, column: 6 });
  });

  it('fills in aliases, the latest anchor of a name counting', () => {
    const text = 'a: &x 1\nb: *x\nc: &x 2\nd: *x\n';
    expect(toPlain(parse(text))).toEqual({ a: 1, b: 1, c: 2, d: 2 });
  });
});

describe('places', () => {
  const tree = parse('# comment\na:\n  - b: 1\n    "c": two words # here\n');

  it('of a value', () => {
    expect(nodeAt(tree, ['a', 0, 'b'])!.at).toEqual({ file: 'a.yaml', line: 3, column: 8 });
    expect(nodeAt(tree, ['a', '0', 'c'])!.at).toEqual({ file: 'a.yaml', line: 4, column: 10 });
  });

  it('of a key', () => {
    const item = nodeAt(tree, ['a', 0]);
    expect(item?.kind === 'map' && item.entries.get('c')?.key).toEqual({
      file: 'a.yaml',
      line: 4,
      column: 5,
    });
  });

  it('of nothing that exists', () => expect(nodeAt(tree, ['a', 1, 'b'])).toBeUndefined());
});

describe('extends', () => {
  it('merges maps deeply, replaces lists, lets null take back', () => {
    const merged = load({
      'a.yaml': 'extends: b.yaml\nx: { two: 22, four: null }\nlist: [9]\n',
      'b.yaml': 'x: { one: 1, two: 2, four: 4 }\nlist: [1, 2, 3]\ny: kept\n',
    });
    expect(toPlain(merged)).toEqual({
      x: { one: 1, two: 22, four: undefined },
      list: [9],
      y: 'kept',
    });
  });

  it('takes a list of files, later ones on top, its own values above all', () => {
    const merged = load({
      'a.yaml': 'extends: [b.yaml, c.yaml]\nz: a\n',
      'b.yaml': 'x: b\ny: b\nz: b\n',
      'c.yaml': 'y: c\nz: c\n',
    });
    expect(toPlain(merged)).toEqual({ x: 'b', y: 'c', z: 'a' });
  });

  it('reads names relative to the file they stand in', () => {
    const merged = load(
      {
        'lib/a.yaml': 'extends: ../base/b.yaml\n',
        'base/b.yaml': 'extends: ./c.yaml\nx: 1\n',
        'base/c.yaml': 'y: 2\n',
      },
      'lib/a.yaml',
    );
    expect(toPlain(merged)).toEqual({ y: 2, x: 1 });
  });

  it('may reach one file twice when there is no circle', () => {
    const merged = load({
      'a.yaml': 'extends: [b.yaml, c.yaml]\n',
      'b.yaml': 'extends: d.yaml\n',
      'c.yaml': 'extends: d.yaml\n',
      'd.yaml': 'x: 1\n',
    });
    expect(toPlain(merged)).toEqual({ x: 1 });
  });

  it('keeps the place of every value in the file it came from', () => {
    const merged = load({
      'a.yaml': 'extends: b.yaml\nx: { two: 22 }\n',
      'b.yaml': 'x:\n  one: 1\n  two: 2\n',
    });
    expect(nodeAt(merged, ['x', 'one'])!.at).toEqual({ file: 'b.yaml', line: 2, column: 8 });
    expect(nodeAt(merged, ['x', 'two'])!.at).toEqual({ file: 'a.yaml', line: 2, column: 11 });
  });

  it('does not pull in files without end', () => {
    const contents: Record<string, string> = {};
    for (let i = 0; i < 30; i++) {
      contents[`${i}.yaml`] = `extends: [${i + 1}.yaml, ${i + 1}.yaml]\n`;
    }
    contents['30.yaml'] = 'x: 1\n';
    const problems: Problem[] = [];
    expect(loadDocument('0.yaml', memory(contents), problems)).toBeNull();
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatchObject({ path: 'extends', expected: 'at most 64 files' });
  });
});
