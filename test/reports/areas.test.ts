/** Bands of quantiles and stacked parts: what is drawn is what the series say. */
import { describe, expect, it } from 'vitest';
import { choosePanels, tellingCells } from '../../reports/cell-panels.ts';
import { curveFigures } from '../../reports/curves.ts';
import { varying } from '../../reports/dimensions.ts';
import { fanFigures, splitQuantile } from '../../reports/fans.ts';
import { stackFigures } from '../../reports/stacks.ts';
import type { Series } from '../../scenarios/results.ts';
import { economyInput, HOLDERS, heldAt, quantileAt, SHARES } from './economy.ts';
import { all, axisOf, corners, edges, figureOf, pageOf } from './svg-reader.ts';

const input = economyInput();
const page = pageOf(input);
const titles = [...page.querySelectorAll('h3')].map(({ textContent }) => textContent!);
const texts = (section: ReturnType<typeof figureOf>, selector: string) =>
  all(section, selector).map(({ textContent }) => textContent!.trim());

describe('a fan', () => {
  const fan = figureOf(page, 'market.price: bands');
  const pictures = all(fan, 'svg.plot');

  it('takes the place of the curves of its quantiles', () => {
    expect(titles.filter((title) => /market\.price\.p\d/.test(title))).toEqual([]);
    expect(texts(fan, '.key li')).toEqual(['p1 to p99', 'p5 to p95', 'p25 to p75', 'median']);
  });

  it('has a panel for what changes it, and says what does not', () => {
    expect(texts(fan, 'figcaption')).toEqual(['shock = none', 'shock = step']);
    expect(texts(fan, '.note')).toEqual(['The same for every reading and speed.']);
  });

  it.each([
    [0, 1],
    [1, 0.5],
  ])('draws in panel %d the bands of the data, the widest first', (panel, fall) => {
    const svg = pictures[panel]!;
    // 0.5 x 2 x 0.1 = 0.1 to 2 x 3 = 6 is a factor of 60: the axis is logarithmic.
    expect(svg.textContent).toContain('market.price (USD), log scale');
    const values = axisOf(svg, 'y', true);
    const bands = all(svg, 'g[fill-opacity] > path').map((path) => edges(path, values));
    expect(bands).toHaveLength(3);
    for (const [index, band] of bands.entries()) {
      expect(band).toHaveLength(13);
      for (const [month, [low, high]] of band.entries()) {
        // Two decimals of a pixel, of which about 50 are a factor of 3: a few parts in ten thousand.
        expect(low / (fall * quantileAt(index, month))).toBeCloseTo(1, 3);
        expect(high / (fall * quantileAt(SHARES.length - 1 - index, month))).toBeCloseTo(1, 3);
      }
    }
    const medians = all(svg, 'g[stroke-width="2.2"] > path').map(corners);
    expect(medians).toHaveLength(1);
    for (const [, y] of medians[0]!) expect(values(y) / (2 * fall)).toBeCloseTo(1, 3);
  });

  it('shares its axes between panels, in days', () => {
    const ticks = pictures.map((svg) =>
      all(svg, 'g[font-variant] > text').map((text) => text.outerHTML),
    );
    expect(ticks[0]).toEqual(ticks[1]);
    const path = all(pictures[0]!, 'g[fill-opacity] > path')[0]!;
    const places = new Set(corners(path).map(([x]) => Math.round(axisOf(pictures[0]!, 'x')(x))));
    // Thirteen months of 30 days.
    expect([...places].sort((a, b) => a - b)).toEqual(Array.from({ length: 13 }, (_, i) => 30 * i));
  });

  it('is read from names only where two quantiles are as far from the median', () => {
    expect(splitQuantile('a.b.p2.5')).toEqual(['a.b', 2.5]);
    expect(['a.b.p999', 'a.b.p', 'a.b.price', 'p5', 'a.p5x'].map(splitQuantile)).toEqual(
      new Array(5).fill(null),
    );
    const curve = (name: string): Series => ({
      cell: 0,
      name,
      xUnit: 's',
      yUnit: '1',
      points: [
        [0, 1],
        [1, 2],
      ],
    });
    const names = ['q.p50', 'q.p90', 'q.p99', 'r.p2.5', 'r.p97.5', 'r.p90', 's.p50'];
    const { fans, rest } = fanFigures(input.summary, names.map(curve));
    expect(fans.map(({ title, quantiles, median }) => [title, quantiles, median])).toEqual([
      ['r', ['p2.5', 'p97.5'], null],
    ]);
    expect(rest.map(({ name }) => name)).toEqual(['q.p50', 'q.p90', 'q.p99', 'r.p90', 's.p50']);
  });

  it('leaves out places at which a quantile is missing', () => {
    const series = input.series.filter(({ cell }) => cell === 0);
    const gap = series.map((each) =>
      each.name.endsWith('.p75') ? { ...each, points: each.points.slice(2) } : each,
    );
    const { fans } = fanFigures(input.summary, gap);
    expect(fans[0]!.panels[0]!.rows).toHaveLength(11);
  });
});

describe('a stack', () => {
  const stack = figureOf(page, 'market.held: parts');

  it('lays the parts on top of each other in their order, up to the whole', () => {
    expect(texts(stack, '.key li')).toEqual(['from the bottom:', ...HOLDERS]);
    expect(texts(stack, 'figcaption')).toEqual(['speed = 1', 'speed = 2']);
    for (const [panel, svg] of all(stack, 'svg.plot').entries()) {
      const values = axisOf(svg, 'y');
      const parts = all(svg, 'g[fill-opacity] > path').map((path) => edges(path, values));
      expect(parts).toHaveLength(HOLDERS.length);
      for (let month = 0; month <= 12; month++) {
        let sum = 0;
        for (const [index, part] of parts.entries()) {
          const [low, high] = part[month]!;
          expect(Math.abs(low - sum)).toBeLessThan(1);
          sum += heldAt(index, month, panel + 1);
          expect(Math.abs(high - sum)).toBeLessThan(1);
        }
        // What is sold changes hands: 400 + 300 + 200 + 100.
        expect(sum).toBe(1000);
      }
    }
  });

  it('tells neighbours apart by lightness and names them at the edge', () => {
    for (const svg of all(stack, 'svg.plot')) {
      const shades = all(svg, 'g[fill-opacity]').map((area) => area.getAttribute('fill-opacity'));
      for (const [index, shade] of shades.slice(1).entries()) expect(shade).not.toBe(shades[index]);
      expect(all(svg, 'g[font-weight] > text').map(({ textContent }) => textContent)).toEqual(
        HOLDERS,
      );
    }
  });

  const part = (name: string, points: Series['points'], stacked = true): Series => ({
    cell: 0,
    name,
    xUnit: 's',
    yUnit: '1',
    points,
    ...(stacked ? { stack: true as const } : {}),
  });
  const up = [
    [0, 1],
    [1, 2],
  ] as const;

  it.each([
    ['unmarked parts', [part('x[a]', up, false), part('x[b]', up, false)]],
    [
      'negative parts',
      [
        part('x[a]', up),
        part('x[b]', [
          [0, -1],
          [1, 2],
        ]),
      ],
    ],
    [
      'parts at other places',
      [
        part('x[a]', up),
        part('x[b]', [
          [0, 1],
          [2, 2],
        ]),
      ],
    ],
    ['parts in other units', [part('x[a]', up), { ...part('x[b]', up), yUnit: 's' }]],
  ])('is not made of %s', (_, series) => {
    const { stacks, rest } = stackFigures(input.summary, series);
    expect(stacks).toEqual([]);
    expect(rest).toEqual(series);
  });

  it('takes a part that a cell lacks for nothing there', () => {
    const { stacks } = stackFigures(input.summary, [
      part('x[a]', up),
      { ...part('x[a]', up), cell: 4 },
      { ...part('x[b]', up), cell: 4 },
    ]);
    expect(stacks[0]!.panels.map(({ rows }) => rows.map(({ parts }) => parts))).toEqual([
      [
        [1, 0],
        [2, 0],
      ],
      [
        [1, 1],
        [2, 2],
      ],
    ]);
  });
});

describe('curves of one base', () => {
  const chance = (cell: number, key: string, end: number): Series => ({
    cell,
    name: `event[${key}]`,
    xUnit: 's',
    yUnit: '1',
    points: [
      [0, 0],
      [1, end],
    ],
  });

  it('are lines of one figure, one panel for each cell that differs', () => {
    // Cells 0 and 1 differ in speed, 0 and 2 in the shock.
    const [figure, ...others] = curveFigures(
      input.summary,
      [0, 1, 2, 3].flatMap((cell) => [
        chance(cell, 'low', 0.5),
        chance(cell, 'out', cell < 2 ? 0 : 1),
      ]),
    );
    expect(others).toEqual([]);
    expect(figure).toMatchObject({ title: 'event', lineNames: ['low', 'out'], same: ['speed'] });
    const ends = figure!.panels.map(({ name, lines }) => [
      name,
      lines.map((line) => line.points.at(-1)!.mean),
    ]);
    expect(ends).toEqual([
      ['shock = none', [0.5, 0]],
      ['shock = step', [0.5, 1]],
    ]);
  });

  it('come before single curves, of which a page folds those beyond six', () => {
    const single = Array.from({ length: 8 }, (_, index) => ({
      ...chance(0, 'x', 1),
      name: `curve.${index}`,
    }));
    const series = [...single, chance(0, 'low', 1), chance(0, 'out', 1)];
    const shown = pageOf({ ...input, series });
    const heads = [...shown.querySelectorAll('section > section.figure h3')].map(
      (h) => h.textContent,
    );
    expect(heads.filter((head) => /^(event|curve\.\d)$/.test(head!))).toEqual([
      'event',
      ...[0, 1, 2, 3, 4].map((index) => `curve.${index}`),
    ]);
    const folded = [...shown.querySelectorAll('section > details > section.figure h3')];
    expect(folded.map(({ textContent }) => textContent)).toEqual(['curve.5', 'curve.6', 'curve.7']);
  });

  it('that have bands are not drawn for one path', () => {
    const path = { ...input.series[0]!, name: 'market.price' };
    const heads = [...pageOf({ ...input, series: [path, ...input.series] }).querySelectorAll('h3')];
    const found = heads.map(({ textContent }) => textContent!).filter((h) => h === 'market.price');
    // That of the means over the sweep.
    expect(found).toHaveLength(1);
  });
});

describe('panels', () => {
  const { cells } = input.summary;

  it('keep whole dimensions and fix the shortest, the last of equals, until they fit', () => {
    const fixed = (most: number) => choosePanels(varying(cells), most).fixed;
    expect(fixed(12)).toEqual({});
    expect(fixed(11)).toEqual({ speed: '1' });
    expect(fixed(5)).toEqual({ speed: '1', shock: 'none' });
    // A single dimension is shown as far as it fits.
    expect(fixed(2)).toEqual({ speed: '1', shock: 'none' });
  });

  it('are one for all cells that look the same, unless there are gaps', () => {
    const looks = new Map(cells.map(({ set }, cell) => [cell, String(set.shock)]));
    const { dimensions, same, places } = tellingCells(input.summary, looks);
    expect(dimensions.map(({ name }) => name)).toEqual(['shock']);
    expect(same).toEqual(['reading', 'speed']);
    expect(places.map(({ cell }) => cell)).toEqual([0, 2]);
    looks.delete(0);
    expect(tellingCells(input.summary, looks).same).toEqual([]);
  });
});
