import { describe, expect, it } from 'vitest';
import { curveFigures, thin } from '../../reports/curves.ts';
import { layOut, varying } from '../../reports/dimensions.ts';
import { sweepFigures } from '../../reports/figures.ts';
import { COLOURS, lineStyle } from '../../reports/palette.ts';
import { readAxis, readQuantity } from '../../reports/quantity.ts';
import { fraction, spread, sweptScale, valueScale, withoutOverlap } from '../../reports/scales.ts';
import { metricOfExpectation, orderMetrics } from '../../reports/selection.ts';
import type { Cell } from '../../scenarios/results.ts';
import { metric, sampleSeries, sampleSummary } from './sample.ts';

const cell = (set: Cell['set']): Cell => ({ set, replications: 1, metrics: {}, labels: {} });

describe('swept values on an axis', () => {
  it.each([
    [64, { value: 64, unit: '1' }],
    ['64', { value: 64, unit: '1' }],
    ['30 %', { value: 0.3, unit: '1' }],
    ['64 KiB', { value: 65_536, unit: 'B' }],
    ['1_000 MB', { value: 1e9, unit: 'B' }],
    ['10 Gbps', { value: 1.25e9, unit: 'B/s' }],
    ['5 MB/s', { value: 5e6, unit: 'B/s' }],
    ['0.4 s', { value: 0.4, unit: 's' }],
    ['200 tx/s', { value: 200, unit: '1/s' }],
    ['0.5 /s', { value: 0.5, unit: '1/s' }],
    ['3 blob/s', { value: 3, unit: '1/s' }],
    ['1_600blobs/s', { value: 1600, unit: '1/s' }],
    ['7 days', { value: 604_800, unit: 's' }],
    ['celestia', null],
    ['4 parsecs', null],
    ['4 parsecs/s', null],
    ['4 s/s', null],
    ['1 constructor', null],
    [true, null],
    [null, null],
  ])('%j', (written, quantity) => {
    expect(readQuantity(written)).toEqual(quantity);
  });

  it('is no axis when units differ', () => {
    expect(readAxis(['1 s', '1 ms'])).toEqual([1, 0.001]);
    expect(readAxis(['1 s', '1 MB'])).toBeNull();
    expect(readAxis(['1 s', 'never'])).toBeNull();
    expect(readAxis(['100 tx/s', '1 MB/s'])).toBeNull();
  });
});

describe('the layout of a sweep', () => {
  const grid = (paths: Record<string, unknown[]>): Cell[] => {
    let sets: Cell['set'][] = [{}];
    for (const [path, values] of Object.entries(paths)) {
      sets = sets.flatMap((set) => values.map((value) => ({ ...set, [path]: value })));
    }
    return sets.map(cell);
  };
  const names = (paths: Record<string, unknown[]>) => {
    const { x, lines, panels } = layOut(varying(grid(paths)));
    return [x?.name ?? null, lines?.name ?? null, panels.map(({ name }) => name)];
  };

  it('puts the longest numeric path on x, names on lines, the rest into panels', () => {
    expect(names({ layer: ['a', 'b'], nodes: [1, 2, 3], rate: ['1 Gbps', '2 Gbps'] })).toEqual([
      'nodes',
      'layer',
      ['rate'],
    ]);
  });

  it('uses a second numeric path for lines when there are no names', () => {
    expect(names({ nodes: [1, 2, 3], rate: [1, 2] })).toEqual(['nodes', 'rate', []]);
  });

  it('puts names on x when nothing is numeric', () => {
    expect(names({ layer: ['a', 'b'], fault: ['none', 'crash', 'lie'] })).toEqual([
      'fault',
      'layer',
      [],
    ]);
  });

  it('ignores paths with a single value', () => {
    expect(names({ layer: ['a'], nodes: [5] })).toEqual([null, null, []]);
  });

  it('orders numbers by size and not by how they are written', () => {
    const [rate] = varying(grid({ rate: ['10 Gbps', '900 Mbps', '1 Gbps'] }));
    expect(rate!.values).toEqual(['900 Mbps', '1 Gbps', '10 Gbps']);
  });
});

describe('figures of a sweep', () => {
  it('has a line for each layer with its interval and its companion, a panel for each bandwidth', () => {
    const [figure] = sweepFigures(sampleSummary(), ['da.throughput'], {
      'da.throughput': 'da.ceiling',
    });
    expect(figure!.xName).toBe('network.nodes');
    expect(figure!.lineNames).toEqual(['zerog', 'celestia', 'eigenda']);
    expect(figure!.panels.map(({ name }) => name)).toEqual([
      'network.bandwidth = 100 Mbps',
      'network.bandwidth = 1 Gbps',
    ]);
    const first = figure!.panels[0]!.lines[0]!.points[0]!;
    expect(first).toMatchObject({ x: 16, mean: 9.75e6, companion: 10.75e6, n: 10 });
    expect(first.low).toBeCloseTo(9.555e6, 3);
    expect(figure!.unit.name).toBe('MB/s');
  });

  it('takes the keys of a breakdown as one more dimension', () => {
    const summary = sampleSummary();
    summary.cells = summary.cells.slice(0, 1);
    const [figure] = sweepFigures(summary, ['da.ingress_per_byte'], {});
    expect(figure!.xKind).toBe('names');
    expect(figure!.xTicks.map(({ label }) => label)).toEqual(['validator', 'leader']);
    expect(figure!.panels[0]!.lines[0]!.points.map(({ mean }) => mean)).toEqual([1.5, 1]);
  });

  it('draws nothing for a single number', () => {
    const summary = sampleSummary();
    summary.cells = summary.cells.slice(0, 1);
    expect(sweepFigures(summary, ['da.throughput'], {})).toEqual([]);
  });

  it('leaves a gap where a cell lacks the metric', () => {
    const summary = sampleSummary();
    delete summary.cells[0]!.metrics['da.throughput'];
    const [figure] = sweepFigures(summary, ['da.throughput'], {});
    expect(figure!.panels[0]!.lines[0]!.points.map(({ x }) => x)).toEqual([32, 64, 128, 256]);
  });
});

describe('curves', () => {
  it('keeps ends and spikes when it thins', () => {
    const points = Array.from({ length: 100_000 }, (_, x) => [x, x === 77_777 ? 99 : 1] as const);
    const kept = thin(points, 1500);
    expect(kept.length).toBeLessThanOrEqual(1500);
    expect(kept[0]![0]).toBe(0);
    expect(kept.at(-1)![0]).toBe(99_999);
    expect(kept).toContainEqual([77_777, 99]);
    expect(kept.every(([x], at) => at === 0 || x > kept[at - 1]![0])).toBe(true);
  });

  it('leaves short curves as they are, without points that are no numbers', () => {
    expect(
      thin(
        [
          [0, 1],
          [1, Number.NaN],
          [2, 3],
        ],
        1500,
      ),
    ).toEqual([
      [0, 1],
      [2, 3],
    ]);
  });

  it('draws one figure for each name, a line for each layer', () => {
    const summary = sampleSummary();
    const figures = curveFigures(summary, sampleSeries(summary, 50));
    expect(figures.map(({ title }) => title)).toEqual(['da.in_flight']);
    expect(figures[0]!.panels).toHaveLength(10);
    expect(figures[0]!.panels[0]!.lines.map(({ name }) => name)).toEqual([
      'zerog',
      'celestia',
      'eigenda',
    ]);
  });
});

describe('axes', () => {
  const tick = (at: number) => ({ at, label: String(at) });

  it('is logarithmic for swept values over more than a factor of ten', () => {
    expect(sweptScale([tick(1), tick(10)]).log).toBe(false);
    expect(sweptScale([tick(1), tick(11)]).log).toBe(true);
    expect(sweptScale([tick(0), tick(1000)]).log).toBe(false);
  });

  it('starts at zero for measured values, and includes the ends of intervals', () => {
    const scale = valueScale([5, 9], [4, 12]);
    expect(scale.log).toBe(false);
    expect(scale.low).toBe(0);
    expect(scale.high).toBeGreaterThan(12);
    expect(valueScale([-5, 9], []).low).toBeLessThan(-5);
  });

  it('turns to decades when values span more than a factor of fifty', () => {
    const scale = valueScale([0.1, 1000], []);
    expect(scale.log).toBe(true);
    expect(scale.ticks.map(({ label }) => label)).toEqual(['0.1', '1', '10', '100', '1000']);
    expect(fraction(scale, scale.low)).toBe(0);
    expect(fraction(scale, scale.high)).toBe(1);
  });

  it('copes with values that are all equal or all zero', () => {
    for (const value of [0, 7, -7]) {
      const { low, high } = valueScale([value, value], [value]);
      expect(high).toBeGreaterThan(low);
    }
  });

  it('moves labels apart but keeps their order and the frame', () => {
    expect(spread([50, 50, 50], 14, 0, 100)).toEqual([50, 64, 78]);
    expect(spread([99, 100], 14, 0, 100)).toEqual([86, 100]);
    expect(spread([10, 80], 14, 0, 100)).toEqual([10, 80]);
  });

  it('leaves out tick labels that would touch', () => {
    const scale = sweptScale([1, 2, 3, 100].map(tick));
    const kept = withoutOverlap({ ...scale, log: false }, 300, () => 20);
    expect(kept.map(({ at }) => at)).toEqual([3, 100]);
  });
});

describe('lines are told apart without colour', () => {
  it('gives eight lines eight markers and eight dashes', () => {
    const styles = Array.from({ length: 8 }, (_, index) => lineStyle(index));
    expect(new Set(styles.map(({ marker }) => marker)).size).toBe(8);
    expect(new Set(styles.map(({ dash }) => dash)).size).toBe(8);
  });

  it('does not repeat a pair of colour and marker among twenty lines', () => {
    const pairs = Array.from({ length: 20 }, (_, index) => {
      const { colour, marker } = lineStyle(index);
      return `${colour} ${marker}`;
    });
    expect(new Set(pairs).size).toBe(20);
  });

  /** WCAG 2 relative luminance and contrast. */
  const luminance = (hex: string): number => {
    const [r, g, b] = [1, 3, 5].map((at) => {
      const part = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
      return part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
    }) as [number, number, number];
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const contrast = (a: string, b: string): number => {
    const [low, high] = [luminance(a), luminance(b)].sort((x, y) => x - y) as [number, number];
    return (high + 0.05) / (low + 0.05);
  };

  it.each(COLOURS)('$light and $dark can be read as text on their ground', ({ light, dark }) => {
    expect(contrast(light, '#ffffff')).toBeGreaterThanOrEqual(4.5);
    expect(contrast(dark, '#16181c')).toBeGreaterThanOrEqual(4.5);
  });
});

describe('the choice of metrics', () => {
  it('finds the longest metric that an expectation names, at the borders of names', () => {
    const metrics = ['da.rate', 'da.rate_limit', 'da.in[a]', 'da.in'];
    expect(metricOfExpectation('da.rate > 1', metrics)).toBe('da.rate');
    expect(metricOfExpectation('da.rate_limit.p99 > 1', metrics)).toBe('da.rate_limit');
    expect(metricOfExpectation('2 * da.in[a] < 3', metrics)).toBe('da.in[a]');
    expect(metricOfExpectation('xda.rate > 1', metrics)).toBeNull();
  });

  it('asks expectations first, then highlights, then the rest', () => {
    const summary = sampleSummary();
    summary.cells = [
      { ...cell({}), metrics: { a: metric(1, '1'), 'b[x]': metric(1, '1'), c: metric(1, '1') } },
    ];
    summary.expectations = [{ text: 'c < 2', cell: 0, found: 1, pass: true }];
    expect(orderMetrics(summary, ['b'])).toEqual(['c', 'b[x]', 'a']);
  });
});
