import { describe, expect, it } from 'vitest';
import { ProposerRotation } from '../../../../models/chain/proposer.ts';
import { tokens } from '../../../../models/chain/stake/fixed-point.ts';
import {
  genesisValidators,
  rewardRules,
  slashingRules,
} from '../../../../models/chain/stake/genesis.ts';
import { type StakeValues, stakeParameters } from '../../../../models/chain/stake/parameters.ts';
import {
  effectiveBalance,
  restakedBalance,
  votingPower,
} from '../../../../models/chain/stake/pool.ts';
import { worthOf } from '../../../../models/chain/stake/shares.ts';
import { readLeaf } from '../../../../scenarios/values.ts';

/** The table's defaults as a component gets them. */
const defaults = Object.fromEntries(
  Object.entries(stakeParameters).map(([name, parameter]) => {
    const reading = readLeaf(parameter, parameter.default);
    if (!reading.ok) throw new Error(`${name}: expected ${reading.expected}`);
    return [name, reading.value];
  }),
) as StakeValues;

describe('the defaults', () => {
  it('are the published rules, and marked so', () => {
    const published = Object.entries(stakeParameters).filter(([, p]) => p.status === 'published');
    expect(Object.fromEntries(published.map(([name]) => [name, defaults[name as never]]))).toEqual({
      minSelfDelegation: 32,
      doubleSignSlash: 0.02,
      downtimeSlash: 0,
      slashCap: 500,
      maxSlashedPerBlock: 16,
      exitAt: 2,
    });
  });

  it('mark what 0G has not published as an estimate', () => {
    const estimates = Object.entries(stakeParameters).filter(([, p]) => p.status === 'estimate');
    expect(estimates.map(([name]) => name)).toEqual([
      'distribution',
      'total',
      'issuance',
      'commission',
      'communityTax',
      'unbonding',
    ]);
    // 22 days of 86,400 s, in ticks of 100 ns.
    expect(defaults.unbonding).toBe(19_008_000_000_000);
  });

  it('become exact rules', () => {
    expect(slashingRules(defaults)).toEqual({
      fraction: { 'double sign': 20_000_000n, downtime: 0n },
      cap: 500_000_000_000_000_000_000n,
      maxPerBlock: 16,
      exitAt: 2,
    });
    expect(rewardRules(defaults)).toEqual({ communityTax: 20_000_000n, community: 'community' });
  });
});

describe('the validators at the start', () => {
  it('hold the total exactly, each its own 32 tokens', () => {
    const validators = genesisValidators(defaults, 100);
    const powers = validators.map(votingPower);
    expect(powers.reduce((a, b) => a + b)).toBe(51_600_000);
    for (const [id, { native, operator }] of validators.entries()) {
      expect(worthOf(native, operator)).toBe(tokens(32));
      expect(worthOf(native, `delegators/${id}`)).toBe(tokens(powers[id] - 32));
    }
    expect(new ProposerRotation(powers).proposer).toBe(0);
  });

  it('hold collateral for the restaked part beside the self-bond', () => {
    const values = { ...defaults, distribution: 'equal', total: 4000, restaked: 0.25 };
    for (const validator of genesisValidators(values, 4)) {
      // 1000 each: a quarter of 1000 - 32 is 242.
      expect(restakedBalance(validator)).toBe(tokens(242));
      expect(validator.native.tokens).toBe(tokens(758));
      expect(effectiveBalance(validator)).toBe(tokens(1000));
    }
  });

  it('may have nothing but their self-bonds, and not less', () => {
    const [validator] = genesisValidators({ ...defaults, total: 32 }, 1);
    expect([...validator.native.holdings.keys()]).toEqual(['validator/0']);
    expect(() => genesisValidators({ ...defaults, total: 63 }, 2)).toThrow(
      'total stake, expected a whole number of 64 or more, got 63',
    );
  });
});
