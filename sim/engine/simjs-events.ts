import type { Tick } from '../time.ts';
import type { EventCounters, PendingEvents } from './pending-events.ts';
import { SimJs, type SimJsSimulation } from './simjs.ts';

/*
 * SIM.JS as the set of pending events: the reference that the native queue is tested against.
 *
 * SIM.JS orders timers by time and, inside one time, by insertion. It therefore decides *when*; each of
 * its timers is a token that says "fire one event of this tick", and the event with the least order key
 * of that tick is taken. Ties then follow the house order and not the order of insertion.
 */

interface Pending {
  readonly tick: Tick;
  readonly key: number;
  readonly entity: number;
  readonly kind: number;
  readonly argument: number;
  readonly payload: unknown;
  readonly handle: number;
}

export class SimJsEvents implements PendingEvents {
  tick = 0 as Tick;
  key = 0;
  entity = 0;
  kind = 0;
  argument = 0;
  payload: unknown = undefined;
  handle = 0;

  private readonly simulation: SimJsSimulation = new SimJs.Sim();
  private readonly clock = this.simulation.addEntity(ClockEntity, 'clock');
  /** Pending events of one tick, sorted by descending key. */
  private readonly byTick = new Map<number, Pending[]>();
  private readonly byHandle = new Map<number, Pending>();
  private lastHandle = 0;
  private token: Tick | undefined;
  private cancelled = 0;
  private peak = 0;

  get size(): number {
    return this.byHandle.size;
  }

  fresh(): PendingEvents {
    return new SimJsEvents();
  }

  counters(): EventCounters {
    return { moves: 0, cancelled: this.cancelled, peak: this.peak };
  }

  add(
    tick: Tick,
    key: number,
    entity: number,
    kind: number,
    argument: number,
    payload: unknown,
  ): number {
    const handle = ++this.lastHandle;
    const pending: Pending = { tick, key, entity, kind, argument, payload, handle };
    this.arm(tick);
    let same = this.byTick.get(tick);
    if (same === undefined) {
      same = [];
      this.byTick.set(tick, same);
    }
    let at = same.length;
    while (at > 0 && same[at - 1].key < key) at--;
    same.splice(at, 0, pending);
    this.byHandle.set(handle, pending);
    if (this.byHandle.size > this.peak) this.peak = this.byHandle.size;
    return handle;
  }

  cancel(handle: number): boolean {
    const pending = this.byHandle.get(handle);
    if (pending === undefined) return false;
    this.byHandle.delete(handle);
    this.removeFromTick(pending);
    // The cancelled event's own timer may have served another event of the same tick, or have gone back
    // unused; a token that finds no event left is ignored.
    this.cancelled++;
    return true;
  }

  take(limit: Tick): boolean {
    for (;;) {
      const tick = this.nextToken();
      if (tick === undefined) return false;
      if (tick > limit) {
        // SIM.JS cannot look ahead: its clock has moved to `tick`. The token goes back, and an earlier
        // event added later gets a negative duration, which SIM.JS takes and sorts before it.
        this.arm(tick);
        return false;
      }
      const next = this.byTick.get(tick)?.at(-1);
      if (next === undefined) continue;
      this.byHandle.delete(next.handle);
      this.removeFromTick(next);
      this.tick = next.tick;
      this.key = next.key;
      this.entity = next.entity;
      this.kind = next.kind;
      this.argument = next.argument;
      this.payload = next.payload;
      this.handle = next.handle;
      return true;
    }
  }

  private nextToken(): Tick | undefined {
    this.token = undefined;
    while (this.token === undefined) if (!this.simulation.step()) return undefined;
    return this.token;
  }

  private arm(tick: Tick): void {
    this.clock.setTimer(tick - this.simulation.time()).done(this.comeDue, this, undefined);
  }

  /** SIM.JS drops a falsy argument, such as tick 0, so the token is read from its clock. */
  private comeDue(): void {
    this.token = this.simulation.time() as Tick;
  }

  private removeFromTick(pending: Pending): void {
    const same = this.byTick.get(pending.tick);
    if (same === undefined) return;
    const at = same.lastIndexOf(pending);
    if (at >= 0) same.splice(at, 1);
    if (same.length === 0) this.byTick.delete(pending.tick);
  }
}

class ClockEntity extends SimJs.Entity {
  start(): void {}
}
