import { Lane } from '../../../sim/engine/order.ts';
import type { Simulation } from '../../../sim/engine/simulation.ts';
import type { MessageNetwork } from '../../../sim/network/messages.ts';
import type { Stream } from '../../../sim/random.ts';
import type { Tick } from '../../../sim/time.ts';
import { type ColumnMeshes, columnMeshes } from './meshes.ts';

/*
 * Gossip on many topics at once, one for each column, among the nodes that keep the column. A node serves
 * the copies it owes one after another, in the order in which it came to owe them; right before one
 * leaves, it is dropped if the peer's IDONTWANT has come. Duplicates are an outcome.
 *
 * Copies take their time on both links and the delay of the way, without an event a chunk. Left out: the
 * windows of connections (peers keep them warm) and packet loss, lazy gossip and requests for columns
 * that did not come, mesh changes during the run, peer scores.
 */

/** Bytes of the envelope of a column, of a control message and of an id in it; as in `gossip-mesh.ts`. */
const ENVELOPE = 100;
const CONTROL = 20;
const ID = 40;
/** Smaller messages are not worth an IDONTWANT. Source: gossipsub v1.2 clients, threshold of 1 kB. */
const IDONTWANT_BYTES = 1000;
const NEVER = Number.POSITIVE_INFINITY;

export interface ColumnGossipOptions {
  readonly columns: number;
  /** Columns of each node. */
  readonly custody: readonly Uint16Array[];
  readonly degree: number;
  readonly idontwant: boolean;
  /** Checking a column before it is passed on. */
  readonly validation: Tick;
  /** A node has a column that another one sent it, checked, for the first time. */
  readonly got: (block: ColumnBlock, node: number, column: number) => void;
}

/** The columns of one block on their way. */
export interface ColumnBlock {
  readonly id: number;
  readonly publisher: number;
  /** One column on the wire, envelope included. */
  readonly bytes: number;
  readonly payload: unknown;
  /** When each place had its column, in ticks. */
  readonly hadAt: Float64Array;
  /** Copies received, and places that have their column; copies / held - 1 are the duplicates. */
  copies: number;
  held: number;
  /** Copies that the publisher sent. */
  publisherCopies: number;
}

export class ColumnGossip {
  readonly meshes: ColumnMeshes;
  private readonly simulation: Simulation;
  private readonly network: MessageNetwork;
  private readonly options: ColumnGossipOptions;
  private readonly blocks: ColumnBlock[] = [];
  private readonly fanout: Stream;
  private readonly copyKind: number;
  private readonly controlKind: number;
  private readonly freeKind: number;
  private readonly arriveKind: number;
  private readonly checkedKind: number;
  /** Copies that a node owes: places of the receivers, and blocks beside them. */
  private readonly owed: Owed[];
  private readonly serving: Uint8Array;
  private owing = 0;
  private onTheWay = 0;
  /** Scratch: ids for each peer in one IDONTWANT. */
  private readonly ids: Uint32Array;

  constructor(
    simulation: Simulation,
    network: MessageNetwork,
    name: string,
    options: ColumnGossipOptions,
  ) {
    this.simulation = simulation;
    this.network = network;
    this.options = options;
    const { streams } = simulation;
    this.meshes = columnMeshes(
      options.columns,
      options.custody,
      options.degree,
      (column) => streams.stream(`${name}/mesh/${column}`),
      (node) => network.isAlive(node),
    );
    this.fanout = streams.stream(`${name}/fanout`);
    this.owed = options.custody.map(() => ({ places: [], blocks: [], head: 0 }));
    this.serving = new Uint8Array(options.custody.length);
    this.ids = new Uint32Array(options.custody.length);
    const never = () => undefined;
    this.copyKind = network.kind(`${name}.column`, never);
    this.controlKind = network.kind(`${name}.idontwant`, never);
    this.freeKind = simulation.handler(`${name}.free`, (_entity, node) => {
      this.serving[node] = 0;
      this.serve(node);
    });
    this.arriveKind = simulation.handler(`${name}.arrive`, (_entity, code, payload) => {
      this.arrived(payload as ColumnBlock, code);
    });
    this.checkedKind = simulation.handler(`${name}.checked`, (_entity, code, payload) => {
      this.accept(payload as ColumnBlock, code);
    });
  }

  /** A new block whose columns have `columnBytes` each; `publish` hands them out. */
  block(publisher: number, columnBytes: number, payload: unknown): ColumnBlock {
    const block: ColumnBlock = {
      id: this.blocks.length,
      publisher,
      bytes: columnBytes + ENVELOPE,
      payload,
      hadAt: new Float64Array(this.meshes.placeNode.length).fill(NEVER),
      copies: 0,
      held: 0,
      publisherCopies: 0,
    };
    this.blocks.push(block);
    return block;
  }

  /** Nobody owes a copy and none is on its way. */
  get isQuiet(): boolean {
    return this.owing === 0 && this.onTheWay === 0;
  }

  /** Whether a node has a column of a block that it keeps. */
  has(block: ColumnBlock, place: number): boolean {
    return block.hadAt[place] < NEVER;
  }

  /**
   * A node made columns itself and passes on those that are new to it: a first copy of each, then a second
   * of each, and so on. Of columns that it does not keep it sends copies to as many of those who do.
   * @param columns numbers of columns
   */
  publish(block: ColumnBlock, node: number, columns: readonly number[]): void {
    const { nodePlaces, placeColumn, neighbours } = this.meshes;
    const { now } = this.simulation;
    const wanted = new Set(columns);
    const fresh: number[] = [];
    const peers: (readonly number[])[] = [];
    for (let place = nodePlaces[node]; place < nodePlaces[node + 1]; place++) {
      if (!wanted.delete(placeColumn[place]) || this.has(block, place)) continue;
      block.hadAt[place] = now;
      block.held++;
      fresh.push(place);
      peers.push(neighbours[place]);
    }
    if (node === block.publisher) for (const column of wanted) peers.push(this.outside(column));
    if (node !== block.publisher) this.tell(block, node, fresh, -1);
    const most = peers.reduce((sum, { length }) => Math.max(sum, length), 0);
    for (let rank = 0; rank < most; rank++) {
      for (const some of peers) if (rank < some.length) this.owe(node, block, some[rank]);
    }
    this.serve(node);
  }

  private outside(column: number): number[] {
    const { columnPlaces, placeNode } = this.meshes;
    const members = columnPlaces[column].filter((place) => this.network.isAlive(placeNode[place]));
    const count = Math.min(this.options.degree, members.length);
    return this.fanout.sample(count, members.length).map((i) => members[i]);
  }

  private owe(node: number, block: ColumnBlock, place: number): void {
    const { places, blocks } = this.owed[node];
    places.push(place);
    blocks.push(block);
    this.owing++;
  }

  /** One IDONTWANT to each peer in the meshes of these places, but not to the one that sent the column. */
  private tell(block: ColumnBlock, node: number, places: readonly number[], except: number): void {
    if (!this.options.idontwant || block.bytes < IDONTWANT_BYTES) return;
    const { neighbours, placeNode } = this.meshes;
    const told: number[] = [];
    for (const place of places) {
      for (const neighbour of neighbours[place]) {
        const peer = placeNode[neighbour];
        if (peer !== except && this.ids[peer]++ === 0) told.push(peer);
      }
    }
    for (const peer of told) {
      this.network.carry(node, peer, this.controlKind, CONTROL + ID * this.ids[peer]);
      this.ids[peer] = 0;
    }
  }

  /** Whether the peer's IDONTWANT is here. */
  private unwanted(block: ColumnBlock, node: number, place: number): boolean {
    const hadAt = block.hadAt[place];
    if (hadAt === NEVER || !this.options.idontwant || block.bytes < IDONTWANT_BYTES) return false;
    const way = this.network.latency.base(this.meshes.placeNode[place], node);
    return hadAt + way <= this.simulation.now;
  }

  /** The next copy that is still wanted leaves when the uplink is free. */
  private serve(node: number): void {
    if (this.serving[node] === 1) return;
    const owed = this.owed[node];
    const { simulation, network } = this;
    const entity = network.entityOf(node);
    while (owed.head < owed.places.length) {
      const free = Math.ceil(network.uplinks[node].freeAt) as Tick;
      if (free > simulation.now) {
        this.serving[node] = 1;
        simulation.scheduleAt(free, Lane.Service, entity, this.freeKind, node);
        return;
      }
      const place = owed.places[owed.head];
      const block = owed.blocks[owed.head++];
      this.owing--;
      if (!this.unwanted(block, node, place)) this.send(node, block, place);
    }
    owed.places.length = 0;
    owed.blocks.length = 0;
    owed.head = 0;
  }

  private send(node: number, block: ColumnBlock, place: number): void {
    const { network, simulation, meshes } = this;
    const to = meshes.placeNode[place];
    const at = network.carry(node, to, this.copyKind, block.bytes);
    if (node === block.publisher) block.publisherCopies++;
    if (at === undefined) return;
    this.onTheWay++;
    const code = place * meshes.nodes + node;
    const arrival = Math.ceil(at) as Tick;
    simulation.scheduleAt(
      arrival,
      Lane.Arrival,
      network.entityOf(to),
      this.arriveKind,
      code,
      block,
    );
  }

  /** @param code the place and the sender */
  private arrived(block: ColumnBlock, code: number): void {
    const { meshes, network, simulation, options } = this;
    const place = Math.floor(code / meshes.nodes);
    const node = meshes.placeNode[place];
    this.onTheWay--;
    if (!network.isAlive(node)) return;
    block.copies++;
    if (this.has(block, place)) return;
    block.hadAt[place] = simulation.now;
    block.held++;
    const from = code - place * meshes.nodes;
    this.tell(block, node, [place], from);
    if (options.validation === 0) this.accept(block, code);
    else {
      const entity = network.entityOf(node);
      simulation.schedule(options.validation, Lane.Service, entity, this.checkedKind, code, block);
    }
  }

  private accept(block: ColumnBlock, code: number): void {
    const { placeNode, placeColumn, neighbours, nodes } = this.meshes;
    const place = Math.floor(code / nodes);
    const node = placeNode[place];
    const from = code - place * nodes;
    for (const peer of neighbours[place]) {
      if (placeNode[peer] !== from) this.owe(node, block, peer);
    }
    this.serve(node);
    this.options.got(block, node, placeColumn[place]);
  }
}

interface Owed {
  readonly places: number[];
  readonly blocks: ColumnBlock[];
  head: number;
}
