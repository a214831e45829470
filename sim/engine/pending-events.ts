import type { Tick } from '../time.ts';

/**
 * The set of events that have not fired: the one part of a simulation that an engine swaps.
 *
 * Order is `(tick, key)`; the key holds lane, entity and per-entity sequence (see `order.ts`), so
 * two engines agree on every tie. `take` leaves the fields of the event it removed in the public
 * properties, which spares one object an event.
 */
export interface PendingEvents {
  /** Adds an event; `tick` is not before the last one taken. Returns a handle for `cancel`. */
  add(
    tick: Tick,
    key: number,
    entity: number,
    kind: number,
    argument: number,
    payload: unknown,
  ): number;
  /** Removes a pending event. False when it has fired or was cancelled before. */
  cancel(handle: number): boolean;
  /** Removes the first event if its tick is at most `limit`. False when there is none. */
  take(limit: Tick): boolean;
  /** Events that will fire; cancelled ones are not counted. */
  readonly size: number;

  readonly tick: Tick;
  readonly entity: number;
  readonly kind: number;
  readonly argument: number;
  readonly payload: unknown;
  readonly key: number;
  /** Handle of the event taken last. */
  readonly handle: number;

  /** Deterministic work counters, for the regression gate. */
  counters(): EventCounters;
  /** An empty set of the same kind. */
  fresh(): PendingEvents;
}

export interface EventCounters {
  /** Entries moved inside the structure: a machine-independent measure of work. */
  moves: number;
  cancelled: number;
  peak: number;
}
