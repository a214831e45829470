import { TICKS_PER_SECOND, type Tick } from '../../../sim/time.ts';
import type { TransactionBill } from '../../chain/evm/bill.ts';
import type { ChainLane } from '../../chain/lane.ts';
import type { Blocks } from './blocks.ts';

/** Blocks of a simulated chain, which carries proofs as transactions with their bytes and gas. */
export class ChainBlocks implements Blocks {
  private readonly lane: ChainLane;
  private readonly validators: number;
  private readonly bill: TransactionBill;

  /** @param bill of a proof */
  constructor(lane: ChainLane, validators: number, bill: TransactionBill) {
    this.lane = lane;
    this.validators = validators;
    this.bill = bill;
  }

  get height(): number {
    return this.lane.height;
  }

  /** A tenth above the mean, so that most plans reach to the end of a window: the block that ends it cuts them. */
  get blockTime(): Tick {
    return Math.round(1.1 * this.lane.blockTime() * TICKS_PER_SECOND) as Tick;
  }

  whenBlock(block: number, reached: (block: number) => void): void {
    this.lane.whenCommitted(block, () => reached(block));
  }

  submit(miner: number, included: (block: number) => void): void {
    const { bytes, gas } = this.bill;
    const entry = miner % this.validators;
    this.lane.submit(entry, { bytes, gas }, ({ height }) => included(height));
  }
}
