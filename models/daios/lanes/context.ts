import type { Simulation } from '../../../sim/engine/simulation.ts';
import type { MessageNetwork } from '../../../sim/network/messages.ts';
import type { Experiment } from '../../component.ts';
import type { Answered, Fabric } from '../../storage/reads/fabric.ts';
import type { LaneName, Work } from '../../workloads/task.ts';
import type { StackMachines } from '../machines.ts';
import type { DaiosValues } from '../parameters.ts';
import type { Plan } from '../plan.ts';
import type { ResourceUse } from '../resources.ts';
import type { Reach } from './reach.ts';

/** What the lanes of one stack share. */
export interface StackContext {
  readonly experiment: Experiment;
  readonly simulation: Simulation;
  readonly network: MessageNetwork;
  readonly fabric: Fabric;
  readonly values: DaiosValues;
  readonly plan: Plan;
  readonly machines: StackMachines;
  readonly reach: Reach;
}

/** A task's work in a lane. */
export interface LaneRequest<W extends Work = Work> {
  /** Number of the user, and its node. */
  readonly user: number;
  readonly node: number;
  /** Number of the task among all of the run. */
  readonly task: number;
  readonly work: W;
}

/** One lane of a stack: work of one kind. */
export interface StackLane<W extends Work = Work> {
  /** Calls once, with true when the work is done and safe. */
  perform(request: LaneRequest<W>, done: Answered): void;
  /** USD of one piece of work. */
  cost(work: W): number;
  /** Shares of the time, from the start of the run until `seconds`. */
  uses(seconds: number): ResourceUse[];
}

export type WorkOf<L extends LaneName> = Extract<Work, { readonly lane: L }>;
