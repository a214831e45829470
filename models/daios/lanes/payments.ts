import { transactionBill } from '../../chain/evm/bill.ts';
import { transactionKind } from '../../chain/evm/transactions.ts';
import type { Answered } from '../../storage/reads/fabric.ts';
import type { ResourceUse } from '../resources.ts';
import type { LaneRequest, StackContext, StackLane, WorkOf } from './context.ts';
import type { Settlement } from './settlement.ts';

/** Parts that are paid apart when one payment does not cover all: compute, store and availability. */
const PARTS = 3;

/** A user pays for what its tasks used. */
export class PaymentLane implements StackLane<WorkOf<'settle'>> {
  private readonly settlement: Settlement;
  private readonly payments: number;
  private readonly transfer = transactionBill(transactionKind('token-transfer'), 1);

  constructor({ plan }: StackContext, settlement: Settlement) {
    this.settlement = settlement;
    this.payments = plan.savings.onePayment ? 1 : PARTS;
  }

  perform({ node }: LaneRequest<WorkOf<'settle'>>, done: Answered): void {
    let left = this.payments;
    let good = true;
    for (let i = 0; i < this.payments; i++) {
      this.settlement.submit(node, this.transfer, (ok) => {
        good &&= ok;
        if (--left === 0) done(good);
      });
    }
  }

  cost(): number {
    return this.payments * this.settlement.cost(this.transfer);
  }

  uses(seconds: number): ResourceUse[] {
    return this.settlement.uses(seconds);
  }
}
