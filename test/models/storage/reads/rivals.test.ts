import { describe, expect, it } from 'vitest';
import { lookupMedian } from '../../../../models/storage/reads/ipfs.ts';
import { sliverPlan } from '../../../../models/storage/reads/walrus.ts';
import { storageProfile } from '../../../../sim/hardware/profiles.ts';
import { serviceTime } from '../../../../sim/hardware/service-time.ts';
import { Streams } from '../../../../sim/random.ts';
import { label, read, runReads, times } from './scenario.ts';

describe('Walrus', () => {
  it('reads 334 primary or 667 secondary slivers, at least the blob', () => {
    // A matrix of 334 rows of 667 symbols: 222,778 symbols.
    expect(sliverPlan(222_778, 'primary')).toEqual({ needed: 334, bytes: 667 });
    expect(sliverPlan(222_778, 'secondary')).toEqual({ needed: 667, bytes: 334 });
    expect(sliverPlan(222_779, 'primary')).toEqual({ needed: 334, bytes: 1334 });
  });

  it('takes as long as the k-th of n drives', () => {
    // Reads of one drive each: the k-th of n is near the quantile k / n of the drive's law.
    const law = serviceTime(storageProfile('hdd-enterprise'));
    const stream = new Streams('walrus', 0).stream('draws');
    const access = { bytes: 667, write: false, offset: -1 };
    const draws = Array.from({ length: 100_000 }, () => law.draw(stream, access) / 1e4);
    draws.sort((a, b) => a - b);
    const quantile = (share: number) => draws[Math.floor(share * draws.length)];
    // On a long way drives are done with the slivers that nobody waits for before the next read comes.
    const mean = (asked: number) => {
      const run = runReads({
        ...{ layer: 'walrus', holders: 1000, profile: 'hdd-enterprise', 'walrus.asked': asked },
        ...{ objectBytes: '222778 B', operations: 15, link: '1 Gbps', readerLink: '100 Gbps' },
        'network.latency': '60 ms',
      });
      // Metadata: a round trip and 66 kB at 125 MB/s; slivers: a round trip.
      return times(run, 'latency').mean * 1e3 - 60 - 0.53 - 60;
    };
    expect(mean(1000)).toBeGreaterThan(quantile(0.31));
    expect(mean(1000)).toBeLessThan(quantile(0.36));
    // The last of 334: half of the time below the quantile 0.5^(1/334) = 0.998.
    expect(mean(334)).toBeGreaterThan(quantile(0.996));
    expect(mean(334)).toBeLessThan(quantile(0.9997));
  });

  it('takes the whole blob for a part of it', () => {
    const run = runReads({
      layer: 'walrus',
      workload: 'random',
      objectBytes: '4 MiB',
      operations: 4,
    });
    // 4 MiB for each 256 KiB, and metadata.
    expect(read(run, 'amplification[reader]')).toBeGreaterThan(16);
  });
});

describe('object stores', () => {
  const small = { workload: 'random', operations: 2000, objects: 8 };

  it('spend small reads on the first byte', () => {
    const run = runReads({ layer: 's3', ...small });
    // Profile s3-standard: median of 256 KiB 41.5 ms, of 4 KiB 38.7 ms; 2 ms of round trip.
    const median = times(run, 'latency').quantile(0.5) * 1e3;
    expect(median).toBeGreaterThan(0.95 * 43.5);
    expect(median).toBeLessThan(1.05 * 43.5);
    expect(38.7 / median).toBeGreaterThan(0.85);
    expect(label(run, 'bottleneck')).toBe('latency');
  });

  it('are some ten times as fast in one zone', () => {
    const [s3, express] = ['s3', 's3-express'].map(
      (layer) => times(runReads({ layer, ...small }), 'latency').quantile(0.5) - 0.002,
    );
    // Medians of the profiles at 256 KiB: 41.5 and 6.23 ms.
    expect(s3 / express).toBeGreaterThan(0.9 * (41.5 / 6.23));
    expect(s3 / express).toBeLessThan(1.1 * (41.5 / 6.23));
  });

  it('answer at most 5500 requests a second for each prefix', () => {
    const busy = { layer: 's3', workload: 'random', block: '1 KiB', operations: 6000 };
    const more = { readers: 20, depth: 40, readerLink: '100 Gbps' };
    const run = runReads({ ...busy, ...more });
    const perSecond = read(run, 'throughput') / 1024;
    expect(perSecond).toBeGreaterThan(0.85 * 5500);
    expect(perSecond).toBeLessThanOrEqual(5500);
    expect(label(run, 'bottleneck')).toBe('rate limit');
    const spread = runReads({ ...busy, ...more, 's3.prefixes': 4 });
    expect(read(spread, 'throughput') / 1024).toBeGreaterThan(1.5 * 5500);
  });

  it('give one stream 90 MB/s', () => {
    const run = runReads({
      layer: 's3',
      routines: 1,
      's3.part': '1 GiB',
      objectBytes: '1 GiB',
      operations: 2,
    });
    expect(read(run, 'throughput')).toBeLessThanOrEqual(90e6);
    expect(read(run, 'throughput')).toBeGreaterThan(0.97 * 90e6);
  });
});

describe('Filecoin', () => {
  const once = { holders: 1, objects: 1, operations: 2, objectBytes: '1 MiB', link: '1 Gbps' };

  it('waits 45 s for an unsealed copy, which stays', () => {
    const run = runReads({ layer: 'filecoin', ...once });
    expect(times(run, 'latency').mean * 2).toBeGreaterThan(45);
    expect(times(run, 'latency').mean * 2).toBeLessThan(45.2);
  });

  it('adds a deal that is agreed on first', () => {
    const run = runReads({ layer: 'filecoin', ...once, operations: 1, 'filecoin.deal': '90 s' });
    expect(times(run, 'latency').mean).toBeGreaterThan(135);
    expect(times(run, 'latency').mean).toBeLessThan(135.2);
  });

  it('has what is in a cache in less than a second', () => {
    const run = runReads({ layer: 'filecoin-hot', ...once, operations: 1, cached: 1 });
    expect(times(run, 'latency').mean).toBeGreaterThan(0.5);
    expect(times(run, 'latency').mean).toBeLessThan(0.6);
    const miss = runReads({ layer: 'filecoin-hot', ...once, operations: 1, cached: 0 });
    expect(times(miss, 'latency').mean).toBeGreaterThan(45);
  });
});

describe('IPFS', () => {
  it('finds 80 % of the providers in half a second', () => {
    // A median m and deviation 0.6 of the logarithm: 0.5 = m exp(0.6 x 0.8416), m = 0.3018 s.
    expect(lookupMedian(0.5, 0.6)).toBeCloseTo(0.3018, 4);
    const run = runReads({
      ...{ layer: 'ipfs', objectBytes: '64 KiB', objects: 100_000, operations: 4000 },
      ...{ link: '10 Gbps', profile: 'ram-ddr5' },
    });
    // Two round trips of 2 ms beside: the root, then the block.
    expect(times(run, 'latency').quantile(0.8) - 0.004).toBeCloseTo(0.5, 1);
  });
});

describe('Arweave', () => {
  it('moves every byte twice, through a gateway', () => {
    const run = runReads({ layer: 'arweave', operations: 2 });
    expect(read(run, 'amplification')).toBeGreaterThan(2);
    expect(read(run, 'amplification')).toBeLessThan(2.02);
    expect(read(run, 'amplification[reader]')).toBeLessThan(1.01);
  });

  it('goes on to the next node when one is dead', () => {
    const run = runReads({
      ...{ layer: 'arweave', holders: 2, objectBytes: '8 MiB', operations: 1, duration: '1 h' },
      'network.faults': '[{ fault: outage, from: 0 s, to: 2 h, share: 0.5 }]',
    });
    expect(read(run, 'failed')).toBe(0);
    expect(read(run, 'timeouts')).toBeGreaterThan(0);
  });
});

describe('hot nodes of 0G', () => {
  const once = { layer: '0g-hot', objects: 1, objectBytes: '4 MiB', holders: 1 };

  it('serve what they have', () => {
    const run = runReads({ ...once, cached: 1, operations: 4 });
    // 4 MiB over 1 Gbit/s: 33.6 ms and round trips; from the node of 100 Mbit/s it would be 336 ms.
    expect(times(run, 'latency').mean).toBeLessThan(0.06);
  });

  it('fetch what they lack, while the reader takes the normal path', () => {
    const miss = runReads({ ...once, cached: 0, operations: 1 });
    // Prefetch and read share the link of the holder: twice 336 ms.
    expect(times(miss, 'latency').mean).toBeGreaterThan(0.6);
    expect(times(miss, 'latency').mean).toBeLessThan(0.75);
    const later = runReads({ ...once, cached: 0, operations: 6 });
    expect(times(later, 'latency').least).toBeLessThan(0.06);
  });

  it('are passed over when they are silent', () => {
    const run = runReads({ ...once, cached: 1, operations: 1, timeout: '15 ms', link: '10 Gbps' });
    // Four MiB from a hot node of 1 Gbit/s with eight segments at a time: the last of them after 19 ms.
    expect(read(run, 'failed')).toBe(0);
    expect(read(run, 'timeouts')).toBeGreaterThan(0);
  });
});
