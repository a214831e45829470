import { Lane } from '../../../sim/engine/order.ts';
import type { Simulation } from '../../../sim/engine/simulation.ts';
import type { Tick } from '../../../sim/time.ts';

/** The chain as miners see it. */
export interface Blocks {
  /** Number of the last block. */
  readonly height: number;
  /** Time between blocks, for plans; in ticks. */
  readonly blockTime: Tick;
  /** Calls when the block is there. */
  whenBlock(block: number, reached: (block: number) => void): void;
  /** Sends a proof; calls when it is in a block. One that no mempool takes never is. */
  submit(miner: number, included: (block: number) => void): void;
}

/**
 * Blocks at equal times, which hold so many proofs each at most: those beyond wait in order. A proof comes
 * into the first block after it has reached the validators.
 */
export class RegularBlocks implements Blocks {
  readonly blockTime: Tick;
  private readonly simulation: Simulation;
  private readonly entity: number;
  private readonly reached: number;
  /** Proofs that a block takes. */
  private readonly room: number;
  /** From a hit to its transaction in the pools of the validators. */
  private readonly delay: Tick;
  /** The last block with a proof, and how many it holds. */
  private last = 0;
  private taken = 0;

  constructor(simulation: Simulation, blockTime: Tick, room: number, delay: Tick) {
    this.simulation = simulation;
    this.blockTime = blockTime;
    this.room = room;
    this.delay = delay;
    this.entity = simulation.entity('storage/blocks');
    this.reached = simulation.handler('storage.block', (_entity, block, reached) => {
      (reached as (block: number) => void)(block);
    });
  }

  get height(): number {
    return Math.floor(this.simulation.now / this.blockTime);
  }

  whenBlock(block: number, reached: (block: number) => void): void {
    const at = Math.max(block * this.blockTime, this.simulation.now) as Tick;
    this.simulation.scheduleAt(at, Lane.Timer, this.entity, this.reached, block, reached);
  }

  submit(_miner: number, included: (block: number) => void): void {
    const next = Math.floor((this.simulation.now + this.delay) / this.blockTime) + 1;
    if (next > this.last) {
      this.last = next;
      this.taken = 0;
    }
    if (this.taken === this.room) {
      this.last++;
      this.taken = 0;
    }
    this.taken++;
    this.whenBlock(this.last, included);
  }
}
