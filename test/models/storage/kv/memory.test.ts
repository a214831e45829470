import { describe, expect, it } from 'vitest';
import { transactionBill } from '../../../../models/chain/evm/bill.ts';
import { transactionKind } from '../../../../models/chain/evm/transactions.ts';
import { observed } from '../../probes/probe.ts';
import { kv, objectionsTo, runMemory } from './memory.ts';

const bottleneck = ({ findings }: ReturnType<typeof runMemory>) =>
  findings.labels['storage.kv.bottleneck'];
const latency = ({ findings }: ReturnType<typeof runMemory>) =>
  observed(findings, 'storage.kv.latency');

describe('agents with streams of their own', () => {
  const run = runMemory('agents=32', 'streams=own', 'duration=20 min');

  it('never abort', () => {
    for (const name of ['abort_rate', 'abort_law', 'retries', 'lost'])
      expect([name, kv(run, name)]).toEqual([name, 0]);
  });

  it('wait for the log layer, and never less than its floor', () => {
    // Submission 0.1 s, 3 blocks of 0.4 s.
    expect(kv(run, 'latency_floor')).toBeCloseTo(1.3, 9);
    expect(latency(run).least).toBeGreaterThan(1.3);
    // Half a block, half a poll, the delay of the node, 22,168 B at 12.5 MB/s: 0.2 + 0.25 + 0.5 + 0.002 s more.
    expect(latency(run).mean).toBeGreaterThan(0.96 * 2.252);
    expect(latency(run).mean).toBeLessThan(1.04 * 2.252);
  });

  it('commit once a cycle of thinking, log and poll', () => {
    // 9 + 2.252 + 0.5 s.
    expect(kv(run, 'throughput') / (32 / 11.752)).toBeGreaterThan(0.97);
    expect(kv(run, 'throughput') / (32 / 11.752)).toBeLessThan(1.03);
    expect(bottleneck(run)).toBe('thinking');
  });

  it('read what is as old as the way through the log, or newer', () => {
    const { mean } = observed(run.findings, 'storage.kv.staleness');
    // From block to replay: 1.2 + 0.25 + 0.5 + 0.002 s, less the wait for the first entry missed, 1 / 2.7 s.
    expect(mean).toBeGreaterThan(1.3);
    expect(mean).toBeLessThan(1.952);
  });

  it('get more out of an entry by batching', () => {
    const batched = runMemory('agents=32', 'streams=own', 'duration=20 min', 'batch=4');
    expect(kv(batched, 'per_entry')).toBe(4);
    expect(kv(run, 'per_entry')).toBe(1);
    expect(kv(batched, 'entry_rate')).toBeLessThan(0.4 * kv(run, 'entry_rate'));
    // 4 to 4 x 9 + 2.752 s instead of 1 to 11.752 s: a factor 1.213.
    const gain = kv(batched, 'throughput') / kv(run, 'throughput');
    expect(gain).toBeGreaterThan(1.17);
    expect(gain).toBeLessThan(1.26);
  });
});

describe('agents that share a stream', () => {
  const rate = (...sets: string[]) => kv(runMemory(...sets), 'abort_rate');

  it('abort the more the more they are, the fewer keys they have and the more they read', () => {
    const usual = rate('agents=32');
    expect(usual).toBeGreaterThan(0);
    expect(rate('agents=128')).toBeGreaterThan(2 * usual);
    expect(rate('agents=32', 'keys=32')).toBeGreaterThan(2 * usual);
    expect(rate('agents=32', 'readKeys=16')).toBeGreaterThan(2 * usual);
    expect(rate('agents=32', 'skew=1')).toBeGreaterThan(2 * usual);
    expect(rate('agents=32', 'streams=pooled')).toBeLessThan(usual);
  });

  it('lose each abort without retries, and none with enough of them', () => {
    const sets = ['agents=32', 'keys=16', 'warmup=0 s'];
    const once = runMemory(...sets, 'retries=0');
    expect(kv(once, 'retries')).toBe(0);
    expect(kv(once, 'lost')).toBeGreaterThan(100);
    const dogged = runMemory(...sets, 'retries=1000');
    expect(kv(dogged, 'lost')).toBe(0);
    expect(kv(dogged, 'retries')).toBeGreaterThan(100);
    expect(latency(dogged).mean).toBeGreaterThan(latency(once).mean + 1);
  });

  it('retry or give up after every abort, but for those that do not know of it yet', () => {
    const run = runMemory('agents=32', 'keys=8', 'retries=2', 'warmup=0 s', 'batch=2');
    const judged = latency(run).count / (1 - kv(run, 'abort_rate'));
    const aborted = judged - latency(run).count;
    const answered = kv(run, 'retries') + kv(run, 'lost') / 2;
    expect(aborted - answered).toBeGreaterThan(-0.01);
    expect(aborted - answered).toBeLessThanOrEqual(32);
    // Two retries to one that gives up, at most.
    expect(kv(run, 'retries')).toBeGreaterThan(kv(run, 'lost'));
  });
});

describe('the log', () => {
  it('grows by values and 64 B for each key read or put', () => {
    const run = runMemory('valueBytes=1000 B', 'writeKeys=2');
    // 2 x 1000 + (4 + 2) x 64.
    expect(kv(run, 'log_rate') / kv(run, 'entry_rate')).toBeCloseTo(2384, 6);
  });

  it('takes about sixteen times as much with whole prompts', () => {
    const [delta, naive] = ['delta', 'naive'].map((log) => runMemory(`log=${log}`, 'streams=own'));
    // 0.5-4 kB for each of 1.932 records, and 5-30 or 200-500 kB: 21,848 and 354,348 B, with 320 B of keys.
    const perEntry = (run: typeof delta) => kv(run, 'log_rate') / kv(run, 'entry_rate');
    expect(perEntry(delta) / 22_168).toBeGreaterThan(0.95);
    expect(perEntry(delta) / 22_168).toBeLessThan(1.05);
    expect(perEntry(naive) / 354_668).toBeGreaterThan(0.97);
    expect(perEntry(naive) / 354_668).toBeLessThan(1.03);
  });

  it.each([
    ['log layer', ['think=1 s', 'streams=own']],
    ['conflicts', ['keys=1', 'readKeys=1', 'agents=64']],
    ['upload', ['uplink=100 kbps', 'log=naive', 'streams=own']],
    ['replica', ['link=2 Mbps', 'log=naive', 'streams=own']],
    ['block space', ['gasLimit=1000000', 'agents=256', 'think=1 s', 'streams=own']],
  ])('is held up by %s with %j', (what, sets) => {
    expect(bottleneck(runMemory(...sets))).toBe(what);
  });

  it('grows no faster than blocks and links of nodes allow', () => {
    // One million gas every 0.4 s; 2 Mbit/s are 250 kB/s.
    const kind = transactionKind('file-submission');
    const room = Math.floor(1_000_000 / transactionBill(kind, kind.usual).gas);
    const blocks = runMemory('gasLimit=1000000', 'agents=256', 'think=1 s', 'streams=own');
    expect(kv(blocks, 'entry_rate') / (room / 0.4)).toBeCloseTo(1, 2);
    const links = runMemory('link=2 Mbps', 'log=naive', 'streams=own');
    expect(kv(links, 'throughput') * 354_668).toBeLessThan(1.02 * 250_000);
    expect(kv(links, 'throughput') * 354_668).toBeGreaterThan(0.95 * 250_000);
  });
});

describe('settings that cannot be', () => {
  it.each([
    [['readKeys=5', 'keys=4'], 'memory.readKeys: expected at most the 4 keys of a stream, found 5'],
    [['writeKeys=5'], 'memory.writeKeys: expected at most the 4 keys that are read, found 5'],
    [['streams=pooled', 'pools=17'], 'memory.pools: expected at most the 16 agents, found 17'],
    [
      ['duration=null', 'warmup=0 s'],
      'duration: expected a time such as "10 min", since agents go on without end, found none',
    ],
  ])('%j are refused', (sets, message) => expect(objectionsTo(...sets)).toEqual([message]));

  it('others are not', () => expect(objectionsTo('pools=17', 'keys=4', 'writeKeys=4')).toEqual([]));
});
