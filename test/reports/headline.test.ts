/** What a comparison shows first: scales, companions, breakdowns, distributions, labels. */
import { parseHTML } from 'linkedom';
import { describe, expect, it } from 'vitest';
import { heatLevel } from '../../reports/breakdown-html.ts';
import { breakdowns } from '../../reports/breakdowns.ts';
import { cellTables, pointTable } from '../../reports/cell-tables.ts';
import { sweepFigures } from '../../reports/figures.ts';
import { renderReport } from '../../reports/html.ts';
import { headingPaths, identifyingPaths } from '../../reports/identity.ts';
import { renderMarkdown } from '../../reports/markdown.ts';
import { lineStyle } from '../../reports/palette.ts';
import { rangeFigures } from '../../reports/ranges.ts';
import { sweptScale, valueScale } from '../../reports/scales.ts';
import { renderTable } from '../../reports/terminal.ts';
import { formatTick } from '../../reports/units.ts';
import type { Cell } from '../../scenarios/results.ts';
import { metric, sampleInput, samplePoints, sampleSummary } from './sample.ts';

const cell = (set: Cell['set']): Cell => ({ set, replications: 1, metrics: {}, labels: {} });
const pageOf = (input: Parameters<typeof renderReport>[0]) =>
  parseHTML(renderReport(input)).document;

describe('the choice of a logarithmic axis', () => {
  const isLog = (...values: number[]) =>
    sweptScale(values.map((at) => ({ at, label: String(at) }))).log;

  it('follows swept values that grow by factors, though they span less than a decade', () => {
    expect(isLog(20, 60, 180)).toBe(true);
    expect(isLog(1, 2, 4, 8)).toBe(true);
    expect(isLog(10, 20, 30, 40, 50)).toBe(false);
    expect(isLog(1, 2, 3)).toBe(false);
    expect(isLog(0, 1, 2, 4, 8)).toBe(false);
  });

  it('may start at a decade, and may have zeros at its foot', () => {
    expect(valueScale([1, 9], [], { logFrom: 10 }).log).toBe(false);
    expect(valueScale([1, 10], [], { logFrom: 10 }).log).toBe(true);
    expect(valueScale([1, 10], []).log).toBe(false);
    expect(valueScale([0, 1, 100], []).log).toBe(false);
    const { log, low } = valueScale([0, 1, 100], [], { zeros: true });
    expect(log).toBe(true);
    expect(low).toBeGreaterThan(0);
    expect(low).toBeLessThan(1);
    expect(valueScale([-1, 1, 100], [], { zeros: true }).log).toBe(false);
    expect(valueScale([0, 0], [], { zeros: true }).log).toBe(false);
  });

  it.each([
    [100_000, 'B/s', '100 kB/s'],
    [1e9, 'B/s', '1 GB/s'],
    [0.01, 's', '10 ms'],
    [1000, 's', '1000 s'],
    [0.001, '1', '0.001'],
  ])('labels %d %s as %s', (value, unit, text) => {
    expect(formatTick(value, unit)).toBe(text);
  });

  it('writes units at its ticks, in the picture', () => {
    const [svg] = pageOf(sampleInput()).querySelectorAll('section.figure svg.plot');
    const texts = [...svg!.querySelectorAll('text')].map(({ textContent }) => textContent);
    // 1.4 MB/s to 105 MB/s over 16 to 256 nodes: both axes span more than a decade.
    expect(texts).toEqual(expect.arrayContaining(['10 MB/s', '100 MB/s']));
    expect(texts).toContain('network.nodes, log scale');
    expect(texts).toContain('da.throughput, log scale');
  });
});

describe('the main metric', () => {
  const { highlights, companions } = sampleInput();

  it('is drawn over each numeric path, with panels for the other', () => {
    const figures = sweepFigures(sampleSummary(), highlights, companions).slice(0, 2);
    expect(figures.map(({ xName, panels }) => [xName, panels.length])).toEqual([
      ['network.nodes', 2],
      ['network.bandwidth', 5],
    ]);
    expect(figures.map(({ lineNames }) => lineNames.length)).toEqual([3, 3]);
  });

  it('has its companion beside it and not in a figure of its own', () => {
    const wanted = ['da.ceiling', 'da.throughput'];
    const titles = sweepFigures(sampleSummary(), wanted, companions).map(({ title }) => title);
    expect(new Set(titles)).toEqual(new Set(['da.throughput']));
    expect(sweepFigures(sampleSummary(), ['da.ceiling'], companions)).toHaveLength(1);
  });

  it('has its companion dashed, in the colour of its line and with small open markers', () => {
    const [svg] = pageOf(sampleInput()).querySelectorAll('section.figure svg.plot');
    const dashed = [...svg!.querySelectorAll('[stroke-dasharray="6 4"]')];
    expect(dashed.map((line) => line.getAttribute('stroke'))).toEqual(
      [0, 1, 2].map((index) => lineStyle(index).colour),
    );
    const open = [...svg!.querySelectorAll('g[fill="var(--surface)"]')];
    expect(open.map((group) => group.getAttribute('stroke'))).toEqual(
      [0, 1, 2].map((index) => lineStyle(index).colour),
    );
  });

  it('says below each picture how often it was measured and with which seed', () => {
    const caption = pageOf(sampleInput()).querySelector('section.figure .note')!.textContent;
    expect(caption).toBe(
      '10 replications; bands are the 95 % interval of the mean. Dashed, with open markers: ' +
        'da.ceiling. Points of different lines stand slightly apart. Seed 42.',
    );
  });

  it('tells thirteen lines apart by marker alone', () => {
    const markers = Array.from({ length: 13 }, (_, index) => lineStyle(index).marker);
    expect(new Set(markers).size).toBe(13);
  });
});

describe('breakdowns as matrices', () => {
  const summary = sampleSummary();
  for (const each of summary.cells) {
    if (each.set['da.layer'] === 'celestia') delete each.metrics['da.ingress_per_byte[leader]'];
  }

  it('have the names down the side, the keys across, a matrix for each other combination', () => {
    const [found, ...others] = breakdowns(summary, ['da.ingress_per_byte[validator]']);
    // da.egress_per_byte has a single key and is no breakdown.
    expect(others).toEqual([]);
    expect(found).toMatchObject({
      base: 'da.ingress_per_byte',
      rowName: 'da.layer',
      keys: ['validator', 'leader'],
      highlighted: true,
    });
    expect(found!.matrices).toHaveLength(10);
    expect(found!.matrices.at(-1)).toEqual({
      name: 'network.nodes = 256, network.bandwidth = 1 Gbps',
      rows: [
        { name: 'zerog', values: [1.5, 1] },
        { name: 'celestia', values: [2, null] },
        { name: 'eigenda', values: [4, 1] },
      ],
    });
  });

  it('are tables in which what is not defined is a dash', () => {
    const page = pageOf({ ...sampleInput(), summary });
    const rows = [...page.querySelectorAll('section.breakdown > .scroll tbody tr')];
    expect(rows.map(({ children }) => [...children].map((each) => each.textContent))).toEqual([
      ['zerog', '1.5', '1'],
      ['celestia', '2', '–'],
      ['eigenda', '4', '1'],
    ]);
    expect(renderMarkdown(summary, { highlights: ['da.ingress_per_byte'] })).toContain(
      '| celestia | 2 | – |',
    );
  });

  it('shade by the logarithm over decades', () => {
    const scale = valueScale([0.001, 1], [], { logFrom: 10 });
    expect([0, 0.001, 1].map((value) => heatLevel(scale, value))).toEqual([0, 0, 6]);
    const middle = heatLevel(scale, 0.03);
    expect(middle).toBeGreaterThan(1);
    expect(middle).toBeLessThan(5);
  });
});

describe('distributions', () => {
  it('have a row for each name and a marker for each quantile that a cell has', () => {
    const summary = sampleSummary();
    summary.cells = summary.cells.filter((each) => each.set['network.nodes'] === 16);
    summary.cells[0]!.metrics['da.time_to_available']!.quantiles = { p50: 0.2 };
    const [figure, ...others] = rangeFigures(summary, ['da.throughput', 'da.time_to_available']);
    expect(others).toEqual([]);
    expect(figure).toMatchObject({
      title: 'da.time_to_available',
      rowName: 'da.layer',
      rowNames: ['zerog', 'celestia', 'eigenda'],
      quantiles: ['p50', 'p90', 'p99'],
    });
    expect(figure!.panels.map(({ name }) => name)).toEqual([
      'network.bandwidth = 100 Mbps',
      'network.bandwidth = 1 Gbps',
    ]);
    expect(figure!.panels[0]!.ranges[0]).toEqual({ row: 0, values: { p50: 0.2 }, n: 10 });
    expect(Object.keys(figure!.panels[0]!.ranges[1]!.values)).toEqual(['p50', 'p90', 'p99']);
  });

  it('are no figure without a second quantile', () => {
    const summary = sampleSummary();
    for (const { metrics } of summary.cells) {
      metrics['da.time_to_available']!.quantiles = { p50: 1 };
    }
    expect(rangeFigures(summary, ['da.time_to_available'])).toEqual([]);
  });
});

describe('a list of points', () => {
  it('is told apart by a name when there is one, else by as few paths as it takes', () => {
    const points = (...sets: Cell['set'][]) => identifyingPaths(sets.map(cell));
    expect(points({ n: 1, name: 'a', k: 'x' }, { n: 2, name: 'b', k: 'x' })).toEqual(['name']);
    expect(points({ n: 1, rate: '1 MB/s' }, { n: 2, rate: '2 MB/s' })).toEqual(['n']);
    // The block follows from the layer; layer and nodes make a grid.
    const sets = ['a', 'b'].flatMap((layer) =>
      [1, 2].map((n) => ({ layer, n, block: layer === 'a' ? '1 MB' : '2 MB' })),
    );
    expect(points(...sets)).toEqual(['layer', 'n']);
    expect(points({ n: 1 }, { n: 1 })).toEqual([]);
    expect(headingPaths(sampleSummary().cells)).toEqual([
      'da.layer',
      'network.nodes',
      'network.bandwidth',
    ]);
  });

  it('has its labels beside its values, and the rest of what it sets in a table of its own', () => {
    const { summary, highlights } = samplePoints();
    const [table, ...others] = cellTables(summary, highlights);
    expect(others).toEqual([]);
    // claims.claim repeats the heading and is left out.
    expect(table!.columns.map(({ head }) => head)).toEqual([
      'claim.name',
      'claims.supported',
      'claims.published',
      'claims.source',
      'claims.first_limit',
    ]);
    // claim.source is shown as a label already.
    expect(pointTable(summary)!.columns.map(({ head }) => head)).toEqual([
      'claim.name',
      'da.layer',
      'network.nodes',
    ]);
    expect(pointTable(sampleSummary())).toBeNull();
  });

  it('is cut into tables that fit, metrics apart from labels', () => {
    const { summary, highlights } = samplePoints();
    for (const each of summary.cells) {
      for (let index = 0; index < 6; index++) {
        each.metrics[`other.metric_${index}`] = metric(1e6, 'B/s');
        each.labels[`other.label_${index}`] = 'a text of some length that has to wrap';
      }
    }
    const tables = cellTables(summary, [...highlights, 'other.metric_0', 'other.metric_1']);
    expect(tables.map(({ room }) => room)).toEqual([
      'claims',
      'other, measures',
      'other, labels, 1 of 2',
      'other, labels, 2 of 2',
    ]);
    for (const { columns } of tables) expect(columns[0]!.head).toBe('claim.name');
  });

  it('comes first on the page, and is named shortly everywhere', () => {
    const input = samplePoints();
    const heads = [...pageOf(input).querySelectorAll('h2')].map(({ textContent }) => textContent);
    expect(heads.slice(0, 2)).toEqual(['Cells', 'Figures']);
    const { highlights } = input;
    expect(renderMarkdown(input.summary, { highlights })).toContain(
      '| second design, 2 GB/s | 12 MB/s | 2 GB/s | a talk: no set-up given | gossip degree |',
    );
    const terminal = renderTable(input.summary, { highlights, width: 120 });
    expect(terminal).toContain('highest with claim.name = first design, 50 MB/s: 48 MB/s');
    expect(terminal).toMatch(/^claim\.name +claims\.supported +claims\.published/m);
  });

  it('shows a zero at the foot of a logarithmic axis, and says so', () => {
    const page = pageOf(samplePoints());
    expect(page.querySelector('section.figure .note')!.textContent).toContain(
      'Zeros stand at the foot of the logarithmic axis.',
    );
    expect(page.querySelector('section.figure svg.plot')!.textContent).toContain('0 B/s');
  });
});
