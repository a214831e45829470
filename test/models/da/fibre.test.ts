import { describe, expect, it } from 'vitest';
import { metricOf, runScenario } from '../run-scenario.ts';

const base = `
name: fibre-test
network: { nodes: 10, bandwidth: 100 Mbps }
load: { blobBytes: 1 MiB }
da: { layer: fibre, cores: 1024 }
`;
const LINK = 12.5e6;
const MIB = 1_048_576;

const run = (...sets: string[]) => runScenario(base, sets);

/** Bytes of a shard: 64 KiB of combinations, and rows of 1/4096 of the blob with 452 B of proof each. */
const shard = (rows: number, blob: number) => 65_536 + rows * (blob / 4096 + 452);

describe('Celestia Fibre', () => {
  it('uploads 8.9 bytes a byte of 1 MiB to ten validators', () => {
    // ceil(3 * 4096 / 10) = 1229 rows.
    const upload = (10 * shard(1229, MIB)) / MIB;
    expect(upload).toBeCloseTo(8.92, 2);
    const result = run();
    expect(metricOf(result, 'da.egress_per_byte[publisher]')).toBeCloseTo(upload, 10);
    expect(metricOf(result, 'da.ceiling')).toBeCloseTo((10 * LINK) / upload, 3);
  });

  it('uploads 14.6 bytes a byte of 1 MiB to ninety, for the floor of 148 rows', () => {
    // ceil(3 * 4096 / 90) = 137 rows, below the floor.
    const result = run('network.nodes=90', 'load.leastBlobs=1');
    const upload = (90 * shard(148, MIB)) / MIB;
    expect(upload).toBeCloseTo(14.62, 2);
    expect(metricOf(result, 'da.egress_per_byte[publisher]')).toBeCloseTo(upload, 10);
  });

  it('really sends that much', () => {
    const open = ['load.saturate=false', 'load.rate=3 MB/s', 'duration=110 s', 'warmup=10 s'];
    const result = run(...open);
    const upload = (10 * shard(1229, MIB)) / MIB;
    // A blob under way at an edge is 0.3 % of about 290.
    const sent = 10 * metricOf(result, 'da.egress_per_byte[client]');
    expect(sent / upload).toBeGreaterThan(0.98);
    expect(sent / upload).toBeLessThan(1.02);
    const received = 10 * metricOf(result, 'da.ingress_per_byte[validator]');
    expect(received / upload).toBeGreaterThan(0.98);
    expect(received / upload).toBeLessThan(1.02);
  });

  it('is flat at 27.7 links once the floor binds', () => {
    const ceiling = (nodes: number) =>
      metricOf(
        run(`network.nodes=${nodes}`, 'load.blobBytes=16 MiB', 'load.leastBlobs=1'),
        'da.ceiling',
      );
    // B / (148 / 4096) = 27.7 B without proofs, here with 64 KiB and 148 proofs for each share.
    const flat = (LINK * 16 * MIB) / shard(148, 16 * MIB);
    expect(flat / LINK).toBeLessThan(27.7);
    expect(ceiling(100)).toBeCloseTo(flat, 3);
    expect(ceiling(120)).toBeCloseTo(flat, 3);
    expect(ceiling(40)).toBeLessThan(flat);
  });

  it('stops at 150 MB/s with ten validators of 16 cores on fast links', () => {
    const result = run(
      'network.bandwidth=10 Gbps',
      'network.latency=single-region',
      'load.blobBytes=128 MiB',
      'load.leastBlobs=40',
      'da.cores=16',
    );
    expect(metricOf(result, 'da.throughput') / 150e6).toBeGreaterThan(0.9);
    expect(metricOf(result, 'da.throughput') / 150e6).toBeLessThan(1.1);
    expect(result.findings.labels['da.bottleneck']).toBe('holder processors');
  });

  it('takes 200 blobs a block where the protocol limits it', () => {
    const result = run('network.bandwidth=10 Gbps', 'load.blobBytes=16 KiB', 'da.limits=protocol');
    expect(metricOf(result, 'da.ceiling')).toBeCloseTo((200 * 16_384) / 2.6, 3);
    expect(result.findings.labels['da.ceiling_law']).toBe('certificates of a block');
    expect(metricOf(result, 'da.throughput')).toBeGreaterThan((100 * 16_384) / 2.6);
  });
});
