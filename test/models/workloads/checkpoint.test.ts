import { describe, expect, it } from 'vitest';
import {
  checkpoint8b,
  checkpoint405b,
  checkpointBytes,
  checkpointLayout,
  checkpointLayouts,
  checkpointRanks,
  rankBytes,
} from '../../../models/workloads/checkpoint.ts';
import { Streams } from '../../../sim/random.ts';
import { settings } from './settings.ts';

const stream = () => new Streams('checkpoint', 0).stream('a');

describe('a checkpoint', () => {
  it('has 14 bytes for each parameter', () => {
    // hardware-network-workloads D1 and D4: 16.06, 141 and 810 GB of bf16 weights are 8.03, 70.5 and 405
    // thousand million parameters; x 14
    expect(checkpointLayouts.map(checkpointBytes)).toEqual([
      ...[112_420_000_000, 987_000_000_000, 5_670_000_000_000, 14_000_000_000_000],
    ]);
  });

  it('is spread over the ranks of its layout', () => {
    // TP x PP x copies: 8 copies, 8 x 8, 8 x 32 x 2, 8 x 64 x 2
    expect(checkpointLayouts.map(checkpointRanks)).toEqual([8, 64, 512, 1024]);
    for (const layout of checkpointLayouts) {
      let sum = 0;
      for (let rank = 0; rank < checkpointRanks(layout); rank++) sum += rankBytes(layout, rank);
      expect(sum, layout.name).toBe(checkpointBytes(layout));
    }
  });

  it('is shared by all ranks alike under ZeRO 3', () => {
    // 112.42 GB / 8 = 14.0525 GB; 987 GB / 64 = 15.421875 GB
    expect(rankBytes(checkpointLayout('checkpoint-8b'), 3)).toBe(14_052_500_000);
    expect(rankBytes(checkpointLayout('checkpoint-70b'), 63)).toBe(15_421_875_000);
  });

  it('has its weights in the first copy and its optimiser state in both under ZeRO 1', () => {
    const layout = checkpointLayout('checkpoint-405b');
    // 126 layers in 32 stages: 3 in stage 0, 4 in stage 1. A rank of stage 0 has 405e9 x 3 / 126 / 8 =
    // 1,205,357,142.9 parameters: 2 B of weights and 12 / 2 B of state, 9,642,857,143 B; without weights
    // 7,232,142,857 B
    expect(rankBytes(layout, 0)).toBeCloseTo(9_642_857_143, -2);
    expect(rankBytes(layout, 256)).toBeCloseTo(7_232_142_857, -2);
    // Stage 1 starts at rank 8: 4 layers, 4 / 3 of it
    expect(rankBytes(layout, 8) / rankBytes(layout, 0)).toBeCloseTo(4 / 3, 6);
  });

  it('is written by the first copy alone without ZeRO', () => {
    const layout = { ...checkpointLayout('checkpoint-8b'), zero: 0 } as const;
    const bytes = [0, 1, 7].map((rank) => rankBytes(layout, rank));
    expect(bytes).toEqual([112_420_000_000, 0, 0]);
  });

  it('has no other ranks', () => {
    expect(() => rankBytes(checkpointLayout('checkpoint-8b'), 8)).toThrow(
      'client, expected a whole number from 0 to 7, got 8',
    );
    expect(() => checkpointLayout('checkpoint-2b')).toThrow('got checkpoint-2b');
  });
});

describe('the workload of checkpoints', () => {
  it('is ten writes and ten reads with 5 s of compute before each', () => {
    const client = { number: 5, of: 8 };
    const operations = [...checkpoint8b.operations(stream(), settings(), client)];
    expect(operations.map(({ kind }) => kind)).toEqual([
      ...Array(10).fill('write'),
      ...Array(10).fill('read'),
    ]);
    expect(operations.every(({ wait }) => wait === 5)).toBe(true);
    expect(operations.every(({ bytes }) => bytes === 14_052_500_000)).toBe(true);
    const objects = operations.map(({ object }) => object);
    expect(objects.slice(0, 10)).toEqual([5, 13, 21, 29, 37, 45, 53, 61, 69, 77]);
    expect(objects.slice(10)).toEqual(objects.slice(0, 10));
  });

  it('leaves no byte out when clients stand for several ranks each', () => {
    const values = settings({ checkpoints: 1 });
    const all = [0, 1, 2].flatMap((number) => [
      ...checkpoint405b.operations(stream(), values, { number, of: 3 }),
    ]);
    for (const kind of ['write', 'read'] as const) {
      const own = all.filter((operation) => operation.kind === kind);
      expect(new Set(own.map(({ object }) => object)).size).toBe(512);
      expect(own.reduce((sum, { bytes }) => sum + bytes, 0)).toBe(5_670_000_000_000);
      expect(own.filter(({ wait }) => wait === 5)).toHaveLength(3);
    }
  });
});
