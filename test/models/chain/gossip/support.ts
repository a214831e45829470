import type { Fabric } from '../../../../models/chain/consensus/fabric.ts';
import { type Peers, peersOf } from '../../../../models/chain/consensus/peers.ts';
import { MessageProcessor } from '../../../../models/chain/consensus/processor.ts';
import { presetSettings } from '../../../../models/chain/presets.ts';
import type { ChainSettings, ProcessingCosts } from '../../../../models/chain/settings.ts';
import { Simulation } from '../../../../sim/engine/simulation.ts';
import { MessageNetwork } from '../../../../sim/network/messages.ts';
import { constantDelay } from '../../../sim/network/support.ts';

/** A graph from its links, each named once. */
export function graph(nodes: number, links: readonly (readonly [number, number])[]): Peers {
  const neighbours: number[][] = Array.from({ length: nodes }, () => []);
  for (const [a, b] of links) {
    neighbours[a].push(b);
    neighbours[b].push(a);
  }
  return peersOf(neighbours.map((of) => of.sort((a, b) => a - b)));
}

/** Node i is linked with i + 1: edges 0 to 1, 1 to 0, 1 to 2, 2 to 1, and so on. */
export function line(nodes: number): Peers {
  return graph(
    nodes,
    Array.from({ length: nodes - 1 }, (_, i) => [i, i + 1] as const),
  );
}

/** Node 0 is linked with every other one. */
export function star(nodes: number): Peers {
  return graph(
    nodes,
    Array.from({ length: nodes - 1 }, (_, i) => [0, i + 1] as const),
  );
}

export function everyPair(nodes: number): Peers {
  const links: [number, number][] = [];
  for (let a = 0; a < nodes; a++) for (let b = a + 1; b < nodes; b++) links.push([a, b]);
  return graph(nodes, links);
}

/** Ticks of work. */
export const costs: ProcessingCosts = {
  transaction: 950,
  announcement: 50,
  vote: 2000,
  knownVote: 1000,
  hint: 200,
  partByte: 0.5,
  commitSignature: 800,
};

/** Equal nodes with links of 1 Gbit/s, 50 ms apart; settings of CometBFT 0.38 but for `costs`. */
export function fabricOf(
  peers: Peers,
  changes: Partial<ChainSettings> = {},
  socket = Number.POSITIVE_INFINITY,
): Fabric {
  const settings = { ...presetSettings('cometbft-0.38'), costs, ...changes };
  const simulation = new Simulation({ seed: 'fabric' });
  const { nodes } = peers;
  const network = new MessageNetwork(simulation, 'network', {
    up: new Array<number>(nodes).fill(125e6),
    down: new Array<number>(nodes).fill(125e6),
    latency: constantDelay(nodes, 0.05),
    chunkBytes: 131_072,
  });
  const processors = Array.from({ length: nodes }, () => new MessageProcessor(socket));
  return { simulation, network, peers, processors, settings, validators: nodes };
}
