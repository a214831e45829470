import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { explain } from '../../scenarios/explain.ts';
import { resolveText } from './fixtures/laboratory.ts';

const full = `
name: demo          # a comment
question: What stops it?
about: |
  Two lines
  of text: "quoted" \\ and #hash
seed: 42
replications: 3
duration: 90 s
warmup: 500 ms
fidelity: exact
precision: { da.throughput: 2 % }
network:
  nodes: 400
  bandwidth: 10 Gbps
  loss: 0.1 %
  regions: { europe: 40 %, asia: 0.6 }
load: { blobBytes: 64 KiB, saturate: true }
da:
  layer: dispersal
  faults:
    - at: 3 s
    - share: 20 %
  coding: { rate: 1.5 }
`;

describe('a resolved scenario', () => {
  const resolved = resolveText(full);

  it('has its settings in base units', () => {
    expect(resolved).toMatchObject({
      name: 'demo',
      question: 'What stops it?',
      about: 'Two lines\nof text: "quoted" \\ and #hash\n',
      seed: '42',
      replications: 3,
      duration: 900_000_000,
      warmup: 5_000_000,
      fidelity: 'exact',
      precision: { 'da.throughput': 0.02 },
    });
  });

  it('has its components in base units, defaults filled in', () => {
    expect(resolved.components).toEqual({
      network: {
        nodes: 400,
        bandwidth: 1_250_000_000,
        loss: 0.001,
        latency: 500_000,
        regions: { asia: 0.6, europe: 0.4 },
      },
      load: { blobBytes: 65_536, rate: null, saturate: true },
      da: {
        layer: 'dispersal',
        blockTime: 60_000_000,
        note: null,
        faults: [
          { at: 30_000_000, share: 0.1 },
          { at: 0, share: 0.2 },
        ],
        coding: { chunks: 1024, rate: 1.5 },
      },
    });
  });

  it('has one point when nothing is swept', () => {
    expect(resolved.points).toHaveLength(1);
    expect(resolved.points[0]).toMatchObject({ index: 0, set: {}, duration: 900_000_000 });
    expect(resolved.points[0]!.components).toEqual(resolved.components);
  });

  it('cannot be changed by a model', () => {
    const faults = resolved.points[0]!.components.da!.faults as unknown[];
    expect(() => faults.push(1)).toThrow(TypeError);
  });
});

describe('sections', () => {
  it('are absent when not mentioned, unless they are always built', () => {
    const { components } = resolveText('name: a');
    expect(Object.keys(components)).toEqual(['network']);
    expect(components.network!.nodes).toBe(100);
  });

  it('are built from defaults when empty', () => {
    expect(resolveText('name: a\nload: {}\n').components.load).toEqual({
      blobBytes: 1_048_576,
      rate: null,
      saturate: false,
    });
  });

  it('can be taken back', () => {
    const files = { 'b.yaml': 'name: a\nda: { layer: dispersal }\nload: {}\n' };
    const { components } = resolveText('extends: b.yaml\nda: null\n', { files });
    expect(Object.keys(components)).toEqual(['network', 'load']);
  });
});

describe('defaults of the run', () => {
  it('are one seed, ten replications, no warm-up, the fast way', () => {
    expect(resolveText('name: a')).toMatchObject({
      seed: '1',
      replications: 10,
      maxReplications: 1000,
      duration: null,
      warmup: 0,
      fidelity: 'fast',
      precision: null,
      question: null,
    });
  });

  it('take a seed of any whole size or text', () => {
    expect(resolveText('name: a\nseed: 123456789012345678901').seed).toBe('123456789012345678901');
    expect(resolveText('name: a\nseed: alpha').seed).toBe('alpha');
    expect(resolveText('name: a\nseed: -3').seed).toBe('-3');
  });
});

describe('flags', () => {
  const text = 'name: a\nda: { faults: [{ at: 1 s }, { at: 2 s }] }\n';

  it('set values by path, later ones over earlier ones', () => {
    const sets = ['da.layer=pull-tree', 'da.layer=dispersal', 'network.bandwidth=10 Gbps'];
    const { components } = resolveText(text, { sets });
    expect(components.da!.layer).toBe('dispersal');
    expect(components.network!.bandwidth).toBe(1_250_000_000);
  });

  it('reach into lists', () => {
    const { components } = resolveText(text, { sets: ['da.faults.1.share=5 %'] });
    expect(components.da!.faults).toEqual([
      { at: 10_000_000, share: 0.1 },
      { at: 20_000_000, share: 0.05 },
    ]);
  });

  it('build and remove sections', () => {
    const { components } = resolveText(text, { sets: ['load.saturate=true', 'da=null'] });
    expect(Object.keys(components)).toEqual(['network', 'load']);
  });

  it('take YAML, so a sweep fits in one', () => {
    const sets = ['sweep.grid.network.nodes=[1, 2]', 'sweep.grid.da.layer=[gossip]'];
    expect(resolveText(text, { sets }).points.map((point) => point.set)).toEqual([
      { 'network.nodes': 1, 'da.layer': 'gossip' },
      { 'network.nodes': 2, 'da.layer': 'gossip' },
    ]);
  });

  it('give way to other flags, undefined ones aside', () => {
    const given = { sets: ['seed=5'], overrides: { seed: 7, replications: undefined } };
    expect(resolveText(text, given)).toMatchObject({ seed: '7', replications: 10 });
  });
});

describe('origins', () => {
  const { origins } = resolveText('extends: b.yaml\nname: a\nnetwork:\n  loss: 1 %\n', {
    files: { 'b.yaml': 'network: { nodes: 7 }\nda:\n  faults:\n    - at: 3 s\n' },
    sets: ['da.coding.chunks=16'],
    overrides: { seed: 9 },
  });

  it('name the file and place of a value, in the base too', () => {
    expect(origins['network.loss']).toEqual({
      written: '1 %',
      from: 'file',
      file: 'scenario.yaml',
      line: 4,
      column: 9,
    });
    expect(origins['network.nodes']).toMatchObject({ file: 'b.yaml', line: 1, column: 19 });
    expect(origins['da.faults.0.at']).toMatchObject({ file: 'b.yaml', line: 4, column: 11 });
  });

  it('name the flag', () => {
    expect(origins['da.coding.chunks']).toEqual({
      written: '16',
      from: 'flag',
      flag: '--set da.coding.chunks=16',
    });
    expect(origins.seed).toEqual({ written: '9', from: 'flag', flag: '--seed 9' });
  });

  it('name status and source of a default', () => {
    expect(origins['network.latency']).toEqual({
      written: '50 ms',
      from: 'default',
      status: 'estimate',
      source: 'median of public probes',
    });
    expect(origins['da.faults.0.share']).toEqual({
      written: '10 %',
      from: 'default',
      status: 'choice',
    });
  });
});

describe('canonical text', () => {
  const text = `name: a
network: { nodes: 400, bandwidth: 10 Gbps }
da: { layer: dispersal, faults: [{ at: 3000 ms }] }
sweep: { load.blobBytes: [64 KiB, 1 MB] }
expect: ["da.throughput > 10 MB/s"]
`;

  it('is the whole scenario in canonical units', () => {
    expect(resolveText('name: a\nnetwork: { regions: { b: 1, "a b": 0.5 } }\n').text).toBe(
      [
        'name: "a"',
        'seed: "1"',
        'question: null',
        'about: null',
        'replications: 10',
        'maxReplications: 1000',
        'duration: null',
        'warmup: "0 s"',
        'fidelity: "fast"',
        'network:',
        '  nodes: 100',
        '  bandwidth: "1 Gbps"',
        '  loss: "0 %"',
        '  latency: "50 ms"',
        '  regions:',
        '    "a b": "50 %"',
        '    b: "100 %"',
        '',
      ].join('\n'),
    );
  });

  it('has the SHA-256 of its UTF-8 bytes as its hash', () => {
    const resolved = resolveText('name: a\nabout: "Überblick ✓"\n');
    expect(resolved.hash).toBe(createHash('sha256').update(resolved.text, 'utf8').digest('hex'));
  });

  it.each([
    [
      'comments, quotes, block style',
      'name: "a" # x\nda:\n  faults:\n  - {at: 3 s}\n  layer: "dispersal"\nnetwork:\n  bandwidth: 10000 Mbps\n  nodes: 4_00\nexpect:\n  - da.throughput > 10 MB/s\nsweep:\n  grid:\n    load.blobBytes: [65536 B, 1000 kB]\n',
    ],
    [
      'JSON',
      '{"expect":["da.throughput > 10 MB/s"],"sweep":{"grid":{"load.blobBytes":["64 KiB","1 MB"]}},"da":{"faults":[{"at":"3 s"}],"layer":"dispersal"},"network":{"bandwidth":"1.25 GB/s","nodes":400},"name":"a"}',
    ],
    ['defaults spelt out', `${text}seed: "1"\nwarmup: 0 ms\nreplications: 10\n`],
    ['aliases', text.replace('3000 ms', '&t 3 s').replace('name: a', 'name: a\nquestion: null')],
  ])('does not depend on %s', (_, other) => {
    expect(resolveText(other).text).toBe(resolveText(text).text);
    expect(resolveText(other).hash).toBe(resolveText(text).hash);
  });

  it('does not depend on how it is split over files and flags', () => {
    const files = {
      'b.yaml': 'network: { nodes: 3, bandwidth: 10 Gbps }\nda: { layer: dispersal, note: x }\n',
    };
    const split = `extends: b.yaml
name: a
da: { faults: [{ at: 3 s }], note: null }
sweep: { load.blobBytes: [64 KiB, 1 MB] }
`;
    const sets = ['network.nodes=400', 'expect=["da.throughput > 10 MB/s"]'];
    expect(resolveText(split, { files, sets }).text).toBe(resolveText(text).text);
  });

  it.each([
    ['a value', 'nodes: 400', 'nodes: 401'],
    ['a swept value', '1 MB', '1 MiB'],
    ['the order of a sweep', '64 KiB, 1 MB', '1 MB, 64 KiB'],
    ['an expectation', '10 MB/s', '11 MB/s'],
  ])('changes with %s', (_, from, to) => {
    expect(resolveText(text.replace(from, to)).hash).not.toBe(resolveText(text).hash);
  });

  it.each([
    ['a full scenario', full],
    ['a sweep', text],
    [
      'odd text',
      'name: a\nquestion: "\\u0085\\u2028 \\ud83d\\ude80 \\x07 : # - null"\nda: { note: "yes" }\nnetwork: { regions: { "null": 1, "1": 0, "-": 0, "a: b": 0 } }\n',
    ],
    [
      'targets and all parts of a sweep',
      `name: a
sweep:
  grid: { da.layer: [gossip, null] }
  zip: { network.nodes: [1, 2], load.rate: [1 MB/s, 8 Mbps] }
  include: [{ da.faults: [{ at: 1 s }], network.loss: 5 % }]
  exclude: [{ da.layer: gossip, network.nodes: 2 }]
targets:
  - { metric: da.x, set: { network.loss: 0.05 }, published: 5 MB/s, unit: MB/s, band: 10 %, source: p, status: measured }
`.replace('[gossip, null]', '[gossip, dispersal]'),
    ],
  ])('is a scenario that gives the same text: %s', (_, original) => {
    const once = resolveText(original);
    const twice = resolveText(once.text);
    expect(twice.text).toBe(once.text);
    expect(twice.components).toEqual(once.components);
    expect(twice.points.map((p) => p.components)).toEqual(once.points.map((p) => p.components));
  });
});

describe('targets', () => {
  const text = `name: a
sweep: { da.layer: [gossip, dispersal], load.blobBytes: [64 KiB, 1 MiB] }
targets:
  - metric: da.throughput
    set: { da.layer: dispersal, load.blobBytes: 65536 B }
    published: 50
    unit: MB/s
    band: 15 %
    source: table 2
    status: published
  - metric: da.delay.p99
    set: { da.layer: gossip, load.blobBytes: 1 MiB, network.nodes: 100 }
    published: 250 ms
    unit: s
    band: 0.2
    source: figure 3
    status: measured
  - { metric: token.float, set: { da.layer: gossip, load.blobBytes: 64 KiB }, published: 12.5, unit: tokens, band: 1 %, source: x, status: estimate }
`;
  const { targets } = resolveText(text);

  it('are in base units and know their point', () => {
    expect(targets.map((t) => [t.metric, t.point, t.published, t.baseUnit, t.band])).toEqual([
      ['da.throughput', 2, 50_000_000, 'B/s', 0.15],
      ['da.delay.p99', 1, 0.25, 's', 0.2],
      ['token.float', 0, 12.5, 'tokens', 0.01],
    ]);
  });

  it('keep the unit that people see', () => expect(targets[0]!.unit).toBe('MB/s'));
});

describe('explain', () => {
  const rows = explain(
    resolveText(
      `name: a
da: { faults: [{ at: 1 s }], note: "\\e[31mred" }
load: { blobBytes: 64 KiB }
sweep: { da.layer: [gossip, dispersal] }
`,
      { sets: ['network.loss=0.02'] },
    ),
  );
  const row = (path: string): unknown => rows.find((r) => r.path === path);

  it('shows a default with its status and source', () => {
    expect(row('da.coding.chunks')).toEqual({
      path: 'da.coding.chunks',
      value: '1024',
      kind: 'count',
      origin: 'default',
      status: 'published',
      source: 'white paper, section 3',
      about: 'Chunks of a blob',
      swept: [],
    });
  });

  it('shows where a value was written', () => {
    expect(row('load.blobBytes')).toMatchObject({
      value: '64 KiB',
      origin: 'scenario.yaml:3:20',
      status: null,
      source: null,
    });
    expect(row('network.loss')).toMatchObject({ value: '2 %', origin: '--set network.loss=0.02' });
  });

  it('shows what is swept', () =>
    expect(row('da.layer')).toMatchObject({ swept: ['gossip', 'dispersal'] }));

  it('goes into lists, and names absent values', () => {
    expect(row('da.faults.0.at')).toMatchObject({ value: '1 s', kind: 'duration' });
    expect(row('load.rate')).toMatchObject({ value: 'absent' });
  });

  it('does not let text reach the terminal raw', () =>
    expect(row('da.note')).toMatchObject({ value: '\\x1b[31mred' }));

  it('has each path once', () => {
    const paths = rows.map(({ path }) => path);
    expect(new Set(paths).size).toBe(paths.length);
  });
});
