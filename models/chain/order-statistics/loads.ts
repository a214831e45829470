import type { ChainPlan } from '../message-chain.ts';

/*
 * The processors of all nodes as first-come, first-served queues of work in ticks, with the mean of what
 * waits over a span: a message of consensus that comes at any time meets that mean.
 */
export class Loads {
  /** Bulk that the sockets of a node hold, ticks of work. */
  readonly socket: Float64Array;
  /** When all work so far is done. */
  private readonly freeAt: Float64Array;
  /** Integral of the waiting work, and the work itself, that transactions brought since `since`. */
  private readonly area: Float64Array;
  private readonly added: Float64Array;
  private since = 0;
  /** Work so far, of all nodes. */
  private total = 0;

  constructor(sockets: readonly number[]) {
    const nodes = sockets.length;
    this.socket = Float64Array.from(sockets);
    this.freeAt = new Float64Array(nodes);
    this.area = new Float64Array(nodes);
    this.added = new Float64Array(nodes);
  }

  /** Work that waits, ticks. */
  backlog(node: number, now: number): number {
    const waits = this.freeAt[node] - now;
    return waits > 0 ? waits : 0;
  }

  /** The sockets hold no more. */
  isFull(node: number, now: number): boolean {
    return this.freeAt[node] - now > this.socket[node];
  }

  /** What a message of consensus waits for, ticks: the bulk in the sockets. */
  wait(node: number, now: number): number {
    return Math.min(this.backlog(node, now), this.socket[node]);
  }

  /** When the work of transactions that comes now is done. */
  bulk(node: number, now: number, work: number): number {
    const free = this.freeAt[node];
    const waits = free > now ? free - now : 0;
    this.area[node] += work * (waits + work / 2);
    this.added[node] += work;
    this.total += work;
    const done = now + waits + work;
    this.freeAt[node] = done;
    return done;
  }

  /** Work of consensus that comes now. */
  consensus(node: number, now: number, work: number): void {
    const free = this.freeAt[node];
    this.freeAt[node] = (free > now ? free : now) + work;
    this.total += work;
  }

  /** Mean share of the time since the start that the processors were busy. */
  use(now: number): number {
    let waits = 0;
    for (let node = 0; node < this.freeAt.length; node++) waits += this.backlog(node, now);
    return now > 0 ? (this.total - waits) / this.freeAt.length / now : 0;
  }

  /** Starts measuring anew. */
  measure(now: number): void {
    this.since = now;
    this.area.fill(0);
    this.added.fill(0);
  }

  /**
   * What has waited on average since `measure`, at most what the sockets hold, and the share of the time
   * that the work of transactions took.
   */
  means(now: number, waits: Float64Array, shares: Float64Array): void {
    const span = now - this.since;
    for (let node = 0; node < waits.length; node++) {
      const mean = span > 0 ? this.area[node] / span : this.backlog(node, now);
      waits[node] = Math.min(mean, this.socket[node]);
      shares[node] = span > 0 ? Math.min(1, this.added[node] / span) : 0;
    }
  }
}

/** Bulk that the sockets of each node hold, ticks of work. */
export function socketsOf({ peers, settings, traffic }: ChainPlan): number[] {
  const held = settings.socketBytes / traffic.transactionBytes;
  return Array.from({ length: peers.nodes }, (_, node) => {
    const degree = peers.first[node + 1] - peers.first[node];
    return degree * held * settings.costs.transaction;
  });
}
