import { describe, expect, it } from 'vitest';
import { FileEntry, FlowLog } from '../../../../models/storage/transfer/flow-log.ts';
import { Fate } from '../../../../models/storage/transfer/held.ts';
import { Ledger } from '../../../../models/storage/transfer/ledger.ts';
import { StorageNode } from '../../../../models/storage/transfer/node.ts';
import type { Shard } from '../../../../models/storage/transfer/shards.ts';
import { Simulation } from '../../../../sim/engine/simulation.ts';
import { storageProfile } from '../../../../sim/hardware/profiles.ts';
import { seconds, ZERO } from '../../../../sim/time.ts';

const MIB = 1_048_576;
const WHOLE: Shard = { id: 0, num: 1 };

function world(shard = WHOLE, capacity = 1_000_000) {
  const simulation = new Simulation({ seed: 'node' });
  const flow = new FlowLog(0, ZERO);
  const finalised: number[] = [];
  const make = (index: number) =>
    new StorageNode({
      ...{ simulation, flow, index, shard, capacity },
      address: index,
      phase: 0,
      profile: storageProfile('nvme-gen4'),
      limits: { cache: 4 * MIB, window: 2, writers: 3 },
      isLying: false,
      finalised: (node) => finalised.push(node.index),
      learnt: () => {},
    });
  const nodes = [make(0), make(1)];
  const commit = (entry: FileEntry) => {
    flow.commit(entry, simulation.now);
    flow.visible.push(entry);
    for (const node of nodes) node.pollLog();
    simulation.run((simulation.now + seconds(1)) as never);
  };
  return { simulation, nodes, commit, finalised };
}

const range = (count: number) => Array.from({ length: count }, (_, i) => i);

describe('a storage node', () => {
  it('answers "stored" once segments are on its disk, and finalises when its shard is complete', () => {
    const { simulation, nodes, commit, finalised } = world();
    const entry = new FileEntry(0, 2 * MIB);
    commit(entry);
    const replies: string[] = [];
    nodes[0].receive(entry, range(7), ({ state }) => {
      replies.push(state);
      expect(range(7).every((i) => nodes[0].held(entry).fate(i) === Fate.Stored)).toBe(true);
    });
    expect(replies).toEqual([]);
    simulation.run(seconds(3));
    expect(replies).toEqual(['stored']);
    expect(finalised).toEqual([]);
    nodes[0].receive(entry, [7], () => {});
    simulation.run(seconds(4));
    expect(finalised).toEqual([0]);
    // 2 MiB are 8192 sectors.
    expect(nodes[0].stored).toBe(8192);
    expect(nodes[0].pool.held).toBe(0);
  });

  it('refuses what its memory does not hold', () => {
    const { nodes, commit } = world();
    const entry = new FileEntry(0, 8 * MIB);
    commit(entry);
    const replies: string[] = [];
    // Memory of 4 MiB: 16 segments.
    nodes[0].receive(entry, range(16), ({ state }) => replies.push(state));
    nodes[0].receive(entry, [16], ({ state }) => replies.push(state));
    expect(replies).toEqual(['too-many-data']);
    expect(nodes[0].pool.heldMax).toBe(4 * MIB);
  });

  it('keeps segments of an unknown file, then writes its own and drops the others', () => {
    const { simulation, nodes, commit, finalised } = world({ id: 1, num: 2 });
    const entry = new FileEntry(0, MIB);
    const replies: string[] = [];
    nodes[0].receive(entry, range(4), ({ state }) => replies.push(state));
    expect(replies).toEqual(['cached']);
    commit(entry);
    simulation.run(seconds(3));
    // 4096 sectors start at 4096: flow segments 4 to 7, of which 5 and 7 are odd.
    const fates = range(4).map((i) => nodes[0].held(entry).fate(i));
    expect(fates).toEqual([Fate.Foreign, Fate.Stored, Fate.Foreign, Fate.Stored]);
    expect(finalised).toEqual([0]);
    expect(nodes[0].pool.held).toBe(0);
  });

  it('drops segments whose submission never comes', () => {
    const { simulation, nodes } = world();
    const entry = new FileEntry(0, MIB);
    nodes[0].receive(entry, range(4), () => {});
    simulation.run(seconds(299));
    expect(nodes[0].pool.held).toBe(MIB);
    simulation.run(seconds(301));
    expect(nodes[0].pool.held).toBe(0);
    expect(nodes[0].held(entry).fate(0)).toBe(Fate.Unclaimed);
  });

  it('loses its memory and keeps its disk when it goes down', () => {
    const { simulation, nodes, commit } = world();
    const entry = new FileEntry(0, 2 * MIB);
    commit(entry);
    let replies = 0;
    nodes[0].receive(entry, [0, 1], () => replies++);
    simulation.run(seconds(3));
    nodes[0].receive(entry, [2, 3], () => replies++);
    nodes[0].goDown();
    simulation.run(seconds(4));
    expect(replies).toBe(1);
    const fates = range(4).map((i) => nodes[0].held(entry).fate(i));
    expect(fates).toEqual([Fate.Stored, Fate.Stored, Fate.Crashed, Fate.Crashed]);
  });

  it('tells a client whose segments belong to another shard', () => {
    const { nodes, commit } = world({ id: 0, num: 2 });
    const entry = new FileEntry(0, MIB);
    commit(entry);
    const replies: unknown[] = [];
    nodes[0].receive(entry, [0, 1], (reply) => replies.push(reply));
    expect(replies).toEqual([{ state: 'moved', shard: { id: 0, num: 2 } }]);
  });
});

describe('auto-split', () => {
  it('keeps every segment held by somebody when two complementary nodes exist', () => {
    // 8 MiB are 32,768 sectors: more than 0.9 of 33,000.
    const { simulation, nodes, commit } = world(WHOLE, 33_000);
    const entry = new FileEntry(0, 8 * MIB);
    commit(entry);
    for (const node of nodes) node.receiveFromPeer(entry, range(32), () => {});
    simulation.run(seconds(5));
    nodes[0].splitIfFull(() => false);
    nodes[1].splitIfFull(() => true);
    expect(nodes.map(({ shard }) => shard)).toEqual([
      { id: 0, num: 2 },
      { id: 1, num: 2 },
    ]);
    for (const i of range(32)) {
      const fates = nodes.map((node) => node.held(entry).fate(i)).sort();
      expect(fates).toEqual([Fate.Stored, Fate.SplitAway]);
    }
    expect(nodes.map(({ stored }) => stored)).toEqual([16_384, 16_384]);
  });

  it('does nothing at 0.9 of the room', () => {
    const { simulation, nodes, commit } = world(WHOLE, 36_409);
    const entry = new FileEntry(0, 8 * MIB);
    commit(entry);
    nodes[0].receiveFromPeer(entry, range(32), () => {});
    simulation.run(seconds(5));
    // 0.9 x 36,409 = 32,768.1.
    nodes[0].splitIfFull(() => true);
    expect(nodes[0].splits).toBe(0);
  });
});

describe('the ledger', () => {
  it('finds a segment that was acknowledged and is gone', () => {
    const { simulation, nodes, commit } = world();
    const entry = new FileEntry(0, MIB);
    commit(entry);
    nodes[0].receive(entry, [0], () => {});
    simulation.run(seconds(3));
    const ledger = new Ledger();
    ledger.mark(nodes[0], entry, [0], true);
    ledger.check();
    ledger.mark(nodes[0], entry, [1], true);
    expect(() => ledger.check()).toThrow(
      'storage, expected segment 1 of file 0 at node 0, got fate 0',
    );
  });
});
