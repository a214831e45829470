import { apportion } from '../../apportion.ts';
import { PEERDAS_COLUMNS, sampledColumns } from '../assignment/peerdas.ts';
import type { ColumnsValues } from './parameters.ts';

export interface NodeClass {
  readonly name: string;
  readonly up: number;
  readonly down: number;
  /** Columns that each of its nodes gets by gossip. */
  readonly columns: number;
  readonly nodes: readonly number[];
}

const WEIGHT_UNIT = 1e6;

/** Classes with their nodes, by largest remainder: the first class has the first nodes. */
export function nodeClasses({ nodes, classes, custody }: ColumnsValues): NodeClass[] {
  const weights = classes.map(({ share }) => BigInt(Math.round(share * WEIGHT_UNIT)));
  const counts = apportion(BigInt(nodes), weights).map(Number);
  let next = 0;
  return classes.map(({ name, up, down, supernode }, kind) => ({
    name,
    up,
    down,
    columns: supernode ? PEERDAS_COLUMNS : Math.min(PEERDAS_COLUMNS, sampledColumns(custody)),
    nodes: Array.from({ length: counts[kind] }, () => next++),
  }));
}
