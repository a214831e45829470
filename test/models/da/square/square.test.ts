import { describe, expect, it } from 'vitest';
import { taskOf } from '../../../../scenarios/experiment.ts';
import { loadScenario } from '../../../../scenarios/load.ts';
import { replicate } from '../../../../scenarios/replicate.ts';
import { objections, probe, value } from '../../probes/probe.ts';

const small = {
  nodes: 40,
  size: 32,
  classes: [
    { name: 'home', share: 80, up: '10 Mbps', validators: 1 },
    { name: 'staker', share: 20, up: '200 Mbps', validators: 100 },
  ],
};
const run = (changed: object = {}, seed = '1') => probe('square', { ...small, ...changed }, seed);

describe('a square on its meshes', () => {
  it('is available to 90 % before it is to all, and everything is held at the end', () => {
    const { findings } = run({ copies: 2 });
    expect(findings.labels['square.outcome']).toBe('available');
    const ninety = value(findings, 'square.time_to_90');
    expect(ninety).toBe(value(findings, 'square.available[validators]'));
    expect(value(findings, 'square.available[all]')).toBeGreaterThanOrEqual(ninety);
    expect(value(findings, 'square.held')).toBe(1);
    // 32 x 32 segments of 560 B, two copies.
    expect(value(findings, 'square.builder_egress')).toBe(32 * 32 * 560 * 2);
  });

  it('takes steps of 50 ms, and two of them at the least: to a node and on to the next', () => {
    const time = value(run().findings, 'square.time_to_90');
    expect((time * 20) % 1).toBe(0);
    expect(time).toBeGreaterThanOrEqual(0.1);
  });

  it('reports a curve that never falls', () => {
    const { findings } = run();
    for (const { name, points } of findings.series) {
      points.forEach(([, share], i) => {
        expect(share, name).toBeGreaterThanOrEqual(i === 0 ? 0 : points[i - 1][1]);
      });
    }
  });

  it('what all send is what all receive, what is lost and what is still on its way', () => {
    const { findings } = run({ copies: 2 });
    // 80 % and 20 % of 40 nodes.
    const total = (what: string) =>
      32 * value(findings, `square.${what}[home]`) + 8 * value(findings, `square.${what}[staker]`);
    const out = total('egress') + value(findings, 'square.builder_egress');
    const ended = value(findings, 'square.lost') + value(findings, 'square.in_flight');
    expect(Math.abs(out - total('ingress') - ended)).toBeLessThan(1e-6 * out);
  });

  it('loses what goes to nodes that are down, and serves the others', () => {
    const { findings } = run({ failures: 0.25, copies: 4 });
    expect(value(findings, 'square.lost')).toBeGreaterThan(0);
    expect(findings.labels['square.outcome']).toBe('available');
  });

  it.each([
    ['corner', 0],
    ['diagonal', 0.55],
    ['rows', 0.55],
  ])('is not available when %s are withheld', (withholding, withhold) => {
    const { findings } = run({ withholding, withhold, copies: 2 });
    expect(findings.labels['square.outcome']).toBe('not available');
    expect(value(findings, 'square.ready[validators]')).toBeLessThan(0.3);
    expect(findings.values['square.time_to_90']).toBeUndefined();
  });

  it('a corner withheld leaves those validators whose lines all pass it by', () => {
    // (16 + 1)^2 of 32 x 32 are withheld, lines 18 to 32 are whole: two of these 15 are drawn for the rows
    // and two for the columns with chance (15/32 x 14/31)^2 = 0.045. Of 832 validators, 3 deviations are
    // 0.022.
    const { findings } = run({ withholding: 'corner', copies: 2 });
    expect(Math.abs(value(findings, 'square.ready[validators]') - 0.045)).toBeLessThan(0.022);
  });

  it('is available when half of the rows are withheld, as columns are repaired', () => {
    const { findings } = run({ withholding: 'rows', withhold: 0.5, copies: 2 });
    expect(findings.labels['square.outcome']).toBe('available');
  });

  it('takes longer with narrow downlinks and over distance', () => {
    const plain = value(run().findings, 'square.time_to_90');
    const narrow = small.classes.map((each) => ({ ...each, down: '20 Mbps' }));
    expect(value(run({ classes: narrow }).findings, 'square.time_to_90')).toBeGreaterThan(plain);
    const far = { latencyMin: '100 ms', latencyMax: '200 ms' };
    const distant = value(run(far).findings, 'square.time_to_90');
    expect(distant).toBeGreaterThanOrEqual(plain + 0.2);
  });

  it('repeats itself, and no other seed does', () => {
    const once = run({}, 'a');
    expect(run({}, 'a').certified).toEqual(once.certified);
    expect(run({}, 'b').certified.certificate).not.toBe(once.certified.certificate);
    expect(once.certified.messages).toBeGreaterThan(0);
  });
});

describe('values that make no square', () => {
  it.each([
    ['an odd side', { size: 33 }, 'square.size: expected an even number of segments, found 33'],
    ['more rows than there are', { chi: 33 }, 'square.chi: expected at most the 32 rows, found 33'],
    ['too many copies', { copies: 17 }, 'square.copies: expected at most twice the degree 8'],
    ['no class', { classes: [] }, 'square.classes: expected a class with a share'],
    ['one name twice', { classes: [{}, {}] }, 'square.classes: expected a name for each class'],
    ['nobody to hold', { classes: [{ validators: 0 }] }, 'expected a node with validators'],
    ['delays upside down', { latencyMin: '1 s' }, 'expected at least latencyMin, 1 s, found 0 s'],
    [
      'more than fits',
      { nodes: 20_000, size: 1024, classes: [{ validators: 500 }] },
      'square.nodes: expected nodes, lines and degree whose marks take at most',
    ],
  ])('%s', (_name, changed, expected) => {
    expect(objections('square', { ...small, ...changed })[0]).toContain(expected);
  });
});

describe('G5: das-research, calibration half', () => {
  const { resolved } = loadScenario('das-square');
  const timeAt = (point: number) =>
    value(replicate(taskOf(resolved, {}, point, 0)).findings, 'square.time_to_90');

  // 128 nodes are published as 100 ms: one step of 50 ms less, the finest that this clock tells.
  it('128 nodes are at most one step off', () => {
    expect(Math.abs(timeAt(0) - 0.1)).toBeLessThan(0.0501);
  });

  it.each([
    ['256 nodes', 1],
    ['40 % withheld', 2],
    ['chi 4', 3],
    ['degree 6', 4],
  ])('%s: 150 ms', (_name, point) => expect(timeAt(point)).toBe(0.15));
});
