import { describe, expect, it } from 'vitest';
import { observed, probe, value } from './probe.ts';

const read = (values: Record<string, unknown>) => probe('disk', values).findings;

describe('random reads in a closed loop', () => {
  it('at depth 1 the rate is one over the mean time of a read', () => {
    const findings = read({ profile: 'ssd-sata', reads: 20_000, warmup: 100 });
    const { mean, count } = observed(findings, 'disk.read');
    expect(count).toBe(20_000);
    expect(value(findings, 'disk.iops') * mean).toBeCloseTo(1, 9);
    expect(value(findings, 'disk.utilisation')).toBeCloseTo(1, 9);
    expect(value(findings, 'disk.throughput')).toBeCloseTo(value(findings, 'disk.iops') * 4096, 3);
  });

  it.each([1, 4, 16])("at depth %i Little's law holds: depth = rate x time", (depth) => {
    const findings = read({ profile: 'nvme-gen4', depth, reads: 5000, warmup: 500 });
    const { mean } = observed(findings, 'disk.read');
    const inFlight = value(findings, 'disk.iops') * mean;
    expect(inFlight / depth).toBeGreaterThan(0.98);
    expect(inFlight / depth).toBeLessThan(1.02);
    expect(value(findings, 'disk.in_flight')).toBeCloseTo(depth, 6);
  });

  it('a hard disk of 7200 rpm has the mean of its law: seek, half a turn, rare extra turns', () => {
    // overhead 0.1 + t0 0.8 + 12.7 E[sqrt d] + 8.333 (1/2 + 0.08) + 4096 B at 180 MB/s;
    // E[sqrt |u1 - u2|] = 8/15.
    const law = 0.1 + 0.8 + (12.7 * 8) / 15 + 8.333 * 0.58 + 0.023;
    const { mean, quantile } = observed(read({ profile: 'hdd-7200', reads: 40_000 }), 'disk.read');
    expect(Math.abs((mean * 1000) / law - 1)).toBeLessThan(0.01);
    // The measured drive: median 12.6 ms, p99 23.4 ms; the law is within 6 % of both.
    expect(Math.abs((quantile(0.5) * 1000) / 12.6 - 1)).toBeLessThan(0.06);
    expect(Math.abs((quantile(0.99) * 1000) / 23.4 - 1)).toBeLessThan(0.06);
  });

  it('a cloud volume gives 3,000 reads a second and not more, once its savings are used up', () => {
    const findings = read({ profile: 'cloud-gp3', depth: 64, reads: 6000, warmup: 4000 });
    expect(Math.abs(value(findings, 'disk.iops') / 3000 - 1)).toBeLessThan(0.01);
  });

  it('the closed form beside the rate does not come from the run', () => {
    const law = (reads: number) => value(read({ reads, warmup: 0 }), 'disk.iops_law');
    expect(law(10)).toBe(law(2000));
  });
});
