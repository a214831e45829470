import { TICKS_PER_SECOND, type Tick } from '../../../sim/time.ts';
import { transactionBill } from '../../chain/evm/bill.ts';
import { transactionKind } from '../../chain/evm/transactions.ts';
import type { ChainLane } from '../../chain/lane.ts';
import type { Blocks } from './blocks.ts';

/** Blocks of a simulated chain, which carries proofs as transactions with their bytes and gas. */
export class ChainBlocks implements Blocks {
  private readonly lane: ChainLane;
  private readonly validators: number;
  private readonly bill = transactionBill(transactionKind('pora-proof'), 1);
  /** Proofs that no mempool took. */
  lost = 0;

  constructor(lane: ChainLane, validators: number) {
    this.lane = lane;
    this.validators = validators;
  }

  get height(): number {
    return this.lane.height;
  }

  /** A tenth above the mean, so that plans reach to the end of a window: the block that ends it cuts them. */
  get blockTime(): Tick {
    return Math.round(1.1 * this.lane.blockTime() * TICKS_PER_SECOND) as Tick;
  }

  whenBlock(block: number, reached: () => void): void {
    this.lane.whenCommitted(block, reached);
  }

  submit(miner: number, included: (block: number) => void): void {
    const { bytes, gas } = this.bill;
    const entry = miner % this.validators;
    if (!this.lane.submit(entry, { bytes, gas }, ({ height }) => included(height))) this.lost++;
  }
}
