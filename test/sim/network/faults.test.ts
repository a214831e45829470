import { describe, expect, it } from 'vitest';
import { checkFaults, type Fault, injectFaults } from '../../../sim/network/faults.ts';
import { Gossip } from '../../../sim/network/gossip.ts';
import { regularGraph } from '../../../sim/network/mesh.ts';
import { seconds, type Tick } from '../../../sim/time.ts';
import { at, bench, MBIT } from './support.ts';

const s = (value: number) => seconds(value);

/** Plays faults and notes every change of a node. */
function play(faults: Fault[], nodes = 4, seed = 'faults', until = 1000) {
  const made = bench({ nodes, rate: 100 * MBIT, delay: 0.01, seed });
  const changes: [number, number, boolean][] = [];
  injectFaults(made.simulation, 'faults', made.network, faults, (node, alive) => {
    changes.push([made.simulation.now / 1e7, node, alive]);
    expect(made.network.isAlive(node)).toBe(alive);
  });
  made.simulation.run(s(until));
  return { ...made, changes };
}

describe('outage', () => {
  it('takes nodes down from one instant to another', () => {
    const { changes } = play([{ fault: 'outage', from: s(3), to: s(5), nodes: [1, 2] }]);
    expect(changes).toEqual([
      [3, 1, false],
      [3, 2, false],
      [5, 1, true],
      [5, 2, true],
    ]);
  });

  it('that overlaps another ends when both have ended', () => {
    const { changes } = play([
      { fault: 'outage', from: s(3), to: s(5), nodes: [1] },
      { fault: 'outage', from: s(4), to: s(9), nodes: [1] },
    ]);
    expect(changes).toEqual([
      [3, 1, false],
      [9, 1, true],
    ]);
  });
});

describe('churn', () => {
  const churn: Fault = {
    fault: 'churn',
    from: s(0),
    to: s(100_000),
    nodes: [0, 1, 2],
    meanUp: s(90),
    meanDown: s(10),
  };

  it('has exponential times up and down of the given means, on each node by itself', () => {
    const { changes } = play([churn], 4, 'faults', 100_000);
    for (const node of [0, 1, 2]) {
      const own = changes.filter((change) => change[1] === node);
      const up: number[] = [];
      const down: number[] = [];
      for (const [i, change] of own.entries()) {
        (change[2] ? down : up).push(change[0] - (own[i - 1]?.[0] ?? 0));
      }
      // About 1,000 cycles: the mean is known to 3 %, the deviation of an exponential is its mean.
      for (const [times, expected] of [
        [up, 90],
        [down, 10],
      ] as const) {
        expect(times.length).toBeGreaterThan(800);
        const mean = times.reduce((sum, time) => sum + time, 0) / times.length;
        const square = times.reduce((sum, time) => sum + (time - mean) ** 2, 0) / times.length;
        expect(Math.abs(mean / expected - 1)).toBeLessThan(0.15);
        expect(Math.abs(Math.sqrt(square) / expected - 1)).toBeLessThan(0.2);
      }
    }
    expect(changes.some((change) => change[1] === 3)).toBe(false);
    expect(new Set(changes.map((change) => change[0])).size).toBeGreaterThan(changes.length - 4);
  });

  it('ends with every node up', () => {
    const { network } = play([{ ...churn, to: s(500) }], 4, 'faults', 501);
    expect([0, 1, 2, 3].map((node) => network.isAlive(node))).toEqual([true, true, true, true]);
  });

  it('of one node does not depend on the other faults of the list', () => {
    const alone = play([{ ...churn, nodes: [1] }]).changes;
    const among = play([
      { fault: 'outage', from: s(1), to: s(2), nodes: [3] },
      { ...churn, nodes: [0, 1, 2] },
    ]).changes;
    expect(alone.length).toBeGreaterThan(10);
    expect(among.filter((change) => change[1] === 1)).toEqual(alone);
  });
});

describe('partition', () => {
  /** Every node sends to every other once a second; returns who heard whom by second. */
  function chatter(faults: Fault[]): Map<number, string[]> {
    const { simulation, network, kind, arrivals } = bench({
      nodes: 4,
      rate: 100 * MBIT,
      delay: 0.01,
    });
    injectFaults(simulation, 'faults', network, faults);
    for (let second = 0; second < 10; second++) {
      at(simulation, second + 0.5, () => {
        for (let from = 0; from < 4; from++) {
          for (let to = 0; to < 4; to++) if (from !== to) network.send(from, to, kind, 100);
        }
      });
    }
    simulation.run();
    const heard = new Map<number, string[]>();
    for (const arrival of arrivals) {
      const second = Math.floor(arrival.at);
      const pair = `${arrival.message.from}${arrival.message.to}`;
      heard.set(second, [...(heard.get(second) ?? []), pair].sort());
    }
    return heard;
  }

  it('lets nothing cross while it lasts, and heals', () => {
    const heard = chatter([{ fault: 'partition', from: s(3), to: s(6), groups: [0, 0, 1, 1] }]);
    for (const second of [0, 1, 2, 6, 7, 8, 9]) expect(heard.get(second)).toHaveLength(12);
    for (const second of [3, 4, 5]) expect(heard.get(second)).toEqual(['01', '10', '23', '32']);
  });

  it('that overlaps another parts what either parts', () => {
    const heard = chatter([
      { fault: 'partition', from: s(2), to: s(6), groups: [0, 0, 1, 1] },
      { fault: 'partition', from: s(4), to: s(8), groups: [0, 1, 1, 1] },
    ]);
    expect(heard.get(3)).toEqual(['01', '10', '23', '32']);
    expect(heard.get(5)).toEqual(['23', '32']);
    expect(heard.get(7)).toEqual(['12', '13', '21', '23', '31', '32']);
    expect(heard.get(9)).toHaveLength(12);
  });

  /** A message published at 1 s on one side of a partition that heals after `lasting` seconds. */
  function gossipAcross(lasting: number, history: number) {
    const nodes = 60;
    const { simulation, network } = bench({ nodes, rate: 100 * MBIT, delay: 0.02 });
    const connections = regularGraph(nodes, 16, simulation.streams.stream('graph'));
    // The mesh keeps each second neighbour that also keeps it.
    const mesh = connections.map((peers, node) => peers.filter((peer) => (peer + node) % 2 === 0));
    const gossip = new Gossip(
      simulation,
      network,
      'gossip',
      {
        mesh,
        connections,
        lazy: 6,
        lazyShare: 0.25,
        heartbeat: s(1),
        history,
        idontwantBytes: Number.POSITIVE_INFINITY,
        floodPublish: false,
        validation: 0 as Tick,
        envelopeBytes: 100,
        controlBytes: 20,
        idBytes: 40,
      },
      () => {},
    );
    injectFaults(simulation, 'faults', network, [
      {
        fault: 'partition',
        from: s(0.5),
        to: s(1 + lasting),
        groups: Array.from({ length: nodes }, (_, node) => (node < 40 ? 0 : 1)),
      },
    ]);
    at(simulation, 1, () => gossip.publish(0, 1000));
    simulation.run();
    return gossip.spreads[0];
  }

  it('shorter than the history is repaired by IHAVE after it heals: gossip reaches all', () => {
    const spread = gossipAcross(2.5, 6);
    expect(spread.reached).toBe(60);
    for (let node = 40; node < 60; node++) expect(spread.firstAt[node]).toBeGreaterThan(3.5e7);
  });

  it('longer than the history is not: the far side never hears of the message', () => {
    const spread = gossipAcross(10, 3);
    expect(spread.reached).toBeLessThanOrEqual(40);
    for (let node = 40; node < 60; node++) expect(spread.firstAt[node]).toBe(-1);
  });
});

describe('a wrong fault is named', () => {
  it.each<[string, Fault, string]>([
    [
      'ends before it starts',
      { fault: 'outage', from: s(5), to: s(4), nodes: [0] },
      'faults[0].from, expected a start that is not in the past and an end after it, got 5 s to 4 s',
    ],
    [
      'unknown node',
      { fault: 'outage', from: s(1), to: s(4), nodes: [9] },
      'faults[0].nodes, expected numbers from 0 to 3, got 9',
    ],
    [
      'too few groups',
      { fault: 'partition', from: s(1), to: s(4), groups: [0, 1] },
      'faults[0].groups, expected a group for each of 4 nodes, got 2',
    ],
    [
      'no time up',
      { fault: 'churn', from: s(1), to: s(4), nodes: [0], meanUp: 0 as Tick, meanDown: s(1) },
      'faults[0].meanUp, meanDown, expected positive times, got 0, 10000000',
    ],
    [
      'unknown kind',
      { fault: 'flood', from: s(1), to: s(4), nodes: [] } as unknown as Fault,
      'faults[0].fault, expected one of partition, outage, churn, got flood',
    ],
  ])('%s', (_name, fault, message) => {
    expect(() => checkFaults([fault], 4, 0 as Tick)).toThrow(message);
  });
});
