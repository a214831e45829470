import { Simulation as Run, type Simulation } from '../../../sim/engine/simulation.ts';
import { type Latency, PairLatency } from '../../../sim/network/latency.ts';
import {
  type Message,
  MessageNetwork,
  type MessageNetworkOptions,
} from '../../../sim/network/messages.ts';
import { seconds, type Tick } from '../../../sim/time.ts';

export const MBIT = 125_000;

/** The same one-way delay, in seconds, between all nodes. */
export function constantDelay(nodes: number, delay: number): Latency {
  return new PairLatency(nodes, () => seconds(delay, 'nearest'));
}

/** Runs `act` at an instant given in seconds. */
export function at(simulation: Simulation, instant: number, act: () => void): void {
  const kind = simulation.handler('test', act);
  simulation.scheduleAt(seconds(instant), 2, simulation.entity('test'), kind);
}

export interface Arrival {
  readonly message: Message;
  /** Seconds. */
  readonly at: number;
}

export interface Bench {
  readonly simulation: Simulation;
  readonly network: MessageNetwork;
  readonly kind: number;
  readonly arrivals: Arrival[];
}

/** Equal nodes, one kind of message, every delivery noted. */
export function bench(
  options: {
    nodes: number;
    rate: number;
    delay: number;
    seed?: string;
  } & Partial<MessageNetworkOptions>,
): Bench {
  const { nodes, rate, delay, seed = 'test', ...rest } = options;
  const simulation = new Run({ seed });
  const network = new MessageNetwork(simulation, 'net', {
    up: new Array<number>(nodes).fill(rate),
    down: new Array<number>(nodes).fill(rate),
    latency: constantDelay(nodes, delay),
    chunkBytes: 65_536,
    ...rest,
  });
  const arrivals: Arrival[] = [];
  const kind = network.kind('test', (message) => {
    arrivals.push({ message, at: simulation.now / 1e7 });
  });
  return { simulation, network, kind, arrivals };
}

/** A small generator for random input, so that tests do not draw from the streams they test. */
export function lehmer(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
}

export const instant = (value: number): Tick => seconds(value);
