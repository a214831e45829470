import { describe, expect, it } from 'vitest';
import {
  assertBytesConserved,
  assertDuplicates,
} from '../../../models/probes/gossip-invariants.ts';
import { behaviourOf, impliedByVersion } from '../../../models/probes/gossip-versions.ts';
import { explain } from '../../../scenarios/explain.ts';
import { loadScenario } from '../../../scenarios/load.ts';
import { Accounting } from '../../../sim/network/accounting.ts';
import { objections, observed, probe, value } from './probe.ts';

const versions = ['1.0', '1.1', '1.2', 'preamble', 'announce'] as const;
const unset = { idontwant: null, lazyShare: null, floodPublish: null };

describe('what a version stands for', () => {
  it.each([
    { version: '1.0', idontwant: false, lazyShare: 0, floodPublish: false },
    { version: '1.1', idontwant: false, lazyShare: 0.25, floodPublish: true },
    { version: '1.2', idontwant: true, lazyShare: 0.25, floodPublish: true },
    { version: 'preamble', idontwant: true, lazyShare: 0.25, floodPublish: true },
    { version: 'announce', idontwant: true, lazyShare: 0.25, floodPublish: true },
    { version: null, idontwant: true, lazyShare: 0.25, floodPublish: false },
  ] as const)('$version', ({ version, ...expected }) => {
    expect(behaviourOf({ version, ...unset })).toEqual({
      ...expected,
      preamble: version === 'preamble',
      announce: version === 'announce',
    });
  });

  it('gives way to what the section sets', () => {
    const own = { idontwant: true, lazyShare: 0.5, floodPublish: true };
    expect(behaviourOf({ version: '1.0', ...own })).toMatchObject(own);
    const off = { idontwant: false, lazyShare: 0, floodPublish: false };
    expect(behaviourOf({ version: 'preamble', ...off })).toMatchObject({ ...off, preamble: true });
  });

  it('is told with its source, without what the section sets', () => {
    const told = impliedByVersion({ version: '1.1', ...unset, floodPublish: false });
    expect(told.map(({ path, value }) => [path, value])).toEqual([
      ['gossip.version.idontwant', 'false'],
      ['gossip.version.lazyShare', '25 %'],
      ['gossip.version.preamble', 'false'],
      ['gossip.version.announce', 'false'],
    ]);
    for (const { status, source } of told) {
      expect(status).toBe('published');
      expect(source).toMatch(/gossipsub v1.1/);
    }
  });

  it('shows in `explain` with the version as origin, or with the line that set it', () => {
    const sets = ['sweep=null', 'expect=null', 'gossip.version=1.0', 'gossip.idontwant=true'];
    const rows = explain(loadScenario('gossip', sets).resolved);
    const origin = (path: string) => rows.find((row) => row.path === path)?.origin;
    expect(origin('gossip.version')).toBe('--set gossip.version=1.0');
    expect(origin('gossip.version.lazyShare')).toBe('gossip.version = 1.0');
    expect(origin('gossip.version.idontwant')).toBeUndefined();
    expect(origin('gossip.idontwant')).toBe('--set gossip.idontwant=true');
  });
});

/** Five peers, all in each other's mesh, and delays far longer than uploads. */
const five = {
  ...{ nodes: 5, dials: 4, degree: 4, low: 4, publishers: 1, messages: 3, interval: '5 s' },
  ...{ bandwidthClasses: [], latencyClasses: ['100 ms'], transport: false, messageBytes: '1 MB' },
};

describe('five peers that all know each other', () => {
  const found = Object.fromEntries(
    versions.map((version) => {
      return [version, probe('gossip', { ...five, version, announceDegree: 4 }).findings];
    }),
  );

  it('1.0 and 1.1: N (D - 1) + 1 = 16 copies a message, 16 / 4 - 1 = 3 duplicates a delivery', () => {
    for (const version of ['1.0', '1.1']) {
      expect(value(found[version], 'gossip.sends')).toBe(3 * 16);
      expect(value(found[version], 'gossip.duplicates')).toBe(3);
    }
  });

  it('1.2: IDONTWANT comes 100 ms after the copies left, so all of them count', () => {
    expect(value(found['1.2'], 'gossip.duplicates')).toBe(3);
  });

  it('preamble: 4 copies a message; all that are receiving have heard of each other', () => {
    // At 100 ms preambles, long before the copies of 1 MB at 80 us; but each comes with its copy here, so
    // only longer uploads leave time: 1 s at 8 Mbit/s.
    const slow = { ...five, bandwidthClasses: ['8 Mbps'], receiveRate: '1 Mbps', interval: '20 s' };
    const { findings } = probe('gossip', { ...slow, version: 'preamble', floodPublish: false });
    expect(value(findings, 'gossip.sends')).toBe(3 * 4);
    expect(value(findings, 'gossip.duplicates')).toBe(0);
  });

  it('announce without flood publishing: 4 copies a message, three ways of 100 ms', () => {
    const given = { ...five, version: 'announce', announceDegree: 4, floodPublish: false };
    const { findings } = probe('gossip', given);
    expect(value(findings, 'gossip.sends')).toBe(3 * 4);
    expect(value(findings, 'gossip.duplicates')).toBe(0);
    expect(value(findings, 'gossip.latency')).toBeCloseTo(0.3, 2);
  });

  it('objects to announcing to more peers than the degree, where that counts', () => {
    const given = { ...five, announceDegree: 5 };
    expect(objections('gossip', { ...given, version: 'announce' })).toEqual([
      'gossip.announceDegree: expected at most the degree 4, found 5',
    ]);
    expect(objections('gossip', given)).toEqual([]);
  });
});

describe('times from publishing to the last delivery', () => {
  it('have quantiles over messages, whose mean, least and most are those of the latency', () => {
    const { findings } = probe('gossip', {
      ...{ nodes: 40, messages: 40, publishers: 40, interval: '1 s', messageBytes: '1 kB' },
    });
    const last = observed(findings, 'gossip.last_delivery');
    expect(last.count).toBe(40);
    expect(last.mean).toBeCloseTo(value(findings, 'gossip.latency_mean'), 9);
    expect(last.least).toBeCloseTo(value(findings, 'gossip.latency_least'), 9);
    // A bucket of the histogram is at most 1 / 128 wide.
    expect(last.quantile(0.5) / value(findings, 'gossip.latency')).toBeCloseTo(1, 1);
    const all = observed(findings, 'gossip.delivery');
    expect(all.count).toBe(40 * 39);
    expect(all.quantile(0.9)).toBeLessThanOrEqual(value(findings, 'gossip.latency_most'));
  });
});

describe('what must hold', () => {
  it('bytes: egress is ingress, lost and under way', () => {
    const accounting = new Accounting(2);
    const kind = accounting.kind('x');
    accounting.left(0, kind, 100, true);
    accounting.arrived(1, kind, 60);
    accounting.dropped(40);
    expect(() => assertBytesConserved(accounting)).not.toThrow();
    accounting.received[1] -= 1;
    expect(() => assertBytesConserved(accounting)).toThrow(
      new RangeError('gossip egress - ingress - lost - under way, expected 0 B, got 1 B'),
    );
  });

  it('duplicates: at least D / 2 - 1, 3 for a degree of 8', () => {
    expect(() => assertDuplicates(3, 8)).not.toThrow();
    expect(() => assertDuplicates(2.9, 8)).toThrow(
      new RangeError('gossip.duplicates, expected at least 3, got 2.9'),
    );
  });
});
