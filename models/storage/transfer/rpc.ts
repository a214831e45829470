import { Lane } from '../../../sim/engine/order.ts';
import { Signal } from '../../../sim/engine/signal.ts';
import type { Simulation } from '../../../sim/engine/simulation.ts';
import type { Message, MessageNetwork } from '../../../sim/network/messages.ts';
import type { Tick } from '../../../sim/time.ts';

/*
 * Remote calls: a request, what the other side does with it, a reply. A node that is down says nothing, so
 * the caller waits for its time-out; then it asks again, and after so many times gives up.
 */

/** A kind of call: what its bytes are counted under, each way. */
export interface Method {
  readonly request: number;
  readonly reply: number;
}

/** How long a caller waits, and how often it asks again. */
export interface Patience {
  readonly timeout: Tick;
  readonly retries: number;
  readonly interval: Tick;
}

/** Sends the reply. @param bytes on the wire */
export type Answer<T> = (value: T, bytes: number) => void;

/** Messages up to this size travel ahead of bulk data: they have a connection of their own. */
const SMALL_BYTES = 1460;

interface Call {
  readonly from: number;
  readonly to: number;
  readonly method: Method;
  readonly bytes: number;
  readonly patience: Patience;
  readonly serve: (answer: Answer<unknown>) => void;
  readonly done: Signal<unknown>;
  attempt: number;
  timer: number;
}

/** One request or reply under way. */
interface Leg {
  readonly call: Call;
  readonly attempt: number;
  readonly value?: unknown;
}

export class Rpc {
  private readonly simulation: Simulation;
  private readonly network: MessageNetwork;
  private readonly entity: number;
  private readonly timeoutKind: number;
  private readonly againKind: number;

  constructor(simulation: Simulation, network: MessageNetwork) {
    this.simulation = simulation;
    this.network = network;
    this.entity = simulation.entity('storage/rpc');
    this.timeoutKind = simulation.handler('storage.rpc.timeout', (_entity, _attempt, call) =>
      this.timedOut(call as Call),
    );
    this.againKind = simulation.handler('storage.rpc.again', (_entity, _attempt, call) =>
      this.ask(call as Call),
    );
  }

  /** Registers a kind of call. */
  method(name: string): Method {
    const request = this.network.kind(`${name}.request`, ({ payload }) =>
      this.serve(payload as Leg),
    );
    const reply = this.network.kind(`${name}.reply`, ({ payload }) => this.end(payload as Leg));
    return { request, reply };
  }

  /**
   * Calls `serve` at the other node once the request is there.
   * @returns fires with the answer, or with undefined when there was none in time
   */
  call<T>(
    from: number,
    to: number,
    method: Method,
    bytes: number,
    patience: Patience,
    serve: (answer: Answer<T>) => void,
  ): Signal<T | undefined> {
    const done = new Signal<T | undefined>();
    this.ask({
      ...{ from, to, method, bytes, patience },
      serve: serve as Call['serve'],
      done: done as Signal<unknown>,
      ...{ attempt: 0, timer: 0 },
    });
    return done;
  }

  private ask(call: Call): void {
    const { simulation, network } = this;
    const { from, to, method, bytes, patience } = call;
    call.attempt++;
    const leg: Leg = { call, attempt: call.attempt };
    const { timeout } = patience;
    call.timer = simulation.schedule(
      timeout,
      Lane.Timer,
      this.entity,
      this.timeoutKind,
      call.attempt,
      call,
    );
    network.send(from, to, method.request, bytes, call.attempt, leg, bytes <= SMALL_BYTES);
  }

  private serve({ call, attempt }: Leg): void {
    const { from, to, method } = call;
    call.serve((value, bytes) => {
      const leg: Leg = { call, attempt, value };
      this.network.send(to, from, method.reply, bytes, attempt, leg, bytes <= SMALL_BYTES);
    });
  }

  private end({ call, value }: Leg): void {
    if (call.done.fired) return;
    this.simulation.cancel(call.timer);
    call.done.fire(value);
  }

  private timedOut(call: Call): void {
    const { from, to, patience, done, attempt } = call;
    if (done.fired) return;
    const own = ({ payload }: Message) => (payload as Partial<Leg> | undefined)?.call === call;
    this.network.withdraw(from, own, to);
    if (attempt > patience.retries) {
      done.fire(undefined);
      return;
    }
    call.timer = this.simulation.schedule(
      patience.interval,
      Lane.Timer,
      this.entity,
      this.againKind,
      attempt,
      call,
    );
  }
}

/** Most ticks that a call can take. */
export function longestCall({ timeout, retries, interval }: Patience): number {
  return (retries + 1) * timeout + retries * interval;
}
