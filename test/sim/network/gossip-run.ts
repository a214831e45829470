import { expect } from 'vitest';
import { Lane } from '../../../sim/engine/order.ts';
import type { PendingEvents } from '../../../sim/engine/pending-events.ts';
import { Simulation } from '../../../sim/engine/simulation.ts';
import { Gossip, type Spread } from '../../../sim/network/gossip.ts';
import { type Latency, PairLatency } from '../../../sim/network/latency.ts';
import { randomGraph, settleMesh } from '../../../sim/network/mesh.ts';
import { MessageNetwork } from '../../../sim/network/messages.ts';
import { FOREVER, seconds, type Tick } from '../../../sim/time.ts';
import type { DelayLaw, GossipSetup } from './gossip-setups.ts';

export interface GossipRun {
  readonly simulation: Simulation;
  readonly network: MessageNetwork;
  readonly gossip: Gossip;
  readonly mesh: readonly (readonly number[])[];
}

/** One-way delays of a set-up. */
export function delays(simulation: Simulation, nodes: number, law: DelayLaw): Latency {
  if (law.law === 'classes') {
    const { classes } = law;
    return new PairLatency(nodes, (a, b) =>
      seconds((classes[a % classes.length] + classes[b % classes.length]) / 2, 'nearest'),
    );
  }
  const draws = simulation.streams.stream('delays');
  return new PairLatency(nodes, () => seconds(draws.between(law.low, law.high), 'nearest'));
}

/** Publishes the messages of a set-up and runs until nothing is left to do. */
export function runGossip(
  setup: GossipSetup,
  messageBytes: number,
  seed: string,
  events?: PendingEvents,
): GossipRun {
  const simulation = new Simulation(events === undefined ? { seed } : { seed, events });
  const graph = randomGraph(setup.nodes, setup.dials, simulation.streams.stream('graph'));
  const mesh = settleMesh(graph, setup.degrees, simulation.streams.stream('mesh'));
  // Classes go by turns, the graph is random: no class meets its own more often.
  const rates = Array.from(
    { length: setup.nodes },
    (_, node) => setup.bandwidth[Math.floor(node / 5) % setup.bandwidth.length],
  );
  const network = new MessageNetwork(simulation, 'net', {
    up: rates,
    down: rates,
    latency: delays(simulation, setup.nodes, setup.delay),
    chunkBytes: setup.chunkBytes,
    ...(setup.transport === null
      ? {}
      : {
          transport: {
            receiveWindow: setup.transport.receiveWindow,
            loss: 0,
            slowStart: true,
            initialWindow: (10 + setup.transport.setupSegments) * 1460,
            idleReset: FOREVER,
          },
        }),
  });
  const gossip = new Gossip(
    simulation,
    network,
    'gossip',
    {
      mesh,
      connections: graph,
      lazy: setup.lazy,
      lazyShare: setup.lazyShare,
      heartbeat: seconds(setup.heartbeat),
      history: setup.history,
      idontwantBytes: setup.idontwant ? 0 : Number.POSITIVE_INFINITY,
      floodPublish: setup.floodPublish,
      validation: 0 as Tick,
      envelopeBytes: setup.envelopeBytes,
      controlBytes: setup.controlBytes,
      idBytes: setup.idBytes,
    },
    () => {},
  );
  const publishers = simulation.streams.stream('publishers').sample(setup.publishers, setup.nodes);
  const entity = simulation.entity('publishers');
  const publish = simulation.handler('publish', (_entity, i) => {
    gossip.publish(publishers[i % publishers.length], messageBytes);
  });
  for (let i = 0; i < setup.messages; i++) {
    // The first message comes after a second, so that heartbeats are under way.
    simulation.scheduleAt(seconds(1 + i * setup.interval), Lane.Process, entity, publish, i);
  }
  simulation.run();
  return { simulation, network, gossip, mesh };
}

/** Seconds from a publication to the first copy at each other node that got one, ascending. */
export function delaysOf(spread: Spread): number[] {
  return [...spread.firstAt]
    .filter((at, node) => at >= 0 && node !== spread.publisher)
    .map((at) => (at - spread.publishedAt) / 1e7)
    .sort((a, b) => a - b);
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const half = sorted.length / 2;
  return sorted.length % 2 === 1 ? sorted[Math.floor(half)] : (sorted[half - 1] + sorted[half]) / 2;
}

export function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** Bytes that all nodes received, control messages included. */
export function traffic(run: GossipRun): number {
  return run.network.accounting.received.reduce((sum, bytes) => sum + bytes, 0);
}

/** Checks that a value lies within a share of a published one. */
export function expectBand(found: number, published: number, share: number): void {
  expect(Math.abs(found / published - 1), `${found}, published ${published}`).toBeLessThan(share);
}
