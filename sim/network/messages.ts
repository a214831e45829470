import { Lane } from '../engine/order.ts';
import type { Simulation } from '../engine/simulation.ts';
import type { Stream } from '../random.ts';
import { TICKS_PER_SECOND, type Tick, ZERO } from '../time.ts';
import { Accounting } from './accounting.ts';
import type { Latency } from './latency.ts';
import type { Message } from './message.ts';
import { Downlink, Uplink } from './nic.ts';
import { SEGMENT_BYTES } from './transfer.ts';
import { type Transport, Windows } from './windows.ts';

export type { Message, Transport };

/*
 * Messages between nodes, each with an up and a down link. A message leaves in chunks: the transfers
 * of a node take turns on its uplink (fair sharing), a chunk of the whole message gives
 * store-and-forward. Chunks queue at the receiver's downlink. Two events a chunk; a node's urgent
 * messages overtake its transfers at chunk boundaries.
 *
 * A message is delivered whole or not at all: one that lost a chunk, or whose receiver went down
 * between its first chunk and its end, is never delivered, though its other bytes count as received.
 *
 * Left out: packets, retransmission of lost messages, backpressure from a full downlink to the sender,
 * one window shared by several messages of a connection, route changes.
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
  /** Writes to a connection wait this long for more, so each message comes that much later. */
  readonly writeDelay?: Tick;
}

export type Receive = (message: Message) => void;

export class MessageNetwork {
  readonly nodes: number;
  readonly accounting: Accounting;
  readonly uplinks: readonly Uplink[];
  readonly downlinks: readonly Downlink[];
  readonly latency: Latency;

  private readonly simulation: Simulation;
  private readonly firstEntity: number;
  private readonly chunkBytes: number;
  private readonly writeDelay: Tick;
  private readonly windows: Windows | undefined;
  /** Packet loss probability. */
  private readonly loss: number;
  /** One a sending node; empty without loss. */
  private readonly lossStreams: readonly Stream[];
  private readonly receivers: (Receive | undefined)[] = [];
  private readonly alive: Uint8Array;
  /** How often a node has gone down. */
  private readonly lives: Uint32Array;
  private readonly group: Int32Array;
  private readonly leaves: number;
  private readonly wakes: number;
  private readonly arrives: number;
  private readonly isReceived: number;
  private measuredFrom: Tick = ZERO;

  constructor(simulation: Simulation, name: string, options: MessageNetworkOptions) {
    this.simulation = simulation;
    this.nodes = options.up.length;
    this.latency = options.latency;
    this.chunkBytes = options.chunkBytes;
    this.writeDelay = options.writeDelay ?? ZERO;
    this.accounting = new Accounting(this.nodes);
    this.uplinks = options.up.map((rate) => new Uplink(rate / TICKS_PER_SECOND));
    this.downlinks = options.down.map((rate) => new Downlink(rate / TICKS_PER_SECOND));
    this.alive = new Uint8Array(this.nodes).fill(1);
    this.lives = new Uint32Array(this.nodes);
    this.group = new Int32Array(this.nodes);
    this.firstEntity = simulation.entity(`${name}/0`);
    for (let i = 1; i < this.nodes; i++) simulation.entity(`${name}/${i}`);
    const { transport, latency } = options;
    if (transport !== undefined) this.windows = new Windows(transport, latency, this.nodes);
    this.loss = transport?.loss ?? 0;
    this.lossStreams = Array.from({ length: this.loss > 0 ? this.nodes : 0 }, (_, node) =>
      simulation.streams.stream(`${name}/loss/${node}`),
    );
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

  /** Called when a node is back, or, without a node, when a partition has healed. */
  reconnected: ((node?: number) => void) | undefined;

  isAlive(node: number): boolean {
    return this.alive[node] === 1;
  }

  /**
   * A node that is down sends and receives nothing. What waits in its links is forgotten, the chunk on
   * its uplink and messages half received included; its connections start anew.
   */
  setAlive(node: number, alive: boolean): void {
    const before = this.alive[node] === 1;
    if (before === alive) return;
    this.alive[node] = alive ? 1 : 0;
    if (alive) {
      this.reconnected?.(node);
      return;
    }
    this.lives[node]++;
    this.uplinks[node].clear(this.simulation.now);
    this.downlinks[node].clear(this.simulation.now);
  }

  /**
   * Nodes in different groups cannot reach each other until `heal`: a chunk that leaves meanwhile is
   * lost, one already on the way arrives.
   */
  partition(groupOf: readonly number[]): void {
    for (let i = 0; i < this.nodes; i++) this.group[i] = groupOf[i];
  }

  heal(): void {
    this.group.fill(0);
    this.reconnected?.();
  }

  /**
   * Sends a message. `argument` and `payload` reach the receiver as they are. Nothing happens when the
   * sender is down.
   * @param bytes on the wire, headers included; at least 1
   * @param urgent overtakes the transfers of the node: votes, requests, small control messages
   * @throws RangeError for a message without bytes
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
    if (!(bytes > 0)) throw new RangeError(`message, expected at least 1 byte, got ${bytes}`);
    if (this.alive[from] === 0) return;
    const { now } = this.simulation;
    this.simulation.certificate.message(from, to, bytes, kind);
    const lives = this.lives[from] + this.lives[to];
    const message: Message = {
      from,
      to,
      kind,
      bytes,
      argument,
      payload,
      sentAt: now,
      offset: 0,
      connection: this.windows?.connect(from, to, lives),
      delay: this.delayOf(from, to, bytes),
      life: -1,
      broken: false,
    };
    this.uplinks[from].push(message, urgent);
    this.serve(from);
  }

  /**
   * Carries a batch of small messages without an event: both links are busy for its bytes, which go
   * ahead of the chunks that wait. The receiver is not called.
   * @returns when it is received, in fractional ticks; undefined when it is lost
   */
  carry(from: number, to: number, kind: number, bytes: number): number | undefined {
    if (this.alive[from] === 0) return undefined;
    const { now } = this.simulation;
    this.simulation.certificate.message(from, to, bytes, kind);
    const left = this.uplinks[from].carry(bytes, now);
    this.accounting.left(from, kind, bytes, true);
    if (this.alive[to] === 0 || this.group[from] !== this.group[to]) {
      this.accounting.dropped(bytes);
      return undefined;
    }
    // The links fill in the order of the calls: the delay of the way comes on top.
    const received = this.downlinks[to].receive(now, bytes, 0);
    this.accounting.arrived(to, kind, bytes);
    return Math.max(left, received) + this.writeDelay + this.latency.base(from, to);
  }

  /** A lost tail costs one round trip more; losses inside a message are in the limit of its window. */
  private delayOf(from: number, to: number, bytes: number): Tick {
    const delay = (this.latency.draw(from, to) + this.writeDelay) as Tick;
    if (this.loss === 0) return delay;
    const tail = Math.min(Math.ceil(bytes / SEGMENT_BYTES), 3);
    if (!this.lossStreams[from].chance(tail * this.loss)) return delay;
    return (delay + Math.ceil(this.latency.rtt(from, to) * TICKS_PER_SECOND)) as Tick;
  }

  /** Takes back messages of a node of which no byte has left its uplink; see `Uplink.withdraw`. */
  withdraw(node: number, matches: (message: Message) => boolean, to?: number): number {
    return this.uplinks[node].withdraw(matches, to);
  }

  /**
   * Share of the time since `since` that a node's uplink or downlink carried bytes, 0 to 1. A chunk is
   * seen by the downlink once all of it is there.
   * @param since the last `resetStatistics` or, as long as there was none, the start
   */
  utilisation(node: number, direction: 'up' | 'down', since: Tick = this.measuredFrom): number {
    const { now } = this.simulation;
    const link = direction === 'up' ? this.uplinks[node] : this.downlinks[node];
    const span = now - since;
    return span > 0 ? link.busy(now) / span : 0;
  }

  /** Starts measuring anew, after a warm-up. */
  resetStatistics(): void {
    const { now } = this.simulation;
    this.measuredFrom = now;
    this.accounting.reset();
    for (const link of this.uplinks) link.reset(now);
    for (const link of this.downlinks) link.reset(now);
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
    // A short tail goes along: equal messages of a little more than a chunk must not all end together.
    let chunk = rest <= this.chunkBytes * 1.25 ? rest : this.chunkBytes;
    const { connection } = message;
    if (connection !== undefined && this.windows !== undefined) {
      chunk = Math.min(chunk, this.windows.allowance(connection, now));
      this.windows.took(connection, chunk, now);
    }
    uplink.begin(message, chunk, now);
    this.simulation.scheduleAt(
      Math.max(Math.ceil(uplink.freeAt - 1e-6), now) as Tick,
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
    uplink.sent(chunk, last);
    this.accounting.left(node, message.kind, chunk, last);
    if (this.group[node] !== this.group[message.to]) {
      this.accounting.dropped(chunk);
      message.broken = true;
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
      message.broken = true;
      return;
    }
    if (message.life < 0) message.life = this.lives[to];
    const { now } = this.simulation;
    const spread = chunk / this.uplinks[message.from].rate;
    // The sender's tick was rounded up: rounding down here keeps the sum of both within a tick.
    const done = Math.floor(this.downlinks[to].receive(now, chunk, spread) + 1e-6) as Tick;
    this.accounting.arrived(to, message.kind, chunk);
    if (!last || message.broken) return;
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
    const { to } = message;
    if (this.alive[to] === 0 || this.lives[to] !== message.life) return;
    this.receivers[message.kind]?.(message);
  }
}
