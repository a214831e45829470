import { oneOfRank, ones } from './bits.ts';
import { Inbox } from './inbox.ts';
import type { Layout } from './layout.ts';
import type { Seeding } from './seeding.ts';

/** Rates in segments a step, delays in steps. */
export interface Links {
  readonly up: Float64Array;
  readonly down: Float64Array;
  /** A pair waits the sum of its two; zero where a hop takes what sending takes. */
  readonly delay: Float64Array;
  readonly builderUp: number;
  readonly builderDelay: number;
}

export interface SpreadOptions {
  readonly layout: Layout;
  readonly seeding: Seeding;
  readonly links: Links;
  /** 1 for a node that neither takes nor sends anything. */
  readonly down: Uint8Array;
  /** Segments of a line after which a neighbour is sent no more of it; the size for no such limit. */
  readonly enough: number;
  /** A whole number from 0 to `bound - 1` by the chance of that node. */
  readonly draw: (node: number, bound: number) => number;
}

/**
 * How the segments of one square spread, step by step.
 *
 * In a step first each node sends. Its edges take turns; an edge sends one segment, drawn from those that
 * the node has and that did not go over that edge before, either way. Then what has arrived is taken in,
 * and every line of which half is there is repaired, until none is left. One bit a segment says what a
 * place holds, and what an edge knows.
 */
export class SquareSpread {
  /** Steps that are over. */
  steps = 0;
  inFlight = 0;
  /** Segments held, counted in each line that a node holds. */
  held = 0;
  builderSent = 0;
  /** Places whose line became complete in the last step. */
  readonly completed: number[] = [];
  /** By node, in segments. `lost` are those that came to a node that is down. */
  readonly sent: Float64Array;
  readonly received: Float64Array;
  readonly duplicates: Float64Array;
  readonly repaired: Float64Array;
  readonly lost: Float64Array;

  private readonly options: SpreadOptions;
  private readonly words: number;
  private readonly edges: number;
  private readonly bits: Uint32Array;
  private readonly counts: Uint16Array;
  private readonly known: Uint32Array;
  private readonly knownCounts: Uint16Array;
  /** Edges that take turns at each node, those that are through removed. */
  private readonly turns: Uint32Array;
  private readonly turnsLeft: Uint32Array;
  private readonly cursor: Uint32Array;
  private readonly idle: Uint8Array;
  private readonly upCarry: Float64Array;
  private readonly downCredit: Float64Array;
  private builderCarry = 0;
  private readonly repairs: number[] = [];
  /** Arrivals by step, in turn; `waiting` are at a downlink that is busy. */
  private readonly inboxes: Inbox[];
  private readonly waiting = new Inbox();
  private readonly arrived = new Inbox();

  constructor(options: SpreadOptions) {
    const { layout, links } = options;
    const { nodes, size, placeNode, nodeEdges } = layout;
    const places = placeNode.length;
    this.options = options;
    this.words = Math.ceil(size / 32);
    this.edges = layout.edgeFrom.length;
    this.bits = new Uint32Array(places * this.words);
    this.counts = new Uint16Array(places);
    this.known = new Uint32Array(this.edges * this.words);
    this.knownCounts = new Uint16Array(this.edges);
    this.turns = Uint32Array.from({ length: this.edges }, (_, edge) => edge);
    this.turnsLeft = Uint32Array.from({ length: nodes }, (_, n) => nodeEdges[n + 1] - nodeEdges[n]);
    this.cursor = new Uint32Array(nodes);
    this.idle = new Uint8Array(nodes).fill(1);
    this.upCarry = new Float64Array(nodes);
    this.downCredit = new Float64Array(nodes);
    const longest = links.delay.reduce((most, delay) => Math.max(most, delay), 0);
    const ahead = Math.ceil(1 + longest + Math.max(longest, links.builderDelay));
    this.inboxes = Array.from({ length: ahead + 1 }, () => new Inbox());
    this.sent = new Float64Array(nodes);
    this.received = new Float64Array(nodes);
    this.duplicates = new Float64Array(nodes);
    this.repaired = new Float64Array(nodes);
    this.lost = new Float64Array(nodes);
  }

  /** Nothing is on its way and nobody has anything to send. */
  get quiet(): boolean {
    const { seeding } = this.options;
    if (this.inFlight > 0 || this.builderSent < seeding.places.length) return false;
    return this.idle.every((idle) => idle === 1);
  }

  /** Sends during one step, then takes in and repairs what has arrived by its end. */
  step(): void {
    this.completed.length = 0;
    this.sendSeeds();
    for (let node = 0; node < this.sent.length; node++) {
      if (this.idle[node] === 0) this.sendFrom(node);
    }
    this.steps++;
    this.takeIn();
    this.repair();
  }

  private sendSeeds(): void {
    const { seeding, links, layout } = this.options;
    const { places, offsets } = seeding;
    const credit = this.builderCarry + links.builderUp;
    const before = this.builderSent;
    const last = Math.min(places.length, before + Math.floor(credit));
    for (let i = before; i < last; i++) {
      const to = layout.placeNode[places[i]];
      const delay = links.builderDelay + links.delay[to];
      this.post(to, this.edges + places[i], offsets[i], (i - before + 1) / links.builderUp, delay);
    }
    this.builderSent = last;
    this.builderCarry = carried(credit - (last - before));
  }

  private sendFrom(node: number): void {
    const { links, layout, enough, draw } = this.options;
    const { edgeFrom, edgeNode, edgeBack, nodeEdges } = layout;
    const { turns, counts, knownCounts } = this;
    const from = nodeEdges[node];
    const up = links.up[node];
    const credit = this.upCarry[node] + up;
    const most = Math.floor(credit);
    let left = this.turnsLeft[node];
    let at = this.cursor[node];
    let sent = 0;
    let passed = 0;
    while (sent < most && passed < left) {
      if (at >= left) at = 0;
      const edge = turns[from + at];
      if (knownCounts[edge] >= enough) {
        turns.copyWithin(from + at, from + at + 1, from + left);
        left--;
        continue;
      }
      const place = edgeFrom[edge];
      const choices = counts[place] - knownCounts[edge];
      at++;
      if (choices === 0) {
        passed++;
        continue;
      }
      passed = 0;
      sent++;
      const offset = this.unknown(place, edge, draw(node, choices));
      this.learn(edge, offset);
      const to = edgeNode[edge];
      const delay = links.delay[node] + links.delay[to];
      this.post(to, edgeBack[edge], offset, sent / up, delay);
    }
    this.turnsLeft[node] = left;
    this.cursor[node] = at;
    this.sent[node] += sent;
    this.upCarry[node] = carried(credit - sent);
    if (passed >= left) this.idle[node] = 1;
  }

  /** The segment of that rank among those that the place has and the edge does not know. */
  private unknown(place: number, edge: number, rank: number): number {
    const { bits, known, words } = this;
    let left = rank;
    for (let word = 0; word < words; word++) {
      const open = bits[place * words + word] & ~known[edge * words + word];
      const count = ones(open);
      if (left < count) return word * 32 + oneOfRank(open, left);
      left -= count;
    }
    throw new RangeError(`rank, expected less than the choices of edge ${edge}, got ${rank}`);
  }

  /** @param sending when the last byte leaves, in steps after the start of this one */
  private post(to: number, carrier: number, offset: number, sending: number, delay: number): void {
    const arrives = this.steps + Math.ceil(Math.min(1, sending) + delay);
    this.inboxes[arrives % this.inboxes.length].push(to, carrier, offset);
    this.inFlight++;
  }

  /** Without a branch: what is asked is seldom near, and a wrong guess would wait for it. */
  private learn(edge: number, offset: number): void {
    const word = edge * this.words + (offset >>> 5);
    const shift = offset & 31;
    const before = this.known[word];
    this.known[word] = before | (1 << shift);
    this.knownCounts[edge] += (~before >>> shift) & 1;
  }

  private takeIn(): void {
    const { arrived, waiting } = this;
    const inbox = this.inboxes[this.steps % this.inboxes.length];
    // Those that waited go first.
    arrived.collect(this.sent.length, [waiting, inbox]);
    waiting.clear();
    inbox.clear();
    this.admit();
    const { carriers, offsets, length } = arrived;
    // Apart from what follows, so that the processor looks up many at once.
    for (let i = 0; i < length; i++) {
      if (carriers[i] < this.edges) this.learn(carriers[i], offsets[i]);
    }
    this.holdAll();
  }

  /** Leaves those that downlinks let through among the arrived, the others wait. */
  private admit(): void {
    const { links, down } = this.options;
    const { arrived, downCredit } = this;
    const { receivers, carriers, offsets, length } = arrived;
    arrived.clear();
    for (let node = 0; node < downCredit.length; node++) {
      downCredit[node] = carried(downCredit[node]) + links.down[node];
    }
    for (let i = 0; i < length; i++) {
      const node = receivers[i];
      if (down[node] === 1) {
        this.lost[node]++;
        this.inFlight--;
      } else if (downCredit[node] < 1) {
        this.waiting.push(node, carriers[i], offsets[i]);
      } else {
        downCredit[node]--;
        this.inFlight--;
        this.received[node]++;
        arrived.push(node, carriers[i], offsets[i]);
      }
    }
  }

  private holdAll(): void {
    const { edgeFrom } = this.options.layout;
    const { receivers, carriers, offsets, length } = this.arrived;
    for (let i = 0; i < length; i++) {
      const carrier = carriers[i];
      const place = carrier < this.edges ? edgeFrom[carrier] : carrier - this.edges;
      if (this.has(place, offsets[i])) this.duplicates[receivers[i]]++;
      else this.hold(receivers[i], place, offsets[i]);
    }
  }

  private repair(): void {
    const { placeNode, size } = this.options.layout;
    const { repairs } = this;
    let place = repairs.pop();
    while (place !== undefined) {
      const node = placeNode[place];
      this.repaired[node] += size - this.counts[place];
      for (let offset = 0; offset < size && this.counts[place] < size; offset++) {
        if (!this.has(place, offset)) this.hold(node, place, offset);
      }
      place = repairs.pop();
    }
  }

  private has(place: number, offset: number): boolean {
    return ((this.bits[place * this.words + (offset >>> 5)] >>> (offset & 31)) & 1) === 1;
  }

  /** The node has a segment that is new to it, also on the line that crosses there. */
  private hold(node: number, place: number, offset: number): void {
    const { placeLine, placeOf, size } = this.options.layout;
    const line = placeLine[place];
    const isRow = line < size;
    const crossing = placeOf[node * 2 * size + (isRow ? size + offset : offset)];
    this.put(place, offset);
    if (crossing >= 0) this.put(crossing, isRow ? line : line - size);
    this.idle[node] = 0;
  }

  private put(place: number, offset: number): void {
    const { size } = this.options.layout;
    this.bits[place * this.words + (offset >>> 5)] |= 1 << (offset & 31);
    this.held++;
    const count = ++this.counts[place];
    if (count === size / 2) this.repairs.push(place);
    if (count === size) this.completed.push(place);
  }
}

/** Unused parts of a segment are kept for the next step; a link that was idle has nothing to keep. */
function carried(rest: number): number {
  return rest < 1 ? rest : 0;
}
