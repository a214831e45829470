import { describe, expect, it } from 'vitest';
import { loadBundle } from '../../scenarios/bundle.ts';
import { runExperiment } from '../../scenarios/experiment.ts';
import { inlinePool } from '../../scenarios/inline-pool.ts';
import { loadScenario } from '../../scenarios/load.ts';
import { InputError } from '../../scenarios/problem.ts';
import { ThreadPool } from '../../scenarios/thread-pool.ts';
import { NETWORK, scratch } from './fixtures/files.ts';

const files = scratch();
const NEAR = ',here,there\nhere,1,10\nthere,10,1\n';
const FAR = ',here,there\nhere,1,400\nthere,400,1\n';

const withMatrix = (file: string) => NETWORK.replace('nodes: 8,', `nodes: 8, latency: ${file},`);

function messageOf(path: string, ...sets: string[]): string {
  try {
    loadScenario(path, sets);
  } catch (error) {
    if (error instanceof InputError) return error.message.replaceAll(files.folder, '');
    throw error;
  }
  return 'no error';
}

describe('files that a scenario names', () => {
  files.put('near.csv', NEAR);
  const path = files.put('near.yaml', withMatrix('./near.csv'));

  it('are read from beside the scenario and kept under the path as written', () => {
    expect(loadScenario(path).attachments).toEqual({ './near.csv': NEAR });
  });

  it('are not looked for when the value is a name or a time', () => {
    const plain = files.put('plain.yaml', NETWORK);
    expect(loadScenario(plain).attachments).toEqual({});
    expect(loadScenario(plain, ['network.latency=50 ms']).attachments).toEqual({});
  });

  it('belong to the hash: other content is another scenario', () => {
    const before = loadScenario(path).resolved;
    files.put('near.csv', FAR);
    const after = loadScenario(path).resolved;
    files.put('near.csv', NEAR);
    expect(after.text).toBe(before.text);
    expect(after.hash).not.toBe(before.hash);
    expect(loadScenario(path).resolved.hash).toBe(before.hash);
  });

  it('travel with the bundle, which needs no file any more', () => {
    const { resolved, attachments } = loadScenario(path);
    expect(loadBundle(resolved.text, attachments).resolved.hash).toBe(resolved.hash);
    expect(loadBundle(resolved.text, { './near.csv': FAR }).resolved.hash).not.toBe(resolved.hash);
  });

  it('matter: longer round trips take longer, and workers see the same file', async () => {
    files.put('far.csv', FAR);
    const run = async (loaded: ReturnType<typeof loadScenario>) =>
      (await runExperiment(loaded.resolved, 'x', inlinePool(loaded.resolved, loaded.attachments)))
        .summary;
    const near = await run(loadScenario(path));
    const far = await run(loadScenario(files.put('far.yaml', withMatrix('./far.csv'))));
    const latency = (s: typeof near) => s.cells[0].metrics['da.time_to_available'].mean;
    expect(latency(far)).toBeGreaterThan(latency(near) + 0.1);
    const { resolved, attachments } = loadScenario(path);
    const threads = new ThreadPool(resolved, attachments, 'native', 2);
    const { summary } = await runExperiment(resolved, 'x', threads);
    await threads.close();
    expect(summary).toEqual(near);
  });
});

describe('a file that cannot be used is named at the value', () => {
  it('a missing one', () => {
    const path = files.put('missing.yaml', withMatrix('./gone.csv'));
    expect(messageOf(path)).toBe(
      '/missing.yaml:4:31 network.latency: expected a UTF-8 text file of at most 4 MB; ' +
        'found "./gone.csv": ENOENT: no such file or directory, stat \'/gone.csv\'',
    );
  });

  it('a folder', () => {
    const path = files.put('folder.yaml', withMatrix('./.'));
    expect(messageOf(path)).toMatch(/^\/folder\.yaml:4:31 network\.latency: .*EISDIR/);
  });

  it('bytes that are no text', () => {
    files.put('binary.csv', Uint8Array.of(0x2c, 0xff, 0xfe, 0x00));
    const path = files.put('binary.yaml', withMatrix('./binary.csv'));
    expect(messageOf(path)).toMatch(/^\/binary\.yaml:4:31 network\.latency: expected a UTF-8 text/);
  });

  it('one of more than 4 MB', () => {
    files.put('large.csv', 'x'.repeat(4_000_001));
    const path = files.put('large.yaml', withMatrix('./large.csv'));
    expect(messageOf(path)).toContain('at most 4 MB; found "./large.csv": 4000001 bytes');
  });

  it('text that is no matrix, with its row and column', () => {
    files.put('odd.csv', ',here,there\nhere,1,soon\nthere,10,1\n');
    const path = files.put('odd.yaml', withMatrix('./odd.csv'));
    const message = messageOf(path);
    expect(message).toMatch(/^\/odd\.yaml:4:31 network\.latency: expected "azure-2026"/);
    expect(message).toContain('row 2 (here), column 3 (there): expected ms from 0 to 60000');
    expect(message).toContain('found "soon"');
  });

  it('one given with --set', () => {
    const path = files.put('set.yaml', NETWORK);
    expect(messageOf(path, 'network.latency=./gone.csv')).toContain('network.latency');
    expect(messageOf(path, 'network.latency=./gone.csv')).toContain('"./gone.csv": ENOENT');
  });
});
