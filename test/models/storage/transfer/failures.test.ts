import { describe, expect, it } from 'vitest';
import { failureReasons } from '../../../../models/storage/transfer/upload.ts';
import { metricOf, runScenario } from '../../run-scenario.ts';

/* Every way in which an upload or a read fails, and what comes of it. */

const base = `
name: upload-failures
network: { nodes: 6, bandwidth: 1 Gbps, latency: 2 ms, slowStart: false }
uploads: { clients: 1, files: 1, fileBytes: 8 MiB, replicas: 3, validators: 4, rpcTimeout: 2 s, rpcRetries: 1 }
`;

type Result = ReturnType<typeof runScenario>;
const run = (...sets: string[]): Result => runScenario(base, sets);
const of = (result: Result, name: string) => metricOf(result, `storage.upload.${name}`);

/** Every upload failed, and for that reason. */
function expectFailed(result: Result, reason: (typeof failureReasons)[number]): void {
  expect(of(result, 'finalised')).toBe(0);
  for (const each of failureReasons) {
    const expected = each === reason ? of(result, 'uploads') : 0;
    expect([each, of(result, `failed[${each}]`)]).toEqual([each, expected]);
  }
}

function expectFinalised(result: Result): void {
  expect(of(result, 'finalised')).toBe(of(result, 'uploads'));
  expect(of(result, 'lost_segments')).toBe(0);
}

describe('an upload fails', () => {
  it('when a node dies mid-upload and the client chooses only once', () => {
    const death = ['uploads.kill={at: upload, share: 1}', 'uploads.attempts=1'];
    expectFailed(run(...death), 'node-gone');
  });

  it('when so many die mid-upload that no cover is left', () => {
    // 6 nodes, all dead: after dropping 4 of them two are listed for three copies.
    const death = ['uploads.kill={at: upload, share: 1}', 'uploads.attempts=10'];
    expectFailed(run(...death), 'no-cover');
  });

  it('when memory of a node is full ("too many data")', () => {
    // A call of 10 segments is 2.5 MiB.
    const full = run('uploads.cache=1 MiB', 'uploads.attempts=1');
    expectFailed(full, 'too-many-data');
    expect(of(full, 'refused')).toBeGreaterThanOrEqual(12);
  });

  it('when the nodes do not cover all segments', () => {
    // Shards 0, 1, 2, 3, 0, 1 of 4: one copy of 2 and 3.
    expectFailed(run('uploads.shards=4', 'uploads.replicas=2'), 'no-cover');
    expectFinalised(run('uploads.shards=4', 'uploads.replicas=1'));
    expectFailed(run('uploads.exactShards=2'), 'no-cover');
  });

  it('when the uplink of the client is too slow for its calls', () => {
    // 8 calls of 2.6 MB at 1 Mbit/s take 168 s together.
    const slow = ['uploads.clientUp=1 Mbps', 'uploads.replicas=2', 'uploads.rpcTimeout=30 s'];
    expectFailed(run(...slow, 'uploads.attempts=1'), 'node-gone');
    const patient = run(...slow, 'uploads.routines=1');
    expectFinalised(patient);
  });

  it('when the chain stalls', () => {
    expectFailed(run('uploads.offline=0.5'), 'submission-lost');
  });

  it('when nodes do not see its entry', () => {
    // 5000 blocks take far longer than the 600 s that a client waits.
    expectFailed(run('uploads.confirmations=5000', 'uploads.attempts=1'), 'entry-unseen');
  });

  it('when nodes restart with its segments in memory', () => {
    const outage = '{fault: outage, from: 50 ms, to: 100 ms, share: 1}';
    const lost = ['uploads.fileBytes=1 MiB', 'uploads.replicas=3', `network.faults=[${outage}]`];
    expectFailed(run(...lost, 'uploads.attempts=1'), 'not-finalised');
    // Other nodes take it.
    expectFinalised(run(...lost, 'uploads.attempts=4'));
  });

  it('when it is older than the client waits', () => {
    expectFailed(run('uploads.clientUp=10 Mbps', 'uploads.giveUp=5 s'), 'time-out');
  });

  it('when the indexer does not answer in time', () => {
    // Less than the round trip of 2 ms.
    expectFailed(run('uploads.rpcTimeout=1 ms', 'uploads.rpcRetries=0'), 'no-indexer');
  });

  it('when a node keeps changing its shard', () => {
    const full = ['uploads.capacity=1 MiB', 'uploads.fileBytes=64 MiB', 'uploads.clientUp=5 Mbps'];
    const slow = ['uploads.rpcTimeout=30 s', 'uploads.replicas=1', 'uploads.routines=2'];
    expectFailed(run(...full, ...slow, 'uploads.attempts=1'), 'shard-moved');
  });
});

describe('an upload goes on', () => {
  it('with other nodes when some die mid-upload', () => {
    const results = [1, 2, 3, 4].map((seed) =>
      run('uploads.kill={at: upload, share: 0.5}', 'uploads.attempts=10', `seed=${seed}`),
    );
    for (const result of results) {
      expectFinalised(result);
      expect(of(result, 'replicas')).toBe(3);
    }
    // 3 of 6 are chosen and 3 die: with chance 19/20 for each seed some are the same.
    expect(Math.max(...results.map((result) => of(result, 'reselections')))).toBeGreaterThan(0);
  });

  it('after pauses when a slow disk keeps memory full', () => {
    const slow = 'hardware={storage: {slow: {like: hdd-7200, sequentialWrite: 1 MB/s}}}';
    const patience = ['uploads.cache=4 MiB', 'uploads.rpcTimeout=30 s'];
    const result = run(slow, 'uploads.disk=slow', ...patience);
    expectFinalised(result);
    expect(of(result, 'refused')).toBeGreaterThan(0);
    expect(result.findings.labels['storage.upload.bottleneck']).toBe('node memory');
  });

  it('with the new shards when a node splits under way', () => {
    const full = ['uploads.capacity=16 MiB', 'uploads.fileBytes=48 MiB', 'uploads.clientUp=5 Mbps'];
    const slow = ['uploads.rpcTimeout=30 s', 'uploads.replicas=1', 'uploads.routines=2'];
    const result = run(...full, ...slow, 'uploads.attempts=20');
    expect(of(result, 'finalised')).toBe(1);
    expect(of(result, 'splits')).toBeGreaterThan(0);
    expect(of(result, 'reselections')).toBeGreaterThan(0);
  });
});

describe('a node that dies mid-sync', () => {
  it('costs its copy only', () => {
    for (const seed of [1, 2, 3]) {
      const result = run('uploads.kill={at: sync, share: 0.34}', `seed=${seed}`);
      expectFinalised(result);
      // 2 of 6 died, the others have everything in the end.
      expect(of(result, 'replicas')).toBe(4);
      expect(metricOf(result, 'storage.download.files')).toBe(1);
    }
  });

  it('loses by name what it alone had', () => {
    const dead = run('uploads.kill={at: sync, share: 1}', 'uploads.replicas=1');
    expect(of(dead, 'finalised')).toBe(1);
    expect(of(dead, 'replicas')).toBe(0);
    expect(of(dead, 'lost_segments')).toBe(32);
    expect(metricOf(dead, 'storage.download.failed[node-gone]')).toBe(1);
  });
});

describe('a read', () => {
  it('fails as pruned once its data has expired', () => {
    // It fills the first pricing chunk, see the test of the flow.
    const expired = [
      'uploads.flowBefore=8573157376 B',
      'uploads.lifetime=1 min',
      'uploads.readAfter=3 min',
    ];
    const result = run(...expired);
    expect(of(result, 'finalised')).toBe(1);
    expect(of(result, 'replicas')).toBe(0);
    expect(metricOf(result, 'storage.download.failed[pruned]')).toBe(1);
    const paid = run(expired[0], 'uploads.readAfter=3 min');
    expect(metricOf(paid, 'storage.download.files')).toBe(1);
  });

  it('asks another node when one dies under it', () => {
    const result = run('uploads.kill={at: read, share: 0.5}');
    expect(metricOf(result, 'storage.download.files')).toBe(1);
    const dead = run('uploads.kill={at: read, share: 1}');
    expect(metricOf(dead, 'storage.download.failed[node-gone]')).toBe(1);
  });

  it.each(['fast', 'exact'])('refuses a byte that a lying node changed, %s', (fidelity) => {
    const small = ['uploads.fileBytes=1000 kB', `fidelity=${fidelity}`];
    const some = run(...small, 'uploads.lying=0.5');
    expect(metricOf(some, 'storage.download.files')).toBe(1);
    expect(metricOf(some, 'storage.download.rejected')).toBeGreaterThan(0);
    const all = run(...small, 'uploads.lying=1');
    expect(metricOf(all, 'storage.download.failed[corrupt]')).toBe(1);
  });
});
