import { Lane } from '../engine/order.ts';
import type { Simulation } from '../engine/simulation.ts';
import type { Stream } from '../random.ts';
import type { Tick } from '../time.ts';
import type { Message, MessageNetwork } from './messages.ts';

/*
 * Gossipsub: eager push over a mesh, lazy IHAVE/IWANT to other peers at each heartbeat, and IDONTWANT
 * (v1.2) to spare the copies of large messages. Duplicates are an outcome, never a parameter.
 *
 * Source: libp2p gossipsub specifications v1.0 to v1.2. Left out: peer scores, mesh changes during the
 * run, fanout, validation queues.
 */

export interface GossipOptions {
  /** Neighbours that get each message at once. */
  readonly mesh: readonly (readonly number[])[];
  /** All connected peers, mesh included. */
  readonly connections: readonly (readonly number[])[];
  /** Peers outside the mesh that hear of recent messages at each heartbeat. */
  readonly lazy: number;
  /** At least this share of the peers outside the mesh hears of them. */
  readonly lazyShare: number;
  readonly heartbeat: Tick;
  /** Heartbeats during which a message is announced. */
  readonly history: number;
  /** Messages of at least this size are followed by IDONTWANT; infinity switches it off. */
  readonly idontwantBytes: number;
  /** The publisher sends to every connected peer instead of its mesh. */
  readonly floodPublish: boolean;
  /** Checking a message before it is passed on. */
  readonly validation: Tick;
  /** Envelope of a message: topic, signature, framing. */
  readonly envelopeBytes: number;
  /** A control message without ids, and one id in it. */
  readonly controlBytes: number;
  readonly idBytes: number;
}

/** What became of one message. */
export interface Spread {
  readonly id: number;
  readonly bytes: number;
  readonly publisher: number;
  readonly publishedAt: Tick;
  /** Tick of the first copy by node, -1 before it; the publisher has its own at once. */
  readonly firstAt: Float64Array;
  reached: number;
  /** Full copies received, the first ones included. */
  copies: number;
  /** Full copies that the publisher itself sent. */
  publisherCopies: number;
}

interface Spreading extends Spread {
  readonly payload: unknown;
  /** By node: peers that said IDONTWANT. */
  readonly unwanted: (number[] | undefined)[];
}

export class Gossip {
  /** Every message published so far. */
  readonly spreads: readonly Spread[];
  private readonly all: Spreading[] = [];
  private readonly simulation: Simulation;
  private readonly network: MessageNetwork;
  private readonly options: GossipOptions;
  private readonly first: (node: number, spread: Spread, payload: unknown) => void;
  private readonly others: readonly (readonly number[])[];
  private readonly streams: readonly Stream[];
  private readonly phase: Float64Array;
  /** By node: ids still announced, with the heartbeats they have left. */
  private readonly recent: { id: number; left: number }[][];
  private readonly beating: Uint8Array;
  private readonly push: number;
  private readonly ihave: number;
  private readonly iwant: number;
  private readonly idontwant: number;
  private readonly beat: number;
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
    const { nodes } = network;
    this.others = options.connections.map((peers, node) => {
      const inMesh = new Set(options.mesh[node]);
      return peers.filter((peer) => !inMesh.has(peer));
    });
    this.streams = Array.from({ length: nodes }, (_, node) =>
      simulation.streams.stream(`${name}/lazy/${node}`),
    );
    const phases = simulation.streams.stream(`${name}/phase`);
    this.phase = Float64Array.from({ length: nodes }, () => phases.below(options.heartbeat));
    this.recent = Array.from({ length: nodes }, () => []);
    this.beating = new Uint8Array(nodes);
    this.push = network.kind(`${name}.message`, (message) => this.received(message));
    this.ihave = network.kind(`${name}.ihave`, (message) => this.onIhave(message));
    this.iwant = network.kind(`${name}.iwant`, (message) => this.onIwant(message));
    this.idontwant = network.kind(`${name}.idontwant`, (message) => this.onIdontwant(message));
    this.beat = simulation.handler(`${name}.heartbeat`, (_entity, node) => this.heartbeat(node));
    this.validated = simulation.handler(`${name}.validated`, (_entity, id, payload) => {
      this.accept(payload as Message, this.all[id]);
    });
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
    this.remember(node, spread);
    const peers = this.options.floodPublish ? this.options.connections : this.options.mesh;
    this.relay(node, spread, peers[node], -1);
    return spread;
  }

  private relay(node: number, spread: Spreading, peers: readonly number[], except: number): void {
    const unwanted = spread.unwanted[node];
    for (let i = 0; i < peers.length; i++) {
      const peer = peers[i];
      if (peer === except || unwanted?.includes(peer)) continue;
      this.sendCopy(node, peer, spread);
    }
  }

  private sendCopy(node: number, peer: number, spread: Spreading): void {
    const bytes = spread.bytes + this.options.envelopeBytes;
    if (node === spread.publisher) spread.publisherCopies++;
    this.network.send(node, peer, this.push, bytes, spread.id);
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
    this.remember(to, spread);
    this.relay(to, spread, this.options.mesh[to], from);
    this.first(to, spread, spread.payload);
  }

  private forget(node: number, spread: Spreading): void {
    spread.firstAt[node] = -1;
    spread.reached--;
  }

  // --- lazy gossip ---

  private remember(node: number, spread: Spread): void {
    if (this.options.history === 0 || this.options.lazy === 0) return;
    this.recent[node].push({ id: spread.id, left: this.options.history });
    if (this.beating[node] === 1) return;
    this.beating[node] = 1;
    const { heartbeat } = this.options;
    const since = (this.simulation.now - this.phase[node]) % heartbeat;
    const until = (since < 0 ? -since : heartbeat - since) as Tick;
    this.simulation.schedule(until, Lane.Timer, this.network.entityOf(node), this.beat, node);
  }

  private heartbeat(node: number): void {
    const recent = this.recent[node];
    const others = this.others[node];
    const { lazy, lazyShare, controlBytes, idBytes } = this.options;
    if (others.length > 0) {
      const share = Math.floor(lazyShare * others.length);
      const wanted = Math.max(lazy, share);
      const count = Math.min(wanted, others.length);
      const ids = recent.map((entry) => entry.id);
      const bytes = controlBytes + ids.length * idBytes;
      for (const at of this.streams[node].sample(count, others.length)) {
        this.network.send(node, others[at], this.ihave, bytes, ids.length, ids, true);
      }
    }
    let kept = 0;
    for (const entry of recent) if (--entry.left > 0) recent[kept++] = entry;
    recent.length = kept;
    if (kept > 0) {
      const entity = this.network.entityOf(node);
      this.simulation.schedule(this.options.heartbeat, Lane.Timer, entity, this.beat, node);
    } else {
      this.beating[node] = 0;
    }
  }

  private onIhave(message: Message): void {
    const { to, from } = message;
    const missing = (message.payload as number[]).filter((id) => this.all[id].firstAt[to] < 0);
    if (missing.length === 0) return;
    const bytes = this.options.controlBytes + missing.length * this.options.idBytes;
    this.network.send(to, from, this.iwant, bytes, missing.length, missing, true);
  }

  private onIwant(message: Message): void {
    for (const id of message.payload as number[]) {
      this.sendCopy(message.to, message.from, this.all[id]);
    }
  }

  private onIdontwant(message: Message): void {
    const { to, from, argument } = message;
    const spread = this.all[argument];
    const { unwanted } = spread;
    const peers = unwanted[to];
    if (peers === undefined) unwanted[to] = [from];
    else peers.push(from);
    const withdrawn = this.network.withdraw(
      to,
      (waiting) => waiting.kind === this.push && waiting.argument === argument,
      from,
    );
    if (to === spread.publisher) spread.publisherCopies -= withdrawn;
  }
}
