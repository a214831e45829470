import { Lane } from '../engine/order.ts';
import type { Simulation } from '../engine/simulation.ts';
import type { Stream } from '../random.ts';
import { TICKS_PER_SECOND, type Tick } from '../time.ts';
import { Accounting } from './accounting.ts';
import type { Latency } from './latency.ts';
import { Downlink, Uplink } from './nic.ts';
import { flowRateLimit, INITIAL_WINDOW_BYTES, SEGMENT_BYTES, slowStartRounds } from './transfer.ts';

/*
 * Messages between nodes, each with an up and a down link. A message leaves in chunks: the transfers
 * of a node take turns on its uplink (fair sharing), a chunk of the whole message gives
 * store-and-forward. Chunks queue at the receiver's downlink. Two events a chunk; a node's control
 * messages overtake its transfers at chunk boundaries.
 *
 * Left out: packets, backpressure from a full downlink to the sender, route changes.
 */

export interface MessageNetworkOptions {
  /** Bytes per second, one entry a node. */
  readonly up: readonly number[];
  readonly down: readonly number[];
  readonly latency: Latency;
  /** Largest piece that keeps an uplink from its other transfers, in bytes. */
  readonly chunkBytes: number;
  /** Per-connection limits; without them only links and delays count. */
  readonly transport?: Transport;
}

export interface Transport {
  /** Receive window in bytes. */
  readonly receiveWindow: number;
  /** Packet loss probability. */
  readonly loss: number;
  readonly slowStart: boolean;
  /** After this long without a byte a connection starts slowly again. */
  readonly idleReset: Tick;
}

/** A message on its way. */
export interface Message {
  readonly from: number;
  readonly to: number;
  readonly kind: number;
  readonly bytes: number;
  readonly argument: number;
  readonly payload: unknown;
  readonly sentAt: Tick;
  /** Bytes that have left. */
  offset: number;
  /** When its window lets the next chunk leave. */
  eligibleAt: number;
  /** One-way delay, drawn when the first chunk leaves. */
  delay: Tick;
  /** Bytes at which the window of this connection started; 0 without slow start. */
  window: number;
}

export type Receive = (message: Message) => void;

interface Connection {
  window: number;
  lastUsed: number;
}

export class MessageNetwork {
  readonly nodes: number;
  readonly accounting: Accounting;
  readonly uplinks: readonly Uplink[];
  readonly downlinks: readonly Downlink[];
  readonly latency: Latency;

  private readonly simulation: Simulation;
  private readonly firstEntity: number;
  private readonly chunkBytes: number;
  private readonly transport: Transport | undefined;
  private readonly connections = new Map<number, Connection>();
  private readonly lossStreams: Stream[] = [];
  private readonly receivers: (Receive | undefined)[] = [];
  private readonly alive: Uint8Array;
  private readonly group: Int32Array;
  private readonly leaves: number;
  private readonly wakes: number;
  private readonly arrives: number;
  private readonly isReceived: number;

  constructor(simulation: Simulation, name: string, options: MessageNetworkOptions) {
    this.simulation = simulation;
    this.nodes = options.up.length;
    this.latency = options.latency;
    this.chunkBytes = options.chunkBytes;
    this.transport = options.transport;
    this.accounting = new Accounting(this.nodes);
    this.uplinks = options.up.map((rate) => new Uplink(rate / TICKS_PER_SECOND));
    this.downlinks = options.down.map((rate) => new Downlink(rate / TICKS_PER_SECOND));
    this.alive = new Uint8Array(this.nodes).fill(1);
    this.group = new Int32Array(this.nodes);
    this.firstEntity = simulation.entity(`${name}/0`);
    for (let i = 1; i < this.nodes; i++) simulation.entity(`${name}/${i}`);
    if (options.transport !== undefined && options.transport.loss > 0) {
      for (let i = 0; i < this.nodes; i++) {
        this.lossStreams.push(simulation.streams.stream(`${name}/loss/${i}`));
      }
    }
    this.leaves = simulation.handler(`${name}.leave`, (entity, chunk, payload) => {
      this.chunkLeft(entity - this.firstEntity, chunk, payload as Message);
    });
    this.wakes = simulation.handler(`${name}.wake`, (entity) => {
      const node = entity - this.firstEntity;
      this.uplinks[node].wake = undefined;
      this.serve(node);
    });
    this.arrives = simulation.handler(`${name}.arrive`, (_entity, chunk, payload) => {
      this.chunkArrived(chunk, payload as Message);
    });
    this.isReceived = simulation.handler(`${name}.receive`, (_entity, _argument, payload) => {
      this.deliver(payload as Message);
    });
  }

  /** The entity of a node, for events that its protocol schedules. */
  entityOf(node: number): number {
    return this.firstEntity + node;
  }

  /** Registers a kind of message and what its receiver does. */
  kind(name: string, receive: Receive): number {
    const kind = this.accounting.kind(name);
    this.receivers[kind] = receive;
    return kind;
  }

  isAlive(node: number): boolean {
    return this.alive[node] === 1;
  }

  /** A node that is down sends and receives nothing; what waited in its uplink is forgotten. */
  setAlive(node: number, alive: boolean): void {
    this.alive[node] = alive ? 1 : 0;
    if (!alive) this.uplinks[node].clear();
  }

  /** Nodes in different groups cannot reach each other until `heal`. */
  partition(groupOf: readonly number[]): void {
    for (let i = 0; i < this.nodes; i++) this.group[i] = groupOf[i];
  }

  heal(): void {
    this.group.fill(0);
  }

  /**
   * Sends a message. `argument` and `payload` reach the receiver as they are.
   * @param urgent overtakes the transfers of the node: votes, requests, small control messages
   */
  send(
    from: number,
    to: number,
    kind: number,
    bytes: number,
    argument = 0,
    payload?: unknown,
    urgent = false,
  ): void {
    if (this.alive[from] === 0) return;
    const { now } = this.simulation;
    this.simulation.certificate.message(from, to, bytes, kind);
    const message: Message = {
      from,
      to,
      kind,
      bytes,
      argument,
      payload,
      sentAt: now,
      offset: 0,
      eligibleAt: 0,
      delay: this.latency.draw(from, to),
      window: 0,
    };
    if (this.transport !== undefined) this.openWindow(message);
    this.uplinks[from].push(message, urgent);
    this.serve(from);
  }

  /** Takes back messages of a node of which no byte has left its uplink. */
  withdraw(node: number, matches: (message: Message) => boolean): number {
    return this.uplinks[node].withdraw(matches);
  }

  /** Share of the time since `since` that a node's uplink or downlink carried bytes. */
  utilisation(node: number, direction: 'up' | 'down', since: Tick = 0 as Tick): number {
    const link = direction === 'up' ? this.uplinks[node] : this.downlinks[node];
    const span = this.simulation.now - since;
    return span > 0 ? link.busyTicks / span : 0;
  }

  /** Starts measuring anew, after a warm-up. */
  resetStatistics(): void {
    this.accounting.reset();
    for (const link of this.uplinks) link.busyTicks = 0;
    for (const link of this.downlinks) link.busyTicks = 0;
  }

  private serve(node: number): void {
    const uplink = this.uplinks[node];
    if (uplink.current !== undefined || uplink.active === 0) return;
    const { now } = this.simulation;
    const message = uplink.next(now);
    if (message === undefined) {
      if (uplink.wake !== undefined) this.simulation.cancel(uplink.wake);
      const at = Math.ceil(uplink.eligibleAt()) as Tick;
      uplink.wake = this.simulation.scheduleAt(at, Lane.Service, this.entityOf(node), this.wakes);
      return;
    }
    const rest = message.bytes - message.offset;
    const chunk = Math.min(rest, this.chunkBytes);
    const service = chunk / uplink.rate;
    const start = uplink.freeAt > now - 1 && uplink.freeAt < now ? uplink.freeAt : now;
    uplink.freeAt = start + service;
    uplink.current = message;
    uplink.busyTicks += service;
    this.simulation.scheduleAt(
      Math.ceil(uplink.freeAt) as Tick,
      Lane.Service,
      this.entityOf(node),
      this.leaves,
      chunk,
      message,
    );
  }

  private chunkLeft(node: number, chunk: number, message: Message): void {
    const uplink = this.uplinks[node];
    if (uplink.current !== message) return;
    uplink.current = undefined;
    message.offset += chunk;
    const last = message.offset >= message.bytes;
    uplink.sent(message, chunk, last);
    this.accounting.left(node, message.kind, chunk);
    if (this.transport !== undefined) this.moveWindow(message, last);
    if (this.group[node] !== this.group[message.to]) {
      this.accounting.dropped(chunk);
    } else {
      this.simulation.schedule(
        message.delay,
        Lane.Arrival,
        this.entityOf(message.to),
        this.arrives,
        last ? -chunk : chunk,
        message,
      );
    }
    this.serve(node);
  }

  /** @param signed bytes of the chunk, negative for the last one */
  private chunkArrived(signed: number, message: Message): void {
    const last = signed < 0;
    const chunk = last ? -signed : signed;
    const { to } = message;
    if (this.alive[to] === 0) {
      this.accounting.dropped(chunk);
      return;
    }
    const { now } = this.simulation;
    const spread = chunk / this.uplinks[message.from].rate;
    const done = Math.ceil(this.downlinks[to].receive(now, chunk, spread) - 1e-6) as Tick;
    this.accounting.arrived(to, message.kind, chunk);
    if (!last) return;
    if (done <= now) this.deliver(message);
    else {
      this.simulation.scheduleAt(
        done,
        Lane.Arrival,
        this.entityOf(to),
        this.isReceived,
        message.bytes,
        message,
      );
    }
  }

  private deliver(message: Message): void {
    if (this.alive[message.to] === 1) this.receivers[message.kind]?.(message);
  }

  // --- per-connection window: slow start, receive window, loss ---

  private openWindow(message: Message): void {
    const transport = this.transport as Transport;
    const { now } = this.simulation;
    if (transport.slowStart) {
      const pair = message.from * this.nodes + message.to;
      let connection = this.connections.get(pair);
      if (connection === undefined) {
        connection = { window: INITIAL_WINDOW_BYTES, lastUsed: now };
        this.connections.set(pair, connection);
      } else if (now - connection.lastUsed > transport.idleReset) {
        connection.window = INITIAL_WINDOW_BYTES;
      }
      connection.lastUsed = now;
      message.window = connection.window;
    }
    message.eligibleAt = now;
    if (transport.loss > 0) {
      const segments = Math.ceil(message.bytes / SEGMENT_BYTES);
      // A lost tail costs one round trip more; losses inside are in the rate limit.
      const tail = Math.min(segments, 3);
      if (this.lossStreams[message.from].chance(tail * transport.loss)) {
        const rtt = this.latency.rtt(message.from, message.to);
        message.delay = (message.delay + Math.ceil(rtt * TICKS_PER_SECOND)) as Tick;
      }
    }
  }

  private moveWindow(message: Message, last: boolean): void {
    const transport = this.transport as Transport;
    const rtt = this.latency.rtt(message.from, message.to);
    if (message.window > 0) {
      const rounds = slowStartRounds(message.offset, message.window);
      const paced = message.sentAt + rounds * rtt * TICKS_PER_SECOND;
      if (last) {
        const connection = this.connections.get(message.from * this.nodes + message.to);
        if (connection !== undefined) {
          const grown = message.window + message.bytes;
          const reached = Math.min(grown, transport.receiveWindow);
          if (reached > connection.window) connection.window = reached;
          connection.lastUsed = this.simulation.now;
        }
      }
      message.eligibleAt = paced;
    }
    const limit = flowRateLimit(rtt, transport.loss, transport.receiveWindow);
    if (limit < Number.POSITIVE_INFINITY) {
      const limited = message.sentAt + (message.offset / limit) * TICKS_PER_SECOND;
      if (limited > message.eligibleAt) message.eligibleAt = limited;
    }
  }
}
