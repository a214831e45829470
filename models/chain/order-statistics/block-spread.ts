import { PART_BYTES, PROPOSAL_BYTES, partBytes, partsOf, wireBytes } from '../consensus/sizes.ts';
import type { ChainPlan } from '../message-chain.ts';
import { Calendar } from './calendar.ts';
import { type Links, nextLook } from './links.ts';

/** A day of the calendar, ticks. */
const DAY = 10_000;

/** A block spreads in so many pieces at most: parts that stay together, so many if there are enough. */
const PIECES = 4;
const PARTS_TOGETHER = 4;

/** What an entry of the calendar is for, in the last digits of its value. */
const Kind = { Arrival: 0, Held: 1, Complete: 2 } as const;
const KINDS = 3;

/** Transactions at each node: what a message waits for them and what the sockets hold, ticks, and their share of the time. */
export interface Bulk {
  readonly waits: Float64Array;
  readonly shares: Float64Array;
  readonly sockets: Float64Array;
}

/** A piece of a block: `parts` parts, ticks of work and bytes on the wire for each. */
interface Piece {
  readonly parts: number;
  readonly work: number;
  readonly wire: number;
}

/**
 * A block on its way: every copy of a piece that an edge sends waits in the queue of its reader, behind
 * the copies before it. A piece goes on as soon as its first part is read, and is whole with its last.
 */
export class BlockSpread {
  /** When each processor is done with what had come when the first votes came, ticks. */
  readonly freeAt: Float64Array;
  /** Work on parts and blocks that the last block brought, ticks, and until when. */
  readonly work: Float64Array;
  workUntil = 0;
  /** When the first votes for the block are under way, ticks. */
  private votesAt = 0;
  private readonly options: ChainPlan;
  private readonly links: Links;
  private readonly calendar = new Calendar(DAY);
  /** When each processor is done with all messages of consensus so far. */
  private readonly busy: Float64Array;
  /** Work that has come and waits, with the transactions that it held up, ticks, and as of when. */
  private readonly queue: Float64Array;
  private readonly queueAt: Float64Array;
  private readonly missing: Uint8Array;
  /** Whether a node has a piece in its queue; when it is read to the end. */
  private readonly has: Uint8Array;
  private readonly whole: Float64Array;
  /** When a copy leaves over an edge, and when it has come; infinite for none. */
  private readonly leaves: Float64Array;
  private readonly came: Float64Array;
  /** When the routine of an edge is done with what it has taken up. */
  private readonly edgeFree: Float64Array;
  /** Ticks per byte. */
  private readonly upTime: Float64Array;
  private readonly downTime: Float64Array;

  constructor(options: ChainPlan, links: Links) {
    const { nodes, edges } = options.peers;
    this.options = options;
    this.links = links;
    this.freeAt = new Float64Array(nodes);
    this.work = new Float64Array(nodes);
    this.busy = new Float64Array(nodes);
    this.queue = new Float64Array(nodes);
    this.queueAt = new Float64Array(nodes);
    this.missing = new Uint8Array(nodes);
    this.has = new Uint8Array(nodes * PIECES);
    this.whole = new Float64Array(nodes * PIECES);
    this.leaves = new Float64Array(edges * PIECES);
    this.came = new Float64Array(edges * PIECES);
    this.edgeFree = new Float64Array(edges);
    this.upTime = Float64Array.from(options.network.uplinks, ({ rate }) => 1 / rate);
    this.downTime = Float64Array.from(options.network.downlinks, ({ rate }) => 1 / rate);
  }

  /** When a message of consensus that comes now is done, ticks. */
  process(node: number, now: number, work: number, bulk: Bulk): number {
    const { queue, queueAt, busy } = this;
    // What the processor spends on consensus holds transactions up.
    const idle = 1 - bulk.shares[node];
    const left = queue[node] - (now - queueAt[node]) * idle;
    const waiting = left > 0 ? left : 0;
    const reached = now + Math.min(bulk.waits[node] + waiting, bulk.sockets[node]);
    const done = (busy[node] > reached ? busy[node] : reached) + work;
    queue[node] = waiting + work;
    queueAt[node] = now;
    busy[node] = done;
    return done;
  }

  /** Messages of consensus that come to a node from one time to another, ticks of work in all. */
  occupy(node: number, since: number, until: number, work: number): void {
    const free = this.busy[node];
    const done = (free > since ? free : since) + work;
    if (done > until) this.busy[node] = done;
  }

  /** Adds to the waits for transactions those that the block held up and that are left for the votes. */
  addHeldUp({ waits, shares, sockets }: Bulk): void {
    const { queue, queueAt, votesAt: at } = this;
    for (let n = 0; n < waits.length; n++) {
      const left = queue[n] - Math.max(0, at - queueAt[n]) * (1 - shares[n]);
      if (left > 0) waits[n] = Math.min(waits[n] + left, sockets[n]);
    }
  }

  /** Takes for `freeAt` what has come until now. */
  look(): void {
    this.freeAt.set(this.busy);
  }

  /**
   * When each node holds and has checked all of a block; infinite for nodes that no part reaches.
   * @returns copies of the block that a node gets, mean
   */
  spread(
    proposer: number,
    at: number,
    bytes: number,
    bulk: Bulk,
    isUp: Uint8Array,
    complete: Float64Array,
  ): number {
    const { calendar, missing, has, came, leaves, edgeFree, whole, work } = this;
    const { settings, peers, powers } = this.options;
    const { nodes, to, from, reverse } = peers;
    const { delay, rate } = this.links;
    const count = Math.min(Math.ceil(partsOf(bytes) / PARTS_TOGETHER), PIECES);
    const piece = this.pieceOf(bytes, count);
    const pieceWork = piece.parts * piece.work;
    const check = powers.length * settings.costs.commitSignature;
    const votesAfter = settings.gossipSleep / 2 + settings.syncWrite + settings.flush;
    missing.fill(count);
    has.fill(0);
    work.fill(0);
    came.fill(Number.POSITIVE_INFINITY);
    edgeFree.fill(0);
    complete.fill(Number.POSITIVE_INFINITY);
    for (let n = 0; n < nodes; n++) {
      this.queue[n] = Math.max(0, this.busy[n] - at);
      this.queueAt[n] = at;
    }
    complete[proposer] = at;
    missing[proposer] = 0;
    for (let i = 0; i < count; i++) {
      has[proposer * PIECES + i] = 1;
      whole[proposer * PIECES + i] = at;
    }
    for (let i = 0; i < count; i++) this.offer(proposer, i, count, at, piece, isUp);
    let [copies, done, arrivals] = [0, 1, 0];
    let votes = Number.POSITIVE_INFINITY;
    let looked = false;
    while (calendar.first < Number.POSITIVE_INFINITY) {
      const now = calendar.first;
      const value = calendar.pop();
      const kind = value % KINDS;
      const argument = (value - kind) / KINDS;
      if (!looked && now > votes) {
        this.look();
        looked = true;
      }
      if (kind === Kind.Held) {
        const node = argument >>> 2;
        this.offer(node, argument & 3, 0, now, piece, isUp);
        continue;
      }
      if (kind === Kind.Complete) {
        complete[argument] = this.process(argument, now, check, bulk);
        work[argument] += check;
        if (++done === Math.ceil((2 * nodes) / 3)) votes = complete[argument] + votesAfter;
        continue;
      }
      const edge = argument >>> 2;
      const node = to[edge];
      const index = argument & 3;
      const left = leaves[argument];
      // The routine had the piece from its peer by then, or knew that it needs no more.
      if (came[reverse[edge] * PIECES + index] <= left) continue;
      if (missing[node] === 0 && complete[node] < left && left > votes + settings.gossipSleep) {
        continue;
      }
      came[argument] = now;
      copies++;
      arrivals += now;
      work[node] += pieceWork;
      const read = this.process(node, now, pieceWork, bulk);
      const place = node * PIECES + index;
      if (has[place] === 1) continue;
      has[place] = 1;
      const last = now + ((piece.parts - 1) * piece.wire) / rate[edge];
      const source = whole[from[edge] * PIECES + index] + delay[edge];
      whole[place] = Math.max(read, Math.max(last, source) + piece.work);
      const first = read - pieceWork + piece.work;
      calendar.push(first, Kind.Held + KINDS * place);
      if (--missing[node] > 0) continue;
      let end = 0;
      for (let i = 0; i < count; i++) end = Math.max(end, whole[node * PIECES + i]);
      calendar.push(end, Kind.Complete + KINDS * node);
    }
    if (!looked) this.look();
    if (votes < Number.POSITIVE_INFINITY) this.votesAt = votes;
    this.workUntil = copies > 0 ? at + 2 * (arrivals / copies - at) : at;
    return copies / count / nodes;
  }

  /** The parts of a block in equal pieces. */
  private pieceOf(bytes: number, pieces: number): Piece {
    const parts = partsOf(bytes);
    const last = wireBytes(partBytes(bytes, parts - 1));
    const full = wireBytes(partBytes(Math.max(bytes, PART_BYTES), 0));
    const proposal = wireBytes(PROPOSAL_BYTES) / parts;
    const wire = (full * (parts - 1) + last) / parts;
    const work = wire * this.options.settings.costs.partByte;
    return { parts: parts / pieces, work, wire: wire + proposal };
  }

  /**
   * A node begins to hold a piece and sends it on. @param turns pieces that it holds from the same time
   * on, which each edge sends in an order of its own; 0 for this one alone
   */
  private offer(
    node: number,
    index: number,
    turns: number,
    now: number,
    piece: Piece,
    isUp: Uint8Array,
  ): void {
    const { calendar, came, leaves, edgeFree, upTime, downTime } = this;
    const { first, to, reverse } = this.options.peers;
    const { delay, rate, partPhase, order } = this.links;
    const sleep = this.options.settings.gossipSleep;
    const uplink = piece.wire * upTime[node];
    for (let edge = first[node]; edge < first[node + 1]; edge++) {
      const peer = to[edge];
      if (isUp[peer] === 0) continue;
      const which = turns > 0 ? (index + Math.floor(order[edge] * turns)) % turns : index;
      if (came[reverse[edge] * PIECES + which] <= now) continue;
      const free = edgeFree[edge];
      const left = free > now ? free : nextLook(now, partPhase[edge], sleep);
      edgeFree[edge] = left + (piece.parts * piece.wire) / rate[edge];
      const copy = edge * PIECES + which;
      leaves[copy] = left;
      const arrives = left + uplink + piece.wire * downTime[peer] + delay[edge];
      calendar.push(arrives, Kind.Arrival + KINDS * copy);
    }
  }
}
