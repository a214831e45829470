import { describe, expect, it } from 'vitest';
import { severities } from '../../../models/operators/outage-data.ts';
import { outage, outageCounts, outageIds, outages } from '../../../models/operators/outages.ts';
import { operatorsParameters } from '../../../models/operators/parameters.ts';
import { edgeShares, providerOf } from '../../../models/operators/providers.ts';
import { azureGeography } from '../../../sim/network/regions.ts';
import { toSeconds } from '../../../sim/time.ts';

/** As compiled from post-mortems and press: id, severity, hours of impact, concerned regions. */
const recorded = [
  ['aws-2021-12-07', 'control', 9.2, ['East US']],
  ['aws-2021-12-10', 'control', 1.1, ['East US']],
  ['hetzner-2022-11-02', 'power', 12, null],
  ['hetzner-2021-02-03', 'power', 3, ['Sweden Central']],
  ['google-2025-06-12', 'control', 3, null],
  ['cloudflare-2025-06-12', 'edge', 2.5, null],
  ['aws-2025-10-20', 'control', 14.5, ['East US']],
  ['cloudflare-2025-11-18', 'edge', 5.8, null],
  // From the fact sheet alone: 00:56 to 14:50 is 13 h 54 min.
  ['alibaba-2022-12-18', 'power', 13.9, ['East Asia']],
  ['azure-front-door-2025-10-29', 'edge', 8, null],
  ['alibaba-keyleak-2025-12-11', 'keyleak', 0, null],
] as const;

describe('the record of outages', () => {
  it.each(recorded)('holds %s: %s, %d h', (id, severity, hours, regions) => {
    const found = outage(id);
    expect(found.severity).toBe(severity);
    expect(toSeconds(found.length) / 3600).toBeCloseTo(hours, 9);
    expect(found.regions).toEqual(regions);
    expect(id).toMatch(new RegExp(`^${found.provider}-`));
  });

  it('holds nothing else, oldest first', () => {
    expect(outageIds.toSorted()).toEqual(recorded.map(([id]) => id).toSorted());
    const days = outageIds.map((id) => id.slice(-10));
    expect(days).toEqual(days.toSorted());
  });

  it('names places that exist, and a source for each', () => {
    const regions = azureGeography();
    for (const row of outages) {
      if (row.severity !== 'edge') expect(providerOf(row.provider).id).toBe(row.provider);
      else expect(Object.keys(edgeShares)).toContain(row.provider);
      for (const region of row.regions ?? []) {
        expect(regions.has(region), region).toBe(true);
        expect(providerOf(row.provider).regions[region], row.id).toBeGreaterThan(0);
      }
      expect(row.source, row.id).not.toBe('');
      expect(row.note, row.id).not.toBe('');
    }
  });

  it('ends every published phase in order and, but for residuals, within the outage', () => {
    for (const { id, phases, length } of outages) {
      const ends = phases.map(({ untilHours }) => untilHours);
      expect(ends, id).toEqual(ends.toSorted((a, b) => a - b));
      for (const { what, untilHours } of phases) {
        if (what.startsWith('residual')) continue;
        expect(untilHours * 3600, `${id} ${what}`).toBeLessThanOrEqual(toSeconds(length));
      }
    }
  });

  it('tells published disagreements', () => {
    expect(outage('azure-front-door-2025-10-29').note).toContain('2 to 8 h');
    expect(outage('google-2025-06-12').note).toContain('7 h 27 min');
    expect(outage('cloudflare-2025-06-12').note).toContain('2.6 h');
  });

  it('gives rates by counting', () => {
    expect([...outageCounts('control')]).toEqual([
      ['aws', 3],
      ['google', 1],
    ]);
    expect([...outageCounts('power')]).toEqual([
      ['hetzner', 2],
      ['alibaba', 1],
    ]);
  });

  it('refuses an id that it does not hold', () => {
    expect(() => outage('aws-1999')).toThrow(
      /^outage, expected one of hetzner-2021-02-03, .*"aws-1999"$/,
    );
  });
});

describe('the parameters', () => {
  it('offer every outage and severity, and play none unless asked', () => {
    expect(operatorsParameters.outage.options).toEqual(outageIds);
    expect(operatorsParameters.outage.default).toBeNull();
    expect(operatorsParameters.severity.options).toEqual([...severities]);
  });
});
