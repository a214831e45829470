import { regularGraph } from '../../sim/network/mesh.ts';
import type { Message } from '../../sim/network/messages.ts';
import type { LayerContext } from './layer.ts';

/*
 * A leader feeds a pull tree: it hands out the coded parts of its block, each one once, to its
 * neighbours in turn; whoever hears of a part asks for it, and tells its own neighbours at once, before
 * the part has come, so that data flows down a tree without a round trip a hop. A validator stops asking
 * when it has enough parts to decode. Celestia's block recovery has this shape.
 * Source: celestia-app specs/src/recovery.md, as described in da-layers 2.1.
 *
 * The leader codes in no time and nobody lies. A validator asks for `OVERHEAD` more parts than it needs,
 * against slow neighbours.
 */

const OVERHEAD = 1.05;
/** Estimate: part hash, index, height and framing. */
const HAVE_BYTES = 80;
export const PART_ENVELOPE = 200;

/** A block in parts on its way to all validators. */
export interface Parts {
  readonly leader: number;
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
  /** Called at each validator that can decode; not for the leader. */
  readonly decoded: (validator: number) => void;
  /** Called at each part of the leader that has arrived. */
  readonly arrived: (block: Parts) => void;
}

export class PartTree {
  private readonly context: LayerContext;
  private readonly neighbours: readonly (readonly number[])[];
  private readonly have: number;
  private readonly want: number;
  private readonly part: number;

  constructor(context: LayerContext) {
    this.context = context;
    const { simulation, network, settings, validators } = context;
    const degree = Math.min(settings.get('degree'), validators - 1);
    const stream = simulation.streams.stream('da/connections');
    this.neighbours = regularGraph(validators, degree, stream);
    this.have = network.kind('da.have', (message) => this.onHave(message));
    this.want = network.kind('da.want', (message) => this.onWant(message));
    this.part = network.kind('da.part', (message) => this.onPart(message));
  }

  /**
   * The leader hands out its block.
   * @param partBytes size of a part, at most
   * @returns the block and the bytes that the leader uploads as such
   */
  spread(
    leader: number,
    bytes: number,
    partBytes: number,
    decoded: Parts['decoded'],
    arrived: Parts['arrived'] = () => {},
  ): { block: Parts; uploaded: number } {
    const { settings, validators } = this.context;
    const needed = Math.ceil(bytes / partBytes);
    const parts = Math.ceil(needed * settings.get('parity'));
    const block: Parts = {
      leader,
      needed,
      parts,
      wanted: Math.min(parts, Math.ceil(needed * OVERHEAD)),
      partBytes: Math.ceil(bytes / needed),
      state: new Uint8Array(validators * parts),
      asked: new Uint16Array(validators),
      held: new Uint16Array(validators),
      waiting: new Map(),
      handedOut: 0,
      decoded,
      arrived,
    };
    block.state.fill(2, leader * parts, (leader + 1) * parts);
    const { network } = this.context;
    const peers = this.neighbours[leader].filter((peer) => network.isAlive(peer));
    for (let part = 0; part < parts && peers.length > 0; part++) {
      this.sendPart(leader, peers[part % peers.length], part, block);
    }
    return { block, uploaded: parts * (block.partBytes + PART_ENVELOPE) };
  }

  private sendPart(from: number, to: number, part: number, block: Parts): void {
    this.context.network.send(from, to, this.part, block.partBytes + PART_ENVELOPE, part, block);
  }

  private announce(node: number, part: number, except: number, block: Parts): void {
    for (const peer of this.neighbours[node]) {
      if (peer === except || peer === block.leader) continue;
      this.context.network.send(node, peer, this.have, HAVE_BYTES, part, block, true);
    }
  }

  private onHave({ from, to, argument: part, payload }: Message): void {
    const block = payload as Parts;
    const at = to * block.parts + part;
    if (block.state[at] !== 0 || block.asked[to] >= block.wanted) return;
    block.state[at] = 1;
    block.asked[to]++;
    this.context.network.send(to, from, this.want, HAVE_BYTES, part, block, true);
    this.announce(to, part, from, block);
  }

  private onWant({ from, to, argument: part, payload }: Message): void {
    const block = payload as Parts;
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
    const block = payload as Parts;
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
      if (++block.held[to] === block.needed) block.decoded(to);
    }
    block.arrived(block);
  }
}
