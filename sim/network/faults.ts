import { Lane } from '../engine/order.ts';
import type { Simulation } from '../engine/simulation.ts';
import { TICKS_PER_SECOND, type Tick } from '../time.ts';

/*
 * Faults of nodes and of the network between them, as plain data. A list of them is played by
 * `injectFaults`; overlapping ones add up: a node is up when no fault keeps it down, two nodes reach
 * each other when no partition parts them.
 */

/** From `from` until `to` the nodes can talk only inside their group. */
export interface Partition {
  readonly fault: 'partition';
  readonly from: Tick;
  readonly to: Tick;
  /** Group of every node. */
  readonly groups: readonly number[];
}

/** The nodes are down from `from` until `to`. */
export interface Outage {
  readonly fault: 'outage';
  readonly from: Tick;
  readonly to: Tick;
  readonly nodes: readonly number[];
}

/** From `from` until `to` each node on its own goes down and up again; at `to` all come back. */
export interface Churn {
  readonly fault: 'churn';
  readonly from: Tick;
  readonly to: Tick;
  readonly nodes: readonly number[];
  /** Mean times up and down, exponential. */
  readonly meanUp: Tick;
  readonly meanDown: Tick;
}

export type Fault = Partition | Outage | Churn;

/** What faults act on; `MessageNetwork` is one. */
export interface FaultTarget {
  readonly nodes: number;
  setAlive(node: number, alive: boolean): void;
  partition(groupOf: readonly number[]): void;
  heal(): void;
}

/** What one kind of fault asks of the driver. */
interface Stage {
  readonly simulation: Simulation;
  /** Calls `act` at that instant, after what arrives or ends at the same tick. */
  at(instant: Tick, act: () => void): void;
  /** One fault more, or one less, keeps the node down. */
  down(node: number): void;
  up(node: number): void;
  part(groups: readonly number[]): void;
  join(): void;
  /** Path for the streams of this fault: its kind and its place among the faults of that kind. */
  readonly path: string;
}

/** How each kind of fault is played; a new kind is one entry here and one type above. */
const players: {
  readonly [K in Fault['fault']]: (fault: Fault & { fault: K }, on: Stage) => void;
} = {
  partition: (fault, on) => {
    on.at(fault.from, () => on.part(fault.groups));
    on.at(fault.to, () => on.join());
  },
  outage: (fault, on) => {
    for (const node of fault.nodes) {
      on.at(fault.from, () => on.down(node));
      on.at(fault.to, () => on.up(node));
    }
  },
  churn: (fault, on) => {
    for (const node of fault.nodes) {
      const stream = on.simulation.streams.stream(`${on.path}/${node}`);
      // At least one tick, so that time goes on.
      const span = (mean: Tick) => Math.max(1, Math.round(stream.exponential(mean)));
      const fail = (after: Tick) => {
        const fails = (after + span(fault.meanUp)) as Tick;
        if (fails >= fault.to) return;
        on.at(fails, () => {
          on.down(node);
          const returns = Math.min(fails + span(fault.meanDown), fault.to) as Tick;
          on.at(returns, () => {
            on.up(node);
            fail(returns);
          });
        });
      };
      fail(fault.from);
    }
  },
};

/** @throws RangeError that says which fault of the list is wrong and how */
export function checkFaults(faults: readonly Fault[], nodes: number, now: Tick): void {
  for (const [i, fault] of faults.entries()) {
    const fail = (what: string, expected: string, found: unknown): never => {
      throw new RangeError(`faults[${i}].${what}, expected ${expected}, got ${found}`);
    };
    if (!Object.hasOwn(players, fault.fault)) {
      fail('fault', `one of ${Object.keys(players).join(', ')}`, fault.fault);
    }
    const span = `${fault.from / TICKS_PER_SECOND} s to ${fault.to / TICKS_PER_SECOND} s`;
    if (!(fault.from >= now && fault.to > fault.from)) {
      fail('from', 'a start that is not in the past and an end after it', span);
    }
    if (fault.fault === 'partition') {
      if (fault.groups.length !== nodes) {
        fail('groups', `a group for each of ${nodes} nodes`, fault.groups.length);
      }
      continue;
    }
    for (const node of fault.nodes) {
      if (!(Number.isInteger(node) && node >= 0 && node < nodes)) {
        fail('nodes', `numbers from 0 to ${nodes - 1}`, node);
      }
    }
    if (fault.fault === 'churn' && !(fault.meanUp > 0 && fault.meanDown > 0)) {
      fail('meanUp, meanDown', 'positive times', `${fault.meanUp}, ${fault.meanDown}`);
    }
  }
}

/**
 * Plays faults on a target. Call it once for a target, before the run.
 * @param watch told after each change of a node
 */
export function injectFaults(
  simulation: Simulation,
  name: string,
  target: FaultTarget,
  faults: readonly Fault[],
  watch?: (node: number, alive: boolean) => void,
): void {
  checkFaults(faults, target.nodes, simulation.now);
  const entity = simulation.entity(name);
  const acts = simulation.handler(`${name}.act`, (_entity, _argument, act) =>
    (act as () => void)(),
  );
  const reasons = new Int32Array(target.nodes);
  const partitions = new Map<number, readonly number[]>();
  const ordinals = new Map<string, number>();
  const change = (node: number, by: number) => {
    const before = reasons[node];
    reasons[node] += by;
    if (before > 0 === reasons[node] > 0) return;
    target.setAlive(node, before > 0);
    watch?.(node, before > 0);
  };
  const reshape = () => {
    if (partitions.size === 0) target.heal();
    else target.partition(commonGroups([...partitions.values()], target.nodes));
  };
  for (const [i, fault] of faults.entries()) {
    const ordinal = ordinals.get(fault.fault) ?? 0;
    ordinals.set(fault.fault, ordinal + 1);
    const stage: Stage = {
      simulation,
      path: `${name}/${fault.fault}/${ordinal}`,
      at: (instant, act) => {
        simulation.scheduleAt(instant, Lane.Timer, entity, acts, i, act);
      },
      down: (node) => change(node, 1),
      up: (node) => change(node, -1),
      part: (groups) => {
        partitions.set(i, groups);
        reshape();
      },
      join: () => {
        partitions.delete(i);
        reshape();
      },
    };
    (players[fault.fault] as (fault: Fault, on: Stage) => void)(fault, stage);
  }
}

/** Groups of nodes that share a group in each of the partitions. */
function commonGroups(partitions: readonly (readonly number[])[], nodes: number): number[] {
  const numbers = new Map<string, number>();
  return Array.from({ length: nodes }, (_, node) => {
    const key = partitions.map((groups) => groups[node]).join('/');
    let group = numbers.get(key);
    if (group === undefined) {
      group = numbers.size;
      numbers.set(key, group);
    }
    return group;
  });
}
