import type { Batch } from './batch.ts';

/** Transactions that a node holds for a block, in the order in which they came. */
export class TransactionPool {
  transactions = 0;
  bytes = 0;
  private readonly batches = new Map<number, Batch>();

  add(batch: Batch): void {
    this.batches.set(batch.id, batch);
    this.transactions += batch.transactions;
    this.bytes += batch.bytes;
  }

  remove(batch: Batch): void {
    if (!this.batches.delete(batch.id)) return;
    this.transactions -= batch.transactions;
    this.bytes -= batch.bytes;
  }

  /** The oldest batches that fit into a block. */
  reap(maxBytes: number, gasLimit: number): Batch[] {
    const reaped: Batch[] = [];
    let bytes = 0;
    let gas = 0;
    for (const batch of this.batches.values()) {
      bytes += batch.bytes;
      gas += batch.gas;
      if (bytes > maxBytes || gas > gasLimit) break;
      reaped.push(batch);
    }
    return reaped;
  }

  all(): IterableIterator<Batch> {
    return this.batches.values();
  }
}
