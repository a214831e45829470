import { describe, expect, it } from 'vitest';
import type { Peers } from '../../../../models/chain/consensus/peers.ts';
import { Mempool } from '../../../../models/chain/mempool/gossip.ts';
import type { ChainSettings } from '../../../../models/chain/settings.ts';
import { millis, type Tick } from '../../../../sim/time.ts';
import { at, lehmer } from '../../../sim/network/support.ts';
import { costs, everyPair, fabricOf, graph, line, star } from '../gossip/support.ts';

const BYTES = 1000;

function mempoolOn(peers: Peers, changes: Partial<ChainSettings> = {}, socket?: number) {
  const fabric = fabricOf(peers, changes, socket);
  const mempool = new Mempool(fabric);
  let id = 0;
  const enter = (entry: number, transactions: number) => {
    mempool.enter({
      id: id++,
      entry,
      transactions,
      bytes: transactions * BYTES,
      gas: transactions * 21_000,
      createdAt: 0,
      spacing: 0,
    });
  };
  const held = () => mempool.pools.map(({ transactions }) => transactions);
  return { ...fabric, mempool, enter, held };
}

const WORK = costs.transaction;

describe('a transaction', () => {
  it.each([1, 2, 3])('reaches every node once, over each link once or twice, seed %i', (seed) => {
    const random = lehmer(seed * 6_700_417);
    const below = (bound: number) => Math.floor(random() * bound);
    // A ring of 12 with chords.
    const links = Array.from({ length: 12 }, (_, i) => [i, (i + 1) % 12] as const);
    const chords = [0, 1, 2, 3].map((i) => [i, i + 4 + below(3)] as const);
    const peers = graph(12, [...links, ...chords]);
    const { mempool, simulation, enter, held } = mempoolOn(peers);
    let all = 0;
    for (let i = 0; i < 20; i++) {
      const [entry, count] = [below(12), 1 + below(9)];
      all += count;
      at(simulation, below(10) / 10, () => enter(entry, count));
    }
    simulation.run();
    expect(held()).toEqual(new Array(12).fill(all));
    expect(mempool.copies).toBeGreaterThanOrEqual(all * 16);
    expect(mempool.copies).toBeLessThanOrEqual(all * 32);
  });

  it('that a peer sent is not sent back to it', () => {
    const { mempool, simulation, network, enter, held } = mempoolOn(line(4));
    enter(1, 10);
    simulation.run();
    expect(held()).toEqual([10, 10, 10, 10]);
    expect(mempool.copies).toBe(30);
    // 10,000 B are ten packets: 10,080 B in ten frames of 1,044 B.
    expect([...network.accounting.sent]).toEqual([0, 20_880, 10_440, 0]);
    expect([...network.accounting.received]).toEqual([10_440, 0, 10_440, 10_440]);
  });

  it('crosses with itself on a link whose ends get it from elsewhere at one time', () => {
    // A triangle: both peers of node 0 send it to each other.
    const { mempool, simulation, enter } = mempoolOn(everyPair(3));
    enter(0, 1);
    simulation.run();
    expect(mempool.copies).toBe(4);
  });

  it('is held at the next node after its way and its work', () => {
    const { mempool, simulation, enter } = mempoolOn(line(2));
    enter(0, 10);
    // 10,440 B at 125 MB/s are 835.2 ticks, the way 50 ms, ten copies 10 x 950 ticks: 510,336 ticks.
    simulation.run(510_335 as Tick);
    expect(mempool.pools[1].transactions).toBe(0);
    simulation.run(510_336 as Tick);
    expect(mempool.pools[1].transactions).toBe(10);
  });

  it('costs its entry and every copy work at a processor', () => {
    const { processors, simulation, enter } = mempoolOn(everyPair(3));
    enter(0, 1);
    simulation.run();
    const busy = processors.map((processor) => processor.busy(simulation.now + 1e6));
    expect(busy).toEqual([WORK, 2 * WORK, 2 * WORK]);
  });

  it('is forgotten where it is committed, also when it comes later', () => {
    const { mempool, simulation, enter, held } = mempoolOn(line(3));
    enter(0, 10);
    const [batch] = mempool.pools[0].all();
    // After 60 ms node 1 holds it; node 2 learns it from a block first.
    at(simulation, 0.06, () => mempool.commit(2, batch));
    simulation.run();
    expect(held()).toEqual([10, 10, 0]);
    mempool.commit(0, batch);
    expect(held()).toEqual([0, 10, 0]);
  });

  it('is not sent to a peer that is down, nor across a partition', () => {
    const down = mempoolOn(line(3));
    down.network.setAlive(1, false);
    down.enter(0, 5);
    down.simulation.run();
    expect(down.held()).toEqual([5, 0, 0]);
    expect(down.network.accounting.sent[0]).toBe(0);
    const parted = mempoolOn(line(3));
    parted.network.partition([0, 0, 1]);
    parted.enter(0, 5);
    parted.simulation.run();
    expect(parted.held()).toEqual([5, 5, 0]);
  });
});

describe('a mempool', () => {
  it('that is full refuses, by number or by bytes', () => {
    const { mempool, enter } = mempoolOn(line(2), {
      mempoolTransactions: 100,
      mempoolBytes: 80_000,
    });
    expect(mempool.room(0, 500)).toBe(100);
    expect(mempool.room(0, BYTES)).toBe(80);
    enter(0, 60);
    // 40 more by number, 20,000 B are left.
    expect(mempool.room(0, 100)).toBe(40);
    expect(mempool.room(0, BYTES)).toBe(20);
    enter(0, 20);
    expect(mempool.room(0, BYTES)).toBe(0);
    expect(mempool.room(1, BYTES)).toBe(80);
  });

  it('of a node that is down refuses', () => {
    const { mempool, network } = mempoolOn(line(2));
    network.setAlive(0, false);
    expect(mempool.room(0, BYTES)).toBe(0);
    network.setAlive(0, true);
    expect(mempool.room(0, BYTES)).toBe(5000);
  });
});

describe('a receiver whose sockets are full', () => {
  const socket = 4 * WORK;
  const frames = 10_440;

  it('takes copies one by one as it works them off', () => {
    const { network, simulation, enter, held } = mempoolOn(line(2), {}, socket);
    const sent: number[] = [];
    // Ten transactions are 9,500 ticks of work: with 3,800 in the socket the next batch may leave 5,700
    // ticks after the first one, each further one 9,500 later.
    for (let i = 0; i < 4; i++) enter(0, 10);
    for (const when of [5699, 5700, 15_199, 15_200, 24_699, 24_700]) {
      simulation.run(when as Tick);
      sent.push(network.accounting.sent[0] / frames);
    }
    simulation.run();
    expect(sent).toEqual([1, 2, 2, 3, 3, 4]);
    expect(held()).toEqual([40, 40]);
  });

  it('is not sent what its peer has committed meanwhile', () => {
    const { mempool, network, simulation, enter, held } = mempoolOn(line(2), {}, socket);
    for (let i = 0; i < 4; i++) enter(0, 10);
    const [, second] = mempool.pools[0].all();
    mempool.commit(0, second);
    simulation.run();
    expect(network.accounting.sent[0]).toBe(3 * frames);
    expect(held()).toEqual([30, 30]);
  });

  it('gets everything in the end, from many peers at once', () => {
    const { simulation, enter, held } = mempoolOn(everyPair(6), {}, socket);
    for (let i = 0; i < 60; i++) enter(i % 6, 10);
    simulation.run();
    expect(held()).toEqual(new Array(6).fill(600));
  });
});

describe('announcing instead of flooding', () => {
  it('sends all of it to the square root of the peers, 41 B a transaction to the others', () => {
    const { network, simulation, enter, held } = mempoolOn(star(10), {
      mempoolGossip: 'announce',
      flush: millis(10),
    });
    enter(0, 10);
    simulation.run();
    expect(held()).toEqual(new Array(10).fill(10));
    // Nine peers, a third gets all of it. On average a peer is sent 10,440 / 3 + 10 x 41 = 3,890 B.
    expect(network.accounting.sent[0]).toBe(9 * 3890);
  });

  it('carries fewer bytes and takes less work on a graph with many links', () => {
    const totals = (['flood', 'announce'] as const).map((mempoolGossip) => {
      const run = mempoolOn(everyPair(17), { mempoolGossip });
      for (let i = 0; i < 17; i++) run.enter(i, 10);
      run.simulation.run();
      expect(run.held()).toEqual(new Array(17).fill(170));
      const work = run.processors.reduce((sum, p) => sum + p.busy(1e9), 0);
      return { bytes: run.network.accounting.totals().sent, work };
    });
    // 16 peers: a quarter of the copies, and the announcements.
    expect(totals[1].bytes).toBeLessThan(0.5 * totals[0].bytes);
    expect(totals[1].work).toBeLessThan(0.5 * totals[0].work);
  });
});
