import { TICKS_PER_SECOND } from '../../../sim/time.ts';
import { wireBytes } from '../consensus/sizes.ts';
import { ANNOUNCEMENT_BYTES } from '../mempool/gossip.ts';
import type { ChainPlan } from '../message-chain.ts';
import type { SingleTransaction, TransactionRun } from '../running.ts';
import { Calendar } from './calendar.ts';
import { type Cohort, type Reaped, Stage } from './cohort.ts';
import { spanOf } from './cohort-span.ts';
import type { Links } from './links.ts';
import type { Loads } from './loads.ts';

/*
 * The mempool: transactions that entered together flow through the graph as one cohort and reach each
 * node by the fastest way through the queues of its processor. A node that holds a cohort offers it to
 * the peers from which it has not read it; what a peer's sockets do not hold waits here, in order, and is
 * dropped when the peer has meanwhile sent it. No events of the simulation: the flood is caught up when
 * somebody looks.
 *
 * Left out: what the message level leaves out; block parts and votes on the links.
 */

/** What an entry of the calendar is for, in the last digits of its value. */
const Kind = { Hold: 0, Drain: 1, Window: 2, Work: 3, Removal: 4 } as const;
const KINDS = 5;

/** A day of the calendar, ticks. */
const DAY = 1000;

/**
 * Sockets take more once this share of them is full: when exactly a copy leaves its sender does not
 * change when it is read, and few fills are cheaper than many.
 */
const REFILL = 15 / 16;

export class Flood {
  offered = 0;
  accepted = 0;
  /** Copies of transactions sent, the first ones included. */
  copies = 0;
  /** Ticks that the uplinks of all nodes were busy with transactions. */
  uplinkTime = 0;
  private readonly options: ChainPlan;
  private readonly delay: Float64Array;
  private readonly loads: Loads;
  private readonly consensusLoads: Loads;
  private readonly calendar = new Calendar(DAY);
  private readonly cohorts: Cohort[] = [];
  /** Cohorts that are in no block yet. */
  private open: number[] = [];
  private readonly works: Float64Array[] = [];
  private readonly removals: (readonly number[])[] = [];
  private readonly spare: Pick<Cohort, 'stage' | 'readBack' | 'heldAt'>[] = [];
  private readonly held: Float64Array;
  private readonly waiting: number[][];
  private readonly waitingHead: Int32Array;
  /** Share of a node's copies that are whole; the others are hashes: their bytes, and the mean work. */
  private readonly share: Float64Array;
  private readonly hashBytes: Float64Array;
  private readonly copyWork: Float64Array;
  private readonly upFree: Float64Array;
  private readonly downFree: Float64Array;
  /** Ticks per byte. */
  private readonly upTime: Float64Array;
  private readonly downTime: Float64Array;
  private readonly isUp: Uint8Array;
  /** Copies wait for it. */
  private readonly isQueued: Uint8Array;
  /** Ticks in which the transactions of a cohort are created. */
  private readonly span: number;
  private turn = 0;
  private now = 0;

  constructor(
    options: ChainPlan,
    links: Links,
    loads: Loads,
    consensusLoads: Loads,
    isUp: Uint8Array,
  ) {
    this.options = options;
    this.delay = links.delay;
    this.loads = loads;
    this.consensusLoads = consensusLoads;
    this.isUp = isUp;
    const { network } = options;
    const { nodes, first } = options.peers;
    this.held = new Float64Array(nodes);
    this.waiting = Array.from({ length: nodes }, () => []);
    this.waitingHead = new Int32Array(nodes);
    this.isQueued = new Uint8Array(nodes);
    this.upFree = new Float64Array(nodes);
    this.downFree = new Float64Array(nodes);
    this.upTime = Float64Array.from(network.uplinks, ({ rate }) => 1 / rate);
    this.downTime = Float64Array.from(network.downlinks, ({ rate }) => 1 / rate);
    const { costs, mempoolGossip } = options.settings;
    this.share = Float64Array.from({ length: nodes }, (_, node) =>
      mempoolGossip === 'announce' ? 1 / Math.sqrt(Math.max(1, first[node + 1] - first[node])) : 1,
    );
    this.hashBytes = this.share.map((share) => (share < 1 ? ANNOUNCEMENT_BYTES : 0));
    this.copyWork = this.share.map(
      (share) => share * costs.transaction + (share < 1 ? costs.announcement : 0),
    );
    this.span = spanOf(options);
    this.nextWindow(0);
  }

  /** Does all that happens up to `until`. */
  advance(until: number): void {
    const { calendar } = this;
    while (calendar.first <= until) {
      this.now = calendar.first;
      const value = calendar.pop();
      const argument = Math.floor(value / KINDS);
      const kind = value - argument * KINDS;
      if (kind === Kind.Hold) this.arrive(argument);
      else if (kind === Kind.Drain) this.drain(argument);
      else if (kind === Kind.Window) this.window(argument);
      else if (kind === Kind.Work) this.consensus(this.works[argument]);
      else this.remove(argument);
    }
  }

  /** Transactions in the mempools, mean over the nodes. */
  meanHeld(): number {
    return this.held.reduce((sum, held) => sum + held, 0) / this.held.length;
  }

  /** Consensus will bring that much work to each node at that time, ticks. */
  addConsensus(at: number, work: Float64Array): void {
    this.calendar.push(at, Kind.Work + KINDS * (this.works.push(work) - 1));
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
      const { transactions, createdAt, spacing, submission } = this.cohorts[id];
      const run = { transactions, createdAt, spacing };
      return submission === undefined ? run : { ...run, submission };
    });
    return { cohorts, batches, transactions, bytes, gas };
  }

  /** A block is decided: its cohorts are in no other one, and a node drops them at `removedAt`. */
  commit(ids: readonly number[], removedAt: ArrayLike<number>): void {
    if (ids.length === 0) return;
    const taken = new Set(ids);
    this.open = this.open.filter((id) => !taken.has(id));
    const removal = this.removals.push(ids) - 1;
    for (let node = 0; node < removedAt.length; node++) {
      const argument = removal * removedAt.length + node;
      this.calendar.push(removedAt[node], Kind.Removal + KINDS * argument);
    }
  }

  private remove(argument: number): void {
    const { nodes } = this.options.peers;
    const removal = Math.floor(argument / nodes);
    const node = argument - removal * nodes;
    for (const id of this.removals[removal]) {
      const cohort = this.cohorts[id];
      if (cohort.stage[node] === Stage.Held) this.held[node] -= cohort.transactions;
      cohort.stage[node] = Stage.Committed;
      if (++cohort.executed < nodes) continue;
      cohort.closed = true;
      this.spare.push(cohort);
    }
  }

  private consensus(work: Float64Array): void {
    for (let node = 0; node < work.length; node++) {
      if (this.isUp[node] === 1) this.consensusLoads.consensus(node, this.now, work[node]);
    }
  }

  /**
   * Transactions created in a window enter at its end; those of several windows together when the middle
   * one ends, so some too early and as many too late.
   */
  private window(window: number): void {
    const { rate, duration, entries, batchMax } = this.options.traffic;
    const { nodes } = this.options.peers;
    for (let node = 0; node < nodes; node++) {
      this.isUp[node] = this.options.network.isAlive(node) ? 1 : 0;
    }
    const created = Math.min((window + 1) * this.span, duration);
    let count = Math.floor((created * rate) / TICKS_PER_SECOND) - this.offered;
    const spacing = TICKS_PER_SECOND / rate;
    while (count > 0) {
      const some = Math.min(count, batchMax);
      const entry = entries[this.turn++ % entries.length];
      if (this.isUp[entry] === 1) this.enter(entry, some, this.offered * spacing, spacing);
      this.offered += some;
      count -= some;
    }
    if (created < duration) this.nextWindow(window + 1);
  }

  private nextWindow(window: number): void {
    const { window: single, duration } = this.options.traffic;
    const middle = window * this.span + (this.span + single) / 2;
    this.calendar.push(Math.min(middle, duration), Kind.Window + KINDS * window);
  }

  private enter(entry: number, count: number, createdAt: number, spacing: number): void {
    const { transactionBytes, transactionGas } = this.options.traffic;
    const transactions = Math.min(count, this.room(entry));
    if (transactions === 0) return;
    this.accepted += transactions;
    const bytes = transactions * transactionBytes;
    const gas = transactions * transactionGas;
    this.add(entry, { transactions, createdAt, spacing }, bytes, gas);
  }

  /** A transaction beside the plan. @returns whether the mempool of the node took it */
  submit(entry: number, { bytes, gas, submission }: SingleTransaction, now: number): boolean {
    this.advance(now);
    this.now = now;
    const { network } = this.options;
    if (!network.isAlive(entry) || this.room(entry) < 1) return false;
    this.add(entry, { transactions: 1, createdAt: now, spacing: 0, submission }, bytes, gas);
    return true;
  }

  /** Cohorts begin at the node where they enter. */
  private add(entry: number, run: TransactionRun, bytes: number, gas: number): void {
    const { settings, peers } = this.options;
    const arrays = this.spare.pop() ?? {
      stage: new Uint8Array(peers.nodes),
      readBack: new Float64Array(peers.edges),
      heldAt: new Float64Array(peers.nodes),
    };
    arrays.stage.fill(Stage.Unknown);
    arrays.readBack.fill(Number.POSITIVE_INFINITY);
    arrays.heldAt.fill(Number.POSITIVE_INFINITY);
    const id = this.cohorts.length;
    this.cohorts.push({
      ...run,
      bytes,
      gas,
      stage: arrays.stage,
      readBack: arrays.readBack,
      heldAt: arrays.heldAt,
      wire: wireBytes(bytes),
      executed: 0,
      closed: false,
    });
    this.open.push(id);
    this.loads.bulk(entry, this.now, settings.costs.transaction * run.transactions);
    this.hold(entry, id, this.cohorts[id]);
  }

  /** Transactions that the mempool of a node has room for. */
  private room(node: number): number {
    const { settings, traffic } = this.options;
    const held = this.held[node];
    const byBytes = Math.floor(settings.mempoolBytes / traffic.transactionBytes) - held;
    return Math.max(0, Math.min(settings.mempoolTransactions - held, byBytes));
  }

  private arrive(argument: number): void {
    const { nodes } = this.options.peers;
    const id = Math.floor(argument / nodes);
    const cohort = this.cohorts[id];
    const node = argument - id * nodes;
    if (cohort.closed || cohort.stage[node] >= Stage.Held) return;
    // What a full mempool refuses comes to the node in blocks, or again from another peer.
    if (this.room(node) < cohort.transactions) cohort.stage[node] = Stage.Unknown;
    else this.hold(node, id, cohort);
  }

  private hold(node: number, id: number, cohort: Cohort): void {
    const { stage, readBack, transactions } = cohort;
    const { now, isUp, isQueued, delay, downFree, downTime, loads } = this;
    const { first, to, reverse, edges, nodes } = this.options.peers;
    stage[node] = Stage.Held;
    cohort.heldAt[node] = now;
    this.held[node] += transactions;
    const bytes = this.bytesOf(node, cohort);
    const work = transactions * this.copyWork[node];
    let left = this.upFree[node] > now ? this.upFree[node] : now;
    let sent = 0;
    const end = first[node + 1];
    for (let edge = first[node]; edge < end; edge++) {
      const peer = to[edge];
      if (isUp[peer] === 0 || readBack[edge] <= now) continue;
      if (isQueued[peer] === 1 || loads.isFull(peer, now)) {
        this.wait(peer, id * edges + edge);
        continue;
      }
      left += bytes * this.upTime[node];
      const free = downFree[peer];
      const taken = (free > now ? free : now) + bytes * downTime[peer];
      downFree[peer] = taken;
      const read = (left > taken ? left : taken) + delay[edge] + work;
      const worked = loads.bulk(peer, now, work);
      const done = worked > read ? worked : read;
      readBack[reverse[edge]] = done;
      sent++;
      if (stage[peer] !== Stage.Unknown) continue;
      stage[peer] = Stage.Coming;
      this.calendar.push(done, Kind.Hold + KINDS * (id * nodes + peer));
    }
    this.upFree[node] = left;
    this.uplinkTime += sent * bytes * this.upTime[node];
    this.copies += sent * transactions * this.share[node];
  }

  private bytesOf(sender: number, { wire, transactions }: Cohort): number {
    return this.share[sender] * wire + transactions * this.hashBytes[sender];
  }

  private wait(peer: number, code: number): void {
    this.waiting[peer].push(code);
    if (this.isQueued[peer] === 1) return;
    this.isQueued[peer] = 1;
    this.drainLater(peer);
  }

  /** A reader whose sockets were full takes more once they have emptied a little. */
  private drainLater(node: number): void {
    const { loads, now } = this;
    const wait = loads.backlog(node, now) - loads.socket[node] * REFILL;
    this.calendar.push(now + Math.max(1, wait), Kind.Drain + KINDS * node);
  }

  /** Sends what fits into the sockets of a node again. */
  private drain(node: number): void {
    const { loads, cohorts, now } = this;
    const { edges, from } = this.options.peers;
    const queue = this.waiting[node];
    let head = this.waitingHead[node];
    while (head < queue.length && !loads.isFull(node, now)) {
      const code = queue[head++];
      const id = Math.floor(code / edges);
      const edge = code - id * edges;
      const cohort = cohorts[id];
      if (cohort.closed || cohort.stage[from[edge]] !== Stage.Held) continue;
      if (!(cohort.readBack[edge] <= now)) this.send(edge, id, cohort);
    }
    if (head < queue.length) {
      if (head > 1024 && head * 2 > queue.length) {
        queue.copyWithin(0, head);
        queue.length -= head;
        head = 0;
      }
      this.waitingHead[node] = head;
      this.drainLater(node);
    } else {
      queue.length = 0;
      this.waitingHead[node] = 0;
      this.isQueued[node] = 0;
    }
  }

  /** Sends a copy that has waited. */
  private send(edge: number, id: number, cohort: Cohort): void {
    const { upFree, downFree, now } = this;
    const { peers } = this.options;
    const from = peers.from[edge];
    const to = peers.to[edge];
    const bytes = this.bytesOf(from, cohort);
    const work = cohort.transactions * this.copyWork[from];
    upFree[from] = Math.max(upFree[from], now) + bytes * this.upTime[from];
    this.uplinkTime += bytes * this.upTime[from];
    downFree[to] = Math.max(downFree[to], now) + bytes * this.downTime[to];
    const read = Math.max(upFree[from], downFree[to]) + this.delay[edge] + work;
    const done = Math.max(this.loads.bulk(to, now, work), read);
    this.copies += cohort.transactions * this.share[from];
    cohort.readBack[peers.reverse[edge]] = done;
    if (cohort.stage[to] !== Stage.Unknown) return;
    cohort.stage[to] = Stage.Coming;
    this.calendar.push(done, Kind.Hold + KINDS * (id * peers.nodes + to));
  }
}
