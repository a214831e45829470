import { describe, expect, it } from 'vitest';
import { columnsComponent } from '../../../../models/da/columns/columns.ts';
import { components } from '../../../../models/index.ts';
import { resolveScenario } from '../../../../scenarios/resolve.ts';
import { ZERO } from '../../../../sim/time.ts';
import { meanOf, metricOf, runScenario } from '../../run-scenario.ts';

const base = `
name: columns-test
network: { latency: 60 ms, jitter: none }
columns: { nodes: 100, blocks: 2, blobs: 6, observers: 3 }
`;

const run = (...sets: string[]) => runScenario(base, sets);

describe('columns of PeerDAS', () => {
  it('have the size of a cell, a proof and a commitment a blob', () => {
    // 6 x (2048 + 48 + 48) + 350.
    expect(metricOf(run(), 'columns.column_bytes')).toBe(13_214);
  });

  it('reach all who keep them, after the builder began and a delay of 30 ms', () => {
    const result = run('columns.publishDelay=1 s');
    expect(metricOf(result, 'columns.complete')).toBe(1);
    expect(meanOf(result, 'columns.first_seen')).toBeGreaterThan(1.03);
    expect(meanOf(result, 'columns.all_seen')).toBeGreaterThanOrEqual(
      meanOf(result, 'columns.first_seen'),
    );
  });

  it('come with d >= D / 2 - 1 duplicates without IDONTWANT', () => {
    const result = run('columns.idontwant=false', 'columns.pooled=0 %');
    expect(metricOf(result, 'columns.duplicates')).toBeGreaterThan(8 / 2 - 1);
    expect(metricOf(run('columns.pooled=0 %'), 'columns.duplicates')).toBeLessThan(
      metricOf(result, 'columns.duplicates'),
    );
  });

  it('cost a supernode at least all columns once, a full node 8 of them', () => {
    const result = run('columns.pooled=0 %');
    expect(metricOf(result, 'columns.supernode_bytes')).toBeGreaterThan(128 * 13_214);
    expect(metricOf(result, 'columns.full_bytes')).toBeGreaterThan(8 * 13_214);
    // Each of at most nine neighbours sends one copy at most, and an IDONTWANT.
    expect(metricOf(result, 'columns.full_bytes')).toBeLessThan(8 * 9 * (13_214 + 200));
  });

  it('are sampled eight at least, whatever the custody', () => {
    const few = metricOf(run('columns.custody=4'), 'columns.full_bytes');
    expect(few).toBe(metricOf(run('columns.custody=8'), 'columns.full_bytes'));
  });

  it('are lost when less than half are released, and rebuilt by supernodes otherwise', () => {
    const lost = run('columns.released=45 %');
    expect(metricOf(lost, 'columns.rebuilds')).toBe(0);
    // A full node has all of its eight columns by luck alone: 0.45^8 = 0.2 %.
    expect(metricOf(lost, 'columns.complete')).toBeLessThan(0.05);
    const rebuilt = run('columns.released=50 %');
    expect(metricOf(rebuilt, 'columns.rebuilds')).toBeGreaterThan(0);
    expect(metricOf(rebuilt, 'columns.complete')).toBe(1);
    // 6 blobs of 0.19 s on one core, at most once a supernode and block.
    expect(metricOf(rebuilt, 'columns.supernode_work')).toBeGreaterThan(0);
    expect(metricOf(rebuilt, 'columns.supernode_work')).toBeLessThanOrEqual(6 * 0.19 + 1e-3);
  });

  it('refuse classes without a node that can observe', () => {
    const { components: sections } = resolveScenario({
      path: 'test.yaml',
      files: { read: () => new TextEncoder().encode(base), resolve: (_from, path) => path },
      sections: components,
      sets: ['columns.observers=13'],
    });
    const setting = { sections, attachments: {}, duration: null, warmup: ZERO };
    // 12 % of 100 nodes are supernodes.
    expect(columnsComponent.check?.(setting)).toEqual([
      { path: 'columns.observers', expected: 'at most the 12 supernodes', found: '13' },
    ]);
  });
});
