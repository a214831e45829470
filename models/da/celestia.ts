import { seconds, TICKS_PER_SECOND } from '../../sim/time.ts';
import type { AvailabilityLayer, LayerContext } from './layer.ts';
import { type Parts, PartTree } from './part-tree.ts';
import { known } from './settings.ts';
import { type Block, SlotLayer, type SlotWindow, type Spreading } from './slots/slots.ts';

const app = 'celestia-app v10';

/** Processors of leader and validators by transaction. Source: celestia-app benchmarks, 10,318 blobs of
 * 300 B: PrepareProposal 2.41 s, ProcessProposal 1.77 s. */
const PREPARE_SECONDS = 2.41 / 10_318;
const CHECK_SECONDS = 1.77 / 10_318;
/** Data parts of a block at most. Choice: smaller parts change little and cost time. */
const MOST_PARTS = 64;

const SHARE = 512;
/** A light node's samples of a header with their proofs, and the roots of rows and columns. */
const SAMPLES = 16;
const SAMPLE_PROOF = 1000;
const ROOT = 90;
/** Copies of the extended square that a bridge node passes on: it holds 4 bytes a byte. */
const EXTENSION = 4;

/*
 * Blobs in a square: the block goes down a pull tree to every validator, who votes when it has all of
 * it and the leader has handed out every coded part. The leader codes the block first. Light nodes sample the extended square, which
 * bridge nodes hold.
 *
 * Left out: blobs that validators already have from the mempool; the network of light and bridge nodes,
 * whose bytes are computed.
 */
export const celestiaLayer: AvailabilityLayer = {
  name: 'celestia',
  about: 'blocks go down a pull tree to every validator, light nodes sample the square',
  settings: {
    quorum: known('from source', 'CometBFT: more than two thirds')(2 / 3),
    signatureBytes: known('from source', 'CometBFT vote; 0g-da-chain-compute 2.2')(190),
    blockInterval: known('from source', `${app}, CIP-48: effective 2.6 s`)(seconds(2.6)),
    deadline: known('from source', `${app}, CIP-48: delayed precommit of 2.1 s`)(seconds(2.1)),
    finality: known('from source', 'one block is final in CometBFT')(seconds(2.6)),
    certifyDelay: known(
      'estimate',
      'without a clock: prevotes and precommits across the world',
    )(seconds(0.6)),
    blobUnit: known('from source', `${app}: shares of 512 B`)(SHARE),
    blockBytes: known('from source', `${app}: governance block of 32 MiB`)(33_554_432),
    degree: known('estimate', 'outbound peers of CometBFT, ten, less those that are slow')(8),
    parity: known('estimate', 'da-layers 7.3: e = 2')(2),
    partBytes: known('estimate', 'da-layers 7.3')(65_536),
    encodeRate: known('published', 'celestia-core 2320: 128 MB in 1 to 2 s')(128e6 / 1.5),
    cores: known('estimate', 'one core prepares and checks blocks')(1),
    price: known('published', 'Eclipse survey, second-hand; da-layers 3')(0.07),
  },
  build: (context) => new SlotLayer(context, new PullTreeBlocks(context)),
  cost: (settings) => settings.get('price'),
};

class PullTreeBlocks implements Spreading {
  private readonly context: LayerContext;
  private readonly tree: PartTree;
  private uploaded = 0;

  constructor(context: LayerContext) {
    this.context = context;
    this.tree = new PartTree(context);
  }

  spread(block: Block, held: (validator: number) => void): void {
    const { settings, processors, blobBytes } = this.context;
    const blobs = Math.max(1, block.payload / blobBytes);
    const prepare = block.bytes / settings.get('encodeRate') + blobs * PREPARE_SECONDS;
    processors.work(block.leader, prepare, () => {
      const decoded: number[] = [];
      let handedOut = false;
      const vote = (validator: number) => {
        if (handedOut) held(validator);
        else decoded.push(validator);
      };
      const check = (validator: number) =>
        processors.work(validator, blobs * CHECK_SECONDS, () => vote(validator));
      const arrived = (sent: Parts) => {
        if (handedOut || sent.handedOut < sent.parts) return;
        handedOut = true;
        held(block.leader);
        for (const validator of decoded) held(validator);
      };
      const parts = Math.min(MOST_PARTS, Math.ceil(block.bytes / settings.get('partBytes')));
      const { uploaded } = this.tree.spread(
        block.leader,
        block.bytes,
        Math.ceil(block.bytes / parts),
        check,
        arrived,
      );
      this.uploaded += uploaded;
    });
  }

  /** The leader uploads e bytes a byte in the time that the deadline leaves. */
  largest(): number {
    const { settings, up } = this.context;
    const usable = settings.get('deadline') / TICKS_PER_SECOND;
    return (up / settings.get('parity')) * usable;
  }

  resetStatistics(): void {
    this.uploaded = 0;
  }

  /** Light nodes and bridges by the sizes of the protocol. */
  roles({ payload, blocks }: SlotWindow) {
    const shares = Math.ceil(payload / blocks / SHARE);
    const side = Math.ceil(Math.sqrt(shares));
    const light = SAMPLES * (SHARE + SAMPLE_PROOF) + ROOT * 4 * side;
    return {
      leader: { egress: this.uploaded / payload },
      bridge: { egress: EXTENSION, ingress: 1 },
      light: { egress: 0, ingress: (light * blocks) / payload },
    };
  }

  /** min(B / (1 + ov), (B / e)(w / tau)). */
  ceilings({ payload, usable }: SlotWindow) {
    const { network, validators, up, down, settings } = this.context;
    let received = 0;
    for (let node = 0; node < validators; node++) received += network.accounting.received[node];
    return [
      { name: 'leader uplink, (B / e)(w / tau)', rate: (up / settings.get('parity')) * usable },
      {
        name: 'validator downlinks, B / (1 + ov)',
        rate: (down * payload * validators) / received,
      },
      { name: 'leader coding', rate: settings.get('encodeRate') },
    ];
  }

  resources({ seconds: span }: SlotWindow) {
    const { settings, up } = this.context;
    const coding = this.uploaded / settings.get('parity') / settings.get('encodeRate');
    return [
      { name: 'leader uplink', utilisation: this.uploaded / (span * up) },
      { name: 'leader coding', utilisation: coding / span },
    ];
  }
}
