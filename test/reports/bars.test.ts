/** A run without sweep: its highlighted breakdowns as bars, before the tables. */
import { describe, expect, it } from 'vitest';
import { barFigures, drawnPoints, pointsOf } from '../../reports/bars.ts';
import { renderTable } from '../../reports/terminal.ts';
import type { Metric } from '../../scenarios/results.ts';
import { metric, sampleInput, sampleSummary } from './sample.ts';
import { all, axisOf, type Element, figureOf, pageOf, placeOf } from './svg-reader.ts';

const ends = (mean: number, low: number, high: number, unit: string): Metric => ({
  unit,
  mean,
  low,
  high,
  n: 3,
});

const METRICS: Record<string, Metric> = {
  rate: ends(5, 4, 6, '1/s'),
  'lane.latency[read]': ends(0.5, 0.25, 0.75, 's'),
  'lane.latency[log]': { ...ends(4, 3.5, 4.5, 's'), quantiles: { p50: 3, p99: 9 } },
  'lane.latency[write]': ends(2, 2, 2, 's'),
  'task.share[a]': ends(0.25, -0.5, 1, '1'),
  'task.share[b]': ends(0.75, 0.5, 1.5, '1'),
  'task.share[c]': ends(0, 0, 0, '1'),
  'spare[a]': ends(0, 0, 0, 'B'),
  'spare[b]': ends(0, 0, 0, 'B'),
  'lonely[a]': ends(1, 1, 1, 'B'),
  'flow[in]': ends(2e6, 2e6, 2e6, 'B/s'),
  'flow[out]': ends(-1e6, -1.5e6, -0.5e6, 'B/s'),
  'quiet[a]': ends(1, 1, 1, 'B'),
  'quiet[b]': ends(2, 2, 2, 'B'),
};
const HIGHLIGHTS = ['rate', 'task.share', 'lane.latency', 'spare', 'lonely', 'flow[out]'];

function single(metrics = METRICS, highlights: readonly string[] = HIGHLIGHTS) {
  const summary = sampleSummary();
  summary.cells = [{ set: {}, replications: 3, metrics, labels: {} }];
  summary.expectations = [{ text: 'rate > 1', cell: 0, found: 5, pass: true }];
  return { ...sampleInput(summary), series: [], highlights, companions: {} };
}

const page = pageOf(single());
const pictureOf = (heading: string) => all(figureOf(page, heading), 'svg.plot')[0]!;
const names = (svg: Element) =>
  all(svg, 'g[text-anchor="end"][font-variant] > text').map(({ textContent }) => textContent);

/** From top to bottom, in the axis' numbers: where each bar starts and ends. */
function bars(svg: Element): [from: number, to: number][] {
  const values = axisOf(svg, 'x');
  return all(svg, 'rect')
    .map((rect) => ['x', 'width', 'y'].map((name) => Number(rect.getAttribute(name))))
    .sort((a, b) => a[2]! - b[2]!)
    .map(([x, width]) => [values(x!), values(x! + width!)]);
}

function whiskers(svg: Element): [low: number, high: number][] {
  const values = axisOf(svg, 'x');
  return all(svg, 'g[stroke-width="1.4"] > line').map((line) => {
    const [low, high] = ['x1', 'x2'].map((name) => values(Number(line.getAttribute(name))));
    return [low!, high!];
  });
}

function expectNear(found: readonly [number, number][], expected: readonly [number, number][]) {
  expect(found).toHaveLength(expected.length);
  for (const [index, [from, to]] of expected.entries()) {
    expect(Math.abs(found[index]![0] - from)).toBeLessThan(0.02 * Math.max(1, Math.abs(to)));
    expect(Math.abs(found[index]![1] - to)).toBeLessThan(0.02 * Math.max(1, Math.abs(to)));
  }
}

describe('a breakdown of a run without sweep', () => {
  it('has a bar from zero for each key, the largest on top', () => {
    const svg = pictureOf('lane.latency');
    expect(names(svg)).toEqual(['log', 'write', 'read']);
    expectNear(bars(svg), [
      [0, 4],
      [0, 2],
      [0, 0.5],
    ]);
  });

  it('has the interval of the mean as whisker, and none where there is no interval', () => {
    expectNear(whiskers(pictureOf('lane.latency')), [
      [3.5, 4.5],
      [0.25, 0.75],
    ]);
  });

  it('writes each value with its unit beside its bar, and the unit of the axis below', () => {
    const texts = all(pictureOf('lane.latency'), 'text').map(({ textContent }) => textContent);
    expect(texts).toEqual(expect.arrayContaining(['4 s', '2 s', '500 ms', 'lane.latency (s)']));
    const svg = pictureOf('lane.latency');
    const values = axisOf(svg, 'x');
    const written = all(svg, 'text').find(({ textContent }) => textContent === '4 s')!;
    // right of its whisker, which ends at 4.5 s
    expect(values(placeOf(written)[0])).toBeGreaterThan(4.4);
  });

  it('cuts intervals of shares at 0 and 100 %, and says so', () => {
    expectNear(whiskers(pictureOf('task.share')), [
      [50, 100],
      [0, 100],
    ]);
    expect(names(pictureOf('task.share'))).toEqual(['b', 'a', 'c']);
    expect(figureOf(page, 'task.share').querySelector('.note')!.textContent).toBe(
      '3 replications; whiskers are the 95 % interval of the mean. ' +
        'Intervals that reach beyond the axis are cut. Seed 42.',
    );
  });

  it('goes left of zero for what is negative', () => {
    expectNear(bars(pictureOf('flow')), [
      [0, 2],
      [-1, 0],
    ]);
  });

  it('is described in words, and has its data as a table with the quantiles', () => {
    const figure = figureOf(page, 'lane.latency');
    expect(all(figure, 'svg[role=img]')[0]!.getAttribute('aria-label')).toBe(
      'Bar chart of lane.latency, 3 bars, the longest first. The data follow as a table.',
    );
    const rows = all(figure, 'details tbody tr').map((row) =>
      all(row, 'th, td').map(({ textContent }) => textContent),
    );
    expect(rows[0]).toEqual(['log', '4', '3.5', '4.5', '3', '3', '9']);
    expect(rows.map(([key]) => key)).toEqual(['log', 'write', 'read']);
  });

  it('has no interval with one replication', () => {
    const once = { 'x[a]': metric(1, 's', 0, 1), 'x[b]': metric(2, 's', 0, 1) };
    const figure = figureOf(pageOf(single(once, ['x'])), 'x');
    expect(whiskers(all(figure, 'svg.plot')[0]!)).toEqual([]);
    expect(figure.querySelector('.note')!.textContent).toBe('1 replication; no interval. Seed 42.');
  });
});

describe('which breakdowns have bars', () => {
  const titles = (input: ReturnType<typeof single>) =>
    barFigures(input.summary, input.highlights).map(({ title }) => title);

  it('the highlighted ones with two keys that are not all zero, in the order of the highlights', () => {
    expect(titles(single())).toEqual(['task.share', 'lane.latency', 'flow']);
    expect(titles(single(METRICS, []))).toEqual([]);
  });

  it('none of a sweep, which has figures of its own', () => {
    expect(barFigures(sampleSummary(), ['da.ingress_per_byte'])).toEqual([]);
  });

  it('none for values that are not finite', () => {
    const metrics = {
      'x[a]': metric(Number.NaN, 's'),
      'x[b]': metric(2, 's'),
      'x[c]': metric(1, 's'),
    };
    const [figure] = barFigures(single(metrics, ['x']).summary, ['x']);
    expect(pointsOf(figure!).map(({ mean }) => mean)).toEqual([2, 1]);
    expect(pageOf(single(metrics, ['x'])).documentElement!.outerHTML).not.toMatch(/NaN|undefined/);
  });
});

describe('a breakdown of many keys', () => {
  const keyed = (means: readonly number[]) =>
    Object.fromEntries(means.map((mean, at) => [`use[k${at}]`, metric(mean, '1', 0)]));
  const drawn = (means: readonly number[]) => {
    const [figure] = barFigures(single(keyed(means), ['use']).summary, ['use']);
    return drawnPoints(pointsOf(figure!)).map(({ mean }) => mean);
  };
  const range = (count: number) => Array.from({ length: count }, (_, at) => at + 1);

  it('keeps its zeros up to twelve keys, and leaves them out beyond', () => {
    expect(drawn([...range(11), 0])).toEqual([...range(11).reverse(), 0]);
    expect(drawn([...range(4), ...range(9).map(() => 0)])).toEqual([4, 3, 2, 1]);
  });

  it('has bars for the twelve largest; the data have all, which the caption counts', () => {
    expect(drawn(range(15))).toEqual([15, 14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4]);
    const figure = figureOf(pageOf(single(keyed(range(15)), ['use'])), 'use');
    expect(all(figure, 'rect')).toHaveLength(12);
    expect(all(figure, 'details tbody tr')).toHaveLength(15);
    expect(figure.querySelector('.note')!.textContent).toContain('3 more keys in the data.');
  });
});

describe('the page of a run without sweep', () => {
  it('has the bars first, then the tables, and each picture once', () => {
    const heads = [...page.querySelectorAll('h2')].map(({ textContent }) => textContent);
    expect(heads.slice(0, 3)).toEqual(['Breakdowns', 'Expectations', 'Results']);
    expect([...page.querySelectorAll('h3')].map(({ textContent }) => textContent)).toEqual([
      'task.share',
      'lane.latency',
      'flow',
    ]);
  });

  it('goes without them where nothing is highlighted', () => {
    const heads = [...pageOf(single(METRICS, [])).querySelectorAll('h2')];
    expect(heads.map(({ textContent }) => textContent)).not.toContain('Breakdowns');
  });

  it('leaves the terminal as it is: one row for each metric', () => {
    const { summary, highlights } = single();
    const rows = renderTable(summary, { highlights }).split('\n');
    for (const name of Object.keys(METRICS)) {
      expect(rows.filter((row) => row.startsWith(`${name} `))).toHaveLength(1);
    }
  });
});
