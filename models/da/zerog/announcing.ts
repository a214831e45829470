import { transactionBill } from '../../chain/evm/bill.ts';
import type { Assignment, DaContract } from './contract.ts';
import { announcement, gasOf, rootsWithin } from './gas.ts';
import { SENT_BYTES } from './geometry.ts';
import type { Batch, Item, Pipeline } from './pipeline.ts';
import { Ticker } from './ticker.ts';
import type { Transactions } from './transactions.ts';

/*
 * Batches of encoded blobs and the transaction that announces them. Blobs that one transaction does not hold go
 * into further ones, each after the one before; a batch whose transactions fell into two epochs fails.
 */

export class Announcing {
  private readonly pipeline: Pipeline;
  private readonly transactions: Transactions;
  private readonly client: number;
  private readonly entry: number;
  private readonly assigned: (batch: Batch) => void;
  private readonly failed: (item: Item) => void;
  private readonly ticker: Ticker;
  private encoded: Item[] = [];
  private readonly most: number;
  private batches = 0;

  /** @param client node of the client @param entry validator that it talks to */
  constructor(
    pipeline: Pipeline,
    transactions: Transactions,
    client: number,
    entry: number,
    phase: number,
    assigned: (batch: Batch) => void,
    failed: (item: Item) => void,
  ) {
    this.pipeline = pipeline;
    this.transactions = transactions;
    this.client = client;
    this.entry = entry;
    this.assigned = assigned;
    this.failed = failed;
    const { context, config, values } = pipeline;
    this.most = Math.floor(values.batchBytes / SENT_BYTES);
    this.ticker = new Ticker(context.simulation, 'da.zerog.pull', config.pullInterval, phase, () =>
      this.pull(),
    );
  }

  add(item: Item): void {
    this.encoded.push(item);
    const { batchTrigger } = this.pipeline.config;
    if (this.encoded.length * SENT_BYTES >= batchTrigger) this.pull();
    else this.ticker.wake();
  }

  private pull(): void {
    const { pipeline, entry } = this;
    const items = this.encoded.splice(0, this.most);
    if (pipeline.ended || items.length === 0) return;
    if (this.encoded.length > 0) this.ticker.wake();
    const { stages, context, contracts } = pipeline;
    for (const item of items) stages.move(item, 'batched', context.simulation.now);
    const contract = contracts[(entry + this.batches++) % contracts.length];
    this.announce(contract, items, 0, undefined);
  }

  private announce(
    contract: DaContract,
    items: readonly Item[],
    from: number,
    before: Assignment | undefined,
  ): void {
    const { gasLimit, finalityBlocks } = this.pipeline.config;
    const room = rootsWithin(
      announcement,
      gasLimit === 0 ? contract.lane.settings.gasLimit : gasLimit,
    );
    const roots = Math.min(Math.max(1, room), items.length - from);
    const bill = transactionBill(announcement, roots);
    const isLast = from + roots === items.length;
    let assignment: Assignment | undefined;
    this.transactions.send(this.client, this.entry, {
      lane: contract.lane,
      bytes: bill.bytes,
      gas: bill.gas,
      depth: isLast ? finalityBlocks : 0,
      executed: () => {
        const fits = gasLimit === 0 || gasOf(announcement, roots) <= gasLimit;
        assignment = fits ? contract.announce(roots) : undefined;
      },
      noticed: () => {
        const mismatch = before !== undefined && before.epoch !== assignment?.epoch;
        if (assignment === undefined || mismatch) this.fail(items);
        else if (isLast) this.assign(contract, items, before ?? assignment);
        else this.announce(contract, items, from + roots, before ?? assignment);
      },
      lost: () => this.fail(items),
    });
  }

  private assign(contract: DaContract, items: readonly Item[], assignment: Assignment): void {
    const { stages, context, counts } = this.pipeline;
    for (const item of items) stages.move(item, 'assigned', context.simulation.now);
    const id = counts.batches++;
    this.assigned({ id, items, contract, assignment, attempts: 0, kept: new Set() });
  }

  private fail(items: readonly Item[]): void {
    for (const item of items) this.failed(item);
  }
}
