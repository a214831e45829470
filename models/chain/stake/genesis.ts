import type { Tick } from '../../../sim/time.ts';
import { stakePowers } from './distribution.ts';
import { rate, tokens, UNIT } from './fixed-point.ts';
import type { StakeValues } from './parameters.ts';
import { createValidator, delegate, restake, type Validator } from './pool.ts';
import type { RewardRules } from './rewards.ts';
import type { SlashingRules } from './slashing.ts';

/** Account of the community. */
export const COMMUNITY = 'community';

/**
 * Validators at the start, largest stake first. Validator i has its operator `validator/i` with the
 * smallest allowed self-bond, one holder of collateral `restakers/i` with the restaked part of the
 * rest, and one delegator `delegators/i` with what remains.
 * @throws RangeError for a total that does not reach the smallest self-bond of each
 */
export function genesisValidators(values: StakeValues, count: number): Validator[] {
  const { total, minSelfDelegation } = values;
  const powers = stakePowers(values, count, total, minSelfDelegation);
  const selfBond = tokens(minSelfDelegation);
  const share = rate(values.restaked);
  return powers.map((power, id) => {
    const validator = createValidator({
      id,
      operator: `validator/${id}`,
      commission: rate(values.commission),
      selfBond,
      minSelfDelegation: selfBond,
      unbondingDelay: values.unbonding as Tick,
    });
    const rest = tokens(power) - selfBond;
    // Whole billionths of whole tokens, so nothing is rounded.
    const collateral = (rest * share) / rate(1);
    if (collateral > 0n) restake(validator, 'collateral', UNIT, `restakers/${id}`, collateral);
    if (rest > collateral) delegate(validator, `delegators/${id}`, rest - collateral);
    return validator;
  });
}

export function rewardRules(values: StakeValues): RewardRules {
  return { communityTax: rate(values.communityTax), community: COMMUNITY };
}

export function slashingRules(values: StakeValues): SlashingRules {
  return {
    fraction: { 'double sign': rate(values.doubleSignSlash), downtime: rate(values.downtimeSlash) },
    cap: tokens(values.slashCap),
    maxPerBlock: values.maxSlashedPerBlock,
    exitAt: values.exitAt,
  };
}
