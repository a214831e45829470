import type { Tick } from '../../../sim/time.ts';
import { transactionBill } from '../../chain/evm/bill.ts';
import { transactionKind } from '../../chain/evm/transactions.ts';
import type { Answered } from '../../storage/reads/fabric.ts';
import type { Work } from '../../workloads/task.ts';
import type { LaneRequest, StackContext, StackLane } from './context.ts';
import type { Settlement } from './settlement.ts';

/**
 * A lane whose confirmations another chain has to learn: a relay looks at the source every so often and takes
 * them over, one transaction each.
 */
export class RelayedLane<W extends Work> implements StackLane<W> {
  private readonly context: StackContext;
  private readonly lane: StackLane<W>;
  private readonly settlement: Settlement;
  private readonly message = transactionBill(transactionKind('token-transfer'), 1);

  constructor(context: StackContext, lane: StackLane<W>, settlement: Settlement) {
    this.context = context;
    this.lane = lane;
    this.settlement = settlement;
  }

  perform(request: LaneRequest<W>, done: Answered): void {
    this.lane.perform(request, (ok) => {
      if (!ok) {
        done(false);
        return;
      }
      const { fabric, values, simulation, machines } = this.context;
      const poll = values.relayPoll;
      const wait = (poll > 0 ? poll - (simulation.now % poll) : 0) as Tick;
      fabric.wait(machines.gateway, wait, () => {
        this.settlement.include(machines.gateway, this.message, done);
      });
    });
  }

  cost(work: W): number {
    const { relay } = this.context.values.prices;
    return this.lane.cost(work) + relay + this.settlement.cost(this.message);
  }

  uses(seconds: number) {
    return this.lane.uses(seconds);
  }
}
