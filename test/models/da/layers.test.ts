import { describe, expect, it } from 'vitest';
import { layerNames } from '../../../models/da/layer-names.ts';
import { layers } from '../../../models/da/layers.ts';
import { meanOf, metricOf, runScenario } from '../run-scenario.ts';
import { layerBase as base, ceilingSettings, expectBelowCeiling } from './ceilings.ts';

/** Bytes per second of 100 Mbit/s. */
const LINK = 12.5e6;

const run = (layer: string, ...sets: string[]) => runScenario(base, [`da.layer=${layer}`, ...sets]);

const runs = new Map<string, ReturnType<typeof run>>();
/** A run without changes, which several tests look at. */
function plain(layer: string): ReturnType<typeof run> {
  const found = runs.get(layer) ?? run(layer);
  runs.set(layer, found);
  return found;
}

describe('every availability layer', () => {
  it('is listed under its own name', () => {
    expect(layers.map(({ name }) => name)).toEqual([...layerNames]);
  });

  // Every layer with every setting, over more seeds, in test/heavy; neighbours take turns here.
  it.each(layerNames.map((layer, i) => [layer, i % 2] as const))(
    '%s never exceeds its closed-form ceiling',
    (layer, turn) => {
      const settings = ceilingSettings.filter((_, i) => i % 2 === turn);
      for (const set of settings) expectBelowCeiling(layer, set, 1);
    },
    60_000,
  );

  it.each(layerNames)('%s names the busiest resource as its bottleneck', (layer) => {
    const { findings } = plain(layer);
    const uses = Object.entries(findings.values)
      .filter(([name]) => name.startsWith('da.utilisation['))
      .map(([name, { value }]) => [name.slice('da.utilisation['.length, -1), value] as const);
    const [busiest] = uses.toSorted(([, a], [, b]) => b - a)[0];
    expect(findings.labels['da.bottleneck']).toBe(busiest);
    for (const [name, use] of uses) expect(use, name).toBeLessThanOrEqual(1);
  });

  it.each(layerNames)('%s makes a blob available before it is final', (layer) => {
    const result = plain(layer);
    const available = meanOf(result, 'da.time_to_available');
    expect(available).toBeGreaterThan(0);
    expect(meanOf(result, 'da.time_to_confirmed')).toBeGreaterThan(available);
  });

  /** Blobs that a layer is made for: others are padded to a unit of the protocol. */
  const natural: Readonly<Record<string, { blob: string; rate: number; duration: string }>> = {
    'eip-4844': { blob: '128 KiB', rate: 50_000, duration: '3000 s' },
    'peerdas-fusaka': { blob: '128 KiB', rate: 50_000, duration: '3000 s' },
    'peerdas-bpo1': { blob: '128 KiB', rate: 50_000, duration: '3000 s' },
    peerdas: { blob: '128 KiB', rate: 50_000, duration: '3000 s' },
    danksharding: { blob: '128 KiB', rate: 50_000, duration: '3000 s' },
    '0g': { blob: '16 MiB', rate: 2_000_000, duration: '4000 s' },
  };

  it.each(layerNames)('%s carries a light open load whole', (layer) => {
    const light = natural[layer] ?? { blob: '16 KiB', rate: 100_000, duration: '120 s' };
    const { blob, rate, duration } = light;
    const result = run(
      layer,
      'load.saturate=false',
      `load.rate=${rate} B/s`,
      `load.blobBytes=${blob}`,
      `duration=${duration}`,
      'warmup=10 s',
    );
    // Poisson arrivals of some 500 blobs or more, so the rate is within 4 sigma = 20 %.
    expect(metricOf(result, 'da.throughput') / rate).toBeGreaterThan(0.8);
    expect(metricOf(result, 'da.throughput') / rate).toBeLessThan(1.2);
  });
});

describe('gossip', () => {
  it('gives each validator at least every byte once, and d >= D / 2 - 1 duplicates', () => {
    const copies = metricOf(run('gossip', 'da.idontwant=false'), 'da.ingress_per_byte[validator]');
    expect(copies - 1).toBeGreaterThan(8 / 2 - 1);
  });

  it('does not gain from more validators', () => {
    const few = metricOf(run('gossip', 'network.nodes=20'), 'da.throughput');
    const many = metricOf(run('gossip', 'network.nodes=80'), 'da.throughput');
    expect(many).toBeLessThan(1.5 * few);
  });
});

describe('dispersal', () => {
  it('costs its publisher the expansion and the proofs', () => {
    // 256 KiB x 3 in 20 shares of 39,322 B and 1,000 B of proof each; the publisher keeps one.
    const gamma = (19 * (39_322 + 1000)) / 262_144;
    const result = run('dispersal');
    expect(metricOf(result, 'da.egress_per_byte[publisher]')).toBeCloseTo(gamma, 10);
    expect(metricOf(result, 'da.ceiling')).toBeCloseTo((20 * LINK) / gamma, 3);
  });

  it('grows with the number of validators', () => {
    const few = metricOf(run('dispersal', 'network.nodes=10'), 'da.throughput');
    const many = metricOf(run('dispersal', 'network.nodes=40'), 'da.throughput');
    expect(many).toBeGreaterThan(3 * few);
  });

  it('gives a validator its share of each byte, not all of it', () => {
    const result = run('dispersal', 'network.nodes=40');
    expect(metricOf(result, 'da.ingress_per_byte[validator]')).toBeLessThan(0.2);
  });
});

describe('pull tree', () => {
  it('has its leader hand out each coded part once', () => {
    const uploads = metricOf(run('pull-tree'), 'da.egress_per_byte[leader]');
    // Parity 2 and 200 B of envelope for each part of 32 KiB.
    expect(uploads).toBeCloseTo(2 * (1 + 200 / 32_768), 2);
  });

  it('has validators download little more than the block', () => {
    const copies = metricOf(run('pull-tree'), 'da.ingress_per_byte[validator]');
    expect(copies).toBeGreaterThan(0.9);
    expect(copies).toBeLessThan(1.3);
  });

  it('is slower with more parity, since the leader uploads more', () => {
    const plain = metricOf(run('pull-tree', 'da.parity=1'), 'da.throughput');
    const coded = metricOf(run('pull-tree', 'da.parity=4'), 'da.throughput');
    expect(coded).toBeLessThan(plain);
    expect(coded).toBeLessThanOrEqual(LINK / 4);
  });
});
