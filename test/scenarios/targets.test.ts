import { describe, expect, it } from 'vitest';
import { createSchema } from '../../scenarios/schema.ts';
import { problemsOf, resolveText, sections } from './fixtures/laboratory.ts';

const scenario = (fields: string): string =>
  `name: a\ntargets:\n  - { metric: da.x, ${fields}, source: table 2, status: published }\n`;
const target = (fields: string) => resolveText(scenario(fields)).targets[0]!;

const EITHER = 'the key "band" or the key "factor"';

describe('what counts as agreement', () => {
  it('is a band or a factor', () => {
    expect(target('published: 3, unit: s, band: 25 %')).toMatchObject({ band: 0.25, factor: null });
    expect(target('published: 3, unit: s, factor: 1.5')).toMatchObject({ band: null, factor: 1.5 });
  });

  it.each([
    ['neither', 'published: 3, unit: s', [3, 5, 'targets.0.band', EITHER, 'nothing']],
    [
      'both',
      'published: 3, unit: s, band: 5 %, factor: 2',
      [3, 55, 'targets.0.factor', EITHER, 'both'],
    ],
    [
      'a factor below 1',
      'published: 3, unit: s, factor: 0.5',
      [3, 52, 'targets.0.factor', 'a number from 1 to 100', '0.5'],
    ],
    [
      'a factor with a unit',
      'published: 3, unit: s, factor: 50 %',
      [3, 52, 'targets.0.factor', 'a number from 1 to 100', '"50 %"'],
    ],
  ])('is refused with %s', (_, fields, told) => {
    const problems = problemsOf(scenario(fields));
    expect(problems.map((p) => [p.line, p.column, p.path, p.expected, p.found])).toEqual([told]);
  });

  it('is asked for once when its key is misspelt', () => {
    const problems = problemsOf(scenario('published: 3, unit: s, facter: 2'));
    expect(problems.map(({ path, hint }) => [path, hint])).toEqual([
      ['targets.0.facter', 'did you mean "factor"?'],
    ]);
  });
});

describe('the canonical text of a target', () => {
  const lines = (fields: string): string[] => {
    const { text } = resolveText(scenario(fields));
    return text.slice(text.indexOf('targets:')).trimEnd().split('\n');
  };
  const common = (agreement: string): string[] => [
    'targets:',
    '  -',
    '    metric: "da.x"',
    '    set: {}',
    '    published: 3',
    '    unit: "s"',
    agreement,
    '    source: "table 2"',
    '    status: "published"',
  ];

  it('with a band knows no factor, so that its hash is that of a file without the key', () => {
    expect(lines('published: 3, unit: s, band: 25 %')).toEqual(common('    band: 0.25'));
  });

  it('with a factor is a scenario that gives the same text', () => {
    expect(lines('published: 3, unit: s, factor: 1.50')).toEqual(common('    factor: 1.5'));
    const { text, hash } = resolveText(scenario('published: 3, unit: s, factor: 1.5'));
    expect(resolveText(text)).toMatchObject({ text, hash });
  });
});

describe('the unit of a target', () => {
  it.each(['/s', 'tx/s', 'blob/s', 'blobs/s', '1/s'])('%s counts items per second', (unit) => {
    const read = target(`published: 200, unit: ${unit}, band: 5 %`);
    expect(read).toMatchObject({ published: 200, baseUnit: '1/s', unit });
  });

  it('may stand behind the value too', () => {
    const read = target('published: 0.5 tx/s, unit: /s, band: 5 %');
    expect(read).toMatchObject({ published: 0.5, baseUnit: '1/s', unit: '/s' });
    const problems = problemsOf(scenario('published: 5 tx/s, unit: MB/s, band: 5 %'));
    expect(problems.map(({ expected }) => expected)).toEqual(['a quantity in MB/s']);
  });
});

describe('JSON Schema of a target', () => {
  const { targets } = (createSchema(sections).toJSONSchema() as { properties: never }).properties;
  const { items } = (targets as { anyOf: Record<string, never>[] }).anyOf[0]!;
  const { properties, required, oneOf, additionalProperties } = items as Record<string, object>;

  it('asks for one of band and factor', () => {
    expect(required).toEqual(['metric', 'published', 'unit', 'source', 'status']);
    expect(oneOf).toEqual([{ required: ['band'] }, { required: ['factor'] }]);
  });

  it('describes every key and no other', () => {
    expect(additionalProperties).toBe(false);
    expect(properties).toMatchObject({
      published: { type: ['number', 'string'] },
      factor: { minimum: 1, maximum: 100 },
      status: { enum: ['published', 'from source', 'measured', 'estimate', 'choice'] },
    });
    for (const [name, { description }] of Object.entries(
      properties as Record<string, { description: string }>,
    )) {
      expect(description, name).toMatch(/^\S.+\.$/);
    }
  });
});
