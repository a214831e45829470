import { describe, expect, it } from 'vitest';
import type { Batch } from '../../../models/chain/mempool/batch.ts';
import type { Mempool } from '../../../models/chain/mempool/gossip.ts';
import { Traffic, type TrafficPlan } from '../../../models/chain/traffic.ts';
import { Simulation } from '../../../sim/engine/simulation.ts';
import { seconds } from '../../../sim/time.ts';

interface Entered extends Pick<Batch, 'entry' | 'transactions' | 'bytes' | 'gas' | 'createdAt'> {
  readonly spacing: number;
  readonly at: number;
}

const plan: TrafficPlan = {
  entries: [4],
  rate: 95,
  duration: seconds(1),
  window: seconds(0.1),
  transactionBytes: 250,
  transactionGas: 21_000,
  batchMax: 1000,
};

/** @param room of each node for transactions */
function offer(changes: Partial<TrafficPlan>, room = Number.POSITIVE_INFINITY) {
  const simulation = new Simulation({ seed: 'traffic' });
  const entered: Entered[] = [];
  const mempool = {
    room: () => room,
    enter: (batch: Entered) => entered.push({ ...batch, at: simulation.now }),
  };
  const traffic = new Traffic(simulation, mempool as unknown as Mempool, { ...plan, ...changes });
  simulation.run();
  return { entered, traffic, ended: simulation.now };
}

const counts = (entered: readonly Entered[]) => entered.map(({ transactions }) => transactions);

/** When each transaction was created, in order. */
function creations(entered: readonly Entered[]): number[] {
  return entered.flatMap(({ transactions, createdAt, spacing }) =>
    Array.from({ length: transactions }, (_, i) => createdAt + i * spacing),
  );
}

describe('transactions of the load', () => {
  it('are rate times duration, evenly spaced', () => {
    const { entered, traffic } = offer({});
    // 9.5 a window: 9, 10, 9, ...
    expect(counts(entered)).toEqual([9, 10, 9, 10, 9, 10, 9, 10, 9, 10]);
    expect([traffic.offered, traffic.accepted]).toEqual([95, 95]);
    const times = creations(entered);
    for (const [i, time] of times.entries()) expect(time).toBeCloseTo((i * 1e7) / 95, 3);
  });

  it('enter at the end of the window in which they were created', () => {
    for (const { at, createdAt, transactions, spacing } of offer({}).entered) {
      expect(at % 1e6).toBe(0);
      expect(createdAt).toBeGreaterThanOrEqual(at - 1e6 - spacing);
      expect(createdAt + (transactions - 1) * spacing).toBeLessThan(at);
    }
  });

  it('carry their bytes and their gas', () => {
    const [first] = offer({}).entered;
    expect([first.bytes, first.gas]).toEqual([9 * 250, 9 * 21_000]);
  });

  it('come until the end, also when it cuts a window', () => {
    const { traffic, ended } = offer({ rate: 100, duration: seconds(0.25) });
    expect(traffic.offered).toBe(25);
    expect(ended).toBe(2_500_000);
    expect(offer({ rate: 100, duration: seconds(0.05) }).traffic.offered).toBe(5);
  });

  it('come one by one when there is less than one a window', () => {
    const { entered } = offer({ rate: 4 });
    expect(entered.map(({ at }) => at / 1e6)).toEqual([3, 5, 8, 10]);
  });

  it('are none without a rate', () => expect(offer({ rate: 0 }).entered).toEqual([]));

  it('enter in batches of a share of a block, at each entry in turn', () => {
    const { entered } = offer({
      rate: 250,
      duration: seconds(0.2),
      batchMax: 10,
      entries: [4, 1, 9],
    });
    expect(counts(entered)).toEqual([10, 10, 5, 10, 10, 5]);
    expect(entered.map(({ entry }) => entry)).toEqual([4, 1, 9, 4, 1, 9]);
  });

  it('are refused beyond the room of their entry, and lost', () => {
    const { entered, traffic } = offer({}, 6);
    expect(counts(entered)).toEqual(new Array(10).fill(6));
    expect([traffic.offered, traffic.accepted]).toEqual([95, 60]);
    const full = offer({}, 0);
    expect([full.entered.length, full.traffic.offered, full.traffic.accepted]).toEqual([0, 95, 0]);
  });
});
