import { pow } from '../../../sim/math.ts';

/** When miner ids may submit inside an epoch, in blocks. Source: 0g-storage 3.3. */
export interface MiningSchedule {
  readonly epochBlocks: number;
  readonly subtasks: number;
  readonly intervalBlocks: number;
  /** Length of the window of one subtask. */
  readonly windowBlocks: number;
}

/**
 * Expected share of an epoch in which at least one of `identities` miner ids is in its window, when
 * each draws its subtask alone. Windows end with the epoch at the latest.
 *
 * Where c of n windows overlap, none of k ids is active with chance (1 - c/n)^k.
 *
 * @throws RangeError unless every number is a whole one of at least 1
 */
export function activeShare(schedule: MiningSchedule, identities: number): number {
  const { epochBlocks, subtasks, intervalBlocks, windowBlocks } = schedule;
  for (const [field, value] of Object.entries({ ...schedule, identities })) {
    if (!(Number.isInteger(value) && value >= 1)) {
      throw new RangeError(`${field}, expected a whole number of at least 1, got ${value}`);
    }
  }
  const starts = Array.from({ length: subtasks }, (_, i) => i * intervalBlocks);
  const edges = [0, epochBlocks];
  for (const start of starts) {
    edges.push(Math.min(start, epochBlocks), Math.min(start + windowBlocks, epochBlocks));
  }
  edges.sort((a, b) => a - b);
  let blocks = 0;
  for (let i = 1; i < edges.length; i++) {
    const open = starts.filter(
      (start) => start <= edges[i - 1] && edges[i - 1] < start + windowBlocks,
    ).length;
    blocks += (edges[i] - edges[i - 1]) * (1 - pow(1 - open / subtasks, identities));
  }
  return blocks / epochBlocks;
}
