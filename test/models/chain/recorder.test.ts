import { describe, expect, it } from 'vitest';
import { Recorder } from '../../../models/chain/recorder.ts';
import type { CommittedHeight } from '../../../models/chain/running.ts';
import { each, found, heightAt, span } from './heights.ts';

function recorded(heights: readonly CommittedHeight[], from: number, to: number) {
  return found((measures) => {
    const recorder = new Recorder(measures, span(from, to));
    for (const height of heights) recorder.add(height);
    recorder.report();
  });
}

/** Three transactions created at 0, 0.1 and 0.2 s. */
const batches = [{ transactions: 3, createdAt: 0, spacing: 1e6 }];

describe('the latency of a transaction', () => {
  it('ends with the time stamp of the next block', () => {
    const { observed } = recorded(
      [heightAt(1, { transactions: 3, batches }), heightAt(3, { time: 2.5 }), heightAt(9)],
      0,
      10,
    );
    // 2.5, 2.4 and 2.3 s.
    expect(observed('chain.tx.latency')).toEqual({
      mean: expect.closeTo(2.4, 6),
      min: expect.closeTo(2.3, 6),
      max: expect.closeTo(2.5, 6),
      n: 3,
    });
  });

  it('is not known for the last block, whose transactions count as committed', () => {
    const { observed, value } = recorded(
      [heightAt(1), heightAt(2, { transactions: 3, batches })],
      0,
      10,
    );
    expect(observed('chain.tx.latency')).toBeUndefined();
    expect(value('chain.tx.committed')).toBe(3);
  });

  it('is measured for transactions created after the warm-up', () => {
    const heights = [heightAt(1, { transactions: 3, batches }), heightAt(2)];
    expect(recorded(heights, 0.1, 10).observed('chain.tx.latency')?.n).toBe(2);
    expect(recorded(heights, 1, 10).observed('chain.tx.latency')).toBeUndefined();
  });

  it('is never below zero, whatever the clocks of validators say', () => {
    const late = [{ transactions: 1, createdAt: 5e7, spacing: 0 }];
    const { observed } = recorded(
      [heightAt(6, { transactions: 1, batches: late }), heightAt(7, { time: 4 })],
      0,
      10,
    );
    expect(observed('chain.tx.latency')?.max).toBe(0);
  });
});

describe('blocks', () => {
  // Decided at 1, 2, 4, 5 and 20 s.
  const heights = [
    heightAt(1, { gas: 100, bytes: 1000, round: 3, transactions: 10 }),
    heightAt(2, { gas: 100, bytes: 3000, transactions: 20 }),
    heightAt(4, { gas: 400, bytes: 2000, round: 1, transactions: 30 }),
    heightAt(5, { gas: 100, bytes: 1000, transactions: 40 }),
    heightAt(20, { gas: 700, bytes: 9000, round: 2, transactions: 50 }),
  ];

  it('are measured from after the warm-up to the end of the load', () => {
    const { value, observed } = recorded(heights, 1, 11);
    // Those of 2, 4 and 5 s: 600 gas, 6,000 B and one round in 10 s.
    expect(value('chain.gas_rate')).toBe(60);
    expect(value('chain.blocks_per_minute')).toBe(18);
    expect(value('chain.block_bytes')).toBe(2000);
    expect(value('chain.rounds.mean')).toBeCloseTo(1 / 3, 12);
    expect(observed('chain.block_time')).toEqual({ mean: 1.5, min: 1, max: 2, n: 2 });
  });

  it('count with all their transactions and rounds in totals', () => {
    const { value } = recorded(heights, 1, 11);
    expect(value('chain.tx.committed')).toBe(150);
    expect(value('chain.rounds.max')).toBe(3);
  });

  it('give a curve of transactions a second by ten seconds', () => {
    const { findings } = recorded(heights, 0, 30);
    expect(findings.series).toEqual([
      {
        name: 'chain.transactions',
        xUnit: 's',
        yUnit: '1/s',
        points: [
          [5, 10],
          [15, 0],
          [25, 5],
        ],
      },
    ]);
  });

  it('of a span are those decided after its start and until its end', () => {
    found((measures) => {
      const recorder = new Recorder(measures, span(0, 100));
      for (const at of each(1, 20)) recorder.add(heightAt(at));
      const inside = recorder.decidedIn(span(5, 8)).map(({ decidedAt }) => decidedAt / 1e7);
      expect(inside).toEqual([6, 7, 8]);
    });
  });

  it('may be none at all', () => {
    const { value, observed } = recorded([], 0, 10);
    for (const name of ['tx.committed', 'gas_rate', 'block_bytes', 'rounds.max', 'rounds.mean']) {
      expect(value(`chain.${name}`), name).toBe(0);
    }
    expect(observed('chain.block_time')).toBeUndefined();
  });
});
