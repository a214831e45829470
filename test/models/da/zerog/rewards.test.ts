import { describe, expect, it } from 'vitest';
import {
  checkConserved,
  collectFees,
  createRewardPool,
  fundReserve,
  payResponse,
  startEpoch,
} from '../../../../models/da/zerog/rewards.ts';
import { Streams } from '../../../../sim/random.ts';

describe('rewards by hand', () => {
  it('fees of an epoch are paid from when the next one starts', () => {
    const pool = createRewardPool();
    // 2.5 % of 1,000,000,001 is 25,000,000.025.
    expect(collectFees(pool, 1_000_000_001n, 250)).toBe(25_000_000n);
    expect(payResponse(pool, 0n)).toBe(0n);
    startEpoch(pool, 1);
    // 975,000,001 / 1,200,000 = 812.5, twice.
    expect(payResponse(pool, 0n)).toBe(812n);
    expect(payResponse(pool, 0n)).toBe(812n);
    expect(pool.active).toBe(975_000_001n - 1_624n);
    expect(collectFees(pool, 7n, 0)).toBe(0n);
    expect(pool.active).toBe(974_998_377n);
    startEpoch(pool, 5);
    expect([pool.active, pool.pending, pool.epoch]).toEqual([974_998_384n, 0n, 5]);
  });

  it('a pool below 1,200,000 base units pays nothing', () => {
    const pool = createRewardPool();
    collectFees(pool, 1_199_999n, 0);
    startEpoch(pool, 1);
    expect(payResponse(pool, 0n)).toBe(0n);
  });

  it('base rewards last as long as their reserve', () => {
    const pool = createRewardPool();
    fundReserve(pool, 5n);
    expect([payResponse(pool, 3n), payResponse(pool, 3n), payResponse(pool, 3n)]).toEqual([
      3n,
      2n,
      0n,
    ]);
  });

  it('refuses what cannot be', () => {
    const pool = createRewardPool();
    expect(() => collectFees(pool, -1n, 0)).toThrow('fees, expected 0 or more, got -1');
    expect(() => collectFees(pool, 1n, 10_001)).toThrow('service fee rate, expected 0 to 10000');
    expect(() => collectFees(pool, 1n, 0.5)).toThrow('service fee rate, expected 0 to 10000');
    expect(() => payResponse(pool, -1n)).toThrow('base reward, expected 0 or more, got -1');
    expect(() => startEpoch(pool, 0)).toThrow('epoch, expected one after 0, got 0');
    pool.active += 1n;
    expect(() => checkConserved(pool)).toThrow('reward pool, expected parts that sum to 0');
  });
});

it.each(['money 1', 'money 2', 'money 3'])('every unit is somewhere, seed "%s"', (seed) => {
  const stream = new Streams(seed, 0).stream('steps');
  const pool = createRewardPool();
  let given = 0n;
  let left = 0n;
  for (let i = 0; i < 2000; i++) {
    const amount = BigInt(stream.below(1_000_000_000)) * BigInt(1 + stream.below(1_000_000));
    const step = stream.below(8);
    if (step < 3) {
      given += amount;
      left += collectFees(pool, amount, stream.below(10_001));
    } else if (step === 3) {
      given += amount;
      fundReserve(pool, amount);
    } else if (step < 7) {
      left += payResponse(pool, stream.chance(0.5) ? amount : 0n);
    } else startEpoch(pool, pool.epoch + 1 + stream.below(3));
    const where = `seed "${seed}", step ${i}`;
    expect(pool.active + pool.pending + pool.reserve + left, where).toBe(given);
    expect(pool.active >= 0n && pool.pending >= 0n && pool.reserve >= 0n, where).toBe(true);
    checkConserved(pool);
  }
});
