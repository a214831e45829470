import { describe, expect, it } from 'vitest';
import { judge } from '../../scenarios/expect.ts';
import { parseComparison, SyntaxProblem } from '../../scenarios/expression.ts';
import type { Cell, Metric } from '../../scenarios/results.ts';
import { resolveText } from './fixtures/laboratory.ts';

const metric = (unit: string, mean: number, more: Partial<Metric> = {}): Metric => ({
  ...{ unit, mean, low: mean * 0.9, high: mean * 1.1, n: 10 },
  ...more,
});

function cell(
  set: Record<string, unknown>,
  metrics: Record<string, Metric>,
  labels: Record<string, string> = {},
): Cell {
  return { set, replications: 10, metrics, labels };
}

const single = [
  cell(
    {},
    {
      'da.throughput': metric('B/s', 20e6),
      'da.offered': metric('B/s', 40e6),
      'da.delay': metric('s', 2, { quantiles: { p50: 1.5, p99: 4, 'p99.9': 6 } }),
      'da.bytes': metric('B', 80e6),
      'da.ingress_per_byte[holder]': metric('1', 3),
      'da.ingress_per_byte[full node]': metric('1', 5),
      'da.wait[nvme-gen4]': metric('s', 1, { quantiles: { p99: 2 } }),
      'token.float': metric('tokens', 1000),
      'da.none': metric('1', 0),
    },
    { 'da.bottleneck': 'leader uplink' },
  ),
];

function judgeIn(cells: readonly Cell[], sweep: string, ...lines: string[]): unknown[] {
  const quoted = lines.map((line) => JSON.stringify(line)).join(', ');
  const { expect: read } = resolveText(`name: a\n${sweep}\nexpect: [${quoted}]\n`);
  return judge(read, cells).map(({ text: _, ...rest }) => rest);
}

const passes = (line: string): unknown => (judgeIn(single, '', line)[0] as { pass: boolean }).pass;

describe('comparisons', () => {
  it.each([
    'da.throughput > 10 MB/s',
    'da.throughput >= 160 Mbps',
    'da.throughput <= 20 MB/s',
    'da.throughput < 20.1 MB/s',
    'da.throughput == 20 MB/s',
    'da.throughput != 21 MB/s',
    '10 MB/s < da.throughput',
    'da.delay < 3 s',
    'da.delay > 1999.9 ms',
    'da.bytes == 80 MB',
    'token.float == 1_000',
    'da.throughput > 0',
    'da.ingress_per_byte[holder] < 400 %',
  ])('%s', (line) => expect(passes(line)).toBe(true));

  it.each(['da.throughput > 20 MB/s', 'da.delay < 2 s', 'da.bytes != 80 MB', 'da.delay < 0'])(
    'not %s',
    (line) => expect(passes(line)).toBe(false),
  );
});

describe('statistics', () => {
  it.each([
    'da.throughput.mean == 20 MB/s',
    'da.throughput.low == 18 MB/s',
    'da.throughput.high > 21.9 MB/s',
    'da.throughput.n == 10',
    'da.delay.p50 == 1.5 s',
    'da.delay.p99 == 4 s',
    'da.delay.p99.9 == 6 s',
    'da.wait[nvme-gen4].p99 == 2 s',
    'da.wait.p99[nvme-gen4] == 2 s',
    'da.ingress_per_byte[full node] == 5',
  ])('%s', (line) => expect(passes(line)).toBe(true));
});

describe('arithmetic', () => {
  it.each([
    'da.throughput / da.offered == 50 %',
    'da.throughput * 2 == da.offered',
    '2 * da.throughput + 1 MB/s == 41 MB/s',
    'da.offered - da.throughput - 5 MB/s == 15 MB/s',
    '(da.offered - da.throughput) / (da.offered + da.throughput) < 0.34',
    'da.ingress_per_byte[holder] + 2 * 3 == 9',
    '-da.delay < -1 s',
    'da.bytes / da.throughput == 4',
    '100 / 5 / 2 == da.throughput / da.throughput * 10',
  ])('%s', (line) => expect(passes(line)).toBe(true));
});

describe('labels', () => {
  it.each([
    'da.bottleneck == "leader uplink"',
    "da.bottleneck != 'disk'",
    '"leader uplink" == da.bottleneck',
  ])('%s', (line) => expect(passes(line)).toBe(true));

  it('are shown when they differ', () => {
    expect(judgeIn(single, '', 'da.bottleneck == "disk"')).toEqual([
      { cell: 0, found: 'leader uplink', pass: false },
    ]);
  });
});

describe('what was found', () => {
  it('is the side with the metric', () => {
    expect(judgeIn(single, '', 'da.delay < 1 s', '1 s > da.delay')).toEqual([
      { cell: 0, found: 2, pass: false },
      { cell: 0, found: 2, pass: false },
    ]);
  });

  it.each(['da.gone > 1', 'da.delay.p42 < 1 s', 'da.gone == "x"', 'da.gone != "x"'])(
    'is null when there is no such metric: %s',
    (line) => expect(judgeIn(single, '', line)).toEqual([{ cell: 0, found: null, pass: false }]),
  );

  it('is null when the value is not finite', () => {
    expect(judgeIn(single, '', 'da.bytes / da.none > 1 B', 'da.none / da.none == 1')).toEqual([
      { cell: 0, found: null, pass: false },
      { cell: 0, found: null, pass: false },
    ]);
  });

  it.each([
    ['da.throughput > 10 ms', 'B/s cannot be compared with s'],
    ['da.delay + da.bytes > 1 s', 's cannot be compared with B'],
    ['da.throughput > 10', 'B/s cannot be compared with a number without unit'],
  ])('names units that do not fit: %s', (line, found) =>
    expect(judgeIn(single, '', line)).toEqual([{ cell: 0, found, pass: false }]),
  );
});

describe('sweep points', () => {
  const sweep = 'sweep: { da.layer: [gossip, dispersal], load.blobBytes: [64 KiB, 1 MiB] }';
  const rates = [10e6, 40e6, 30e6, 50e6];
  const cells = rates.map((rate, i) =>
    cell(
      {
        'da.layer': i < 2 ? 'gossip' : 'dispersal',
        'load.blobBytes': i % 2 === 0 ? '64 KiB' : '1 MiB',
      },
      { 'da.throughput': metric('B/s', rate) },
      { 'da.bottleneck': i < 2 ? 'uplink' : 'disk' },
    ),
  );
  const run = (line: string): unknown[] => judgeIn(cells, sweep, line);

  it('are all judged when a line has no filter', () => {
    expect(run('da.throughput > 20 MB/s')).toEqual([
      { cell: 0, found: 10e6, pass: false },
      { cell: 1, found: 40e6, pass: true },
      { cell: 2, found: 30e6, pass: true },
      { cell: 3, found: 50e6, pass: true },
    ]);
  });

  it('are chosen by a filter, its value in any unit', () => {
    expect(run('da.throughput[da.layer=dispersal, load.blobBytes=65536 B] > 20 MB/s')).toEqual([
      { cell: 2, found: 30e6, pass: true },
    ]);
    expect(run('da.throughput[da.layer="gossip"][load.blobBytes=1 MiB].mean > 1 B/s')).toEqual([
      { cell: 1, found: 40e6, pass: true },
    ]);
  });

  it('are paired over the paths that a line does not filter', () => {
    expect(run('da.throughput[da.layer=dispersal] >= 2 * da.throughput[da.layer=gossip]')).toEqual([
      { cell: 2, found: 30e6, pass: true },
      { cell: 3, found: 50e6, pass: false },
    ]);
  });

  it('are compared with one of them', () => {
    const line = 'da.throughput >= da.throughput[da.layer=gossip, load.blobBytes=64 KiB]';
    expect(run(line)).toEqual(rates.map((found, i) => ({ cell: i, found, pass: true })));
  });

  it('can be judged by label', () => {
    expect(run('da.bottleneck[da.layer=gossip] == "uplink"')).toEqual([
      { cell: 0, found: 'uplink', pass: true },
      { cell: 1, found: 'uplink', pass: true },
    ]);
  });

  it('that are excluded take no part, and a line without any fails', () => {
    const three = cells.slice(1);
    const most = `${sweep.slice(0, -1)}, exclude: [{ da.layer: gossip, load.blobBytes: 64 KiB }] }`;
    const pair = 'da.throughput[da.layer=dispersal] > da.throughput[da.layer=gossip]';
    expect(judgeIn(three, most, pair)).toEqual([{ cell: 2, found: 50e6, pass: true }]);
    const none = 'da.throughput[da.layer=gossip, load.blobBytes=64 KiB] > 1 B/s';
    expect(judgeIn(three, most, none)).toEqual([{ cell: 0, found: null, pass: false }]);
  });

  it('keep the text of their line', () => {
    const line = 'da.throughput[da.layer=gossip,load.blobBytes=1 MiB] > 1 B/s';
    const { expect: read } = resolveText(`name: a\n${sweep}\nexpect: ["${line}"]\n`);
    expect(judge(read, cells).map(({ text }) => text)).toEqual([line]);
  });
});

describe('the grammar', () => {
  it.each<[string, number]>([
    ['', 0],
    ['da.x', 4],
    ['da.x >', 6],
    ['da.x > 3 s s', 11],
    ['da.x > (1 s', 11],
    ['da.x > 1 s)', 10],
    ['da.x >> 3', 6],
    ['da.x => 3', 5],
    ['da.x > "a"', 5],
    ['da.x == "a" + 1', 12],
    ['da.x + 1 == "a"', 9],
    ['da.x == -"a"', 8],
    ['da.x[] > 1', 4],
    ['da.x[a][b] > 1', 7],
    ['da.x[a=] > 1', 5],
    ['da.x[a=1,b] > 1', 9],
    ['da.x[a=1, =2] > 1', 10],
    ['da..x > 1', 2],
    ['da.x > 1..2', 8],
    ['da.x > 3 parsecs', 9],
    ['da.x > $(rm)', 7],
  ])('refuses %s at character %d', (line, at) => {
    expect(() => parseComparison(line)).toThrow(SyntaxProblem);
    try {
      parseComparison(line);
    } catch (error) {
      expect((error as SyntaxProblem).at).toBe(at);
    }
  });

  it('refuses lines without end and nesting without end', () => {
    expect(() => parseComparison(`da.x > ${'1 + '.repeat(400)}1`)).toThrow('at most 1000');
    expect(() => parseComparison(`da.x > ${'('.repeat(60)}1${')'.repeat(60)}`)).toThrow('levels');
    expect(() => parseComparison(`da.x > ${'-'.repeat(900)}1`)).toThrow('levels');
  });

  it('binds multiplication closer than addition, and to the left', () => {
    expect(parseComparison('a + b * c > 1').left).toMatchObject({
      op: '+',
      right: { kind: 'binary', op: '*' },
    });
    expect(parseComparison('a - b - c > 1').left).toMatchObject({
      op: '-',
      left: { kind: 'binary', op: '-' },
    });
  });
});
