import { transactionBill } from '../../chain/evm/bill.ts';
import { transactionKind } from '../../chain/evm/transactions.ts';
import type { Answered } from '../../storage/reads/fabric.ts';
import type { ResourceUse } from '../resources.ts';
import type { LaneRequest, StackLane, WorkOf } from './context.ts';
import type { Holders } from './holders.ts';
import type { Settlement } from './settlement.ts';

/**
 * Memory is written: its bytes go to holders, its commitment to the settlement. Done when both are.
 * Left out: coding into slivers or sectors; what holders do with the bytes afterwards.
 */
export class WriteLane implements StackLane<WorkOf<'write'>> {
  private readonly holders: Holders;
  private readonly settlement: Settlement;
  private readonly commitment;

  constructor(holders: Holders, settlement: Settlement) {
    this.holders = holders;
    this.settlement = settlement;
    const submission = transactionKind('file-submission');
    this.commitment = transactionBill(submission, submission.usual);
  }

  perform({ node, work }: LaneRequest<WorkOf<'write'>>, done: Answered): void {
    let left = 2;
    let good = true;
    const one: Answered = (ok) => {
      good &&= ok;
      if (--left === 0) done(good);
    };
    this.holders.upload(node, work.bytes, one);
    this.settlement.submit(node, this.commitment, one);
  }

  cost({ bytes }: WorkOf<'write'>): number {
    return this.holders.cost(bytes) + this.settlement.cost(this.commitment);
  }

  uses(): ResourceUse[] {
    return [];
  }
}
