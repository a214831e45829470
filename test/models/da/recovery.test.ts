import { describe, expect, it } from 'vitest';
import { layerNames } from '../../../models/da/layer-names.ts';
import type { Replication } from '../../../scenarios/replicate.ts';
import { metricOf, runScenario } from '../run-scenario.ts';

/** One provider hosts some of 20 validators and loses power from 1 min to 2 min. */
const outage = (layer: string, hosted: number) => `
name: recovery
seed: 1
duration: 5 min
network: { nodes: 20, bandwidth: 1 Gbps }
load: { rate: 0.5 blobs/s, saturate: false, blobBytes: 128 KiB }
da: { layer: ${layer} }
# 96 times 32 votes of 30 tokens: one quorum of 0G.
zerog: { bonded: 92160 }
operators:
  by: nodes
  providers: { google: ${hosted}, independent: ${20 - hosted} }
  outage: google-2025-06-12
  severity: power
  outageStart: 1 min
  lengthScale: 0.00526
  restartDelay: 1 s
`;

/**
 * Seconds from the end of the outage to a new certificate: two slots of 20 s of Avail are the longest clock;
 * a view of Espresso or of the plain pull tree that began in the outage ends after 60 s, and so may the one
 * after it, whose leader came back too late.
 */
const within: Readonly<Record<string, number>> = { espresso: 120, 'pull-tree': 120 };
const USUALLY = 60;

describe('after an outage that has ended', () => {
  it.each(
    // A quarter, which stops nobody for good, and 45 %, which leaves no quorum of two thirds.
    layerNames.flatMap((layer) => [5, 9].map((hosted) => [layer, hosted] as const)),
  )('%s certifies new blobs again with %d of 20 gone', (layer, hosted) => {
    const run = runScenario(outage(layer, hosted));
    expect(metricOf(run, 'da.certificates[before]')).toBeGreaterThan(0);
    expect(metricOf(run, 'da.recovery_time')).toBeLessThan(within[layer] ?? USUALLY);
    // Published after it too: 180 s at 0.5 blobs/s are 90, less 3 sigma and the time stated.
    const left = 180 - (within[layer] ?? USUALLY);
    expect(metricOf(run, 'da.certificates[after]')).toBeGreaterThan(
      0.5 * left - 3 * Math.sqrt(0.5 * left),
    );
  });
});

/** Blobs that were certified in the whole run. */
const certified = (run: Replication) => metricOf(run, 'da.blobs');

describe('leaders of slots', () => {
  it('do not shrink their blocks because nobody was there to vouch', () => {
    // 60 s are a hundred slots of NEAR: at a twentieth less each, 8 MB would end at 47 kB.
    const [calm, struck] = [0, 9].map((hosted) =>
      runScenario(outage('near', hosted || 1), hosted ? [] : ['operators.outage=null']),
    );
    expect(metricOf(struck, 'da.certificates[during]')).toBe(0);
    expect(metricOf(struck, 'da.block_bytes')).toBe(metricOf(calm, 'da.block_bytes'));
  });

  it('work off a backlog that the links cannot carry in one block', () => {
    // 6 blobs/s of 1 MiB for a minute are 377 MB; a leader codes 85 MB/s and has 2.1 s.
    const sets = ['load.rate=6 blobs/s', 'load.blobBytes=1 MiB', 'network.bandwidth=10 Gbps'];
    const run = runScenario(outage('celestia', 9), sets);
    expect(metricOf(run, 'da.recovery_time')).toBeLessThan(30);
    // 300 s at 6 blobs/s, less 3 sigma, and what waits for a block or two of 2.6 s at the end.
    expect(certified(run)).toBeGreaterThan(1800 - 3 * Math.sqrt(1800) - 6 * 6);
  });
});

describe('a view of Espresso', () => {
  const faults = (list: string) => `
name: views
seed: 3
duration: 3 min
network: { nodes: 20, bandwidth: 1 Gbps, faults: ${list} }
load: { rate: 2 blobs/s, saturate: false, blobBytes: 16 KiB }
da: { layer: espresso, deadline: 3 s }
`;
  /** 180 s at 2 blobs/s, less 4 sigma. */
  const NEARLY_ALL = 360 - 4 * Math.sqrt(360);

  it.each([3, 0])('whose leader is down gives way to the next one, with %d relays', (relays) => {
    // A quarter is down from 30 s on and does not come back before 150 s.
    const text = faults('[{ fault: outage, share: 25 %, from: 30 s, to: 150 s }]');
    expect(certified(runScenario(text, [`da.relays=${relays}`]))).toBeGreaterThan(NEARLY_ALL);
  });

  it('does not wait for nodes that missed the block before it', () => {
    // Who was down from 30 s lacks the last block when others go down at 60 s, and is needed from then on.
    const text = faults(
      '[{ fault: outage, share: 30 %, from: 30 s, to: 60 s }, { fault: outage, share: 30 %, from: 60 s, to: 170 s }]',
    );
    expect(certified(runScenario(text))).toBeGreaterThan(NEARLY_ALL);
  });

  it('ends when a partition ends', () => {
    const text = faults('[{ fault: partition, share: 50 %, from: 30 s, to: 90 s }]');
    expect(certified(runScenario(text, ['da.relays=0']))).toBeGreaterThan(NEARLY_ALL);
  });
});

describe('a view of the plain pull tree', () => {
  it('puts the blobs of a leader that is down into the next block', () => {
    const sets = ['da.deadline=2 s', 'load.rate=1 blobs/s'];
    const run = runScenario(outage('pull-tree', 5), sets);
    expect(metricOf(run, 'da.recovery_time')).toBeLessThan(10);
    // Each blob counts once: 300 s at 1 blob/s, with 3 sigma.
    expect(certified(run)).toBeLessThan(300 + 3 * Math.sqrt(300));
    expect(certified(run)).toBeGreaterThan(300 - 3 * Math.sqrt(300) - 10);
  });
});
