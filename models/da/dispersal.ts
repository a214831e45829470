import type { Message } from '../../sim/network/messages.ts';
import {
  type AvailabilityLayer,
  type Blob,
  type LayerContext,
  linkUse,
  type RunningLayer,
  type Window,
} from './layer.ts';
import { known } from './settings.ts';
import { consensusSettings } from './shape-settings.ts';

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
  settings: {
    ...consensusSettings,
    expansion: known(
      'published',
      '0G DA: 3072 rows for 1024, any 1024 recover; EigenDA v2 stores 4.55',
    )(3),
    proofBytes: known(
      'estimate',
      '0G slice as sent: 34,680 B for 32,768 B of data, 1.9 kB of it proofs',
    )(1000),
  },
  build: (context) => new DispersalLayer(context),
};

interface Dispersed {
  readonly blob: Blob;
  /** Signatures that will come. */
  expected: number;
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
    const { network, validators, values, silent } = this.context;
    const state: Dispersed = { blob, expected: 1, signatures: 0 };
    const bytes = this.shareBytes(blob.bytes);
    const reached = Math.round(values.dispersed * validators);
    for (let i = 0; i < reached; i++) {
      const holder = (blob.id + i) % validators;
      if (holder === blob.publisher) continue;
      network.send(blob.publisher, holder, this.shares, bytes, blob.id, state);
      if (network.isAlive(holder) && !silent(holder)) state.expected++;
    }
    this.sign(state);
  }

  private shareBytes(blobBytes: number): number {
    const { settings, validators } = this.context;
    const coded = Math.ceil((blobBytes * settings.get('expansion')) / validators);
    return coded + settings.get('proofBytes');
  }

  private hold(message: Message): void {
    const { network, settings, silent } = this.context;
    const { to, from, argument, payload } = message;
    this.held += (payload as Dispersed).blob.bytes;
    if (silent(to)) return;
    const bytes = settings.get('signatureBytes');
    network.send(to, from, this.signatures, bytes, argument, payload, true);
  }

  private sign(state: Dispersed): void {
    const { context } = this;
    const { blob } = state;
    state.signatures++;
    if (state.signatures === context.quorum) {
      context.available(blob);
      const bytes = context.settings.get('certificateBytes');
      context.consensus.submit(blob.publisher, bytes, () => context.confirmed(blob));
    }
    if (state.signatures === state.expected) context.complete(blob);
  }

  pipeline(blobBytes: number, seconds: number): number {
    const { validators, up } = this.context;
    const perBlob = this.shareBytes(blobBytes) * validators;
    return validators * (1 + Math.ceil((up * seconds) / perBlob));
  }

  resetStatistics(): void {
    this.held = 0;
  }

  /** Each share is one of N - 1 deliveries of its blob; the publisher keeps its own. */
  delivered(): number {
    return this.held / (this.context.validators - 1);
  }

  /** Coded bytes on the wire for one payload byte, proofs included. */
  private gamma(): number {
    const { blobBytes, validators } = this.context;
    return (this.shareBytes(blobBytes) * (validators - 1)) / blobBytes;
  }

  roles() {
    return { publisher: { egress: this.gamma() } };
  }

  /** N B / gamma: every coded byte crosses one uplink and one downlink. */
  ceilings() {
    const { validators, up, down } = this.context;
    const gamma = this.gamma();
    return [
      { name: 'publisher uplinks, N B / gamma', rate: (validators * up) / gamma },
      { name: 'holder downlinks, N B / gamma', rate: (validators * down) / gamma },
    ];
  }

  resources(window: Window) {
    return linkUse(this.context, window);
  }
}
