/** A design of experiments from end to end, on a queue whose mean wait is known. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Summary } from '../../scenarios/results.ts';
import { QUEUE, scratch } from '../scenarios/fixtures/files.ts';
import { inProcess } from './droptower.ts';

const { folder, put } = scratch();
const QUIET = ['--quiet', '--workers', '0'];
let home: string;

const design = (method: string, extra = '') =>
  QUEUE.replace(
    /^sweep.*\n/m,
    `sweep:
  design:
    method: ${method}
    of:
      station.utilisation: [20 %, 80 %]
      station.service: { from: 5 ms, to: 20 ms, scale: log }
      station.warmup: [10, 30]
    outcomes: [queue.wait_theory, queue.wait]
${extra}`,
  );

beforeAll(() => {
  put('tornado.yaml', design('one-at-a-time'));
  put('morris.yaml', design('morris\n    points: 4'));
  put(
    'grid.yaml',
    design(
      'saltelli\n    points: 8',
      '  grid: { station.jobs: [100, 200] }\nexpect: ["queue.wait_theory[by=station.utilisation].total > 0.3"]\n',
    ),
  );
  put('plain.yaml', QUEUE);
  put('misspelt.yaml', design('one-at-a-time').replace('queue.wait_theory', 'queue.wait_thory'));
  home = process.cwd();
  process.chdir(folder);
});

afterAll(() => process.chdir(home));

const summaryOf = async (name: string, ...more: string[]) => {
  const { code, out, err } = await inProcess(['run', name, '--json', ...QUIET, ...more]);
  expect([code, err]).toEqual([0, '']);
  return JSON.parse(out) as Summary;
};

describe('run of a design', () => {
  it('one-at-a-time: swings of the wait, service x rho/(1 - rho)', async () => {
    const { cells, sensitivity } = await summaryOf('tornado.yaml');
    expect(cells).toHaveLength(7);
    const [theory] = sensitivity!;
    // Base 70 % and 10 ms: 7/3 x 10 ms; loads of 20 and 80 %: 0.25 and 4 times the service.
    expect(theory!.base).toBeCloseTo(0.07 / 3, 9);
    expect(theory!.entries.map(({ low, high }) => [low, high])).toEqual([
      [expect.closeTo(0.0025, 9), expect.closeTo(0.04, 9)],
      [expect.closeTo(0.035 / 3, 9), expect.closeTo(0.14 / 3, 9)],
      [expect.closeTo(0.07 / 3, 9), expect.closeTo(0.07 / 3, 9)],
    ]);
  });

  it('prints the most decisive path first', async () => {
    const { out } = await inProcess(['run', 'tornado.yaml', ...QUIET]);
    const lines = out.slice(out.indexOf('What decides')).split('\n');
    expect(lines[0]).toBe(
      'What decides queue.wait_theory (one at a time, the others as they are, from 23.3 ms)',
    );
    expect(lines.slice(1, 5).map((line) => line.split(/ {2,}/))).toEqual([
      ['path', 'range', 'at the start', 'at the end'],
      ['station.utilisation', '20 % to 80 %', '2.5 ms', '40 ms'],
      ['station.service', '5 ms to 20 ms', '11.7 ms', '46.7 ms'],
      ['station.warmup', '10 to 30', '23.3 ms', '23.3 ms'],
    ]);
  });

  it('is written whole and runs again from the bundle of its result', async () => {
    const alone = await summaryOf('morris.yaml');
    const { code } = await inProcess(['run', 'morris.yaml', '--out', 'result', ...QUIET]);
    expect(code).toBe(0);
    const written = JSON.parse(readFileSync(join('result', 'summary.json'), 'utf8')) as Summary;
    expect(written).toEqual(alone);
    const verified = await inProcess(['verify', 'result', ...QUIET]);
    expect([verified.code, verified.out]).toEqual([0, `equal: ${alone.certificate}\n`]);
    const report = await inProcess(['report', 'result']);
    expect(report.code).toBe(0);
    expect(report.out).toContain('What decides queue.wait ');
  });

  it('repeats the design in the grid and judges lines about it there', async () => {
    const { cells, sensitivity, expectations } = await summaryOf('grid.yaml');
    // Eight base points of A, B and three more; the rounded warm-up may join some.
    expect(cells.length).toBeGreaterThan(60);
    expect(cells.length).toBeLessThanOrEqual(80);
    expect(sensitivity!.map(({ set, metric }) => [set['station.jobs'], metric])).toEqual([
      [100, 'queue.wait_theory'],
      [100, 'queue.wait'],
      [200, 'queue.wait_theory'],
      [200, 'queue.wait'],
    ]);
    expect(expectations.map(({ cell, pass }) => [cell, pass])).toEqual([
      [0, true],
      [cells.length / 2, true],
    ]);
  });

  it('leaves results without a design as they were', async () => {
    expect(await summaryOf('plain.yaml')).not.toHaveProperty('sensitivity');
    const { out } = await inProcess(['run', 'plain.yaml', ...QUIET]);
    expect(out).not.toContain('What decides');
  });

  it('stops at the first point that lacks a named outcome', async () => {
    const { code, err } = await inProcess(['run', 'misspelt.yaml', ...QUIET]);
    expect(code).toBe(2);
    expect(err).toContain(
      'misspelt.yaml:13:16 sweep.design.outcomes: expected a metric that every point of the design has; ' +
        'found "queue.wait_thory"; did you mean "queue.wait_theory"?',
    );
  });
});
