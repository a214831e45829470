import { describe, expect, it } from 'vitest';
import { nearest, nearestPath } from '../../scenarios/nearest.ts';
import { knownPaths, locate, splitPath } from '../../scenarios/paths.ts';
import { createSchema } from '../../scenarios/schema.ts';
import type { ParameterTable } from '../../sim/parameters.ts';
import { resolveText, sections } from './fixtures/laboratory.ts';

type Json = Record<string, unknown> & { properties: Record<string, Json> };

const json = createSchema(sections).toJSONSchema() as Json;
const da = (json.properties.da!.anyOf as Json[])[0]!;

describe('JSON Schema for editors', () => {
  it('is draft-07, closed, and asks for a name', () => {
    expect(json.$schema).toBe('http://json-schema.org/draft-07/schema#');
    expect(json.additionalProperties).toBe(false);
    expect(json.required).toEqual(['name']);
    expect(Object.keys(json.properties)).toEqual(
      expect.arrayContaining(['extends', 'seed', 'sweep', 'expect', 'targets', 'network', 'da']),
    );
  });

  it('asks for required sections too', () => {
    const strict = { ...sections, load: { ...sections.load!, required: true } };
    expect(createSchema(strict).toJSONSchema().required).toEqual(['name', 'load']);
  });

  it('describes a parameter with meaning, form, default, status and source', () => {
    expect(da.properties.blockTime!.description).toBe(
      'Time between blocks. Expected: a duration such as "80 us" or "7 days", 100 ns or more. ' +
        'Default: 6 s. Status: from source. Source: config.toml, timeout_commit.',
    );
  });

  it('shows defaults as they are written', () => {
    expect(da.properties.blockTime!.default).toBe('6 s');
    expect(json.properties.network!.properties.loss!.default).toBe('0 %');
  });

  it('offers the options of a choice', () => {
    expect(da.properties.layer!.enum).toEqual(['gossip', 'pull-tree', 'dispersal', null]);
  });

  it('has a pattern that a bare number or a wrong unit does not meet', () => {
    const pattern = new RegExp(String(da.properties.blockTime!.pattern));
    expect(['6 s', '400ms', '1.5 h'].every((text) => pattern.test(text))).toBe(true);
    expect(['6', '6 KB', '-6 s', '6 months'].some((text) => pattern.test(text))).toBe(false);
  });

  it('goes into lists, maps and groups', () => {
    const items = da.properties.faults!.items as Json;
    expect(Object.keys(items.properties)).toEqual(['at', 'share']);
    expect(Object.keys(da.properties.coding!.properties)).toEqual(['chunks', 'rate']);
    const propertyNames = json.properties.network!.properties.regions!.propertyNames as {
      pattern: string;
    };
    expect(new RegExp(propertyNames.pattern).test('europe')).toBe(true);
    expect(new RegExp(propertyNames.pattern).test('eu.west')).toBe(false);
  });
});

describe('a table that contradicts itself is a defect', () => {
  const withParameter = (parameter: unknown): (() => unknown) => {
    const parameters = { size: parameter } as ParameterTable;
    return () => createSchema({ disk: { about: 'x', parameters } });
  };

  it('default outside its bounds', () =>
    expect(
      withParameter({ kind: 'size', min: 10, default: 1, about: '', status: 'choice' }),
    ).toThrow('parameter disk.size: default "1 B" is not a size'));

  it('default in a wrong unit', () =>
    expect(withParameter({ kind: 'size', default: '1 s', about: '', status: 'choice' })).toThrow(
      'parameter disk.size',
    ));

  it('default that is no option', () =>
    expect(
      withParameter({ kind: 'choice', options: ['a'], default: 'b', about: '', status: 'choice' }),
    ).toThrow('parameter disk.size'));

  it('section with the name of a setting', () =>
    expect(() => createSchema({ seed: { about: '', parameters: {} } })).toThrow('"seed"'));
});

describe('numeric defaults in a table are in base units', () => {
  const parameters: ParameterTable = {
    delay: { kind: 'duration', default: 800, about: 'x', status: 'choice' },
    rate: { kind: 'rate', default: 12.5, about: 'x', status: 'choice' },
    sizes: {
      kind: 'list',
      of: { kind: 'size', default: null, about: 'x', status: 'choice' },
      default: [1024, '2 KiB'],
      about: 'x',
      status: 'choice',
    },
  };
  const resolved = resolveText('name: a', {
    sections: { disk: { about: 'x', parameters, always: true } },
  });

  it('and arrive unchanged', () => {
    expect(resolved.components.disk).toEqual({ delay: 800, rate: 12.5, sizes: [1024, 2048] });
  });

  it('but are shown with units', () => {
    expect(resolved.origins['disk.delay']).toMatchObject({ from: 'default', written: '80 us' });
  });
});

describe('paths', () => {
  it('lead to parameters, through lists and maps', () => {
    for (const path of ['da', 'da.layer', 'da.faults.3.at', 'network.regions.x', 'duration']) {
      expect(locate(sections, path).found, path).toBe(true);
    }
    for (const path of ['', 'da.', 'da.faults.x', 'da.faults.0.when', 'toString', 'da.layer.x']) {
      expect(locate(sections, path).found, path).toBe(false);
    }
  });

  it('are listed for suggestions', () => {
    expect(knownPaths(sections)).toEqual(
      expect.arrayContaining(['warmup', 'da', 'da.coding', 'da.coding.chunks', 'network.nodes']),
    );
  });

  it('have keys that are paths themselves in sweeps', () => {
    expect(splitPath('da.faults.0.at')).toEqual(['da', 'faults', '0', 'at']);
    expect(splitPath('sweep.grid.da.layer')).toEqual(['sweep', 'grid', 'da.layer']);
    expect(splitPath('sweep.da.layer')).toEqual(['sweep', 'da.layer']);
    expect(splitPath('sweep.include.0.da.layer')).toEqual(['sweep', 'include', '0', 'da.layer']);
    expect(splitPath('precision.da.throughput')).toEqual(['precision', 'da.throughput']);
    expect(splitPath('targets.0.set.da.layer')).toEqual(['targets', '0', 'set', 'da.layer']);
    expect(splitPath('targets.0.band')).toEqual(['targets', '0', 'band']);
    expect(splitPath('expect.0')).toEqual(['expect', '0']);
  });
});

describe('near names', () => {
  it.each([
    ['gosip', 'gossip'],
    ['GOSSIP', 'gossip'],
    ['gird', 'grid'],
    ['pulltree', 'pull-tree'],
  ])('%s is %s', (wrong, right) =>
    expect(nearest(wrong, ['gossip', 'grid', 'pull-tree'])).toBe(right),
  );

  it.each(['', 'xyzzy', 'x'.repeat(100_000)])('%.10s is nothing', (wrong) =>
    expect(nearest(wrong, ['gossip', 'grid', 'pull-tree'])).toBeNull(),
  );

  it('finds a path by its last part when only one has it', () => {
    expect(nearestPath('chunks', ['da.coding.chunks', 'da.layer'])).toBe('da.coding.chunks');
    expect(nearestPath('rate', ['da.coding.rate', 'load.rate'])).toBeNull();
  });
});
