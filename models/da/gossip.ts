import { Gossip } from '../../sim/network/gossip.ts';
import { randomGraph, settleMesh } from '../../sim/network/mesh.ts';
import type { Tick } from '../../sim/time.ts';
import { ZERO } from '../../sim/time.ts';
import type { AvailabilityLayer, Blob, LayerContext, RunningLayer, Window } from './layer.ts';

/** Bytes of a message's envelope, of a control message and of an id in it. Estimate: protobuf sizes. */
const ENVELOPE = 100;
const CONTROL = 20;
const ID = 40;

/*
 * Everybody downloads everything: the publisher gossips the blob, every validator relays it.
 * A blob is available when a quorum has it. Monolithic calldata, EIP-4844 and Avail have this shape.
 */
export const gossipLayer: AvailabilityLayer = {
  name: 'gossip',
  about: 'everybody downloads everything by gossip',
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
    const { simulation, network, values, quorum } = context;
    const { nodes } = network;
    const { degree } = values;
    this.degree = degree;
    const dials = Math.min(degree + 2, nodes - 1);
    const connections = randomGraph(nodes, dials, simulation.streams.stream('da/connections'));
    const degrees = { degree, low: Math.ceil(degree * 0.75), high: Math.floor(degree * 1.5) };
    const mesh = settleMesh(connections, degrees, simulation.streams.stream('da/mesh'));
    this.gossip = new Gossip(
      simulation,
      network,
      'da.gossip',
      {
        mesh,
        connections,
        lazy: 6,
        lazyShare: 0.25,
        heartbeat: values.heartbeat as Tick,
        history: 3,
        idontwantBytes: values.idontwant ? 1000 : Number.POSITIVE_INFINITY,
        floodPublish: false,
        validation: ZERO,
        envelopeBytes: ENVELOPE,
        controlBytes: CONTROL,
        idBytes: ID,
      },
      (node, spread, payload) => {
        const blob = payload as Blob;
        this.firstCopies += blob.bytes;
        if (spread.reached === quorum) {
          context.available(blob);
          context.consensus.submit(node, ID, () => context.confirmed(blob));
        }
        if (spread.reached === nodes) context.complete(blob);
      },
    );
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
    return this.firstCopies / (this.context.network.nodes - 1);
  }

  roles() {
    let sent = 0;
    let payload = 0;
    for (let i = this.measuredFrom; i < this.gossip.spreads.length; i++) {
      const spread = this.gossip.spreads[i];
      sent += spread.publisherCopies * (spread.bytes + ENVELOPE);
      payload += spread.bytes;
    }
    return { publisher: { egress: sent / payload, ingress: 0 } };
  }

  /** B / (1 + d): each validator takes every copy; d is measured. */
  ceilings({ payload }: Window) {
    const { accounting, nodes } = this.context.network;
    const perByte = accounting.totals().received / nodes / payload;
    const link = Math.min(this.context.up, this.context.down);
    return [{ name: 'validator links, B / (1 + d)', rate: link / perByte }];
  }

  resources() {
    return [];
  }
}
