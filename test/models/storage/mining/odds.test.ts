import { describe, expect, it } from 'vitest';
import { attemptChance, hazardOf, shardPenalty } from '../../../../models/storage/mining/odds.ts';
import { initialTarget } from '../../../../models/storage/pora/difficulty.ts';
import { shardScaleX64 } from '../../../../models/storage/pora/shard-scale.ts';
import { exp } from '../../../../sim/math.ts';
import { TIB } from './engine-world.ts';

describe('chance of an attempt (0g-storage 3.5, 3.6)', () => {
  const plain = { flow: TIB, shards: 1, available: 1 };

  it('1 - (1 - 1/D)^64: 64 tries at difficulty 100 hit in 47.4404 %, at 2 always', () => {
    // 0.99^64 = 0.525596 (0.99^2 = 0.9801, ^4 0.96059601, ^8 0.92274469, ^16 0.85145777,
    // ^32 0.72498033, ^64 0.52559649).
    const chance = attemptChance({ ...plain, target: initialTarget(100) });
    expect(chance).toBeCloseTo(1 - 0.52559649, 7);
    expect(attemptChance({ ...plain, target: initialTarget(1) })).toBe(1);
  });

  it('at difficulty 1,000,000 a hit takes 15,625 loads but for half a try in 10^6', () => {
    const chance = attemptChance({ ...plain, target: initialTarget(1_000_000) });
    expect(1 / chance / 15_625).toBeCloseTo(1 + 31.5e-6, 8);
  });

  it('is proportional to what is available', () => {
    const target = initialTarget(100);
    const whole = attemptChance({ ...plain, target });
    expect(attemptChance({ ...plain, target, available: 0.25 })).toBe(whole / 4);
    expect(attemptChance({ ...plain, target, available: 0 })).toBe(0);
  });

  it.each([
    [4, 2, 2],
    [8, 4, 4],
    [12, 2, 8 / 6],
    [16, 2, 1],
    [64, 8, 1],
    [64, 16, 2],
  ])('%d TiB in %d shards: penalty %d, as in the contract', (flow, shards, penalty) => {
    expect(shardPenalty(flow * TIB, shards)).toBeCloseTo(penalty, 12);
    const contract = Number(shardScaleX64(flow * TIB, shards)) / Number(1n << 64n);
    expect(shardPenalty(flow * TIB, shards)).toBeCloseTo(contract, 12);
  });

  it('the hazard gives the chance back: 1 - exp(-hazard)', () => {
    for (const chance of [1e-12, 1e-4, 0.3, 0.99]) {
      expect(1 - exp(-hazardOf(chance))).toBeCloseTo(chance, 14);
    }
    expect(hazardOf(0)).toBe(0);
    expect(hazardOf(1)).toBe(Number.POSITIVE_INFINITY);
  });
});
