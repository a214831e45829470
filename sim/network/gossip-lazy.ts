import { Lane } from '../engine/order.ts';
import type { Simulation } from '../engine/simulation.ts';
import type { Stream } from '../random.ts';
import type { Tick } from '../time.ts';
import type { GossipOptions, Spreading } from './gossip-options.ts';
import type { Message, MessageNetwork } from './messages.ts';

/** What lazy gossip needs of the rest of the protocol. */
export interface LazyGossipHost {
  readonly spreads: readonly Spreading[];
  /** Whether a node lacks a message and no copy is on its way to it. */
  wants(node: number, spread: Spreading): boolean;
  /** Sends the whole message to a peer that asked for it. */
  answer(node: number, peer: number, spread: Spreading): void;
}

/**
 * IHAVE and IWANT: at each heartbeat a node tells some peers outside its mesh what it got lately, and they
 * ask for what they lack. Source: libp2p gossipsub v1.0, with the share of peers of v1.1.
 */
export class LazyGossip {
  private readonly simulation: Simulation;
  private readonly network: MessageNetwork;
  private readonly options: GossipOptions;
  private readonly host: LazyGossipHost;
  private readonly others: readonly (readonly number[])[];
  private readonly streams: readonly Stream[];
  private readonly phase: Float64Array;
  /** By node: ids still announced, with the heartbeats they have left. */
  private readonly recent: { id: number; left: number }[][];
  private readonly beating: Uint8Array;
  private readonly ihave: number;
  private readonly iwant: number;
  private readonly beat: number;

  constructor(
    simulation: Simulation,
    network: MessageNetwork,
    name: string,
    options: GossipOptions,
    host: LazyGossipHost,
  ) {
    this.simulation = simulation;
    this.network = network;
    this.options = options;
    this.host = host;
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
    this.ihave = network.kind(`${name}.ihave`, (message) => this.onIhave(message));
    this.iwant = network.kind(`${name}.iwant`, (message) => this.onIwant(message));
    this.beat = simulation.handler(`${name}.heartbeat`, (_entity, node) => this.heartbeat(node));
  }

  /** A node has a message: its next heartbeats speak of it. */
  remember(node: number, spread: Spreading): void {
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
    const { spreads } = this.host;
    const missing = (message.payload as number[]).filter((id) => this.host.wants(to, spreads[id]));
    if (missing.length === 0) return;
    const bytes = this.options.controlBytes + missing.length * this.options.idBytes;
    this.network.send(to, from, this.iwant, bytes, missing.length, missing, true);
  }

  private onIwant(message: Message): void {
    for (const id of message.payload as number[]) {
      this.host.answer(message.to, message.from, this.host.spreads[id]);
    }
  }
}
