import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { droptower, inProcess } from './droptower.ts';

const BYTES = `
name: bytes
question: Do helpers and vectors leave results alone?
about: A blob of real bytes in shares of codes over both fields.
seed: 1
replications: 1
fidelity: exact
retrieval: { blobBytes: 256 KiB, loss: 10 %, exactTrials: 1, committee: 0 }
sweep:
  zip:
    retrieval.layer: [espresso, near]
    retrieval.holders: [300, 30]
`;

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'droptower-helpers-'));
  writeFileSync(join(folder, 'bytes.yaml'), BYTES);
});
afterAll(() => rmSync(folder, { recursive: true }));

const command = (...words: string[]) => droptower([...words, '--quiet', '--json'], { cwd: folder });
const run = (...flags: string[]) => command('run', 'bytes.yaml', ...flags);
const bytes = () => join(folder, 'bytes.yaml');
const refused = (...words: string[]) => inProcess([...words, '--quiet', '--json']);

describe('run', () => {
  it('prints the same with helpers, workers and relaxed vectors, and without', () => {
    const all = [
      ['--workers', '0', '--out', 'result'],
      ['--helpers', '1'],
      ['--helpers', '2', '--workers', '0', '--relaxed-simd'],
      ['--workers', '2', '--relaxed-simd'],
    ].map((flags) => ({ flags, ...run(...flags) }));
    for (const { flags, code, out, err } of all) {
      expect({ flags, code, err }).toEqual({ flags, code: 0, err: '' });
      expect(out, flags.join(' ')).toBe(all[0].out);
    }
    expect(all[0].out).toContain('"certificate"');
  });

  it.each([
    [['--helpers', '1', '--workers', '2'], '--helpers: expected --workers 0'],
    [['--helpers', '17'], '--helpers: expected a whole number from 0 to 16, found "17"'],
    [['--helpers', 'two'], '--helpers: expected a whole number from 0 to 16, found "two"'],
    [['--relaxed-simd=5'], '"--relaxed-simd=5": expected no value'],
  ])('refuses %j', async (flags, message) => {
    const { code, out, err } = await refused('run', bytes(), ...flags);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toContain(message);
  });
});

describe('commands that run scenarios again', () => {
  it('verify and compare with helpers what ran without', () => {
    // What the first of the runs above left.
    const verified = command('verify', 'result', '--helpers', '1', '--relaxed-simd');
    expect(verified).toMatchObject({ code: 0, err: '' });
    expect(JSON.parse(verified.out)).toMatchObject({ equal: true });
    const compared = command(
      'compare',
      'result',
      'bytes.yaml',
      '--helpers',
      '1',
      '--tolerance',
      '0',
    );
    expect(compared).toMatchObject({ code: 0, err: '' });
    expect(JSON.parse(compared.out).rows.length).toBeGreaterThan(0);
  });

  const search = [
    '--vary',
    'retrieval.loss',
    '--between',
    '1 %',
    '99 %',
    '--until',
    'retrieval.agrees < 1',
  ];
  it.each([
    ['verify', () => [join(folder, 'result')]],
    ['compare', () => [bytes(), bytes()]],
    ['break-even', () => [bytes(), ...search]],
  ] as const)('%s refuses helpers beside workers', async (name, words) => {
    const beside = ['--helpers', '1', '--workers', '2'];
    const { code, out, err } = await refused(name, ...words(), ...beside);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toContain('--helpers: expected --workers 0');
  });
});

describe('relaxed vectors', () => {
  it('are known to every host once they are allowed, in threads too', () => {
    const built = (path: string) => new URL(`../../dist/${path}`, import.meta.url).href;
    const wasm = built('sim/kernels/reed-solomon/wasm.js');
    const thread = `
      import { parentPort } from 'node:worker_threads';
      import { knowsRelaxed } from '${wasm}';
      parentPort.postMessage(knowsRelaxed());`;
    const script = `
      import { Worker } from 'node:worker_threads';
      import { allowRelaxedVectors } from '${built('reports/commands/relaxed-vectors.js')}';
      import { knowsRelaxed } from '${wasm}';
      allowRelaxedVectors();
      const url = new URL('data:text/javascript,' + encodeURIComponent(${JSON.stringify(thread)}));
      new Worker(url).on('message', (known) => console.log(knowsRelaxed(), known));`;
    const { stdout, stderr } = spawnSync(
      process.execPath,
      ['--input-type=module', '--eval', script],
      { encoding: 'utf8', timeout: 50_000 },
    );
    expect({ stdout, stderr }).toEqual({ stdout: 'true true\n', stderr: '' });
  });
});
