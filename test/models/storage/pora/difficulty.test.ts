import { describe, expect, it } from 'vitest';
import {
  adjustTarget,
  difficultyOf,
  initialTarget,
} from '../../../../models/storage/pora/difficulty.ts';
import { shardScaleX64 } from '../../../../models/storage/pora/shard-scale.ts';
import { stream } from './fixture.ts';

const rules = { targetSubmissions: 100, difficultyAdjustRatio: 20, minDifficulty: null };

describe('target', () => {
  it('starts at the largest number over the difficulty, rounded down', () => {
    expect(initialTarget(1)).toBe(2n ** 256n - 1n);
    expect(initialTarget(2)).toBe(2n ** 255n - 1n);
    // (2^256 - 1) / 3 = 0x5555…
    expect(initialTarget(3n).toString(16)).toBe('5'.repeat(64));
    expect(difficultyOf(initialTarget(1_000_000))).toBe(1_000_000n);
    expect(() => initialTarget(0)).toThrow('difficulty, expected 1 or more, got 0');
  });

  it('moves by a twentieth of the way, from numbers worked by hand', () => {
    const moved = (s: bigint, submissions: number) =>
      adjustTarget((s << 16n) + 12_345n, submissions, rules) >> 16n;
    // 100 of 100: expected 1000, (1000 * 19 + 1000) / 20 = 1000.
    expect(moved(1000n, 100)).toBe(1000n);
    // 200: expected 500, (19000 + 500) / 20 = 975: the steepest fall, 2.5 %.
    expect(moved(1000n, 200)).toBe(975n);
    // 30: expected floor(100000 / 30) = 3333, floor(22333 / 20) = 1116.
    expect(moved(1000n, 30)).toBe(1116n);
    // 5: expected 20000, 39000 / 20 = 1950.
    expect(moved(1000n, 5)).toBe(1950n);
    // 4: expected 25000, 44000 / 20 = 2200, no more than twice: 2000.
    expect(moved(1000n, 4)).toBe(2000n);
    expect(moved(1000n, 1)).toBe(2000n);
    // Odd s: 999 of 50: expected 1998, floor((18981 + 1998) / 20) = floor(1048.95) = 1048.
    expect(moved(999n, 50)).toBe(1048n);
  });

  it('drops the 16 low bits, and stays as it is after an epoch that nobody mined', () => {
    expect(adjustTarget((1000n << 16n) + 12_345n, 100, rules)).toBe(1000n << 16n);
    expect(adjustTarget((1000n << 16n) + 12_345n, 0, rules)).toBe((1000n << 16n) + 12_345n);
  });

  it('falls no further than to half with a short memory, and keeps below the two caps', () => {
    const short = { ...rules, difficultyAdjustRatio: 1 };
    // 1000 submissions: s' = expected = floor(1001 * 100 / 1000) = 100, at least floor(1001 / 2) = 500.
    expect(adjustTarget(1001n << 16n, 1000, short) >> 16n).toBe(500n);
    const most = (2n ** 256n - 1n) >> 16n;
    expect(adjustTarget(2n ** 256n - 1n, 1, rules)).toBe(most << 16n);
    const capped = { ...rules, minDifficulty: 10 };
    expect(adjustTarget(initialTarget(11), 1, capped)).toBe(initialTarget(10));
    expect(adjustTarget(initialTarget(1000), 1, capped) >> 16n).toBe(
      2n * (initialTarget(1000) >> 16n),
    );
  });

  it('follows the moving average: doubled rate 0.5 + 0.5 * 0.95^k, halved rate 2 - 0.95^k', () => {
    for (const [rate, limit] of [
      [2, 0.5],
      [0.5, 2],
    ]) {
      const start = initialTarget(1_000_000);
      let target = start;
      for (let k = 1; k <= 60; k++) {
        // Submissions in proportion to rate and target; a large target count keeps rounding small.
        const x = Number(target) / Number(start);
        const many = { ...rules, targetSubmissions: 1_000_000 };
        target = adjustTarget(target, Math.round(1_000_000 * rate * x), many);
        const want = limit + (1 - limit) * 0.95 ** k;
        expect(Math.abs(Number(target) / Number(start) - want), `epoch ${k}`).toBeLessThan(1e-5);
      }
    }
  });
});

describe('shard scale', () => {
  const R = 34_359_738_368;
  const one = 2n ** 64n;

  it('is 1 without shards, and the number of shards in a small flow', () => {
    expect(shardScaleX64(3072, 1)).toBe(one);
    expect(shardScaleX64(4096, 4)).toBe(4n * one);
    expect(shardScaleX64(R, 2)).toBe(2n * one);
  });

  it('rounds down twice: the share of the flow, and the quotient', () => {
    // 4099 / 4 = 1024 (floor); floor(4099 * 2^64 / 1024) = 4099 * 2^54.
    expect(shardScaleX64(4099, 4)).toBe(4099n * 2n ** 54n);
    // 10 / 3 = 3; floor(10 * 2^64 / 3): 2^64 = 3 * 6148914691236517205 + 1, so 10 times that and 3.
    expect(shardScaleX64(10, 3)).toBe(10n * 6_148_914_691_236_517_205n + 3n);
  });

  it('falls to 1 where the shard itself has 8 TiB', () => {
    // 12 TiB in 2 shards of 6: 8 / 6.
    expect(shardScaleX64(1.5 * R, 2)).toBe((BigInt(R) << 64n) / BigInt(0.75 * R));
    expect(shardScaleX64(2 * R, 2)).toBe(one);
    expect(shardScaleX64(1000 * R, 256)).toBe(one);
    expect(() => shardScaleX64(3, 4)).toThrow('a sector or more for each of 4 shards, got 3');
  });

  it('is never below 1 nor above what the whole share would give', () => {
    const seed = 'shard-scale';
    const random = stream(seed);
    for (let i = 0; i < 500; i++) {
      const shards = 2 ** random.below(9);
      const flow = 1024 + Math.floor(random.uniform() * 4 * R);
      const scale = shardScaleX64(flow, shards);
      const text = `seed ${seed} #${i}: ${flow} in ${shards}`;
      expect(scale >= one, text).toBe(true);
      const share = Math.min(flow, R) / Math.min(flow / shards, R);
      expect(Math.abs(Number(scale) / Number(one) / share - 1), text).toBeLessThan(
        shards / flow + 1e-9,
      );
    }
  });
});
