/** Designs of experiments as scenarios write them: which points they become. */
import { describe, expect, it } from 'vitest';
import { explain } from '../../scenarios/explain.ts';
import { resolveText } from './fixtures/laboratory.ts';

const design = (method: string, more = '', of = '{ network.nodes: [10, 1000] }') =>
  `name: a\nsweep: { design: { method: ${method}, of: ${of}${more} } }\n`;
const setsOf = (text: string) => resolveText(text).points.map((point) => Object.values(point.set));
const TWO = '{ network.nodes: [10, 1000], da.coding.rate: { from: 1, to: 16, scale: log } }';

describe('one-at-a-time', () => {
  it('runs the base, then both ends of each range with the rest at the base', () => {
    expect(setsOf(design('one-at-a-time', '', TWO))).toEqual([
      [100, 3],
      [10, 3],
      [1000, 3],
      [100, 1],
      [100, 16],
    ]);
  });

  it('runs an end that is the base once', () => {
    expect(setsOf(design('one-at-a-time', '', '{ network.nodes: [100, 200] }'))).toEqual([
      [100],
      [200],
    ]);
  });

  it('departs from what the scenario writes', () => {
    const text = `${design('one-at-a-time', '', '{ network.loss: [0 %, 10 %] }')}network: { loss: 3 % }\n`;
    expect(setsOf(text)).toEqual([['3 %'], ['0 %'], ['10 %']]);
  });
});

describe('the points of a design', () => {
  it('are as many as the method asks for', () => {
    const count = (method: string, points: number) =>
      resolveText(design(method, `, points: ${points}`, TWO)).sweep.design!.rows.length;
    expect(count('latin', 7)).toBe(7);
    expect(count('sobol', 16)).toBe(16);
    expect(count('morris', 5)).toBe(5 * 3);
    expect(count('saltelli', 8)).toBe(8 * 4);
  });

  it('are run once where rows are equal', () => {
    // Two values and four levels: 20 trajectories of a step each can only be 10 -> 11 or 11 -> 10.
    const { sweep, points } = resolveText(
      design('morris', ', points: 20', '{ network.nodes: [10, 11] }'),
    );
    expect(points.map(({ set }) => set['network.nodes']).sort()).toEqual([10, 11]);
    expect(sweep.design!.rows).toHaveLength(40);
    const again = sweep.design!.pointOf.map((point) => points[point]!.set['network.nodes']);
    expect(again).toEqual(sweep.design!.rows.map(([value]) => value));
  });

  it('lie in the range and hold what the parameter can hold', () => {
    const of =
      '{ network.nodes: [1, 9], network.latency: [1 us, 10 s], load.blobBytes: [1 B, 1 GiB], ' +
      'load.rate: [8 bps, 1 Gbps], network.loss: [0 %, 100 %], da.coding.rate: [1, 16] }';
    for (const method of ['latin', 'sobol', 'morris', 'saltelli']) {
      const { sweep } = resolveText(design(method, ', points: 64', of));
      const { rows, factors } = sweep.design!;
      for (const row of rows) {
        row.forEach((value, i) => {
          expect(value).toBeGreaterThanOrEqual(factors[i]!.from);
          expect(value).toBeLessThanOrEqual(factors[i]!.to);
        });
        const [nodes, latency, bytes, rate, loss] = row as [number, number, number, number, number];
        expect([nodes, latency, bytes, rate * 8].every(Number.isInteger)).toBe(true);
        expect(String(loss).length).toBeLessThanOrEqual('0.000123456'.length);
      }
    }
  });

  it('spread evenly over the logarithm on a log scale', () => {
    const of = '{ da.coding.rate: { from: 1, to: 16, scale: log } }';
    const { rows } = resolveText(design('latin', ', points: 40', of)).sweep.design!;
    // Half of them below sqrt(1 x 16) = 4, a quarter below 2.
    expect(rows.filter(([value]) => value! < 4)).toHaveLength(20);
    expect(rows.filter(([value]) => value! < 2)).toHaveLength(10);
  });

  it('keep apart in a narrow range', () => {
    const of = '{ da.coding.rate: [3.0000000, 3.0000001] }';
    const { points } = resolveText(design('latin', ', points: 100', of));
    expect(points).toHaveLength(100);
  });

  it('follow the seed and nothing else', () => {
    const text = design('latin', ', points: 9', TWO);
    expect(setsOf(text)).toEqual(setsOf(`${text}replications: 3\nda: { layer: dispersal }\n`));
    expect(setsOf(text)).not.toEqual(setsOf(`${text}seed: 2\n`));
  });

  it('are repeated in each cell of the grid', () => {
    const text =
      'name: a\nsweep: { grid: { da.layer: [gossip, dispersal] }, ' +
      'design: { method: one-at-a-time, of: { network.nodes: [10, 1000] } } }\n';
    expect(setsOf(text)).toEqual([
      ['gossip', 100],
      ['gossip', 10],
      ['gossip', 1000],
      ['dispersal', 100],
      ['dispersal', 10],
      ['dispersal', 1000],
    ]);
  });
});

describe('a design in the canonical text', () => {
  it('has both ends and the scale, and gives the same points again', () => {
    const text = design('saltelli', ', points: 4, outcomes: [da.throughput]', TWO);
    const first = resolveText(`seed: x\n${text}`);
    expect(first.text).toContain(
      [
        '  design:',
        '    method: "saltelli"',
        '    points: 4',
        '    of:',
        '      network.nodes:',
        '        from: 10',
        '        to: 1000',
        '        scale: "linear"',
        '      da.coding.rate:',
        '        from: 1',
        '        to: 16',
        '        scale: "log"',
        '    outcomes:',
        '      - "da.throughput"',
        '',
      ].join('\n'),
    );
    const again = resolveText(first.text);
    expect(again.text).toBe(first.text);
    expect(again.hash).toBe(first.hash);
    expect(again.points).toEqual(first.points);
  });

  it('can be changed by --set and extended', () => {
    const base = design('latin', ', points: 9', TWO);
    const changed = resolveText(base, {
      sets: ['sweep.design.points=5', 'sweep.design.of.da.coding.rate=[2, 3]'],
    });
    expect(changed.points).toHaveLength(5);
    expect(changed.sweep.design!.factors[1]).toMatchObject({ from: 2, to: 3, scale: 'linear' });
    const without = resolveText('extends: b.yaml\nsweep: { design: null }\n', {
      files: { 'b.yaml': base },
    });
    expect(without.points).toHaveLength(1);
  });
});

describe('explain', () => {
  it('shows the range of a varied value', () => {
    const of = '{ network.nodes: [10, 1000], network.latency: [1 ms, 0.5 s] }';
    const rows = explain(resolveText(design('latin', ', points: 4', of)));
    const swept = (path: string) => rows.find((row) => row.path === path)!.swept;
    expect(swept('network.nodes')).toEqual(['10 to 1000']);
    expect(swept('network.latency')).toEqual(['1 ms to 500 ms']);
    expect(swept('network.loss')).toEqual([]);
  });
});
