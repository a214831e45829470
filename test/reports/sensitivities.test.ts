/** What decides an outcome: tornado, elementary effects, shares of the variance, rank correlations. */
import { describe, expect, it } from 'vitest';
import { sensitivityFigures } from '../../reports/sensitivities.ts';
import type { Sensitivity } from '../../scenarios/results.ts';
import { designInput, EFFECTS, INDICES, RANKS, TORNADO } from './economy.ts';
import { all, axisOf, type Element, figureOf, pageOf, placeOf } from './svg-reader.ts';

const page = pageOf(designInput([TORNADO, EFFECTS, INDICES, RANKS]));
const pictureOf = (heading: string) => all(figureOf(page, heading), 'svg.plot')[0]!;
const names = (svg: Element) =>
  all(svg, 'g[text-anchor="end"][font-variant] > text').map(({ textContent }) => textContent);

/** Bars from top to bottom, with their ends in the axis' numbers. */
function bars(svg: Element): { from: number; to: number; y: number; fill: string }[] {
  const values = axisOf(svg, 'x');
  return all(svg, 'rect')
    .map((rect) => {
      const at = (name: string) => Number(rect.getAttribute(name));
      const group = rect.parentElement as unknown as Element;
      return {
        from: values(at('x')),
        to: values(at('x') + at('width')),
        y: at('y'),
        fill: group.getAttribute('fill')!,
      };
    })
    .sort((a, b) => a.y - b.y);
}

const near = (found: number, expected: number) =>
  expect(Math.abs(found - expected)).toBeLessThan(0.03);

describe('a tornado', () => {
  const svg = pictureOf('market.price: one parameter at a time');

  it('has the widest swing on top', () => {
    // 13 - 4 = 9; 14 - 10 = 4; 11 - 9 = 2
    expect(names(svg)).toEqual(['market.demand', 'market.fee', 'market.depth']);
  });

  it('has two bars a row, from the base to the outcome at either end', () => {
    const expected = [
      [4, 10],
      [10, 13],
      [10, 14],
      [10, 12],
      [9, 10],
      [10, 11],
    ];
    const found = bars(svg);
    expect(found).toHaveLength(6);
    for (const [index, [from, to]] of expected.entries()) {
      near(found[index]!.from, from!);
      near(found[index]!.to, to!);
    }
    const [start, end] = [found[0]!.fill, found[1]!.fill];
    expect(start).not.toBe(end);
    expect(found.map(({ fill }) => fill)).toEqual([start, end, start, end, start, end]);
  });

  it('writes at the end of a bar what the parameter was there', () => {
    const values = axisOf(svg, 'x');
    const written = all(svg, 'text').map(
      (text) => [text.textContent, values(placeOf(text)[0])] as const,
    );
    for (const [label, at] of [
      ['20 %', 4],
      ['80 %', 13],
    ] as const) {
      near(written.find(([text]) => text === label)![1], at);
    }
    expect(figureOf(page, 'market.price: one').querySelector('.note')!.textContent).toContain(
      'The base is 10 USD.',
    );
  });
});

describe('other designs', () => {
  it('have bars of mu* with sigma as whisker', () => {
    const svg = pictureOf('market.price: elementary effects');
    expect(names(svg)).toEqual(['b', 'a']);
    for (const [index, [from, to]] of [
      [0, 3],
      [0, 1],
    ].entries()) {
      near(bars(svg)[index]!.from, from!);
      near(bars(svg)[index]!.to, to!);
    }
    const values = axisOf(svg, 'x');
    const whiskers = all(svg, 'g[stroke-width="1.4"] > line').map((line) =>
      ['x1', 'x2'].map((name) => values(Number(line.getAttribute(name)))),
    );
    // mu* 1 and sigma 0.5; mu* 3 and sigma 2
    for (const [index, [low, high]] of [
      [1, 1.5],
      [3, 5],
    ].entries()) {
      near(whiskers[index]![0]!, low!);
      near(whiskers[index]![1]!, high!);
    }
  });

  it('have first and total indices with their intervals, sorted by the total', () => {
    const svg = pictureOf('ishigami: shares');
    expect(names(svg)).toEqual(['x1', 'x2', 'x3']);
    const values = axisOf(svg, 'x');
    const intervals = all(svg, 'g[stroke-width="1.4"] > line').map((line) =>
      ['x1', 'x2'].map((name) => values(Number(line.getAttribute(name)))),
    );
    const expected = [0.3139, 0.5576, 0.4424, 0.4424, 0, 0.2437];
    expect(intervals).toHaveLength(6);
    for (const [index, middle] of expected.entries()) {
      const [low, high] = intervals[index]!;
      expect((low! + high!) / 2).toBeCloseTo(middle, 2);
      expect(high! - low!).toBeCloseTo(index % 2 === 0 ? 0.1 : 0.06, 2);
    }
    const table = figureOf(page, 'ishigami').querySelector('details table')!;
    expect(table.textContent).toContain('0.314 (0.264 to 0.364)');
  });

  it('have rank correlations on an axis from -1 to 1, the strongest on top whatever its sign', () => {
    const svg = pictureOf('market.failure: rank');
    expect(names(svg)).toEqual(['b', 'c', 'a']);
    const found = bars(svg);
    for (const [index, [from, to]] of [
      [-0.9, 0],
      [0, 0.5],
      [0, 0.2],
    ].entries()) {
      near(found[index]!.from, from!);
      near(found[index]!.to, to!);
    }
    const ticks = all(svg, 'g[font-variant]:not([text-anchor]) > text').map(
      (each) => each.textContent,
    );
    expect([ticks[0], ticks.at(-1)]).toEqual(['-1', '1']);
  });
});

describe('the page of a design', () => {
  it('leads with what decides, and draws no lines through its points', () => {
    const heads = [...page.querySelectorAll('h2')].map(({ textContent }) => textContent);
    expect(heads.slice(0, 2)).toEqual(['What decides', 'Expectations']);
    expect(heads).not.toContain('Figures');
    const points = [...page.querySelectorAll('main > details')];
    expect(points[0]!.querySelector('summary')!.textContent).toBe('12 points of the design');
  });

  it('has a panel for each cell of the grid beside it, with rows in one order', () => {
    const shifted: Sensitivity = {
      ...RANKS,
      set: { reading: 'B' },
      entries: RANKS.entries.map((entry) => ({ ...entry, rank: -entry.rank! / 3 })),
    };
    const [figure, ...others] = sensitivityFigures(
      designInput([{ ...RANKS, set: { reading: 'A' } }, shifted]).summary,
    );
    expect(others).toEqual([]);
    expect(figure!.panels.map(({ name }) => name)).toEqual(['reading = A', 'reading = B']);
    expect(figure!.rowNames).toEqual(['b', 'c', 'a']);
    expect(figure!.panels[1]!.rows.map(({ row }) => row)).toEqual([2, 0, 1]);
  });

  it('does without figures that a method could not find', () => {
    const bare = (method: Sensitivity['method']): Sensitivity => ({
      method,
      metric: 'm',
      unit: '1',
      set: {},
      entries: [{ path: 'a', from: 0, to: 1 }],
    });
    const methods = ['one-at-a-time', 'morris', 'saltelli', 'latin', 'sobol'] as const;
    const text = pageOf(designInput(methods.map(bare))).documentElement!.outerHTML;
    expect(text).not.toMatch(/NaN|undefined|Infinity/);
  });
});
