import { Lane } from '../../sim/engine/order.ts';
import type { Simulation } from '../../sim/engine/simulation.ts';
import { TICKS_PER_SECOND, type Tick } from '../../sim/time.ts';
import type { Mempool } from './mempool/gossip.ts';
import type { SingleTransaction } from './running.ts';

/*
 * The load generator: transactions come evenly spaced and enter in batches, one a window at each entry.
 */

/** What users send. */
export interface TrafficPlan {
  /** Nodes at which transactions enter, in turn. */
  readonly entries: readonly number[];
  /** Transactions per second over all of them. */
  readonly rate: number;
  readonly duration: Tick;
  readonly window: Tick;
  readonly transactionBytes: number;
  readonly transactionGas: number;
  /** Most transactions in a batch: a part of a block, so that blocks are filled evenly. */
  readonly batchMax: number;
}

export class Traffic {
  offered = 0;
  accepted = 0;
  private readonly simulation: Simulation;
  private readonly mempool: Mempool;
  private readonly plan: TrafficPlan;
  private readonly kind: number;
  private readonly entity: number;
  private batches = 0;
  private turn = 0;

  constructor(simulation: Simulation, mempool: Mempool, plan: TrafficPlan) {
    this.simulation = simulation;
    this.mempool = mempool;
    this.plan = plan;
    this.entity = simulation.entity('load');
    this.kind = simulation.handler('load.window', (_entity, window) => this.window(window));
    this.next(1);
  }

  private next(window: number): void {
    const { simulation } = this;
    const { window: span, duration } = this.plan;
    const at = Math.min(window * span, duration) as Tick;
    simulation.scheduleAt(at, Lane.Arrival, this.entity, this.kind, window);
  }

  /** Transactions created in a window enter at its end. */
  private window(window: number): void {
    const { duration, rate, entries, batchMax } = this.plan;
    const { now } = this.simulation;
    const total = Math.floor((now * rate) / TICKS_PER_SECOND);
    let count = total - this.offered;
    const spacing = TICKS_PER_SECOND / rate;
    while (count > 0) {
      const some = Math.min(count, batchMax);
      this.enter(entries[this.turn++ % entries.length], some, this.offered * spacing, spacing);
      this.offered += some;
      count -= some;
    }
    if (now < duration) this.next(window + 1);
  }

  /** A transaction beside the plan. @returns whether the mempool of the node took it */
  single(entry: number, { bytes, gas, submission }: SingleTransaction): boolean {
    const { mempool, simulation } = this;
    if (mempool.room(entry, bytes) === 0) return false;
    const created = { createdAt: simulation.now, spacing: 0, submission };
    mempool.enter({ id: this.batches++, entry, transactions: 1, bytes, gas, ...created });
    return true;
  }

  private enter(entry: number, count: number, createdAt: number, spacing: number): void {
    const { mempool } = this;
    const { transactionBytes, transactionGas } = this.plan;
    const transactions = Math.min(count, mempool.room(entry, transactionBytes));
    if (transactions === 0) return;
    this.accepted += transactions;
    mempool.enter({
      id: this.batches++,
      entry,
      transactions,
      bytes: transactions * transactionBytes,
      gas: transactions * transactionGas,
      createdAt,
      spacing,
    });
  }
}
