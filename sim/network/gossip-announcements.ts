import { Lane } from '../engine/order.ts';
import type { Simulation } from '../engine/simulation.ts';
import type { Stream } from '../random.ts';
import {
  type AnnounceOptions,
  type GossipOptions,
  LENGTH_BYTES,
  patience,
  type Spreading,
} from './gossip-options.ts';
import type { Message, MessageNetwork } from './messages.ts';

/** What announcements need of the rest of the protocol. */
export interface AnnouncementsHost {
  readonly spreads: readonly Spreading[];
  /** Sends the whole message, unless the peer said IDONTWANT. */
  send(node: number, peer: number, spread: Spreading): void;
}

/*
 * A lazy mesh: only a few mesh peers get a message at once, the others an IANNOUNCE. Who lacks the message
 * answers INEED to one announcer at a time; when the message is overdue, to the next one.
 *
 * Source: proposal for libp2p gossipsub v2.0, IANNOUNCE and INEED. Estimates: the rule for the time-out,
 * and the length in the announcement that it needs.
 */
export class Announcements {
  private readonly simulation: Simulation;
  private readonly network: MessageNetwork;
  private readonly own: AnnounceOptions;
  private readonly host: AnnouncementsHost;
  private readonly streams: readonly Stream[];
  /** By message, by node that asked for it: announcers that it may ask next. */
  private readonly asking: Map<number, number[]>[] = [];
  private readonly announceBytes: number;
  private readonly needBytes: number;
  private readonly iannounce: number;
  private readonly ineed: number;
  private readonly overdue: number;

  constructor(
    simulation: Simulation,
    network: MessageNetwork,
    name: string,
    options: GossipOptions,
    own: AnnounceOptions,
    host: AnnouncementsHost,
  ) {
    this.simulation = simulation;
    this.network = network;
    this.own = own;
    this.host = host;
    this.needBytes = options.controlBytes + options.idBytes;
    this.announceBytes = this.needBytes + LENGTH_BYTES;
    this.streams = Array.from({ length: network.nodes }, (_, node) =>
      simulation.streams.stream(`${name}/announce/${node}`),
    );
    this.iannounce = network.kind(`${name}.iannounce`, (message) => this.onIannounce(message));
    this.ineed = network.kind(`${name}.ineed`, ({ to, from, argument }) => {
      host.send(to, from, host.spreads[argument]);
    });
    this.overdue = simulation.handler(`${name}.needed`, (_entity, id, node) => {
      this.askNext(node as number, this.host.spreads[id]);
    });
  }

  /** Sends the message to a few of the peers and announces it to the others. */
  offer(node: number, peers: readonly number[], spread: Spreading): void {
    const count = Math.min(this.own.eager, peers.length);
    const eager = new Set(this.streams[node].sample(count, peers.length));
    peers.forEach((peer, i) => {
      if (eager.has(i)) this.host.send(node, peer, spread);
      else {
        const { announceBytes, iannounce } = this;
        this.network.send(node, peer, iannounce, announceBytes, spread.id, undefined, true);
      }
    });
  }

  /** Whether a node has asked for the message and the answer is not overdue. */
  expects(node: number, spread: Spreading): boolean {
    return this.asking[spread.id]?.has(node) ?? false;
  }

  private onIannounce({ to, from, argument }: Message): void {
    const spread = this.host.spreads[argument];
    if (spread.firstAt[to] >= 0) return;
    this.asking[argument] ??= new Map();
    const others = this.asking[argument].get(to);
    if (others !== undefined) {
      others.push(from);
      return;
    }
    this.asking[argument].set(to, []);
    this.ask(to, from, spread);
  }

  private ask(node: number, peer: number, spread: Spreading): void {
    this.network.send(node, peer, this.ineed, this.needBytes, spread.id, undefined, true);
    const wait = patience(this.network.latency, node, peer, spread.bytes, this.own.rate);
    const entity = this.network.entityOf(node);
    this.simulation.schedule(wait, Lane.Timer, entity, this.overdue, spread.id, node);
  }

  private askNext(node: number, spread: Spreading): void {
    const asking = this.asking[spread.id];
    const next = spread.firstAt[node] >= 0 ? undefined : asking.get(node)?.shift();
    if (next === undefined || !this.network.isAlive(node)) asking.delete(node);
    else this.ask(node, next, spread);
  }
}
