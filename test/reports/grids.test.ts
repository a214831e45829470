/** Grids of two swept paths, bands along lines, and the answers at a glance. */
import { describe, expect, it } from 'vitest';
import { answers } from '../../reports/answers.ts';
import { effects } from '../../reports/effects.ts';
import { heatOpacity } from '../../reports/heat-chart.ts';
import { heatFigures } from '../../reports/heat-maps.ts';
import type { Cell } from '../../scenarios/results.ts';
import { economyInput } from './economy.ts';
import { metric, sampleInput, sampleSummary } from './sample.ts';
import { all, axisOf, corners, edges, figureOf, pageOf, placeOf } from './svg-reader.ts';

const input = economyInput();
const grid = (sets: Cell['set'][], value: (set: Cell['set']) => number): Cell[] =>
  sets.map((set) => ({
    set,
    replications: 1,
    metrics: { m: metric(value(set), '1') },
    labels: {},
  }));
const product = (a: readonly unknown[], b: readonly unknown[]): Cell['set'][] =>
  a.flatMap((x) => b.map((y) => ({ x, y })));
const summaryOf = (cells: Cell[]) => ({ ...sampleSummary(), cells, expectations: [] });

describe('a grid of two swept paths', () => {
  const figure = figureOf(pageOf(input), 'market.failure by');
  const pictures = all(figure, 'svg.plot');

  it('has the two paths that move the metric most, and panels for the rest', () => {
    expect(figure.querySelector('h3')!.textContent).toBe('market.failure by shock and reading');
    expect(all(figure, 'figcaption').map(({ textContent }) => textContent)).toEqual([
      'speed = 1',
      'speed = 2',
    ]);
  });

  it('writes in each cell what the data say, and is the darker the more it is', () => {
    for (const [panel, svg] of pictures.entries()) {
      const cells = all(svg, 'rect').map((rect) => {
        const at = (name: string) => Number(rect.getAttribute(name));
        const [x, y] = [at('x') + at('width') / 2, at('y') + at('height') / 2];
        const near = all(svg, 'text').filter((text) => {
          const [left, top] = placeOf(text);
          return Math.abs(left - x) < 1 && Math.abs(top - y) < 1;
        });
        const shade = Number(rect.getAttribute('fill-opacity'));
        return { x, y, shade, texts: near.map(({ textContent }) => textContent) };
      });
      const rows = [...new Set(cells.map(({ y }) => y))].sort((a, b) => a - b);
      const columns = [...new Set(cells.map(({ x }) => x))].sort((a, b) => a - b);
      expect([rows.length, columns.length]).toEqual([2, 3]);
      for (const { x, y, texts } of cells) {
        // 0.05 + 0.2 for each reading, 0.3 for the shock, 0.01 for each step of speed
        const value = 0.06 + 0.2 * columns.indexOf(x) + 0.3 * rows.indexOf(y) + 0.01 * panel;
        expect(texts).toEqual([value.toFixed(2)]);
      }
      const byValue = cells.toSorted((a, b) => Number(a.texts[0]) - Number(b.texts[0]));
      for (const [index, { shade }] of byValue.slice(1).entries()) {
        expect(shade).toBeGreaterThan(byValue[index]!.shade);
      }
    }
  });

  it('has a key with the least and the largest value, in the same shades', () => {
    const entries = all(figure, '.key li').map(({ textContent }) => textContent!.trim());
    expect(entries).toEqual(['darker is more:', '0.06', '0.415', '0.77']);
    const shades = all(figure, '.key g[fill-opacity]').map((each) =>
      Number(each.getAttribute('fill-opacity')),
    );
    const drawn = pictures.flatMap((svg) =>
      all(svg, 'rect').map((rect) => Number(rect.getAttribute('fill-opacity'))),
    );
    expect([shades[0], shades[2]]).toEqual([Math.min(...drawn), Math.max(...drawn)]);
  });

  it('is darker the further below zero, where nothing is above', () => {
    const scale = { log: false, low: -4, high: -1, ticks: [] };
    const shades = [-4, -3, -1].map((value) => heatOpacity(scale, value));
    expect(shades).toEqual(shades.toSorted((a, b) => b - a));
    expect(new Set(shades).size).toBe(3);
  });

  it('needs a full grid with at least two by three values, and a metric that differs', () => {
    const count = (cells: Cell[]) => heatFigures(summaryOf(cells), ['m']).length;
    const value = ({ x, y }: Cell['set']) => Number(x) + Number(y);
    expect(count(grid(product([1, 2], [1, 2, 3]), value))).toBe(1);
    expect(count(grid(product([1, 2], [1, 2]), value))).toBe(0);
    expect(count(grid(product([1, 2], [1, 2, 3]).slice(1), value))).toBe(0);
    expect(count(grid(product([1, 2], [1, 2, 3]), () => 7))).toBe(0);
  });
});

describe('a metric over four numbers or more', () => {
  it('has a line with a band for each name, which is the interval of the data', () => {
    const sets = product([1, 2, 3, 4], ['a', 'b']);
    const cells = grid(sets, ({ x, y }) => (y === 'a' ? 0.1 : 0.2) * Number(x));
    for (const each of cells) each.metrics.m = metric(each.metrics.m!.mean, '1', 0.1, 10);
    const page = pageOf({ ...sampleInput(summaryOf(cells)), series: [], highlights: ['m'] });
    const [svg] = all(figureOf(page, 'm by'), 'svg.plot');
    expect(svg).toBeDefined();
    const [figure] = [...page.querySelectorAll('section.figure')];
    expect(figure!.querySelector('h3')!.textContent).toBe('m');
    expect(figure!.querySelector('.note')!.textContent).toContain('bands are the 95 % interval');
    const [picture] = all(figure!, 'svg.plot');
    const values = axisOf(picture!, 'y');
    const bands = all(picture!, 'g[fill-opacity] > path');
    expect(bands).toHaveLength(2);
    for (const [index, band] of bands.entries()) {
      for (const [at, [low, high]] of edges(band, values).entries()) {
        const mean = 0.1 * (index + 1) * (at + 1);
        expect(low).toBeCloseTo(0.9 * mean, 2);
        expect(high).toBeCloseTo(1.1 * mean, 2);
      }
    }
    const lines = all(picture!, 'g[stroke-width="1.8"] > path');
    expect(lines.map((line) => corners(line).length)).toEqual([4, 4]);
  });

  it('does not let an interval hide everything else, and says where it was cut', () => {
    const cells = grid(product([1, 2, 3, 4], ['a']), ({ x }) => 0.1 * Number(x));
    // Two replications of a probability of 0.2 may have an interval from -6 to 6.
    cells[1]!.metrics.m = { unit: '1', mean: 0.2, low: -6, high: 6, n: 2 };
    const page = pageOf({ ...sampleInput(summaryOf(cells)), series: [], highlights: ['m'] });
    const figure = figureOf(page, 'm');
    const [svg] = all(figure, 'svg.plot');
    const values = axisOf(svg!, 'y');
    const [low, high] = edges(all(svg!, 'g[fill-opacity] > path')[0]!, values)[1]!;
    expect(low).toBeCloseTo(0, 2);
    expect(high).toBeGreaterThanOrEqual(1);
    expect(high).toBeLessThan(1.1);
    expect(figure.querySelector('.note')!.textContent).toContain(
      'Intervals that reach beyond the axis are cut.',
    );
    // The table has it in full.
    expect(figure.querySelector('details table')!.textContent).toContain('-6');
  });

  it('keeps bars over fewer numbers', () => {
    const cells = grid(product([1, 2, 3], ['a', 'b']), ({ x }) => Number(x));
    for (const each of cells) each.metrics.m = metric(each.metrics.m!.mean, '1', 0.1, 10);
    const page = pageOf({ ...sampleInput(summaryOf(cells)), series: [], highlights: ['m'] });
    const texts = [...page.querySelectorAll('.note')].map(({ textContent }) => textContent);
    expect(texts.some((text) => text!.includes('bars are the 95 % interval'))).toBe(true);
  });
});

describe('answers at a glance', () => {
  it('say how far a metric goes, what moves it most, and its mean there', () => {
    expect(answers(input.summary, input.highlights)).toEqual([
      {
        metric: 'market.failure',
        found: '0.06 to 0.77',
        where: 'all 12',
        path: 'reading',
        // 0.05 + 0.15 for half of the cells under the shock + 0.015 for both speeds = 0.215
        levels: 'A: 0.215; B: 0.415; C: 0.615',
      },
      {
        metric: 'market.price',
        found: '1 USD to 2 USD',
        where: 'all 12',
        path: 'shock',
        levels: 'none: 2 USD; step: 1 USD',
      },
    ]);
  });

  it('come first on the page', () => {
    const [first] = pageOf(input).querySelectorAll('h2');
    expect(first!.textContent).toBe('Answers');
  });

  it('name nothing that moves a constant, and count the cells that have it', () => {
    const cells = grid(product([1, 2], [1, 2, 3]), () => 5);
    delete cells[0]!.metrics.m;
    expect(answers(summaryOf(cells), ['m'])).toEqual([
      { metric: 'm', found: '5', where: '5 of 6', path: '', levels: '' },
    ]);
  });

  it('compare only over full grids', () => {
    const cells = grid(product([1, 2], [1, 2, 3]), ({ x, y }) => Number(x) + 10 * Number(y));
    const found = effects(cells, 'm').map(({ dimension, swing }) => [dimension.name, swing]);
    // y: from 10 to 30; x: from 1 to 2
    expect(found).toEqual([
      ['y', 20],
      ['x', 1],
    ]);
    expect(effects(cells.slice(1), 'm')).toEqual([]);
  });

  it('take two paths that vary together for one', () => {
    const acts = [
      { cost: 1, raise: 0 },
      { cost: 0.5, raise: 0 },
      { cost: 1, raise: 9 },
    ];
    const sets = [3, 6].flatMap((at) => acts.map((act) => ({ at, ...act })));
    const cells = grid(sets, ({ at, raise }) => Number(at) + 10 * Number(raise));
    // 1, 0 and 0.5, 0: (3 + 6) / 2 = 4.5; 1, 9: 94.5
    const [answer] = answers(summaryOf(cells), ['m']);
    expect(answer).toMatchObject({
      path: 'cost, raise',
      levels: '1, 0: 4.5; 0.5, 0: 4.5; 1, 9: 94.5',
    });
    const [figure] = heatFigures(summaryOf(cells), ['m']);
    expect([figure!.columns.values, figure!.rows.values]).toEqual([
      ['3', '6'],
      ['1, 0', '0.5, 0', '1, 9'],
    ]);
    const values = figure!.panels[0]!.cells.map(({ column, row, value }) => [column, row, value]);
    expect(values).toEqual([
      [0, 0, 3],
      [0, 1, 3],
      [0, 2, 93],
      [1, 0, 6],
      [1, 1, 6],
      [1, 2, 96],
    ]);
  });

  it('name only the extremes of many values', () => {
    const cells = grid(product(['only'], [1, 2, 3, 4, 5]), ({ y }) => (Number(y) - 2) ** 2);
    expect(answers(summaryOf(cells), ['m'])[0]!.levels).toBe('2: 0; 5: 9');
  });
});
