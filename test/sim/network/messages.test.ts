import { describe, expect, it } from 'vitest';
import { FOREVER, seconds, type Tick } from '../../../sim/time.ts';
import { expectSame } from '../../expect-same.ts';
import { at, bench, lehmer, MBIT } from './support.ts';

const KB = 1000;
const MB = 1_000_000;

describe('one transfer takes L/R + p', () => {
  it.each([
    { bytes: 10 * KB, expected: 0.1008 },
    { bytes: MB, expected: 0.18 },
  ])('$bytes bytes over 100 Mbit/s and 100 ms: $expected s', ({ bytes, expected }) => {
    const { simulation, network, kind, arrivals } = bench({
      nodes: 2,
      rate: 100 * MBIT,
      delay: 0.1,
    });
    network.send(0, 1, kind, bytes);
    simulation.run();
    expect(arrivals.map((arrival) => arrival.at)).toEqual([expected]);
  });

  it('serving a whole mesh takes D x S/R + p: 1 MB to 8 peers, 740 ms', () => {
    const { simulation, network, kind, arrivals } = bench({
      nodes: 9,
      rate: 100 * MBIT,
      delay: 0.1,
    });
    for (let peer = 1; peer <= 8; peer++) network.send(0, peer, kind, MB);
    simulation.run();
    expect(Math.max(...arrivals.map((arrival) => arrival.at))).toBeCloseTo(0.74, 6);
  });

  it('one after the other reaches the first peer earlier, the last one at the same time', () => {
    const { simulation, network, kind, arrivals } = bench({
      nodes: 9,
      rate: 100 * MBIT,
      delay: 0.1,
      chunkBytes: MB,
    });
    for (let peer = 1; peer <= 8; peer++) network.send(0, peer, kind, MB);
    simulation.run();
    expect(arrivals[0].at).toBeCloseTo(0.18, 6);
    expect(arrivals[7].at).toBeCloseTo(0.74, 6);
  });

  it('the slower of the two links decides', () => {
    for (const [up, down] of [
      [100, 10],
      [10, 100],
    ]) {
      const { simulation, network, kind, arrivals } = bench({
        nodes: 2,
        rate: 1,
        delay: 0.05,
        up: [up * MBIT, up * MBIT],
        down: [down * MBIT, down * MBIT],
      });
      network.send(0, 1, kind, MB);
      simulation.run();
      // 0.8 s on the slow link; a chunk is received while it arrives.
      expect(Math.abs(arrivals[0].at - 0.85)).toBeLessThan(0.006);
    }
  });

  it('loses nothing to rounding: 100,000 messages at an odd rate', () => {
    // 1,237 bytes at 7,654,321 B/s: 1,616.08 ticks each, so rounding up each would cost 0.09 s.
    const { simulation, network, kind, arrivals } = bench({ nodes: 2, rate: 7_654_321, delay: 0 });
    for (let i = 0; i < 100_000; i++) network.send(0, 1, kind, 1237);
    simulation.run();
    expect(arrivals).toHaveLength(100_000);
    expect(Math.abs(arrivals.at(-1)!.at - 123_700_000 / 7_654_321)).toBeLessThan(3e-7);
  });

  it('a message of one byte arrives; one without bytes is refused', () => {
    const { simulation, network, kind, arrivals } = bench({
      nodes: 2,
      rate: 100 * MBIT,
      delay: 0.1,
    });
    network.send(0, 1, kind, 1);
    expect(() => network.send(0, 1, kind, 0)).toThrow('message, expected at least 1 byte, got 0');
    simulation.run();
    expect(arrivals).toHaveLength(1);
  });
});

describe('the uplink', () => {
  it('gives equal transfers equal turns', () => {
    const { simulation, network, kind, arrivals } = bench({
      nodes: 5,
      rate: 100 * MBIT,
      delay: 0,
      chunkBytes: 10 * KB,
    });
    for (let peer = 1; peer <= 4; peer++) network.send(0, peer, kind, MB);
    simulation.run();
    // 100 chunks each: all four end within the last round of four chunks, 0.8 ms each.
    expect(arrivals.map((arrival) => arrival.message.to)).toEqual([1, 2, 3, 4]);
    expect(arrivals[0].at).toBeCloseTo(0.3176, 6);
    expect(arrivals[3].at).toBeCloseTo(0.32, 6);
  });

  it('lets an urgent message overtake at the next chunk boundary', () => {
    const { simulation, network, kind, arrivals } = bench({
      nodes: 2,
      rate: 100 * MBIT,
      delay: 0,
      chunkBytes: 125 * KB,
    });
    network.send(0, 1, kind, MB, 1);
    at(simulation, 0.013, () => network.send(0, 1, kind, 1250, 2, undefined, true));
    simulation.run();
    expect(arrivals.map((arrival) => arrival.message.argument)).toEqual([2, 1]);
    // The second chunk ends at 20 ms; 1,250 bytes take 0.1 ms; the transfer is late by as much.
    expect(arrivals[0].at).toBeCloseTo(0.0201, 7);
    expect(arrivals[1].at).toBeCloseTo(0.0801, 7);
  });

  it('serves urgent messages in the order in which they were sent', () => {
    const { simulation, network, kind, arrivals } = bench({ nodes: 2, rate: MBIT, delay: 0 });
    for (let i = 0; i < 5000; i++) network.send(0, 1, kind, 100, i, undefined, true);
    simulation.run();
    expect(arrivals.map((arrival) => arrival.message.argument)).toEqual(
      Array.from({ length: 5000 }, (_, i) => i),
    );
  });

  it('takes back waiting messages only: none of which a byte has left', () => {
    const { simulation, network, kind, arrivals } = bench({
      nodes: 4,
      rate: 100 * MBIT,
      delay: 0,
      chunkBytes: 125 * KB,
    });
    for (let peer = 1; peer <= 3; peer++) network.send(0, peer, kind, 250 * KB, peer);
    let first = -1;
    let second = -1;
    // At 5 ms message 1 is on the wire; at 15 ms message 2 is, and half of message 1 has left.
    at(simulation, 0.005, () => {
      first = network.withdraw(0, (message) => message.to === 1);
    });
    at(simulation, 0.015, () => {
      second = network.withdraw(0, () => true);
    });
    simulation.run();
    expect([first, second]).toEqual([0, 1]);
    expect(arrivals.map((arrival) => arrival.message.to)).toEqual([1, 2]);
    expect(network.uplinks[0].waitingBytes).toBe(0);
    expect(network.uplinks[0].active).toBe(0);
  });

  it('goes on in turn after a message before the turn was taken back', () => {
    const { simulation, network, kind, arrivals } = bench({
      nodes: 6,
      rate: 100 * MBIT,
      delay: 0,
      chunkBytes: 125 * KB,
    });
    // Urgent traffic keeps the transfers waiting while they are taken back.
    network.send(0, 1, kind, 125 * KB, 0, undefined, true);
    for (let peer = 1; peer <= 5; peer++) network.send(0, peer, kind, 250 * KB);
    at(simulation, 0.005, () => network.withdraw(0, (message) => message.to % 2 === 0));
    simulation.run();
    expect(arrivals.map((arrival) => arrival.message.to)).toEqual([1, 1, 3, 5]);
    // 125 kB + 3 x 250 kB = 875 kB at 12.5 MB/s.
    expect(arrivals.at(-1)!.at).toBeCloseTo(0.07, 6);
  });

  it('remembers the largest backlog', () => {
    const { simulation, network, kind } = bench({ nodes: 2, rate: 100 * MBIT, delay: 0 });
    for (let i = 0; i < 3; i++) network.send(0, 1, kind, 100 * KB);
    simulation.run();
    expect(network.uplinks[0].backlogMax).toBe(300 * KB);
    network.resetStatistics();
    expect(network.uplinks[0].backlogMax).toBe(0);
  });
});

describe('use of the links', () => {
  it('is exact: one MB at 100 Mbit/s is 80 ms of 200 ms', () => {
    const { simulation, network, kind } = bench({ nodes: 2, rate: 100 * MBIT, delay: 0.1 });
    network.send(0, 1, kind, MB);
    simulation.run(seconds(0.2));
    expect(network.utilisation(0, 'up')).toBeCloseTo(0.4, 9);
    expect(network.utilisation(1, 'down')).toBeCloseTo(0.4, 9);
    expect(network.utilisation(1, 'up')).toBe(0);
  });

  it('counts a chunk on the wire only as far as it has left', () => {
    const { simulation, network, kind } = bench({
      nodes: 2,
      rate: 100 * MBIT,
      delay: 0,
      chunkBytes: MB,
    });
    network.send(0, 1, kind, MB);
    simulation.run(seconds(0.02));
    expect(network.utilisation(0, 'up')).toBe(1);
  });

  it('starts anew at a reset in mid-chunk', () => {
    const { simulation, network, kind } = bench({
      nodes: 2,
      rate: 100 * MBIT,
      delay: 0,
      chunkBytes: MB,
    });
    network.send(0, 1, kind, MB);
    at(simulation, 0.05, () => network.resetStatistics());
    simulation.run(seconds(0.11));
    // 30 ms of the 60 ms since the reset.
    expect(network.utilisation(0, 'up')).toBeCloseTo(0.5, 9);
    expect(network.utilisation(1, 'down')).toBeCloseTo(0.5, 9);
  });

  it('a full downlink is fully used and makes chunks wait', () => {
    const { simulation, network, kind, arrivals } = bench({ nodes: 5, rate: 100 * MBIT, delay: 0 });
    for (let sender = 1; sender <= 4; sender++) network.send(sender, 0, kind, MB);
    simulation.run(seconds(0.2));
    expect(network.utilisation(0, 'down')).toBeCloseTo(1, 6);
    simulation.run();
    expect(arrivals.at(-1)!.at).toBeCloseTo(0.32, 6);
    expect(network.downlinks[0].waitMax / 1e7).toBeGreaterThan(0.2);
  });
});

describe('a node that goes down', () => {
  const mega = { nodes: 3, rate: 100 * MBIT, delay: 0.01, chunkBytes: 125 * KB };

  it('sends nothing more, and what waited is forgotten', () => {
    const { simulation, network, kind, arrivals } = bench(mega);
    network.send(0, 1, kind, MB);
    network.send(0, 2, kind, MB);
    at(simulation, 0.025, () => network.setAlive(0, false));
    at(simulation, 0.03, () => network.send(0, 1, kind, 100));
    simulation.run();
    expect(arrivals).toHaveLength(0);
    expect(network.accounting.sent[0]).toBe(250 * KB);
    expect(network.uplinks[0].waitingBytes).toBe(0);
    expect(network.accounting.imbalance()).toBe(0);
  });

  it('is used only until then', () => {
    const { simulation, network, kind } = bench(mega);
    network.send(0, 1, kind, MB);
    at(simulation, 0.025, () => network.setAlive(0, false));
    simulation.run(seconds(0.05));
    expect(network.utilisation(0, 'up')).toBeCloseTo(0.5, 9);
  });

  it('and comes back before the old chunk would have left starts a new chunk at once', () => {
    const { simulation, network, kind, arrivals } = bench(mega);
    network.send(0, 1, kind, MB, 1);
    at(simulation, 0.002, () => network.setAlive(0, false));
    at(simulation, 0.003, () => network.setAlive(0, true));
    at(simulation, 0.004, () => network.send(0, 2, kind, 125 * KB, 2));
    simulation.run();
    expect(arrivals.map((arrival) => arrival.message.argument)).toEqual([2]);
    // 4 ms, 10 ms for the chunk, 10 ms of delay.
    expect(arrivals[0].at).toBeCloseTo(0.024, 7);
    expect(network.accounting.sent[0]).toBe(125 * KB);
  });

  it('takes in nothing: the bytes are lost', () => {
    const { simulation, network, kind, arrivals } = bench(mega);
    network.setAlive(1, false);
    network.send(0, 1, kind, MB);
    simulation.run();
    expect(arrivals).toHaveLength(0);
    expect(network.accounting.lost).toBe(MB);
  });

  it('during a message never gets the rest of it for the whole', () => {
    const { simulation, network, kind, arrivals } = bench(mega);
    network.send(0, 1, kind, MB);
    // Up again before the next chunk arrives: no chunk is lost, but the first half was in its memory.
    at(simulation, 0.041, () => network.setAlive(1, false));
    at(simulation, 0.042, () => network.setAlive(1, true));
    simulation.run();
    expect(network.accounting.received[1]).toBe(MB);
    expect(arrivals).toHaveLength(0);
  });

  it('forgets what waits in its downlink, so that it does not wait for it when back', () => {
    const { simulation, network, kind, arrivals } = bench({
      ...mega,
      down: [MBIT, MBIT, MBIT],
      chunkBytes: MB,
    });
    // Arrives at 90 ms and would keep the 1 Mbit/s downlink busy for 8 s.
    network.send(0, 1, kind, MB, 1);
    at(simulation, 1, () => network.setAlive(1, false));
    at(simulation, 2, () => network.setAlive(1, true));
    at(simulation, 3, () => network.send(2, 1, kind, 1250, 2));
    simulation.run();
    expect(arrivals.map((arrival) => arrival.message.argument)).toEqual([2]);
    expect(arrivals[0].at).toBeCloseTo(3.02, 3);
  });
});

describe('a partition', () => {
  it('lets nothing cross that leaves during it, and everything inside a group', () => {
    const { simulation, network, kind, arrivals } = bench({
      nodes: 4,
      rate: 100 * MBIT,
      delay: 0.01,
    });
    network.partition([0, 0, 1, 1]);
    for (let from = 0; from < 4; from++) {
      for (let to = 0; to < 4; to++) if (from !== to) network.send(from, to, kind, 1000);
    }
    simulation.run();
    expect(arrivals.map(({ message }) => [message.from, message.to]).sort()).toEqual([
      [0, 1],
      [1, 0],
      [2, 3],
      [3, 2],
    ]);
    expect(network.accounting.lost).toBe(8000);
  });

  it('that takes chunks out of a message takes the message, even when it heals before the end', () => {
    const { simulation, network, kind, arrivals } = bench({
      nodes: 2,
      rate: 100 * MBIT,
      delay: 0.01,
      chunkBytes: 125 * KB,
    });
    network.send(0, 1, kind, MB);
    at(simulation, 0.025, () => network.partition([0, 1]));
    at(simulation, 0.045, () => network.heal());
    simulation.run();
    expect(network.accounting.lost).toBe(250 * KB);
    expect(network.accounting.received[1]).toBe(750 * KB);
    expect(arrivals).toHaveLength(0);
  });
});

describe('accounting', () => {
  it('counts messages, not chunks', () => {
    const { simulation, network, kind } = bench({ nodes: 2, rate: 100 * MBIT, delay: 0 });
    network.send(0, 1, kind, MB);
    network.send(0, 1, kind, 10);
    simulation.run();
    expect(network.accounting.ofKind(kind)).toEqual({
      name: 'test',
      messages: 2,
      sent: MB + 10,
      received: MB + 10,
    });
  });

  it('sums over roles', () => {
    const { simulation, network, kind } = bench({ nodes: 3, rate: 100 * MBIT, delay: 0 });
    network.send(0, 1, kind, 500);
    network.send(0, 2, kind, 700);
    simulation.run();
    expect(network.accounting.byRole(['a', 'b', 'b'])).toEqual(
      new Map([
        ['a', { nodes: 1, sent: 1200, received: 0 }],
        ['b', { nodes: 2, sent: 0, received: 1200 }],
      ]),
    );
  });

  it('carries the bytes under way over a reset', () => {
    const { simulation, network, kind } = bench({ nodes: 2, rate: 100 * MBIT, delay: 0.1 });
    network.send(0, 1, kind, 1000);
    network.send(0, 1, kind, 500);
    at(simulation, 0.05, () => network.resetStatistics());
    simulation.run(seconds(0.06));
    const { accounting } = network;
    expect([accounting.sent[0], accounting.carried, accounting.underWay]).toEqual([0, 1500, 1500]);
    simulation.run();
    expect([accounting.received[1], accounting.carried, accounting.underWay]).toEqual([
      1500, 1500, 0,
    ]);
    expect(accounting.imbalance()).toBe(0);
  });

  const seeds = [1, 2, 3, 4, 5, 6, 7, 8];
  it.each(seeds)('sent = received + lost + under way at any moment, seed %i', (seed) => {
    const random = lehmer(seed * 7919);
    const below = (bound: number) => Math.floor(random() * bound);
    const nodes = 6;
    const { simulation, network, kind, arrivals } = bench({
      nodes,
      rate: 1,
      delay: 0.02,
      up: Array.from({ length: nodes }, () => 50_000 + below(2_000_000)),
      down: Array.from({ length: nodes }, () => 50_000 + below(2_000_000)),
      chunkBytes: 1000 + below(50_000),
      ...(seed % 2 === 0
        ? {}
        : {
            transport: {
              receiveWindow: 20_000 + below(500_000),
              loss: seed % 4 === 1 ? 0.01 : 0,
              slowStart: seed % 3 !== 0,
              idleReset: (seed % 5 === 0 ? FOREVER : seconds(1)) as Tick,
            },
          }),
    });
    const { accounting } = network;
    let sentMessages = 0;
    const steps: number[] = [];
    const check = () => {
      let sent = accounting.carried;
      let received = 0;
      for (let node = 0; node < nodes; node++) {
        sent += accounting.sent[node];
        received += accounting.received[node];
        for (const direction of ['up', 'down'] as const) {
          const use = network.utilisation(node, direction);
          expectSame(
            use >= -1e-9 && use <= 1 + 1e-9,
            true,
            `utilisation ${use} of ${node} ${direction}`,
          );
        }
      }
      expectSame(sent, received + accounting.lost + accounting.underWay);
      expectSame(accounting.imbalance(), 0);
      expectSame(accounting.underWay >= 0, true, `${accounting.underWay} bytes under way`);
      steps.push(simulation.now);
    };
    const act = simulation.handler('act', () => {
      const node = below(nodes);
      const what = random();
      if (what < 0.55) {
        if (network.isAlive(node)) sentMessages++;
        network.send(node, below(nodes), kind, 1 + below(200_000), 0, undefined, random() < 0.2);
      } else if (what < 0.7) network.setAlive(node, false);
      else if (what < 0.88) network.setAlive(node, true);
      else if (what < 0.91) network.partition(Array.from({ length: nodes }, () => below(2)));
      else if (what < 0.96) network.heal();
      else if (what < 0.98) network.resetStatistics();
      else sentMessages -= network.withdraw(node, () => true);
      check();
    });
    const entity = simulation.entity('act');
    for (let i = 0; i < 1500; i++) {
      simulation.scheduleAt(Math.floor(random() * 6e8) as Tick, 2, entity, act);
    }
    simulation.run();
    check();
    expect(steps).toHaveLength(1501);
    expect(accounting.underWay).toBe(0);
    for (const uplink of network.uplinks)
      expect([uplink.active, uplink.waitingBytes]).toEqual([0, 0]);
    // Some messages are lost, but no message is delivered twice or out of nothing.
    expect(arrivals.length).toBeGreaterThan(100);
    expect(arrivals.length).toBeLessThan(sentMessages);
    expect(new Set(arrivals.map((arrival) => arrival.message)).size).toBe(arrivals.length);
  });
});
