/** Wrong designs and what their author is told; lines and columns are counted by hand. */
import { describe, expect, it } from 'vitest';
import { renderProblem } from '../../scenarios/problem.ts';
import { problemsOf } from './fixtures/laboratory.ts';

const told = (...design: string[]) => {
  const body = design.map((line) => `    ${line}\n`).join('');
  return problemsOf(`name: a\nsweep:\n  design:\n${body}`).map(renderProblem);
};
const at = (line: number, column: number, path: string) =>
  `scenario.yaml:${line}:${column} sweep.design${path}: expected`;
const LATIN = ['method: latin', 'points: 4'];
const RANGE = 'a range: [from, to] or { from, to, scale }';
const COUNT = 'a whole number from 2 to 100000';
const METHODS = 'one of "one-at-a-time", "morris", "saltelli", "latin", "sobol"';

describe('a wrong design', () => {
  it.each<[string, string[], string[]]>([
    [
      'no map',
      ['latin'],
      [`${at(4, 5, '')} a map with the keys method, points, of, outcomes; found "latin"`],
    ],
    [
      'an unknown key',
      [...LATIN, 'off: {}', 'of: { network.nodes: [1, 2] }'],
      [
        `${at(6, 5, '.off')} one of "method", "points", "of", "outcomes"; found "off"; did you mean "of"?`,
      ],
    ],
    [
      'an unknown method',
      ['method: latim', 'points: 4', 'of: { network.nodes: [1, 2] }'],
      [`${at(4, 13, '.method')} ${METHODS}; found "latim"; did you mean "latin"?`],
    ],
    [
      'no method',
      ['of: { network.nodes: [1, 2] }'],
      [`${at(4, 5, '.method')} ${METHODS}; found nothing`],
    ],
    [
      'no points',
      ['method: latin', 'of: { network.nodes: [1, 2] }'],
      [`${at(4, 5, '.points')} ${COUNT}; found nothing`],
    ],
    [
      'points 0',
      ['method: morris', 'points: 0', 'of: { network.nodes: [1, 2] }'],
      [`${at(5, 13, '.points')} ${COUNT}; found 0`],
    ],
    [
      'half a point',
      ['method: sobol', 'points: 2.5', 'of: { network.nodes: [1, 2] }'],
      [`${at(5, 13, '.points')} ${COUNT}; found 2.5`],
    ],
    [
      'points of a method that has none',
      ['method: one-at-a-time', 'points: 4', 'of: { network.nodes: [1, 2] }'],
      [
        `${at(5, 13, '.points')} no points: one-at-a-time runs the base and both ends of each range; found 4`,
      ],
    ],
    [
      'no paths',
      [...LATIN, 'of: {}'],
      [`${at(6, 9, '.of')} a map of paths to ranges; found a map`],
    ],
    [
      'an unknown path',
      [...LATIN, 'of: { network.node: [1, 2] }'],
      [
        `${at(6, 11, '.of.network.node')} the path of a parameter; found "network.node"; did you mean "network.nodes"?`,
      ],
    ],
    [
      'a parameter that is no number',
      [...LATIN, 'of: { da.layer: [gossip, dispersal] }'],
      [
        `${at(6, 11, '.of.da.layer')} the path of a parameter that is a number; found "da.layer", which takes ` +
          'one of "gossip", "pull-tree", "dispersal"; sweep it in `grid`',
      ],
    ],
    [
      'a group',
      [...LATIN, 'of: { da.coding: [1, 2] }'],
      [
        `${at(6, 11, '.of.da.coding')} the path of a parameter that is a number; found "da.coding", which takes ` +
          'a map with the keys chunks, rate; sweep it in `grid`',
      ],
    ],
    [
      'a setting of the whole experiment',
      [...LATIN, 'of: { replications: [1, 2] }'],
      [
        `${at(6, 11, '.of.replications')} the path of a parameter; found "replications"; it holds for all points`,
      ],
    ],
    [
      'one end',
      [...LATIN, 'of: { network.nodes: [1] }'],
      [`${at(6, 26, '.of.network.nodes')} ${RANGE}; found a list of 1`],
    ],
    [
      'no end',
      [...LATIN, 'of: { network.nodes: [] }'],
      [`${at(6, 26, '.of.network.nodes')} ${RANGE}; found an empty list`],
    ],
    [
      'a single value',
      [...LATIN, 'of: { network.nodes: 5 }'],
      [`${at(6, 26, '.of.network.nodes')} ${RANGE}; found 5`],
    ],
    [
      'a range without its end',
      [...LATIN, 'of: { network.nodes: { from: 5 } }'],
      [`${at(6, 26, '.of.network.nodes.to')} a value; found nothing`],
    ],
    [
      'ends in the wrong order',
      [...LATIN, 'of: { network.nodes: [9, 3] }'],
      [`${at(6, 30, '.of.network.nodes.to')} an end above the start, 9; found 3`],
    ],
    [
      'equal ends, whatever their unit',
      [...LATIN, 'of: { load.blobBytes: [64 KiB, 65536 B] }'],
      [`${at(6, 36, '.of.load.blobBytes.to')} an end above the start, "64 KiB"; found "65536 B"`],
    ],
    [
      'a log scale from 0',
      [...LATIN, 'of: { network.loss: { from: 0 %, to: 5 %, scale: log } }'],
      [`${at(6, 33, '.of.network.loss.from')} a start above 0 on a log scale; found "0 %"`],
    ],
    [
      'an unknown scale',
      [...LATIN, 'of: { network.loss: { from: 1 %, to: 5 %, scale: logg } }'],
      [
        `${at(6, 54, '.of.network.loss.scale')} one of "linear", "log"; found "logg"; did you mean "log"?`,
      ],
    ],
    [
      'outcomes that are no list',
      [...LATIN, 'of: { network.nodes: [1, 2] }', 'outcomes: da.delay'],
      [
        `${at(7, 15, '.outcomes')} a list of metrics; found "da.delay"; write \`outcomes: [da.delay]\``,
      ],
    ],
    [
      'an outcome with a filter',
      [...LATIN, 'of: { network.nodes: [1, 2] }', 'outcomes: ["da.delay[a=b]"]'],
      [`${at(7, 16, '.outcomes.0')} a metric without filters; found "da.delay[a=b]"`],
    ],
    [
      'a path without a value to depart from',
      ['method: one-at-a-time', 'of: { load.rate: [1 MB/s, 2 MB/s] }'],
      [
        `${at(5, 11, '.of.load.rate')} a path with a value to depart from; found one without; write load.rate in the scenario`,
      ],
    ],
  ])('%s', (_, design, expected) => expect(told(...design)).toEqual(expected));

  it('has ends that fit the parameter, told like any value', () => {
    const [first, second] = told(...LATIN, 'of: { network.nodes: [0, 1e9] }');
    expect(first).toContain(
      'scenario.yaml:6:27 network.nodes: expected a whole number from 1 to 100000',
    );
    expect(second).toContain('scenario.yaml:6:30 network.nodes: expected a whole number from 1');
  });

  it('has a path twice, in the grid too', () => {
    const text =
      'name: a\nsweep:\n  network.nodes: [1, 2]\n  design: { method: latin, points: 4, of: { network.nodes: [1, 9] } }\n';
    expect(problemsOf(text).map(renderProblem)).toEqual([
      'scenario.yaml:4:45 sweep.network.nodes: expected each part of the scenario swept once; ' +
        'found "network.nodes" beside "network.nodes"',
    ]);
    const included =
      'name: a\nsweep:\n  include: [{ network.nodes: 3 }]\n  design: { method: latin, points: 4, of: { network.nodes: [1, 9] } }\n';
    expect(problemsOf(included)).toHaveLength(1);
  });

  it('has too many points', () => {
    const text =
      'name: a\nsweep:\n  da.layer: [gossip, dispersal]\n  design: { method: morris, points: 30000, of: { network.nodes: [1, 9] } }\n';
    // 2 layers x 30000 trajectories x 2 rows
    expect(problemsOf(text).map(renderProblem)).toEqual([
      'scenario.yaml:3:3 sweep: expected at most 100000 points; found 120000 points',
    ]);
  });

  it('has more paths than there are sequences', () => {
    const names = Array.from({ length: 33 }, (_, i) => `network.regions.r${i}: [0.1, 0.2]`);
    const [problem] = told('method: saltelli', 'points: 4', `of: { ${names.join(', ')} }`);
    expect(problem).toBe(`${at(6, 9, '.of')} at most 32 paths for saltelli; found 33`);
  });
});
