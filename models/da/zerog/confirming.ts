import { transactionBill } from '../../chain/evm/bill.ts';
import { SIGNED_TRIGGER } from './config.ts';
import type { DaContract } from './contract.ts';
import { confirmation, gasOf } from './gas.ts';
import type { Batch, Item, Pipeline } from './pipeline.ts';
import { Ticker } from './ticker.ts';
import type { Transactions } from './transactions.ts';

/*
 * Signed blobs of one client go into transactions that confirm them. A transaction that runs out of gas fails in
 * its block: the client halves its batches from then on and sends the blobs again; a blob that fails alone counts
 * a failure. Confirmed blobs are looked at from time to time until they are final.
 */

interface Signed {
  readonly item: Item;
  readonly batch: Batch;
}

interface Confirmed extends Signed {
  readonly height: number;
}

export class Confirming {
  private readonly pipeline: Pipeline;
  private readonly transactions: Transactions;
  private readonly client: number;
  private readonly entry: number;
  private readonly confirmed: (item: Item, batch: Batch) => void;
  private readonly finalized: (item: Item, batch: Batch) => void;
  private readonly failed: (item: Item) => void;
  private readonly submitter: Ticker;
  private readonly finalizer: Ticker;
  private signed: Signed[] = [];
  private readonly queue: (readonly Signed[])[] = [];
  private unfinal: Confirmed[] = [];
  private busy = 0;
  /** Most blobs of a transaction; halved by each failure. */
  private most: number;

  /** @param client node of the client @param entry validator that it talks to */
  constructor(
    pipeline: Pipeline,
    transactions: Transactions,
    client: number,
    entry: number,
    phase: number,
    ends: {
      confirmed(item: Item, batch: Batch): void;
      finalized(item: Item, batch: Batch): void;
      failed(item: Item): void;
    },
  ) {
    this.pipeline = pipeline;
    this.transactions = transactions;
    this.client = client;
    this.entry = entry;
    this.confirmed = ends.confirmed;
    this.finalized = ends.finalized;
    this.failed = ends.failed;
    this.most = confirmation.most;
    const { config, context } = pipeline;
    const { simulation } = context;
    this.submitter = new Ticker(
      simulation,
      'da.zerog.submit',
      config.signedPullInterval,
      phase,
      () => this.submit(),
    );
    this.finalizer = new Ticker(
      simulation,
      'da.zerog.finalize',
      config.finalizerInterval,
      phase,
      () => this.finalize(),
    );
  }

  add(batch: Batch): void {
    const { stages, context } = this.pipeline;
    for (const item of batch.items) {
      stages.move(item, 'aggregated', context.simulation.now);
      this.signed.push({ item, batch });
    }
    if (this.signed.length > SIGNED_TRIGGER) this.submit();
    else this.submitter.wake();
  }

  private submit(): void {
    const { signed } = this;
    this.signed = [];
    for (const contract of this.pipeline.contracts) {
      this.enqueue(signed.filter(({ batch }) => batch.contract === contract));
    }
  }

  private enqueue(signed: readonly Signed[]): void {
    for (let i = 0; i < signed.length; i += this.most) {
      this.queue.push(signed.slice(i, i + this.most));
    }
    this.next();
  }

  /** Each confirmer waits for one transaction. */
  private next(): void {
    const { protocol, config } = this.pipeline;
    while (this.queue.length > 0 && (!protocol || this.busy < config.confirmers)) {
      const some = this.queue.shift()!;
      // Sizes may have been halved since.
      if (some.length > this.most) {
        this.queue.unshift(some.slice(0, this.most), some.slice(this.most));
        continue;
      }
      this.busy++;
      this.send(some[0].batch.contract, some);
    }
  }

  private send(contract: DaContract, some: readonly Signed[]): void {
    const { gasLimit } = this.pipeline.config;
    const limit = gasLimit === 0 ? contract.lane.settings.gasLimit : gasLimit;
    const needed = gasOf(confirmation, some.length);
    let height: number | undefined;
    this.transactions.send(this.client, this.entry, {
      lane: contract.lane,
      bytes: transactionBill(confirmation, some.length).bytes,
      gas: Math.min(needed, limit),
      depth: 0,
      executed: (inclusion) => {
        if (needed <= limit) height = inclusion.height;
      },
      noticed: () => {
        this.busy--;
        if (height !== undefined) this.confirm(some, height);
        else this.outOfGas(some);
        this.next();
      },
      lost: () => {
        this.busy--;
        for (const { item } of some) this.failed(item);
        this.next();
      },
    });
  }

  private outOfGas(some: readonly Signed[]): void {
    if (some.length === 1) {
      this.failed(some[0].item);
      return;
    }
    this.most = Math.max(1, Math.min(this.most, Math.floor(some.length / 2)));
    this.enqueue(some);
  }

  private confirm(some: readonly Signed[], height: number): void {
    const { stages, context } = this.pipeline;
    for (const { item, batch } of some) {
      stages.move(item, 'confirmed', context.simulation.now);
      this.unfinal.push({ item, batch, height });
      this.confirmed(item, batch);
    }
    this.finalizer.wake();
  }

  private finalize(): void {
    const { stages, context, config } = this.pipeline;
    const isFinal = ({ batch, height }: Confirmed) =>
      batch.contract.lane.height >= height + config.finalityBlocks;
    const final = this.unfinal.filter(isFinal);
    this.unfinal = this.unfinal.filter((confirmed) => !isFinal(confirmed));
    for (const { item, batch } of final) {
      stages.move(item, 'finalized', context.simulation.now);
      this.finalized(item, batch);
    }
    if (this.unfinal.length > 0) this.finalizer.wake();
  }
}
