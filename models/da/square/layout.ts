import { regularGraph } from '../../../sim/network/mesh.ts';
import type { Stream } from '../../../sim/random.ts';

/**
 * Meshes in flat arrays. A place is one line at one node that holds it; an edge leads from a place to the
 * place of the same line at a neighbour. Places of a node lie side by side; so do its edges, in the order
 * in which they take turns.
 */
export interface Layout {
  readonly size: number;
  readonly nodes: number;
  readonly placeNode: Uint32Array;
  readonly placeLine: Uint16Array;
  /** First place of each node, and one past the last. */
  readonly nodePlaces: Uint32Array;
  /** Place of line `l` at node `n` at `n * 2 * size + l`; -1 when the node does not hold it. */
  readonly placeOf: Int32Array;
  /** First edge of each node, and one past the last. */
  readonly nodeEdges: Uint32Array;
  readonly edgeFrom: Uint32Array;
  /** The node that it leads to. */
  readonly edgeNode: Uint16Array;
  /** The same link in the other direction. */
  readonly edgeBack: Uint32Array;
  /** Places of each line, by ascending node. */
  readonly linePlaces: readonly (readonly number[])[];
}

/**
 * A random regular mesh for each line among the nodes that hold it. Up to `degree + 1` holders are all
 * neighbours; where holders and degree are odd, no regular mesh exists and each gets one neighbour more.
 * @param lines lines of each node
 * @param meshChance chance of a line's mesh
 * @param turnChance chance of the turns of a node's edges
 */
export function buildLayout(
  size: number,
  lines: readonly Uint16Array[],
  degree: number,
  meshChance: (line: number) => Stream,
  turnChance: (node: number) => Stream,
): Layout {
  const places = placesOf(size, lines);
  const { linePlaces, placeNode } = places;
  const peers: number[][] = Array.from(placeNode, () => []);
  linePlaces.forEach((holders, line) => {
    mesh(holders.length, degree, meshChance(line)).forEach((links, i) => {
      peers[holders[i]] = links.map((peer) => holders[peer]);
    });
  });
  return { size, nodes: lines.length, ...places, ...edgesOf(places, peers, turnChance) };
}

function placesOf(size: number, lines: readonly Uint16Array[]) {
  const nodePlaces = new Uint32Array(lines.length + 1);
  lines.forEach((held, node) => {
    nodePlaces[node + 1] = nodePlaces[node] + held.length;
  });
  const placeNode = new Uint32Array(nodePlaces[lines.length]);
  const placeLine = new Uint16Array(placeNode.length);
  const placeOf = new Int32Array(lines.length * 2 * size).fill(-1);
  const linePlaces = Array.from({ length: 2 * size }, (): number[] => []);
  lines.forEach((held, node) => {
    held.forEach((line, i) => {
      const place = nodePlaces[node] + i;
      placeNode[place] = node;
      placeLine[place] = line;
      placeOf[node * 2 * size + line] = place;
      linePlaces[line].push(place);
    });
  });
  return { nodePlaces, placeNode, placeLine, placeOf, linePlaces };
}

/** @param peers places that each place has links with */
function edgesOf(
  { nodePlaces, placeNode }: Pick<Layout, 'nodePlaces' | 'placeNode'>,
  peers: readonly (readonly number[])[],
  turnChance: (node: number) => Stream,
) {
  const nodes = nodePlaces.length - 1;
  // Links are numbered place by place, edges in the order of turns.
  const links = new Uint32Array(peers.length + 1);
  peers.forEach((each, place) => {
    links[place + 1] = links[place] + each.length;
  });
  const total = links[peers.length];
  const edgeOf = new Uint32Array(total);
  for (let node = 0; node < nodes; node++) {
    const first = links[nodePlaces[node]];
    const count = links[nodePlaces[node + 1]] - first;
    const order = turnChance(node).shuffle(Array.from({ length: count }, (_, i) => first + i));
    order.forEach((link, turn) => {
      edgeOf[link] = first + turn;
    });
  }
  const edgeFrom = new Uint32Array(total);
  const edgeNode = new Uint16Array(total);
  const edgeBack = new Uint32Array(total);
  peers.forEach((each, place) => {
    each.forEach((peer, rank) => {
      const edge = edgeOf[links[place] + rank];
      edgeFrom[edge] = place;
      edgeNode[edge] = placeNode[peer];
      edgeBack[edge] = edgeOf[links[peer] + peers[peer].indexOf(place)];
    });
  });
  return { nodeEdges: nodePlaces.map((place) => links[place]), edgeFrom, edgeNode, edgeBack };
}

function mesh(holders: number, degree: number, stream: Stream): number[][] {
  if (holders < 2) return holders === 1 ? [[]] : [];
  if (degree >= holders - 1) return regularGraph(holders, holders - 1, stream);
  return regularGraph(holders, degree + ((holders * degree) % 2), stream);
}
