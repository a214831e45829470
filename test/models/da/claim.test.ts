import { describe, expect, it } from 'vitest';
import { changesNeeded } from '../../../models/da/claim.ts';
import { metricOf, runScenario } from '../run-scenario.ts';

describe('what a claim needs', () => {
  const ceilings = [
    { name: 'encoders', rate: 20e6 },
    { name: 'links', rate: 5e6 },
    { name: 'chain', rate: 200e6 },
  ];

  it('nothing when the rate is reached', () => {
    expect(changesNeeded(4e6, 4e6, ceilings)).toBe('nothing');
  });

  it('every limit below it, lowest first, with its factor', () => {
    expect(changesNeeded(100e6, 5e6, ceilings)).toBe('links: 20 times; encoders: 5 times');
  });

  it('less time lost when the limits allow it', () => {
    expect(changesNeeded(4e6, 1e6, ceilings)).toBe('time below the limits: 4 times');
  });
});

describe('a claim in a scenario', () => {
  const base = `
name: claim
network: { nodes: 20, bandwidth: 1 Gbps, latency: 20 ms, slowStart: false }
load: { blobBytes: 128 KiB }
claim: { name: six blobs, rate: 65536 B/s, source: a test }
da: { layer: eip-4844, limits: protocol }
`;

  it('is supported by six blobs of 128 KiB every 12 s', () => {
    const result = runScenario(base);
    expect(metricOf(result, 'claims.supported_share')).toBeCloseTo(1, 10);
    expect(result.findings.labels['claims.needed']).toBe('nothing');
    expect(result.findings.labels['claims.source']).toBe('a test');
  });

  it('that is ten times too high names the block limit', () => {
    const result = runScenario(base, ['claim.rate=655360 B/s']);
    expect(metricOf(result, 'claims.supported_share')).toBeCloseTo(0.1, 10);
    expect(result.findings.labels['claims.first_limit']).toBe('block limit');
    expect(result.findings.labels['claims.needed']).toBe('block limit: 10 times');
  });

  it('of a layer that gets nothing through needs a start', () => {
    const result = runScenario(base, ['da.silent=50 %']);
    expect(metricOf(result, 'claims.supported')).toBe(0);
    expect(result.findings.labels['claims.needed']).toBe('a start');
  });
});
