import { describe, expect, it } from 'vitest';
import { overPieces } from '../../../models/da/shares/plan.ts';
import { meanOf, metricOf, runScenario } from '../run-scenario.ts';

const base = `
name: shares-test
network: { nodes: 20, bandwidth: 100 Mbps }
load: { blobBytes: 256 KiB }
da: { layer: fibre }
`;
const rivals = ['fibre', 'eigenda-v1', 'eigenda-v2', 'walrus'] as const;

const run = (layer: string, ...sets: string[]) => runScenario(base, [`da.layer=${layer}`, ...sets]);

const open = ['load.saturate=false', 'load.rate=1 MB/s', 'duration=60 s', 'warmup=10 s'];

describe.each(rivals)('%s', (layer) => {
  it('stays below its ceiling for any size of network, link and blob', () => {
    for (const limits of ['links', 'protocol']) {
      for (const nodes of [5, 40]) {
        for (const link of ['50 Mbps', '1 Gbps']) {
          for (const blob of ['16 KiB', '3 MiB']) {
            const result = run(
              layer,
              `da.limits=${limits}`,
              `network.nodes=${nodes}`,
              `network.bandwidth=${link}`,
              `load.blobBytes=${blob}`,
            );
            const point = `${limits} ${nodes} ${link} ${blob}`;
            const throughput = metricOf(result, 'da.throughput');
            expect(throughput, point).toBeGreaterThan(0);
            expect(throughput, point).toBeLessThanOrEqual(metricOf(result, 'da.ceiling'));
          }
        }
      }
    }
  }, 60_000);

  it('ends with failed blobs when half of the stake is silent', () => {
    const result = run(layer, 'da.silent=0.5');
    expect(metricOf(result, 'da.throughput')).toBe(0);
    expect(metricOf(result, 'da.blobs')).toBe(0);
    expect(metricOf(result, 'da.blobs_failed')).toBeGreaterThan(0);
  });

  it('ends with failed blobs when half of the stake is down', () => {
    const result = run(layer, 'da.offline=0.5');
    expect(metricOf(result, 'da.throughput')).toBe(0);
    expect(metricOf(result, 'da.blobs_failed')).toBeGreaterThan(0);
  });

  it('fails when a publisher sends its blob to half of the holders only', () => {
    expect(metricOf(run(layer, 'da.dispersed=0.5'), 'da.blobs')).toBe(0);
  });

  it('needs neither the last quarter of the holders nor their answers', () => {
    for (const missing of ['da.silent=0.25', 'da.offline=0.25', 'da.dispersed=0.75']) {
      const result = run(layer, missing, ...open);
      // Poisson: about 190 blobs in 50 s, so the rate is within 4 sigma = 29 %.
      expect(metricOf(result, 'da.throughput') / 1e6, missing).toBeGreaterThan(0.71);
      expect(metricOf(result, 'da.throughput') / 1e6, missing).toBeLessThan(1.29);
      expect(metricOf(result, 'da.blobs_failed'), missing).toBe(0);
    }
  });

  it('has all answers after a quorum has answered', () => {
    const result = run(layer, ...open);
    expect(metricOf(result, 'da.time_to_all')).toBeGreaterThan(
      meanOf(result, 'da.time_to_available'),
    );
  });

  it('goes on after an outage of half of the holders', () => {
    const outage = 'network.faults=[{ fault: outage, from: 20 s, to: 22 s, share: 0.5 }]';
    const result = run(layer, outage, ...open);
    // 38 s of 50 are after the time-out of 15 s, or no answer is lost for good.
    expect(metricOf(result, 'da.throughput')).toBeGreaterThan(0.5e6);
  });
});

describe('an outage at full load', () => {
  it.each(rivals)('leaves %s below its ceiling', (layer) => {
    const outage = 'network.faults=[{ fault: outage, from: 2 s, to: 1 h, share: 0.2 }]';
    const result = run(layer, outage);
    expect(metricOf(result, 'da.throughput')).toBeGreaterThan(0);
    expect(metricOf(result, 'da.throughput')).toBeLessThanOrEqual(metricOf(result, 'da.ceiling'));
  });
});

describe('pieces of a payload', () => {
  it('are as large as the protocol takes, and a rest', () => {
    const sizes: number[] = [];
    const count = overPieces(25, 10, (piece) => {
      sizes.push(piece);
      return 1;
    });
    // 10 + 10 + 5; equal pieces are computed once.
    expect(count).toBe(3);
    expect(sizes).toEqual([10, 5]);
  });

  it('are one for a payload that just fits', () => {
    expect(overPieces(10, 10, (piece) => piece)).toBe(10);
  });
});

describe('unequal stake', () => {
  it('makes the link of the largest validator the bottleneck of Fibre', () => {
    const { findings } = run('fibre', 'da.largestStake=0.3');
    expect(findings.labels['da.bottleneck']).toBe('downlink of the tightest holder');
  });

  it('gives one validator above the threshold all the say', () => {
    const result = run('eigenda-v2', 'da.largestStake=0.6', 'da.dispersed=1');
    expect(metricOf(result, 'da.blobs_failed')).toBe(0);
    expect(metricOf(result, 'da.throughput')).toBeGreaterThan(0);
  });
});
