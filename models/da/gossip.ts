import type { Gossip } from '../../sim/network/gossip.ts';
import { ENVELOPE, ID, validatorGossip } from './gossip-mesh.ts';
import {
  type AvailabilityLayer,
  type Blob,
  type LayerContext,
  linkUse,
  type RunningLayer,
  type Window,
} from './layer.ts';
import { consensusSettings, gossipSettings } from './shape-settings.ts';

/*
 * Everybody downloads everything: the publisher gossips the blob, every validator relays it.
 * A blob is available when a quorum has it. Monolithic calldata, EIP-4844 and Avail have this shape.
 */
export const gossipLayer: AvailabilityLayer = {
  name: 'gossip',
  about: 'everybody downloads everything by gossip',
  settings: { ...consensusSettings, ...gossipSettings },
  build: (context) => new GossipLayer(context),
};

class GossipLayer implements RunningLayer {
  private readonly context: LayerContext;
  private readonly gossip: Gossip;
  private readonly degree: number;
  private measuredFrom = 0;
  private firstCopies = 0;

  constructor(context: LayerContext) {
    this.context = context;
    const { quorum, validators } = context;
    this.degree = context.settings.get('degree');
    const { gossip } = validatorGossip(context, 'da', (node, spread, payload) => {
      const blob = payload as Blob;
      this.firstCopies += blob.bytes;
      if (spread.reached === quorum) {
        context.available(blob);
        context.consensus.submit(node, ID, () => context.confirmed(blob));
      }
      if (spread.reached === validators) context.complete(blob);
    });
    this.gossip = gossip;
  }

  publish(blob: Blob): void {
    this.gossip.publish(blob.publisher, blob.bytes, blob);
  }

  pipeline(blobBytes: number, seconds: number): number {
    const perBlob = blobBytes * this.degree;
    // Two pipes: a blob spends half its time on the way to the last third of the validators.
    return Math.max(8, 2 * Math.ceil((this.context.down * seconds) / perBlob));
  }

  resetStatistics(): void {
    this.measuredFrom = this.gossip.spreads.length;
    this.firstCopies = 0;
  }

  /** Each first copy is one of N - 1 deliveries of its blob. */
  delivered(): number {
    return this.firstCopies / (this.context.validators - 1);
  }

  roles() {
    let sent = 0;
    let payload = 0;
    for (let i = this.measuredFrom; i < this.gossip.spreads.length; i++) {
      const spread = this.gossip.spreads[i];
      sent += spread.publisherCopies * (spread.bytes + ENVELOPE);
      payload += spread.bytes;
    }
    return { publisher: { egress: sent / payload } };
  }

  /** B / (1 + d): each validator takes every copy; d is measured. */
  ceilings({ payload }: Window) {
    const { network, validators } = this.context;
    const perByte = network.accounting.totals().received / validators / payload;
    const link = Math.min(this.context.up, this.context.down);
    return [{ name: 'validator links, B / (1 + d)', rate: link / perByte }];
  }

  resources(window: Window) {
    return linkUse(this.context, window);
  }
}
