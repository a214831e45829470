import type { EventCounters, PendingEvents } from '../../../sim/engine/pending-events.ts';
import type { Tick } from '../../../sim/time.ts';

interface Entry {
  tick: Tick;
  key: number;
  entity: number;
  kind: number;
  argument: number;
  payload: unknown;
  handle: number;
}

/** The oracle: a sorted array, too simple to be wrong. */
export class NaiveEvents implements PendingEvents {
  tick = 0 as Tick;
  key = 0;
  entity = 0;
  kind = 0;
  argument = 0;
  payload: unknown = undefined;
  handle = 0;
  private readonly entries: Entry[] = [];
  private handles = 0;

  get size(): number {
    return this.entries.length;
  }

  fresh(): PendingEvents {
    return new NaiveEvents();
  }

  counters(): EventCounters {
    return { moves: 0, cancelled: 0, peak: 0 };
  }

  add(
    tick: Tick,
    key: number,
    entity: number,
    kind: number,
    argument: number,
    payload: unknown,
  ): number {
    const handle = ++this.handles;
    let low = 0;
    let high = this.entries.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      const other = this.entries[middle];
      // Latest first, so that the next event is at the end.
      if (other.tick > tick || (other.tick === tick && other.key > key)) low = middle + 1;
      else high = middle;
    }
    this.entries.splice(low, 0, { tick, key, entity, kind, argument, payload, handle });
    return handle;
  }

  cancel(handle: number): boolean {
    const at = this.entries.findIndex((entry) => entry.handle === handle);
    if (at < 0) return false;
    this.entries.splice(at, 1);
    return true;
  }

  take(limit: Tick): boolean {
    const next = this.entries.at(-1);
    if (next === undefined || next.tick > limit) return false;
    this.entries.pop();
    Object.assign(this, next);
    return true;
  }
}
