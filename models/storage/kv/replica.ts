import { Lane } from '../../../sim/engine/order.ts';
import type { Simulation } from '../../../sim/engine/simulation.ts';
import { type Tick, transferTicks } from '../../../sim/time.ts';
import type { Replayed } from './invariants.ts';
import { KvState, type ReplayOutcome } from './kv-state.ts';
import type { LogEntry } from './log-entry.ts';
import { turnAt } from './log-layer.ts';
import type { MemoryValues } from './parameters.ts';

/** A key-value node: fetches the entries of the log one after another and replays them. */
export class Replica implements Replayed {
  readonly state = new KvState<number>();
  readonly outcomes: ReplayOutcome[] = [];
  private readonly simulation: Simulation;
  private readonly values: MemoryValues;
  /** When its storage node looks at the chain, and how long after that node it starts a download. */
  private readonly phase: number;
  private readonly delay: number;
  private readonly entity: number;
  private readonly kind: number;
  private freeAt = 0;

  constructor(
    simulation: Simulation,
    values: MemoryValues,
    index: number,
    streams: Iterable<string>,
  ) {
    this.simulation = simulation;
    this.values = values;
    this.state.subscribe(streams);
    const name = `memory/node/${index}`;
    this.phase = simulation.streams.stream(`${name}/poll`).below(values.nodePoll);
    this.delay = Math.round((values.sync * (2 * index + 1)) / values.nodes);
    this.entity = simulation.entity(name);
    this.kind = simulation.handler(name, (_entity, _position, payload) =>
      (payload as () => void)(),
    );
  }

  /** When its storage node sees an entry that has its confirmations. */
  seenAt(confirmedAt: number): number {
    return turnAt(confirmedAt, this.values.nodePoll, this.phase);
  }

  /**
   * Takes the next entry of the log, which its storage node has as a whole from `finalAt` on.
   * @param replayed called once it is replayed
   */
  take(
    entry: LogEntry<number>,
    position: number,
    bytes: number,
    finalAt: number,
    replayed: (outcome: ReplayOutcome) => void,
  ): void {
    const begin = Math.max(this.freeAt, finalAt + this.delay);
    this.freeAt = begin + transferTicks(bytes, this.values.link);
    const replay = () => replayed(this.replay(entry, position));
    const { simulation, entity, kind } = this;
    simulation.scheduleAt(this.freeAt as Tick, Lane.Arrival, entity, kind, position, replay);
  }

  replay(entry: LogEntry<number>, position: number): ReplayOutcome {
    const outcome = this.state.replay(entry, position);
    this.outcomes.push(outcome);
    return outcome;
  }
}
