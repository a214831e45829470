/** Every command from end to end on small scenarios, as processes where streams and signals matter. */
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readTrace } from '../../sim/engine/trace.ts';
import { NETWORK, QUEUE, scratch } from '../scenarios/fixtures/files.ts';
import { CLI, droptower, ended, inProcess, start, tree, until } from './droptower.ts';

const { folder, put } = scratch();
const QUIET = ['--quiet', '--workers', '0'];
const at = (...path: string[]) => join(folder, ...path);
const read = (...path: string[]) => readFileSync(at(...path), 'utf8');
let home: string;

beforeAll(async () => {
  put('queue.yaml', QUEUE);
  put('net.yaml', NETWORK);
  // A run of minutes, to be interrupted.
  put(
    'long.yaml',
    QUEUE.replace('jobs: 200', 'jobs: 300000').replace('replications: 3', 'replications: 1000'),
  );
  home = process.cwd();
  process.chdir(folder);
  const { code, err } = await inProcess(['run', 'queue.yaml', '--out', 'result', ...QUIET]);
  expect([code, err]).toEqual([0, '']);
});

afterAll(() => process.chdir(home));

describe('run', () => {
  it('leaves a whole result and prints the table, its place and its certificate', () => {
    const { code, out, err } = droptower(['run', 'queue.yaml', '--out', 'o1', '--workers', '2'], {
      cwd: folder,
    });
    expect([code, err]).toEqual([0, '']);
    // No colour in a pipe.
    expect(out).not.toContain('\u001b');
    expect(out).toContain('How long does a job wait?');
    expect(out).toMatch(/certificate: [0-9a-f]{64}\n/);
    expect(out).toContain('report: o1/report.html');
    expect(tree(at('o1'))).toEqual(tree(at('result')));
    expect(tree(at('o1'))).toEqual(
      expect.arrayContaining([
        'certificates.json',
        'manifest.json',
        'metrics.csv',
        'report.html',
        'samples.json',
        'series.csv',
        'summary.json',
      ]),
    );
    for (const file of ['summary.json', 'certificates.json', 'metrics.csv', 'samples.json']) {
      expect(read('o1', file)).toBe(read('result', file));
    }
    expect(readdirSync(folder).filter((name) => name.includes('partial'))).toEqual([]);
  });

  it('--json prints one JSON document, the same as summary.json, and nothing else', () => {
    const args = ['run', 'queue.yaml', '--json', '--workers', '0'];
    const { code, out, err } = droptower(args, { cwd: folder });
    expect([code, err]).toEqual([0, '']);
    expect(JSON.parse(out)).toEqual(JSON.parse(read('result', 'summary.json')));
  });

  it('several scenarios with --out have a folder each and one page with all', async () => {
    const { code, out } = await inProcess([
      ...['run', 'queue.yaml', 'net.yaml', '--out', 'both', ...QUIET],
    ]);
    expect(code).toBe(0);
    expect(out).toContain(`all together: ${join('both', 'report.html')}`);
    const page = read('both', 'report.html');
    expect(page.match(/<article>/g)).toHaveLength(2);
    expect(existsSync(join(folder, 'both', 'small-net', 'manifest.json'))).toBe(true);
  });

  it('--json of several scenarios is one list', async () => {
    const { out } = await inProcess(['run', 'queue.yaml', 'net.yaml', '--json', ...QUIET]);
    const names = (JSON.parse(out) as { scenario: { name: string } }[]).map((s) => s.scenario.name);
    expect(names).toEqual(['queue', 'small-net']);
  });

  it('replaces its own earlier result', async () => {
    await inProcess(['run', 'queue.yaml', '--out', 'twice', ...QUIET]);
    const { code } = await inProcess([
      ...['run', 'queue.yaml', '--out', 'twice', '--seed', '8', ...QUIET],
    ]);
    expect(code).toBe(0);
    expect(JSON.parse(read('twice', 'manifest.json')).seed).toBe('8');
  });

  it('fails with 1 when an expectation does not hold, in JUnit too', async () => {
    const args = ['run', 'queue.yaml', '--set', 'expect=[queue.number < 0]', '--junit', 'j.xml'];
    const { code, out } = await inProcess([...args, '--markdown', 'm.md', ...QUIET]);
    expect(code).toBe(1);
    expect(out).toContain('queue.number < 0');
    expect(read('j.xml')).toContain('<failure');
    expect(read('m.md')).toContain('|');
  });

  it('says 3 and asks for no mending of the input when droptower itself is at fault', () => {
    // A worker that cannot be loaded stands for a defect.
    const broken = at('broken');
    cpSync(join(CLI, '..'), join(broken, 'dist'), { recursive: true });
    for (const name of ['package.json', 'node_modules']) {
      spawnSync('ln', ['-s', join(CLI, '..', '..', name), join(broken, name)]);
    }
    writeFileSync(join(broken, 'dist/scenarios/worker.js'), 'throw new Error("planted defect");\n');
    const { status, stderr, stdout } = spawnSync(
      process.execPath,
      [join(broken, 'dist/cli.js'), 'run', 'queue.yaml', '--out', 'o3', '--workers', '1'],
      { cwd: folder, encoding: 'utf8' },
    );
    expect(stderr).toContain('a defect in droptower: Error: planted defect');
    expect([status, stdout]).toEqual([3, '']);
    expect(readdirSync(folder).filter((name) => name.includes('o3'))).toEqual([]);
  });
});

describe('streams', () => {
  it('has no colour under NO_COLOR or in CI; FORCE_COLOR asks for it', async () => {
    const args = ['run', 'queue.yaml', ...QUIET];
    const { out: plain } = await inProcess(args, { NO_COLOR: '1', FORCE_COLOR: '1' });
    expect(plain).not.toContain('\u001b');
    expect((await inProcess(args, { CI: 'true' })).out).toBe(plain);
    const forced = droptower(args, { cwd: folder, env: { FORCE_COLOR: '1' } });
    expect(forced.out).toContain('\u001b[');
  });

  it.each(['| head -n 1', '| true', '2>&1 | head -c 10'])(
    'is quiet when %s closes the pipe',
    (pipe) => {
      const run = `"${process.execPath}" "${CLI}" explain net.yaml ${pipe}; printf '\\n%s' "\${PIPESTATUS[0]}"`;
      const { stdout, stderr } = spawnSync('bash', ['-c', run], { cwd: folder, encoding: 'utf8' });
      expect(stderr).toBe('');
      expect(stdout.trimEnd().split('\n').at(-1)).toBe('0');
    },
  );

  it('says so when stdout cannot be written', () => {
    const run = `"${process.execPath}" "${CLI}" explain net.yaml >/dev/full`;
    const { status, stderr } = spawnSync('bash', ['-c', run], { cwd: folder, encoding: 'utf8' });
    expect(stderr).toMatch(/^droptower: stdout: ENOSPC/);
    expect(status).toBe(2);
  });
});

describe('ending a run early', () => {
  it.each([
    ['SIGINT', '2'],
    ['SIGTERM', '1'],
    ['SIGINT', '0'],
  ] as const)('%s with %s workers: 130 and nothing left', async (signal, workers) => {
    const child = start(['run', 'long.yaml', '--out', 'far/away', '--workers', workers], {
      cwd: folder,
    });
    const end = ended(child);
    await until(() => existsSync(at('far')), 'the partial folder');
    await new Promise((resume) => setTimeout(resume, 500));
    child.kill(signal);
    const { code, out, err } = await end;
    expect(err).toContain('droptower: interrupted; no result was written');
    expect([code, out]).toEqual([130, '']);
    expect(existsSync(at('far'))).toBe(false);
  });

  it('kill -9 leaves nothing that report or verify take for a result', async () => {
    const child = start(['run', 'long.yaml', '--out', 'killed', '--workers', '2'], { cwd: folder });
    const end = ended(child);
    const partials = () => readdirSync(folder).filter((name) => name.startsWith('.killed.partial'));
    await until(() => partials().length > 0, 'the partial folder');
    child.kill('SIGKILL');
    expect((await end).signal).toBe('SIGKILL');
    expect(existsSync(at('killed'))).toBe(false);
    for (const name of ['killed', ...partials()]) {
      expect((await inProcess(['report', name])).code).toBe(2);
      expect((await inProcess(['verify', name, ...QUIET])).code).toBe(2);
    }
    // It does not stand in the way of the next run.
    expect((await inProcess(['run', 'queue.yaml', '--out', 'killed', ...QUIET])).code).toBe(0);
  });
});

describe('list and explain', () => {
  it('list names every library scenario with its question', async () => {
    const { code, out } = await inProcess(['list']);
    expect(code).toBe(0);
    expect(out).toMatch(/^da-dissemination +\S.*\?/m);
    const rows = JSON.parse((await inProcess(['list', '--json'])).out) as { name: string }[];
    expect(rows.map(({ name }) => name)).toContain('da-dissemination');
  });

  it('explain gives every value with its origin', async () => {
    const { code, out } = await inProcess(['explain', 'queue.yaml', '--set', 'station.servers=2']);
    expect(code).toBe(0);
    expect(out).toMatch(/^station\.jobs +200\n.*\[queue\.yaml:5:18/m);
    expect(out).toMatch(/^station\.servers +2\n.*\[--set station\.servers=2/m);
    expect(out).toMatch(/^station\.utilisation +50 % \| 80 %/m);
    const { values } = JSON.parse((await inProcess(['explain', 'queue.yaml', '--json'])).out);
    expect(values.map(({ path }: { path: string }) => path)).toContain('station.law');
  });
});

describe('report', () => {
  it('makes tables, CSV and HTML again, byte for byte', async () => {
    cpSync(at('result'), at('again'), { recursive: true });
    const before = ['metrics.csv', 'report.html', 'manifest.json'].map((name) =>
      read('again', name),
    );
    writeFileSync(at('again', 'metrics.csv'), '');
    writeFileSync(at('again', 'report.html'), '');
    const { code, out } = await inProcess(['report', 'again']);
    expect(code).toBe(0);
    expect(out).toContain('report: again/report.html');
    expect(
      ['metrics.csv', 'report.html', 'manifest.json'].map((name) => read('again', name)),
    ).toEqual(before);
    expect(JSON.parse((await inProcess(['report', 'again', '--json'])).out)).toEqual(
      JSON.parse(read('again', 'summary.json')),
    );
  });
});

describe('verify', () => {
  const verify = (dir: string, ...rest: string[]) => inProcess(['verify', dir, ...QUIET, ...rest]);
  const tampered = (name: string, file: string, change: (text: string) => string) => {
    cpSync(at('result'), at(name), { recursive: true });
    const text = read(name, file);
    const changed = change(text);
    expect(changed).not.toBe(text);
    writeFileSync(at(name, file), changed);
    return name;
  };

  it('runs a result again from its own bundle, with either engine', async () => {
    const certificate = JSON.parse(read('result', 'manifest.json')).certificate;
    expect(await verify('result')).toEqual({ code: 0, out: `equal: ${certificate}\n`, err: '' });
    expect((await verify('result', '--engine', 'simjs')).code).toBe(0);
    expect(JSON.parse((await verify('result', '--json')).out).equal).toBe(true);
  });

  it('notices a certificate that was changed in both files that hold it', async () => {
    const forge = (text: string) =>
      text.replace(/("certificate": ")[0-9a-f]{64}/, `$1${'0'.repeat(64)}`);
    const dir = tampered('forged', 'summary.json', forge);
    const manifest = JSON.parse(forge(read(dir, 'manifest.json')));
    // With the digest of the changed summary in place, only a rerun can tell.
    const { createHash } = await import('node:crypto');
    manifest.files['summary.json'] = createHash('sha256')
      .update(read(dir, 'summary.json'))
      .digest('hex');
    writeFileSync(at(dir, 'manifest.json'), JSON.stringify(manifest));
    const { code, out } = await verify(dir);
    expect(code).toBe(1);
    expect(out).toContain(`different: recorded ${'0'.repeat(64)}, found `);
    expect(out).toContain('every replication is equal');
  });

  it.each([
    [
      'summary.json',
      (text: string) => text.replace('"mean": ', '"mean": 1'),
      /summary\.json: expected SHA-256/,
    ],
    [
      'certificates.json',
      (text: string) => text.replace('"events": ', '"events": 1'),
      /certificates\.json: expected SHA-256/,
    ],
    [
      'manifest.json',
      (text: string) => text.replace('jobs: 200', 'jobs: 201'),
      /a scenario text with the hash/,
    ],
    ['manifest.json', (text: string) => text.slice(0, -20), /manifest\.json/],
    [
      'manifest.json',
      (text: string) => text.replace('"seed": "7"', '"seed": "8"'),
      /the manifest's seed 8/,
    ],
  ])('refuses a changed %s (%#)', async (file, change, told) => {
    const dir = tampered(`tampered-${Math.floor(performance.now() * 1e3)}`, file, change);
    const { code, out, err } = await verify(dir);
    expect(err).toMatch(told);
    expect([code, out]).toEqual([2, '']);
  });
});

describe('compare', () => {
  it('two results: equal to itself, different from another seed', async () => {
    expect((await inProcess(['compare', 'result', 'result'])).code).toBe(0);
    await inProcess(['run', 'queue.yaml', '--seed', '99', '--out', 'other', ...QUIET]);
    const { code, out } = await inProcess(['compare', 'result', 'other', '--json']);
    expect(code).toBe(0);
    const { rows } = JSON.parse(out) as { rows: { metric: string; difference: number }[] };
    expect(
      rows.some(({ metric, difference }) => metric === 'queue.number' && difference !== 0),
    ).toBe(true);
  });

  it('two variants of a scenario, failing beyond a tolerance', async () => {
    const args = ['compare', 'queue.yaml', 'queue.yaml', '--set-b', 'station.servers=4', ...QUIET];
    const loose = await inProcess(args);
    expect(loose.code).toBe(0);
    expect(loose.out).toContain('queue.number');
    expect((await inProcess([...args, '--tolerance', '0.01'])).code).toBe(1);
  });

  it('two traces: the first event that differs and what caused it', async () => {
    const trace = (file: string, ...rest: string[]) =>
      inProcess(['run', 'queue.yaml', '--trace', file, '--replications', '1', ...rest, ...QUIET]);
    expect((await trace('a.json')).code).toBe(0);
    expect((await trace('same.json', '--engine', 'simjs')).code).toBe(0);
    expect((await trace('b.json', '--seed', '99')).code).toBe(0);
    expect(read('same.json')).toBe(read('a.json'));
    expect(await inProcess(['compare', 'a.json', 'same.json'])).toMatchObject({
      code: 0,
      out: 'the traces are equal\n',
    });
    const { code, out } = await inProcess(['compare', 'a.json', 'b.json']);
    expect(code).toBe(1);
    const [a, b] = ['a.json', 'b.json'].map((file) => readTrace(read(file)));
    const first = a.findIndex(
      (event, i) => event.tick !== b[i]?.tick || event.argument !== b[i]?.argument,
    );
    expect(out).toContain(`first difference at event ${first + 1}: `);
    expect(out).toMatch(/\n {2}event \d+ at \S+ s: /);
  });
});

describe('a trace', () => {
  it('is a Trace Event document, filtered by component and time', async () => {
    const args = ['run', 'net.yaml', '--replications', '1', ...QUIET, '--trace', 't.json'];
    await inProcess(args);
    const all = readTrace(read('t.json'));
    const document = JSON.parse(read('t.json'));
    const phases = new Set(document.traceEvents.map(({ ph }: { ph: string }) => ph));
    expect([...phases].sort()).toEqual(['M', 'i']);
    const [event] = document.traceEvents.filter(({ ph }: { ph: string }) => ph === 'i');
    expect(event).toMatchObject({ s: 't', pid: 1, ts: event.args.tick / 10 });
    const entity = all[all.length >> 1].entity;
    await inProcess([
      ...args,
      '--trace-component',
      entity,
      '--trace-from',
      '10 ms',
      '--trace-to',
      '2 s',
    ]);
    const some = readTrace(read('t.json'));
    const kept = all.filter(
      (e) => e.entity.startsWith(entity) && e.tick >= 100_000 && e.tick <= 20_000_000,
    );
    expect(some).toEqual(kept);
    expect(some.length).toBeGreaterThan(0);
    expect(some.length).toBeLessThan(all.length);
  });
});

describe('hostile text in a scenario', () => {
  it('stays text in HTML, CSV, Markdown, JUnit and the terminal', async () => {
    const attack = '</title><script>globalThis.__attacked=1</script>\u001b[31m\u202e=1+1|`x`';
    const question = JSON.stringify(`=cmd()${attack}`);
    put('hostile.yaml', QUEUE.replace('How long does a job wait?', question));
    const args = [
      'run',
      'hostile.yaml',
      '--out',
      'hostile',
      '--junit',
      'h.xml',
      '--markdown',
      'h.md',
    ];
    const { code, out } = await inProcess([...args, ...QUIET]);
    expect(code).toBe(0);
    expect(out).toContain('<script>');
    const control = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202e]/;
    const shown = [
      out,
      read('hostile', 'report.html'),
      read('hostile', 'metrics.csv'),
      read('h.xml'),
      read('h.md'),
    ];
    for (const text of shown) expect(text).not.toMatch(control);
    const html = read('hostile', 'report.html');
    expect(html).toContain('&lt;script&gt;globalThis.__attacked=1&lt;/script&gt;');
    expect(html).not.toContain('<script>globalThis.__attacked');
    expect(read('hostile', 'metrics.csv')).not.toMatch(/(^|,)[=+@]/m);
    const explained = await inProcess(['explain', 'hostile.yaml']);
    expect(explained.code).toBe(0);
    expect(explained.out).not.toMatch(control);
    expect((await inProcess(['compare', 'hostile', 'result'])).out).not.toMatch(control);
  });
});
