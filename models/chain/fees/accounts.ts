import type { FeeBlock } from '../evm/fee-market.ts';
import type { User } from './users.ts';

/** What one transaction pays in a block, wei: its gas at min(maximum fee, base fee + priority fee); EIP-1559. */
function paidBy(user: User, baseFee: bigint): bigint {
  const asked = baseFee + user.maxPriorityFeePerGas;
  const price = asked < user.maxFeePerGas ? asked : user.maxFeePerGas;
  return BigInt(user.gasUsed) * price;
}

/**
 * What the users of a block pay together, wei, counted on their side.
 * @throws RangeError unless it is what the block burns and what its proposer gets
 */
export function paidIn(block: FeeBlock<User>): bigint {
  let paid = 0n;
  for (const user of block.included) paid += paidBy(user, block.baseFee);
  if (paid !== block.burnt + block.tips) {
    throw new RangeError(
      `fees paid, expected burnt ${block.burnt} and tips ${block.tips}, got ${paid}`,
    );
  }
  return paid;
}

/** What became of users and of their money over the blocks that were added. */
export class Accounts {
  blocks = 0;
  gasUsed = 0;
  included = 0;
  evicted = 0;
  /** Gave up while the base fee was above what they pay. */
  pricedOut = 0;
  /** Gave up though they could pay: blocks were full. */
  crowdedOut = 0;
  /** Sum of those who wait after each block. */
  waiting = 0;
  paid = 0n;
  burnt = 0n;
  tips = 0n;
  /** Highest base fee, wei per gas. */
  peak = 0n;
  readonly gasByKind: number[];

  constructor(kinds: number) {
    this.gasByKind = new Array<number>(kinds).fill(0);
  }

  /** Users who were included or are gone. */
  get settled(): number {
    return this.included + this.evicted + this.pricedOut + this.crowdedOut;
  }

  /**
   * @param gone users who gave up after the block
   * @param waiting how many wait on
   * @throws RangeError unless what users paid was burnt or given to the proposer
   */
  add(block: FeeBlock<User>, gone: readonly User[], waiting: number): void {
    this.blocks++;
    this.gasUsed += block.gasUsed;
    this.included += block.included.length;
    this.evicted += block.evicted.length;
    for (const user of gone) {
      if (user.maxFeePerGas < block.baseFee) this.pricedOut++;
      else this.crowdedOut++;
    }
    this.waiting += waiting;
    this.paid += paidIn(block);
    this.burnt += block.burnt;
    this.tips += block.tips;
    if (block.baseFee > this.peak) this.peak = block.baseFee;
    for (const user of block.included) this.gasByKind[user.kind] += user.gasUsed;
  }
}
