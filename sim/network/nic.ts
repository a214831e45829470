import type { Message } from './messages.ts';

/*
 * The two directions of a node's network interface. Times are fractional ticks, so that rounding to
 * ticks happens once, where an event is scheduled, and never adds up.
 */

/** Chunks leave one after another; control messages first, then the transfers in turn. */
export class Uplink {
  /** Bytes per tick. */
  readonly rate: number;
  /** When the chunk on the wire has left. */
  freeAt = 0;
  /** The message whose chunk is on the wire. */
  current: Message | undefined;
  /** Pending wake-up for a transfer that its window holds back, as an event handle. */
  wake: number | undefined;
  private readonly urgent: Message[] = [];
  private urgentHead = 0;
  private readonly transfers: Message[] = [];
  private turn = 0;
  /** Time during which the link carried bytes, in ticks. */
  busyTicks = 0;
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
    return this.transfers.length + this.urgent.length - this.urgentHead;
  }

  push(message: Message, urgent: boolean): void {
    if (urgent) this.urgent.push(message);
    else this.transfers.push(message);
    this.backlog += message.bytes;
    if (this.backlog > this.backlogMax) this.backlogMax = this.backlog;
  }

  /** The message whose next chunk leaves now, or undefined when its window holds each one back. */
  next(now: number): Message | undefined {
    if (this.urgentHead < this.urgent.length) return this.urgent[this.urgentHead];
    const { transfers } = this;
    const count = transfers.length;
    for (let i = 0; i < count; i++) {
      if (this.turn >= count) this.turn = 0;
      const message = transfers[this.turn];
      if (message.eligibleAt <= now) return message;
      this.turn++;
    }
    return undefined;
  }

  /** Earliest time at which some transfer may go on. */
  eligibleAt(): number {
    let least = Number.POSITIVE_INFINITY;
    for (const message of this.transfers)
      if (message.eligibleAt < least) least = message.eligibleAt;
    return least;
  }

  /** Accounts for a chunk of the message that `next` named; `last` removes the message. */
  sent(message: Message, bytes: number, last: boolean): void {
    this.backlog -= bytes;
    if (this.urgent[this.urgentHead] === message) {
      if (!last) return;
      this.urgentHead++;
      if (this.urgentHead === this.urgent.length) {
        this.urgent.length = 0;
        this.urgentHead = 0;
      }
      return;
    }
    if (last) this.transfers.splice(this.turn, 1);
    else this.turn++;
  }

  /** Takes back messages of which no byte has left. Returns how many. */
  withdraw(matches: (message: Message) => boolean): number {
    let removed = 0;
    for (let i = this.transfers.length - 1; i >= 0; i--) {
      const message = this.transfers[i];
      if (message.offset > 0 || message === this.current || !matches(message)) continue;
      this.transfers.splice(i, 1);
      if (i < this.turn) this.turn--;
      this.backlog -= message.bytes;
      removed++;
    }
    return removed;
  }

  /** Forgets everything that waits: the node died. */
  clear(): void {
    this.current = undefined;
    this.urgent.length = 0;
    this.urgentHead = 0;
    this.transfers.length = 0;
    this.turn = 0;
    this.backlog = 0;
  }
}

/** Chunks are taken in the order of their arrival; a chunk is received while it arrives. */
export class Downlink {
  /** Bytes per tick. */
  readonly rate: number;
  private freeAt = 0;
  busyTicks = 0;
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
    const service = bytes / this.rate;
    const start = Math.max(this.freeAt, first);
    const wait = start - first;
    if (wait > this.waitMax) this.waitMax = wait;
    this.freeAt = start + service;
    this.busyTicks += service;
    return Math.max(this.freeAt, now);
  }
}
