/** A wrong command line or file: exit code 2, what was expected and what was found, nothing left. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { NETWORK, QUEUE, scratch } from '../scenarios/fixtures/files.ts';
import { droptower, inProcess, tree } from './droptower.ts';

const { folder, put } = scratch();
let before: string[];
let home: string;

beforeAll(() => {
  put('queue.yaml', QUEUE);
  put('net.yaml', NETWORK);
  put('binary.yaml', Uint8Array.of(0x7f, 0x45, 0x4c, 0x46, 0, 1, 2, 3, 0xff));
  put('syntax.yaml', 'name: a\nstation: { jobs: [1, 2\n');
  put('unit.yaml', 'name: a\nstation:\n  service: 5 parsecs\n');
  put('key.yaml', 'name: a\nstation:\n  jbos: 5\n');
  put('circle.yaml', 'name: a\nextends: ./circle2.yaml\n');
  put('circle2.yaml', 'extends: ./circle.yaml\n');
  put('lonely.yaml', 'name: a\nda: {}\n');
  put('not-a-trace.json', '{"traceEvents": 5}');
  put('half-a-trace.json', '{"displayTimeUnit":"ns","traceEvents":[\n{"name":"x"');
  mkdirSync(join(folder, 'foreign'));
  writeFileSync(join(folder, 'foreign', 'thesis.txt'), 'three years of work');
  mkdirSync(join(folder, 'empty'));
  before = tree(folder);
  home = process.cwd();
  process.chdir(folder);
});

afterAll(() => process.chdir(home));

afterEach(() => expect(tree(folder)).toEqual(before));

const ESC = '\u001b';
const run = (...rest: string[]) => ['run', 'queue.yaml', ...rest];

/** [what is wrong, arguments, what stderr says] */
const cases: [string, string[], string | RegExp][] = [
  ['no command', [], 'a command is needed: run, list, explain'],
  ['an unknown command', ['rum', 'x'], 'unknown command "rum"; did you mean "run"?'],
  ['an unknown flag', run('--sead', '3'), 'unknown flag "--sead"; did you mean "--seed"?'],
  ['a flag of another command', run('--tolerance', '1'), 'unknown flag "--tolerance"'],
  ['an argument too many', ['list', 'extra'], 'unexpected argument "extra"'],
  ['no scenario', ['run'], 'run: expected 1 or more names, found 0'],
  ['a flag without its value', run('--workers'), '--workers: expected a value, found nothing'],
  ['a flag given twice', run('--seed', '1', '--seed', '2'), '--seed: expected once, found 2 times'],
  ['a switch with a value', run('--json=5'), '"--json=5": expected no value'],
  ['workers: no number', run('--workers', 'two'), 'from 0 to 256, found "two"'],
  ['workers: negative', run('--workers', '-1'), 'from 0 to 256, found "-1"'],
  ['workers: a fraction', run('--workers', '1.5'), 'from 0 to 256, found "1.5"'],
  ['workers: too many', run('--workers', '999999999999'), 'from 0 to 256, found "999999999999"'],
  ['workers: hexadecimal', run('--workers', '0x2'), 'from 0 to 256, found "0x2"'],
  ['replications: NaN', run('--replications', 'NaN'), 'from 1 to 100000, found "NaN"'],
  ['replications: none', run('--replications', '0'), 'from 1 to 100000, found "0"'],
  ['replications: too many', run('--replications', '1e9'), 'from 1 to 100000, found "1e9"'],
  ['an unknown engine', run('--engine', 'simsj'), 'found "simsj"; did you mean "simjs"?'],
  ['an empty seed', run('--seed', ''), '--seed: expected a value, found nothing'],
  ['no storage command', ['storage'], 'storage: expected one of root, proof, check, found nothing'],
  ['an unknown storage command', ['storage', 'rot'], 'found "rot"; did you mean "root"?'],
  ['no file', ['storage', 'root'], 'storage root: expected 1 or more names, found 0'],
  ['a missing file', ['storage', 'root', 'queue.yml'], 'did you mean "queue.yaml"?'],
  ['a folder as file', ['storage', 'root', 'empty'], 'expected a regular file; found a directory'],
  ['a difficulty of none', ['storage', 'proof', 'queue.yaml', '--difficulty', '0'], 'found "0"'],
  ['no proof', ['storage', 'check', 'queue.yaml'], 'queue.yaml'],
  ['an unknown token command', ['token', 'shedule'], 'found "shedule"; did you mean "schedule"?'],
  ['an unknown schedule', ['token', 'schedule', 'celestial'], 'did you mean "celestia"?'],
  ['an unknown reading', ['token', 'schedule', '0g', '--reading', 'D'], 'found "D"'],
  ['an unknown rule', ['token', 'inflation', 'solanna'], 'did you mean "solana"?'],
  ['an unknown suite', ['bench', 'kernal'], 'found "kernal"; did you mean "kernel"?'],
  ['a trace from no time', run('--trace', 't.json', '--trace-from', '5'), '--trace-from: expected'],
  ['a trace to yesterday', run('--trace', 't.json', '--trace-to', '-1 s'), '--trace-to: expected'],
  [
    'a trace of a point that is not there',
    run('--trace', 't.json', '--trace-point', '2', '--out', 'o'),
    '--trace-point: expected a point from 0 to 1, found 2',
  ],
  ['an unknown scenario', ['run', 'da-disemination'], 'did you mean "da-dissemination"?'],
  ['a missing file', ['run', 'gone.yaml', '--out', 'o'], 'gone.yaml: expected a scenario file'],
  ['a folder as a scenario', ['run', './empty'], './empty: expected a scenario file'],
  ['a path through a file', ['run', 'queue.yaml/x.yaml'], /queue\.yaml\/x\.yaml: .*ENOTDIR/],
  ['a binary file', ['run', 'binary.yaml', '--out', 'o'], /^binary\.yaml/],
  ['YAML that ends early', ['run', 'syntax.yaml', '--out', 'o'], /^syntax\.yaml:3:1/],
  [
    'a wrong unit',
    ['run', 'unit.yaml', '--out', 'o'],
    'unit.yaml:3:12 station.service: expected a duration such as "80 us"',
  ],
  [
    'an unknown key',
    ['run', 'key.yaml', '--out', 'o'],
    /^key\.yaml:3:3 station\.jbos: .*did you mean "jobs"\?/,
  ],
  ['files that extend each other', ['run', 'circle.yaml'], /circle2?\.yaml:\d+:\d+/],
  ['a section without those it needs', ['run', 'lonely.yaml'], /lonely\.yaml.*section "network"/],
  ['--set without =', run('--set', 'seed'), '--set seed: expected `path=value`; found "seed"'],
  ['--set of no path', run('--set', 'station.jbos=1'), 'did you mean "station.jobs"?'],
  ['--set of a wrong value', run('--set', 'station.jobs=-4'), '--set station.jobs=-4: expected'],
  ['--set of a prototype', run('--set', '__proto__.x=1'), 'expected the path of a parameter'],
  ['a sweep over no path', run('--set', 'sweep={station.jbos: [1]}'), 'station.jbos'],
  [
    'a matrix that is not there',
    ['run', 'net.yaml', '--set', 'network.latency=./gone.csv', '--out', 'o'],
    /network\.latency.*"\.\/gone\.csv": ENOENT/,
  ],
  [
    'a matrix of no known name',
    ['run', 'net.yaml', '--set', 'network.latency=nonsense', '--out', 'o'],
    /network\.latency.*found "nonsense"/,
  ],
  ['--out through a file', run('--out', 'queue.yaml/o'), 'expected a folder that can be written'],
  [
    '--out on work of somebody',
    run('--out', 'foreign'),
    /expected a new folder.*found a folder with other files, such as thesis\.txt/,
  ],
  ['--out on a file', run('--out', 'net.yaml'), 'expected a folder'],
  ['--out with too long a name', run('--out', `deep/${'x'.repeat(300)}`), 'ENAMETOOLONG'],
  [
    'a JUnit file that cannot be written',
    run('--junit', 'queue.yaml/j.xml', '--out', 'o'),
    'queue.yaml/j.xml: expected a file that can be written',
  ],
  [
    'a Markdown file on a folder',
    run('--markdown', 'empty', '--out', 'o'),
    'empty: expected a file',
  ],
  [
    'a trace below a file',
    run('--trace', 'queue.yaml/t', '--out', 'o'),
    'a file that can be written',
  ],
  [
    'two scenarios of one name',
    ['run', 'queue.yaml', 'queue.yaml', '--out', 'o'],
    '--out: expected scenarios of different names, found "queue" twice',
  ],
  [
    'one trace of two scenarios',
    ['run', 'queue.yaml', 'net.yaml', '--trace', 't.json'],
    '--trace: expected one scenario, found 2',
  ],
  ['a report of nothing', ['report', 'gone'], 'gone/manifest.json: expected the manifest'],
  ['a report of a file', ['report', 'net.yaml'], 'expected the manifest of a finished result'],
  ['a result without a manifest', ['verify', 'foreign'], 'foreign/manifest.json: expected'],
  ['one side only', ['compare', 'queue.yaml'], 'compare: expected 2 or more names, found 1'],
  ['a tolerance of no number', ['compare', 'a', 'b', '--tolerance', 'x'], 'a share such as 0.05'],
  [
    'traces that are none',
    ['compare', 'not-a-trace.json', 'not-a-trace.json'],
    'expected a trace written by droptower, found expected a list "traceEvents"',
  ],
  [
    'half a trace',
    ['compare', 'half-a-trace.json', 'half-a-trace.json'],
    'half-a-trace.json: expected a trace written by droptower',
  ],
  [
    'a hostile file name',
    ['run', `${ESC}[31m${ESC}]0;t\u0007.yaml`],
    '\\x1b[31m\\x1b]0;t\\x07.yaml',
  ],
  ['a hostile flag', run(`--${ESC}[2Jx`), 'unknown flag'],
  ['a hostile value', run('--workers', `${ESC}[2J`), 'found "\\x1b[2J"'],
  ['a hostile path', run('--set', `da.${ESC}[31m=1`), 'expected the path of a parameter'],
  ['a hostile result name', ['report', `${ESC}[31mx`], 'expected the manifest'],
];

/** Told by the whole command too, exit code of the process included. */
const SPAWNED = ['an unknown flag', 'a wrong unit', '--out on work of somebody'];

describe('droptower with wrong input', () => {
  it.each(cases)('%s', async (_what, args, told) => {
    const { code, out, err } = await inProcess(args);
    if (typeof told === 'string') expect(err).toContain(told);
    else expect(err).toMatch(told);
    expect(code).toBe(2);
    expect(out).toBe('');
    expect(err).not.toMatch(/^\s+at .*[:(]/m);
    expect(err).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/);
  });

  it.each(cases.filter(([what]) => SPAWNED.includes(what)))('as a process: %s', (_what, args) => {
    const { code, out, err } = droptower(args, { cwd: folder });
    expect([code, out]).toEqual([2, '']);
    expect(err).toMatch(/expected|unknown/);
  });

  it('says every problem of a file at once', async () => {
    const path = put('several.yaml', 'name: a\nstation:\n  jbos: 5\n  service: 5\n  law: odd\n');
    before = tree(folder);
    const { code, err } = await inProcess(['run', path]);
    expect(code).toBe(2);
    const places = err
      .trimEnd()
      .split('\n')
      .map((line) => /:(\d+):\d+ /.exec(line)?.[1]);
    expect(places).toEqual(['3', '4', '5']);
  });
});
