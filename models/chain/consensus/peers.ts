import type { Stream } from '../../../sim/random.ts';

/*
 * Who is connected to whom, as directed edges: the gossip routines of a node run once for each of its
 * peers, so what is known or pending is kept by edge.
 */

export interface Peers {
  readonly nodes: number;
  /** Directed edges: two for each connection. */
  readonly edges: number;
  /** Edges of node `n` are `first[n]` to `first[n + 1] - 1`. */
  readonly first: Int32Array;
  readonly from: Int32Array;
  readonly to: Int32Array;
  /** The same connection in the other direction. */
  readonly reverse: Int32Array;
}

export interface JoinOptions {
  readonly nodes: number;
  /** Connections that a node dials, and how many it accepts. */
  readonly outbound: number;
  readonly inbound: number;
  /** Nodes that are up before the others. */
  readonly early: readonly number[];
}

/**
 * Nodes start one after another and dial nodes that are up and have room, so early ones have more
 * peers. Nodes that found too few dial again once all are up.
 * Complexity: nodes x outbound draws.
 */
export function joinOneByOne(options: JoinOptions, stream: Stream): Peers {
  const { nodes, outbound, inbound, early } = options;
  const first = new Set(early);
  const others = Array.from({ length: nodes }, (_, node) => node).filter((n) => !first.has(n));
  const order = [...early, ...stream.shuffle(others)];
  const links = Array.from({ length: nodes }, () => new Set<number>());
  const accepted = new Int32Array(nodes);
  const dialled = new Int32Array(nodes);
  const dial = (node: number, among: readonly number[]) => {
    const open = among.filter((n) => n !== node && accepted[n] < inbound && !links[n].has(node));
    while (dialled[node] < outbound && open.length > 0) {
      const at = stream.below(open.length);
      const peer = open[at];
      open[at] = open[open.length - 1];
      open.pop();
      links[node].add(peer);
      links[peer].add(node);
      dialled[node]++;
      accepted[peer]++;
    }
  };
  for (let i = 1; i < nodes; i++) dial(order[i], order.slice(0, i));
  for (const node of order) dial(node, order);
  return peersOf(links.map((set) => [...set].sort((a, b) => a - b)));
}

/** Directed edges of an undirected graph given by ascending neighbours. */
export function peersOf(neighbours: readonly (readonly number[])[]): Peers {
  const nodes = neighbours.length;
  const first = new Int32Array(nodes + 1);
  for (let node = 0; node < nodes; node++) first[node + 1] = first[node] + neighbours[node].length;
  const edges = first[nodes];
  const from = new Int32Array(edges);
  const to = new Int32Array(edges);
  const reverse = new Int32Array(edges);
  const edgeOf = new Map<number, number>();
  for (let node = 0; node < nodes; node++) {
    for (const [i, peer] of neighbours[node].entries()) {
      const edge = first[node] + i;
      from[edge] = node;
      to[edge] = peer;
      edgeOf.set(node * nodes + peer, edge);
    }
  }
  for (let edge = 0; edge < edges; edge++) {
    const back = edgeOf.get(to[edge] * nodes + from[edge]);
    if (back === undefined) {
      throw new RangeError(
        `peers, expected each link both ways, got ${from[edge]} to ${to[edge]} only`,
      );
    }
    reverse[edge] = back;
  }
  return { nodes, edges, first, from, to, reverse };
}
