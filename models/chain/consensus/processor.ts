/*
 * What a node's processor spends on messages. Each connection is read in order, so a consensus message
 * waits behind the bulk (transactions, hints) that is in its socket; more bulk than the sockets hold
 * waits at the senders. Times are fractional ticks.
 */
export class MessageProcessor {
  /** Bulk that the sockets hold, in ticks of work. */
  readonly socket: number;
  private freeAt = 0;
  private consensusAt = 0;
  private busyTicks = 0;

  constructor(socket: number) {
    this.socket = socket;
  }

  /** Work that waits, ticks. */
  backlog(now: number): number {
    return this.freeAt > now ? this.freeAt - now : 0;
  }

  /** When a consensus message that arrives now is done. */
  consensus(now: number, work: number): number {
    const waits = this.backlog(now);
    const reached = now + (waits < this.socket ? waits : this.socket);
    const start = reached > this.consensusAt ? reached : this.consensusAt;
    this.consensusAt = start + work;
    this.bulk(now, work);
    return this.consensusAt;
  }

  /** When bulk that arrives now is done. */
  bulk(now: number, work: number): number {
    this.freeAt = (this.freeAt > now ? this.freeAt : now) + work;
    this.busyTicks += work;
    return this.freeAt;
  }

  /** Ticks of work done since the start. */
  busy(now: number): number {
    return this.busyTicks - this.backlog(now);
  }
}
