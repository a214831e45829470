import { describe, expect, it } from 'vitest';
import { metricOf, runScenario } from '../run-scenario.ts';

const base = `
name: danksharding-test
network: { nodes: 50, bandwidth: 1 Gbps }
load: { blobBytes: 128 KiB }
da: { layer: danksharding }
`;

/** Bytes per second of 1 Gbit/s. */
const LINK = 125e6;
/** Four cells of 512 B and a proof of 48 B for 512 B of payload. */
const EXPANSION = (4 * 560) / 512;

const run = (...sets: string[]) => runScenario(base, sets);

describe('danksharding', () => {
  it('has its builder hand out each cell r times', () => {
    for (const copies of [1, 2]) {
      const result = run('da.limits=protocol', `da.copies=${copies}`);
      const egress = metricOf(result, 'da.egress_per_byte[builder]');
      // At full block a square of 512 x 512 cells, to within headers.
      expect(egress, `${copies} copies`).toBeGreaterThan(EXPANSION * copies);
      expect(egress, `${copies} copies`).toBeLessThan(EXPANSION * copies * 1.001);
    }
  });

  it('is bound by B (w / tau) / (4.38 r) at the builder', () => {
    for (const copies of [1, 3]) {
      const result = run(`da.copies=${copies}`);
      const bound = (LINK * (4 / 12)) / (EXPANSION * copies);
      expect(metricOf(result, 'da.ceiling'), `${copies} copies`).toBeCloseTo(bound, 3);
      expect(metricOf(result, 'da.throughput'), `${copies} copies`).toBeLessThan(bound);
      expect(metricOf(result, 'da.throughput'), `${copies} copies`).toBeGreaterThan(bound / 2);
      expect(result.findings.labels['da.bottleneck'], `${copies} copies`).toBe('builder uplink');
    }
  });

  it('does not burden a node with the square: it gets its share and what it samples', () => {
    const result = run('da.limits=protocol');
    const block = 256 * 131_072;
    // Its share of what the builder hands out, and 73 cells with their headers.
    const share = (EXPANSION * block) / 50;
    const samples = 73 * 560;
    const got = metricOf(result, 'da.ingress_per_byte[validator]') * block;
    expect(got).toBeGreaterThan(share + samples * 0.9);
    // Parts of lines from other keepers are at most half of four lines of 512 cells.
    expect(got).toBeLessThan(share + samples + 2 * 512 * 560 + 50_000);
  });

  it('survives half of the cells, not less', () => {
    const half = run('da.limits=protocol', 'da.dispersed=0.5');
    expect(metricOf(half, 'da.throughput')).toBeCloseTo((256 * 131_072) / 12, 0);
    const less = run('da.limits=protocol', 'da.dispersed=0.49');
    expect(metricOf(less, 'da.throughput')).toBe(0);
  });
});
