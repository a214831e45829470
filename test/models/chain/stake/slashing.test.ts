import { describe, expect, it } from 'vitest';
import { rate, tokens, UNIT } from '../../../../models/chain/stake/fixed-point.ts';
import {
  delegate,
  effectiveBalance,
  restake,
  undelegate,
  type Validator,
  votingPower,
} from '../../../../models/chain/stake/pool.ts';
import { worthOf } from '../../../../models/chain/stake/shares.ts';
import {
  type Evidence,
  type SlashingRules,
  slash,
  slashBlock,
} from '../../../../models/chain/stake/slashing.ts';
import { tick } from '../../../../sim/time.ts';
import { Diary, galileo, validatorWith } from './support.ts';

const doubleSign = (validator: Validator): Evidence => ({ validator, offence: 'double sign' });

describe('a double sign', () => {
  it.each([
    // 2 % of 1000 = 20; of 25,000 = 500, the cap; of 25,050 = 501, above it.
    [1000, 20],
    [25_000, 500],
    [25_050, 500],
    [1_000_000, 500],
  ])('costs a validator with %i tokens %i', (stake, cost) => {
    const diary = new Diary();
    const validator = validatorWith(tokens(stake));
    expect(slash(validator, 'double sign', galileo, diary).amount).toBe(tokens(cost));
    expect(validator.native.tokens).toBe(tokens(stake - cost));
    expect(diary.burned).toEqual([[tokens(cost), 'double sign']]);
  });

  it('takes native, unbonding and restaked stake in proportion, each delegation alike', () => {
    const diary = new Diary();
    const validator = validatorWith(tokens(200));
    delegate(validator, 'a', tokens(400));
    delegate(validator, 'b', tokens(150));
    undelegate(validator, 'b', tokens(100), tick(0));
    undelegate(validator, 'b', tokens(50), tick(1));
    restake(validator, 'steth', (5n * UNIT) / 2n, 'v', tokens(100));
    // 600 bonded + 150 unbonding + 100 * 2.5 restaked = 1000: 2 % of each part, 12 + 3 + 5 = 20.
    const { amount, native, unbonding, restaked, collateral } = slash(
      validator,
      'double sign',
      galileo,
      diary,
    );
    expect([amount, native, unbonding, restaked]).toEqual([20, 12, 3, 5].map(tokens));
    // 5 effective tokens are 2 of 100 steth.
    expect(collateral).toEqual([{ asset: 'steth', amount: tokens(2) }]);
    // Only the chain's own token is burned on the chain.
    expect(diary.burned).toEqual([[tokens(15), 'double sign']]);
    expect(worthOf(validator.native, 'op')).toBe(tokens(196));
    expect(worthOf(validator.native, 'a')).toBe(tokens(392));
    expect(validator.unbonding.entries.map((entry) => entry.amount)).toEqual([98, 49].map(tokens));
    expect(worthOf(validator.restaked[0].pool, 'v')).toBe(tokens(98));
  });

  it('rounds the parts by largest remainder', () => {
    const validator = validatorWith(7n);
    delegate(validator, 'd', 5n);
    undelegate(validator, 'd', 5n, tick(0));
    restake(validator, 'x', UNIT, 'v', 3n);
    const half: SlashingRules = {
      ...galileo,
      fraction: { 'double sign': rate(0.5), downtime: 0n },
    };
    // Half of 15 is 7.5, so 7 over 7, 5, 3: 49/15 = 3 rest 4, 35/15 = 2 rest 5, 21/15 = 1 rest 6;
    // the one that is left goes to the third.
    const result = slash(validator, 'double sign', half, new Diary());
    expect([result.native, result.unbonding, result.restaked]).toEqual([3n, 2n, 2n]);
  });

  it('reaches stake that left before, until its delay is over', () => {
    const diary = new Diary();
    const validator = validatorWith(tokens(100));
    undelegate(validator, 'op', tokens(100), tick(0));
    expect(slash(validator, 'double sign', galileo, diary).unbonding).toBe(tokens(2));
    expect(validator.unbonding.total).toBe(tokens(98));
  });

  it('the second one ends in an exit, and costs 2 % of what is left', () => {
    const diary = new Diary();
    const validator = validatorWith(tokens(1000));
    slashBlock([doubleSign(validator)], galileo, diary);
    expect([validator.exited, votingPower(validator)]).toEqual([false, 980]);
    slashBlock([doubleSign(validator)], galileo, diary);
    expect([validator.exited, votingPower(validator)]).toEqual([true, 0]);
    // 1000 * 0.98 * 0.98
    expect(effectiveBalance(validator)).toBe((tokens(1000) * 9604n) / 10_000n);
  });
});

describe('a block', () => {
  it('slashes 16 validators; the others wait for the next', () => {
    const diary = new Diary();
    const validators = Array.from({ length: 20 }, (_, id) => validatorWith(tokens(100), id));
    const first = slashBlock(validators.map(doubleSign), galileo, diary);
    expect(first.slashes.map(({ validator }) => validator.id)).toEqual([...Array(16).keys()]);
    expect(first.waiting.map(({ validator }) => validator.id)).toEqual([16, 17, 18, 19]);
    const second = slashBlock(first.waiting, galileo, diary);
    expect([second.slashes.length, second.waiting.length]).toEqual([4, 0]);
    expect(diary.burned).toEqual(Array(20).fill([tokens(2), 'double sign']));
  });

  it('counts evidence against one validator once', () => {
    const validator = validatorWith(tokens(100));
    const evidence = [doubleSign(validator), doubleSign(validator)];
    const { slashes, waiting } = slashBlock(evidence, galileo, new Diary());
    expect([slashes.length, waiting.length, validator.offences]).toEqual([1, 0, 1]);
  });
});

describe('downtime', () => {
  it('costs nothing by the published rules, and uses up no place in the block', () => {
    const diary = new Diary();
    const validator = validatorWith(tokens(100));
    const evidence: Evidence[] = [{ validator, offence: 'downtime' }];
    expect(slashBlock(evidence, galileo, diary)).toEqual({ slashes: [], waiting: [] });
    expect([diary.burned, validator.offences]).toEqual([[], 0]);
  });

  it('can be given a price, and never ends in an exit', () => {
    const diary = new Diary();
    const validator = validatorWith(tokens(100));
    const rules = { ...galileo, fraction: { 'double sign': 0n, downtime: rate(0.01) } };
    for (let block = 0; block < 3; block++) {
      slashBlock([{ validator, offence: 'downtime' }], rules, diary);
    }
    expect(diary.burned[0]).toEqual([tokens(1), 'downtime']);
    expect([diary.burned.length, validator.offences, validator.exited]).toEqual([3, 0, false]);
  });
});
