import { type Tick, ZERO } from '../time.ts';
import { Lane } from './order.ts';
import { Signal } from './signal.ts';
import type { Simulation } from './simulation.ts';

/**
 * The body of a process. It yields signals to wait for; `yield*` on `Process.wait` and its siblings
 * gives back typed values.
 */
export type Body<R = unknown> = Generator<Signal, R, void>;

/** Thrown inside a process that another one interrupts. */
export class Interrupt extends Error {
  override readonly name = 'Interrupt';
  readonly reason: unknown;
  constructor(reason: unknown) {
    super(`interrupted: ${String(reason)}`);
    this.reason = reason;
  }
}

/**
 * A generator that runs in simulated time: scenario and client logic. Hot model code uses handlers.
 *
 * A process is resumed by an event of its own entity in the process lane, so that the order of two
 * processes that wake in one tick follows their entities.
 */
export class Process<R = unknown> {
  /** Fires with the return value. A process that fails ends the run instead. */
  readonly done = new Signal<R>();
  private readonly simulation: Simulation;
  private readonly body: Body<R>;
  private readonly entity: number;
  private readonly kind: number;
  private waitingFor: Signal | undefined;
  private resumption: number | undefined;
  private started = false;

  constructor(simulation: Simulation, name: string, body: (process: Process<R>) => Body<R>) {
    this.simulation = simulation;
    this.entity = simulation.entity(name);
    this.kind = simulation.handler(`${name}.resume`, (_entity, thrown, payload) => {
      this.resumption = undefined;
      this.resume(thrown === 1 ? (payload as Interrupt) : undefined);
    });
    this.body = body(this);
    this.wake(undefined);
  }

  get alive(): boolean {
    return !this.done.fired;
  }

  /** A signal that fires after `delay`; its event is removed if nobody waits any more. */
  timer(delay: Tick): Signal<void> {
    const { simulation } = this;
    const signal = new Signal<void>(() => simulation.cancel(handle));
    const handle = simulation.schedule(
      delay,
      Lane.Timer,
      this.entity,
      simulation.timerKind,
      0,
      signal,
    );
    return signal;
  }

  /** Waits for a span of simulated time. */
  *wait(delay: Tick): Generator<Signal, void, void> {
    yield this.timer(delay) as Signal;
  }

  /** Waits for a signal and gives its value. */
  *until<T>(signal: Signal<T>): Generator<Signal, T, void> {
    yield signal as Signal;
    return signal.value;
  }

  /**
   * Makes the process leave what it waits for and throws an `Interrupt` inside it, in this tick. A
   * process that has not begun, or that interrupts itself, meets it at its next wait. Of several
   * interrupts in one tick the last counts. A request that was granted before stays granted.
   */
  interrupt(reason: unknown): void {
    if (!this.alive) return;
    this.waitingFor?.leave(this.onSignal);
    this.waitingFor = undefined;
    if (this.resumption !== undefined) this.simulation.cancel(this.resumption);
    this.wake(new Interrupt(reason));
  }

  private readonly onSignal = (): void => {
    this.waitingFor = undefined;
    // An interrupt on its way takes the place of the signal.
    if (this.resumption === undefined) this.wake(undefined);
  };

  private wake(interrupt: Interrupt | undefined): void {
    const thrown = interrupt === undefined ? 0 : 1;
    this.resumption = this.simulation.schedule(
      ZERO,
      Lane.Process,
      this.entity,
      this.kind,
      thrown,
      interrupt,
    );
  }

  private resume(interrupt: Interrupt | undefined): void {
    // A process that interrupted itself waits for something since then.
    this.waitingFor?.leave(this.onSignal);
    this.waitingFor = undefined;
    // Thrown into a generator that has not begun, an interrupt could not be caught.
    const begins = !this.started;
    this.started = true;
    const step = interrupt === undefined || begins ? this.body.next() : this.body.throw(interrupt);
    if (step.done) {
      if (this.resumption !== undefined) this.simulation.cancel(this.resumption);
      this.done.fire(step.value);
      return;
    }
    this.waitingFor = step.value;
    step.value.wait(this.onSignal);
    if (begins && interrupt !== undefined) this.interrupt(interrupt.reason);
  }
}
