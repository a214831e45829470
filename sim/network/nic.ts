import type { Message } from './message.ts';

/*
 * The two directions of a node's network interface. Times are fractional ticks, so that rounding to
 * ticks happens once, where an event is scheduled, and never adds up.
 */

/** Messages in line: a queue that neither adding nor taking the first one slows down. */
class Line {
  private items: Message[] = [];
  private head = 0;

  get length(): number {
    return this.items.length - this.head;
  }

  at(index: number): Message {
    return this.items[this.head + index];
  }

  push(message: Message): void {
    this.items.push(message);
  }

  shift(): Message {
    const message = this.items[this.head++];
    // The room in front is given back when it is half of all.
    if (this.head > 32 && this.head * 2 >= this.items.length) this.compact();
    return message;
  }

  remove(index: number): void {
    if (index === 0) this.shift();
    else this.items.splice(this.head + index, 1);
  }

  /** Keeps what passes; returns how many did not. */
  filter(keeps: (message: Message) => boolean): number {
    this.compact();
    const before = this.items.length;
    let kept = 0;
    for (const message of this.items) if (keeps(message)) this.items[kept++] = message;
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

/** Chunks leave one after another; urgent messages first, then the transfers in turn. */
export class Uplink {
  /** Bytes per tick. */
  readonly rate: number;
  /** When the chunk on the wire has left. */
  freeAt = 0;
  /** The message whose chunk is on the wire. */
  current: Message | undefined;
  /** Pending wake-up for a transfer that its window holds back, as an event handle. */
  wake: number | undefined;
  private readonly urgent = new Line();
  /** Whose turn it is stands in front. */
  private readonly transfers = new Line();
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
    return this.transfers.length + this.urgent.length;
  }

  push(message: Message, urgent: boolean): void {
    if (urgent) this.urgent.push(message);
    else this.transfers.push(message);
    this.backlog += message.bytes;
    if (this.backlog > this.backlogMax) this.backlogMax = this.backlog;
  }

  /** The message whose next chunk leaves now, or undefined when its window holds each one back. */
  next(now: number): Message | undefined {
    const { urgent, transfers } = this;
    for (let i = 0; i < urgent.length; i++) {
      const message = urgent.at(i);
      if (message.eligibleAt > now) continue;
      this.urgentAt = i;
      return message;
    }
    this.urgentAt = -1;
    for (let i = transfers.length; i > 0; i--) {
      const message = transfers.at(0);
      if (message.eligibleAt <= now) return message;
      transfers.push(transfers.shift());
    }
    return undefined;
  }

  /** Earliest time at which some message may go on. */
  eligibleAt(): number {
    let least = Number.POSITIVE_INFINITY;
    for (const line of [this.urgent, this.transfers]) {
      for (let i = 0; i < line.length; i++) least = Math.min(least, line.at(i).eligibleAt);
    }
    return least;
  }

  /**
   * Puts a chunk on the wire; `freeAt` says when it has left. It follows the previous chunk at the
   * fraction of a tick at which that one ended, so that a busy link loses nothing to rounding.
   * @returns when its first byte leaves
   */
  begin(message: Message, bytes: number, now: number): number {
    const start = Math.abs(this.freeAt - now) < 1 ? this.freeAt : now;
    const service = bytes / this.rate;
    this.current = message;
    this.freeAt = start + service;
    this.busyTicks += service;
    return start;
  }

  /** Accounts for a chunk of the message that `next` named; `last` removes the message. */
  sent(bytes: number, last: boolean): void {
    this.backlog -= bytes;
    if (this.urgentAt >= 0) {
      if (last) this.urgent.remove(this.urgentAt);
      return;
    }
    const message = this.transfers.shift();
    if (!last) this.transfers.push(message);
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

  /** Takes back transfers of which no byte has left. Returns how many. */
  withdraw(matches: (message: Message) => boolean): number {
    return this.transfers.filter((message) => {
      if (message.offset > 0 || message === this.current || !matches(message)) return true;
      this.backlog -= message.bytes;
      return false;
    });
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
    this.transfers.clear();
    this.backlog = 0;
  }
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
