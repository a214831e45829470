import { apportion } from '../../apportion.ts';
import type { SquareValues } from './parameters.ts';

export type NodeClass = SquareValues['classes'][number];

const WEIGHT_UNIT = 1e6;

/** Nodes of each class by largest remainder, from weights taken to a millionth. */
export function nodesOf(nodes: number, classes: readonly NodeClass[]): number[] {
  const weights = classes.map(({ share }) => BigInt(Math.round(share * WEIGHT_UNIT)));
  return apportion(BigInt(nodes), weights).map(Number);
}

/** Number of the class of each node: the first class has the first nodes. */
export function classOf(nodes: number, classes: readonly NodeClass[]): Uint16Array {
  return Uint16Array.from(
    nodesOf(nodes, classes).flatMap((count, kind) => new Array<number>(count).fill(kind)),
  );
}
