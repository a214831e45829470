import { regularGraph } from '../../sim/network/mesh.ts';
import type { Message } from '../../sim/network/messages.ts';
import { TimeWeighted } from '../../sim/stats/time-weighted.ts';
import type { AvailabilityLayer, Blob, LayerContext, RunningLayer, Window } from './layer.ts';

/*
 * A leader feeds a pull tree: it hands out the coded parts of its block, each one once, to its
 * neighbours in turn; whoever hears of a part asks for it, and tells its own neighbours at once, before
 * the part has come, so that data flows down a tree without a round trip a hop. A validator stops asking
 * when it has enough parts to decode. Celestia's block recovery has this shape.
 * Source: celestia-app specs/src/recovery.md, as described in da-layers 2.1.
 *
 * One block at a time: leaders take turns, each with its own blobs; consensus on a block begins when its
 * leader has handed out every part and a quorum has decoded. The leader codes in no time and nobody
 * lies. A validator asks for `OVERHEAD` more parts than it needs, against slow neighbours.
 */
export const pullTreeLayer: AvailabilityLayer = {
  name: 'pull-tree',
  about: 'a leader hands out coded parts, validators pull them from each other',
  build: (context) => new PullTreeLayer(context),
};

const OVERHEAD = 1.05;
/** Estimate: part hash, index, height and framing. */
const HAVE_BYTES = 80;
const PART_ENVELOPE = 200;

interface Block {
  readonly height: number;
  readonly leader: number;
  readonly blobs: readonly Blob[];
  readonly bytes: number;
  /** Parts that decode the block, parts handed out, parts a validator asks for. */
  readonly needed: number;
  readonly parts: number;
  readonly wanted: number;
  readonly partBytes: number;
  /** By node and part: 1 asked for, 2 held. */
  readonly state: Uint8Array;
  readonly asked: Uint16Array;
  readonly held: Uint16Array;
  /** By node and part: neighbours to serve once the part is here. */
  readonly waiting: Map<number, number[]>;
  handedOut: number;
  decoded: number;
  ready: boolean;
}

class PullTreeLayer implements RunningLayer {
  private readonly context: LayerContext;
  private readonly neighbours: readonly (readonly number[])[];
  private readonly have: number;
  private readonly want: number;
  private readonly part: number;
  private queue: Blob[] = [];
  private block: Block | undefined;
  private height = 0;
  /** 1 while a block is being spread: its mean is w / tau. */
  private readonly spreading: TimeWeighted;
  private uploaded = 0;
  private payload = 0;

  constructor(context: LayerContext) {
    this.context = context;
    const { simulation, network, values } = context;
    const degree = Math.min(values.degree, network.nodes - 1);
    this.neighbours = regularGraph(
      network.nodes,
      degree,
      simulation.streams.stream('da/connections'),
    );
    this.spreading = new TimeWeighted(simulation.now);
    this.have = network.kind('da.have', (message) => this.onHave(message));
    this.want = network.kind('da.want', (message) => this.onWant(message));
    this.part = network.kind('da.part', (message) => this.onPart(message));
  }

  publish(blob: Blob): void {
    this.queue.push(blob);
    if (this.block === undefined) this.propose();
  }

  /** The next leader fills its block; in this model it holds the blobs whoever published them. */
  private propose(): void {
    const { network, values, simulation } = this.context;
    if (this.queue.length === 0) return;
    const leader = this.height % network.nodes;
    let bytes = 0;
    let count = 0;
    while (
      count < this.queue.length &&
      (count === 0 || bytes + this.queue[count].bytes <= values.blockBytes)
    ) {
      bytes += this.queue[count++].bytes;
    }
    const blobs = this.queue.slice(0, count);
    this.queue = this.queue.slice(count);
    const needed = Math.ceil(bytes / values.partBytes);
    const parts = Math.ceil(needed * values.parity);
    const block: Block = {
      height: this.height++,
      leader,
      blobs,
      bytes,
      needed,
      parts,
      wanted: Math.min(parts, Math.ceil(needed * OVERHEAD)),
      partBytes: Math.ceil(bytes / needed),
      state: new Uint8Array(network.nodes * parts),
      asked: new Uint16Array(network.nodes),
      held: new Uint16Array(network.nodes),
      waiting: new Map(),
      handedOut: 0,
      decoded: 1,
      ready: false,
    };
    this.block = block;
    this.spreading.set(simulation.now, 1);
    block.state.fill(2, leader * parts, (leader + 1) * parts);
    const peers = this.neighbours[leader];
    for (let part = 0; part < parts; part++) {
      this.sendPart(leader, peers[part % peers.length], part, block);
      this.uploaded += block.partBytes + PART_ENVELOPE;
    }
  }

  private sendPart(from: number, to: number, part: number, block: Block): void {
    this.context.network.send(from, to, this.part, block.partBytes + PART_ENVELOPE, part, block);
  }

  private announce(node: number, part: number, except: number, block: Block): void {
    for (const peer of this.neighbours[node]) {
      if (peer === except || peer === block.leader) continue;
      this.context.network.send(node, peer, this.have, HAVE_BYTES, part, block, true);
    }
  }

  private onHave({ from, to, argument: part, payload }: Message): void {
    const block = payload as Block;
    const at = to * block.parts + part;
    if (block.state[at] !== 0 || block.asked[to] >= block.wanted) return;
    block.state[at] = 1;
    block.asked[to]++;
    this.context.network.send(to, from, this.want, HAVE_BYTES, part, block, true);
    this.announce(to, part, from, block);
  }

  private onWant({ from, to, argument: part, payload }: Message): void {
    const block = payload as Block;
    const at = to * block.parts + part;
    if (block.state[at] === 2) {
      this.sendPart(to, from, part, block);
      return;
    }
    const waiting = block.waiting.get(at);
    if (waiting === undefined) block.waiting.set(at, [from]);
    else waiting.push(from);
  }

  private onPart({ from, to, argument: part, payload }: Message): void {
    const block = payload as Block;
    const at = to * block.parts + part;
    if (from === block.leader) block.handedOut++;
    if (block.state[at] !== 2) {
      if (block.state[at] === 0) {
        block.asked[to]++;
        this.announce(to, part, from, block);
      }
      block.state[at] = 2;
      const waiting = block.waiting.get(at);
      if (waiting !== undefined) {
        for (const peer of waiting) this.sendPart(to, peer, part, block);
        block.waiting.delete(at);
      }
      if (++block.held[to] === block.needed) this.decode(block);
    }
    this.agree(block);
  }

  private decode(block: Block): void {
    block.decoded++;
    if (block.decoded === this.context.network.nodes) {
      for (const blob of block.blobs) this.context.complete(blob);
    }
  }

  private agree(block: Block): void {
    const { context } = this;
    if (block.ready || block.handedOut < block.parts || block.decoded < context.quorum) return;
    block.ready = true;
    this.spreading.set(context.simulation.now, 0);
    this.payload += block.bytes;
    for (const blob of block.blobs) context.available(blob);
    context.consensus.submit(block.leader, context.values.certificateBytes, () => {
      for (const blob of block.blobs) context.confirmed(blob);
      this.block = undefined;
      this.propose();
    });
  }

  pipeline(blobBytes: number): number {
    return 2 * Math.max(1, Math.floor(this.context.values.blockBytes / blobBytes));
  }

  resetStatistics(): void {
    this.uploaded = 0;
    this.payload = 0;
    this.spreading.reset(this.context.simulation.now);
  }

  roles() {
    return { leader: { egress: this.uploaded / this.payload, ingress: 0 } };
  }

  /** min(B / (1 + ov), (B / e)(w / tau)), w / tau the share of a block's time spent on spreading it. */
  ceilings({ payload }: Window) {
    const { up, down, network, simulation } = this.context;
    const { received } = network.accounting.totals();
    const usable = this.spreading.average(simulation.now);
    return [
      { name: 'leader uplink, (B / e)(w / tau)', rate: (up / this.context.values.parity) * usable },
      {
        name: 'validator downlinks, B / (1 + ov)',
        rate: (down * payload * network.nodes) / received,
      },
    ];
  }

  resources({ seconds }: Window) {
    return [{ name: 'leader uplink', utilisation: this.uploaded / (seconds * this.context.up) }];
  }
}
