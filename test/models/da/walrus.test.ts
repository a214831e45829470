import { describe, expect, it } from 'vitest';
import { Settings } from '../../../models/da/settings.ts';
import { walrusLayer } from '../../../models/da/walrus.ts';
import { meanOf, metricOf, runScenario } from '../run-scenario.ts';

const base = `
name: walrus-test
network: { nodes: 10, bandwidth: 100 Mbps }
load: { blobBytes: 1 MiB }
da: { layer: walrus }
`;
const LINK = 12.5e6;
const MIB = 1_048_576;
/** Published: one client levels off here. */
const PLATEAU = 18e6;

const run = (...sets: string[]) => runScenario(base, sets);

describe('Walrus', () => {
  it('sends sliver pairs of 1000 shards and the metadata once a node', () => {
    // 329 x 662 symbols of ceil(1 MiB / 217,798) = 5 B; a pair has 329 + 662 of them.
    const upload = (1000 * 5 * 991 + 10 * 65_536) / MIB;
    const result = run();
    expect(metricOf(result, 'da.egress_per_byte[publisher]')).toBeCloseTo(upload, 10);
    expect(metricOf(result, 'da.ceiling')).toBeCloseTo((10 * LINK) / upload, 3);
  });

  it('sends metadata, and no slivers, to nodes that are down', () => {
    const upload = (800 * 5 * 991 + 10 * 65_536) / MIB;
    const result = run('da.offline=0.2');
    expect(metricOf(result, 'da.egress_per_byte[publisher]')).toBeCloseTo(upload, 10);
    // The eight that are left take in 8 / 10 of the bytes, with 8 / 10 of the links.
    const received = (800 * 5 * 991 + 8 * 65_536) / MIB;
    expect(metricOf(result, 'da.ceiling')).toBeCloseTo((8 * LINK) / received, 3);
  });

  it('really sends that much', () => {
    const open = ['load.saturate=false', 'load.rate=3 MB/s', 'duration=130 s', 'warmup=10 s'];
    const upload = (1000 * 5 * 991 + 10 * 65_536) / MIB;
    // Of about 340 blobs some are between their metadata and their slivers at an edge: 3 MB/s for 0.3 s.
    const received = 10 * metricOf(run(...open), 'da.ingress_per_byte[validator]');
    expect(received / upload).toBeGreaterThan(0.97);
    expect(received / upload).toBeLessThan(1.03);
  });

  it('waits for two transactions of 6 s in all', () => {
    const result = run();
    const available = meanOf(result, 'da.time_to_available');
    expect(available).toBeGreaterThan(3);
    expect(meanOf(result, 'da.time_to_confirmed')).toBeGreaterThan(available + 2.999);
  });

  it('levels off with one client below what it publishes, though nothing caps it', () => {
    const single = (blob: string) =>
      metricOf(
        run('network.bandwidth=1 Gbps', 'da.clients=1', `load.blobBytes=${blob}`),
        'da.throughput',
      );
    const [small, large] = [single('32 MiB'), single('1 GiB')];
    expect(large).toBeGreaterThan(2 * small);
    expect(large).toBeGreaterThan(0.8 * PLATEAU);
    expect(large).toBeLessThan(PLATEAU);
  });

  it('grows with the number of clients', () => {
    const of = (clients: number) => metricOf(run(`da.clients=${clients}`), 'da.throughput');
    expect(of(8)).toBeGreaterThan(5 * of(1));
  });

  it('is made slower by its chain alone', () => {
    const slow = metricOf(run('da.certifyDelay=60 s'), 'da.throughput');
    expect(metricOf(run(), 'da.throughput')).toBeGreaterThan(5 * slow);
  });

  it('costs what all nodes keep for an epoch, metadata included', () => {
    // (1000 * (4955 + 65,536) B) * 0.023 USD a GB and month * 14 / 30 months, for 1.048576 MB.
    const settings = new Settings('walrus', walrusLayer.settings, {});
    expect(walrusLayer.cost?.(settings, MIB)).toBeCloseTo(7.2155e-4, 7);
    // Large blobs pay 4.5 times their bytes: 4.55 * 0.001 GB * 0.023 * 14 / 30.
    expect(walrusLayer.cost?.(settings, 1e10)).toBeCloseTo(4.89e-5, 6);
  });
});
