import { describe, expect, it } from 'vitest';
import { rate, tokens, UNIT } from '../../../../models/chain/stake/fixed-point.ts';
import {
  createValidator,
  delegate,
  effectiveBalance,
  restake,
  restakedBalance,
  undelegate,
  votingPower,
} from '../../../../models/chain/stake/pool.ts';
import {
  addReward,
  createSharePool,
  cutPool,
  deposit,
  sharesOf,
  takeReward,
  withdraw,
  worthOf,
} from '../../../../models/chain/stake/shares.ts';
import {
  createUnbondingQueue,
  cutUnbonding,
  startUnbonding,
  takeReleased,
} from '../../../../models/chain/stake/unbonding.ts';
import { tick } from '../../../../sim/time.ts';
import { DELAY, validatorWith } from './support.ts';

describe('shares', () => {
  it('lose worth in a cut, alike for all; deposits and withdrawals round down', () => {
    const pool = createSharePool();
    expect(deposit(pool, 'a', 100n)).toBe(100n);
    expect(deposit(pool, 'b', 50n)).toBe(50n);
    cutPool(pool, 30n); // 120 for 150 shares
    expect([worthOf(pool, 'a'), worthOf(pool, 'b')]).toEqual([80n, 40n]);
    // 10 * 150 / 120 = 12.5
    expect(deposit(pool, 'c', 10n)).toBe(12n);
    expect([pool.tokens, pool.shares]).toEqual([130n, 162n]);
    // 100 * 130 / 162 = 80.2; 50 * 50 / 62 = 40.3; the last takes the rest.
    expect(withdraw(pool, 'a', 100n)).toBe(80n);
    expect(withdraw(pool, 'b', 50n)).toBe(40n);
    expect(withdraw(pool, 'c', 12n)).toBe(10n);
    expect([pool.tokens, pool.shares]).toEqual([0n, 0n]);
  });

  it('split a reward in 1e18 fixed point; the remainder stays pending and is not lost', () => {
    const pool = createSharePool();
    deposit(pool, 'a', 1n);
    deposit(pool, 'b', 2n);
    // 10e18 / 3 = 3333333333333333333 a share, rest 1.
    addReward(pool, 10n);
    expect([pool.rewardPerShare, pool.pending]).toEqual([3_333_333_333_333_333_333n, 1n]);
    expect([takeReward(pool, 'a'), takeReward(pool, 'b')]).toEqual([3n, 6n]);
    expect(pool.unpaid).toBe(1n);
    // (2e18 + 1) / 3 = 666666666666666667 exactly: a has 0.33...3 + 0.66...7 = 1,
    // b has 0.66...6 + 1.33...4 = 2.
    addReward(pool, 2n);
    expect(pool.pending).toBe(0n);
    expect([takeReward(pool, 'a'), takeReward(pool, 'b')]).toEqual([1n, 2n]);
    expect(pool.unpaid).toBe(0n);
  });

  it('earn only while they are in the pool', () => {
    const pool = createSharePool();
    addReward(pool, 5n); // waits: nobody is there
    deposit(pool, 'a', 4n);
    expect(takeReward(pool, 'a')).toBe(0n);
    addReward(pool, 3n); // 5 + 3 to a
    deposit(pool, 'b', 4n);
    addReward(pool, 6n); // 3 each
    withdraw(pool, 'a', 4n);
    addReward(pool, 7n); // b alone
    expect([takeReward(pool, 'a'), takeReward(pool, 'b')]).toEqual([11n, 10n]);
    expect([pool.unpaid, pool.holdings.has('a')]).toEqual([0n, false]);
  });

  it('give the fraction of one that left back to the pool', () => {
    const pool = createSharePool();
    deposit(pool, 'a', 1n);
    deposit(pool, 'b', 1n);
    addReward(pool, 1n); // half each
    withdraw(pool, 'a', 1n);
    expect(takeReward(pool, 'a')).toBe(0n);
    expect(pool.pending).toBe(UNIT / 2n);
    addReward(pool, 0n);
    expect(takeReward(pool, 'b')).toBe(1n);
  });

  it('refuse what cannot be', () => {
    const pool = createSharePool();
    deposit(pool, 'a', 10n);
    expect(() => deposit(pool, 'b', 0n)).toThrow('deposit, expected more than 0, got 0');
    expect(() => withdraw(pool, 'a', 11n)).toThrow('shares of "a", expected 1 to 10, got 11');
    expect(() => withdraw(pool, 'z', 1n)).toThrow('shares of "z", expected 1 to 0, got 1');
    expect(() => cutPool(pool, 11n)).toThrow('cut, expected 0 to 10, got 11');
    expect(() => addReward(pool, -1n)).toThrow('reward, expected 0 or more, got -1');
    cutPool(pool, 10n);
    expect(() => deposit(pool, 'b', 1n)).toThrow('expected a pool that is worth something');
    expect(takeReward(pool, 'z')).toBe(0n);
  });
});

describe('unbonding', () => {
  it('releases at the delay and not a tick before, oldest first', () => {
    const queue = createUnbondingQueue(DELAY);
    startUnbonding(queue, 'a', 3n, tick(10));
    startUnbonding(queue, 'b', 2n, tick(10));
    startUnbonding(queue, 'c', 4n, tick(11));
    expect(takeReleased(queue, tick(109))).toEqual([]);
    const released = takeReleased(queue, tick(110));
    expect(released.map(({ account, amount }) => [account, amount])).toEqual([
      ['a', 3n],
      ['b', 2n],
    ]);
    expect([queue.total, queue.entries.length]).toEqual([4n, 1]);
    expect(takeReleased(queue, tick(500))).toHaveLength(1);
    expect(queue.total).toBe(0n);
  });

  it('is cut in proportion, by largest remainder', () => {
    const queue = createUnbondingQueue(DELAY);
    startUnbonding(queue, 'a', 3n, tick(0));
    startUnbonding(queue, 'b', 2n, tick(0));
    // 2 over 3, 2: 6/5 = 1 rest 1, 4/5 = 0 rest 4; the second gets the one that is left.
    cutUnbonding(queue, 2n);
    expect(queue.entries.map(({ amount }) => amount)).toEqual([2n, 1n]);
    expect(queue.total).toBe(3n);
    expect(() => cutUnbonding(queue, 4n)).toThrow('cut, expected 0 to 3, got 4');
  });
});

describe('a validator', () => {
  it('needs 32 tokens of its own', () => {
    const terms = { id: 0, operator: 'op', commission: 0n, unbondingDelay: DELAY };
    const start = (selfBond: bigint) =>
      createValidator({ ...terms, selfBond, minSelfDelegation: tokens(32) });
    expect(start(tokens(32)).native.tokens).toBe(32n * 10n ** 18n);
    expect(() => start(tokens(32) - 1n)).toThrow(
      'self-bond of "op", expected 32000000000000000000 or more, got 31999999999999999999',
    );
    expect(() =>
      createValidator({ ...terms, commission: rate(1) + 1n, selfBond: 1n, minSelfDelegation: 1n }),
    ).toThrow('commission, expected 0 to 1000000000 billionths, got 1000000001');
  });

  it('counts native stake and weighted collateral, rounded down', () => {
    const validator = validatorWith(tokens(40));
    delegate(validator, 'd', tokens(60));
    // 2 of an asset at 2.5, 3 base units of another at 0.5: 5 tokens and 1 base unit.
    restake(validator, 'steth', (5n * UNIT) / 2n, 'v', tokens(2));
    restake(validator, 'dust', UNIT / 2n, 'v', 3n);
    expect(restakedBalance(validator)).toBe(tokens(5) + 1n);
    expect(effectiveBalance(validator)).toBe(tokens(105) + 1n);
    expect(votingPower(validator)).toBe(105);
    validator.exited = true;
    expect(votingPower(validator)).toBe(0);
  });

  it('keeps one weight an asset', () => {
    const validator = validatorWith(1n);
    restake(validator, 'steth', UNIT, 'v', 10n);
    expect(() => restake(validator, 'steth', 2n * UNIT, 'w', 10n)).toThrow('weight of "steth"');
    expect(() => restake(validator, 'none', 0n, 'w', 10n)).toThrow('expected above 0, got 0');
    expect(validator.restaked).toHaveLength(1);
  });

  it('moves undelegated stake to the queue at its worth', () => {
    const validator = validatorWith(100n);
    delegate(validator, 'd', 50n);
    cutPool(validator.native, 30n); // a share is worth 0.8
    expect(undelegate(validator, 'd', 25n, tick(7))).toBe(20n);
    expect(validator.native.tokens).toBe(100n);
    expect(sharesOf(validator.native, 'd')).toBe(25n);
    expect(validator.unbonding.entries).toEqual([{ account: 'd', amount: 20n, release: 107 }]);
    expect(() => undelegate(validator, 'd', 26n, tick(8))).toThrow('expected 1 to 25, got 26');
  });
});

it('rates are billionths, and a fraction lies between 0 and 1', () => {
  expect([rate(0.02), rate(1), rate(0)]).toEqual([20_000_000n, 1_000_000_000n, 0n]);
  expect(() => rate(1.01)).toThrow('rate, expected 0 to 1, got 1.01');
  expect(() => tokens(0.5)).toThrow('tokens, expected a whole number of 0 or more, got 0.5');
});
