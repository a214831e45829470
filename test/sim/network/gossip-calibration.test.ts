import { describe, expect, it } from 'vitest';
import { delaysOf, expectBand, mean, median, runGossip, traffic } from './gossip-run.ts';
import { relayTraffic, shadowTwoThousand } from './gossip-setups.ts';

/*
 * Published gossip measurements, calibration half: within 25 %. The rows of G1 that carry most bytes
 * are in test/heavy/gossip.heavy.ts; G2 and G3, of which more than the network has to be rebuilt, in
 * test/models/probes/gossip-calibration.test.ts.
 */

describe('G1: 2,000 peers under Shadow', () => {
  it.each([
    { bytes: 1000, latency: 0.365, average: undefined, gigabytes: undefined },
    { bytes: 50_000, latency: 0.475, average: 0.55, gigabytes: 7.9 },
  ])(
    '$bytes bytes with IDONTWANT: $latency s to the last peer',
    ({ bytes, latency, average, gigabytes }) => {
      const run = runGossip(shadowTwoThousand, bytes, 'g1');
      for (const spread of run.gossip.spreads) expect(spread.reached).toBe(2000);
      const lasts = run.gossip.spreads.map((spread) => delaysOf(spread).at(-1)!);
      expectBand(median(lasts), latency, 0.25);
      if (average !== undefined) expectBand(mean(lasts), average, 0.25);
      if (gigabytes !== undefined) expectBand(traffic(run) / 1e9, gigabytes, 0.25);
    },
    120_000,
  );
});

describe('G4: traffic of 1,000 relay nodes, 1 KB a second', () => {
  it('10.1 KB/s in and 10.3 KB/s out a node, within 25 %', () => {
    const run = runGossip(relayTraffic, 1000, 'g4');
    const span = relayTraffic.messages * relayTraffic.interval;
    const sent = run.network.accounting.sent.reduce((sum, bytes) => sum + bytes, 0);
    expectBand(traffic(run) / 1000 / span / 1000, 10.1, 0.25);
    expectBand(sent / 1000 / span / 1000, 10.3, 0.25);
  });
});
