import { describe, expect, it } from 'vitest';
import { problemsOf, resolveText } from './fixtures/laboratory.ts';

const setsOf = (sweep: string): unknown[] =>
  resolveText(`name: a\nsweep: ${sweep}\n`).points.map((point) => Object.values(point.set));

describe('the order of points', () => {
  it('is row-major: the first axis changes slowest', () => {
    expect(setsOf('{ grid: { da.layer: [gossip, dispersal], network.nodes: [9, 5, 7] } }')).toEqual(
      [
        ['gossip', 9],
        ['gossip', 5],
        ['gossip', 7],
        ['dispersal', 9],
        ['dispersal', 5],
        ['dispersal', 7],
      ],
    );
  });

  it('has the rows of zip change fastest', () => {
    const sweep =
      '{ zip: { load.blobBytes: [1 kB, 2 kB], load.rate: [1 MB/s, 2 MB/s] }, grid: { network.nodes: [1, 2] } }';
    expect(setsOf(sweep)).toEqual([
      [1, '1 kB', '1 MB/s'],
      [1, '2 kB', '2 MB/s'],
      [2, '1 kB', '1 MB/s'],
      [2, '2 kB', '2 MB/s'],
    ]);
  });

  it('has included points last, in their own order', () => {
    const sweep =
      '{ network.nodes: [1, 2], include: [{ network.nodes: 77 }, { da.layer: dispersal, network.nodes: 3 }] }';
    expect(setsOf(sweep)).toEqual([[1], [2], [77], ['dispersal', 3]]);
  });

  it('closes up where points are excluded, whatever their unit', () => {
    const sweep =
      '{ load.blobBytes: [64 KiB, 1 MiB], network.nodes: [1, 2], exclude: [{ load.blobBytes: 65536 B, network.nodes: 1 }] }';
    expect(setsOf(sweep)).toEqual([
      ['64 KiB', 2],
      ['1 MiB', 1],
      ['1 MiB', 2],
    ]);
  });

  it('numbers points from 0', () => {
    const { points } = resolveText('name: a\nsweep: { network.nodes: [4, 3, 2] }\n');
    expect(points.map((point) => point.index)).toEqual([0, 1, 2]);
  });

  it('is one point of the include list when there is nothing else', () => {
    expect(setsOf('{ include: [{ network.nodes: 4 }] }')).toEqual([[4]]);
  });

  it('lets a scenario add an axis after those of its base', () => {
    const { points } = resolveText('extends: b.yaml\nsweep: { grid: { da.layer: [gossip] } }\n', {
      files: { 'b.yaml': 'name: a\nsweep: { grid: { network.nodes: [1, 2] } }\n' },
    });
    expect(points.map((point) => Object.keys(point.set))).toEqual([
      ['network.nodes', 'da.layer'],
      ['network.nodes', 'da.layer'],
    ]);
  });
});

describe('a point', () => {
  it('keeps values as written and resolves them to base units', () => {
    const { points } = resolveText('name: a\nsweep: { load.blobBytes: [0.064 MB] }\n');
    expect(points[0]!.set).toEqual({ 'load.blobBytes': '0.064 MB' });
    expect(points[0]!.components.load).toEqual({ blobBytes: 64_000, rate: null, saturate: false });
  });

  it('builds a section that only the sweep mentions', () => {
    const resolved = resolveText('name: a\nsweep: { da.coding.chunks: [4, 8] }\n');
    expect(Object.keys(resolved.components)).toEqual(['network']);
    const chunks = resolved.points.map(
      (p) => (p.components.da!.coding as { chunks: number }).chunks,
    );
    expect(chunks).toEqual([4, 8]);
  });

  it('replaces whole sections, lists and groups', () => {
    const { points } = resolveText(`name: a
da: { note: base, faults: [{ at: 9 s }] }
sweep:
  grid:
    da: [{ layer: dispersal }, null]
    network.regions: [{ x: 1 }, null]
`);
    expect(points[0]!.components.da).toMatchObject({ layer: 'dispersal', note: null, faults: [] });
    expect(points[2]!.components.da).toBeUndefined();
    expect(points[0]!.components.network!.regions).toEqual({ x: 1 });
    expect(points[1]!.components.network!.regions).toEqual({ america: 0.5, europe: 0.5 });
  });

  it('reaches into lists', () => {
    const { points } = resolveText(
      'name: a\nda: { faults: [{ at: 1 s }] }\nsweep: { da.faults.0.share: [1 %, 2 %] }\n',
    );
    expect(points.map((p) => p.components.da!.faults)).toEqual([
      [{ at: 10_000_000, share: 0.01 }],
      [{ at: 10_000_000, share: 0.02 }],
    ]);
  });

  it('may vary duration, warm-up and fidelity', () => {
    const { points } = resolveText(
      'name: a\nsweep: { fidelity: [fast, exact], duration: [10 s], warmup: [1 s] }\n',
    );
    expect(points.map(({ duration, warmup, fidelity }) => [duration, warmup, fidelity])).toEqual([
      [100_000_000, 10_000_000, 'fast'],
      [100_000_000, 10_000_000, 'exact'],
    ]);
  });

  it('must have a warm-up inside its duration', () => {
    const text = 'name: a\nwarmup: 5 s\nsweep: { duration: [10 s, 5 s] }\n';
    expect(problemsOf(text)[0]).toMatchObject({ line: 3, column: 27, path: 'warmup' });
  });

  it('leaves the others alone', () => {
    const { points } = resolveText('name: a\nload: {}\nsweep: { network.nodes: [1, 2, 3] }\n');
    expect(points.map((p) => p.components.network!.nodes)).toEqual([1, 2, 3]);
    expect(points.map((p) => p.components.load)).toEqual(Array(3).fill(points[0]!.components.load));
  });
});

describe('a sweep of ten thousand points', () => {
  it('is expanded in full', () => {
    const list = (from: number): string =>
      Array.from({ length: 100 }, (_, i) => from + i).join(', ');
    const { points } = resolveText(
      `name: a\nsweep: { network.nodes: [${list(1)}], da.coding.chunks: [${list(2)}] }\n`,
    );
    expect(points).toHaveLength(10_000);
    expect(points[9_999]!.set).toEqual({ 'network.nodes': 100, 'da.coding.chunks': 101 });
    expect(points[4_250]!.components.network!.nodes).toBe(43);
  });
});
