import { describe, expect, it } from 'vitest';
import { eigendaV2Layer, frameSeconds } from '../../../models/da/eigenda-v2.ts';
import { Settings } from '../../../models/da/settings.ts';
import { meanOf, metricOf, runScenario } from '../run-scenario.ts';

const base = `
name: eigenda-test
network: { nodes: 20, bandwidth: 100 Mbps }
load: { blobBytes: 256 KiB }
da: { layer: eigenda-v2 }
`;
const LINK = 12.5e6;
const KIB = 1024;
const MIB = 1_048_576;

const run = (...sets: string[]) => runScenario(base, sets);

describe('EigenDA v1', () => {
  const v1 = (...sets: string[]) => run('da.layer=eigenda-v1', ...sets);

  it('sends 4.55 bytes a byte over the link of its disperser', () => {
    // A twentieth of 100 / (55 - 33) of 256 KiB is 59,578.2 B: 1862 elements of 32 B, and 300 B of proof.
    const gamma = (20 * (1862 * 32 + 300)) / (256 * KIB);
    const result = v1();
    expect(metricOf(result, 'da.ceiling')).toBeCloseTo(LINK / gamma, 3);
    expect(metricOf(result, 'da.throughput')).toBeGreaterThan((0.9 * LINK) / gamma);
    expect(result.findings.labels['da.bottleneck']).toBe('disperser uplink');
    const sent = metricOf(result, 'da.egress_per_byte[disperser]');
    expect(sent / gamma).toBeGreaterThan(0.9);
    expect(sent / gamma).toBeLessThan(1.1);
  });

  it('does not gain from more operators', () => {
    const few = metricOf(v1(), 'da.throughput');
    expect(metricOf(v1('network.nodes=60'), 'da.throughput')).toBeLessThan(1.1 * few);
  });

  it('is bound by coding where its link is wide', () => {
    const result = v1('network.bandwidth=1 Gbps');
    expect(metricOf(result, 'da.ceiling')).toBeCloseTo(15e6, 3);
    expect(result.findings.labels['da.bottleneck']).toBe('disperser processors');
  });

  it('is confirmed ten minutes later', () => {
    const result = v1();
    const wait = meanOf(result, 'da.time_to_confirmed') - meanOf(result, 'da.time_to_available');
    expect(wait).toBeGreaterThan(600);
    expect(wait).toBeLessThan(602);
  });
});

describe('EigenDA v2', () => {
  it('codes in the published time', () => {
    const settings = new Settings('eigenda-v2', eigendaV2Layer.settings, {});
    // Frames: 118 ms and 1.27 s. Smaller: the longer of chunks and proofs, 62 and 68 ms.
    for (const [bytes, published] of [
      [128 * KIB, 0.062],
      [MIB, 0.068],
      [2 * MIB, 0.118],
      [16 * MIB, 1.27],
    ]) {
      const ratio = frameSeconds(settings, bytes) / published;
      expect(ratio, `${bytes} B`).toBeGreaterThan(0.8);
      expect(ratio, `${bytes} B`).toBeLessThan(1.2);
    }
  });

  it('has operators fetch 4.7 bytes a byte, none of them through the disperser', () => {
    const open = ['load.saturate=false', 'load.rate=2 MB/s', 'duration=110 s', 'warmup=10 s'];
    const result = run('network.nodes=100', 'network.bandwidth=1 Gbps', ...open);
    // ceil(4655 / 100) = 47 chunks of 8 elements of 32 B and a proof of 48 B.
    const pulled = (47 * (8 * 32 + 48)) / (256 * KIB);
    const received = metricOf(result, 'da.ingress_per_byte[validator]');
    // Headers are 500 B a blob, and 200 B a second for 2 MB.
    expect(received / pulled).toBeGreaterThan(0.97);
    expect(received / pulled).toBeLessThan(1.1);
    expect(metricOf(result, 'da.ingress_per_byte[disperser]')).toBeLessThan(0.02);
    // 8 relays keep 8192 chunks of each blob.
    const stored = (8192 * 304) / (256 * KIB);
    expect(8 * metricOf(result, 'da.ingress_per_byte[relay]')).toBeGreaterThan(0.97 * stored);
    expect(8 * metricOf(result, 'da.ingress_per_byte[relay]')).toBeLessThan(1.1 * stored);
  });

  it('needs 24.7 bytes of relay links a byte with 20 reads', () => {
    const result = run(
      'network.nodes=100',
      'network.bandwidth=1 Gbps',
      'load.blobBytes=2 MiB',
      'da.reads=20',
    );
    // 47 chunks of 64 elements and a proof for each of 100 operators, and 20 reads.
    const perByte = (100 * 47 * (64 * 32 + 48)) / (2 * MIB) + 20;
    expect(perByte).toBeCloseTo(24.7, 1);
    expect(metricOf(result, 'da.ceiling')).toBeCloseTo((8 * 10 * LINK) / perByte, 3);
    expect(result.findings.labels['da.bottleneck']).toBe('relay uplink');
    const sent = 8 * metricOf(result, 'da.egress_per_byte[relay]');
    expect(sent / perByte).toBeGreaterThan(0.85);
    expect(sent / perByte).toBeLessThan(1.15);
  });

  it('is limited by what a relay gives out, where the protocol limits it', () => {
    const result = run(
      'network.bandwidth=10 Gbps',
      'load.blobBytes=2 MiB',
      'da.relays=1',
      'da.encodeRate=1 GB/s',
      'da.limits=protocol',
    );
    // ceil(4655 / 20) = 233 chunks of 2096 B for each of 20 operators, at 80 MiB/s.
    const rate = (80 * MIB * 2 * MIB) / (20 * 233 * 2096);
    expect(result.findings.labels['da.ceiling_law']).toBe('relay limit on shares');
    expect(metricOf(result, 'da.ceiling')).toBeCloseTo(rate, 3);
    expect(metricOf(result, 'da.throughput')).toBeGreaterThan(0.8 * rate);
  });

  it('waits for the polls of its controller', () => {
    const open = ['load.saturate=false', 'load.rate=0.5 MB/s', 'duration=100 s', 'warmup=10 s'];
    const result = run('network.latency=1 ms', 'network.bandwidth=1 Gbps', ...open);
    const waited = meanOf(result, 'da.time_to_available');
    // 1 s in the mean for the poll of 2 s, then the rest of the second after it: 0.15 s are coding.
    expect(waited).toBeGreaterThan(1);
    expect(waited).toBeLessThan(3.5);
  });

  it('splits payloads above 16 MiB', () => {
    const sizes = ['load.blobBytes=16 MiB', 'load.blobBytes=32 MiB'];
    const [one, two] = sizes.map((size) => metricOf(run(size), 'da.ceiling'));
    expect(two / one).toBeCloseTo(1, 9);
  });
});
