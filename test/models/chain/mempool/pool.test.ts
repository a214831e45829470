import { describe, expect, it } from 'vitest';
import type { Batch } from '../../../../models/chain/mempool/batch.ts';
import { TransactionPool } from '../../../../models/chain/mempool/pool.ts';

function batch(id: number, transactions: number): Batch {
  return {
    id,
    entry: 0,
    transactions,
    bytes: transactions * 100,
    gas: transactions * 21_000,
    createdAt: 0,
    spacing: 0,
    stage: new Uint8Array(1),
    readAt: new Float64Array(1),
  };
}

/** Batches of 10, 20 and 30 transactions, in the order of their numbers 7, 3, 5. */
function filled(): TransactionPool {
  const pool = new TransactionPool();
  for (const [id, transactions] of [
    [7, 10],
    [3, 20],
    [5, 30],
  ]) {
    pool.add(batch(id, transactions));
  }
  return pool;
}

const ids = (batches: Iterable<Batch>) => [...batches].map(({ id }) => id);
const PLENTY = Number.POSITIVE_INFINITY;

describe('transactions that wait for a block', () => {
  it('are counted with their bytes', () => {
    const pool = filled();
    expect([pool.transactions, pool.bytes]).toEqual([60, 6000]);
    expect(ids(pool.all())).toEqual([7, 3, 5]);
  });

  it('are reaped in the order in which they came, and stay until they are committed', () => {
    const pool = filled();
    expect(ids(pool.reap(PLENTY, PLENTY))).toEqual([7, 3, 5]);
    expect(pool.transactions).toBe(60);
  });

  it.each([
    { room: 6000, reaped: [7, 3, 5] },
    { room: 5999, reaped: [7, 3] },
    { room: 3000, reaped: [7, 3] },
    { room: 999, reaped: [] },
  ])('fill a block of $room bytes with $reaped', ({ room, reaped }) => {
    expect(ids(filled().reap(room, PLENTY))).toEqual(reaped);
  });

  it.each([
    // 60, 30 and 10 transfers.
    { gas: 1_260_000, reaped: [7, 3, 5] },
    { gas: 1_259_999, reaped: [7, 3] },
    { gas: 630_000, reaped: [7, 3] },
    { gas: 629_999, reaped: [7] },
  ])('fill a block of $gas gas with $reaped', ({ gas, reaped }) => {
    expect(ids(filled().reap(PLENTY, gas))).toEqual(reaped);
  });

  it('are not overtaken by smaller ones that would still fit', () => {
    const pool = new TransactionPool();
    pool.add(batch(1, 50));
    pool.add(batch(2, 1));
    expect(ids(pool.reap(4000, PLENTY))).toEqual([]);
  });

  it('leave once, when they are committed', () => {
    const pool = filled();
    pool.remove(batch(3, 20));
    pool.remove(batch(3, 20));
    pool.remove(batch(99, 5));
    expect([pool.transactions, pool.bytes]).toEqual([40, 4000]);
    expect(ids(pool.reap(PLENTY, PLENTY))).toEqual([7, 5]);
  });
});
