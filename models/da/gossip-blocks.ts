import type { Gossip } from '../../sim/network/gossip.ts';
import { type Tick, toSeconds } from '../../sim/time.ts';
import { deadlineBytes, gossipHops } from './gossip-law.ts';
import { ENVELOPE, validatorGossip } from './gossip-mesh.ts';
import type { LayerContext } from './layer.ts';
import type { Block, SlotWindow, Spreading } from './slots/slots.ts';

/** Messages that a block travels in at most. Choice: more change little and cost time. */
const MOST_MESSAGES = 16;

/** What light clients download of a block, in bytes; absent where a layer has none. */
export type LightBytes = (block: Pick<Block, 'bytes' | 'payload'>) => number;

interface Underway {
  readonly messages: number;
  readonly have: Uint16Array;
  readonly held: (validator: number) => void;
}

/*
 * A block that everybody downloads whole by gossip, in one message for each unit of the protocol. Left
 * out: checking its contents, the pool in which blobs wait.
 */
export class GossipBlocks implements Spreading {
  private readonly context: LayerContext;
  private readonly gossip: Gossip;
  private readonly edges: number;
  private readonly light: LightBytes | undefined;
  private measuredFrom = 0;

  constructor(context: LayerContext, light?: LightBytes) {
    this.context = context;
    this.light = light;
    const { gossip, edges } = validatorGossip(context, 'da', (node, _spread, payload) => {
      const block = payload as Underway;
      if (++block.have[node] === block.messages) block.held(node);
    });
    this.gossip = gossip;
    this.edges = edges;
  }

  spread(block: Block, held: (validator: number) => void): void {
    const unit = this.context.settings.get('blobUnit');
    const units = Math.ceil(block.bytes / unit);
    // A protocol without padding has no units: the block is one message.
    const messages = unit === 1 ? 1 : Math.min(units, MOST_MESSAGES);
    const have = new Uint16Array(this.context.validators);
    const underway: Underway = { messages, have, held };
    held(block.leader);
    const each = Math.ceil(block.bytes / messages);
    for (let i = 0; i < messages; i++) this.gossip.publish(block.leader, each, underway);
  }

  largest(): number {
    return deadlineBytes(this.context);
  }

  resetStatistics(): void {
    this.measuredFrom = this.gossip.spreads.length;
  }

  roles({ payload, blocks }: SlotWindow) {
    let sent = 0;
    for (let i = this.measuredFrom; i < this.gossip.spreads.length; i++) {
      const spread = this.gossip.spreads[i];
      sent += spread.publisherCopies * (spread.bytes + ENVELOPE);
    }
    const leader = { egress: sent / payload };
    if (this.light === undefined || blocks === 0) return { leader };
    const each = payload / blocks;
    const light = { egress: 0, ingress: this.light({ bytes: each, payload: each }) / each };
    return { leader, light };
  }

  /** B / (1 + d) with the d measured, and the deadline: S <= (w / h - p) B / D. */
  ceilings({ payload }: SlotWindow) {
    const { network, up, down, validators, settings, values } = this.context;
    let received = 0;
    for (let node = 0; node < validators; node++) received += network.accounting.received[node];
    const perByte = received / validators / payload;
    const links = { name: 'validator links, B / (1 + d)', rate: Math.min(up, down) / perByte };
    // A block of the protocol's size may be larger than the law takes for safe, and still be in time.
    if (values.limits === 'protocol') return [links];
    const interval = toSeconds(settings.get('blockInterval') as Tick);
    return [links, { name: 'deadline, (w / h - p) B / (D tau)', rate: this.largest() / interval }];
  }

  /** A block comes hop after hop: each relay serves its mesh while the others wait for it. */
  resources({ payload, blocks, seconds }: SlotWindow) {
    const { settings, validators, up } = this.context;
    const copies = this.roles({ payload, blocks, seconds, usable: 1 }).leader.egress;
    const hops = gossipHops(validators, settings.get('degree'));
    const busy = (hops * copies * payload) / up;
    return [{ name: 'relay uplinks, hop after hop', utilisation: busy / seconds }];
  }

  /** Without IDONTWANT every edge of the mesh carries every message: d >= D / 2 - 1. */
  assert(): void {
    const { values, validators } = this.context;
    if (values.idontwant) return;
    const { spreads } = this.gossip;
    const last = spreads[spreads.length - 1]?.publishedAt ?? 0;
    for (let i = this.measuredFrom; i < spreads.length; i++) {
      const { reached, copies, publishedAt } = spreads[i];
      // Copies of the last block may still be on their way.
      if (reached === validators && publishedAt < last && copies < this.edges) {
        throw new Error(`da, expected a copy on each of ${this.edges} edges, got ${copies} copies`);
      }
    }
  }
}
