import type { Peers } from './peers.ts';
import type { VoteType } from './round-machine.ts';
import { VotePool } from './vote-pool.ts';

/** The vote pools in use, by height, round and type. */
export class VoteBook {
  private readonly peers: Peers;
  private readonly validators: number;
  private readonly heights = new Map<number, VotePool[]>();
  private readonly spare: VotePool[] = [];

  constructor(peers: Peers, validators: number) {
    this.peers = peers;
    this.validators = validators;
  }

  find(height: number, round: number, type: VoteType): VotePool | undefined {
    const pools = this.heights.get(height);
    if (pools === undefined) return undefined;
    for (const pool of pools) if (pool.round === round && pool.type === type) return pool;
    return undefined;
  }

  open(height: number, round: number, type: VoteType): VotePool {
    const found = this.find(height, round, type);
    if (found !== undefined) return found;
    const pool = this.take(height, round, type);
    const pools = this.heights.get(height);
    if (pools === undefined) this.heights.set(height, [pool]);
    else pools.push(pool);
    return pool;
  }

  /** The pool of second votes beside one of first votes. */
  openSecond(first: VotePool): VotePool {
    if (first.twin !== undefined) return first.twin;
    const pool = this.take(first.height, first.round, first.type);
    pool.twin = first;
    first.twin = pool;
    return pool;
  }

  private take(height: number, round: number, type: VoteType): VotePool {
    const pool = this.spare.pop() ?? new VotePool(this.peers, this.validators);
    return pool.reset(height, round, type);
  }

  /** Takes back the pools of heights below. */
  closeBelow(height: number): void {
    for (const [at, pools] of this.heights) {
      if (at >= height) continue;
      for (const pool of pools) {
        this.spare.push(pool);
        if (pool.twin !== undefined) this.spare.push(pool.twin);
      }
      this.heights.delete(at);
    }
  }

  /** The peer of an edge starts anew: what was known of it is forgotten. */
  forget(edge: number): void {
    for (const pools of this.heights.values()) {
      for (const pool of pools) {
        pool.forget(edge);
        pool.twin?.forget(edge);
      }
    }
  }
}
