import { describe, expect, it } from 'vitest';
import { expectHops, runs, shares } from '../models/probes/library-gossip.ts';
import {
  delaysOf,
  expectBand,
  mean,
  median,
  runGossip,
  traffic,
} from '../sim/network/gossip-run.ts';
import { shadowTwoThousand } from '../sim/network/gossip-setups.ts';

/*
 * The whole of calibration group G1 (2,000 peers under Shadow), latency and traffic, with and without
 * IDONTWANT: within 25 %.
 */

const rows = [
  { bytes: 1000, idontwant: true, latency: 0.365, gigabytes: undefined },
  { bytes: 50_000, idontwant: true, latency: 0.475, average: 0.55, gigabytes: 7.9 },
  { bytes: 50_000, idontwant: false, latency: undefined, gigabytes: 8.2 },
  { bytes: 500_000, idontwant: true, latency: 2.1, average: 2.27, gigabytes: 70 },
  { bytes: 500_000, idontwant: false, latency: undefined, gigabytes: 86.5 },
  { bytes: 1_000_000, idontwant: true, latency: 5.21, gigabytes: 161 },
  { bytes: 1_000_000, idontwant: false, latency: undefined, gigabytes: 190 },
];

describe.each(rows)(
  'G1: $bytes bytes, IDONTWANT $idontwant',
  ({ bytes, idontwant, latency, average, gigabytes }) => {
    it.each(['g1', 'h1', 'i1'])(
      'seed %s',
      (seed) => {
        const run = runGossip({ ...shadowTwoThousand, idontwant }, bytes, seed);
        for (const spread of run.gossip.spreads) expect(spread.reached).toBe(2000);
        const lasts = run.gossip.spreads.map((spread) => delaysOf(spread).at(-1)!);
        const last = median(lasts);
        const total = traffic(run) / 1e9;
        console.log(
          `${bytes} B, IDONTWANT ${idontwant}, ${seed}: ${last.toFixed(3)} s, ${total.toFixed(2)} GB`,
        );
        if (latency !== undefined) expectBand(last, latency, 0.25);
        if (average !== undefined) expectBand(mean(lasts), average, 0.25);
        if (gigabytes !== undefined) expectBand(total, gigabytes, 0.25);
      },
      600_000,
    );
  },
);

describe('G2: deliveries of the actor-model simulator, no bandwidth limit', () => {
  it.each([
    { nodes: 250, point: 0, replications: 20, bins: [878, 10_109, 3915, 38], sends: 96_320 },
    { nodes: 500, point: 1, replications: 10, bins: [1028, 12_986, 15_234, 692], sends: 189_451 },
  ])(
    '$nodes nodes: sends within 5 %, each bin within 25 %',
    ({ point, replications, ...published }) => {
      expectHops(point, replications, published);
    },
  );

  it('without turns on one processor the last bin of 500 nodes is far too small', () => {
    const found = runs('gossip-hops', 1, 5, ['gossip.host=0 s']);
    expect(shares(found)[3]).toBeLessThan(0.6 * (692 / 29_940));
  });
});
