import type { Tick } from '../time.ts';
import { laneOf, SEQUENCE_MAX, shuffledKey } from './order.ts';
import type { EventCounters, PendingEvents } from './pending-events.ts';
import type { FiredEvent } from './simulation.ts';

/*
 * Pending events that do something more on the way in or out. A simulation without recorder and tie
 * shuffle pays nothing for them.
 */

/** Hands everything on to `inner`. */
class WrappedEvents implements PendingEvents {
  protected readonly inner: PendingEvents;

  constructor(inner: PendingEvents) {
    this.inner = inner;
  }

  add(
    tick: Tick,
    key: number,
    entity: number,
    kind: number,
    argument: number,
    payload: unknown,
  ): number {
    return this.inner.add(tick, key, entity, kind, argument, payload);
  }

  cancel(handle: number): boolean {
    return this.inner.cancel(handle);
  }

  take(limit: Tick): boolean {
    return this.inner.take(limit);
  }

  counters(): EventCounters {
    return this.inner.counters();
  }

  /** Of what is wrapped: a recorder sees one run, and no run within it. */
  fresh(): PendingEvents {
    return this.inner.fresh();
  }

  get size(): number {
    return this.inner.size;
  }

  get tick(): Tick {
    return this.inner.tick;
  }

  get key(): number {
    return this.inner.key;
  }

  get entity(): number {
    return this.inner.entity;
  }

  get kind(): number {
    return this.inner.kind;
  }

  get argument(): number {
    return this.inner.argument;
  }

  get payload(): unknown {
    return this.inner.payload;
  }

  get handle(): number {
    return this.inner.handle;
  }
}

/** Orders ties inside a lane by a seed. */
export class ShuffledEvents extends WrappedEvents {
  private readonly seed: number;

  constructor(inner: PendingEvents, seed: number) {
    super(inner);
    this.seed = seed;
  }

  override fresh(): PendingEvents {
    return new ShuffledEvents(this.inner.fresh(), this.seed);
  }

  override add(
    tick: Tick,
    key: number,
    entity: number,
    kind: number,
    argument: number,
    payload: unknown,
  ): number {
    const sequence = key % (SEQUENCE_MAX + 1);
    const shuffled = shuffledKey(laneOf(key), entity, sequence, this.seed);
    return this.inner.add(tick, shuffled, entity, kind, argument, payload);
  }
}

/** Shows every event to `record` just before it fires, with the event that caused it. */
export class RecordedEvents extends WrappedEvents {
  private readonly record: (event: FiredEvent) => void;
  /** By handle: ordinal of the event during which it was scheduled. */
  private readonly causes = new Map<number, number>();
  private ordinal = 0;

  constructor(inner: PendingEvents, record: (event: FiredEvent) => void) {
    super(inner);
    this.record = record;
  }

  override add(
    tick: Tick,
    key: number,
    entity: number,
    kind: number,
    argument: number,
    payload: unknown,
  ): number {
    const handle = this.inner.add(tick, key, entity, kind, argument, payload);
    this.causes.set(handle, this.ordinal);
    return handle;
  }

  override cancel(handle: number): boolean {
    const cancelled = this.inner.cancel(handle);
    if (cancelled) this.causes.delete(handle);
    return cancelled;
  }

  override take(limit: Tick): boolean {
    if (!this.inner.take(limit)) return false;
    const { tick, key, entity, kind, argument, handle } = this.inner;
    const cause = this.causes.get(handle) ?? 0;
    this.causes.delete(handle);
    this.ordinal++;
    this.record({ ordinal: this.ordinal, tick, lane: laneOf(key), entity, kind, argument, cause });
    return true;
  }
}
