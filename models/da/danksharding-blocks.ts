import type { Message } from '../../sim/network/messages.ts';
import type { Stream } from '../../sim/random.ts';
import { type Tick, toSeconds } from '../../sim/time.ts';
import { onAllCores } from './columns/rebuild.ts';
import type { LayerContext } from './layer.ts';
import type { Block, SlotWindow, Spreading } from './slots/slots.ts';

/** Data of a cell. Source: danksharding, cells of 560 B with their proof; da-layers 7.2. */
const CELL = 512;
/** Cells that each node samples. Source: da-layers 7.2. */
const SAMPLES = 73;
/** Bytes of a message's header, and of naming one cell or line part. Estimate: protobuf sizes. */
const HEADER = 100;
const NAME = 8;
/** Peers that a node asks for cells that its own lines do not bring. Choice. */
const CROSSING_PEERS = 8;

/** What one node still waits for. */
interface NodeState {
  /** Parts on their way: the builder's messages, and parts from other keepers of its lines. */
  parts: number;
  /** Bytes of its part of each line that it keeps, and who else keeps the line. */
  readonly passes: Map<number, number>;
  ready: boolean;
  samples: number;
  /** Requests for samples that came before it had them: sender, cells. */
  readonly asked: [number, number][];
}

interface Underway {
  readonly nodes: NodeState[];
  readonly cell: number;
  /** Cells that each node must rebuild. */
  readonly rebuilt: Uint32Array;
  readonly held: (validator: number) => void;
}

/*
 * A block as a square of cells, extended both ways to four times its cells. Half of the copies of cells go
 * to those who keep their rows, half to those who keep their columns: with one copy, half of each line. The
 * keepers of a line pass their parts on to each other and rebuild the rest; then everybody asks others for
 * samples. A line that nobody keeps is seeded to a node that stands in, so that the whole square is there.
 * Parts of lines that go the same way are one message.
 *
 * Left out: coding at the builder, a machine of its own kind; lost requests; light nodes.
 */
export class SquareBlocks implements Spreading {
  private readonly context: LayerContext;
  /** Where in the square each node's rows, then its columns are, 0 to 1. */
  private readonly places: readonly number[][];
  private readonly peers: Stream;
  private readonly seedKind: number;
  private readonly partKind: number;
  private readonly requestKind: number;
  private readonly sampleKind: number;
  private seeded = 0;

  constructor(context: LayerContext) {
    this.context = context;
    const { simulation, network, validators, settings } = context;
    const custody = simulation.streams.stream('da/custody');
    this.places = Array.from({ length: validators }, () =>
      Array.from({ length: settings.get('custody') }, () => custody.uniform()),
    );
    this.peers = simulation.streams.stream('da/samples');
    this.seedKind = network.kind('da.seed', (message) => this.seededNode(message));
    this.partKind = network.kind('da.line', (message) => this.gotPart(message.to, message.payload));
    this.requestKind = network.kind('da.request', (message) => this.asked(message));
    this.sampleKind = network.kind('da.sample', ({ to, argument, payload }) => {
      this.sampled(to, argument, payload as Underway);
    });
  }

  /** Bytes of cells with proofs that one payload byte becomes: 4 x 1.094. */
  private expansion(): number {
    return (4 * (CELL + this.context.settings.get('proofBytes'))) / CELL;
  }

  spread(block: Block, held: (validator: number) => void): void {
    const { context } = this;
    const { validators, settings, network, values } = context;
    const side = 2 * Math.ceil(Math.sqrt(block.bytes / CELL));
    const cell = CELL + settings.get('proofBytes');
    const { dispersed } = values;
    const live = Array.from({ length: validators }, (_, node) => node).filter(
      (node) => node !== block.leader && network.isAlive(node),
    );
    const underway: Underway = {
      nodes: Array.from({ length: validators }, () => newNode()),
      cell,
      rebuilt: new Uint32Array(validators),
      held,
    };
    held(block.leader);
    if (live.length === 0) return;
    // Of each line, what the builder seeds to it, and what of that is distinct.
    const seeds = (settings.get('copies') * dispersed * side) / 2;
    const distinct = Math.min(seeds, dispersed * side);
    const missing = dispersed < 0.5 ? Number.POSITIVE_INFINITY : Math.max(0, side / 2 - distinct);
    const own = new Float64Array(validators);
    const standIn = new Float64Array(validators);
    const keepers = this.keepers(side, live);
    keepers.forEach((nodes, line) => {
      if (nodes.length === 0) {
        standIn[live[line % live.length]] += seeds * cell;
        return;
      }
      const part = (seeds * cell) / nodes.length;
      for (const node of nodes) {
        own[node] += part;
        underway.rebuilt[node] += Math.max(0, side - distinct);
        const { passes } = underway.nodes[node];
        for (const other of nodes) {
          if (other !== node) passes.set(other, (passes.get(other) ?? 0) + part);
        }
      }
    });
    for (const node of live) {
      const state = underway.nodes[node];
      for (const [other] of state.passes) underway.nodes[other].parts++;
      if (missing > 0) this.cross(underway, node, live, missing, keepers);
    }
    // What nodes keep goes first, so that they can pass it on.
    for (const bytes of [own, standIn]) {
      for (const node of live) {
        if (bytes[node] > 0) this.seed(block.leader, node, bytes[node], bytes === own, underway);
      }
    }
    this.ask(underway, live, keepers, block.leader);
  }

  /** Live nodes that keep each line: rows first, then columns. */
  private keepers(side: number, live: readonly number[]): number[][] {
    const lines = Array.from({ length: 2 * side }, (): number[] => []);
    const rows = Math.ceil(this.context.settings.get('custody') / 2);
    for (const node of live) {
      this.places[node].forEach((place, i) => {
        const line = Math.floor(place * side) + (i < rows ? 0 : side);
        if (!lines[line].includes(node)) lines[line].push(node);
      });
    }
    return lines;
  }

  private seed(
    leader: number,
    node: number,
    bytes: number,
    own: boolean,
    underway: Underway,
  ): void {
    const total = Math.ceil(bytes) + HEADER;
    underway.nodes[node].parts++;
    this.seeded += total;
    this.context.network.send(leader, node, this.seedKind, total, own ? 1 : 0, underway);
  }

  /** Cells that the lines themselves do not bring come from those who keep the lines across. */
  private cross(
    underway: Underway,
    node: number,
    live: readonly number[],
    missing: number,
    keepers: readonly (readonly number[])[],
  ): void {
    if (missing === Number.POSITIVE_INFINITY) {
      underway.nodes[node].parts = Number.POSITIVE_INFINITY;
      return;
    }
    const lines = keepers.filter((nodes) => nodes.includes(node)).length;
    const bytes = Math.ceil((missing * lines * underway.cell) / CROSSING_PEERS) + HEADER;
    for (let i = 0; i < CROSSING_PEERS; i++) {
      const peer = live[this.peers.below(live.length)];
      if (peer === node) continue;
      underway.nodes[node].parts++;
      this.context.network.send(peer, node, this.partKind, bytes, 0, underway);
    }
  }

  /** Samples of all nodes, drawn over lines; those that one node is asked for are one request. */
  private ask(
    underway: Underway,
    live: readonly number[],
    keepers: readonly (readonly number[])[],
    leader: number,
  ): void {
    const { network } = this.context;
    for (const node of live) {
      const cells = new Map<number, number>();
      for (let i = 0; i < SAMPLES; i++) {
        const line = this.peers.below(keepers.length);
        const nodes = keepers[line];
        const target =
          nodes.length === 0 ? live[line % live.length] : nodes[this.peers.below(nodes.length)];
        if (target !== node && target !== leader) {
          cells.set(target, (cells.get(target) ?? 0) + 1);
        }
      }
      for (const [target, count] of cells) {
        underway.nodes[node].samples += count;
        const bytes = HEADER + NAME * count;
        network.send(node, target, this.requestKind, bytes, count, underway, true);
      }
    }
  }

  private seededNode({ to, argument, payload }: Message): void {
    const underway = payload as Underway;
    if (argument === 1) {
      for (const [other, bytes] of underway.nodes[to].passes) {
        const total = Math.ceil(bytes) + HEADER;
        this.context.network.send(to, other, this.partKind, total, 0, underway);
      }
    }
    this.gotPart(to, underway);
  }

  private gotPart(node: number, payload: unknown): void {
    const underway = payload as Underway;
    if (--underway.nodes[node].parts > 0) return;
    const { processors, settings } = this.context;
    // Half of a line is data: the rate counts payload.
    const work = (underway.rebuilt[node] * CELL) / settings.get('encodeRate');
    onAllCores(processors, settings.get('cores'), node, work, () => this.ready(underway, node));
  }

  private ready(underway: Underway, node: number): void {
    const state = underway.nodes[node];
    state.ready = true;
    for (const [peer, count] of state.asked) this.answer(underway, node, peer, count);
    if (state.samples === 0) underway.held(node);
  }

  private asked({ from, to, argument, payload }: Message): void {
    const underway = payload as Underway;
    const state = underway.nodes[to];
    if (state.ready) this.answer(underway, to, from, argument);
    else state.asked.push([from, argument]);
  }

  private answer(underway: Underway, node: number, peer: number, count: number): void {
    const bytes = HEADER + count * underway.cell;
    this.context.network.send(node, peer, this.sampleKind, bytes, count, underway);
  }

  private sampled(node: number, count: number, underway: Underway): void {
    const state = underway.nodes[node];
    state.samples -= count;
    if (state.samples === 0 && state.ready) underway.held(node);
  }

  /** The builder hands out each copy of each cell in the time that the deadline leaves. */
  largest(): number {
    const deadline = toSeconds(this.context.settings.get('deadline') as Tick);
    return (deadline * this.context.up) / this.handedOut();
  }

  /** Bytes that the builder uploads a payload byte: 4.38 r. */
  private handedOut(): number {
    const { settings, values } = this.context;
    return this.expansion() * settings.get('copies') * values.dispersed;
  }

  resetStatistics(): void {
    this.seeded = 0;
  }

  roles({ payload }: SlotWindow) {
    return { builder: { egress: this.seeded / payload } };
  }

  ceilings({ payload, seconds, usable }: SlotWindow) {
    const { up, down, network, validators } = this.context;
    let busiest = 0;
    for (const way of ['up', 'down'] as const) {
      let sum = 0;
      for (let node = 0; node < validators; node++) sum += network.utilisation(node, way);
      busiest = Math.max(busiest, sum / validators);
    }
    const link = Math.min(up, down);
    return [
      { name: 'builder uplink, B (w / tau) / (4.38 r)', rate: (up / this.handedOut()) * usable },
      {
        name: 'validator links, custody and samples',
        rate: busiest > 0 ? payload / seconds / busiest : link,
      },
    ];
  }

  resources({ seconds }: SlotWindow) {
    const { up, validators, settings, processors } = this.context;
    let work = 0;
    for (let node = 0; node < validators; node++) work += processors.done(node);
    return [
      { name: 'builder uplink', utilisation: this.seeded / seconds / up },
      { name: 'cores', utilisation: work / validators / settings.get('cores') / seconds },
    ];
  }
}

function newNode(): NodeState {
  return { parts: 0, passes: new Map(), ready: false, samples: 0, asked: [] };
}
