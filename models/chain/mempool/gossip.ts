import { Lane } from '../../../sim/engine/order.ts';
import type { Simulation } from '../../../sim/engine/simulation.ts';
import type { MessageNetwork } from '../../../sim/network/messages.ts';
import type { Tick } from '../../../sim/time.ts';
import type { Peers } from '../consensus/peers.ts';
import type { MessageProcessor } from '../consensus/processor.ts';
import { wireBytes } from '../consensus/sizes.ts';
import type { ChainSettings } from '../settings.ts';
import { type Batch, Stage } from './batch.ts';
import { TransactionPool } from './pool.ts';

/*
 * Every node sends each transaction that it accepts to all its peers, except to those that have sent it
 * before. Batches are the messages: their bytes occupy the links and their copies the processors, copies
 * that come second included; only the first copy at a node is an event. A peer whose sockets are full
 * takes copies one by one as it works them off.
 *
 * Left out: rechecks that evict transactions, nonces, a peer that forgets what it has seen. What a node
 * missed while it was down or cut off comes to it in blocks only.
 */

interface Copy {
  readonly edge: number;
  readonly batch: Batch;
}

/** Bytes of an announcement: hash, kind and size of a transaction. Source: eth/68; estimate. */
export const ANNOUNCEMENT_BYTES = 41;

const NOTHING_READ = new Float64Array(0);

export interface MempoolOptions {
  readonly simulation: Simulation;
  readonly network: MessageNetwork;
  readonly peers: Peers;
  readonly processors: readonly MessageProcessor[];
  readonly settings: ChainSettings;
}

export class Mempool {
  readonly pools: readonly TransactionPool[];
  /** Copies of transactions sent, the first ones included. */
  copies = 0;
  private readonly options: MempoolOptions;
  private readonly kind: number;
  private readonly reads: number;
  private readonly drains: number;
  /** Copies for a node that wait at their senders. */
  private readonly waiting: Copy[][];
  private readonly waitingHead: Int32Array;
  private readonly spareTimes: Float64Array[] = [];
  /** Of a transaction's copies over the edges of a node, the share that carries all of it. */
  private readonly wholeShare: Float64Array;

  constructor(options: MempoolOptions) {
    this.options = options;
    const { simulation, network, peers, settings } = options;
    this.pools = Array.from({ length: peers.nodes }, () => new TransactionPool());
    this.waiting = Array.from({ length: peers.nodes }, () => []);
    this.waitingHead = new Int32Array(peers.nodes);
    this.wholeShare = new Float64Array(peers.nodes).fill(1);
    if (settings.mempoolGossip === 'announce') {
      for (let node = 0; node < peers.nodes; node++) {
        const degree = peers.first[node + 1] - peers.first[node];
        this.wholeShare[node] = 1 / Math.sqrt(Math.max(1, degree));
      }
    }
    this.kind = network.kind('chain.transactions', () => {});
    this.reads = simulation.handler('chain.mempool.read', (entity, _id, batch) => {
      this.hold(entity - network.entityOf(0), batch as Batch);
    });
    this.drains = simulation.handler('chain.mempool.drain', (entity) => {
      this.drain(entity - network.entityOf(0));
    });
  }

  /** Room for transactions of that size at a node; none at one that is down. */
  room(node: number, bytes: number): number {
    const { network, settings } = this.options;
    if (!network.isAlive(node)) return 0;
    const { mempoolTransactions, mempoolBytes } = settings;
    const pool = this.pools[node];
    const byBytes = Math.floor((mempoolBytes - pool.bytes) / bytes);
    return Math.max(0, Math.min(mempoolTransactions - pool.transactions, byBytes));
  }

  /** Transactions that a node accepts from its users. */
  enter(batch: Omit<Batch, 'stage' | 'readAt'>): void {
    const { peers, processors, simulation, settings } = this.options;
    const readAt = this.spareTimes.pop() ?? new Float64Array(peers.edges);
    readAt.fill(Number.POSITIVE_INFINITY);
    const whole: Batch = { ...batch, stage: new Uint8Array(peers.nodes), readAt };
    const work = settings.costs.transaction * batch.transactions;
    processors[batch.entry].bulk(simulation.now, work);
    this.hold(batch.entry, whole);
  }

  /** A node has executed a batch. @param last no node will ask for it again */
  commit(node: number, batch: Batch): void {
    this.pools[node].remove(batch);
    batch.stage[node] = Stage.Committed;
  }

  /** No node needs the batch any more. */
  forget(batch: Batch): void {
    if (batch.readAt.length > 0) this.spareTimes.push(batch.readAt);
    batch.readAt = NOTHING_READ;
  }

  private hold(node: number, batch: Batch): void {
    if (batch.stage[node] >= Stage.Held) return;
    const size = batch.bytes / batch.transactions;
    // A full mempool takes no copies either; what it refuses comes to the node in blocks.
    if (node !== batch.entry && this.room(node, size) < batch.transactions) {
      batch.stage[node] = Stage.Unknown;
      return;
    }
    batch.stage[node] = Stage.Held;
    this.pools[node].add(batch);
    const { first } = this.options.peers;
    for (let edge = first[node]; edge < first[node + 1]; edge++) this.offer(edge, batch);
  }

  private offer(edge: number, batch: Batch): void {
    const { peers, processors, simulation, network } = this.options;
    const to = peers.to[edge];
    const { now } = simulation;
    if (batch.readAt[peers.reverse[edge]] <= now || !network.isAlive(to)) return;
    const processor = processors[to];
    const queue = this.waiting[to];
    if (queue.length > this.waitingHead[to]) {
      queue.push({ edge, batch });
      return;
    }
    if (processor.backlog(now) > processor.socket) {
      queue.push({ edge, batch });
      this.scheduleDrain(to);
      return;
    }
    this.send(edge, batch);
  }

  private scheduleDrain(node: number): void {
    const { simulation, processors, network } = this.options;
    const processor = processors[node];
    const wait = Math.max(1, Math.ceil(processor.backlog(simulation.now) - processor.socket));
    simulation.schedule(wait as Tick, Lane.Service, network.entityOf(node), this.drains);
  }

  private drain(node: number): void {
    const { simulation, processors, peers } = this.options;
    const processor = processors[node];
    const queue = this.waiting[node];
    let head = this.waitingHead[node];
    while (head < queue.length && processor.backlog(simulation.now) <= processor.socket) {
      const { edge, batch } = queue[head++];
      const from = peers.from[edge];
      const gone = batch.stage[from] !== Stage.Held;
      if (!gone && !(batch.readAt[peers.reverse[edge]] <= simulation.now)) this.send(edge, batch);
    }
    if (head > 64 && head * 2 > queue.length) {
      queue.splice(0, head);
      head = 0;
    }
    this.waitingHead[node] = head;
    if (head < queue.length) this.scheduleDrain(node);
    else {
      queue.length = 0;
      this.waitingHead[node] = 0;
    }
  }

  private send(edge: number, batch: Batch): void {
    const { peers, processors, simulation, network, settings } = this.options;
    const from = peers.from[edge];
    const to = peers.to[edge];
    const { now } = simulation;
    const { costs } = settings;
    const share = this.wholeShare[from];
    const count = batch.transactions;
    this.copies += count * share;
    const bytes = share * wireBytes(batch.bytes) + (share < 1 ? count * ANNOUNCEMENT_BYTES : 0);
    const received = network.carry(from, to, this.kind, Math.ceil(bytes));
    if (received === undefined) return;
    const work = count * (share * costs.transaction + (share < 1 ? costs.announcement : 0));
    const done = Math.max(processors[to].bulk(now, work), received + work);
    batch.readAt[edge] = done;
    if (batch.stage[to] !== Stage.Unknown) return;
    batch.stage[to] = Stage.Coming;
    simulation.scheduleAt(
      Math.ceil(done) as Tick,
      Lane.Service,
      network.entityOf(to),
      this.reads,
      batch.id,
      batch,
    );
  }
}
