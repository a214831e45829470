import { regularGraph } from '../../../sim/network/mesh.ts';
import type { Stream } from '../../../sim/random.ts';

/**
 * Who passes which column to whom, in flat arrays. A place is one column at one node that keeps it; the
 * places of a node lie side by side, in the order of its custody.
 */
export interface ColumnMeshes {
  readonly nodes: number;
  readonly columns: number;
  readonly placeNode: Uint32Array;
  readonly placeColumn: Uint16Array;
  /** First place of each node, and one past the last. */
  readonly nodePlaces: Uint32Array;
  /** Neighbours of a place in the mesh of its column, as places. */
  readonly neighbours: readonly (readonly number[])[];
  /** Places of each column, by ascending node. */
  readonly columnPlaces: readonly (readonly number[])[];
}

/**
 * A random regular mesh for each column among the live nodes that keep it. Up to `degree + 1` of them are
 * all neighbours; where members and degree are odd, each gets one neighbour more.
 * @param custody columns of each node
 * @param chance of the mesh of a column
 * @param isAlive nodes that are down have been pruned before the run
 */
export function columnMeshes(
  columns: number,
  custody: readonly Uint16Array[],
  degree: number,
  chance: (column: number) => Stream,
  isAlive: (node: number) => boolean,
): ColumnMeshes {
  const nodePlaces = new Uint32Array(custody.length + 1);
  custody.forEach((held, node) => {
    nodePlaces[node + 1] = nodePlaces[node] + held.length;
  });
  const places = nodePlaces[custody.length];
  const placeNode = new Uint32Array(places);
  const placeColumn = new Uint16Array(places);
  const columnPlaces = Array.from({ length: columns }, (): number[] => []);
  custody.forEach((held, node) => {
    held.forEach((column, i) => {
      const place = nodePlaces[node] + i;
      placeNode[place] = node;
      placeColumn[place] = column;
      columnPlaces[column].push(place);
    });
  });
  const neighbours: number[][] = Array.from({ length: places }, () => []);
  columnPlaces.forEach((all, column) => {
    const members = all.filter((place) => isAlive(placeNode[place]));
    mesh(members.length, degree, chance(column)).forEach((peers, i) => {
      neighbours[members[i]] = peers.map((peer) => members[peer]);
    });
  });
  const nodes = custody.length;
  return { nodes, columns, placeNode, placeColumn, nodePlaces, neighbours, columnPlaces };
}

function mesh(members: number, degree: number, stream: Stream): number[][] {
  if (members < 2) return members === 1 ? [[]] : [];
  if (degree >= members - 1) return regularGraph(members, members - 1, stream);
  return regularGraph(members, degree + ((members * degree) % 2), stream);
}
