/** The kind `arrivals`: items or payload per second, from the file to the component and back. */
import { describe, expect, it } from 'vitest';
import { loadParameters } from '../../models/load.ts';
import {
  arrivalsPattern,
  describeArrivals,
  formatArrivals,
  readArrivals,
} from '../../scenarios/arrivals.ts';
import { explain } from '../../scenarios/explain.ts';
import { createSchema } from '../../scenarios/schema.ts';
import type { Sections } from '../../scenarios/settings.ts';
import type { Arrivals, ParameterTable } from '../../sim/parameters.ts';
import { inProcess } from '../cli/droptower.ts';
import { scratch } from './fixtures/files.ts';
import { type Given, problemsOf, resolveText } from './fixtures/laboratory.ts';

const ARRIVALS = 'arrivals such as "200 tx/s" or "1 MB/s"';
const items = (second: number): Arrivals => ({ per: 'item', second });
const bytes = (second: number): Arrivals => ({ per: 'byte', second });

describe('reading', () => {
  it.each<[unknown, Arrivals]>([
    ['200 tx/s', items(200)],
    ['3 blobs/s', items(3)],
    ['1 blob/s', items(1)],
    ['5 /s', items(5)],
    ['5/s', items(5)],
    ['5tx/s', items(5)],
    ['  +10_000   tx/s ', items(10_000)],
    ['0.1 /s', items(0.1)],
    [5, items(5)],
    [0.25, items(0.25)],
    ['5', items(5)],
    [7n, items(7)],
    // The two ends: one in the 28.5 years of the clock, and a hundred a tick of 100 ns.
    ['0.000000001 /s', items(1e-9)],
    [1e9, items(1e9)],
    ['1 MB/s', bytes(1_000_000)],
    ['64 KiB/s', bytes(65_536)],
    // 10 Mbit/s = 10,000,000 / 8 B/s
    ['10 Mbps', bytes(1_250_000)],
    ['12 bit/s', bytes(1.5)],
  ])('%s', (written, value) => expect(readArrivals(written)).toEqual({ ok: true, value }));

  it.each<[string, unknown, string, string?]>([
    ['a count without time', '5 tx', '', 'write `5 tx/s`'],
    ['a size', '5 MB', '', 'write `5 MB/s`'],
    ['an unknown item', '5 apples/s', ''],
    ['an abbreviation', '200 TPS', '', 'write `200 tx/s`'],
    ['a wrong letter case', '3 gbps', '', 'did you mean `3 Gbps`?'],
    ['a misspelt item', '3 blobz/s', '', 'did you mean `3 blob/s`?'],
    [
      ...(['a unit of two meanings', '8 Kb/s', ''] as const),
      '"Kb/s" is ambiguous; write `8 kB/s` (1000 bytes) or `8 KiB/s` (1024 bytes)',
    ],
    ['negative items', '-3 /s', ', above zero'],
    ['negative payload', '-1 MB/s', ', above zero'],
    ['a negative number', -3, ', above zero'],
    ['no items', '0 tx/s', ', above zero'],
    ['no payload', '0 B/s', ', above zero'],
    ['the number zero', 0, ', above zero'],
    ['too rare', '0.0000000001 /s', ', at least 0.000000001 /s'],
    ['too many', '1000000001 /s', ', at most 1000000000 /s'],
    ['too many for a float', 9_007_199_254_740_993n, ', at most 1000000000 /s'],
    ['half a bit', '0.5 bps', ', a whole number of bits per second'],
    ['too much payload', '9007.2 TB/s', ', at most 9007199254740991 bps'],
    ['NaN', Number.NaN, ''],
    ['the word NaN', 'NaN', ''],
    ['infinity', Number.POSITIVE_INFINITY, ''],
    ['no number', 'tx/s', ''],
    ['two points', '1.2.3 tx/s', ''],
    ['two points of payload', '1.2.3 MB/s', ''],
    ['an exponent', '1e3 /s', ''],
    ['a second word', '5 tx/s now', ''],
    ['an empty text', '', ''],
    ['a text without end', `${'1'.repeat(100)} tx/s`, ''],
    ['a flag', true, ''],
    ['a list', [5], ''],
  ])('not %s', (_what, written, reason, hint) => {
    const reading = readArrivals(written);
    expect(reading).toMatchObject({ ok: false, expected: ARRIVALS + reason });
    if (hint !== undefined) expect(reading).toMatchObject({ hint });
  });

  it('lists the units when none is near', () => {
    const reading = readArrivals('5 apples/s');
    const hint = reading.ok ? '' : reading.hint;
    expect(hint).toMatch(/^units are \/s, tx\/s, blob\/s, blobs\/s, bps, kbps, .*TiB\/s$/);
  });
});

describe('writing', () => {
  it.each<[Arrivals, string]>([
    [items(200), '200 /s'],
    [items(0.1), '0.1 /s'],
    [items(1e-9), '0.000000001 /s'],
    [items(1e9), '1000000000 /s'],
    [bytes(1_000_000), '1 MB/s'],
    [bytes(1_250_000_000), '10 Gbps'],
    [bytes(0.125), '1 bps'],
  ])('%o is %s', (value, text) => expect(formatArrivals(value)).toBe(text));

  it('is exact: what was written reads back, and fits the pattern of editors', () => {
    const pattern = new RegExp(arrivalsPattern());
    const seed = 2024;
    let state = seed;
    const next = (): number => {
      state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
      return state / 4_294_967_296;
    };
    for (let i = 0; i < 2000; i++) {
      const exponent = Math.floor(next() * 17) - 9;
      const value = i % 2 ? items((next() + 1) * 10 ** exponent) : bytes(Math.ceil(next() * 1e12));
      const text = formatArrivals(value);
      expect(readArrivals(text), `${text}, seed ${seed}`).toEqual({ ok: true, value });
      expect(pattern.test(text), `${text}, seed ${seed}`).toBe(true);
    }
  });

  it('has a pattern that wrong text does not meet', () => {
    const pattern = new RegExp(arrivalsPattern());
    for (const text of ['200 tx/s', '5/s', '5', '1 MB/s']) expect(pattern.test(text)).toBe(true);
    for (const text of ['5 tx', '-3 /s', '5 apples/s', 'NaN', '5 KB/s', '1e3 /s'])
      expect(pattern.test(text), text).toBe(false);
  });
});

const sections: Sections = { load: { about: 'Load', parameters: loadParameters } };
const resolve = (text: string, given: Given = {}) => resolveText(text, { sections, ...given });
const rateOf = (text: string, given?: Given) => resolve(text, given).components.load!.rate;

describe('in a scenario', () => {
  const text = 'name: a\nload: { saturate: false, rate: 200 tx/s }\n';

  it('reaches the component as plain data, from a file and from --set', () => {
    expect(rateOf(text)).toEqual(items(200));
    expect(rateOf(text, { sets: ['load.rate=1 MB/s'] })).toEqual(bytes(1_000_000));
    expect(rateOf(text, { sets: ['load.rate=7'] })).toEqual(items(7));
    expect(rateOf(text, { sets: ['load.rate=null'] })).toBeNull();
    expect(rateOf('name: a\nload: {}\n')).toBeNull();
  });

  it.each(['200 /s', '200/s', '200', '"200"', '200.0 blobs/s'])('%s is 200 tx/s', (written) => {
    const same = resolve(text.replace('200 tx/s', written));
    expect(same.hash).toBe(resolve(text).hash);
    expect(same.text).toContain('\n  rate: "200 /s"\n');
    expect(resolve(same.text).text).toBe(same.text);
  });

  it('items and payload are not the same', () => {
    const payload = resolve(text.replace('200 tx/s', '200 B/s'));
    expect(payload.hash).not.toBe(resolve(text).hash);
    expect(resolve(payload.text).text).toBe(payload.text);
  });

  it('is explained in units, with its origin as written', () => {
    const resolved = resolve(text);
    const row = explain(resolved).find(({ path }) => path === 'load.rate');
    expect(row).toMatchObject({ value: '200 /s', kind: 'arrivals', origin: 'scenario.yaml:2:32' });
    expect(resolved.origins['load.rate']).toMatchObject({ from: 'file', written: '200 tx/s' });
  });

  it('is swept, and one value in two forms is one point', () => {
    const { points, text: canonical } = resolve(
      `${text}sweep: { load.rate: [100 tx/s, 1 MB/s, 0.5] }\n`,
    );
    expect(points.map(({ components }) => components.load!.rate)).toEqual([
      items(100),
      bytes(1_000_000),
      items(0.5),
    ]);
    expect(points.map(({ set }) => set['load.rate'])).toEqual(['100 tx/s', '1 MB/s', 0.5]);
    expect(resolve(canonical).text).toBe(canonical);
    const twice = problemsOf(`${text}sweep: { load.rate: [100 tx/s, 100] }\n`, { sections });
    expect(twice[0]).toMatchObject({ path: 'sweep', expected: 'each point once' });
  });

  it('is refused with its place', () => {
    expect(problemsOf('name: a\nload: { rate: 5 tx }\n', { sections })).toEqual([
      {
        ...{ file: 'scenario.yaml', line: 2, column: 15, path: 'load.rate' },
        ...{ expected: ARRIVALS, found: '"5 tx"', hint: 'write `5 tx/s`' },
      },
    ]);
  });

  it('has no parts', () => {
    const [problem] = problemsOf(text, { sections, sets: ['load.rate.second=5'] });
    expect(problem).toMatchObject({ expected: 'the path of a parameter' });
  });

  it('stands in the schema of editors as number or text', () => {
    type Json = Record<string, unknown> & { properties: Record<string, Json> };
    const json = createSchema(sections).toJSONSchema() as Json;
    const { rate } = (json.properties.load!.anyOf as Json[])[0]!.properties;
    expect(rate).toMatchObject({
      type: ['number', 'string', 'null'],
      exclusiveMinimum: 0,
      pattern: arrivalsPattern(),
    });
    expect(rate!.description).toContain(`Expected: ${describeArrivals()}. Default: absent.`);
  });

  it('may have a default, and stand in lists and maps', () => {
    const some = { kind: 'arrivals', default: null, about: 'Some', status: 'choice' } as const;
    const parameters: ParameterTable = {
      text: { ...some, default: '3 /s' },
      bare: { ...some, default: 5 },
      list: { kind: 'list', of: some, default: ['1 MB/s', 2], about: 'All', status: 'choice' },
      map: { kind: 'map', of: some, default: { a: '4 tx/s' }, about: 'All', status: 'choice' },
    };
    const resolved = resolveText('name: a\nx: {}\n', {
      sections: { x: { about: 'X', parameters } },
    });
    expect(resolved.components.x).toEqual({
      text: items(3),
      bare: items(5),
      list: [bytes(1_000_000), items(2)],
      map: { a: items(4) },
    });
    expect(resolved.text).toContain('  list:\n    - "1 MB/s"\n    - "2 /s"\n');
    const wrong = { x: { about: 'X', parameters: { bad: { ...some, default: 0 } } } };
    expect(() => createSchema(wrong)).toThrow('parameter x.bad: default 0 is not arrivals such as');
  });
});

describe('the load of a scenario', () => {
  it('has a duration of its own beside that of the run', () => {
    const seconds = 10_000_000;
    const given = { sets: ['load.duration=30 s'] };
    expect(resolve('name: a\nload: {}\n', given)).toMatchObject({
      duration: null,
      components: { load: { duration: 30 * seconds } },
    });
    expect(resolve('name: a\nduration: 5 s\nload: {}\n')).toMatchObject({
      duration: 5 * seconds,
      components: { load: { duration: 90 * seconds } },
    });
    const swept =
      'name: a\nload: {}\nsweep: { zip: { duration: [1 s, 2 s], load.duration: [3 s, 4 s] } }\n';
    expect(
      resolve(swept).points.map(({ duration, components }) => [
        duration,
        components.load!.duration,
      ]),
    ).toEqual([
      [seconds, 3 * seconds],
      [2 * seconds, 4 * seconds],
    ]);
  });
});

describe('the command', () => {
  const { put } = scratch();
  const path = put(
    'load.yaml',
    'name: a\nduration: 5 s\nnetwork: {}\nda: {}\nload: { saturate: false }\n',
  );

  it.each([
    ['5 tx', 'write `5 tx/s`'],
    ['-3 /s', `expected ${ARRIVALS}, above zero; found "-3 /s"`],
    ['NaN', `expected ${ARRIVALS}; found "NaN"`],
    ['.nan', `expected ${ARRIVALS}; found .nan`],
    ['5 apples/s', 'units are /s, tx/s'],
    ['null', 'expected arrivals such as "1 MB/s" or "5 blobs/s", since load.saturate is false'],
  ])('ends with 2 on %s', async (written, told) => {
    const { code, out, err } = await inProcess(['run', path, '--set', `load.rate=${written}`]);
    expect(err).toContain(told);
    expect([code, out]).toEqual([2, '']);
  });
});
