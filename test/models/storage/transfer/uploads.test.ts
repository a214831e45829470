import { describe, expect, it } from 'vitest';
import { uploadsComponent } from '../../../../models/storage/transfer/uploads.ts';
import { ZERO } from '../../../../sim/time.ts';
import { meanOf, metricOf, runScenario } from '../../run-scenario.ts';

const base = `
name: uploads
network: { nodes: 6, bandwidth: 1 Gbps, latency: 2 ms, slowStart: false }
uploads: { clients: 1, files: 1, fileBytes: 32 MiB, replicas: 2, validators: 4 }
`;

type Result = ReturnType<typeof runScenario>;
const run = (...sets: string[]): Result => runScenario(base, sets);
const of = (result: Result, name: string) => metricOf(result, `storage.upload.${name}`);
const bottleneck = ({ findings }: Result) => findings.labels['storage.upload.bottleneck'];
const MIB = 1_048_576;

describe('the storage lane', () => {
  it.each([
    [1, 100],
    [2, 100],
    [3, 20],
  ])('takes no less than bytes x %d replicas / uplink of %d Mbit/s', (replicas, megabits) => {
    const sets = [`uploads.replicas=${replicas}`, `uploads.clientUp=${megabits} Mbps`];
    const result = run(...sets, 'uploads.rpcTimeout=60 s');
    const least = (32 * MIB * replicas) / (megabits * 125_000);
    expect(meanOf(result, 'storage.upload.transfer')).toBeGreaterThan(least);
    // Proofs, headers and a few round trips of 2 ms.
    expect(meanOf(result, 'storage.upload.transfer')).toBeLessThan(1.02 * least + 0.1);
    expect(of(result, 'use[client uplink]')).toBeGreaterThan(0.95);
    // One copy at 100 Mbit/s is sent in 2.7 s: less than the blocks take.
    expect(bottleneck(result)).toBe(least > 5 ? 'client uplink' : 'commitment');
  });

  it('is bound by the downlinks of nodes when many clients meet few of them', () => {
    const sets = ['network.nodes=2', 'network.down=100 Mbps', 'uploads.clients=4'];
    const result = run(...sets, 'uploads.clientDown=1 Gbps', 'uploads.fileBytes=64 MiB');
    expect(bottleneck(result)).toBe('node downlink');
    expect(of(result, 'throughput')).toBeLessThanOrEqual(of(result, 'ceiling'));
  });

  it('is bound by a slow disk', () => {
    const slow = 'hardware={storage: {slow: {like: nvme-gen4, sequentialWrite: 5 MB/s}}}';
    const result = run(slow, 'uploads.disk=slow', 'uploads.rpcTimeout=60 s');
    expect(bottleneck(result)).toBe('node disk');
    // 32 MiB at 5 MB/s.
    expect(meanOf(result, 'storage.upload.transfer')).toBeGreaterThan((32 * MIB) / 5e6);
  });

  it('carries nearly all bytes: the chain sees a transaction', () => {
    const result = run();
    // Two copies and proofs of 128 segments (depth 7: 9 x 32 + 7 = 295 B) in 26 calls of 300 B more.
    const wire = 2 * (32 * MIB + 128 * 295 + 13 * 300);
    expect(of(result, 'bytes')).toBe(wire);
    expect(of(result, 'chain_share')).toBeLessThan(0.0001);
    expect(of(result, 'chain_share')).toBeGreaterThan(0);
  });

  it('sends each node its own shard only', () => {
    const result = run('uploads.shards=2');
    const whole = run();
    // 128 segments over two shards in 7 calls each instead of 13: two copies 4 x 7 = 28 headers, not 26.
    expect(of(result, 'bytes') - of(whole, 'bytes')).toBe(2 * 300);
    expect(of(result, 'replicas')).toBe(3);
  });
});

describe('the publishing lane', () => {
  it('makes a file wait for its entry, and a small one travel meanwhile', () => {
    const large = run('uploads.fileBytes=3 MiB');
    const small = run('uploads.fileBytes=2 MiB');
    const [commit, transfer] = ['storage.upload.commit', 'storage.upload.transfer'];
    const parts = meanOf(large, commit) + meanOf(large, transfer);
    expect(meanOf(large, 'storage.upload.latency')).toBeGreaterThanOrEqual(parts);
    // Sent before the receipt came, and kept until the entry was seen.
    expect(meanOf(small, transfer)).toBeLessThan(0.1);
    expect(meanOf(small, 'storage.upload.finalise')).toBeGreaterThan(0.5);
  });

  it('takes longer with more confirmations', () => {
    const [few, many] = [1, 20].map((count) => run(`uploads.confirmations=${count}`));
    const more = meanOf(many, 'storage.upload.commit') - meanOf(few, 'storage.upload.commit');
    // 19 blocks of at least 0.2 s (the preset's wait after a commit), less a poll of each kind.
    expect(more).toBeGreaterThan(19 * 0.2 - 1.5);
  });

  it('is faster in turbo mode', () => {
    const commit = (preset: string) =>
      meanOf(run(`uploads.preset=${preset}`, 'uploads.files=10'), 'storage.upload.commit');
    expect(commit('turbo')).toBeLessThan(commit('default'));
  });

  it('commits fragments in batches', () => {
    // 8 fragments in one transaction, 16 in two: each is an entry of its own.
    const result = run('uploads.fragment=2 MiB');
    expect(of(result, 'finalised')).toBe(1);
    expect(metricOf(result, 'storage.download.files')).toBe(1);
    expect(meanOf(result, 'storage.upload.commit')).toBeGreaterThan(
      1.5 * meanOf(run('uploads.fragment=4 MiB'), 'storage.upload.commit'),
    );
  });

  it('ends an upload before it is finalised if only the transaction counts', () => {
    const result = run('uploads.waitFor=transaction');
    expect(meanOf(result, 'storage.upload.finalise')).toBe(0);
    expect(of(result, 'finalised')).toBe(1);
  });
});

describe('peer sync', () => {
  it('brings a file to every node of the shard, and no further', () => {
    const result = run('uploads.shards=2', 'uploads.replicas=1');
    // Two nodes have it from the client; four fetch half of it each.
    expect(metricOf(result, 'storage.sync.bytes')).toBe(4 * 16 * MIB);
    expect(of(result, 'replicas')).toBe(3);
    const without = run('uploads.shards=2', 'uploads.replicas=1', 'uploads.autoSync=false');
    expect(metricOf(without, 'storage.sync.bytes')).toBe(0);
    expect(of(without, 'replicas')).toBe(1);
  });

  it('reaches a node that was away', () => {
    const away = 'network.faults=[{fault: outage, from: 100 ms, to: 60 s, share: 0.17}]';
    // Only its 5 peers answer the indexer, so at least those have it when the outage ends.
    const result = run(away, 'uploads.replicas=1', 'uploads.readAfter=2 min');
    expect(of(result, 'finalised')).toBe(1);
    expect(of(result, 'replicas')).toBe(6);
  });
});

describe('a run', () => {
  it('counts uploads that its end cuts off as pending', () => {
    const cut = run('duration=1 s', 'uploads.files=3');
    expect(of(cut, 'uploads')).toBe(1);
    expect(of(cut, 'pending')).toBe(1);
  });

  it('is the same in both fidelities, where real bytes change nothing and the chain little', () => {
    const small = ['uploads.fileBytes=700 kB', 'uploads.files=3', 'uploads.lying=0.5'];
    const [fast, exact] = ['fast', 'exact'].map((fidelity) =>
      run(...small, `fidelity=${fidelity}`),
    );
    for (const name of ['storage.upload.bytes', 'storage.sync.bytes', 'storage.download.files'])
      expect([name, metricOf(exact, name)]).toEqual([name, metricOf(fast, name)]);
    expect(metricOf(exact, 'storage.download.rejected')).toBe(
      metricOf(fast, 'storage.download.rejected'),
    );
  });

  it.each([
    [{ shards: 3 }, 6, 'uploads.shards', '3'],
    [{ disk: 'none' }, 6, 'uploads.disk', '"none"'],
    [{}, 1, 'network.nodes', '1'],
  ])('objects to %j with %d nodes', (changes, nodes, path, found) => {
    const uploads = { shards: 1, disk: 'nvme-gen4', ...changes };
    const network = { nodes, latency: 'azure-2026', regions: null, faults: [] };
    const sections = { network, uploads };
    const setting = { sections, attachments: {}, duration: null, warmup: ZERO };
    const objections = uploadsComponent.check?.(setting) ?? [];
    expect(objections).toEqual([{ path, expected: expect.any(String), found }]);
  });
});
