import { Lane } from '../../../sim/engine/order.ts';
import type { Stream } from '../../../sim/random.ts';
import type { Tick } from '../../../sim/time.ts';
import type { LayerContext } from '../layer.ts';
import { drawValidators } from '../validators.ts';

/** Cells of a blob that a node fetches that does not fetch all: 8 of the 128 of an extended one. EIP-8070. */
const CELLS_SHARE = 0.125;
/** Pieces in which a node fetches a slot's blobs. Choice: more change little and cost time. */
const PIECES = 32;
/** Share of a slot in which they are asked for: what is late then still comes before the block. Estimate. */
const SPAN = 0.8;

/**
 * Share of the nodes that fetch whole blobs, so that the mean node fetches `pool` bytes a payload byte:
 * pool = whole + (1 - whole) / 8. The 0.25 of EIP-8070 gives 14 %, beside its own p = 0.15.
 */
export function wholeShare(pool: number): number {
  return Math.min(1, Math.max(0, (pool - CELLS_SHARE) / (1 - CELLS_SHARE)));
}

/*
 * The pool of blob transactions of the execution layer. Each node fetches the blobs of the next block
 * while the present one spreads, in pieces from a live peer drawn for each piece. A piece goes ahead of
 * columns that wait. Left out: announcements (they are in the bytes), blobs that never make it into a
 * block, checking their proofs.
 */
export class BlobPool {
  private readonly context: LayerContext;
  private readonly pool: number;
  private readonly whole: ReadonlySet<number>;
  private readonly peers: Stream;
  private readonly kind: number;
  private readonly pieceKind: number;
  private readonly entity: number;
  /** When each node has the blobs of the present block, and of the next one, in ticks. */
  private present: Float64Array;
  private next: Float64Array;

  constructor(context: LayerContext) {
    const { simulation, network, validators, settings } = context;
    this.context = context;
    this.pool = settings.get('pool');
    this.whole = drawValidators(validators, wholeShare(this.pool), simulation.streams, 'da/pool');
    this.peers = simulation.streams.stream('da/pool/peers');
    this.kind = network.kind('da.pool', () => undefined);
    this.entity = simulation.entity('da/pool');
    this.present = new Float64Array(validators);
    this.next = new Float64Array(validators);
    this.pieceKind = simulation.handler('da.pool.piece', (_entity, bytes, next) => {
      this.fetch(bytes, next as Float64Array);
    });
  }

  /** A block of these bytes begins. */
  begin(bytes: number): void {
    const { simulation, settings, validators } = this.context;
    const interval = settings.get('blockInterval');
    this.present = this.next;
    this.next = new Float64Array(validators);
    if (this.pool === 0) return;
    for (let i = 0; i < PIECES; i++) {
      const at = Math.floor((SPAN * (i + 0.5) * interval) / PIECES) as Tick;
      simulation.schedule(at, Lane.Timer, this.entity, this.pieceKind, bytes, this.next);
    }
  }

  /** Whether a node has every blob of the present block. */
  has(node: number): boolean {
    return this.whole.has(node) && this.present[node] <= this.context.simulation.now;
  }

  /** What was asked for so far has come. */
  get isQuiet(): boolean {
    const { now } = this.context.simulation;
    return this.next.every((at) => at <= now || at === Number.POSITIVE_INFINITY);
  }

  /** A piece of every node. */
  private fetch(blockBytes: number, readyAt: Float64Array): void {
    const { network, validators } = this.context;
    for (let node = 0; node < validators; node++) {
      const peer = this.livePeer(node);
      if (peer === node) continue;
      const bytes = Math.ceil((blockBytes * this.shareOf(node)) / PIECES);
      const at = network.carry(peer, node, this.kind, bytes) ?? Number.POSITIVE_INFINITY;
      if (at > readyAt[node]) readyAt[node] = at;
    }
  }

  /** The next live node after one drawn; the node itself where there is no other. */
  private livePeer(node: number): number {
    const { network, validators } = this.context;
    const from = this.peers.below(validators);
    for (let i = 0; i < validators; i++) {
      const peer = (from + i) % validators;
      if (peer !== node && network.isAlive(peer)) return peer;
    }
    return node;
  }

  private shareOf(node: number): number {
    if (!this.whole.has(node)) return Math.min(this.pool, CELLS_SHARE);
    return Math.max(1, this.pool);
  }
}
