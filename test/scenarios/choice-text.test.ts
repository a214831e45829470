import { describe, expect, it } from 'vitest';
import { createSchema } from '../../scenarios/schema.ts';
import type { Sections } from '../../scenarios/settings.ts';
import type { ParameterTable } from '../../sim/parameters.ts';
import { problemsOf, resolveText } from './fixtures/laboratory.ts';

/** Choices whose names YAML takes for numbers. */
const version = {
  ...{ kind: 'choice', options: ['1.0', '1.1', '2', 'next'], default: '2' },
  ...{ about: 'Version', status: 'choice' },
} as const;
const parameters: ParameterTable = {
  version,
  list: { kind: 'list', of: version, default: [], about: 'Versions', status: 'choice' },
  map: { kind: 'map', of: version, default: {}, about: 'By name', status: 'choice' },
  group: { kind: 'group', fields: { version }, about: 'Below', status: 'choice' },
  peers: { kind: 'count', default: 1, about: 'Peers', status: 'choice' },
};
const sections: Sections = { talk: { about: 'Talk', parameters } };
const resolve = (talk: string, rest = '', sets: string[] = []) =>
  resolveText(`name: a\ntalk: ${talk}\n${rest}`, { sections, sets });

describe('a choice that looks like a number', () => {
  it.each(['1.0', '"1.0"', "'1.0'"])('is read by its text: %s', (written) => {
    expect(resolve(`{ version: ${written} }`).components.talk!.version).toBe('1.0');
  });

  it('is read so by --set, and a whole number too', () => {
    const at = (set: string) => resolve('{}', '', [set]).components.talk!.version;
    expect(at('talk.version=1.0')).toBe('1.0');
    expect(at('talk.version=1.1')).toBe('1.1');
    expect(at('talk.version="1.1"')).toBe('1.1');
    expect(at('talk.version=2')).toBe('2');
  });

  it('is read so in lists, maps and groups; other numbers stay numbers', () => {
    const talk = '{ list: [1.0, next, 2], map: { x: 1.0 }, group: { version: 1.0 }, peers: 1.0 }';
    expect(resolve(talk).components.talk).toMatchObject({
      ...{ list: ['1.0', 'next', '2'], map: { x: '1.0' }, group: { version: '1.0' }, peers: 1 },
    });
  });

  it('stands in the sweep, in its points and in filters as it is written', () => {
    const sweep = 'sweep: { talk.version: [1.0, "1.1", next] }\n';
    const expects = 'expect:\n  - talk.x[talk.version=1.0] > talk.x[talk.version=1.1]\n';
    const resolved = resolve('{}', sweep + expects);
    const texts = ['1.0', '1.1', 'next'];
    expect(resolved.points.map(({ set }) => set['talk.version'])).toEqual(texts);
    expect(resolved.points.map(({ components }) => components.talk!.version)).toEqual(texts);
    const written = resolved.expect[0]!.filters.flat().map((filter) => filter.written);
    expect(written).toEqual([['1.0'], ['1.1']]);
    const again = resolveText(resolved.text, { sections });
    expect(again.text).toBe(resolved.text);
    expect(again.points).toEqual(resolved.points);
  });

  it('picks the point of a target', () => {
    const rest = [
      'sweep: { talk.version: [1.0, 2] }',
      'targets:',
      '  - { metric: talk.x, set: { talk.version: 1.0 }, published: 1, unit: "1", band: 5 %, source: x, status: published }',
    ].join('\n');
    expect(resolve('{}', `${rest}\n`).targets[0]).toMatchObject({
      point: 0,
      set: { 'talk.version': '1.0' },
    });
  });

  it('is refused in another spelling', () => {
    for (const written of ['1', '1.10', '1e0', '2.0']) {
      const [found] = problemsOf(`name: a\ntalk: { version: ${written} }\n`, { sections });
      expect(found).toMatchObject({ path: 'talk.version', found: written });
    }
  });

  it('is offered to editors as text and as number', () => {
    const schema = createSchema(sections).toJSONSchema();
    const talk = JSON.stringify((schema.properties as Record<string, unknown>).talk);
    expect(talk).toContain('"enum":["1.0","1.1","2","next",1,1.1,2,null]');
  });
});
