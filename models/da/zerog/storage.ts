import { transactionBill } from '../../chain/evm/bill.ts';
import { transactionKind } from '../../chain/evm/transactions.ts';
import { ENCODED_BYTES } from './geometry.ts';
import type { Batch, Item, Pipeline } from './pipeline.ts';
import type { Transactions } from './transactions.ts';

/*
 * Hand-off of final blobs to storage, as the whitepaper has it and the code does not (chain sheet 1.7): the client
 * submits the encoded matrix as a file and uploads it to a storage node. A transaction that is lost ends the
 * hand-off of its blob. Left out: replication and proofs of the storage network, its fees.
 */

export class Storage {
  private readonly pipeline: Pipeline;
  private readonly transactions: Transactions;
  private readonly kind: number;
  /** Blobs of which either the file or its transaction is there. */
  private readonly half = new Set<Item>();
  private turn = 0;

  constructor(pipeline: Pipeline, transactions: Transactions) {
    this.pipeline = pipeline;
    this.transactions = transactions;
    this.kind = pipeline.context.network.kind('da.zerog.file', ({ payload }) =>
      this.part(payload as Item),
    );
  }

  handOff(client: number, entry: number, item: Item, batch: Batch): void {
    const { network, stations } = this.pipeline.context;
    const bill = transactionBill(transactionKind('file-submission'), 1);
    this.transactions.send(client, entry, {
      lane: batch.contract.lane,
      bytes: bill.bytes,
      gas: bill.gas,
      depth: 0,
      executed: () => {},
      noticed: () => this.part(item),
      lost: () => {},
    });
    const node = stations.storage[this.turn++ % stations.storage.length];
    network.send(client, node, this.kind, ENCODED_BYTES, item.blob.id, item);
  }

  private part(item: Item): void {
    if (!this.half.has(item)) {
      this.half.add(item);
      return;
    }
    const { stages, context, counts } = this.pipeline;
    this.half.delete(item);
    // Its slices may be gone by then.
    if (item.life.state !== 'finalized') return;
    stages.move(item, 'handed-to-storage', context.simulation.now);
    counts.handedOff++;
  }
}
