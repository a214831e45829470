import { describe, expect, it } from 'vitest';
import { rate, UNIT } from '../../../../models/chain/stake/fixed-point.ts';
import {
  delegate,
  effectiveBalance,
  restake,
  undelegate,
  type Validator,
} from '../../../../models/chain/stake/pool.ts';
import {
  claimRewards,
  distributeReward,
  heldFor,
  payReleased,
} from '../../../../models/chain/stake/rewards.ts';
import { type SharePool, sharesOf } from '../../../../models/chain/stake/shares.ts';
import { slashBlock } from '../../../../models/chain/stake/slashing.ts';
import { type Stream, Streams } from '../../../../sim/random.ts';
import { tick } from '../../../../sim/time.ts';
import { expectSame } from '../../../expect-same.ts';
import { Diary, validatorWith } from './support.ts';

const ACCOUNTS = ['a', 'b', 'c', 'd', 'op', 'op/1', 'op/2'];
const WEIGHTS: Record<string, bigint> = { steth: (7n * UNIT) / 3n, usd: UNIT / 5n };
const slashRules = {
  fraction: { 'double sign': rate(0.02), downtime: rate(0.0001) },
  cap: 500_000n,
  maxPerBlock: 2,
  exitAt: 2,
};
const rewardRules = { communityTax: rate(0.02), community: 'community' };

/** Amounts of every magnitude, so that rounding matters. */
const amountOf = (stream: Stream): bigint => {
  let bound = 10;
  for (let i = stream.below(8); i > 0; i--) bound *= 10;
  return 1n + BigInt(stream.below(bound));
};

const pick = <T>(stream: Stream, items: readonly T[]): T => items[stream.below(items.length)];

/** Rewards not yet paid = owed + pending, in 1e-18 of a base unit; shares add up. */
function checkPool(pool: SharePool, where: string): void {
  let shares = 0n;
  let owed = pool.pending;
  for (const holding of pool.holdings.values()) {
    shares += holding.shares;
    owed += holding.credit + holding.shares * (pool.rewardPerShare - holding.mark);
  }
  expectSame(shares, pool.shares, where);
  expectSame(owed, pool.unpaid * UNIT, where);
  expectSame(pool.tokens >= 0n, true, where);
}

describe('random sequences of delegating, undelegating, restaking, rewards, claims and slashes', () => {
  it.each(['stake 1', 'stake 2', 'stake 3', 'stake 4'])(
    'conserve every unit, seed "%s"',
    (seed) => {
      const stream = new Streams(seed, 0).stream('steps');
      const diary = new Diary();
      const validators = [0, 1, 2].map((id) => validatorWith(1_000_000n, id));
      let taken = 3_000_000n;
      let collateralIn = 0n;
      let collateralLost = 0n;
      let now = 0;
      const steps: Record<string, (validator: Validator) => void> = {
        delegate: (validator) => {
          const { native } = validator;
          const amount = amountOf(stream);
          const account = pick(stream, ACCOUNTS);
          // A share may be worth more than one unit once others have left fractions behind.
          if (native.shares > 0n && amount * native.shares < native.tokens) return;
          delegate(validator, account, amount);
          taken += amount;
        },
        undelegate: (validator) => {
          const account = pick(stream, ACCOUNTS);
          const shares = sharesOf(validator.native, account);
          if (shares === 0n) return;
          const some = stream.chance(0.3)
            ? shares
            : 1n + (shares * BigInt(stream.below(100))) / 101n;
          undelegate(validator, account, some, tick(now));
        },
        restake: (validator) => {
          const asset = pick(stream, Object.keys(WEIGHTS));
          const amount = 10n * amountOf(stream);
          restake(validator, asset, WEIGHTS[asset], pick(stream, ACCOUNTS), amount);
          collateralIn += amount;
        },
        reward: (validator) => {
          if (effectiveBalance(validator) === 0n) return;
          const amount = amountOf(stream);
          const split = distributeReward(validator, amount, rewardRules, diary);
          expect(split.tax + split.commission + split.delegators + split.restaked).toBe(amount);
          taken += amount;
        },
        claim: (validator) => {
          claimRewards(validator, pick(stream, ACCOUNTS), diary);
        },
        slash: (validator) => {
          const offence = stream.chance(0.2) ? 'double sign' : 'downtime';
          const { slashes } = slashBlock([{ validator, offence }], slashRules, diary);
          for (const { amount, native, unbonding, restaked, collateral } of slashes) {
            expect(native + unbonding + restaked).toBe(amount);
            for (const lost of collateral) collateralLost += lost.amount;
          }
        },
        release: (validator) => {
          payReleased(validator, tick(now), diary);
        },
      };
      for (let step = 0; step < 1500; step++) {
        now += stream.below(20);
        const name = pick(stream, Object.keys(steps));
        steps[name](pick(stream, validators));
        const where = `seed ${seed}, step ${step}, ${name}`;
        const held = validators.reduce((sum, validator) => sum + heldFor(validator), 0n);
        expectSame(diary.total() + held, taken, where);
        let collateral = 0n;
        for (const { native, restaked, unbonding } of validators) {
          checkPool(native, where);
          for (const { pool } of restaked) {
            checkPool(pool, where);
            collateral += pool.tokens;
          }
          const queued = unbonding.entries.reduce((sum, { amount }) => sum + amount, 0n);
          expectSame(queued, unbonding.total, where);
        }
        expectSame(collateral + collateralLost, collateralIn, where);
      }
      expect(diary.paid.every(([, amount]) => amount > 0n)).toBe(true);
      const kinds = new Set([
        ...diary.paid.map(([, , why]) => why),
        ...diary.burned.map(([, w]) => w),
      ]);
      expect(kinds.size, 'every way out was taken').toBe(7);

      // All leave: what stays is less than one unit a pool and holder.
      for (const validator of validators) {
        for (const account of ACCOUNTS) {
          const shares = sharesOf(validator.native, account);
          if (shares > 0n) undelegate(validator, account, shares, tick(now));
          claimRewards(validator, account, diary);
        }
        payReleased(validator, tick(now + 1000), diary);
        expect([validator.native.tokens, validator.native.shares]).toEqual([0n, 0n]);
        expect(validator.native.holdings.size).toBe(0);
        expect(validator.native.unpaid * UNIT).toBe(validator.native.pending);
      }
    },
  );
});
