import { describe, expect, it } from 'vitest';
import { meanDegree } from '../../../sim/network/mesh.ts';
import { delaysOf, expectBand, mean, median, runGossip, traffic } from './gossip-run.ts';
import { actorModel, relayThousand, relayTraffic, shadowTwoThousand } from './gossip-setups.ts';

/*
 * Published gossip measurements, calibration half: within 25 %. The rows of G1 that carry most bytes
 * are in test/heavy/gossip.heavy.ts.
 */

describe('G1: 2,000 peers under Shadow', () => {
  it.each([
    { bytes: 1000, latency: 0.365, gigabytes: undefined },
    { bytes: 50_000, latency: 0.475, gigabytes: 7.9 },
  ])(
    '$bytes bytes with IDONTWANT: $latency s to the last peer',
    ({ bytes, latency, gigabytes }) => {
      const run = runGossip(shadowTwoThousand, bytes, 'g1');
      for (const spread of run.gossip.spreads) expect(spread.reached).toBe(2000);
      expectBand(
        median(run.gossip.spreads.map((spread) => delaysOf(spread).at(-1)!)),
        latency,
        0.25,
      );
      if (gigabytes !== undefined) expectBand(traffic(run) / 1e9, gigabytes, 0.25);
    },
    120_000,
  );
});

describe('G2: deliveries of the actor-model simulator, no bandwidth limit', () => {
  it.each([
    { nodes: 250, bins: [878, 10_109, 3915, 38], sends: 96_320 },
    { nodes: 500, bins: [1028, 12_986, 15_234, 692], sends: 189_451 },
  ])('$nodes nodes: sends within 5 %, the large bins within 25 %', ({ nodes, bins, sends }) => {
    const seeds = ['a', 'b', 'c'];
    const found = [0, 0, 0, 0, 0];
    let copies = 0;
    for (const seed of seeds) {
      const run = runGossip(actorModel(nodes), 200, seed);
      copies += run.network.accounting.ofKind(0).messages / seeds.length;
      for (const spread of run.gossip.spreads) {
        for (const delay of delaysOf(spread)) {
          found[Math.min(4, Math.floor(delay * 10))] += 1 / seeds.length;
        }
      }
    }
    expectBand(copies, sends, 0.05);
    const total = bins.reduce((sum, count) => sum + count, 0);
    for (const [bin, count] of bins.entries()) {
      // Small bins hang on the longest links of five publishers: a share within 3 points.
      if (count > 0.2 * total) expectBand(found[bin], count, 0.25);
      else expect(Math.abs(found[bin] - count) / total).toBeLessThan(0.03);
    }
    expect(found[4]).toBe(0);
  });
});

describe('G3: 1,000 nodes, mean degree 6.13', () => {
  // The delay of a hop is unpublished and the one constant fitted here, to the mean of 509 ms.
  const HOP = 0.12;
  const [twelve, eight] = [12, 8].map((high) => runGossip(relayThousand(high, HOP), 200, 'g3'));
  const times = (run: typeof twelve) => run.gossip.spreads.flatMap(delaysOf);

  it('has that degree within 10 % and reaches all', () => {
    expectBand(meanDegree(twelve.mesh), 6.13, 0.1);
    for (const spread of twelve.gossip.spreads) expect(spread.reached).toBe(1000);
  });

  it('mean 509 ms by the fit; the last node at 695 ms within 25 %', () => {
    expectBand(mean(times(twelve)), 0.509, 0.05);
    expectBand(Math.max(...times(twelve)), 0.695, 0.25);
  });

  it('an upper degree of 8 instead of 12 leaves the mean where it is: published 507 to 509 ms', () => {
    expect(Math.abs(mean(times(eight)) / mean(times(twelve)) - 1)).toBeLessThan(0.03);
  });

  it('does not reproduce the published least latency of 263 ms: a neighbour needs one hop', () => {
    // A fixed cost before publication (proof, interface) would; it is unpublished and left out.
    expect(Math.min(...times(twelve))).toBeCloseTo(HOP, 3);
  });
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
