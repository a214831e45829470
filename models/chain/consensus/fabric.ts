import type { Simulation } from '../../../sim/engine/simulation.ts';
import type { MessageNetwork } from '../../../sim/network/messages.ts';
import type { ChainSettings } from '../settings.ts';
import type { Peers } from './peers.ts';
import type { MessageProcessor } from './processor.ts';

/** What every part of a message-level chain stands on. */
export interface Fabric {
  readonly simulation: Simulation;
  readonly network: MessageNetwork;
  readonly peers: Peers;
  readonly processors: readonly MessageProcessor[];
  readonly settings: ChainSettings;
  /** Validators are the nodes from 0 to `validators - 1`. */
  readonly validators: number;
}

/** How long ago, ticks, a node spoke what the node at the head of an edge has heard of it by now. */
export function hearingDelay(fabric: Fabric, edge: number): number {
  const { network, peers, processors, settings, simulation } = fabric;
  const listener = peers.from[edge];
  const processor = processors[listener];
  const waits = Math.min(processor.backlog(simulation.now), processor.socket);
  return network.latency.base(peers.to[edge], listener) + settings.flush + waits;
}
