import { describe, expect, it } from 'vitest';
import { rate, UNIT } from '../../../../models/chain/stake/fixed-point.ts';
import { delegate, restake, undelegate } from '../../../../models/chain/stake/pool.ts';
import {
  claimRewards,
  distributeReward,
  heldFor,
  payReleased,
  splitReward,
} from '../../../../models/chain/stake/rewards.ts';
import { cutUnbonding } from '../../../../models/chain/stake/unbonding.ts';
import { tick } from '../../../../sim/time.ts';
import { Diary, validatorWith } from './support.ts';

const rules = { communityTax: rate(0.02), community: 'community' };

describe('the split of a reward', () => {
  it('takes tax first, then commission, then delegators', () => {
    // 2 % of 1000 = 20; 5 % of 980 = 49, where commission first would take 50; the rest 931.
    expect(splitReward(1000n, 1n, 0n, rate(0.02), rate(0.05))).toEqual({
      tax: 20n,
      commission: 49n,
      delegators: 931n,
      restaked: 0n,
    });
  });

  it('gives restaked stake its part before tax and commission', () => {
    // 1000 * 25 / 100 = 250; 2 % of 750 = 15; 5 % of 735 = 36.75.
    expect(splitReward(1000n, 75n, 25n, rate(0.02), rate(0.05))).toEqual({
      tax: 15n,
      commission: 36n,
      delegators: 699n,
      restaked: 250n,
    });
  });

  it('works at the ends: all tax, all commission, all restaked, nothing', () => {
    const split = (native: bigint, restaked: bigint, tax: number, commission: number) =>
      Object.values(splitReward(9n, native, restaked, rate(tax), rate(commission)));
    expect(split(1n, 0n, 1, 1)).toEqual([9n, 0n, 0n, 0n]);
    expect(split(1n, 0n, 0, 1)).toEqual([0n, 9n, 0n, 0n]);
    expect(split(0n, 1n, 1, 1)).toEqual([0n, 0n, 0n, 9n]);
    expect(Object.values(splitReward(0n, 1n, 1n, 0n, 0n))).toEqual([0n, 0n, 0n, 0n]);
    expect(() => splitReward(9n, 0n, 0n, 0n, 0n)).toThrow(
      'stake of the proposer, expected above 0',
    );
    expect(() => splitReward(-1n, 1n, 0n, 0n, 0n)).toThrow('reward, expected 0 or more, got -1');
  });
});

describe('paying', () => {
  it('pays tax and commission at once, the rest on claim', () => {
    const diary = new Diary();
    const validator = validatorWith(400n);
    delegate(validator, 'd', 600n);
    distributeReward(validator, 1000n, rules, diary);
    expect(diary.paid).toEqual([
      ['community', 20n, 'community tax'],
      ['op', 49n, 'commission'],
    ]);
    // 931 over 400 and 600 of 1000 shares: 372.4 and 558.6.
    expect(claimRewards(validator, 'op', diary)).toBe(372n);
    expect(claimRewards(validator, 'd', diary)).toBe(558n);
    expect(diary.paid.slice(2)).toEqual([
      ['op', 372n, 'delegation reward'],
      ['d', 558n, 'delegation reward'],
    ]);
    // 0.4 and 0.6 wait: 1 base unit beside the stake.
    expect(heldFor(validator)).toBe(1001n);
    expect(claimRewards(validator, 'd', diary)).toBe(0n);
    expect(diary.paid).toHaveLength(4);
  });

  it('shares the restaked part over collateral by weight', () => {
    const diary = new Diary();
    const validator = validatorWith(600n);
    restake(validator, 'steth', 3n * UNIT, 'v', 100n); // 300
    restake(validator, 'usd', UNIT / 2n, 'w', 200n); // 100
    const split = distributeReward(validator, 1000n, rules, diary);
    // 1000 * 400 / 1000 = 400, of it 300 and 100.
    expect(split.restaked).toBe(400n);
    expect(claimRewards(validator, 'v', diary)).toBe(300n);
    expect(claimRewards(validator, 'w', diary)).toBe(100n);
    expect(diary.paid.at(-1)).toEqual(['w', 100n, 'restaking reward']);
  });

  it('pays unbonded stake once, after its delay, and nothing for an entry slashed to 0', () => {
    const diary = new Diary();
    const validator = validatorWith(100n);
    delegate(validator, 'd', 50n);
    undelegate(validator, 'd', 30n, tick(0));
    expect(payReleased(validator, tick(99), diary)).toBe(0n);
    expect(payReleased(validator, tick(100), diary)).toBe(30n);
    expect(payReleased(validator, tick(100), diary)).toBe(0n);
    expect(diary.paid).toEqual([['d', 30n, 'unbonded stake']]);
    undelegate(validator, 'd', 20n, tick(100));
    cutUnbonding(validator.unbonding, 20n);
    expect(payReleased(validator, tick(200), diary)).toBe(0n);
    expect(diary.paid).toHaveLength(1);
  });
});
