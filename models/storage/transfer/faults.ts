import type { Simulation } from '../../../sim/engine/simulation.ts';
import { type Fault, type FaultTarget, injectFaults } from '../../../sim/network/faults.ts';
import type { MessageNetwork } from '../../../sim/network/messages.ts';
import type { NetworkValues } from '../../../sim/network/section.ts';
import type { Tick } from '../../../sim/time.ts';

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
    injectFaults(simulation, 'storage/faults', this, this.faultsOf(values));
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

  private faultsOf({ faults }: NetworkValues): Fault[] {
    const { simulation, count } = this.options;
    return faults.map(({ fault, share, ...spans }, i) => {
      const stream = simulation.streams.stream(`storage/faults/nodes/${i}`);
      const nodes = stream.sample(Math.round(share * count), count).sort((a, b) => a - b);
      const [from, to] = [spans.from as Tick, spans.to as Tick];
      if (fault === 'partition') {
        const inside = new Set(nodes);
        const groups = Array.from({ length: count }, (_, node) => (inside.has(node) ? 1 : 0));
        return { fault, from, to, groups };
      }
      if (fault === 'outage') return { fault, from, to, nodes };
      const means = { meanUp: spans.meanUp as Tick, meanDown: spans.meanDown as Tick };
      return { fault, from, to, nodes, ...means };
    });
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
