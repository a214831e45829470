import { Lane } from '../engine/order.ts';
import type { Simulation } from '../engine/simulation.ts';
import type { Tick } from '../time.ts';
import {
  type GossipOptions,
  LENGTH_BYTES,
  type PreambleOptions,
  patience,
  type Spreading,
} from './gossip-options.ts';
import type { Message, MessageNetwork } from './messages.ts';

/** What preambles need of the rest of the protocol. */
export interface PreamblesHost {
  readonly spreads: readonly Spreading[];
  /** Sends the whole message, with its preamble, unless the peer said IDONTWANT. */
  send(node: number, peer: number, spread: Spreading): void;
  /** Takes back a copy of which no byte has left; whether there was one. */
  takeBack(node: number, peer: number, spread: Spreading): boolean;
}

/** A copy that a node keeps back from a peer. */
type Postponed = readonly [node: number, peer: number];

/*
 * A large message can say IDONTWANT only once all of it is there. So its id and length go ahead in a
 * preamble, and who gets one tells its mesh IMRECEIVING: those peers keep their own copies back, and send
 * them only if no IDONTWANT has come by the time the message should have been received.
 *
 * Source: proposal for libp2p gossipsub v1.4, message preamble and IMRECEIVING. The rule for the time-out
 * is an estimate. Left out: penalties for preambles without a message.
 */
export class Preambles {
  private readonly simulation: Simulation;
  private readonly network: MessageNetwork;
  private readonly options: GossipOptions;
  private readonly own: PreambleOptions;
  private readonly host: PreamblesHost;
  /** By message, by node: until when a copy that was announced is expected. */
  private readonly expected: Map<number, Tick>[] = [];
  /** By message, by node and peer: until when the peer is expected to receive a copy. */
  private readonly receiving: Map<number, Tick>[] = [];
  private readonly controlBytes: number;
  private readonly preamble: number;
  private readonly imreceiving: number;
  private readonly overdue: number;

  constructor(
    simulation: Simulation,
    network: MessageNetwork,
    name: string,
    options: GossipOptions,
    own: PreambleOptions,
    host: PreamblesHost,
  ) {
    this.simulation = simulation;
    this.network = network;
    this.options = options;
    this.own = own;
    this.host = host;
    this.controlBytes = options.controlBytes + options.idBytes + LENGTH_BYTES;
    this.preamble = network.kind(`${name}.preamble`, (message) => this.onPreamble(message));
    this.imreceiving = network.kind(`${name}.imreceiving`, (m) => this.onImreceiving(m));
    this.overdue = simulation.handler(`${name}.overdue`, (_entity, id, payload) => {
      const [node, peer] = payload as Postponed;
      this.offer(node, peer, this.host.spreads[id]);
    });
  }

  /** Goes before a copy of a large message. */
  lead(node: number, peer: number, spread: Spreading): void {
    if (spread.bytes < this.own.leastBytes) return;
    this.network.send(node, peer, this.preamble, this.controlBytes, spread.id, undefined, true);
  }

  /** Sends the message, now or, to a peer that is receiving it, when that is overdue. */
  offer(node: number, peer: number, spread: Spreading): void {
    const until = this.receiving[spread.id]?.get(node * this.network.nodes + peer);
    if (until === undefined || until <= this.simulation.now) this.host.send(node, peer, spread);
    else this.postpone(node, peer, spread, until);
  }

  /** Whether a node was told that a copy is coming, and it is not overdue. */
  expects(node: number, spread: Spreading): boolean {
    const until = this.expected[spread.id]?.get(node);
    return until !== undefined && until > this.simulation.now;
  }

  private onPreamble({ to, from, argument }: Message): void {
    const spread = this.host.spreads[argument];
    if (spread.firstAt[to] >= 0 || this.expects(to, spread)) return;
    mapOf(this.expected, argument).set(to, this.deadline(to, from, spread));
    const mesh = this.options.mesh[to];
    for (let i = 0; i < mesh.length; i++) {
      if (mesh[i] === from) continue;
      this.network.send(
        to,
        mesh[i],
        this.imreceiving,
        this.controlBytes,
        argument,
        undefined,
        true,
      );
    }
  }

  private onImreceiving({ to, from, argument }: Message): void {
    const spread = this.host.spreads[argument];
    const until = this.deadline(to, from, spread);
    mapOf(this.receiving, argument).set(to * this.network.nodes + from, until);
    if (this.host.takeBack(to, from, spread)) this.postpone(to, from, spread, until);
  }

  private deadline(node: number, peer: number, spread: Spreading): Tick {
    const wait = patience(this.network.latency, node, peer, spread.bytes, this.own.rate);
    return (this.simulation.now + wait) as Tick;
  }

  private postpone(node: number, peer: number, spread: Spreading, until: Tick): void {
    const copy: Postponed = [node, peer];
    const entity = this.network.entityOf(node);
    this.simulation.scheduleAt(until, Lane.Timer, entity, this.overdue, spread.id, copy);
  }
}

function mapOf(maps: Map<number, Tick>[], id: number): Map<number, Tick> {
  maps[id] ??= new Map();
  return maps[id];
}
