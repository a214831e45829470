import { Lane } from '../../../sim/engine/order.ts';
import type { Simulation } from '../../../sim/engine/simulation.ts';
import type { Disk } from '../../../sim/hardware/disk.ts';
import type { Message, MessageNetwork } from '../../../sim/network/messages.ts';
import { TICKS_PER_SECOND, type Tick, ZERO } from '../../../sim/time.ts';

/** A machine that answers reads. */
export interface Server {
  readonly node: number;
  readonly disk: Disk;
}

/** What one reader wants, and how much of it has come. Sizes in bytes. */
export interface Read {
  /** Number among the readers, and its node on the network. */
  readonly reader: number;
  readonly node: number;
  readonly object: number;
  readonly objectBytes: number;
  readonly offset: number;
  readonly bytes: number;
  /** Bytes of data in answers that have arrived whole. */
  arrived: number;
}

export type Answered = (ok: boolean) => void;

/** One request and its answer between two nodes. */
export interface Ask {
  /** Nodes that ask and answer. */
  readonly from: number;
  readonly to: number;
  /** Data that go with the request, for what is sent instead of fetched; none without it. */
  readonly sends?: number;
  /** Data in the answer, and what travels with them: proofs. */
  readonly bytes: number;
  readonly proof?: number;
  /** Gets the answer ready where it is; calls with false to refuse. Without it, it is at hand. */
  produce?(ready: Answered): void;
  /** Pace at which the answer leaves in pieces, bytes per second; without it the answer is one piece. */
  readonly pace?: number;
  /** Longer than the usual time-out by this. */
  readonly patience?: Tick;
  /** Whose data these are; counted when the answer is whole. */
  readonly read?: Read;
}

export interface FabricOptions {
  /** Bytes of a request, and of an answer around its data. */
  readonly requestBytes: number;
  readonly answerBytes: number;
  readonly timeout: Tick;
}

/** Pieces of a paced answer; `produce` has to have waited for the first. */
export const PIECE_BYTES = 262_144;

interface Exchange {
  readonly ask: Ask;
  readonly done: Answered;
  /** Data that have not left, and that have not arrived. */
  unsent: number;
  missing: number;
  settled: boolean;
  timer: number;
}

/**
 * Requests and answers over a network. A request that nobody answers in time fails; an answer that comes
 * later is thrown away, but has moved its bytes.
 */
export class Fabric {
  readonly network: MessageNetwork;
  private readonly simulation: Simulation;
  private readonly options: FabricOptions;
  private readonly requests: number;
  private readonly data: number;
  private readonly refusals: number;
  private readonly expires: number;
  private readonly sendsOn: number;
  private readonly waited: number;
  /** Requests that ran out of time, and those that were refused. */
  timeouts = 0;
  refused = 0;

  constructor(simulation: Simulation, network: MessageNetwork, options: FabricOptions) {
    this.simulation = simulation;
    this.network = network;
    this.options = options;
    this.requests = network.kind('read.request', ({ payload }) => this.serve(payload as Exchange));
    this.data = network.kind('read.data', (message) => this.take(message));
    this.refusals = network.kind('read.refusal', ({ payload }) => {
      this.refused++;
      this.settle(payload as Exchange, false);
    });
    this.expires = simulation.handler('read.timeout', (_entity, _argument, payload) => {
      this.timeouts++;
      this.settle(payload as Exchange, false);
    });
    this.sendsOn = simulation.handler('read.piece', (_entity, _argument, payload) => {
      this.sendPiece(payload as Exchange);
    });
    this.waited = simulation.handler('read.wait', (_entity, _argument, payload) => {
      (payload as () => void)();
    });
  }

  get timeout(): Tick {
    return this.options.timeout;
  }

  /** Sends a request; calls once, with true when the whole answer is there. */
  ask(ask: Ask, done: Answered): void {
    const { simulation, network } = this;
    const { from, to, bytes } = ask;
    const exchange = { ask, done, unsent: bytes, missing: bytes, settled: false, timer: 0 };
    const timeout = (this.options.timeout + (ask.patience ?? ZERO)) as Tick;
    const entity = network.entityOf(from);
    exchange.timer = simulation.schedule(timeout, Lane.Timer, entity, this.expires, to, exchange);
    const request = this.options.requestBytes;
    if (ask.sends === undefined) network.send(from, to, this.requests, request, 0, exchange, true);
    else network.send(from, to, this.requests, request + ask.sends, 0, exchange);
  }

  /** Calls after a while, for what a node waits for without a message. */
  wait(node: number, span: Tick, then: () => void): void {
    this.simulation.schedule(span, Lane.Timer, this.network.entityOf(node), this.waited, 0, then);
  }

  private serve(exchange: Exchange): void {
    const { ask } = exchange;
    const ready = (ok: boolean) => {
      if (ok) this.sendPiece(exchange);
      else {
        const { answerBytes } = this.options;
        this.network.send(ask.to, ask.from, this.refusals, answerBytes, 0, exchange);
      }
    };
    if (ask.produce === undefined) ready(true);
    else ask.produce(ready);
  }

  private sendPiece(exchange: Exchange): void {
    const { network, simulation } = this;
    const { ask, unsent } = exchange;
    if (!network.isAlive(ask.to)) return;
    const data = ask.pace === undefined ? unsent : Math.min(unsent, PIECE_BYTES);
    const first = unsent === ask.bytes;
    const around = first ? this.options.answerBytes + (ask.proof ?? 0) : 0;
    exchange.unsent -= data;
    network.send(ask.to, ask.from, this.data, data + around, data, exchange);
    if (ask.pace === undefined || exchange.unsent === 0) return;
    const next = Math.min(exchange.unsent, PIECE_BYTES);
    const span = Math.ceil((next / ask.pace) * TICKS_PER_SECOND) as Tick;
    simulation.schedule(span, Lane.Service, network.entityOf(ask.to), this.sendsOn, next, exchange);
  }

  private take({ argument, payload }: Message): void {
    const exchange = payload as Exchange;
    exchange.missing -= argument;
    if (exchange.missing > 0 || exchange.settled) return;
    const { read, bytes } = exchange.ask;
    if (read !== undefined) read.arrived += bytes;
    this.settle(exchange, true);
  }

  private settle(exchange: Exchange, ok: boolean): void {
    if (exchange.settled) return;
    exchange.settled = true;
    this.simulation.cancel(exchange.timer);
    exchange.done(ok);
  }
}
