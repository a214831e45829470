import type { Message } from './message.ts';

/*
 * The two directions of a node's network interface. Times are fractional ticks, so that rounding to
 * ticks happens once, where an event is scheduled, and never adds up.
 */

/** A line: a queue that neither adding nor taking the first one slows down. */
class Line<T> {
  private items: T[] = [];
  private head = 0;

  get length(): number {
    return this.items.length - this.head;
  }

  at(index: number): T {
    return this.items[this.head + index];
  }

  push(item: T): void {
    this.items.push(item);
  }

  shift(): T {
    const item = this.items[this.head++];
    // The room in front is given back when it is half of all.
    if (this.head > 32 && this.head * 2 >= this.items.length) this.compact();
    return item;
  }

  remove(index: number): void {
    if (index === 0) this.shift();
    else this.items.splice(this.head + index, 1);
  }

  /** Keeps what passes; returns how many did not. */
  filter(keeps: (item: T) => boolean): number {
    this.compact();
    const before = this.items.length;
    let kept = 0;
    for (const item of this.items) if (keeps(item)) this.items[kept++] = item;
    this.items.length = kept;
    return before - kept;
  }

  clear(): void {
    this.items = [];
    this.head = 0;
  }

  private compact(): void {
    this.items.splice(0, this.head);
    this.head = 0;
  }
}

/**
 * Chunks leave one after another: urgent messages first, then the destinations in turn. Transfers to one
 * destination share a connection and leave in the order in which they were sent.
 */
export class Uplink {
  /** Bytes per tick. */
  readonly rate: number;
  /** When the chunk on the wire has left. */
  freeAt = 0;
  /** The message whose chunk is on the wire. */
  current: Message | undefined;
  /** Pending wake-up for a transfer that its window holds back, as an event handle. */
  wake: number | undefined;
  private readonly urgent = new Line<Message>();
  /** Transfers by destination; the destination whose turn it is stands in front, none is empty. */
  private readonly turns = new Line<Line<Message>>();
  private readonly byDestination = new Map<number, Line<Message>>();
  private transfers = 0;
  /** Place in `urgent` of the message that `next` named; -1 for a transfer. */
  private urgentAt = -1;
  private busyTicks = 0;
  /** Most bytes ever waiting. */
  backlogMax = 0;
  private backlog = 0;

  constructor(rate: number) {
    this.rate = rate;
  }

  get waitingBytes(): number {
    return this.backlog;
  }

  get active(): number {
    return this.transfers + this.urgent.length;
  }

  push(message: Message, urgent: boolean): void {
    if (urgent) this.urgent.push(message);
    else this.queue(message);
    this.backlog += message.bytes;
    if (this.backlog > this.backlogMax) this.backlogMax = this.backlog;
  }

  private queue(message: Message): void {
    this.transfers++;
    let line = this.byDestination.get(message.to);
    if (line === undefined) {
      line = new Line();
      this.byDestination.set(message.to, line);
    }
    if (line.length === 0) this.turns.push(line);
    line.push(message);
  }

  /** The message whose next chunk leaves now, or undefined when its window holds each one back. */
  next(now: number): Message | undefined {
    const { urgent, turns } = this;
    for (let i = 0; i < urgent.length; i++) {
      const message = urgent.at(i);
      if (eligibleAt(message) > now) continue;
      this.urgentAt = i;
      return message;
    }
    this.urgentAt = -1;
    for (let i = turns.length; i > 0; i--) {
      const message = turns.at(0).at(0);
      if (eligibleAt(message) <= now) return message;
      turns.push(turns.shift());
    }
    return undefined;
  }

  /** Earliest time at which some message may go on. */
  eligibleAt(): number {
    let least = Number.POSITIVE_INFINITY;
    for (let i = 0; i < this.urgent.length; i++) {
      least = Math.min(least, eligibleAt(this.urgent.at(i)));
    }
    for (let i = 0; i < this.turns.length; i++) {
      least = Math.min(least, eligibleAt(this.turns.at(i).at(0)));
    }
    return least;
  }

  /**
   * Puts a chunk on the wire; `freeAt` says when it has left. It follows the previous chunk at the
   * fraction of a tick at which that one ended, so that a busy link loses nothing to rounding.
   * @returns when its first byte leaves
   */
  begin(message: Message, bytes: number, now: number): number {
    const start = this.freeAt > now - 1 ? this.freeAt : now;
    const service = bytes / this.rate;
    this.current = message;
    this.freeAt = start + service;
    this.busyTicks += service;
    return start;
  }

  /**
   * Puts bytes on the wire after those that are on it, ahead of what waits.
   * @returns when they have left
   */
  carry(bytes: number, now: number): number {
    const service = bytes / this.rate;
    this.freeAt = (this.freeAt > now ? this.freeAt : now) + service;
    this.busyTicks += service;
    return this.freeAt;
  }

  /** Accounts for a chunk of the message that `next` named; `last` removes the message. */
  sent(bytes: number, last: boolean): void {
    this.backlog -= bytes;
    if (this.urgentAt >= 0) {
      if (last) this.urgent.remove(this.urgentAt);
      return;
    }
    const line = this.turns.shift();
    if (last) {
      line.shift();
      this.transfers--;
    }
    if (line.length > 0) this.turns.push(line);
  }

  /** Ticks since `reset`, or the start, during which the link carried bytes. */
  busy(now: number): number {
    return this.busyTicks - Math.max(0, this.freeAt - now);
  }

  /** Starts measuring anew. */
  reset(now: number): void {
    this.busyTicks = Math.max(0, this.freeAt - now);
    this.backlogMax = this.backlog;
  }

  /**
   * Takes back transfers of which no byte has left.
   * @param to looks only at those to this destination
   * @returns how many
   */
  withdraw(matches: (message: Message) => boolean, to?: number): number {
    const keeps = (message: Message): boolean => {
      if (message.offset > 0 || message === this.current || !matches(message)) return true;
      this.backlog -= message.bytes;
      return false;
    };
    const before = this.transfers;
    const only = to === undefined ? undefined : (this.byDestination.get(to) ?? new Line());
    if (only !== undefined) this.transfers -= only.filter(keeps);
    this.turns.filter((line) => {
      if (only === undefined) this.transfers -= line.filter(keeps);
      return line.length > 0;
    });
    return before - this.transfers;
  }

  /** Forgets everything that waits and cuts the chunk on the wire: the node died. */
  clear(now: number): void {
    if (this.freeAt > now) {
      this.busyTicks -= this.freeAt - now;
      this.freeAt = now;
    }
    this.current = undefined;
    this.urgentAt = -1;
    this.urgent.clear();
    this.turns.clear();
    this.byDestination.clear();
    this.transfers = 0;
    this.backlog = 0;
  }
}

/** When the window of a message's connection lets its next byte leave. */
function eligibleAt(message: Message): number {
  return message.connection === undefined ? 0 : message.connection.eligibleAt;
}

/** Chunks are taken in the order of their arrival; a chunk is received while it arrives. */
export class Downlink {
  /** Bytes per tick. */
  readonly rate: number;
  private freeAt = 0;
  private busyTicks = 0;
  private measuredFrom = 0;
  /** Longest wait of a chunk for the link, in ticks. */
  waitMax = 0;

  constructor(rate: number) {
    this.rate = rate;
  }

  /**
   * Takes a chunk whose last byte arrives now.
   * @param spread ticks between its first and last byte on the wire
   * @returns when its last byte has been received
   */
  receive(now: number, bytes: number, spread: number): number {
    const first = now - spread;
    const start = Math.max(this.freeAt, first);
    const wait = start - first;
    if (wait > this.waitMax) this.waitMax = wait;
    this.freeAt = start + bytes / this.rate;
    const counted = this.freeAt - Math.max(start, this.measuredFrom);
    if (counted > 0) this.busyTicks += counted;
    return Math.max(this.freeAt, now);
  }

  /** Ticks since `reset`, or the start, during which the link took bytes in. */
  busy(now: number): number {
    return this.busyTicks - Math.max(0, this.freeAt - now);
  }

  /** Starts measuring anew. */
  reset(now: number): void {
    this.measuredFrom = now;
    this.busyTicks = Math.max(0, this.freeAt - now);
    this.waitMax = 0;
  }

  /** Forgets the chunks that wait: the node died. */
  clear(now: number): void {
    if (this.freeAt <= now) return;
    this.busyTicks -= this.freeAt - now;
    this.freeAt = now;
  }
}
