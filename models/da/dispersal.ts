import type { Message } from '../../sim/network/messages.ts';
import type { AvailabilityLayer, Blob, LayerContext, RunningLayer, Window } from './layer.ts';

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
  private sent = 0;
  private payload = 0;

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
    this.sent += bytes * (network.nodes - 1);
    this.payload += blob.bytes;
    this.sign(state);
  }

  private shareBytes(blobBytes: number): number {
    const { expansion, proofBytes } = this.context.values;
    return Math.ceil((blobBytes * expansion) / this.context.network.nodes) + proofBytes;
  }

  private hold(message: Message): void {
    const { network, values } = this.context;
    const { to, from, argument, payload } = message;
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
    this.sent = 0;
    this.payload = 0;
  }

  roles() {
    return { publisher: { egress: this.sent / this.payload, ingress: 0 } };
  }

  /** N B / gamma: every coded byte crosses one uplink and one downlink. */
  ceilings({ payload }: Window) {
    const { accounting, nodes } = this.context.network;
    let sent = 0;
    let received = 0;
    for (let i = 0; i < nodes; i++) {
      sent += accounting.sent[i];
      received += accounting.received[i];
    }
    return [
      { name: 'publisher uplinks, N B / gamma', rate: (nodes * this.context.up * payload) / sent },
      { name: 'holder downlinks, N B / gamma', rate: (nodes * this.context.down * payload) / received },
    ];
  }

  resources() {
    return [];
  }
}
