import type { Simulation } from '../../sim/engine/simulation.ts';
import { type Latency, PairLatency } from '../../sim/network/latency.ts';
import type { Stream } from '../../sim/random.ts';
import { TICKS_PER_SECOND, type Tick, ZERO } from '../../sim/time.ts';
import type { GossipValues } from './gossip-parameters.ts';

/**
 * One-way delays as the section writes them: by classes of peers, by link or by message, and the turns of
 * all messages on one processor if there is only one.
 * @param graph links; each draws its delay in this order, whatever is sent first
 */
export function buildDelays(
  simulation: Simulation,
  values: GossipValues,
  graph: readonly (readonly number[])[],
): Latency {
  const delays = delaysOnTheWay(simulation, values, graph);
  return values.host > 0 ? new HostLatency(simulation, delays, values.host) : delays;
}

function delaysOnTheWay(
  simulation: Simulation,
  values: GossipValues,
  graph: readonly (readonly number[])[],
): Latency {
  const { nodes, latencyClasses: classes, latencyMin, latencyMax } = values;
  if (classes.length > 0) {
    return new PairLatency(nodes, (a, b) => {
      const sum = classes[a % classes.length] + classes[b % classes.length];
      return Math.round(sum / 2) as Tick;
    });
  }
  if (values.latencyDraw === 'message') {
    const streams = Array.from({ length: nodes }, (_, node) =>
      simulation.streams.stream(`gossip/delays/${node}`),
    );
    return new MessageLatency(latencyMin, latencyMax, streams);
  }
  // Drawn in the order of the links, not of the first message on each: equal for all variants.
  const stream = simulation.streams.stream('gossip/delays');
  const drawn = new Map<number, Tick>();
  graph.forEach((peers, node) => {
    for (const peer of peers) {
      if (peer < node) continue;
      const delay = Math.round(stream.between(latencyMin, latencyMax)) as Tick;
      drawn.set(node * nodes + peer, delay);
    }
  });
  return new PairLatency(nodes, (a, b) => drawn.get(a * nodes + b) ?? ZERO);
}

/** Each message draws its own delay, uniform. */
class MessageLatency implements Latency {
  private readonly least: number;
  private readonly most: number;
  private readonly streams: readonly Stream[];

  /** @param streams one a sending node */
  constructor(least: number, most: number, streams: readonly Stream[]) {
    this.least = least;
    this.most = most;
    this.streams = streams;
  }

  base(from: number, to: number): Tick {
    return from === to ? ZERO : (Math.round((this.least + this.most) / 2) as Tick);
  }

  rtt(from: number, to: number): number {
    return (2 * this.base(from, to)) / TICKS_PER_SECOND;
  }

  draw(from: number): Tick {
    return Math.round(this.streams[from].between(this.least, this.most)) as Tick;
  }
}

/**
 * All peers run on one processor, as the actors of a simulator in real time do: each message, control
 * messages included, waits for its turn in the order of sending before it is on its way. The more peers,
 * the longer the wait, so a run with many peers is slower than hops and links alone would make it.
 */
class HostLatency implements Latency {
  private readonly simulation: Simulation;
  private readonly onTheWay: Latency;
  private readonly turn: number;
  /** Tick at which the processor has served all messages sent so far. */
  private freeAt = 0;

  /** @param turn ticks that one message takes */
  constructor(simulation: Simulation, onTheWay: Latency, turn: number) {
    this.simulation = simulation;
    this.onTheWay = onTheWay;
    this.turn = turn;
  }

  base(from: number, to: number): Tick {
    return this.onTheWay.base(from, to);
  }

  rtt(from: number, to: number): number {
    return this.onTheWay.rtt(from, to);
  }

  draw(from: number, to: number): Tick {
    const { now } = this.simulation;
    this.freeAt = Math.max(this.freeAt, now) + this.turn;
    return (this.freeAt - now + this.onTheWay.draw(from, to)) as Tick;
  }
}
