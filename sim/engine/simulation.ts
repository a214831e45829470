import { Streams } from '../random.ts';
import { FOREVER, type Tick, ZERO } from '../time.ts';
import { Certificate, type Certified } from './certificate.ts';
import { EventQueue } from './event-queue.ts';
import { ENTITIES_MAX, type Lane, orderKey, SEQUENCE_MAX } from './order.ts';
import type { PendingEvents } from './pending-events.ts';
import type { Signal } from './signal.ts';
import { RecordedEvents, ShuffledEvents } from './wrapped-events.ts';

/** What to do when an event of one kind fires. Time is `simulation.now`. */
export type Handler = (entity: number, argument: number, payload: unknown) => void;

/** An event as a recorder sees it, just before it fires. */
export interface FiredEvent {
  /** 1 for the first event of the run. */
  readonly ordinal: number;
  readonly tick: Tick;
  readonly lane: Lane;
  readonly entity: number;
  readonly kind: number;
  readonly argument: number;
  /** Ordinal of the event during which this one was scheduled; 0 before the run. */
  readonly cause: number;
}

export type Recorder = (event: FiredEvent, simulation: Simulation) => void;

export interface SimulationOptions {
  readonly seed: string;
  readonly replication?: number;
  /** Defaults to the native event queue. */
  readonly events?: PendingEvents;
  /** Orders ties inside a lane by this seed instead of by entity and sequence. */
  readonly tieShuffle?: number;
  /** Sees every event; slows the run. */
  readonly recorder?: Recorder;
}

/**
 * One run: a clock, pending events, streams and a certificate. Nothing outside the instance is
 * touched, so runs in one process never influence each other.
 */
export class Simulation {
  now: Tick = ZERO;
  readonly seed: string;
  readonly replication: number;
  readonly streams: Streams;
  readonly certificate = new Certificate();

  /** Kind of the event that fires the signal in its payload. */
  readonly timerKind: number;

  private readonly events: PendingEvents;
  private readonly handlers: Handler[] = [];
  private readonly handlerNames: string[] = [];
  private readonly entityNames: string[] = [];
  /** Events scheduled so far by entity; float64, since order keys are. */
  private sequences = new Float64Array(64);
  private stopped = false;

  constructor(options: SimulationOptions) {
    this.seed = options.seed;
    this.replication = options.replication ?? 0;
    this.streams = new Streams(this.seed, this.replication);
    this.events = wrapped(options, (event) => options.recorder?.(event, this));
    this.timerKind = this.handler('timer', (_entity, _argument, signal) => {
      (signal as Signal<void>).fire();
    });
  }

  /** Registers a component that owns events. Order of registration breaks ties inside a lane. */
  entity(name: string): number {
    const id = this.entityNames.length;
    if (id >= ENTITIES_MAX) throw new RangeError(`entity, expected at most ${ENTITIES_MAX}`);
    this.entityNames.push(name);
    if (id >= this.sequences.length) {
      const larger = new Float64Array(this.sequences.length * 2);
      larger.set(this.sequences);
      this.sequences = larger;
    }
    return id;
  }

  entityName(id: number): string {
    return this.entityNames[id] ?? `entity ${id}`;
  }

  /** Registers what happens for one kind of event; returns the kind. */
  handler(name: string, handle: Handler): number {
    this.handlerNames.push(name);
    return this.handlers.push(handle) - 1;
  }

  handlerName(kind: number): string {
    return this.handlerNames[kind] ?? `kind ${kind}`;
  }

  /** Events that have not fired and were not cancelled. */
  get pending(): number {
    return this.events.size;
  }

  /**
   * Schedules an event `delay` ticks from now. A payload is not part of the certificate: what matters
   * for equality belongs into `argument`.
   * @returns a handle for `cancel`
   * @throws RangeError unless the delay is a whole number of ticks, not negative, within 28.5 years
   */
  schedule(
    delay: Tick,
    lane: Lane,
    entity: number,
    kind: number,
    argument = 0,
    payload?: unknown,
  ): number {
    const tick = this.now + delay;
    if (!(delay >= 0) || tick > FOREVER || delay !== Math.floor(delay)) this.refuseDelay(delay);
    if (!(entity < this.entityNames.length)) refuseEntity(entity);
    const sequence = this.sequences[entity]++;
    if (sequence === SEQUENCE_MAX) this.refuseSequence(entity);
    const key = orderKey(lane, entity, sequence);
    return this.events.add(tick as Tick, key, entity, kind, argument, payload);
  }

  // Errors live apart: a short `schedule` is inlined into the handlers that call it.

  private refuseDelay(delay: number): never {
    throw new RangeError(
      `delay, expected a whole number of ticks from 0 to 28.5 years after the start, got ${delay} at ${this.now}`,
    );
  }

  private refuseSequence(entity: number): never {
    throw new RangeError(`${this.entityName(entity)}: too many events`);
  }

  /** As `schedule`, at an instant that is not before now. */
  scheduleAt(
    tick: Tick,
    lane: Lane,
    entity: number,
    kind: number,
    argument = 0,
    payload?: unknown,
  ): number {
    return this.schedule((tick - this.now) as Tick, lane, entity, kind, argument, payload);
  }

  /** Removes a pending event at once. False when it has fired or was cancelled before. */
  cancel(handle: number): boolean {
    return this.events.cancel(handle);
  }

  /**
   * Fires events up to and including `until`, then sets the clock there. Without a limit it ends with
   * the last event. May be called again to go on.
   * @throws RangeError unless `until` is a whole tick that is not before now
   */
  run(until: Tick = FOREVER): void {
    if (!(until >= this.now && until <= FOREVER && until === Math.floor(until))) {
      throw new RangeError(`until, expected a tick from ${this.now} to ${FOREVER}, got ${until}`);
    }
    this.stopped = false;
    const events = this.events;
    const handlers = this.handlers;
    const certificate = this.certificate;
    while (!this.stopped && events.take(until)) {
      const tick = events.tick;
      const kind = events.kind;
      this.now = tick;
      certificate.event(tick, events.key, kind, events.argument);
      handlers[kind](events.entity, events.argument, events.payload);
    }
    if (!this.stopped && until < FOREVER) this.now = until;
  }

  /** Ends `run` after the event that is firing. */
  stop(): void {
    this.stopped = true;
  }

  /**
   * A run within this one, such as a sampled window of something slower: a clock of its own from zero, chance of
   * its own, the same engine. Two with the same key share their draws. `absorb` it when it is over.
   */
  inner(key: string): Simulation {
    return new Simulation({
      seed: `${this.seed}/${key}`,
      replication: this.replication,
      events: this.events.fresh(),
    });
  }

  /** Makes what happened in a run within this one a part of the certificate. */
  absorb(inner: Simulation): void {
    this.certificate.absorb(inner.certify(''), inner.seed);
  }

  /** Ends the certificate of this run. */
  certify(scenarioHash: string): Certified {
    return this.certificate.finish(
      this.now,
      this.streams,
      scenarioHash,
      this.seed,
      this.replication,
    );
  }

  /** Work done by the event queue, for the regression gate. */
  counters() {
    return this.events.counters();
  }
}

function refuseEntity(entity: number): never {
  throw new RangeError(`entity, expected a registered one, got ${entity}`);
}

function wrapped(options: SimulationOptions, record: (event: FiredEvent) => void): PendingEvents {
  let events = options.events ?? new EventQueue();
  if (options.tieShuffle !== undefined) events = new ShuffledEvents(events, options.tieShuffle);
  if (options.recorder !== undefined) events = new RecordedEvents(events, record);
  return events;
}
