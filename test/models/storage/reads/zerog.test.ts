import { describe, expect, it } from 'vitest';
import { segmentProofBytes } from '../../../../models/storage/reads/zerog.ts';
import { label, read, runReads, times } from './scenario.ts';

const NODE = 12.5e6; // 100 Mbit/s in bytes per second

/** A reader that keeps every node busy: 64 MiB at a time, four routines for each node. */
const fast = (holders: number, more: Readonly<Record<string, unknown>> = {}) =>
  runReads({
    ...{ layer: '0g', holders, routines: 4 * holders, operations: 6 },
    ...more,
  });

describe('throughput of 0G reads', () => {
  it('of one node of 100 Mbit/s is at most 12.5 MB/s, and nearly that', () => {
    const rate = read(fast(1), 'throughput');
    expect(rate).toBeLessThanOrEqual(NODE);
    // Headers of 500 B beside 262,144 B: 0.2 %; round trips at the ends of each read.
    expect(rate).toBeGreaterThan(0.97 * NODE);
  });

  it('grows with the nodes until the link of the reader is full', () => {
    const link = '800 Mbps'; // 100 MB/s: eight nodes
    const rates = [1, 2, 4, 8, 16].map((holders) =>
      read(fast(holders, { readerLink: link }), 'throughput'),
    );
    expect(rates[1] / rates[0]).toBeCloseTo(2, 1);
    expect(rates[2] / rates[0]).toBeGreaterThan(3.7);
    expect(rates[4]).toBeLessThanOrEqual(100e6);
    expect(rates[4]).toBeGreaterThan(94e6);
    const [few, many] = [4, 16].map((holders) => fast(holders, { readerLink: link }));
    expect(label(few, 'bottleneck')).toBe('holder uplink');
    expect(label(many, 'bottleneck')).toBe('reader downlink');
  });

  it('reaches "200 MBPS" with two nodes if that means Mbit/s, with about 16 if it means MB/s', () => {
    // 200 Mbit/s = 25 MB/s = 2 x 12.5; 200 MB/s = 16 x 12.5.
    expect(read(fast(2), 'throughput')).toBeGreaterThan(0.95 * 25e6);
    expect(read(fast(1), 'ceiling')).toBeLessThan(25e6);
    expect(read(fast(16), 'throughput')).toBeGreaterThan(0.93 * 200e6);
    expect(read(fast(15), 'ceiling')).toBeLessThan(200e6);
  });

  it('uses no more nodes than routines: each routine stays with its node', () => {
    const eight = read(fast(16, { routines: 8 }), 'throughput');
    expect(eight).toBeLessThanOrEqual(8 * NODE);
    expect(read(fast(16, { routines: 16 }), 'throughput')).toBeGreaterThan(1.7 * eight);
  });

  it('is that of the copies when holders keep shards', () => {
    // Four shards on four holders: each segment has one holder, all four work.
    const sharded = fast(4, { shards: 4 });
    expect(read(sharded, 'failed')).toBe(0);
    expect(read(sharded, 'throughput')).toBeGreaterThan(0.85 * 4 * NODE);
    expect(read(sharded, 'throughput')).toBeLessThanOrEqual(4 * NODE);
  });
});

describe('proofs of segments', () => {
  it('have a hash for each level above the segment', () => {
    expect(segmentProofBytes(262_144)).toBe(0);
    expect(segmentProofBytes(262_145)).toBe(32);
    // 64 MiB are 256 segments: 8 levels of 32 B.
    expect(segmentProofBytes(67_108_864)).toBe(256);
    expect(segmentProofBytes(67_108_865)).toBe(288);
  });

  it('move so many bytes more', () => {
    const [bare, proven] = [false, true].map((proof) =>
      read(fast(2, { 'zerog.proof': proof }), 'amplification[reader]'),
    );
    // 256 B with each 262,144 B.
    expect(proven - bare).toBeCloseTo(256 / 262_144, 6);
  });
});

describe('dead holders', () => {
  const dead = (share: number, more: Readonly<Record<string, unknown>>) =>
    runReads({
      ...{ layer: '0g', holders: 2, operations: 1, objectBytes: '1 MiB', duration: '1 h' },
      'network.faults': `[{ fault: outage, from: 0 s, to: 2 h, share: ${share} }]`,
      ...more,
    });

  it('cost a time-out, and the read still ends', () => {
    // One of two is dead: the routine that begins there waits 30 s, the other fetches the rest.
    const run = dead(0.5, { routines: 2 });
    expect(read(run, 'failed')).toBe(0);
    expect(read(run, 'timeouts')).toBe(1);
    expect(times(run, 'latency').mean).toBeGreaterThan(30);
    expect(times(run, 'latency').mean).toBeLessThan(30.2);
  });

  it('make a read fail in the end when all are dead', () => {
    // Six rounds over two nodes of 30 s each, five pauses of 5 s: 12 x 30 + 25 = 385 s.
    const run = dead(1, { routines: 1, duration: '386 s' });
    expect([read(run, 'failed'), read(run, 'timeouts')]).toEqual([1, 12]);
    const early = dead(1, { routines: 1, duration: '384 s' });
    expect([read(early, 'failed'), read(early, 'timeouts')]).toEqual([0, 11]);
  });

  it('are asked six times before the next when retries belong to a node', () => {
    // The first node: 6 x 30 + 5 x 5 = 205 s; the second as long: 410 s.
    const node = { 'zerog.retryAt': 'node', routines: 1 };
    expect(read(dead(1, { ...node, duration: '411 s' }), 'failed')).toBe(1);
    expect(read(dead(1, { ...node, duration: '409 s' }), 'failed')).toBe(0);
  });
});
