import type { Stream } from '../random.ts';

/*
 * Who talks to whom in a gossip overlay. Neighbours are node numbers in ascending order.
 */

export interface MeshDegrees {
  /** Degree that a node aims at, and the band in which it leaves its mesh alone. */
  readonly degree: number;
  readonly low: number;
  readonly high: number;
}

/** A random graph: every node dials `dials` others, links carry both ways. */
export function randomGraph(nodes: number, dials: number, stream: Stream): number[][] {
  if (dials >= nodes)
    throw new RangeError(`dials, expected less than ${nodes} nodes, got ${dials}`);
  const links = Array.from({ length: nodes }, () => new Set<number>());
  for (let node = 0; node < nodes; node++) {
    for (const picked of stream.sample(dials, nodes - 1)) {
      const peer = picked < node ? picked : picked + 1;
      links[node].add(peer);
      links[peer].add(node);
    }
  }
  return links.map(ascending);
}

/**
 * A random regular graph, by pairing stubs; a pair that would be a loop or a double link trades ends
 * with a link drawn at random. A dense one is the complement of a sparse one.
 * @throws RangeError when no such graph exists: degree above `nodes - 1`, or an odd number of stubs
 */
export function regularGraph(nodes: number, degree: number, stream: Stream): number[][] {
  if (!(degree < nodes) || (nodes * degree) % 2 !== 0) {
    throw new RangeError(
      `regular graph, expected a degree below ${nodes} and an even nodes x degree, got ${degree}`,
    );
  }
  if (degree > (nodes - 1) / 2) {
    const sparse = regularGraph(nodes, nodes - 1 - degree, stream);
    return sparse.map((peers, node) => {
      const left = new Set([node, ...peers]);
      return Array.from({ length: nodes }, (_, peer) => peer).filter((peer) => !left.has(peer));
    });
  }
  let links: Set<number>[] | undefined;
  while (links === undefined) links = pairStubs(nodes, degree, stream);
  return links.map(ascending);
}

/** One try, which may end where no trade is left. */
function pairStubs(nodes: number, degree: number, stream: Stream): Set<number>[] | undefined {
  const links = Array.from({ length: nodes }, () => new Set<number>());
  const pairs: [number, number][] = [];
  const join = (a: number, b: number) => {
    links[a].add(b);
    links[b].add(a);
    pairs.push([a, b]);
  };
  const stubs: number[] = [];
  for (let node = 0; node < nodes; node++) for (let i = 0; i < degree; i++) stubs.push(node);
  stream.shuffle(stubs);
  const refused: [number, number][] = [];
  for (let i = 0; i < stubs.length; i += 2) {
    const a = stubs[i];
    const b = stubs[i + 1];
    if (a === b || links[a].has(b)) refused.push([a, b]);
    else join(a, b);
  }
  let attempts = 100 * (nodes + refused.length);
  while (refused.length > 0) {
    if (pairs.length === 0 || attempts-- === 0) return undefined;
    const [a, b] = refused[refused.length - 1];
    const at = stream.below(pairs.length);
    const [c, d] = pairs[at];
    if (a === c || b === d || links[a].has(c) || links[b].has(d)) continue;
    links[c].delete(d);
    links[d].delete(c);
    pairs[at] = pairs[pairs.length - 1];
    pairs.pop();
    join(a, c);
    join(b, d);
    refused.pop();
  }
  return links;
}

/**
 * The mesh that gossipsub's maintenance settles into: in rounds, each node below `low` grafts peers up
 * to `degree`, each node above `high` prunes down to `degree`, and a graft is refused by a full peer.
 * Nodes act one after another in random order, as their heartbeats do.
 * Source: gossipsub v1.0 and v1.1 specifications, mesh maintenance.
 */
export function settleMesh(
  connections: readonly (readonly number[])[],
  degrees: MeshDegrees,
  stream: Stream,
): number[][] {
  const nodes = connections.length;
  const mesh = Array.from({ length: nodes }, () => new Set<number>());
  const order = Array.from({ length: nodes }, (_, i) => i);
  for (let round = 0; round < 30; round++) {
    stream.shuffle(order);
    let changed = false;
    for (const node of order) {
      const mine = mesh[node];
      if (mine.size < degrees.low || (round === 0 && mine.size < degrees.degree)) {
        const candidates = connections[node].filter((peer) => !mine.has(peer));
        stream.shuffle(candidates);
        for (const peer of candidates) {
          if (mine.size >= degrees.degree) break;
          if (mesh[peer].size >= degrees.high) continue;
          mine.add(peer);
          mesh[peer].add(node);
          changed = true;
        }
      }
      if (mine.size > degrees.high) {
        const members = stream.shuffle(ascending(mine));
        for (const peer of members.slice(degrees.degree)) {
          mine.delete(peer);
          mesh[peer].delete(node);
          changed = true;
        }
      }
    }
    if (!changed) break;
  }
  return mesh.map(ascending);
}

/** Mean number of neighbours. */
export function meanDegree(links: readonly (readonly number[])[]): number {
  let sum = 0;
  for (const peers of links) sum += peers.length;
  return sum / links.length;
}

function ascending(members: ReadonlySet<number>): number[] {
  return [...members].sort((a, b) => a - b);
}
