import { TICKS_PER_SECOND } from '../../../sim/time.ts';
import { PART_BYTES, PROPOSAL_BYTES, partBytes, partsOf, wireBytes } from '../consensus/sizes.ts';
import { type Links, nextLook } from './links.ts';
import type { SampledChainOptions } from './options.ts';
import { TimeHeap } from './time-heap.ts';

/** Parts of a block whose way through the graph is followed; the last one of all follows from them. */
const FOLLOWED_PARTS = 4;

/** The parts of a block on their way: first passage over the gossip routines of all edges. */
export class BlockSpread {
  private readonly options: SampledChainOptions;
  private readonly links: Links;
  private readonly heap = new TimeHeap();
  private readonly first: Float64Array;
  private readonly arrival: Float64Array;
  private readonly last: Float64Array;
  private readonly departure: Float64Array;

  constructor(options: SampledChainOptions, links: Links) {
    const { nodes, edges } = options.peers;
    this.options = options;
    this.links = links;
    this.first = new Float64Array(nodes);
    this.arrival = new Float64Array(nodes);
    this.last = new Float64Array(nodes);
    this.departure = new Float64Array(edges);
  }

  /**
   * When each node holds all of a block; infinite for nodes that no part reaches.
   * @param waits what a message waits at each node, ticks
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
    const { first, last, arrival } = this;
    this.passage(proposer, at, wire, work, 1, 0, waits, isUp, undefined, first);
    last.set(first);
    let copies = 0;
    for (let part = 0; part < followed; part++) {
      const place = shift + part / followed;
      this.passage(proposer, at, wire, work, parts, place, waits, isUp, first, arrival);
      for (let n = 0; n < last.length; n++) if (arrival[n] > last[n]) last[n] = arrival[n];
      if (part === 0) copies = this.copies(arrival, isUp, waits);
    }
    // The last of n evenly drawn times is at n / (n + 1) of the span.
    const stretch = (parts * (followed + 1)) / ((parts + 1) * followed);
    for (let n = 0; n < last.length; n++) {
      const reached = last[n] < Number.POSITIVE_INFINITY;
      complete[n] = reached ? first[n] + (last[n] - first[n]) * stretch : last[n];
    }
    return copies;
  }

  /** First passage of one part. @param started when nodes got their first part; undefined for it */
  private passage(
    proposer: number,
    at: number,
    wire: number,
    work: number,
    parts: number,
    place: number,
    waits: Float64Array,
    isUp: Uint8Array,
    started: Float64Array | undefined,
    arrival: Float64Array,
  ): void {
    const { heap, links, departure } = this;
    const { peers, settings, up, down } = this.options;
    const { first, to } = peers;
    const sleep = settings.gossipSleep;
    const { partPhase, order, rate, delay } = links;
    arrival.fill(Number.POSITIVE_INFINITY);
    arrival[proposer] = at;
    heap.clear();
    heap.push(at, proposer);
    while (heap.size > 0) {
      const time = heap.first;
      const node = heap.pop();
      if (time > arrival[node]) continue;
      const link = (wire * TICKS_PER_SECOND) / up[node];
      for (let edge = first[node]; edge < first[node + 1]; edge++) {
        const peer = to[edge];
        if (isUp[peer] === 0) continue;
        let leaves: number;
        if (started === undefined) {
          leaves = nextLook(time, partPhase[edge], sleep);
        } else {
          const turn = nextLook(started[node], partPhase[edge], sleep);
          const pause = wire / rate[edge];
          const position = order[edge] + place;
          const slot = turn + (position - Math.floor(position)) * (parts - 1) * pause;
          if (time <= slot) leaves = slot;
          else if (time < turn + parts * pause) leaves = time;
          else leaves = nextLook(time, partPhase[edge], sleep);
        }
        departure[edge] = leaves;
        const received = leaves + link + (wire * TICKS_PER_SECOND) / down[peer] + delay[edge];
        const holds = received + waits[peer] + work;
        if (holds < arrival[peer]) {
          arrival[peer] = holds;
          heap.push(holds, peer);
        }
      }
    }
  }

  /** Copies of a part that reach a node: an edge sends it unless the peer has sent it before. */
  private copies(arrival: Float64Array, isUp: Uint8Array, waits: Float64Array): number {
    const { departure, links } = this;
    const { nodes, edges, from, to, reverse } = this.options.peers;
    let [sent, reached] = [0, 0];
    for (let edge = 0; edge < edges; edge++) {
      const peer = to[edge];
      if (isUp[peer] === 0 || arrival[from[edge]] === Number.POSITIVE_INFINITY) continue;
      const back = reverse[edge];
      if (departure[back] + links.delay[back] <= departure[edge]) continue;
      // Whoever has all of it and has voted says so, a turn later.
      if (arrival[peer] + waits[peer] + links.delay[back] + this.options.settings.gossipSleep < departure[edge]) continue;
      sent++;
    }
    for (let node = 0; node < nodes; node++) if (arrival[node] < Number.POSITIVE_INFINITY) reached++;
    return reached > 0 ? sent / reached : 0;
  }
}
