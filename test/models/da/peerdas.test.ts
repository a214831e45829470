import { describe, expect, it } from 'vitest';
import { columnMeshes } from '../../../models/da/columns/meshes.ts';
import { wholeShare } from '../../../models/da/columns/pool.ts';
import { Streams } from '../../../sim/random.ts';
import { metricOf, runScenario } from '../run-scenario.ts';

const base = `
name: peerdas-test
network: { nodes: 24, bandwidth: 100 Mbps }
load: { blobBytes: 128 KiB }
da: { layer: peerdas, limits: protocol }
`;

/** Bytes per second of 100 Mbit/s. */
const LINK = 12.5e6;
/** 128 columns of a cell of 2048 B, a proof and a commitment of 48 B each, for 131,072 B. */
const EXPANSION = (128 * (2048 + 48 + 48)) / 131_072;

const run = (...sets: string[]) => runScenario(base, sets);

describe('meshes of columns', () => {
  it('link live keepers of the same column both ways, with the degree or with all of them', () => {
    for (let seed = 0; seed < 20; seed++) {
      const streams = new Streams('meshes', seed);
      const nodes = 10 + streams.stream('nodes').below(30);
      const custody = Array.from({ length: nodes }, (_, node) =>
        Uint16Array.from(streams.stream(`custody/${node}`).sample(node % 3 === 0 ? 16 : 4, 16)),
      );
      const dead = streams.stream('dead').below(nodes);
      const { placeNode, placeColumn, neighbours, columnPlaces } = columnMeshes(
        16,
        custody,
        4,
        (column) => streams.stream(`mesh/${column}`),
        (node) => node !== dead,
      );
      for (let place = 0; place < placeNode.length; place++) {
        const peers = neighbours[place];
        if (placeNode[place] === dead) {
          expect(peers, `seed ${seed}`).toEqual([]);
          continue;
        }
        const live = columnPlaces[placeColumn[place]].filter((p) => placeNode[p] !== dead);
        expect(peers.length, `seed ${seed}`).toBeGreaterThanOrEqual(Math.min(4, live.length - 1));
        expect(peers.length, `seed ${seed}`).toBeLessThanOrEqual(5);
        for (const peer of peers) {
          expect(placeColumn[peer], `seed ${seed}`).toBe(placeColumn[place]);
          expect(neighbours[peer], `seed ${seed}`).toContain(place);
        }
      }
    }
  });
});

describe('the pool of blobs', () => {
  it('of EIP-8070 gives one node in seven whole blobs: 1/7 + 6/7 x 1/8 = 0.25', () => {
    expect(wholeShare(0.25)).toBeCloseTo(1 / 7, 12);
    expect(wholeShare(1)).toBe(1);
    expect(wholeShare(1.02)).toBe(1);
    expect(wholeShare(0)).toBe(0);
  });

  it('costs every node each byte once, and a quarter with EIP-8070', () => {
    const whole = metricOf(run(), 'da.ingress_per_byte[full-node]');
    const cells = metricOf(run('da.pool=0.25'), 'da.ingress_per_byte[full-node]');
    const none = metricOf(run('da.pool=0'), 'da.ingress_per_byte[full-node]');
    expect(whole).toBeGreaterThan(1.02);
    expect(cells - none).toBeLessThan(0.5);
    expect(cells).toBeGreaterThan(0.125);
  });
});

describe('PeerDAS', () => {
  it('brings supernodes 128 columns and full nodes 8, each with its duplicates', () => {
    const result = run('da.pool=0', 'network.nodes=60');
    const supernode = metricOf(result, 'da.ingress_per_byte[supernode]');
    const full = metricOf(result, 'da.ingress_per_byte[full-node]');
    // A leader has its own columns: one supernode in 60 blocks, one block in three at most here.
    expect(supernode).toBeGreaterThan(EXPANSION * 0.8);
    expect(full).toBeGreaterThan((EXPANSION * 8) / 128);
    expect(full * 4).toBeLessThan(supernode);
  });

  it('has a private builder hand out every column at least once, to the members of its mesh', () => {
    const egress = metricOf(run('da.pool=0'), 'da.egress_per_byte[builder]');
    expect(egress).toBeGreaterThan(EXPANSION);
    expect(egress).toBeLessThan(EXPANSION * 9 * 1.02);
  });

  it('carries at most the blobs of its fork: 9, 15, 21 in 12 s', () => {
    for (const [layer, blobs] of [
      ['peerdas-fusaka', 9],
      ['peerdas-bpo1', 15],
      ['peerdas', 21],
    ] as const) {
      const result = run(`da.layer=${layer}`);
      expect(metricOf(result, 'da.throughput'), layer).toBeCloseTo((blobs * 131_072) / 12, 3);
    }
  });

  it('of private blobs stays below B (w / tau) / 2.09, what the builder hands out once', () => {
    const result = run('da.pool=0', 'da.limits=links');
    const bound = (LINK * (4 / 12)) / EXPANSION;
    expect(metricOf(result, 'da.throughput')).toBeLessThan(bound);
    expect(metricOf(result, 'da.throughput')).toBeGreaterThan(bound / 10);
  });

  it('of public blobs stays below B / (EL + 8 / 64 x 1.047), without any duplicate', () => {
    const result = run('da.limits=links');
    const bound = LINK / (1.02 + (EXPANSION * 8) / 128);
    expect(metricOf(result, 'da.throughput')).toBeLessThan(bound);
    expect(metricOf(result, 'da.throughput')).toBeGreaterThan(bound / 10);
  });

  it('without IDONTWANT has more duplicates', () => {
    const told = metricOf(run('da.pool=0', 'network.nodes=60'), 'da.duplicates');
    const untold = metricOf(
      run('da.pool=0', 'network.nodes=60', 'da.idontwant=false'),
      'da.duplicates',
    );
    expect(untold).toBeGreaterThan(told);
    // Every edge carries every column: d >= D / 2 - 1, less the small meshes of few keepers.
    expect(untold).toBeGreaterThan(0.75 * (8 / 2 - 1));
  });
});

describe('columns kept back', () => {
  it('below half: nobody rebuilds, slots are missed', () => {
    const result = run('da.layer=peerdas-fusaka', 'da.dispersed=0.45');
    expect(metricOf(result, 'da.throughput')).toBe(0);
    expect(metricOf(result, 'da.rebuilds')).toBe(0);
  });

  it('at half: supernodes rebuild them and pass them on in time', () => {
    const result = run('da.layer=peerdas-fusaka', 'da.dispersed=0.5');
    expect(metricOf(result, 'da.throughput')).toBeCloseTo((9 * 131_072) / 12, 3);
    expect(metricOf(result, 'da.rebuilds')).toBeGreaterThan(0);
  });

  it('with one slow thread a rebuild of 21 blobs takes 4 s, past the deadline: fewer go in', () => {
    const slow = run('da.dispersed=0.5', 'da.cores=1');
    expect(metricOf(slow, 'da.block_bytes')).toBeLessThan(20 * 131_072);
    expect(metricOf(run('da.dispersed=0.5'), 'da.block_bytes')).toBe(21 * 131_072);
  });
});
