import { Lane } from '../engine/order.ts';
import type { Simulation } from '../engine/simulation.ts';
import { Announcements } from './gossip-announcements.ts';
import { LazyGossip } from './gossip-lazy.ts';
import type { GossipOptions, Spread, Spreading } from './gossip-options.ts';
import { Preambles } from './gossip-preambles.ts';
import type { Message, MessageNetwork } from './messages.ts';

export type { AnnounceOptions, GossipOptions, PreambleOptions, Spread } from './gossip-options.ts';

/*
 * Gossipsub: eager push over a mesh, lazy IHAVE/IWANT to other peers at each heartbeat, and IDONTWANT
 * (v1.2) to spare the copies of large messages; preambles and announcements where the options have them.
 * Duplicates are an outcome, never a parameter.
 *
 * Source: libp2p gossipsub specifications v1.0 to v1.2. Left out: peer scores, mesh changes during the
 * run, fanout, opportunistic grafting, validation queues.
 */

export class Gossip {
  /** Every message published so far. */
  readonly spreads: readonly Spread[];
  private readonly all: Spreading[] = [];
  private readonly simulation: Simulation;
  private readonly network: MessageNetwork;
  private readonly options: GossipOptions;
  private readonly first: (node: number, spread: Spread, payload: unknown) => void;
  private readonly lazy: LazyGossip;
  private readonly preambles: Preambles | undefined;
  private readonly announcements: Announcements | undefined;
  private readonly push: number;
  private readonly idontwant: number;
  private readonly validated: number;

  /** @param first called at each node's first copy, after validation; not for the publisher */
  constructor(
    simulation: Simulation,
    network: MessageNetwork,
    name: string,
    options: GossipOptions,
    first: (node: number, spread: Spread, payload: unknown) => void,
  ) {
    this.spreads = this.all;
    this.simulation = simulation;
    this.network = network;
    this.options = options;
    this.first = first;
    this.push = network.kind(`${name}.message`, (message) => this.received(message));
    this.lazy = new LazyGossip(simulation, network, name, options, {
      spreads: this.all,
      wants: (node, spread) => this.wants(node, spread),
      answer: (node, peer, spread) => this.sendCopy(node, peer, spread),
    });
    this.idontwant = network.kind(`${name}.idontwant`, (message) => this.onIdontwant(message));
    this.validated = simulation.handler(`${name}.validated`, (_entity, id, payload) => {
      this.accept(payload as Message, this.all[id]);
    });
    const { preamble, announce } = options;
    const host = {
      spreads: this.all,
      send: (node: number, peer: number, spread: Spreading) => this.sendWanted(node, peer, spread),
      takeBack: (node: number, peer: number, spread: Spreading) =>
        this.takeBack(node, peer, spread),
    };
    if (preamble !== undefined) {
      this.preambles = new Preambles(simulation, network, name, options, preamble, host);
    }
    if (announce !== undefined) {
      this.announcements = new Announcements(simulation, network, name, options, announce, host);
    }
  }

  /** Publishes a message of `bytes` at `node`; the payload reaches every node. */
  publish(node: number, bytes: number, payload?: unknown): Spread {
    const { nodes } = this.network;
    const spread: Spreading = {
      id: this.all.length,
      bytes,
      publisher: node,
      publishedAt: this.simulation.now,
      firstAt: new Float64Array(nodes).fill(-1),
      reached: 1,
      copies: 0,
      publisherCopies: 0,
      payload,
      unwanted: [],
    };
    spread.firstAt[node] = this.simulation.now;
    this.all.push(spread);
    this.lazy.remember(node, spread);
    if (this.options.floodPublish) this.relay(node, spread, this.options.connections[node], -1);
    else this.passOn(node, spread, -1);
    return spread;
  }

  /** To the mesh, whole or announced. */
  private passOn(node: number, spread: Spreading, except: number): void {
    const peers = this.options.mesh[node];
    if (this.announcements === undefined) {
      this.relay(node, spread, peers, except);
      return;
    }
    const unwanted = spread.unwanted[node];
    const wanting = peers.filter((peer) => peer !== except && !unwanted?.includes(peer));
    this.announcements.offer(node, wanting, spread);
  }

  private relay(node: number, spread: Spreading, peers: readonly number[], except: number): void {
    const unwanted = spread.unwanted[node];
    for (let i = 0; i < peers.length; i++) {
      const peer = peers[i];
      if (peer === except || unwanted?.includes(peer)) continue;
      if (this.preambles === undefined) this.sendCopy(node, peer, spread);
      else this.preambles.offer(node, peer, spread);
    }
  }

  /** A copy, unless the peer said meanwhile that it does not want it. */
  private sendWanted(node: number, peer: number, spread: Spreading): void {
    if (!spread.unwanted[node]?.includes(peer)) this.sendCopy(node, peer, spread);
  }

  private sendCopy(node: number, peer: number, spread: Spreading): void {
    const bytes = spread.bytes + this.options.envelopeBytes;
    this.preambles?.lead(node, peer, spread);
    if (node === spread.publisher) spread.publisherCopies++;
    this.network.send(node, peer, this.push, bytes, spread.id);
  }

  /** Takes back a copy of which no byte has left; whether there was one. */
  private takeBack(node: number, peer: number, spread: Spreading): boolean {
    const withdrawn = this.network.withdraw(
      node,
      (waiting) => waiting.kind === this.push && waiting.argument === spread.id,
      peer,
    );
    if (node === spread.publisher) spread.publisherCopies -= withdrawn;
    return withdrawn > 0;
  }

  /** Whether a node lacks a message and does not expect a copy already. */
  private wants(node: number, spread: Spreading): boolean {
    return (
      spread.firstAt[node] < 0 &&
      !this.preambles?.expects(node, spread) &&
      !this.announcements?.expects(node, spread)
    );
  }

  private received(message: Message): void {
    const { to, from } = message;
    const spread = this.all[message.argument];
    spread.copies++;
    if (spread.firstAt[to] >= 0) return;
    spread.firstAt[to] = this.simulation.now;
    spread.reached++;
    if (spread.bytes >= this.options.idontwantBytes) {
      const mesh = this.options.mesh[to];
      const bytes = this.options.controlBytes + this.options.idBytes;
      for (let i = 0; i < mesh.length; i++) {
        if (mesh[i] === from) continue;
        this.network.send(to, mesh[i], this.idontwant, bytes, spread.id, undefined, true);
      }
    }
    if (this.options.validation > 0) {
      this.simulation.schedule(
        this.options.validation,
        Lane.Service,
        this.network.entityOf(to),
        this.validated,
        spread.id,
        message,
      );
    } else {
      this.accept(message, spread);
    }
  }

  private accept(message: Message, spread: Spreading): void {
    const { to, from } = message;
    if (!this.network.isAlive(to)) {
      // It went down while checking: the message is new to it when it is back.
      this.forget(to, spread);
      return;
    }
    this.lazy.remember(to, spread);
    this.passOn(to, spread, from);
    this.first(to, spread, spread.payload);
  }

  private forget(node: number, spread: Spreading): void {
    spread.firstAt[node] = -1;
    spread.reached--;
  }

  private onIdontwant(message: Message): void {
    const { to, from, argument } = message;
    const spread = this.all[argument];
    const { unwanted } = spread;
    const peers = unwanted[to];
    if (peers === undefined) unwanted[to] = [from];
    else peers.push(from);
    this.takeBack(to, from, spread);
  }
}
