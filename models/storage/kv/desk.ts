import { Signal } from '../../../sim/engine/signal.ts';
import type { Simulation } from '../../../sim/engine/simulation.ts';
import type { LoggedCommit } from './invariants.ts';
import type { LogEntry } from './log-entry.ts';
import { LogLayer, type Passage, uploadedAt } from './log-layer.ts';
import type { MemoryValues } from './parameters.ts';
import { entryBytes, type Program } from './program.ts';
import type { Replica } from './replica.ts';

/** How a commit ended at the node of its author, and how it got there; instants in ticks. */
export interface Judgement {
  readonly committed: boolean;
  readonly passage: Passage;
  readonly seenAt: number;
  /** The bytes are there too. */
  readonly finalAt: number;
  readonly replayedAt: number;
}

interface Logged extends LoggedCommit {
  readonly bytes: number;
  readonly includedAt: number;
}

/** The log, and the way of a commit into it and on to every node. */
export class Desk {
  readonly log: Logged[] = [];
  private readonly simulation: Simulation;
  private readonly values: MemoryValues;
  private readonly layer: LogLayer;
  private readonly nodes: readonly Replica[];

  constructor(simulation: Simulation, values: MemoryValues, nodes: readonly Replica[]) {
    this.simulation = simulation;
    this.values = values;
    this.layer = new LogLayer(values);
    this.nodes = nodes;
  }

  /**
   * Appends an entry. Blocks keep the order in which commits are sent, so its position is known at once.
   * @param home node of its author
   * @returns fires when that node has replayed it
   */
  commit(
    entry: LogEntry<number>,
    programs: readonly Program[],
    seen: readonly (readonly number[])[],
    home: Replica,
  ): Signal<Judgement> {
    const { now } = this.simulation;
    const bytes = entryBytes(programs, entry.reads!.keys);
    const passage = this.layer.append(now);
    const { confirmedAt, includedAt } = passage;
    const position = this.log.push({ entry, programs, seen, bytes, includedAt }) - 1;
    const seenAt = home.seenAt(confirmedAt);
    const uploaded = uploadedAt(this.values, bytes, now, seenAt);
    const judged = new Signal<Judgement>();
    for (const node of this.nodes) {
      const finalAt = Math.max(uploaded, node.seenAt(confirmedAt));
      node.take(entry, position, bytes, finalAt, ({ aborted }) => {
        if (node !== home) return;
        const replayedAt = this.simulation.now;
        judged.fire({ committed: aborted === 0, passage, seenAt, finalAt, replayedAt });
      });
    }
    return judged;
  }

  /** Ticks since a block took the first entry that the node has not replayed; 0 if there is none. */
  staleness({ state }: Replica): number {
    const next = this.log[state.position];
    return next === undefined ? 0 : Math.max(0, this.simulation.now - next.includedAt);
  }

  /** Entries that blocks have taken between two instants. */
  included(from: number, until: number): Logged[] {
    return this.log.filter(({ includedAt }) => includedAt > from && includedAt <= until);
  }

  /** Replays at every node what is still on its way: the end of the run. */
  drain(): void {
    for (const node of this.nodes) {
      for (let at = node.state.position; at < this.log.length; at++)
        node.replay(this.log[at].entry, at);
    }
  }
}
