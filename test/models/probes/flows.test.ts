import { describe, expect, it } from 'vitest';
import { observed, probe, value } from './probe.ts';

const run = (values: Record<string, unknown>) => probe('flows', values).findings;
const link = { link: '80 Mbps', bytes: '1 MB', delay: '0 s', warmup: 200, transfers: 20_000 };

describe('transfers that share a link', () => {
  it('an empty link: bytes over rate and the delay', () => {
    const findings = run({
      ...{ ...link, load: '0.1 %', sizes: 'constant', delay: '30 ms' },
      ...{ transfers: 200, warmup: 0 },
    });
    expect(observed(findings, 'flows.transfer').quantile(0.5)).toBeCloseTo(0.13, 3);
  });

  it.each(['constant', 'exponential', 'two-sizes'])(
    'half full, %s sizes: twice as long as alone, whatever the law (M/G/1 processor sharing)',
    (sizes) => {
      const findings = run({ ...link, sizes, load: '50 %' });
      const { mean } = observed(findings, 'flows.transfer');
      expect(Math.abs(mean / 0.2 - 1)).toBeLessThan(0.06);
      expect(Math.abs(value(findings, 'flows.utilisation') / 0.5 - 1)).toBeLessThan(0.04);
      expect(value(findings, 'flows.transfer_theory')).toBeCloseTo(0.2, 9);
      expect(Math.abs(value(findings, 'flows.active') - 1)).toBeLessThan(0.08);
    },
  );

  it('with a tenth of the link as access, half load is hardly felt', () => {
    const findings = run({ ...link, load: '50 %', accessPerLink: 10, sizes: 'constant' });
    const { mean } = observed(findings, 'flows.transfer');
    expect(mean).toBeGreaterThan(1);
    expect(mean).toBeLessThan(1.05);
  });

  it('no transfer is faster than the link', () => {
    const findings = run({ ...link, load: '70 %', sizes: 'constant', transfers: 2000 });
    expect(Math.round(observed(findings, 'flows.transfer').least * 1e7)).toBeGreaterThanOrEqual(
      1e6,
    );
    expect(value(findings, 'flows.rate')).toBeLessThanOrEqual(10e6);
  });
});
