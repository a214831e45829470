/** What a design says of its factors, and lines that expect it: outcomes made up in closed form. */
import { describe, expect, it } from 'vitest';
import { judge } from '../../scenarios/expect.ts';
import { type InputError, renderProblem } from '../../scenarios/problem.ts';
import type { Resolved } from '../../scenarios/resolve.ts';
import type { Cell, Sensitivity } from '../../scenarios/results.ts';
import { checkOutcomes, sensitivityOf } from '../../scenarios/sensitivity.ts';
import { problemsOf, resolveText } from './fixtures/laboratory.ts';

const OF = 'of: { network.nodes: [10, 110], da.coding.rate: [1, 5], network.loss: [0 %, 50 %] }';

/** Delay 2 s for the whole range of nodes, -1 s for that of the rate, none for loss. */
const delay = (set: Cell['set']) =>
  7 + (2 * (Number(set['network.nodes']) - 10)) / 100 - (Number(set['da.coding.rate']) - 1) / 4;

const scenario = (method: string, more = '', root = '') =>
  resolveText(`name: a\nsweep: { design: { method: ${method}, ${OF}${more} } }\n${root}`);

function cellsOf(resolved: Resolved, value = delay): Cell[] {
  return resolved.points.map(({ set }) => {
    const mean = value(set);
    const metric = { unit: 's', mean, low: mean, high: mean, n: 1, quantiles: { p50: mean / 2 } };
    return { set, replications: 1, metrics: { 'da.delay': metric, 'da.x[a]': metric }, labels: {} };
  });
}

const only = (all: Sensitivity[]): Sensitivity => {
  expect(all).toHaveLength(1);
  return all[0]!;
};

const found = (resolved: Resolved, value = delay) =>
  sensitivityOf(resolved, cellsOf(resolved, value), ['da.delay']);

describe('the sensitivity of a linear outcome', () => {
  it('one at a time: the outcome at both ends', () => {
    // At the base of 100 nodes and rate 3: 7 + 1.8 - 0.5 = 8.3.
    const { entries, ...head } = only(found(scenario('one-at-a-time')));
    expect(head).toEqual({
      ...{ method: 'one-at-a-time', metric: 'da.delay', unit: 's', set: {} },
      base: expect.closeTo(8.3, 12),
    });
    expect(entries).toEqual([
      {
        ...{ path: 'network.nodes', from: 10, to: 110 },
        ...{ low: expect.closeTo(6.5, 12), high: expect.closeTo(8.5, 12) },
      },
      {
        ...{ path: 'da.coding.rate', from: 1, to: 5 },
        ...{ low: expect.closeTo(8.8, 12), high: expect.closeTo(7.8, 12) },
      },
      {
        ...{ path: 'network.loss', from: '0 %', to: '50 %' },
        ...{ low: expect.closeTo(8.3, 12), high: expect.closeTo(8.3, 12) },
      },
    ]);
  });

  it('morris: slopes over the range, without spread in spite of rounding', () => {
    const { entries } = only(found(scenario('morris', ', points: 6')));
    const numbers = entries.map(({ mu, muStar, sigma }) => [mu, muStar, sigma]);
    expect(numbers).toEqual([
      [expect.closeTo(2, 9), expect.closeTo(2, 9), expect.closeTo(0, 9)],
      [expect.closeTo(-1, 9), expect.closeTo(1, 9), expect.closeTo(0, 9)],
      [0, 0, 0],
    ]);
  });

  it('saltelli: shares of the squares, 4/5 and 1/5', () => {
    const { entries } = only(found(scenario('saltelli', ', points: 512')));
    expect(entries[0]!.first!.value).toBeCloseTo(0.8, 1);
    expect(entries[0]!.total!.value).toBeCloseTo(0.8, 1);
    expect(entries[1]!.first!.value).toBeCloseTo(0.2, 1);
    expect(entries[2]!.first!.value).toBe(0);
    expect(entries[2]!.total).toEqual({ value: 0, low: 0, high: 0 });
  });

  it.each(['latin', 'sobol'])('%s: rank correlations of their signs', (method) => {
    const { entries } = only(found(scenario(method, ', points: 128')));
    // Of a sum of uniform parts, Pearson's would be 2/sqrt(5) = 0.894 and -0.447.
    expect(entries[0]!.rank).toBeGreaterThan(0.8);
    expect(entries[1]!.rank).toBeLessThan(-0.3);
    expect(Math.abs(entries[2]!.rank!)).toBeLessThan(0.2);
  });

  it('says nothing of shares when the outcome does not vary', () => {
    expect(found(scenario('saltelli', ', points: 4'), () => 3)).toEqual([]);
    const { entries } = only(found(scenario('latin', ', points: 4'), () => 3));
    expect(entries[0]).toEqual({ path: 'network.nodes', from: 10, to: 110 });
  });

  it('is told for each cell of the grid', () => {
    const resolved = resolveText(
      `name: a\nsweep: { da.layer: [gossip, dispersal], design: { method: one-at-a-time, ${OF} } }\n`,
    );
    const value = (set: Cell['set']) => delay(set) * (set['da.layer'] === 'gossip' ? 1 : 10);
    const both = found(resolved, value);
    expect(both.map(({ set }) => set)).toEqual([
      { 'da.layer': 'gossip' },
      { 'da.layer': 'dispersal' },
    ]);
    expect(both.map(({ base }) => base)).toEqual([expect.closeTo(8.3, 12), expect.closeTo(83, 12)]);
  });
});

describe('the outcomes of a design', () => {
  const metrics = (resolved: Resolved) => found(resolved).map(({ metric }) => metric);

  it('are the named ones, a statistic or a breakdown too', () => {
    const more = ", outcomes: ['da.x[a]', da.delay.p50]";
    expect(metrics(scenario('one-at-a-time', more))).toEqual(['da.x[a]', 'da.delay.p50']);
  });

  it('or those that expectations ask about, each once', () => {
    const root = "expect: ['da.x[a] > 1 s', 'da.delay < 9 s', 'da.x[a] < da.delay', 'da.none > 1']";
    expect(metrics(scenario('one-at-a-time', '', root))).toEqual(['da.x[a]', 'da.delay']);
  });

  it('or the highlights, with their breakdowns', () => {
    const resolved = scenario('one-at-a-time');
    const named = sensitivityOf(resolved, cellsOf(resolved), ['da.x', 'da.y']);
    expect(named.map(({ metric }) => metric)).toEqual(['da.x[a]']);
  });

  it('are refused with their place when a point has none', () => {
    const resolved = scenario('one-at-a-time', ', outcomes: [da.delya]');
    try {
      checkOutcomes(resolved, cellsOf(resolved)[0]!);
      expect.unreachable();
    } catch (error) {
      expect((error as InputError).problems.map(renderProblem)).toEqual([
        'scenario.yaml:2:139 sweep.design.outcomes: expected a metric that every point of the ' +
          'design has; found "da.delya"; did you mean "da.delay"?',
      ]);
    }
  });
});

describe('lines about sensitivity', () => {
  const judged = (method: string, more: string, ...lines: string[]) => {
    const root = `expect: [${lines.map((line) => JSON.stringify(line)).join(', ')}]\n`;
    const resolved = scenario(method, more, root);
    const cells = cellsOf(resolved);
    const varied = resolved.sweep.design!.factors.map(({ path }) => path);
    const sensitivity = sensitivityOf(resolved, cells, []);
    return judge(resolved.expect, cells, { varied, sensitivity });
  };

  it('compare paths by any statistic of the method, once for the design', () => {
    expect(
      judged(
        'morris',
        ', points: 5',
        'da.delay[by=network.nodes].mu_star > 1.9 * da.delay[by=da.coding.rate].mu_star',
        'da.delay[by=da.coding.rate].mu < -0.9 s',
        'da.delay[by=network.loss].sigma == 0',
      ).map(({ cell, pass }) => [cell, pass]),
    ).toEqual([
      [0, true],
      [0, true],
      [0, true],
    ]);
  });

  it('have the unit of the outcome, or none for shares and correlations', () => {
    const shares = judged(
      'saltelli',
      ', points: 256',
      'da.delay[by=network.nodes].total > 0.7',
      'da.delay[by=network.nodes].first > 1 s',
    );
    expect(shares.map(({ pass }) => pass)).toEqual([true, false]);
    expect(shares[1]!.found).toBe('1 cannot be compared with s');
    expect(
      judged('one-at-a-time', '', 'da.delay[by=network.nodes].swing > 1.9 s')[0],
    ).toMatchObject({ pass: true, found: expect.closeTo(2, 12) });
    expect(judged('latin', ', points: 64', 'da.delay[by=network.nodes].rank > 0.7')[0]!.pass).toBe(
      true,
    );
  });

  it('fail when the outcome is not there', () => {
    expect(judged('latin', ', points: 4', 'da.none[by=network.loss].rank > 0')).toEqual([
      { text: 'da.none[by=network.loss].rank > 0', cell: 0, found: null, pass: false },
    ]);
  });

  it.each([
    [
      'da.delay[by=network.node].mu > 0',
      'a path of the design: one of "network.nodes", "da.coding.rate", "network.loss"; ' +
        'found "network.node"; did you mean "network.nodes"?',
    ],
    [
      'da.delay[by=network.nodes].first > 0',
      'a statistic of morris after the bracket: one of "mu", "mu_star", "sigma"; found "first"',
    ],
    [
      'da.delay[by=network.nodes] > 0',
      'a statistic of morris after the bracket: one of "mu", "mu_star", "sigma"; found none',
    ],
  ])('%s is refused', (line, expected) => {
    const text = `name: a\nsweep: { design: { method: morris, points: 4, ${OF} } }\nexpect: ['${line}']\n`;
    expect(problemsOf(text).map(renderProblem)).toEqual([
      `scenario.yaml:3:20 expect.0: expected ${expected}`,
    ]);
  });
});
