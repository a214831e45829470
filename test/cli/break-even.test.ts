/** The search for a break-even, on a queue whose mean wait is known: service x rho/(1 - rho). */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { QUEUE, scratch } from '../scenarios/fixtures/files.ts';
import { inProcess } from './droptower.ts';

const { folder, put } = scratch();
let home: string;

beforeAll(() => {
  // The default: exponential service of 10 ms.
  put('queue.yaml', QUEUE.replace(/^sweep.*\n/m, ''));
  put('swept.yaml', QUEUE);
  home = process.cwd();
  process.chdir(folder);
});

afterAll(() => process.chdir(home));

const search = (vary: string, low: string, high: string, until: string, ...more: string[]) =>
  inProcess([
    ...['break-even', 'queue.yaml', '--vary', vary, '--between', low, high, '--until', until],
    ...['--quiet', '--workers', '0', ...more],
  ]);

interface Found {
  unit: string;
  tolerance: number;
  points: { value: number; written: string; found: number; low: number; holds: boolean }[];
  bracket: [number, number] | null;
}

describe('break-even', () => {
  it('finds the load at which the wait is twice the service: 2/3', async () => {
    const line = 'queue.wait_theory < 20 ms';
    const { code, out, err } = await search('station.utilisation', '10 %', '0.9', line, '--json');
    expect([code, err]).toEqual([0, '']);
    const { unit, tolerance, points, bracket } = JSON.parse(out) as Found;
    expect([unit, tolerance]).toEqual(['1', 0.01]);
    const [low, high] = bracket!;
    expect(low).toBeLessThan(2 / 3);
    expect(high).toBeGreaterThan(2 / 3);
    expect(high - low).toBeLessThanOrEqual(0.01 * high);
    for (const { value, found, holds } of points) {
      expect(found).toBeCloseTo((0.01 * value) / (1 - value), 9);
      expect(holds).toBe(value < 2 / 3);
    }
    expect(points.slice(0, 3).map(({ written }) => written)).toEqual(['10 %', '90 %', '50 %']);
  });

  it('takes units, shows every point and keeps to the tolerance', async () => {
    // At a load of 70 % the wait is 7/3 of the service: 70 ms for 30 ms.
    const line = 'queue.wait_theory > 70 ms';
    const { code, out } = await search(
      ...['station.service', '1 ms', '0.1 s', line],
      ...['--set', 'station.utilisation=70 %', '--tolerance', '0.2'],
    );
    expect(code).toBe(0);
    // 1 to 100 ms: 50.5, 25.75, 38.125, 31.9375; then 25.75 to 31.9375 is 19 % of the larger end.
    expect(out.split('\n')).toEqual([
      'queue.wait_theory > 70 ms, by station.service',
      '  station.service = 1 ms: 2.33 ms [2.33 ms, 2.33 ms] does not hold',
      '  station.service = 100 ms: 233 ms [233 ms, 233 ms] holds',
      '  station.service = 50.5 ms: 118 ms [118 ms, 118 ms] holds',
      '  station.service = 25.75 ms: 60.1 ms [60.1 ms, 60.1 ms] does not hold',
      '  station.service = 38125 us: 89.0 ms [89.0 ms, 89.0 ms] holds',
      '  station.service = 31.9375 ms: 74.5 ms [74.5 ms, 74.5 ms] holds',
      'Break-even of station.service between 25.75 ms and 31.9375 ms: queue.wait_theory > 70 ms holds at ' +
        '31.9375 ms and not at 25.75 ms (19 % apart, tolerance 20 %).',
      '',
    ]);
  });

  it('stops at the smallest step of a parameter', async () => {
    // With c servers of 10 ms at a load of 90 % fewer wait; the bracket is two whole numbers.
    const line = 'queue.utilisation < 2';
    const none = await search('station.servers', '1', '9', line, '--tolerance', '0');
    expect(none.code).toBe(1);
    const wait = 'queue.wait_theory > 2 ms';
    const { code, out } = await search(
      ...['station.servers', '1', '9', wait, '--json', '--tolerance', '0'],
    );
    expect(code).toBe(0);
    const [low, high] = (JSON.parse(out) as Found).bracket!;
    expect(high - low).toBe(1);
  });

  it('gives the same points again, and others with another seed', async () => {
    const args = ['station.utilisation', '10 %', '90 %', 'queue.wait < 20 ms'] as const;
    const first = await search(...args, '--json');
    expect(first.code).toBe(0);
    expect((await search(...args, '--json')).out).toBe(first.out);
    const other = await search(...args, '--json', '--seed', 'x', '--replications', '2');
    const found = (text: string) => (JSON.parse(text) as Found).points.map((point) => point.found);
    expect(found(other.out)).not.toEqual(found(first.out));
    const [point] = (JSON.parse(first.out) as Found).points;
    expect(point!.low).toBeLessThan(point!.found);
  });

  it('refuses ends that agree, with what was found at both', async () => {
    const line = 'queue.wait_theory < 5 s';
    const { code, out } = await search('station.utilisation', '10 %', '50 %', line);
    expect(code).toBe(1);
    expect(out).toContain(
      'No break-even: queue.wait_theory < 5 s holds at both ends (1.11 ms at 10 %, 10 ms at 50 %).',
    );
    const never = await search(
      'station.utilisation',
      '10 %',
      '50 %',
      'queue.wait_theory < 0 s',
      '--json',
    );
    expect(never.code).toBe(1);
    const { bracket, points } = JSON.parse(never.out) as Found;
    expect([bracket, points.length]).toEqual([null, 2]);
  });
});

describe('a wrong search', () => {
  const LINE = 'queue.wait < 20 ms';
  it.each<[string, string[], string]>([
    [
      'an unknown path',
      ['station.utilization', '1', '2', LINE],
      '--vary: expected the path of a parameter, found "station.utilization"; did you mean "station.utilisation"?',
    ],
    [
      'a path that is no number',
      ['station.discipline', '1', '2', LINE],
      '--vary: expected the path of a parameter that is a number, found "station.discipline", which takes one of',
    ],
    [
      'an end without its unit',
      ['station.service', '1', '2 s', LINE],
      '--between: expected a duration such as "80 us" or "7 days", 100 us or more, found "1"; write the unit: `1 ms` or `1 s`',
    ],
    [
      'an end out of bounds',
      ['station.utilisation', '10 %', '300 %', LINE],
      '--between: expected a fraction such as "30 %" or 0.3 from',
    ],
    [
      'ends in the wrong order',
      ['station.utilisation', '50 %', '10 %', LINE],
      '--between: expected the lower value first, found "50 %" and "10 %"',
    ],
    [
      'a line that is none',
      ['station.utilisation', '10 %', '50 %', 'queue.wait = 2 ms'],
      '--until: expected one of ">=", "<=", "==", "!=", ">", "<" or arithmetic at column 12, found "= 2 ms"; write `==`',
    ],
    [
      'a line with a filter',
      ['station.utilisation', '10 %', '50 %', 'queue.wait[station.jobs=5] > 2 ms'],
      '--until: expected a line without filters, found "queue.wait[station.jobs=5] > 2 ms"; write --set station.jobs=5',
    ],
    [
      'a line of text',
      ['station.utilisation', '10 %', '50 %', 'queue.what == "x"'],
      '--until: expected numbers on both sides',
    ],
    [
      'a metric that is not there',
      ['station.utilisation', '10 %', '50 %', 'queue.wiat < 2 ms'],
      '--until: expected metrics of the results, found "queue.wiat", which station.utilisation = 10 % does not give; did you mean "queue.wait"?',
    ],
    [
      'units that do not fit',
      ['station.utilisation', '10 %', '50 %', 'queue.wait < 2'],
      '--until: expected metrics of the results, found s cannot be compared with a number without unit',
    ],
  ])('%s', async (_, [vary, low, high, until], expected) => {
    const { code, err } = await search(vary!, low!, high!, until!);
    expect(code).toBe(2);
    expect(err).toContain(expected);
  });

  it('a scenario with several points', async () => {
    const { code, err, out } = await inProcess([
      ...['break-even', 'swept.yaml', '--vary', 'station.service', '--between', '1 ms', '2 ms'],
      ...['--until', LINE],
    ]);
    expect([code, out]).toEqual([2, '']);
    expect(err).toContain(
      'break-even: expected a scenario with one point, found 2; choose one with --set sweep=null',
    );
  });

  it('one value, or three', async () => {
    const one = await inProcess(['break-even', 'queue.yaml', '--between', '1', '--vary', 'x']);
    expect(one.code).toBe(2);
    const twice = await search(
      'station.service',
      '1 ms',
      '2 ms',
      LINE,
      '--between',
      '1 ms',
      '2 ms',
    );
    expect(twice.code).toBe(2);
    expect(twice.err).toContain('--between: expected two values, found 4');
  });

  it('leaves something out', async () => {
    const { code, err } = await inProcess(['break-even', 'queue.yaml']);
    expect(code).toBe(2);
    expect(err).toContain('Missing required arguments: vary, between, until');
  });
});
