import type { Simulation } from '../../../sim/engine/simulation.ts';
import { type FaultTarget, injectFaults } from '../../../sim/network/faults.ts';
import type { MessageNetwork } from '../../../sim/network/messages.ts';
import { faultsOf, type NetworkValues } from '../../../sim/network/section.ts';

/*
 * Faults of the storage nodes: those of the network section, whose nodes they are, and nodes that die for
 * good at a named moment. Validators, clients and the indexer stay up; a partition cuts them off from the
 * nodes concerned.
 */

export type Moment = 'upload' | 'sync' | 'read';

export interface NodeFaultsOptions {
  readonly simulation: Simulation;
  readonly network: MessageNetwork;
  /** Number of the first storage node in the network, and how many there are. */
  readonly first: number;
  readonly count: number;
  /** Told of each change; nodes counted from 0. */
  readonly changed: (node: number, isAlive: boolean) => void;
}

export class NodeFaults implements FaultTarget {
  readonly nodes: number;
  private readonly options: NodeFaultsOptions;
  private readonly killed = new Set<number>();

  constructor(options: NodeFaultsOptions) {
    this.options = options;
    this.nodes = options.count;
  }

  /** Plays the faults of the section. */
  inject(values: NetworkValues): void {
    const { simulation } = this.options;
    const path = 'storage/faults';
    injectFaults(simulation, path, this, faultsOf(simulation, path, values, this.nodes));
  }

  setAlive(node: number, isAlive: boolean): void {
    if (this.killed.has(node)) return;
    const { network, first, changed } = this.options;
    network.setAlive(first + node, isAlive);
    changed(node, isAlive);
  }

  partition(groupOf: readonly number[]): void {
    const { network, first } = this.options;
    const all = new Array<number>(network.nodes).fill(0);
    for (const [node, group] of groupOf.entries()) all[first + node] = group;
    network.partition(all);
  }

  heal(): void {
    this.options.network.heal();
  }

  /** Nodes drawn at random go down for good. @param share of all */
  kill(share: number): void {
    const { simulation, count } = this.options;
    const stream = simulation.streams.stream('storage/killed');
    for (const node of stream.sample(Math.round(share * count), count)) {
      this.setAlive(node, false);
      this.killed.add(node);
    }
  }
}

/** Calls once, when the bytes of a moment have passed a threshold. */
export class Trigger {
  private readonly at: Moment | 'never';
  private readonly act: () => void;
  private left: number;

  constructor(at: Moment | 'never', threshold: number, act: () => void) {
    this.at = at;
    this.left = threshold;
    this.act = act;
  }

  passed(during: Moment, bytes: number): void {
    if (during !== this.at || this.left <= 0) return;
    this.left -= bytes;
    if (this.left <= 0) this.act();
  }
}
