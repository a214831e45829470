import { describe, expect, it } from 'vitest';
import type { PendingEvents } from '../../../sim/engine/pending-events.ts';
import { SimJsEvents } from '../../../sim/engine/simjs-events.ts';
import { Simulation } from '../../../sim/engine/simulation.ts';
import { Gossip, type GossipOptions } from '../../../sim/network/gossip.ts';
import { PairLatency } from '../../../sim/network/latency.ts';
import { meanDegree, randomGraph, regularGraph, settleMesh } from '../../../sim/network/mesh.ts';
import { MessageNetwork } from '../../../sim/network/messages.ts';
import { seconds, type Tick } from '../../../sim/time.ts';
import { at, MBIT } from './support.ts';

const NONE = Number.POSITIVE_INFINITY;

interface Setting extends Partial<GossipOptions> {
  readonly nodes?: number;
  readonly degree?: number;
  readonly rate?: number;
  readonly seed?: string;
  readonly events?: PendingEvents;
}

/** Gossip over a regular mesh, links of 10 to 100 ms, without lazy gossip unless asked for. */
function overlay(setting: Setting = {}) {
  const {
    nodes = 200,
    degree = 8,
    rate = 1000 * MBIT,
    seed = 'gossip',
    events,
    ...options
  } = setting;
  const simulation = new Simulation(events === undefined ? { seed } : { seed, events });
  const draws = simulation.streams.stream('delays');
  const network = new MessageNetwork(simulation, 'net', {
    up: new Array<number>(nodes).fill(rate),
    down: new Array<number>(nodes).fill(rate),
    latency: new PairLatency(nodes, () => seconds(draws.between(0.01, 0.1), 'nearest')),
    chunkBytes: 65_536,
  });
  const mesh = options.mesh ?? regularGraph(nodes, degree, simulation.streams.stream('mesh'));
  const firsts: [number, number][] = [];
  const gossip = new Gossip(
    simulation,
    network,
    'gossip',
    {
      mesh,
      connections: mesh,
      lazy: 0,
      lazyShare: 0,
      heartbeat: seconds(1),
      history: 0,
      idontwantBytes: NONE,
      floodPublish: false,
      validation: 0 as Tick,
      envelopeBytes: 100,
      controlBytes: 20,
      idBytes: 40,
      ...options,
    },
    (node, spread) => firsts.push([node, spread.id]),
  );
  return { simulation, network, gossip, mesh, firsts };
}

const copies = (made: ReturnType<typeof overlay>) => {
  const nodes = made.network.nodes;
  return made.gossip.spreads.reduce((sum, spread) => sum + spread.copies, 0) / nodes;
};

describe('eager push', () => {
  it('brings each message to each node once, with its payload', () => {
    const { simulation, gossip, firsts } = overlay();
    const spread = gossip.publish(7, 1000, 'news');
    simulation.run();
    expect(spread.reached).toBe(200);
    expect(firsts.map(([node]) => node).sort((a, b) => a - b)).toEqual(
      Array.from({ length: 200 }, (_, node) => node).filter((node) => node !== 7),
    );
    expect(Math.min(...spread.firstAt)).toBe(0);
  });

  it.each([4, 6, 8, 12])('degree %i, nothing suppressed: degree - 1 copies a node', (degree) => {
    const made = overlay({ degree });
    made.gossip.publish(0, 1000);
    made.simulation.run();
    // Each node passes on to all but the one it heard from; the publisher to all: N (D-1) + 1.
    expect(made.gossip.spreads[0].copies).toBe(200 * (degree - 1) + 1);
  });

  it('a settled mesh without suppression: mean degree - 1', () => {
    const simulation = new Simulation({ seed: 'settled' });
    const graph = randomGraph(400, 10, simulation.streams.stream('graph'));
    const mesh = settleMesh(graph, { degree: 8, low: 6, high: 12 }, simulation.streams.stream('m'));
    const made = overlay({ nodes: 400, mesh, connections: graph });
    made.gossip.publish(0, 1000);
    made.simulation.run();
    expect(copies(made)).toBeCloseTo(meanDegree(mesh) - 1, 2);
  });

  it('duplicates never fall below D/2 - 1 on a static regular mesh without suppression', () => {
    for (const degree of [4, 6, 8, 12]) {
      for (const bytes of [100, 500_000]) {
        const made = overlay({ degree, nodes: 100, rate: 50 * MBIT });
        made.gossip.publish(0, bytes);
        made.simulation.run();
        const { copies: all, reached } = made.gossip.spreads[0];
        expect(reached).toBe(100);
        expect((all - (reached - 1)) / reached).toBeGreaterThanOrEqual(degree / 2 - 1);
      }
    }
  });

  it('flood publishing sends to every connected peer', () => {
    const connections = regularGraph(50, 20, new Simulation({ seed: 'x' }).streams.stream('c'));
    const mesh = connections.map((peers, node) => peers.filter((peer) => (peer + node) % 2 === 0));
    const sends = [false, true].map((floodPublish) => {
      const made = overlay({ nodes: 50, mesh, connections, floodPublish });
      made.gossip.publish(3, 100);
      return made.network.uplinks[3].active;
    });
    expect(sends).toEqual([mesh[3].length, 20]);
  });

  it('validation delays each hop', () => {
    // A line of four nodes: two checks on the way to the last one, 50 ms each, before its own.
    const line = [[1], [0, 2], [1, 3], [2]];
    const last = [0, 0.05].map((validation) => {
      const made = overlay({
        nodes: 4,
        mesh: line,
        connections: line,
        validation: seconds(validation),
      });
      made.gossip.publish(0, 100);
      made.simulation.run();
      expect(made.firsts.map(([node]) => node)).toEqual([1, 2, 3]);
      return made.gossip.spreads[0].firstAt[3] / 1e7;
    });
    expect(last[1] - last[0]).toBeCloseTo(0.1, 6);
  });

  it('a node that goes down while it checks a message neither uses nor passes it on', () => {
    const line = [[1], [0, 2], [1]];
    const made = overlay({ nodes: 3, mesh: line, connections: line, validation: seconds(1) });
    made.gossip.publish(0, 100);
    at(made.simulation, 0.5, () => made.network.setAlive(1, false));
    made.simulation.run();
    expect(made.firsts).toEqual([]);
    expect(made.gossip.spreads[0].reached).toBe(1);
    expect(made.gossip.spreads[0].firstAt[1]).toBe(-1);
  });
});

describe('IDONTWANT', () => {
  it.each([100_000, 1_000_000])('spares copies of large messages: %i bytes', (bytes) => {
    const found = [NONE, 1000].map((idontwantBytes) => {
      const made = overlay({ rate: 50 * MBIT, idontwantBytes });
      made.gossip.publish(0, bytes);
      made.simulation.run();
      expect(made.gossip.spreads[0].reached).toBe(200);
      return copies(made);
    });
    expect(found[1]).toBeLessThan(found[0] * 0.85);
    expect(found[1]).toBeGreaterThan(1);
  });

  it('goes to every mesh peer but the sender, once a node', () => {
    const made = overlay({ degree: 8, idontwantBytes: 1000 });
    made.gossip.publish(0, 1000);
    made.simulation.run();
    // 199 nodes x 7 peers, one id each: 60 bytes.
    expect(made.network.accounting.ofKind(3)).toMatchObject({ messages: 1393, sent: 1393 * 60 });
  });

  it('is not sent for messages below its size', () => {
    const made = overlay({ idontwantBytes: 1001 });
    made.gossip.publish(0, 1000);
    made.simulation.run();
    expect(made.network.accounting.ofKind(3)).toMatchObject({
      name: 'gossip.idontwant',
      messages: 0,
    });
  });

  it('of one message leaves others alone', () => {
    const made = overlay({ rate: 20 * MBIT, idontwantBytes: 0 });
    made.gossip.publish(0, 200_000);
    made.gossip.publish(1, 200_000);
    made.simulation.run();
    expect(made.gossip.spreads.map((spread) => spread.reached)).toEqual([200, 200]);
  });
});

describe('lazy gossip', () => {
  /** Two cliques in the mesh, connected to each other only outside it. */
  function islands(history: number) {
    const nodes = 20;
    const all = Array.from({ length: nodes }, (_, node) => node);
    const mesh = all.map((a) => all.filter((b) => a !== b && a < 10 === b < 10));
    const connections = all.map((a) => all.filter((b) => a !== b));
    return overlay({ nodes, mesh, connections, lazy: 3, lazyShare: 0.25, history });
  }

  it('IHAVE and IWANT carry a message where the mesh does not, within the heartbeats', () => {
    const { simulation, gossip } = islands(3);
    const spread = gossip.publish(0, 1000);
    simulation.run();
    expect(spread.reached).toBe(20);
    const far = [...spread.firstAt].slice(10);
    expect(Math.min(...far)).toBeGreaterThan(2 * 1e5);
    expect(Math.max(...far)).toBeLessThan(1.6e7);
  });

  it('without it the far island hears nothing', () => {
    const { simulation, gossip } = islands(0);
    const spread = gossip.publish(0, 1000);
    simulation.run();
    expect(spread.reached).toBe(10);
  });

  it('announces as long as the history lasts, then falls silent', () => {
    const { simulation, network, gossip } = islands(3);
    gossip.publish(0, 1000);
    simulation.run();
    // 20 nodes x 3 heartbeats x 3 of 10 peers, one id each: 60 bytes.
    expect(network.accounting.ofKind(1)).toEqual({
      name: 'gossip.ihave',
      messages: 180,
      sent: 180 * 60,
      received: 180 * 60,
    });
    expect(simulation.pending).toBe(0);
  });

  it('repairs what a node missed while it was down', () => {
    const made = overlay({
      nodes: 40,
      degree: 8,
      mesh: regularGraph(40, 6, new Simulation({ seed: 'm' }).streams.stream('m')),
      connections: Array.from({ length: 40 }, (_, a) =>
        Array.from({ length: 40 }, (_, b) => b).filter((b) => b !== a),
      ),
      lazy: 6,
      lazyShare: 0.25,
      history: 5,
    });
    made.network.setAlive(5, false);
    made.gossip.publish(0, 1000);
    at(made.simulation, 2, () => made.network.setAlive(5, true));
    made.simulation.run();
    expect(made.gossip.spreads[0].firstAt[5]).toBeGreaterThan(2e7);
    expect(made.gossip.spreads[0].reached).toBe(40);
  });
});

describe('determinism', () => {
  function certificate(events?: PendingEvents, seed = 'same') {
    const made = overlay({
      seed,
      nodes: 60,
      idontwantBytes: 1000,
      lazy: 3,
      history: 3,
      ...(events === undefined ? {} : { events }),
    });
    for (let i = 0; i < 3; i++) at(made.simulation, i, () => made.gossip.publish(i, 50_000));
    made.simulation.run();
    return JSON.stringify(made.simulation.certify('hash'));
  }

  it('the same certificate after another run and on the reference engine', () => {
    const first = certificate();
    expect(certificate(undefined, 'other')).not.toBe(first);
    expect(certificate()).toBe(first);
    expect(certificate(new SimJsEvents())).toBe(first);
  });
});
