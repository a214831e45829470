import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { validityCommand } from '../../reports/commands/validity.ts';
import {
  renderValidity,
  replaceValidity,
  type ValidityInput,
  validityRows,
} from '../../reports/validity.ts';
import type { Cell } from '../../scenarios/results.ts';
import type { Target } from '../../scenarios/targets.ts';
import { ATTACKS } from './hostile.ts';

const base: Target = {
  metric: 'room.thing',
  set: { 'room.size': '1 MB' },
  point: 0,
  published: 0.2,
  baseUnit: 's',
  unit: 'ms',
  band: 0.25,
  factor: null,
  source: 'a paper',
  status: 'published',
  canonical: {},
};

const cell: Cell = {
  set: { 'room.size': '1 MB' },
  replications: 3,
  metrics: {
    'room.thing': {
      ...{ unit: 's', mean: 0.22, low: 0.21, high: 0.23, n: 3 },
      quantiles: { p50: 0.2, p99: 0.4 },
    },
    'room.tps': { unit: '1/s', mean: 110, low: 98, high: 122, n: 3 },
    'room.once': { unit: 's', mean: 0.1, low: 0.1, high: 0.1, n: 1 },
    'room.share[0-100ms]': { unit: '1', mean: 0.5, low: 0.4, high: 0.6, n: 3 },
  },
  labels: {},
};

const input = (...targets: Partial<Target>[]): ValidityInput => ({
  scenario: 'rooms',
  targets: targets.map((target) => ({ ...base, ...target })),
  cells: [cell],
});

const row = (target: Partial<Target>) => validityRows([input(target)])[0];

/** The cells of the only row of the table. */
function cells(target: Partial<Target>): string[] {
  const line = renderValidity([row(target)]).split('\n')[2];
  return line.slice(2, -2).split(' | ');
}

describe('the table of validity', () => {
  it('shows published, simulated with its interval, error, band, verdict, place and source', () => {
    expect(cells({})).toEqual([
      'room.thing',
      '200 ms',
      '220 ± 10 ms',
      '+10 %',
      '25 %',
      'inside',
      'rooms: room.size = 1 MB',
      'published: a paper',
    ]);
  });

  it('a value outside its band is MISSED, however little', () => {
    expect(row({ published: 0.176 }).inside).toBe(true);
    expect(row({ published: 0.175 }).inside).toBe(false);
    expect(cells({ published: 0.1 })).toContain('**MISSED**');
    expect(cells({ published: 0.1 })[3]).toBe('+120 %');
  });

  it('too small is as wrong as too large', () => {
    expect(row({ published: 0.3 }).inside).toBe(false);
    expect(row({ published: 0.3 }).error).toBeCloseTo(-0.08 / 0.3, 12);
    expect(cells({ published: 0.3 })[3]).toBe('-27 %');
  });

  it('a factor reaches as far down as up and is shown as x1.5', () => {
    // The simulated value is 0.22: inside from 0.22 / 1.5 = 0.1467 to 0.22 x 1.5 = 0.33.
    const within = (published: number) => row({ published, band: null, factor: 1.5 }).inside;
    expect([0.146, 0.147, 0.22, 0.329, 0.331].map(within)).toEqual([
      false,
      true,
      true,
      true,
      false,
    ]);
    expect(cells({ published: 0.3, band: null, factor: 1.5 }).slice(3, 6)).toEqual([
      '-27 %',
      'x1.5',
      'inside',
    ]);
    expect(cells({ published: 0.4, band: null, factor: 1.5 })[5]).toBe('**MISSED**');
    // The ends belong to it, a quantile is 0.4.
    const end = { metric: 'room.thing.p99', band: null, factor: 2 };
    expect(row({ ...end, published: 0.8 }).inside).toBe(true);
    expect(row({ ...end, published: 0.2 }).inside).toBe(true);
  });

  it('a factor does not bridge zero, and works below it', () => {
    const wide = { band: null, factor: 100 };
    expect(row({ ...wide, published: -0.22 }).inside).toBe(false);
    expect(row({ ...wide, published: 0 }).inside).toBe(false);
    const loss = { 'room.thing': { unit: 's', mean: -0.3, low: -0.3, high: -0.3, n: 1 } };
    const below = (published: number) => {
      const targets = [{ ...base, published, band: null, factor: 1.5 }];
      const cellsBelow = [{ ...cell, metrics: loss }];
      return validityRows([{ scenario: 'rooms', targets, cells: cellsBelow }])[0].inside;
    };
    expect([-0.46, -0.44, -0.21, -0.19].map(below)).toEqual([false, true, true, false]);
  });

  it.each([
    ['tx/s', '100 tx/s', '110 ± 12 tx/s'],
    ['1/s', '100 /s', '110 ± 12 /s'],
  ])('shows counts per second published in %s', (unit, published, simulated) => {
    const counts = { metric: 'room.tps', published: 100, baseUnit: '1/s', unit };
    expect(cells(counts).slice(1, 3)).toEqual([published, simulated]);
  });

  it('reads quantiles by their name and shows no interval for them or for a single run', () => {
    expect(cells({ metric: 'room.thing.p99', published: 0.4 })[2]).toBe('400 ms');
    expect(cells({ metric: 'room.once', published: 0.1 })[2]).toBe('100 ms');
  });

  it('reads breakdowns; shares in percent', () => {
    const share = { metric: 'room.share[0-100ms]', published: 0.5, baseUnit: '1', unit: '%' };
    expect(cells(share).slice(0, 3)).toEqual(['room.share\\[0-100ms\\]', '50 %', '50 ± 10 %']);
  });

  it('what cannot be compared is MISSED and says why, never left out', () => {
    const absent = cells({ metric: 'room.other' });
    expect(absent[2]).toBe('no such metric');
    expect(absent[5]).toBe('**MISSED**');
    expect(cells({ metric: 'room.thing.p999' })[2]).toBe('no such metric');
    expect(cells({ baseUnit: 'B', unit: 'B' })[2]).toBe('unit s instead of B');
    expect(row({ point: 7 }).inside).toBe(false);
    expect(row({ metric: 'constructor' }).inside).toBe(false);
  });

  it('a published zero is met by zero only', () => {
    expect(row({ published: 0 })).toMatchObject({ inside: false, error: null });
  });

  it('counts at the end', () => {
    const rows = validityRows([input({}, { published: 1 }, { metric: 'room.none' })]);
    const table = renderValidity(rows);
    expect(table).toContain('1 of 3 published values lie inside their band, 2 are missed.');
    expect(table.split('\n').filter((line) => line.includes('MISSED'))).toHaveLength(2);
  });

  it.each(ATTACKS)('foreign text stays text: %s', (attack) => {
    const target = {
      ...base,
      metric: attack,
      source: attack,
      set: { 'a.b': attack },
      unit: attack,
    };
    const hostile = { ...input(), scenario: attack, targets: [target] };
    const table = renderValidity(validityRows([hostile]));
    expect(table).not.toMatch(/<[a-z/!-]/i);
    expect(table).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u202e]/);
    expect(table.split('\n')[2].split(/(?<!\\)\|/)).toHaveLength(10);
  });
});

describe('writing into a README', () => {
  const marked = 'before\n<!-- validity:begin -->\nold\n<!-- validity:end -->\nafter\n';

  it('replaces what stands between the marks and nothing else, the same twice', () => {
    const once = replaceValidity(marked, '| a $& |\n');
    expect(once).toBe(
      'before\n<!-- validity:begin -->\n\n| a $& |\n\n<!-- validity:end -->\nafter\n',
    );
    expect(replaceValidity(once ?? '', '| a $& |\n')).toBe(once);
  });

  it.each([
    ['no marks', 'text'],
    ['one mark', 'text <!-- validity:begin -->'],
    ['the wrong order', '<!-- validity:end --><!-- validity:begin -->'],
    ['marks twice', marked + marked],
  ])('refuses %s', (_name, text) => {
    expect(replaceValidity(text, 'table')).toBeNull();
  });
});

describe('the command', () => {
  let folder: string;
  let out: string;
  const io = {
    out: (text: string) => {
      out += text;
    },
    err: () => {},
    stdout: process.stdout,
    stderr: process.stderr,
    env: {},
    interrupted: new AbortController().signal,
  };
  const scenario = `
name: toy
question: Does a constant take as long as it is?
replications: 2
station: { law: constant, utilisation: 1 %, service: 10 ms, jobs: 200, warmup: 0 }
targets:
  - { metric: queue.sojourn.p50, published: 10, unit: ms, band: 5 %, source: arithmetic, status: choice }
  - { metric: queue.sojourn, published: 1, unit: s, band: 5 %, source: wrong, status: choice }
`;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'validity-'));
    out = '';
    writeFileSync(join(folder, 'toy.yaml'), scenario);
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('runs the scenarios, prints the table and puts it into the file', async () => {
    const readme = join(folder, 'README.md');
    writeFileSync(readme, '# x\n<!-- validity:begin --><!-- validity:end -->\n');
    const options = { scenarios: [join(folder, 'toy.yaml')], workers: 0, quiet: true };
    expect(await validityCommand({ ...options, write: readme }, io)).toBe(0);
    expect(out).toMatch(/\| queue\.sojourn\.p50 \| 10 ms \| 10(\.\d)? ms \|.*\| inside \|/);
    expect(out).toMatch(/\| queue\.sojourn \| 1 s \|.*\| \*\*MISSED\*\* \|/);
    expect(readFileSync(readme, 'utf8')).toContain(out.trimEnd());
  });

  it('refuses a file without marks before anything runs', async () => {
    const readme = join(folder, 'README.md');
    writeFileSync(readme, '# x\n');
    const options = { scenarios: [join(folder, 'toy.yaml')], workers: 0, quiet: true };
    await expect(validityCommand({ ...options, write: readme }, io)).rejects.toThrow(
      /README\.md: expected the lines <!-- validity:begin -->/,
    );
    expect(out).toBe('');
  });
});
