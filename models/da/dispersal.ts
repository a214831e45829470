import type { Message } from '../../sim/network/messages.ts';
import type { AvailabilityLayer, Blob, LayerContext, RunningLayer } from './layer.ts';

/*
 * The publisher codes the blob, sends each holder its share directly and collects signatures; only the
 * certificate travels through consensus. 0G DA, EigenDA and Walrus have this shape.
 *
 * Every validator holds one share of `expansion / N` of the blob. Left out here: coding time, unequal
 * shares by stake, relays.
 */
export const dispersalLayer: AvailabilityLayer = {
  name: 'dispersal',
  about: 'shares go straight to their holders, certificates through consensus',
  build: (context) => new DispersalLayer(context),
};

interface Dispersed {
  readonly blob: Blob;
  signatures: number;
}

class DispersalLayer implements RunningLayer {
  private readonly context: LayerContext;
  private readonly shares: number;
  private readonly signatures: number;
  /** Payload bytes of the blobs whose shares arrived, once a share. */
  private held = 0;

  constructor(context: LayerContext) {
    this.context = context;
    const { network } = context;
    this.shares = network.kind('da.share', (message) => this.hold(message));
    this.signatures = network.kind('da.signature', (message) => {
      this.sign(message.payload as Dispersed);
    });
  }

  publish(blob: Blob): void {
    const { network } = this.context;
    const state: Dispersed = { blob, signatures: 0 };
    const bytes = this.shareBytes(blob.bytes);
    const first = blob.id % network.nodes;
    for (let i = 0; i < network.nodes; i++) {
      const holder = (first + i) % network.nodes;
      if (holder !== blob.publisher) {
        network.send(blob.publisher, holder, this.shares, bytes, blob.id, state);
      }
    }
    this.sign(state);
  }

  private shareBytes(blobBytes: number): number {
    const { expansion, proofBytes } = this.context.values;
    return Math.ceil((blobBytes * expansion) / this.context.network.nodes) + proofBytes;
  }

  private hold(message: Message): void {
    const { network, values } = this.context;
    const { to, from, argument, payload } = message;
    this.held += (payload as Dispersed).blob.bytes;
    network.send(to, from, this.signatures, values.signatureBytes, argument, payload, true);
  }

  private sign(state: Dispersed): void {
    const { context } = this;
    const { blob } = state;
    state.signatures++;
    if (state.signatures === context.quorum) {
      context.available(blob);
      context.consensus.submit(blob.publisher, context.values.certificateBytes, () =>
        context.confirmed(blob),
      );
    }
    if (state.signatures === context.network.nodes) context.complete(blob);
  }

  pipeline(blobBytes: number, seconds: number): number {
    const { network, up } = this.context;
    const perBlob = this.shareBytes(blobBytes) * network.nodes;
    return network.nodes * (1 + Math.ceil((up * seconds) / perBlob));
  }

  resetStatistics(): void {
    this.held = 0;
  }

  /** Each share is one of N - 1 deliveries of its blob; the publisher keeps its own. */
  delivered(): number {
    return this.held / (this.context.network.nodes - 1);
  }

  /** Coded bytes on the wire for one payload byte, proofs included. */
  private gamma(): number {
    const { blobBytes, network } = this.context;
    return (this.shareBytes(blobBytes) * (network.nodes - 1)) / blobBytes;
  }

  roles() {
    return { publisher: { egress: this.gamma(), ingress: 0 } };
  }

  /** N B / gamma: every coded byte crosses one uplink and one downlink. */
  ceilings() {
    const { network, up, down } = this.context;
    const gamma = this.gamma();
    return [
      { name: 'publisher uplinks, N B / gamma', rate: (network.nodes * up) / gamma },
      { name: 'holder downlinks, N B / gamma', rate: (network.nodes * down) / gamma },
    ];
  }

  resources() {
    return [];
  }
}
