import { Lane } from '../../../sim/engine/order.ts';
import type { Tick } from '../../../sim/time.ts';
import type { ChainLane } from '../../chain/lane.ts';
import type { Answered } from '../../storage/reads/fabric.ts';
import type { ResourceUse } from '../resources.ts';
import type { StackContext } from './context.ts';
import type { LogLane } from './log.ts';

/** What a transaction takes of a chain. */
export interface TransactionSize {
  /** On the wire. */
  readonly bytes: number;
  readonly gas: number;
}

/** Where payments and commitments become final. */
export interface Settlement {
  /** Calls with true once the transaction of a node is settled. */
  submit(from: number, size: TransactionSize, done: Answered): void;
  /** Calls with true once a block has it, final or not: enough for what is final elsewhere. */
  include(from: number, size: TransactionSize, done: Answered): void;
  /** USD. */
  cost(size: TransactionSize): number;
  uses(seconds: number): ResourceUse[];
}

const GWEI_PER_TOKEN = 1e9;

/** USD for gas on 0G Chain. */
export function gasCost({ values }: StackContext, gas: number): number {
  return (gas * values.prices.gas * values.prices.token) / GWEI_PER_TOKEN;
}

/** Final with the block that holds it: CometBFT. */
export class ChainSettlement implements Settlement {
  private readonly context: StackContext;
  private readonly chain: ChainLane;

  constructor(context: StackContext, chain: ChainLane) {
    this.context = context;
    this.chain = chain;
  }

  submit(from: number, size: TransactionSize, done: Answered): void {
    const { reach, machines, network } = this.context;
    // A node keeps to its entry while that is up: what others do does not change its ways.
    let to = from % machines.validators;
    for (let i = 0; i < machines.validators && !network.isAlive(to); i++)
      to = (to + 1) % machines.validators;
    const produce = (ready: Answered) => {
      if (!this.chain.submit(to, size, () => ready(true))) ready(false);
    };
    reach.ask({ from, to, sends: size.bytes, bytes: 0, produce }, done);
  }

  include(from: number, size: TransactionSize, done: Answered): void {
    this.submit(from, size, done);
  }

  cost({ gas }: TransactionSize): number {
    return gasCost(this.context, gas);
  }

  uses(seconds: number): ResourceUse[] {
    const { gas, height, settings } = this.chain;
    const blockTime = this.chain.blockTime();
    const limit = Math.min(settings.gasLimit / blockTime, settings.gasPerSecond);
    const uses: ResourceUse[] = [
      { name: 'chain processors', lane: 'settle', use: this.chain.processorUse() },
    ];
    if (height > 0) uses.push({ name: 'gas', lane: 'settle', use: gas / seconds / limit });
    return uses;
  }
}

interface Pending {
  readonly bytes: number;
  /** Its sender waits for the data to be available. */
  readonly posted: boolean;
  readonly done: Answered;
}

/**
 * A sequencer takes transactions into blocks of its own and posts their data to the availability layer. Left out:
 * proofs and challenge windows, which stand between it and another chain, and which nobody here waits for.
 */
export class RollupSettlement implements Settlement {
  private readonly context: StackContext;
  private readonly log: LogLane;
  private readonly block: number;
  private pending: Pending[] = [];

  constructor(context: StackContext, log: LogLane) {
    this.context = context;
    this.log = log;
    this.block = context.simulation.handler('daios.rollup.block', () => this.seal());
  }

  submit(from: number, size: TransactionSize, done: Answered): void {
    this.send(from, size, this.context.values.rollupFinality === 'posted', done);
  }

  include(from: number, size: TransactionSize, done: Answered): void {
    this.send(from, size, false, done);
  }

  private send(from: number, { bytes }: TransactionSize, posted: boolean, done: Answered): void {
    const { reach, machines } = this.context;
    const produce = (ready: Answered) => this.add({ bytes, posted, done: ready });
    reach.ask({ from, to: machines.sequencer, sends: bytes, bytes: 0, produce }, done);
  }

  private add(transaction: Pending): void {
    const { simulation, values, machines, network } = this.context;
    if (this.pending.length === 0) {
      const { rollupBlock } = values;
      const wait = (rollupBlock - (simulation.now % rollupBlock)) as Tick;
      const entity = network.entityOf(machines.sequencer);
      simulation.schedule(wait, Lane.Timer, entity, this.block);
    }
    this.pending.push(transaction);
  }

  private seal(): void {
    const block = this.pending;
    this.pending = [];
    const { machines, network } = this.context;
    if (!network.isAlive(machines.sequencer)) return;
    for (const { posted, done } of block) if (!posted) done(true);
    const bytes = block.reduce((sum, transaction) => sum + transaction.bytes, 0);
    this.log.post(machines.sequencer, bytes, (ok) => {
      for (const { posted, done } of block) if (posted) done(ok);
    });
  }

  cost({ bytes }: TransactionSize): number {
    return this.context.values.prices.rollup + this.log.postCost(bytes);
  }

  uses(): ResourceUse[] {
    return [];
  }
}
