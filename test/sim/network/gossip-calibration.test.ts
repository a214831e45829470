import { describe, expect, it } from 'vitest';
import { delaysOf, expectBand, median, runGossip, traffic } from './gossip-run.ts';
import { relayTraffic, shadowTwoThousand } from './gossip-setups.ts';

/*
 * Published gossip measurements, calibration half: within 25 %. The rows of G1 that carry more bytes
 * are in test/heavy/gossip.heavy.ts; G2 and G3, of which more than the network has to be rebuilt, in
 * test/models/probes/gossip-calibration.test.ts.
 */

describe('G1: 2,000 peers under Shadow', () => {
  it('1 kB with IDONTWANT: 0.365 s to the last peer', () => {
    const run = runGossip(shadowTwoThousand, 1000, 'g1');
    for (const spread of run.gossip.spreads) expect(spread.reached).toBe(2000);
    expectBand(median(run.gossip.spreads.map((spread) => delaysOf(spread).at(-1)!)), 0.365, 0.25);
  }, 120_000);
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
