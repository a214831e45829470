import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bodiesOf, countWork } from '../../bench/bodies.ts';
import { measurePairs } from '../../bench/pairs.ts';
import type { Work } from '../../bench/report.ts';
import { inProcess } from '../cli/droptower.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const hash = bodiesOf(['hash']);

let folder = '';
let work: Work[] = [];
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'droptower-bench-'));
  work = await countWork(hash, () => {});
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function baseline(of: readonly Work[]): string {
  const file = join(folder, 'baseline.json');
  writeFileSync(file, JSON.stringify({ commit: 'abc', work: of }));
  return file;
}

describe('bench --compare', () => {
  it('passes an unchanged tree', async () => {
    const markdown = join(folder, 'same.md');
    const { code, out } = await inProcess([
      ...['bench', '--quiet', '--compare', baseline(work)],
      ...['--markdown', markdown],
    ]);
    expect(out).toBe(
      `${work.length} of ${work.length} bodies do exactly the work of abc. Passed.\n`,
    );
    expect(code).toBe(0);
    expect(readFileSync(markdown, 'utf8')).toMatch(/^## ✅/);
  });

  it('fails with 1 and names what grew', async () => {
    // 2 % less before are 2.04 % more now.
    const less = work.map((each, i) =>
      i === 0 ? { ...each, counters: { bytes: each.counters.bytes * 0.98 } } : each,
    );
    const args = ['bench', 'hash', '--quiet', '--compare', baseline(less)];
    const { code, out } = await inProcess(args);
    expect(out).toMatch(/hash: Merkle tree of leaves of 256 B +fails: bytes \+2\.0 %/);
    expect(code).toBe(1);
    const json = await inProcess([...args, '--json']);
    expect(JSON.parse(json.out)).toMatchObject({ passed: false, baseline: 'abc' });
  });

  it('refuses what cannot be compared, with 2', async () => {
    const refused = async (...args: string[]) => {
      const { code, err } = await inProcess(['bench', '--quiet', ...args]);
      expect(code).toBe(2);
      return err;
    };
    expect(await refused('--base', folder)).toMatch(/--base: expected built checkouts, found/);
    expect(await refused('--compare', join(folder, 'gone.json'))).toMatch(/no such file/);
    expect(await refused('--compare', baseline(work), '--bencher', 'b.json')).toMatch(
      /--bencher: expected a measurement, found a comparison/,
    );
    expect(await refused('hash', '--history', 'h.jsonl')).toMatch(/--history: expected --date/);
    expect(await refused('--rounds', '6')).toMatch(/--rounds: expected a whole number from 7/);
    expect(await refused('--threshold-seconds', 'x')).toMatch(/expected seconds such as 0.005/);
  });
});

describe('times in turns', () => {
  const options = {
    head: ROOT,
    // Nothing is that much slower than itself.
    limits: { relative: 1000, absolute: 1000 },
    roundsMax: 7,
    progress: () => {},
  };

  it('are paired over seven rounds of two processes', { timeout: 180_000 }, async () => {
    const verdicts = await measurePairs(hash.slice(0, 1), { ...options, base: ROOT });
    expect(verdicts).toHaveLength(1);
    expect(verdicts[0]).toMatchObject({
      body: 'hash: Merkle tree of leaves of 256 B',
      verdict: 'same',
      pairs: 7,
    });
  });

  it('pass over a body that the base cannot do, and say why', async () => {
    for (const room of ['sim', 'scenarios']) {
      mkdirSync(join(folder, 'dist', room), { recursive: true });
      writeFileSync(join(folder, 'dist', room, 'index.js'), 'export const keccakTreeRoot = 1;\n');
    }
    writeFileSync(join(folder, 'package.json'), '{"type": "module"}\n');
    const [verdict] = await measurePairs(hash.slice(0, 1), { ...options, base: folder });
    expect(verdict.verdict).toBe('skipped');
    expect(verdict).toMatchObject({ reason: expect.stringMatching(/is not a function$/) });
  });
});
