import { TICKS_PER_SECOND } from '../../../sim/time.ts';
import { wireBytes } from '../consensus/sizes.ts';
import type { Links } from './links.ts';
import type { Loads } from './loads.ts';
import type { SampledBatch, SampledChainOptions } from './options.ts';
import { TimeHeap } from './time-heap.ts';

/*
 * The mempool: transactions that entered together flow through the graph as one cohort and reach each
 * node by the fastest way through the queues of its processor. A node that holds a cohort offers it to
 * the peers from which it has not read it; what a peer's sockets do not hold waits here, in order, and is
 * dropped when the peer has meanwhile sent it. No events of the simulation: the flood is caught up when
 * somebody looks.
 *
 * Left out: what the message level leaves out; block parts and votes on the links.
 */

interface Cohort extends SampledBatch {
  readonly bytes: number;
  readonly gas: number;
  readonly stage: Uint8Array;
  /** When a copy over an edge was read at its end, ticks; infinite as long as none was. */
  readonly readAt: Float64Array;
  /** When each node began to hold it. */
  readonly heldAt: Float64Array;
  holders: number;
  /** No node needs it any more: its arrays serve another cohort. */
  closed: boolean;
}

const Stage = { Unknown: 0, Coming: 1, Held: 2 } as const;

/** What a time in the heap is for, in the last digits of its value. */
const Kind = { Hold: 0, Drain: 1, Window: 2, Work: 3, Removal: 4 } as const;
const KINDS = 5;

/** Bytes of an announcement: hash, kind and size of a transaction. Source: eth/68; estimate. */
const ANNOUNCEMENT_BYTES = 41;

/** Work of consensus at every node: a part for each of its peers and one for all. */
interface ConsensusWork {
  readonly fixed: number;
  readonly perPeer: number;
}

/** What a proposer takes into a block. */
export interface Reaped {
  readonly cohorts: readonly number[];
  readonly batches: readonly SampledBatch[];
  readonly transactions: number;
  readonly bytes: number;
  readonly gas: number;
}

export class Flood {
  offered = 0;
  accepted = 0;
  /** Copies of transactions sent, the first ones included. */
  copies = 0;
  private readonly options: SampledChainOptions;
  private readonly links: Links;
  private readonly loads: Loads;
  private readonly heap = new TimeHeap();
  private readonly cohorts: Cohort[] = [];
  /** Cohorts that are in no block yet. */
  private open: number[] = [];
  private readonly works: ConsensusWork[] = [];
  private readonly removals: (readonly number[])[] = [];
  private readonly spare: Pick<Cohort, 'stage' | 'readAt' | 'heldAt'>[] = [];
  private readonly held: Float64Array;
  private heldByAll = 0;
  private heldArea = 0;
  private heldSince = 0;
  private readonly waiting: number[][];
  private readonly waitingHead: Int32Array;
  private readonly share: Float64Array;
  private readonly upFree: Float64Array;
  private readonly downFree: Float64Array;
  private readonly up: Float64Array;
  private readonly down: Float64Array;
  private readonly isUp: Uint8Array;
  private turn = 0;

  constructor(options: SampledChainOptions, links: Links, loads: Loads, isUp: Uint8Array) {
    this.options = options;
    this.links = links;
    this.loads = loads;
    this.isUp = isUp;
    const { nodes, first } = options.peers;
    this.held = new Float64Array(nodes);
    this.waiting = Array.from({ length: nodes }, () => []);
    this.waitingHead = new Int32Array(nodes);
    this.upFree = new Float64Array(nodes);
    this.downFree = new Float64Array(nodes);
    this.up = Float64Array.from(options.up, (rate) => rate / TICKS_PER_SECOND);
    this.down = Float64Array.from(options.down, (rate) => rate / TICKS_PER_SECOND);
    this.share = new Float64Array(nodes).fill(1);
    if (options.settings.mempoolGossip === 'announce') {
      for (let node = 0; node < nodes; node++) {
        this.share[node] = 1 / Math.sqrt(Math.max(1, first[node + 1] - first[node]));
      }
    }
    if (options.traffic.rate > 0) this.heap.push(options.traffic.window, Kind.Window + KINDS);
  }

  /** Does all that happens up to `until`. */
  advance(until: number): void {
    const { heap } = this;
    while (heap.first <= until) {
      const now = heap.first;
      const value = heap.pop();
      const argument = Math.floor(value / KINDS);
      const kind = value - argument * KINDS;
      if (kind === Kind.Hold) this.arrive(now, argument);
      else if (kind === Kind.Drain) this.drain(argument, now);
      else if (kind === Kind.Window) this.window(argument, now);
      else if (kind === Kind.Work) this.consensus(this.works[argument], now);
      else this.remove(this.removals[argument], now);
    }
  }

  /** Transactions that a node has held on average since the start. */
  meanHeld(now: number): number {
    const area = this.heldArea + this.heldByAll * (now - this.heldSince);
    return now > 0 ? area / now / this.held.length : 0;
  }

  /** Consensus will keep every node busy at that time. */
  addConsensus(at: number, fixed: number, perPeer: number): void {
    this.heap.push(at, Kind.Work + KINDS * (this.works.push({ fixed, perPeer }) - 1));
  }

  /** The oldest cohorts at a node that fit into a block. */
  reap(node: number, now: number, maxBytes: number, gasLimit: number): Reaped {
    const here = this.open.filter((id) => this.cohorts[id].heldAt[node] <= now);
    const at = (id: number) => this.cohorts[id].heldAt[node];
    here.sort((a, b) => at(a) - at(b) || a - b);
    const cohorts: number[] = [];
    let [transactions, bytes, gas] = [0, 0, 0];
    for (const id of here) {
      const cohort = this.cohorts[id];
      if (bytes + cohort.bytes > maxBytes || gas + cohort.gas > gasLimit) break;
      bytes += cohort.bytes;
      gas += cohort.gas;
      transactions += cohort.transactions;
      cohorts.push(id);
    }
    const batches = cohorts.map((id) => {
      const { transactions, createdAt, spacing } = this.cohorts[id];
      return { transactions, createdAt, spacing };
    });
    return { cohorts, batches, transactions, bytes, gas };
  }

  /** A block is decided: its cohorts are in no other block, and nodes drop them at `removedAt`. */
  commit(ids: readonly number[], removedAt: number): void {
    const taken = new Set(ids);
    this.open = this.open.filter((id) => !taken.has(id));
    this.heap.push(removedAt, Kind.Removal + KINDS * (this.removals.push(ids) - 1));
  }

  private holdsMore(change: number, now: number): void {
    this.heldArea += this.heldByAll * (now - this.heldSince);
    this.heldSince = now;
    this.heldByAll += change;
  }

  private remove(ids: readonly number[], now: number): void {
    for (const id of ids) {
      const cohort = this.cohorts[id];
      cohort.closed = true;
      this.holdsMore(-cohort.transactions * cohort.holders, now);
      for (let node = 0; node < this.held.length; node++) {
        if (cohort.stage[node] === Stage.Held) this.held[node] -= cohort.transactions;
      }
      this.spare.push(cohort);
    }
  }

  private consensus({ fixed, perPeer }: ConsensusWork, now: number): void {
    const { first, nodes } = this.options.peers;
    for (let node = 0; node < nodes; node++) {
      if (this.isUp[node] === 0) continue;
      this.loads.consensus(node, now, fixed + perPeer * (first[node + 1] - first[node]));
    }
  }

  /** Transactions created in a window enter at its end. */
  private window(window: number, now: number): void {
    const { rate, duration, window: span, entries, batchMax } = this.options.traffic;
    const { nodes } = this.options.peers;
    for (let node = 0; node < nodes; node++) {
      this.isUp[node] = this.options.alive(node, now as never) ? 1 : 0;
    }
    let count = Math.floor((Math.min(now, duration) * rate) / TICKS_PER_SECOND) - this.offered;
    const spacing = TICKS_PER_SECOND / rate;
    while (count > 0) {
      const some = Math.min(count, batchMax);
      const entry = entries[this.turn++ % entries.length];
      if (this.isUp[entry] === 1) this.enter(entry, some, this.offered * spacing, spacing, now);
      this.offered += some;
      count -= some;
    }
    if (now + span <= duration)
      this.heap.push((window + 1) * span, Kind.Window + KINDS * (window + 1));
  }

  private enter(
    entry: number,
    count: number,
    createdAt: number,
    spacing: number,
    now: number,
  ): void {
    const { settings, traffic, peers } = this.options;
    const { transactionBytes, transactionGas } = traffic;
    const held = this.held[entry];
    const byBytes = Math.floor(settings.mempoolBytes / transactionBytes) - held;
    const room = Math.max(0, Math.min(settings.mempoolTransactions - held, byBytes));
    const transactions = Math.min(count, room);
    if (transactions === 0) return;
    this.accepted += transactions;
    const arrays = this.spare.pop() ?? {
      stage: new Uint8Array(peers.nodes),
      readAt: new Float64Array(peers.edges),
      heldAt: new Float64Array(peers.nodes),
    };
    arrays.stage.fill(Stage.Unknown);
    arrays.readAt.fill(Number.POSITIVE_INFINITY);
    arrays.heldAt.fill(Number.POSITIVE_INFINITY);
    const id = this.cohorts.length;
    this.cohorts.push({
      transactions,
      createdAt,
      spacing,
      bytes: transactions * transactionBytes,
      gas: transactions * transactionGas,
      stage: arrays.stage,
      readAt: arrays.readAt,
      heldAt: arrays.heldAt,
      holders: 0,
      closed: false,
    });
    this.open.push(id);
    this.loads.bulk(entry, now, settings.costs.transaction * transactions);
    this.hold(entry, id, now);
  }

  private arrive(now: number, argument: number): void {
    const { nodes } = this.options.peers;
    const id = Math.floor(argument / nodes);
    if (!this.cohorts[id].closed) this.hold(argument - id * nodes, id, now);
  }

  private hold(node: number, id: number, now: number): void {
    const cohort = this.cohorts[id];
    cohort.stage[node] = Stage.Held;
    cohort.heldAt[node] = now;
    cohort.holders++;
    this.held[node] += cohort.transactions;
    this.holdsMore(cohort.transactions, now);
    const { first, to, reverse, edges } = this.options.peers;
    for (let edge = first[node]; edge < first[node + 1]; edge++) {
      const peer = to[edge];
      if (cohort.readAt[reverse[edge]] <= now || this.isUp[peer] === 0) continue;
      const queue = this.waiting[peer];
      if (queue.length > 0) {
        queue.push(id * edges + edge);
      } else if (this.loads.backlog(peer, now) > this.loads.socket[peer]) {
        queue.push(id * edges + edge);
        this.drainLater(peer, now);
      } else {
        this.send(edge, id, now);
      }
    }
  }

  private drainLater(node: number, now: number): void {
    const wait = Math.max(1, this.loads.backlog(node, now) - this.loads.socket[node]);
    this.heap.push(now + wait, Kind.Drain + KINDS * node);
  }

  /** Sends what fits into the sockets of a node again. */
  private drain(node: number, now: number): void {
    const { loads, cohorts } = this;
    const { edges, from, reverse } = this.options.peers;
    const queue = this.waiting[node];
    let head = this.waitingHead[node];
    while (head < queue.length && loads.backlog(node, now) <= loads.socket[node]) {
      const code = queue[head++];
      const id = Math.floor(code / edges);
      const edge = code - id * edges;
      const cohort = cohorts[id];
      if (cohort.closed || cohort.stage[from[edge]] !== Stage.Held) continue;
      if (!(cohort.readAt[reverse[edge]] <= now)) this.send(edge, id, now);
    }
    if (head < queue.length) {
      if (head > 64 && head * 2 > queue.length) {
        queue.splice(0, head);
        head = 0;
      }
      this.waitingHead[node] = head;
      this.drainLater(node, now);
    } else {
      queue.length = 0;
      this.waitingHead[node] = 0;
    }
  }

  private send(edge: number, id: number, now: number): void {
    const { upFree, downFree, links } = this;
    const { peers, settings } = this.options;
    const { costs } = settings;
    const from = peers.from[edge];
    const to = peers.to[edge];
    const cohort = this.cohorts[id];
    const count = cohort.transactions;
    const share = this.share[from];
    this.copies += count * share;
    const bytes = share * wireBytes(cohort.bytes) + (share < 1 ? count * ANNOUNCEMENT_BYTES : 0);
    const left = (upFree[from] > now ? upFree[from] : now) + bytes / this.up[from];
    const taken = (downFree[to] > now ? downFree[to] : now) + bytes / this.down[to];
    upFree[from] = left;
    downFree[to] = taken;
    const received = (left > taken ? left : taken) + links.delay[edge];
    const work = count * (share * costs.transaction + (share < 1 ? costs.announcement : 0));
    const free = this.loads.bulk(to, now, work);
    const done = free > received + work ? free : received + work;
    cohort.readAt[edge] = done;
    if (cohort.stage[to] !== Stage.Unknown) return;
    cohort.stage[to] = Stage.Coming;
    this.heap.push(done, Kind.Hold + KINDS * (id * peers.nodes + to));
  }
}
