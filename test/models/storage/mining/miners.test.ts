import { describe, expect, it } from 'vitest';
import { type MinerGroup, Miners } from '../../../../models/storage/mining/miners.ts';
import { Streams } from '../../../../sim/random.ts';
import { MACHINE, TIB } from './engine-world.ts';

const TIB_BYTES = 1_099_511_627_776;
const PRICING = 33_554_432;

const minersOf = (...groups: Partial<MinerGroup>[]) =>
  new Miners(
    new Streams('miners', 0),
    groups.map((group, i) => ({ ...MACHINE, name: `g${i}`, ...group })),
  );

/** Machines that hold each of the first load chunks of a flow. */
function holders(miners: Miners, loads: number): number[] {
  return Array.from({ length: loads }, (_, load) => {
    let count = 0;
    for (let miner = 0; miner < miners.count; miner++)
      if (load % miners.shardsOf(miner) === miners.shardOf(miner)) count++;
    return count;
  });
}

describe('ranges of machines (0g-storage 3.4)', () => {
  it.each([
    [4, 1, 4],
    [8, 1, 8],
    [32, 1, 8],
    [32, 2, 16],
    [32, 8, 32],
  ])('a flow of %d TiB in %d shards: %d TiB are declared', (flow, shards, declared) => {
    expect(minersOf({ shards }).declared(0, flow * TIB)).toBe(declared * TIB);
  });

  it('starts spread from 0 to the last range, in steps of 8 GiB', () => {
    const miners = minersOf({ count: 5 });
    const starts = [0, 1, 2, 3, 4].map((miner) => miners.start(miner, 32 * TIB));
    expect(starts).toEqual([0, 6 * TIB, 12 * TIB, 18 * TIB, 24 * TIB]);
    const odd = minersOf({ count: 7 });
    for (let miner = 0; miner < 7; miner++) {
      const start = odd.start(miner, 32 * TIB + 5 * PRICING + 1024);
      expect(start % PRICING).toBe(0);
      expect(start + 8 * TIB).toBeLessThanOrEqual(32 * TIB + 5 * PRICING + 1024);
    }
  });

  it('what is wanted, held and available follows shards, share and drives', () => {
    const miners = minersOf({ shards: 4, stored: 0.5, capacity: TIB_BYTES / 4 });
    // 8 TiB in 4 shards: 2 TiB, half of it 1 TiB; the drives take a quarter TiB.
    expect(miners.wanted(0, 8 * TIB)).toBe(TIB_BYTES);
    expect(miners.held(0, 8 * TIB, 0)).toBe(TIB_BYTES / 4);
    expect(miners.available(0, 8 * TIB, 0)).toBe(0.125);
    expect(miners.replicas(8 * TIB, 0)).toBe(1 / 32);
  });
});

describe('auto-split (0g-storage 1)', () => {
  it('doubles when the data pass 0.9 of the drives, up to the most shards', () => {
    const miners = minersOf({ capacity: TIB_BYTES }, { capacity: 100 * TIB_BYTES, count: 3 });
    miners.split(0.9 * TIB, 256);
    expect([miners.shardsOf(0), miners.shardsOf(1), miners.splits]).toEqual([1, 1, 0]);
    miners.split(0.9 * TIB + 1024, 256);
    expect([miners.shardsOf(0), miners.shardsOf(1), miners.splits]).toEqual([2, 1, 1]);
    // 8 TiB in 16 shards are 0.5 TiB each.
    miners.split(8 * TIB, 256);
    expect([miners.shardsOf(0), miners.splits]).toEqual([16, 4]);
    miners.split(8 * TIB, 256);
    expect(miners.splits).toBe(4);
    const bounded = minersOf({ capacity: TIB_BYTES / 100, count: 2 });
    bounded.split(8 * TIB, 32);
    expect([bounded.shardsOf(0), bounded.splits]).toEqual([32, 10]);
  });

  it('keeps a part of what was held: the new shard is the old one, or that plus the old number', () => {
    const miners = minersOf({ count: 37, shards: 2, capacity: TIB_BYTES });
    const before = Array.from({ length: 37 }, (_, miner) => miners.shardOf(miner));
    miners.split(2 * TIB, 256);
    for (let miner = 0; miner < 37; miner++) {
      expect(miners.shardsOf(miner)).toBe(4);
      expect([before[miner], before[miner] + 2]).toContain(miners.shardOf(miner));
    }
  });

  it('leaves every segment with the same number of holders, count / shards = replicas', () => {
    const miners = minersOf({ count: 64, capacity: TIB_BYTES });
    for (const flow of [0.5, 1, 2, 4, 8, 16, 32]) {
      miners.split(flow * TIB, 256);
      const shards = miners.shardsOf(0);
      expect(holders(miners, 256), `${flow} TiB`).toEqual(Array(256).fill(64 / shards));
      // Up to 8 TiB each shard is declared whole.
      expect(miners.replicas(flow * TIB, 0)).toBe(64 / shards);
    }
    expect(miners.shardsOf(0)).toBe(64);
  });
});

describe('losses of data', () => {
  it('come at the rate of the group: 4000 a year, mean 7889.4 s', () => {
    const miners = minersOf({ failureRate: 4000 }, {});
    const gaps = Array.from({ length: 4000 }, () => miners.nextLoss(0));
    const mean = gaps.reduce((sum, gap) => sum + gap, 0) / 4000;
    // 31,557,600 s / 4000; the mean of 4000 is good to 1.6 %.
    expect(Math.abs(mean / 7889.4 - 1)).toBeLessThan(0.06);
    expect(miners.nextLoss(1)).toBe(Number.POSITIVE_INFINITY);
  });

  it('the machine fills again at its rate, and is whole when it has all', () => {
    // 1 TiB at 1 GiB/s: 1024 s.
    const miners = minersOf({ count: 2, fillRate: 1_073_741_824 });
    miners.lose(1, 100);
    expect(miners.isFilling(1)).toBe(true);
    expect(miners.available(1, TIB, 100)).toBe(0);
    expect(miners.available(1, TIB, 356)).toBe(0.25);
    expect(miners.replicas(TIB, 356)).toBe(1.25);
    miners.settle(TIB, 1123);
    expect(miners.isFilling(1)).toBe(true);
    miners.settle(TIB, 1124);
    expect(miners.isFilling(1)).toBe(false);
    expect(miners.replicas(TIB, 1124)).toBe(2);
    // A second loss while it fills begins anew.
    miners.lose(1, 2000);
    miners.lose(1, 2512);
    expect(miners.available(1, TIB, 2768)).toBe(0.25);
  });
});
