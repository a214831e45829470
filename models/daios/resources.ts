import type { LaneName } from '../workloads/task.ts';

/** A resource and the share of the time that it was busy. */
export interface ResourceUse {
  readonly name: string;
  /** The lane that it belongs to; null for one that several use. */
  readonly lane: LaneName | null;
  readonly use: number;
}
