import { PART_BYTES, PROPOSAL_BYTES, partBytes, partsOf, wireBytes } from '../consensus/sizes.ts';
import type { ChainPlan } from '../message-chain.ts';
import { Calendar } from './calendar.ts';
import { type Links, nextLook } from './links.ts';

/** A day of the calendar, ticks. */
const DAY = 4000;

/** Parts of a block whose way through the graph is followed; the last one of all follows from them. */
const FOLLOWED_PARTS = 3;

/** Nodes at which the queue of part copies is looked at. */
const SAMPLED_QUEUES = 12;

/** A block part as first passage sees it. */
interface Part {
  /** Bytes on the wire, and ticks of work to read them. */
  readonly wire: number;
  readonly work: number;
  /** Parts of the block. */
  readonly parts: number;
  /** Place in the order of parts, beside that of the edge; 1 is a whole turn. */
  place: number;
}

/** The parts of a block on their way: first passage over the gossip routines of all edges. */
export class BlockSpread {
  private readonly options: ChainPlan;
  private readonly links: Links;
  private readonly calendar = new Calendar(DAY);
  private readonly first: Float64Array;
  private readonly arrivals: readonly Float64Array[];
  private readonly hops: Float64Array;
  private readonly last: Float64Array;
  /** What a first copy of a part waited for other copies in the last block, ticks, and its bytes. */
  private waited = 0;
  private waitedBytes = 1;
  /** Work on copies of parts that is left when the first votes come, mean of the nodes, ticks. */
  leftForVotes = 0;
  /** Ticks per byte. */
  private readonly upTime: Float64Array;
  private readonly downTime: Float64Array;

  constructor(options: ChainPlan, links: Links) {
    const { nodes } = options.peers;
    this.options = options;
    this.links = links;
    this.first = new Float64Array(nodes);
    this.arrivals = Array.from({ length: FOLLOWED_PARTS }, () => new Float64Array(nodes));
    this.hops = new Float64Array(nodes);
    this.last = new Float64Array(nodes);
    this.upTime = Float64Array.from(options.network.uplinks, ({ rate }) => 1 / rate);
    this.downTime = Float64Array.from(options.network.downlinks, ({ rate }) => 1 / rate);
  }

  /**
   * When each node holds all of a block; infinite for nodes that no part reaches.
   * @param waits what a message waits for transactions at each node, ticks
   * @param shift turns the order of parts on every edge, 0 to 1
   * @returns copies of each part that a node gets
   */
  spread(
    proposer: number,
    at: number,
    bytes: number,
    waits: Float64Array,
    isUp: Uint8Array,
    shift: number,
    complete: Float64Array,
  ): number {
    const parts = partsOf(bytes);
    const followed = Math.min(parts, FOLLOWED_PARTS);
    const wire = wireBytes(partBytes(bytes, 0)) + (parts === 1 ? wireBytes(PROPOSAL_BYTES) : 0);
    const work = Math.min(bytes, PART_BYTES) * this.options.settings.costs.partByte;
    const { first, last, arrivals, hops } = this;
    const part = { wire, work, parts, place: shift };
    // A larger block brings more copies, which wait longer for each other.
    const queued = this.waited * Math.min(2, bytes / this.waitedBytes);
    for (let n = 0; n < hops.length; n++) hops[n] = waits[n] + queued;
    this.passage(part, proposer, at, hops, isUp, undefined, first);
    last.set(first);
    let copies = 0;
    for (let i = 0; i < followed; i++) {
      const arrival = arrivals[i];
      part.place = shift + i / followed;
      this.passage(part, proposer, at, hops, isUp, first, arrival);
      for (let n = 0; n < last.length; n++) if (arrival[n] > last[n]) last[n] = arrival[n];
      if (i === 0) copies = this.copies(part, arrival, isUp);
    }
    const late = this.measureQueues(part, followed, shift, proposer, isUp);
    this.waitedBytes = bytes;
    // The last of n evenly drawn times is at n / (n + 1) of the span.
    const stretch = (parts * (followed + 1)) / ((parts + 1) * followed);
    for (let n = 0; n < last.length; n++) {
      const reached = last[n] < Number.POSITIVE_INFINITY;
      complete[n] = reached ? first[n] + (last[n] - first[n]) * stretch : last[n];
      // The last part waits longer than the others, and the check of the block behind it.
      if (n !== proposer) complete[n] += late - queued + late;
    }
    return copies;
  }

  /**
   * Copies of parts wait for each other: queues at a few nodes give what a first copy waits, for the
   * next block. @returns what the last of the first copies waits, ticks
   */
  private measureQueues(
    part: Part,
    followed: number,
    shift: number,
    proposer: number,
    isUp: Uint8Array,
  ): number {
    const { nodes } = this.options.peers;
    const weight = (part.work * part.parts) / followed;
    const step = Math.max(1, Math.floor(nodes / SAMPLED_QUEUES));
    const { settings } = this.options;
    const votesAfter = settings.gossipSleep / 2 + settings.syncWrite + settings.flush;
    let [sum, count, last, left, seen] = [0, 0, 0, 0, 0];
    for (let node = proposer % step; node < nodes; node += step) {
      if (node === proposer || isUp[node] === 0) continue;
      const firsts: number[] = [];
      const times: number[] = [];
      for (let i = 0; i < followed; i++) {
        part.place = shift + i / followed;
        const before = times.length;
        this.copiesAt(node, part, this.arrivals[i], times);
        let least = Number.POSITIVE_INFINITY;
        for (let k = before; k < times.length; k++) if (times[k] < least) least = times[k];
        firsts.push(least);
      }
      times.sort((a, b) => a - b);
      firsts.sort((a, b) => a - b);
      let [queue, before, next] = [0, 0, 0];
      for (const time of times) {
        queue = Math.max(0, queue - (time - before));
        before = time;
        while (next < firsts.length && firsts[next] <= time) {
          sum += queue;
          count++;
          if (++next === firsts.length) last += queue;
        }
        queue += weight;
      }
      // A vote for the block comes half a sleep, a write and a check after its last part.
      const votes = firsts[firsts.length - 1] + votesAfter;
      let rest = 0;
      before = 0;
      for (const time of times) {
        if (time > votes) break;
        rest = Math.max(0, rest - (time - before)) + weight;
        before = time;
      }
      left += Math.max(0, rest - Math.max(0, votes - before));
      seen++;
    }
    this.waited = count > 0 ? sum / count : 0;
    this.leftForVotes = seen > 0 ? left / seen : 0;
    return seen > 0 ? last / seen : 0;
  }

  /** Adds when copies of a part come to a node, before any wait there. */
  private copiesAt(node: number, part: Part, arrival: Float64Array, times: number[]): void {
    const { first, to, reverse } = this.options.peers;
    const { delay } = this.links;
    const started = this.first;
    for (let edge = first[node]; edge < first[node + 1]; edge++) {
      const peer = to[edge];
      if (arrival[peer] === Number.POSITIVE_INFINITY) continue;
      const back = reverse[edge];
      const leaves = this.leaves(back, arrival[peer], part, started[peer]);
      const answer = this.leaves(edge, arrival[node], part, started[node]);
      if (answer + delay[edge] <= leaves) continue;
      times.push(leaves + part.wire * (this.upTime[peer] + this.downTime[node]) + delay[back]);
    }
  }

  /** First passage of one part. @param started when nodes got their first part; undefined for it */
  private passage(
    part: Part,
    proposer: number,
    at: number,
    waits: Float64Array,
    isUp: Uint8Array,
    started: Float64Array | undefined,
    arrival: Float64Array,
  ): void {
    const { calendar } = this;
    const { first, to } = this.options.peers;
    const { delay } = this.links;
    arrival.fill(Number.POSITIVE_INFINITY);
    arrival[proposer] = at;
    calendar.push(at, proposer);
    while (calendar.first < Number.POSITIVE_INFINITY) {
      const time = calendar.first;
      const node = calendar.pop();
      if (time > arrival[node]) continue;
      const uplink = part.wire * this.upTime[node];
      for (let edge = first[node]; edge < first[node + 1]; edge++) {
        const peer = to[edge];
        if (isUp[peer] === 0) continue;
        const way =
          uplink + part.wire * this.downTime[peer] + delay[edge] + waits[peer] + part.work;
        if (arrival[peer] <= time + way) continue;
        const holds = this.leaves(edge, time, part, started?.[node]) + way;
        if (holds < arrival[peer]) {
          arrival[peer] = holds;
          calendar.push(holds, peer);
        }
      }
    }
  }

  /**
   * When an edge sends a part that its node holds from `time` on. @param started when the node got its
   * first part: the routine sends one part after another from its next look on
   */
  private leaves(edge: number, time: number, part: Part, started: number | undefined): number {
    const { partPhase, order, rate } = this.links;
    const sleep = this.options.settings.gossipSleep;
    if (started === undefined) return nextLook(time, partPhase[edge], sleep);
    const look = nextLook(started, partPhase[edge], sleep);
    const pause = part.wire / rate[edge];
    const place = order[edge] + part.place;
    const turn = look + (place - Math.floor(place)) * (part.parts - 1) * pause;
    if (time <= turn) return turn;
    return time < look + part.parts * pause ? time : nextLook(time, partPhase[edge], sleep);
  }

  /** Copies of a part that reach a node: an edge sends it unless the peer has sent it. */
  private copies(part: Part, arrival: Float64Array, isUp: Uint8Array): number {
    const { first } = this;
    const { delay } = this.links;
    const { nodes, edges, from, to, reverse } = this.options.peers;
    const leaves = (edge: number) =>
      this.leaves(edge, arrival[from[edge]], part, first[from[edge]]);
    let [sent, reached] = [0, 0];
    for (let edge = 0; edge < edges; edge++) {
      const peer = to[edge];
      if (isUp[peer] === 0 || arrival[from[edge]] === Number.POSITIVE_INFINITY) continue;
      const back = reverse[edge];
      if (leaves(back) + delay[back] > leaves(edge)) sent++;
    }
    for (let node = 0; node < nodes; node++) {
      if (arrival[node] < Number.POSITIVE_INFINITY) reached++;
    }
    return reached > 0 ? sent / reached : 0;
  }
}
