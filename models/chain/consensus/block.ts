import type { Tick } from '../../../sim/time.ts';
import type { Batch } from '../mempool/batch.ts';
import type { Peers } from './peers.ts';
import { partsOf } from './sizes.ts';

/** A block and, for its gossip, who holds which of its parts. */
export class Block {
  readonly id: number;
  readonly height: number;
  readonly proposer: number;
  readonly createdAt: Tick;
  readonly batches: readonly Batch[];
  readonly transactions: number;
  readonly gas: number;
  readonly bytes: number;
  readonly parts: number;
  /** Time stamps of the votes in the commit of the previous block, reduced to the block's own time. */
  readonly time: Tick;
  private readonly words: number;
  private held: Uint32Array;
  private queued: Uint32Array;
  private known: Uint32Array;
  private missing: Uint16Array;

  constructor(
    peers: Peers,
    content: Pick<
      Block,
      | 'id'
      | 'height'
      | 'proposer'
      | 'createdAt'
      | 'batches'
      | 'transactions'
      | 'gas'
      | 'bytes'
      | 'time'
    >,
  ) {
    this.id = content.id;
    this.height = content.height;
    this.proposer = content.proposer;
    this.createdAt = content.createdAt;
    this.batches = content.batches;
    this.transactions = content.transactions;
    this.gas = content.gas;
    this.bytes = content.bytes;
    this.time = content.time;
    this.parts = partsOf(content.bytes);
    this.words = (this.parts + 31) >>> 5;
    this.held = new Uint32Array(peers.nodes * this.words);
    this.queued = new Uint32Array(peers.nodes * this.words);
    this.known = new Uint32Array(peers.edges * this.words);
    this.missing = new Uint16Array(peers.nodes).fill(this.parts);
  }

  /** Gossip of its parts is over: who holds what is forgotten. */
  close(): void {
    this.held = this.queued = this.known = new Uint32Array(0);
    this.missing = new Uint16Array(0);
  }

  private get closed(): boolean {
    return this.missing.length === 0;
  }

  isComplete(node: number): boolean {
    return this.missing[node] === 0;
  }

  /** True for the first copy of a part at a node. */
  arrive(node: number, part: number): boolean {
    if (this.closed) return false;
    const at = node * this.words + (part >>> 5);
    const bit = 1 << (part & 31);
    if ((this.queued[at] & bit) !== 0) return false;
    this.queued[at] |= bit;
    return true;
  }

  hold(node: number, part: number): void {
    this.held[node * this.words + (part >>> 5)] |= 1 << (part & 31);
    this.missing[node]--;
  }

  /** The proposer holds all of it. */
  holdAll(node: number): void {
    for (let part = 0; part < this.parts; part++) {
      this.arrive(node, part);
      this.hold(node, part);
    }
  }

  learn(edge: number, part: number): void {
    this.known[edge * this.words + (part >>> 5)] |= 1 << (part & 31);
  }

  /** Forgets what the node at the head of `edge` knows of its peer. */
  forget(edge: number): void {
    this.known.fill(0, edge * this.words, (edge + 1) * this.words);
  }

  /**
   * A part that `from` holds and does not know its peer to hold.
   * @param draw uniform in [0, 1), chooses among them
   * @returns -1 when there is none
   */
  pick(edge: number, from: number, draw: number): number {
    if (this.closed) return -1;
    const { words, held, known } = this;
    let count = 0;
    for (let w = 0; w < words; w++) {
      count += bits(held[from * words + w] & ~known[edge * words + w]);
    }
    if (count === 0) return -1;
    let skip = Math.floor(draw * count);
    for (let w = 0; w < words; w++) {
      let rest = held[from * words + w] & ~known[edge * words + w];
      for (; rest !== 0; rest &= rest - 1) {
        if (skip-- === 0) return (w << 5) + 31 - Math.clz32(rest & -rest);
      }
    }
    return -1;
  }
}

function bits(word: number): number {
  let v = word - ((word >>> 1) & 0x55555555);
  v = (v & 0x33333333) + ((v >>> 2) & 0x33333333);
  return Math.imul((v + (v >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}
